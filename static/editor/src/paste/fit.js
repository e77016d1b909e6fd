// What is pasted into a cell or a caption has to fit there: the document would
// be torn apart to make room for anything else.
import { Fragment, Slice } from "@tiptap/pm/model";

// fit gives of what is pasted what the place of the cursor can hold: one line
// in a caption, no heading, card or table in a cell. A table alone is left to
// the library, which fills the cells from there on.
export function fit(slice, { selection: { $from }, schema }) {
  if (/^(figureCaption|figureCredit|tableCaption)$/.test($from.parent.type.name)) {
    const text = slice.content.textBetween(0, slice.content.size, " ").trim();
    return text ? new Slice(Fragment.from(schema.text(text)), 0, 0) : Slice.empty;
  }
  if (!inCell($from)) return slice;
  const { firstChild: only, childCount } = slice.content;
  if (childCount === 1 && only.type.name === "tableBlock") return new Slice(Fragment.from(only.lastChild), 0, 0);
  const parts = [];
  slice.content.forEach((node) => parts.push(...plain(node, schema)));
  const same = parts.length === childCount && parts.every((part, i) => part === slice.content.child(i));
  return same ? slice : new Slice(Fragment.from(parts), 0, 0);
}

function inCell($pos) {
  for (let d = $pos.depth; d > 0; d--) if (/cell$/.test($pos.node(d).type.spec.tableRole ?? "")) return true;
  return false;
}

function plain(node, schema) {
  if (node.type.name === "heading") return [schema.nodes.paragraph.create(null, node.content)];
  if (node.type.name === "record") return [schema.nodes.paragraph.create(null, schema.text(node.attrs.title))];
  if (node.type.name !== "tableBlock") return [node];
  const parts = [];
  node.descendants((inner) => {
    if (!/cell$/.test(inner.type.spec.tableRole ?? "")) return true;
    parts.push(...inner.content.content);
    return false;
  });
  return parts;
}
