import { line, open } from "../dialog.js";
import { el } from "../dom.js";
import { word } from "../words.js";

// askAlt asks what a picture shows, for those who don't see it.
export function askAlt(alt, take) {
  const field = line(word("alt.label"), { name: "alt", value: alt, maxlength: "300" }, word("alt.hint"));
  const form = el("form", {
    method: "dialog", class: "editor-fields",
    onsubmit: () => take(field.input.value.trim()),
  }, field.dom, el("p", { class: "editor-go" }, el("button", { class: "button" }, word("apply"))));
  open(word("alt.title"), form);
  field.input.select();
}
