// Tables. The library of tables counts every child of a table as a row, so the
// caption stands beside the rows: an outer node is the <table>, an inner one
// its rows. Rows of headers at the top become the thead when written.
import { Node } from "@tiptap/core";
import { TextSelection } from "@tiptap/pm/state";
import { selectLine } from "./line.js";
import { goToNextCell, addRowAfter, tableEditing } from "@tiptap/pm/tables";

export const TableBlock = Node.create({
  name: "tableBlock",
  group: "block",
  content: "tableCaption? table",
  isolating: true,
  parseHTML: () => [{ tag: "table" }],
  renderHTML: () => ["table", 0],
});

export const TableCaption = Node.create({
  name: "tableCaption",
  content: "inline*",
  defining: true,
  isolating: true,
  parseHTML: () => [{ tag: "caption" }],
  renderHTML: () => ["caption", 0],
  addKeyboardShortcuts() {
    return {
      Enter: () => { // into the first cell: a caption is one line
        const { state, view } = this.editor;
        if (!this.editor.isActive(this.name)) return false;
        view.dispatch(state.tr.setSelection(TextSelection.near(state.doc.resolve(state.selection.$from.after()))).scrollIntoView());
        return true;
      },
      "Mod-a": () => selectLine(this.editor, this.name),
    };
  },
});

export const Table = Node.create({
  name: "table",
  content: "tableRow+",
  tableRole: "table",
  isolating: true,
  renderHTML: () => ["tbody", 0],
  // The library finds its nodes by their role.
  extendNodeSchema: (extension) => ({ tableRole: extension.config.tableRole }),
  addProseMirrorPlugins: () => [tableEditing()],
  addKeyboardShortcuts() {
    const go = (way) => () => goToNextCell(way)(this.editor.state, this.editor.view.dispatch);
    return {
      Tab: () => {
        if (!this.editor.isActive("table")) return false;
        return go(1)() || (addRowAfter(this.editor.state, this.editor.view.dispatch) && go(1)());
      },
      "Shift-Tab": go(-1),
    };
  },
});

export const TableRow = Node.create({
  name: "tableRow",
  content: "(tableCell | tableHeader)*",
  tableRole: "row",
  parseHTML: () => [{ tag: "tr" }],
  renderHTML: () => ["tr", 0],
});

const cell = (name, tag, role) => Node.create({
  name,
  content: "(paragraph | bulletList | orderedList | blockquote | figure | pending)+",
  tableRole: role,
  isolating: true,
  addAttributes: () => ({
    colspan: span("colspan"),
    rowspan: span("rowspan"),
    colwidth: { default: null, rendered: false, parseHTML: () => null }, // the library asks for it
  }),
  parseHTML: () => [{ tag }],
  renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
});

const span = (name) => ({
  default: 1,
  parseHTML: (element) => Math.min(Math.max(Number(element.getAttribute(name)) || 1, 1), 99),
  renderHTML: (attributes) => (attributes[name] > 1 ? { [name]: attributes[name] } : {}),
});

export const TableCell = cell("tableCell", "td", "cell");
export const TableHeader = cell("tableHeader", "th", "header_cell");
