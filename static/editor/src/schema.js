// What a text may hold, as extensions of the editor: the subset of markup that
// the server lets through, and nothing more.
import Blockquote from "@tiptap/extension-blockquote";
import Bold from "@tiptap/extension-bold";
import Document from "@tiptap/extension-document";
import HardBreak from "@tiptap/extension-hard-break";
import Heading from "@tiptap/extension-heading";
import Italic from "@tiptap/extension-italic";
import { BulletList, ListItem, OrderedList } from "@tiptap/extension-list";
import Paragraph from "@tiptap/extension-paragraph";
import Text from "@tiptap/extension-text";
import { Dropcursor, Gapcursor, TrailingNode, UndoRedo } from "@tiptap/extensions";
import { Bound } from "./nodes/bound.js";
import { Figure, FigureCaption, FigureCredit } from "./nodes/figure.js";
import { Link } from "./nodes/link.js";
import { Pending } from "./nodes/pending.js";
import { Record } from "./nodes/record.js";
import { Small } from "./nodes/small.js";
import { Table, TableBlock, TableCaption, TableCell, TableHeader, TableRow } from "./nodes/table.js";

export const extensions = ({ pictures, uploads }) => [
  Document, Paragraph, Text, HardBreak, Bold, Italic, UndoRedo, Gapcursor, TrailingNode, Small, Link, Bound, Record,
  Dropcursor.configure({ color: false, width: 2, class: "editor-drop" }),
  Heading.configure({ levels: [2, 3] }),
  Blockquote.extend({ content: "(paragraph | bulletList | orderedList)+" }),
  BulletList,
  // Lists begin at one: the subset has no other start.
  OrderedList.extend({ addAttributes: () => ({}) }),
  ListItem.extend({
    content: "paragraph (paragraph | bulletList | orderedList | blockquote | figure | pending)*",
    // Tab leaves the editor, so that nobody is caught in it.
    addKeyboardShortcuts() {
      return {
        Enter: () => this.editor.commands.splitListItem(this.name),
        // Taken in any case: with the command key the browser would leave the page.
        "Mod-]": () => this.editor.commands.sinkListItem(this.name) || true,
        "Mod-[": () => this.editor.commands.liftListItem(this.name) || true,
      };
    },
  }),
  TableBlock, TableCaption, Table, TableRow, TableHeader, TableCell,
  Figure.configure({ pictures }), FigureCaption, FigureCredit,
  Pending.configure({ uploads }),
];

// Markdown habits that are also Word habits; stars and underscores stay what they are.
export const typed = ["bulletList", "orderedList"];
