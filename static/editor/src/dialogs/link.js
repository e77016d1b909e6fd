import { address } from "../address.js";
import { line, open } from "../dialog.js";
import { el } from "../dom.js";
import { finder } from "../finder.js";
import { word } from "../words.js";

// askLink asks where the selected words lead: to an address, or to a record of
// the site. Without a selection the address or the record's title is written.
export function askLink(rich) {
  const { editor, at } = rich;
  const had = editor.getAttributes("link").href ?? "";
  const field = line(word("link.address"), { name: "href", value: had, inputmode: "url" }, word("link.hint"));
  const error = el("p", { class: "field-error", id: "editor-href-error", role: "alert" });
  const form = el("form", {
    class: "editor-fields", novalidate: true,
    onsubmit: (event) => {
      event.preventDefault();
      const href = address(field.input.value);
      if (href) return set(href, field.input.value.trim());
      error.textContent = word("link.wrong");
      field.input.setAttribute("aria-invalid", "true");
      field.input.setAttribute("aria-describedby", "editor-href-hint editor-href-error");
      field.input.focus();
    },
  }, field.dom, error, el("p", { class: "editor-go" },
    el("button", { class: "button" }, word("apply")),
    had ? el("button", { type: "button", class: "quiet", onclick: () => { dialog.close(); rich.run((c) => c.extendMarkRange("link").unsetMark("link")); } }, word("link.remove")) : null));
  const search = finder({
    label: word("link.search"), at: at.find, query: { kind: "record" },
    show: (item) => [item.title, el("small", {}, item.label)],
    chosen: (item) => set(item.path, item.title),
  });
  const dialog = open(word("link.title"), form, search.dom);
  field.input.focus();

  function set(href, text) {
    dialog.close();
    const mark = { type: "link", attrs: { href } };
    if (editor.state.selection.empty && !had) rich.run((c) => c.insertContent({ type: "text", text, marks: [mark] }));
    else rich.run((c) => c.extendMarkRange("link").setMark("link", { href }));
  }
}
