import { el } from "./dom.js";
import { word } from "./words.js";

// open shows a dialog with the parts given and a way out. It stands at the end
// of the page: within the form its fields would be sent with the text.
export function open(title, ...parts) {
  const heading = el("h2", { id: "editor-dialog-title" }, title);
  const dialog = el("dialog", { class: "editor-dialog", "aria-labelledby": heading.id, onclose: () => dialog.remove() },
    el("div", { class: "editor-dialog-head" }, heading, el("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, word("close"))), ...parts);
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

// line is a field with its label above it.
export function line(label, attributes = {}, hint) {
  const id = `editor-${attributes.name}`;
  const input = el("input", { id, autocomplete: "off", "aria-describedby": hint ? id + "-hint" : null, ...attributes });
  return { input, dom: el("div", { class: "editor-line" }, el("label", { for: id }, label), input, hint ? el("p", { class: "field-hint", id: id + "-hint" }, hint) : null) };
}
