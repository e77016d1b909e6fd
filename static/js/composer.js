// The rows and groups of a ceremony are moved by pointer and by keyboard. The
// order of the page is what is sent; after each change the server answers with
// the whole form, whose fields are taken over: it alone counts and words.
const form = document.querySelector("[data-composer]");
const says = form.querySelector("[data-says]");
let held = null; // { item, grip, home: { parent, next }, keys }

const show = () => {
  document.getElementById("composer-how").hidden = false;
  for (const grip of form.querySelectorAll("[data-grip]")) grip.hidden = false;
};
show();

const say = (words, ...values) => { says.textContent = values.reduce((text, value) => text.replace("{}", () => value), words); };
const nameOf = (item) => item.querySelector("[data-name]").textContent.trim();
const placeOf = (item) => [...item.parentElement.children].filter((x) => x.dataset.item).indexOf(item) + 1;
const groupOf = (item) => item.closest("[data-item=group]");

// redraw asks the server for the form as it is now, or as a button makes it.
async function redraw(button, focus) {
  const body = new URLSearchParams(new FormData(form, button));
  if (!button) body.set("do", "form");
  const shown = form.querySelector("[data-form]");
  shown.inert = true; // what is typed now would not be in the answer; saving goes on
  let answer;
  try {
    answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin", redirect: "error" });
  } catch {
    answer = { ok: false };
  }
  if (!answer.ok) { // the plain way says what is wrong
    shown.inert = false;
    form.dataset.leaving = "1";
    const plain = Object.assign(document.createElement("input"), { type: "hidden", name: "do", value: button?.value ?? "form" });
    form.append(plain);
    form.submit();
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const open = [...form.querySelectorAll("details[open]")].map((d) => d.id);
  shown.replaceWith(page.querySelector("[data-form]"));
  show();
  for (const id of open) if (!id.endsWith("-to")) document.getElementById(id)?.setAttribute("open", "");
  const wanted = document.getElementById(focus) ?? form.querySelector("[autofocus]");
  (wanted?.disabled ? wanted.parentElement.querySelector("button:not([disabled])") : wanted)?.focus();
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=do]");
  if (!button || button.value === "save") return;
  event.preventDefault();
  const [verb, id] = button.value.split(":");
  const focus = verb === "up" || verb === "down" ? button.id : verb === "move" ? `grip-${id}` : verb === "form" ? "" : null;
  redraw(button, focus);
});
// Not of words: a click that ends the typing would fall on a form that is not
// there for a moment.
form.addEventListener("change", (event) => {
  if (event.target.dataset.presenceOf) redraw(null, event.target.id);
});

const lift = (grip, keys) => {
  const item = grip.closest("[data-item]");
  held = { item, grip, keys, home: { parent: item.parentElement, next: item.nextElementSibling } };
  item.classList.add("compose-held");
  grip.setAttribute("aria-pressed", "true");
};

function letGo(back) {
  const { item, grip, home } = held;
  held = null;
  item.classList.remove("compose-held");
  grip.setAttribute("aria-pressed", "false");
  const moved = item.parentElement !== home.parent || item.nextElementSibling !== home.next;
  if (back) home.parent.insertBefore(item, home.next);
  grip.focus();
  if (back) say(form.dataset.sayBack, nameOf(item));
  else if (moved) {
    say(form.dataset.sayDropped, nameOf(item));
    redraw(null, grip.id);
  }
}

const saysWhere = (item) => {
  if (item.dataset.item === "group") say(form.dataset.sayGroup, nameOf(item), placeOf(item));
  else say(form.dataset.sayRow, nameOf(item), nameOf(groupOf(item)), placeOf(item));
};

// step moves what is held one place, a row at the end of its group into the next.
function step(item, by) {
  const beside = by < 0 ? item.previousElementSibling : item.nextElementSibling;
  if (beside?.dataset.item) {
    item.parentElement.insertBefore(by < 0 ? item : beside, by < 0 ? beside : item);
  } else if (item.dataset.item === "row") {
    hop(item, by, by < 0);
  }
}

// hop takes a row into the group beside its own.
function hop(item, by, last) {
  const group = groupOf(item);
  const beside = by < 0 ? group.previousElementSibling : group.nextElementSibling;
  const rows = beside?.dataset.item && beside.querySelector("[data-rows]");
  if (rows) rows.insertBefore(item, last ? null : rows.firstElementChild);
}

form.addEventListener("keydown", (event) => {
  const grip = event.target.closest("[data-grip]");
  if (!grip) return;
  if (event.key === " " || event.key === "Enter") {
    event.preventDefault();
    if (held) {
      letGo(false);
    } else {
      lift(grip, true);
      say(form.dataset.sayLifted, nameOf(held.item));
    }
    return;
  }
  if (!held?.keys) return;
  const { item } = held;
  if (event.key === "ArrowUp") step(item, -1);
  else if (event.key === "ArrowDown") step(item, 1);
  else if (event.key === "ArrowLeft" && item.dataset.item === "row") hop(item, -1, true);
  else if (event.key === "ArrowRight" && item.dataset.item === "row") hop(item, 1, true);
  else if (event.key === "Escape") return letGo(true);
  else return;
  event.preventDefault();
  held.moving = true; // a node that is moved loses the focus, which is no leaving
  grip.focus();
  held.moving = false;
  item.scrollIntoView({ block: "nearest" });
  saysWhere(item);
});
form.addEventListener("focusout", () => {
  setTimeout(() => { if (held?.keys && document.activeElement !== held.grip) letGo(false); });
});

// By pointer: the item goes along with it, and stays where it is let go.
form.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest("[data-grip]");
  if (!grip || event.button !== 0) return;
  event.preventDefault(); // no text is selected; the focus is set when it is let go
  if (held) letGo(false);
  lift(grip, false);
  grip.setPointerCapture(event.pointerId);
});
form.addEventListener("pointermove", (event) => {
  if (!held || held.keys) return;
  if (!held.at) requestAnimationFrame(scroll);
  held.at = { x: event.clientX, y: event.clientY };
  follow();
});

// follow puts the item to where the pointer is.
function follow() {
  const { item, at } = held;
  const under = document.elementsFromPoint(at.x, at.y);
  const kind = item.dataset.item;
  const over = under.map((e) => e.closest(`[data-item=${kind}]`)).find((e) => e && form.contains(e));
  if (over && over !== item) {
    const box = over.getBoundingClientRect();
    over.parentElement.insertBefore(item, at.y < box.top + box.height / 2 ? over : over.nextElementSibling);
  } else if (kind === "row" && !over) {
    const group = under.map((e) => e.closest("[data-item=group]")).find(Boolean);
    const rows = group?.querySelector("[data-rows]");
    if (rows && !rows.contains(item)) rows.append(item);
  }
}

// scroll goes on for as long as the pointer is at an edge of the window: where
// the item is to go may be far away.
function scroll() {
  if (!held?.at) return;
  const edge = 60;
  const before = scrollY;
  const below = innerHeight - document.getElementById("save").getBoundingClientRect().height;
  if (held.at.y < edge) scrollBy(0, -12);
  else if (held.at.y > below - edge) scrollBy(0, 12);
  if (scrollY !== before) follow();
  requestAnimationFrame(scroll);
}
form.addEventListener("pointerup", () => { if (held && !held.keys) letGo(false); });
form.addEventListener("pointercancel", () => { if (held && !held.keys) letGo(true); });
addEventListener("keydown", (event) => { if (event.key === "Escape" && held && !held.keys) letGo(true); });
