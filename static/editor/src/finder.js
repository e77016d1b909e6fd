// A field that searches as one types, with what was found below it.
import { ask } from "./api.js";
import { line } from "./dialog.js";
import { el } from "./dom.js";
import { word } from "./words.js";

// finder makes one: at is asked with query and q, and again with the next page
// where there is more; show makes the button of an item, chosen takes it.
export function finder({ label, at, query = {}, show, chosen, shape = "" }) {
  const search = line(label, { name: "q", type: "search" });
  const status = el("p", { class: "field-hint", role: "status" });
  const list = el("ul", { class: `editor-found ${shape}` });
  const more = el("button", { type: "button", class: "quiet", hidden: true, onclick: () => load(page + 1) }, word("more"));
  let page = 1, timer, asked;

  async function load(wanted) {
    page = wanted;
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await ask(at, { ...query, q: search.input.value.trim(), page }, asked.signal);
      if (page === 1) list.replaceChildren();
      list.append(...answer.items.map((item) => el("li", {}, el("button", { type: "button", onclick: () => chosen(item) }, ...show(item)))));
      more.hidden = !answer.more;
      status.textContent = list.children.length ? word("found", list.children.length) : word("found.none");
    } catch (error) {
      if (error.name !== "AbortError") status.textContent = error.message;
    }
  }
  search.input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(load, 250, 1);
  });
  return { dom: el("div", { class: "editor-finder" }, search.dom, status, list, more), load: () => load(1), input: search.input };
}
