import { Node } from "@tiptap/core";

// The place of a record's card: a block of its own. The site draws the card,
// here stands its title.
export const Record = Node.create({
  name: "record",
  group: "block",
  atom: true,
  draggable: true,
  addAttributes: () => ({
    ref: { default: "", rendered: false },
    title: { default: "", rendered: false },
  }),
  parseHTML: () => [
    { tag: "p", priority: 70, getAttrs: (p) => p.children.length === 1 && p.textContent.trim() === p.firstElementChild.textContent.trim() && read(p.firstElementChild) },
    { tag: "span[data-record]", getAttrs: read },
  ],
  renderHTML: ({ node }) => ["p", {}, ["span", { "data-record": node.attrs.ref }, node.attrs.title]],
  renderText: ({ node }) => node.attrs.title,
});

function read(span) {
  const ref = span.getAttribute("data-record");
  return ref ? { ref, title: span.textContent } : false;
}
