import { address } from "../address.js";
import { style } from "./source.js";

// marksOf gives the marks within an element, from those around it.
export function marksOf(element, around) {
  const marks = { ...around };
  const weight = style(element, "font-weight");
  const slant = style(element, "font-style");
  if (/^(B|STRONG)$/.test(element.tagName)) marks.bold = true;
  if (/^(I|EM)$/.test(element.tagName)) marks.italic = true;
  // What the style says outdoes the tag: some wrap everything in a <b> of normal weight.
  if (weight) marks.bold = heavy(weight);
  if (slant) marks.italic = /italic|oblique/.test(slant);
  if (/^SU[BP]$/.test(element.tagName)) marks.shift = element.tagName;
  if (element.tagName === "A") marks.href = address(element.getAttribute("href")) || around.href;
  return marks;
}

const raised = { SUP: "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", SUB: "₀₁₂₃₄₅₆₇₈₉₊₋" };

// shifted gives words that stand higher or lower than the line as characters
// that do: m² must not become m2. What has no such character stays.
export function shifted(words, shift) {
  if (!shift || !/^\s*[0-9+-]+\s*$/.test(words)) return words;
  return words.replace(/[0-9+-]/g, (c) => raised[shift]["0123456789+-".indexOf(c)]);
}

const heavy = (weight) => /^bold/.test(weight) || Number.parseInt(weight, 10) >= 600;

// bold reports whether what stands in an element is bold, up to a limit.
export function bold(element, limit) {
  for (let e = element; e; e = e === limit ? null : e.parentElement) {
    const weight = style(e, "font-weight");
    if (weight) return heavy(weight);
    if (/^(B|STRONG)$/.test(e.tagName)) return true;
  }
  return false;
}
