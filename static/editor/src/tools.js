// What the toolbar offers, in groups.
import { askFigure } from "./dialogs/figure.js";
import { askLink } from "./dialogs/link.js";
import { askPicture } from "./dialogs/picture.js";
import { askRecord } from "./dialogs/record.js";
import { tableMenu } from "./tablemenu.js";

// Each tool: its name, its keys, what it does to the editor (act) or the menu
// that it opens, when it is pressed (on), when it can be used (can; always: in
// the source too). Those with text show their word, the others an icon.
export const groups = [
  [
    { name: "paragraph", text: true, keys: "Ctrl+Alt+0", act: (r) => r.run((c) => c.setParagraph()), on: (e) => e.isActive("paragraph") && !e.isActive("listItem") },
    { name: "h2", text: true, keys: "Ctrl+Alt+2", act: (r) => r.run((c) => c.toggleHeading({ level: 2 })), on: (e) => e.isActive("heading", { level: 2 }), can: (e) => e.can().toggleHeading({ level: 2 }) },
    { name: "h3", text: true, keys: "Ctrl+Alt+3", act: (r) => r.run((c) => c.toggleHeading({ level: 3 })), on: (e) => e.isActive("heading", { level: 3 }), can: (e) => e.can().toggleHeading({ level: 3 }) },
  ],
  [
    { name: "bold", keys: "Ctrl+B", act: (r) => r.run((c) => c.toggleBold()), on: (e) => e.isActive("bold"), can: (e) => e.can().toggleBold() },
    { name: "italic", keys: "Ctrl+I", act: (r) => r.run((c) => c.toggleItalic()), on: (e) => e.isActive("italic"), can: (e) => e.can().toggleItalic() },
    { name: "link", keys: "Ctrl+K", act: askLink, on: (e) => e.isActive("link") },
  ],
  [
    { name: "bullets", keys: "Ctrl+Shift+8", act: (r) => r.run((c) => c.toggleBulletList()), on: (e) => e.isActive("bulletList"), can: (e) => e.can().toggleBulletList() },
    { name: "numbers", keys: "Ctrl+Shift+7", act: (r) => r.run((c) => c.toggleOrderedList()), on: (e) => e.isActive("orderedList"), can: (e) => e.can().toggleOrderedList() },
    { name: "indent", keys: "Ctrl+]", act: (r) => r.run((c) => c.sinkListItem("listItem")), can: (e) => e.can().sinkListItem("listItem") },
    { name: "outdent", keys: "Ctrl+[", act: (r) => r.run((c) => c.liftListItem("listItem")), can: (e) => e.can().liftListItem("listItem") },
    { name: "quote", keys: "Ctrl+Shift+B", act: (r) => r.run((c) => c.toggleBlockquote()), on: (e) => e.isActive("blockquote"), can: (e) => e.can().toggleBlockquote() },
  ],
  [
    { name: "table", menu: tableMenu },
    { name: "picture", act: askPicture, needs: "media" },
    { name: "record", act: askRecord },
    { name: "figure", act: askFigure, needs: "media" },
  ],
  [
    { name: "undo", keys: "Ctrl+Z", act: (r) => r.run((c) => c.undo()), can: (e) => e.can().undo() },
    { name: "redo", keys: "Ctrl+Y", act: (r) => r.run((c) => c.redo()), can: (e) => e.can().redo() },
    { name: "source", text: true, act: (r) => r.toggleSource(), on: (e, r) => r.inSource, always: true },
  ],
];
