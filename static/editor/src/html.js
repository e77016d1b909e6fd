// A document as the markup that is kept: the subset, without what only the
// editor needs, short where the editor is wordy.
import { DOMSerializer } from "@tiptap/pm/model";

const attributes = {
  A: ["href"], IMG: ["src", "alt", "width", "height"], TH: ["colspan", "rowspan", "scope"], TD: ["colspan", "rowspan"],
  SPAN: ["data-record", "data-figure", "data-value", "data-was", "data-on"],
};

// written gives the markup of a document; "" where it says nothing.
export function written(doc) {
  const inert = document.implementation.createHTMLDocument(""); // pictures are not fetched there
  const root = inert.createElement("div");
  DOMSerializer.fromSchema(doc.type.schema).serializeFragment(doc.content, { document: inert }, root);
  for (const pending of root.querySelectorAll("[data-pending]")) pending.remove();
  for (const figure of root.querySelectorAll("figure")) tidyFigure(figure);
  for (const table of root.querySelectorAll("table")) tidyTable(table);
  for (const holder of root.querySelectorAll("li, td, th")) {
    const first = holder.firstElementChild;
    if (first?.tagName === "P" && ![...holder.children].slice(1).some((c) => c.tagName === "P")) first.replaceWith(...first.childNodes);
  }
  for (const p of root.querySelectorAll("p, h2, h3, blockquote")) {
    while (p.lastChild?.nodeName === "BR") p.lastChild.remove();
    // An empty line is no paragraph: the distance between two is the page's affair.
    if (!p.textContent.trim() && !p.querySelector("img, [data-record], [data-figure]")) p.remove();
  }
  for (const element of root.querySelectorAll("*")) {
    for (const { name } of [...element.attributes]) if (!attributes[element.tagName]?.includes(name)) element.removeAttribute(name);
  }
  return [...root.children].map((block) => block.outerHTML).join("\n");
}

// lines gives markup with each block on a line of its own, for those who read it.
export function lines(markup) {
  const { body } = new DOMParser().parseFromString(markup, "text/html");
  return [...body.childNodes].map((node) => node.outerHTML ?? node.data.trim()).filter(Boolean).join("\n");
}

// fitting gives markup of the subset such that each block stands where the
// editor may have it. Otherwise the parser would tear tables and lists apart to
// make room: no heading and no table within an item or a cell.
export function fitting(markup) {
  const { body } = new DOMParser().parseFromString(markup, "text/html");
  for (const heading of body.querySelectorAll(":is(li, td, th, blockquote) :is(h2, h3)")) {
    const strong = body.ownerDocument.createElement("strong");
    strong.append(...heading.childNodes);
    const p = body.ownerDocument.createElement("p");
    p.append(strong);
    heading.replaceWith(p);
  }
  for (const table of body.querySelectorAll(":is(td, th) table")) {
    table.replaceWith(...[...table.querySelectorAll("caption, th, td")].map((cell) => {
      const p = body.ownerDocument.createElement("p");
      p.append(...cell.childNodes);
      return p;
    }));
  }
  for (const table of body.querySelectorAll(":is(ul, ol, blockquote) table")) outermost(table).after(table);
  for (const figure of body.querySelectorAll("blockquote figure")) outermost(figure).after(figure);
  for (const item of body.querySelectorAll("li")) {
    if (/^(UL|OL|FIGURE|BLOCKQUOTE)$/.test(item.firstElementChild?.tagName) && !item.firstChild.data?.trim()) item.prepend(body.ownerDocument.createElement("p"));
  }
  return body.innerHTML;
}

function outermost(element) {
  let block = element;
  while (block.parentElement.tagName !== "BODY") block = block.parentElement;
  return block;
}

function tidyFigure(figure) {
  const caption = figure.querySelector("figcaption");
  const credit = caption.querySelector("[data-part=credit]");
  if (!credit.textContent.trim()) credit.remove();
  const words = caption.querySelector("[data-part=caption]");
  words.replaceWith(...words.childNodes);
  if (!caption.textContent.trim()) caption.remove();
}

function tidyTable(table) {
  const caption = table.querySelector("caption");
  if (caption && !caption.textContent.trim()) caption.remove();
  const body = table.querySelector("tbody");
  const rows = [...body.rows];
  let heads = rows.findIndex((row) => [...row.cells].some((c) => c.tagName === "TD"));
  if (heads === -1) heads = Math.min(rows.length, 1); // a table of headers only
  for (const [i, row] of rows.entries()) {
    for (const cell of row.cells) if (cell.tagName === "TH") cell.setAttribute("scope", i < heads ? "col" : "row");
  }
  if (heads > 0) {
    const head = table.ownerDocument.createElement("thead");
    head.append(...rows.slice(0, heads));
    body.before(head);
  }
  if (!body.rows.length) body.remove();
}
