import { open } from "../dialog.js";
import { el } from "../dom.js";
import { finder } from "../finder.js";
import { word } from "../words.js";

// askFigure puts a figure into the line that follows the data.
export function askFigure(rich) {
  const search = finder({
    label: word("figure.search"), at: rich.at.find, query: { kind: "figure" },
    show: (item) => [item.label, el("strong", {}, item.words)],
    chosen: ({ ref, value, words }) => {
      dialog.close();
      rich.run((c) => c.insertContent({ type: "bound", attrs: { ref, value, words } }));
    },
  });
  const dialog = open(word("figure.title"), el("p", { class: "field-hint" }, word("figure.hint")), search.dom);
  search.input.focus();
  search.load();
}
