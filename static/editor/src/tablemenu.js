// What can be done with tables, as a menu below its button.
import * as tables from "@tiptap/pm/tables";
import { closeHistory } from "@tiptap/pm/history";
import { TextSelection } from "@tiptap/pm/state";
import { el } from "./dom.js";
import { word } from "./words.js";

// Of the whole table, of its rows, of its columns.
const columns = [
  [["insert", insert], ["caption", caption], ["merge", tables.mergeCells], ["split", tables.splitCell], ["delete", drop]],
  [["row_above", tables.addRowBefore], ["row_below", tables.addRowAfter], ["row_delete", tables.deleteRow], ["header_row", tables.toggleHeader("row")]],
  [["column_before", tables.addColumnBefore], ["column_after", tables.addColumnAfter], ["column_delete", tables.deleteColumn], ["header_column", tables.toggleHeader("column")]],
];
const items = columns.flat();

export function tableMenu(rich, button) {
  const entries = items.map(([name, command]) => {
    const entry = el("button", {
      type: "button", role: "menuitem", tabindex: "-1", "data-table": name,
      onclick: () => {
        if (entry.ariaDisabled === "true") return;
        close();
        rich.focus();
        command(rich.editor.state, rich.editor.view.dispatch);
      },
    }, word("table." + name));
    return entry;
  });
  const dom = el("div", { class: "editor-menu", role: "menu", "aria-label": word("table"), hidden: true, onkeydown: keydown, onfocusout: left },
    ...columns.map((column) => el("div", { role: "group" }, ...column.map((item) => entries[items.indexOf(item)]))));
  button.setAttribute("aria-haspopup", "menu");
  button.setAttribute("aria-expanded", "false");

  function toggle() {
    if (!dom.hidden) return close();
    dom.hidden = false;
    button.setAttribute("aria-expanded", "true");
    for (const [i, [, command]] of items.entries()) entries[i].ariaDisabled = String(!command(rich.editor.state));
    entries.find((e) => e.ariaDisabled === "false")?.focus();
  }
  function close() {
    dom.hidden = true;
    button.setAttribute("aria-expanded", "false");
  }
  function left(event) {
    if (!dom.contains(event.relatedTarget) && event.relatedTarget !== button) close();
  }
  function keydown(event) {
    const at = entries.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      entries.at(to % entries.length).focus();
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
      button.focus();
    }
  }
  return { dom, toggle };
}

// insert puts a table of three rows, the first of headers, after the block in
// which the cursor is; none within another.
function insert(state, dispatch) {
  const { schema, selection: { $from } } = state;
  if (around($from)) return false;
  const { tableBlock, table, tableRow, tableHeader, tableCell } = schema.nodes;
  const row = (type) => tableRow.create(null, [0, 1, 2].map(() => type.createAndFill()));
  const node = tableBlock.create(null, table.create(null, [row(tableHeader), row(tableCell), row(tableCell)]));
  const block = $from.depth ? $from.node(1) : null;
  const empty = block?.type.name === "paragraph" && block.content.size === 0;
  const from = block ? (empty ? $from.before(1) : $from.after(1)) : $from.pos;
  if (dispatch) {
    const tr = state.tr.replaceWith(from, empty ? $from.after(1) : from, node);
    dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(from + 4))).scrollIntoView());
  }
  return true;
}

// caption leads to the caption and makes it where there is none.
function caption(state, dispatch) {
  const at = around(state.selection.$from);
  if (!at) return false;
  if (dispatch) {
    const tr = state.tr;
    if (at.node.childCount === 1) tr.insert(at.pos + 1, state.schema.nodes.tableCaption.create());
    dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(at.pos + 2))).scrollIntoView());
  }
  return true;
}

function drop(state, dispatch) {
  const at = around(state.selection.$from);
  if (!at) return false;
  if (dispatch) dispatch(closeHistory(state.tr).delete(at.pos, at.pos + at.node.nodeSize).scrollIntoView()); // a step of its own to undo
  return true;
}

// around is the table in which a position is.
function around($pos) {
  for (let d = $pos.depth; d > 0; d--) if ($pos.node(d).type.name === "tableBlock") return { node: $pos.node(d), pos: $pos.before(d) };
  return null;
}
