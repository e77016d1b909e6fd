import { open } from "../dialog.js";
import { receive } from "../intake.js";
import { el } from "../dom.js";
import { finder } from "../finder.js";
import { figureOf } from "../pending.js";
import { word } from "../words.js";

// askPicture puts a picture of the library into the text, or new ones.
export function askPicture(rich) {
  const { at, editor } = rich;
  // The browser's own control speaks the browser's language, which need not be the page's.
  const file = el("input", { type: "file", accept: "image/*,.docx,.doc", multiple: true, hidden: true, onchange: () => { dialog.close(); receive(rich, [...file.files]); } });
  const library = finder({
    label: word("picture.search"), at: at.media, shape: "editor-shelf",
    show: (item) => [
      el("img", { src: at.pictures + (item.thumb ?? item.src), alt: "", width: item.width, height: item.height, loading: "lazy" }),
      el("span", {}, item.caption || item.alt || item.name),
    ],
    chosen: (item) => { dialog.close(); rich.place(figureOf(editor.schema, item)); },
  });
  const dialog = open(word("picture.title"),
    el("p", {}, el("button", { type: "button", class: "button", autofocus: true, onclick: () => file.click() }, word("picture.upload")), file),
    el("p", { class: "field-hint" }, word("picture.hint")),
    library.dom);
  library.load();
}
