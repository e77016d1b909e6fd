// The director's desk without a page loading: commands are sent behind it, what
// another director does shows by itself, and keys do what buttons do. All of it
// works without this too.
const root = () => document.querySelector("[data-console]");

// show takes over a page that came as an answer. What is being typed to the host stays.
function show(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const fresh = page.querySelector("[data-console]");
  if (!fresh) return location.reload(); // the session has ended: the page says so
  const kept = root().querySelector("[data-keep]");
  const typing = kept && kept === document.activeElement ? { value: kept.value, at: kept.selectionStart } : null;
  const held = document.activeElement?.closest?.("[data-console] button");
  const again = held && `button[name="${held.name}"]` + (held.dataset.key ? `[data-key="${held.dataset.key}"]` : `[value="${CSS.escape(held.value)}"]`);
  const open = root().querySelector("details")?.open;
  const link = root().querySelector("[data-fresh]"); // shown once: it stays until the page is left
  root().replaceWith(document.importNode(fresh, true));
  if (link && !root().querySelector("[data-fresh]")) root().querySelector("#links h2").after(link);
  if (open) root().querySelector("details").open = true;
  const field = root().querySelector("[data-keep]");
  if (typing && field) {
    field.value = typing.value;
    field.focus();
    field.setSelectionRange(typing.at, typing.at);
  } else if (again) {
    root().querySelector(again)?.focus({ preventScroll: true });
  }
}

// send sends what a button says. One that is pressed before the answer to the last
// one is here waits for it, and is then looked for anew: what it said may not hold
// any more, as of a second press of GO.
let sending = false, waiting = null;
async function send(find) {
  if (sending) {
    waiting = find;
    return;
  }
  const button = find();
  if (!button || button.disabled || button.dataset.confirm && !confirm(button.dataset.confirm)) return;
  sending = true;
  root().setAttribute("aria-busy", "true");
  try {
    const body = new URLSearchParams(new FormData(button.form, button));
    const answer = await fetch(button.form.action, { method: "POST", body, signal: AbortSignal.timeout(8_000) });
    if (document.activeElement?.matches("[data-keep]")) document.activeElement.blur(); // what was typed was sent
    show(await answer.text());
  } catch {
    const problem = root().querySelector("[data-problem]");
    problem.textContent = root().dataset.failed;
    problem.hidden = false;
    waiting = null;
  } finally {
    sending = false;
    root()?.removeAttribute("aria-busy");
  }
  const next = waiting;
  waiting = null;
  if (next) send(next);
}

document.addEventListener("submit", (e) => {
  if (!e.target.matches("[data-command]")) return;
  e.preventDefault();
  const { name, value } = e.submitter;
  send(() => [...root().querySelectorAll(`button[name="${name}"]`)].find((b) => b.value === value));
});

// Every second: has anybody else done anything, and who listens?
setInterval(async () => {
  if (sending || document.hidden || !root()) return;
  try {
    const answer = await fetch(root().dataset.state, { cache: "no-store", signal: AbortSignal.timeout(4_000) });
    if (!answer.ok || answer.redirected) return;
    const state = await answer.json();
    if (sending) return;
    if (String(state.revision) !== root().dataset.revision) {
      const page = await fetch(root().dataset.home, { cache: "no-store", signal: AbortSignal.timeout(4_000) });
      const text = await page.text();
      if (page.ok && !page.redirected && !sending) show(text);
      return;
    }
    for (const line of root().querySelectorAll("[data-listening]")) {
      const text = state.listening[line.dataset.listening];
      if (text && line.textContent !== text) line.textContent = text;
    }
  } catch {
    // The next second will tell; a command that does not go out says so.
  }
}, 1_000);

const keys = { " ": "go", enter: "go", b: "black", f: "freeze", z: "undo" };
addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.repeat || !root()?.querySelector(".console-bar")) return;
  // Not while something is typed or chosen, and a button that has the focus is itself meant.
  const on = e.target.closest("input, select, textarea, a, summary, button, [contenteditable]");
  const key = e.key.toLowerCase();
  if (on && (!on.matches("button") || key === " " || key === "enter")) return;
  if (key in keys) {
    send(() => root().querySelector(`[data-key="${keys[key]}"]`));
    e.preventDefault();
  } else if (key === "arrowdown" || key === "arrowup" || key === "arrowright" || key === "arrowleft") {
    const by = key === "arrowdown" || key === "arrowright" ? 1 : -1;
    send(() => {
      const shots = [...root().querySelectorAll("[data-arm]")].filter((b) => !b.closest(".console-skipped"));
      const at = shots.findIndex((b) => b.matches(".console-shot-armed"));
      return shots[(at < 0 ? shots.findIndex((b) => b.matches(".console-shot-on")) : at) + by];
    });
    e.preventDefault();
  }
});
