import { open } from "../dialog.js";
import { el } from "../dom.js";
import { finder } from "../finder.js";
import { figureOf } from "../pending.js";
import { word } from "../words.js";

// askPicture puts a picture of the library into the text, or new ones.
export function askPicture(rich) {
  const { at, editor } = rich;
  const file = el("input", { type: "file", id: "editor-file", accept: "image/*", multiple: true, onchange: () => { dialog.close(); rich.take([...file.files]); } });
  const library = finder({
    label: word("picture.search"), at: at.media, shape: "editor-shelf",
    show: (item) => [
      el("img", { src: at.pictures + item.src, alt: "", width: item.width, height: item.height, loading: "lazy" }),
      el("span", {}, item.caption || item.alt || item.name),
    ],
    chosen: (item) => { dialog.close(); rich.place(figureOf(editor.schema, item)); },
  });
  const dialog = open(word("picture.title"),
    el("div", { class: "editor-line" }, el("label", { for: "editor-file" }, word("picture.upload")), file, el("p", { class: "field-hint" }, word("picture.hint"))),
    library.dom);
  library.load();
}
