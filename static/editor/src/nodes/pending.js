import { Node } from "@tiptap/core";
import { PendingView } from "../pending.js";

// The place of a picture on its way to the server. It is never written.
export const Pending = Node.create({
  name: "pending",
  group: "block",
  atom: true,
  selectable: true,
  addOptions: () => ({ uploads: null }),
  addAttributes: () => ({ job: { default: "", parseHTML: (element) => element.dataset.pending, renderHTML: ({ job }) => ({ "data-pending": job }) } }),
  parseHTML() {
    return [{ tag: "p[data-pending]", priority: 90, getAttrs: (p) => (this.options.uploads.has(p.dataset.pending) ? null : false) }];
  },
  renderHTML: ({ HTMLAttributes }) => ["p", HTMLAttributes],
  addNodeView() {
    return (props) => new PendingView(props, this.options.uploads);
  },
});
