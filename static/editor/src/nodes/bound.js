import { Node } from "@tiptap/core";

// A figure that is bound to the data: a word of the line that nobody types.
// Its value, what it was and when that was taken belong to the server.
export const Bound = Node.create({
  name: "bound",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes: () => ({
    ref: kept("data-figure"),
    value: kept("data-value"),
    was: kept("data-was"),
    on: kept("data-on"),
    words: { default: "", rendered: false, parseHTML: (element) => element.textContent },
  }),
  parseHTML: () => [{ tag: "span[data-figure]" }],
  renderHTML: ({ node, HTMLAttributes }) => ["span", HTMLAttributes, node.attrs.words],
  renderText: ({ node }) => node.attrs.words,
});

const kept = (name) => ({
  default: null,
  parseHTML: (element) => element.getAttribute(name),
  renderHTML: (attributes) => {
    const value = attributes[name === "data-figure" ? "ref" : name.slice("data-".length)];
    return value === null ? {} : { [name]: value };
  },
});
