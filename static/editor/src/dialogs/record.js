import { open } from "../dialog.js";
import { el } from "../dom.js";
import { finder } from "../finder.js";
import { word } from "../words.js";

// askRecord puts the card of a record into the text.
export function askRecord(rich) {
  const search = finder({
    label: word("record.search"), at: rich.at.find, query: { kind: "record" },
    show: (item) => [item.title, el("small", {}, item.label)],
    chosen: (item) => {
      dialog.close();
      rich.place(rich.editor.schema.nodes.record.create({ ref: item.ref, title: item.title }));
    },
  });
  const dialog = open(word("record.title"), el("p", { class: "field-hint" }, word("record.hint")), search.dom);
  search.input.focus();
  search.load();
}
