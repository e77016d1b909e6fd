// Markup of the clipboard, whoever wrote it, as the subset of a text: Word,
// WPS, the editor of WeChat's public accounts, and web pages.
import { el } from "../dom.js";
import { word } from "../words.js";
import { Blocks } from "./blocks.js";
import { marksOf } from "./marks.js";
import { read, style } from "./source.js";
import { table } from "./tables.js";
import { lists } from "./wordlist.js";

// Passed over with what they hold: no words of the text, or ones that Word knows as deleted.
const passed = /^(SCRIPT|STYLE|META|LINK|TITLE|HEAD|IFRAME|OBJECT|EMBED|VIDEO|AUDIO|SVG|MATH|CANVAS|NOSCRIPT|TEMPLATE|BUTTON|INPUT|SELECT|TEXTAREA|XML|DEL|MPV\w+|MP-.+|[MV]:.+)$/i;
const blocky = /^(P|DIV|SECTION|ARTICLE|HEADER|FOOTER|MAIN|ASIDE|NAV|CENTER|ADDRESS|DL|DT|DD|FORM|FIELDSET|DETAILS|SUMMARY|FIGURE|FIGCAPTION|HR|BODY|PRE|TR|CAPTION)$/;

// clean gives clean markup; pictures says what becomes of each picture.
export function clean(html, pictures) {
  const body = read(html);
  lists(body);
  const root = el("div", {}, ...inside(body, {}));
  return root.innerHTML;

  function inside(element, marks) {
    const blocks = new Blocks();
    walk(element, marks, blocks);
    return blocks.done();
  }

  function walk(parent, marks, blocks) {
    for (const node of parent.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) blocks.text(node.data, marks);
      else if (node.nodeType === Node.ELEMENT_NODE && !hidden(node)) one(node, marks, blocks);
    }
  }

  function one(node, around, blocks) {
    const marks = marksOf(node, around);
    const tag = node.tagName;
    const level = heading(node);
    if (tag === "BR") return pageBreak(node) || blocks.br();
    if (tag === "IMG") return picture(node, blocks, "");
    if (level) return blocks.heading(level, () => walk(node, marks, blocks));
    if (tag === "UL" || tag === "OL") return list(node, marks, blocks);
    if (tag === "LI") return list(el("ul", {}, node.cloneNode(true)), marks, blocks);
    if (tag === "TABLE") return table(node, (cell) => inside(cell, marksOf(cell, marks))).forEach((block) => blocks.block(block));
    if (tag === "BLOCKQUOTE") return quote(node, marks, blocks);
    if (tag === "FIGURE" && node.querySelector("img")) return figure(node, marks, blocks);
    if (tag === "PRE") return preformatted(node, marks, blocks);
    if (!blocky.test(tag)) return walk(node, marks, blocks);
    blocks.close();
    walk(node, marks, blocks);
    blocks.close();
  }

  function list(node, marks, blocks) {
    const start = node.tagName === "OL" ? Number(node.getAttribute("start") ?? 1) : 1;
    if (start > 1) return numbered(node, start, marks, blocks);
    const out = el(node.tagName);
    for (const child of node.children) {
      if (hidden(child)) continue;
      const parts = child.tagName === "LI" ? inside(child, marksOf(child, marks)) : inside(el("div", {}, child.cloneNode(true)), marks);
      // A list straight in a list belongs to the item before it.
      if (child.tagName !== "LI" && out.lastElementChild) out.lastElementChild.append(...parts);
      else if (parts.length) out.append(el("li", {}, ...led(parts.flatMap(plainItem))));
    }
    if (out.children.length) blocks.block(out);
  }

  // numbered keeps the numbers of a list that goes on from an earlier one as
  // words: the lists of a text begin at one.
  function numbered(node, start, marks, blocks) {
    for (const [i, item] of [...node.children].entries()) {
      const parts = led(inside(item, marksOf(item, marks)).flatMap(plainItem));
      parts[0].prepend(`${start + i}. `);
      for (const part of parts) blocks.block(part);
    }
  }

  function quote(node, marks, blocks) {
    let quoted = null;
    for (const part of inside(node, marks).flatMap(plainItem)) {
      if (isPicture(part)) { // stands between two quotations
        quoted = null;
        blocks.block(part);
        continue;
      }
      if (!quoted) blocks.block(quoted = el("blockquote"));
      quoted.append(part);
    }
  }

  function figure(node, marks, blocks) {
    const caption = node.querySelector("figcaption")?.textContent.replace(/\s+/g, " ").trim() ?? "";
    const images = [...node.querySelectorAll("img")];
    for (const [i, img] of images.entries()) picture(img, blocks, i === images.length - 1 ? caption : "");
  }

  function preformatted(node, marks, blocks) {
    blocks.close();
    for (const line of node.textContent.split("\n")) {
      blocks.text(line, marks);
      blocks.br();
    }
    blocks.close();
  }

  function picture(img, blocks, caption) {
    const found = pictures.of(img, caption);
    if (!found) return;
    if (found.ours) {
      blocks.block(el("figure", {}, el("img", { "data-ours": found.ours, alt: found.alt, width: img.getAttribute("width"), height: img.getAttribute("height") }), caption ? el("figcaption", {}, caption) : null));
    } else if (found.job) {
      blocks.block(el("p", { "data-pending": found.job }));
    } else {
      const [before, after] = word("picture.lost", "\n").split("\n");
      blocks.block(el("p", {}, before, found.href ? el("a", { href: found.href }, found.lost) : found.lost, after));
      if (caption) blocks.block(el("p", {}, caption));
    }
  }
}

// heading gives h2 or h3 for what is a heading: the page's own title is the
// h1, and below h3 nobody sees the difference.
function heading(node) {
  if (/^H[1-6]$/.test(node.tagName)) return Number(node.tagName[1]) < 3 ? "h2" : "h3";
  if (!/^(P|DIV)$/.test(node.tagName)) return "";
  const outline = Number(style(node, "mso-outline-level")) || (/^(MsoTitle|MsoHeading)/i.test(node.className) ? Number(node.className.match(/\d/)?.[0] ?? 1) : 0);
  if (outline) return outline < 3 ? "h2" : "h3";
  const level = node.getAttribute("role") === "heading" ? Number(node.getAttribute("aria-level")) || 2 : 0;
  return level ? (level < 3 ? "h2" : "h3") : "";
}

function hidden(node) {
  return passed.test(node.tagName) || style(node, "display") === "none" || style(node, "mso-hide") === "all"
    || style(node, "mso-element") === "comment-list" || node.classList.contains("MsoCommentReference");
}

const pageBreak = (br) => style(br, "page-break-before") === "always";

const isPicture = (block) => block.tagName === "FIGURE" || block.hasAttribute("data-pending");

// led has an item of a list begin with a paragraph, as the editor wants it.
function led(parts) {
  return parts[0]?.tagName === "P" && !isPicture(parts[0]) ? parts : [el("p"), ...parts];
}

// plainItem leaves paragraphs and lists only.
function plainItem(block) {
  if (/^H[23]$/.test(block.tagName)) return [el("p", {}, el("strong", {}, ...block.childNodes))];
  if (block.tagName === "TABLE") return [...block.querySelectorAll("td > *, th > *")].flatMap(plainItem);
  if (block.tagName === "BLOCKQUOTE") return [...block.children].flatMap(plainItem);
  return [block];
}
