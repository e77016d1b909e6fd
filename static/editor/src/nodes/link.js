import { Mark } from "@tiptap/core";
import { address } from "../address.js";

// A link: an address of the site, or of another one.
export const Link = Mark.create({
  name: "link",
  priority: 1000, // outside of bold and italic
  inclusive: false,
  addAttributes: () => ({ href: { default: null } }),
  parseHTML: () => [{ tag: "a[href]", getAttrs: (element) => (address(element.getAttribute("href")) ? null : false) }],
  renderHTML: ({ HTMLAttributes }) => ["a", HTMLAttributes, 0],
});
