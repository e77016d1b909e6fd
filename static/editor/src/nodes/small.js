import { Mark } from "@tiptap/core";

// Small print within a cell or a caption. It is kept where it stands; nothing
// of the toolbar makes it.
export const Small = Mark.create({
  name: "small",
  parseHTML: () => [{ tag: "small" }],
  renderHTML: () => ["small", 0],
});
