// Tables of the clipboard: spans and captions kept, headers where they are
// marked, or where the whole first row is bold.
import { el } from "../dom.js";
import { bold } from "./marks.js";

// table gives a clean table; a frame of one cell is none, and gives its cell's
// content. inside turns the content of an element into clean blocks.
export function table(from, inside) {
  const rows = [...from.rows].filter((row) => row.cells.length);
  if (!rows.length) return [];
  if (rows.length === 1 && rows[0].cells.length === 1) return inside(rows[0].cells[0]);
  const heads = new Set(from.tHead ? [...from.tHead.rows] : []);
  if (!heads.size && rows.length > 1 && !from.querySelector("th") && everyBold(rows[0])) heads.add(rows[0]);
  const body = el("tbody", {}, ...rows.map((row) => el("tr", {}, ...[...row.cells].map((cell) => {
    const head = heads.has(row) || cell.tagName === "TH";
    const parts = inside(cell).flatMap(flat);
    if (head) for (const strong of parts.flatMap((p) => [...p.querySelectorAll("strong")])) strong.replaceWith(...strong.childNodes);
    return el(head ? "th" : "td", { colspan: span(cell.colSpan), rowspan: span(cell.rowSpan) }, ...(parts.length ? parts : [el("p")]));
  }))));
  const caption = from.caption?.textContent.replace(/\s+/g, " ").trim();
  return [el("table", {}, caption ? el("caption", {}, caption) : null, body)];
}

const span = (n) => (n > 1 && n < 100 ? n : null);

// flat leaves no table within a table: its cells become paragraphs, and so do headings.
function flat(block) {
  if (block.tagName === "TABLE") return [...block.querySelectorAll("caption, td > *, th > *")].flatMap(flat);
  if (/^H[23]$|^CAPTION$/.test(block.tagName)) return [el("p", {}, el("strong", {}, ...block.childNodes))];
  if (block.tagName === "BLOCKQUOTE") return [...block.children].flatMap(flat);
  return [block];
}

function everyBold(row) {
  const filled = [...row.cells].filter((cell) => cell.textContent.trim());
  return filled.length > 0 && filled.every((cell) => {
    const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    for (let text; (text = walker.nextNode());) if (text.data.trim() && !bold(text.parentElement, cell)) return false;
    return true;
  });
}
