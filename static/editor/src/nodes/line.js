import { TextSelection } from "@tiptap/pm/state";

// selectLine selects a caption or a credit, as in a field; the second time the
// whole text is selected as everywhere.
export function selectLine(editor, name) {
  const { $from, $to } = editor.state.selection;
  if ($from.parent.type.name !== name || ($from.parentOffset === 0 && $to.pos === $from.end())) return false;
  editor.view.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.state.doc, $from.start(), $from.end())));
  return true;
}
