// A file of the library is chosen from a list, or uploaded on the spot. The
// buttons come with the form, also where its rows were replaced by a script.
const show = () => { for (const b of document.querySelectorAll("[data-pick][hidden]")) b.hidden = false; };
show();
document.addEventListener("input", show);

const said = new Map(); // of each field, the words that came with its picture

const make = (tag, props = {}, ...children) => {
  const e = Object.assign(document.createElement(tag), props);
  e.append(...children);
  return e;
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-pick]");
  if (button) open(button);
});

async function ask(address, init) {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin", ...init });
  return answer.json();
}

function open(button) {
  const say = (key) => button.dataset[`say${key}`];
  const field = document.getElementById(button.dataset.pick);
  const pictures = !("files" in field.dataset);
  const search = make("input", { type: "search", autocomplete: "off" });
  const upload = make("input", { type: "file" });
  if (pictures) upload.accept = "image/jpeg,image/png,image/webp,image/gif";
  const list = make("ul", { className: "library" });
  const state = make("p", { className: "note" });
  state.setAttribute("role", "status");
  const more = make("button", { type: "button", className: "quiet", textContent: say("More"), hidden: true });
  const close = make("button", { type: "button", className: "quiet", textContent: say("Close") });
  const title = make("h2", { textContent: say("Title") });
  const dialog = make("dialog", { className: "pick" },
    title,
    make("div", { className: "pick-tools" }, make("label", {}, say("Search"), search), make("label", {}, say("Upload"), upload)),
    state, list, make("p", { className: "pick-do" }, more, close));
  title.id = "pick-title";
  dialog.setAttribute("aria-labelledby", "pick-title");
  document.body.append(dialog);
  dialog.addEventListener("close", () => { dialog.remove(); button.focus(); });
  close.addEventListener("click", () => dialog.close());
  dialog.showModal();
  search.focus();

  const choose = (file) => {
    field.value = `${file.number} ${file.name}`;
    button.parentElement.querySelector("img")?.remove();
    if (file.width) button.before(make("img", { className: "field-thumb", src: thumbOf(file), alt: "" }));
    // What the library says of it, where nothing is said yet or only what it said
    // of the picture before.
    const before = said.get(field.id) ?? {};
    const words = field.name.replace(/media$/, "");
    const title = pictures ? "" : file.name.replace(/\.[^.]*$/, "");
    for (const [name, value] of [["alt.zh", file.alt], ["caption.zh", file.caption], ["credit.zh", file.credit], ...(pictures ? [] : [["title.zh", title]])]) {
      const to = document.getElementsByName(words + name)[0];
      if (to && (!to.value || to.value === before[name])) to.value = value;
    }
    said.set(field.id, { "alt.zh": file.alt, "caption.zh": file.caption, "credit.zh": file.credit, "title.zh": title });
    field.dispatchEvent(new Event("input", { bubbles: true }));
    dialog.close();
  };
  const thumbOf = (file) => button.dataset.shown + file.thumb;
  const card = (file) => {
    const image = file.width
      ? make("img", { className: "thumb", src: thumbOf(file), alt: file.alt, loading: "lazy" })
      : make("span", { className: "thumb thumb-file", textContent: file.name.replace(/.*\./, "").toUpperCase() });
    const pick = make("button", { type: "button", className: "media" }, image, make("span", { className: "media-name", textContent: file.name }));
    pick.addEventListener("click", () => choose(file));
    return make("li", {}, pick);
  };

  let page = 1;
  let asked = 0;
  const load = async () => {
    const turn = ++asked;
    const q = new URLSearchParams({ q: search.value, page, kind: pictures ? "pictures" : "files" });
    const found = await ask(`${button.dataset.library}?${q}`).catch(() => null);
    if (turn !== asked) return; // something else was asked for meanwhile
    if (!found) { state.textContent = say("Failed"); return; }
    if (page === 1) list.replaceChildren();
    list.append(...found.items.map(card));
    more.hidden = !found.more;
    state.textContent = list.children.length ? "" : say("None");
  };
  let wait;
  search.addEventListener("input", (event) => {
    event.stopPropagation();
    clearTimeout(wait);
    wait = setTimeout(() => { page = 1; load(); }, 200);
  });
  more.addEventListener("click", () => { page++; load(); });
  upload.addEventListener("change", async (event) => {
    event.stopPropagation();
    state.textContent = say("Sending");
    const body = new FormData();
    body.append("file", upload.files[0]);
    const answer = await ask(button.dataset.library, { method: "POST", body }).catch(() => ({ error: say("Failed") }));
    if (answer.error) {
      state.textContent = answer.error;
      upload.value = "";
    } else choose(answer);
  });
  load();
}
