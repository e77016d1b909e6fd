// The screen: every picture of the ceremony is here from the beginning, with type
// as large as fits; what comes from the server only says which of them is on.
const main = document.querySelector("main");
let slides = main.querySelector("[data-slides]");
let state = JSON.parse(document.body.dataset.state);
let offset = Number(document.body.dataset.now) - Date.now();

// The largest type of a picture, as a part of the screen's height.
const most = { title: 0.15, group: 0.105, all: 0.07, totals: 0.11, countdown: 0.14 };

function fits(slide) {
  const box = slide.querySelector("[data-fit]");
  if (box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1) return false;
  return [...box.querySelectorAll("p, h2, dt, dd, li, .name")].every((e) => e.scrollWidth <= e.clientWidth + 1);
}

// fit finds the largest size by halving; in the end the slide has it.
function fit(slide) {
  let low = 8, high = Math.max(9, innerHeight * most[slide.dataset.view]);
  const at = (size) => { slide.style.fontSize = `${size}px`; return fits(slide); };
  if (at(high)) return;
  while (high - low > 0.5) {
    const middle = (low + high) / 2;
    if (at(middle)) low = middle; else high = middle;
  }
  at(low);
}

// set changes what differs and says whether anything did.
function set(element, hidden) {
  if (element.hidden === hidden) return false;
  element.hidden = hidden;
  return true;
}

function arrange(slide) {
  let changed = false;
  for (const row of slide.querySelectorAll("[data-signing]")) {
    changed = set(row, state.absent.includes(Number(row.dataset.signing))) || changed;
  }
  const rows = slide.querySelector(".rows");
  if (rows) rows.dataset.n = rows.querySelectorAll("[data-signing]:not([hidden])").length;
  const list = slide.querySelector(".groups");
  if (list) {
    const items = new Map([...list.children].map((item) => [Number(item.dataset.group), item]));
    for (const [key, item] of items) changed = set(item, !state.groups.includes(key)) || changed;
    const order = state.groups.map((key) => items.get(key)).filter(Boolean);
    if (order.some((item, i) => item !== list.children[i])) list.prepend(...order);
    list.dataset.n = order.length;
  }
  for (const part of slide.querySelectorAll("[data-total]")) {
    const text = state.totals?.[part.dataset.total] ?? "";
    changed = changed || part.textContent !== text;
    part.textContent = text;
  }
  const clock = slide.querySelector(".clock");
  if (clock && clock.dataset.until !== String(state.until || "")) {
    clock.dataset.until = state.until || "";
    changed = true;
  }
  return changed;
}

function apply(refit = false) {
  tick();
  for (const slide of slides.children) {
    if (arrange(slide) || refit) { tick(); fit(slide); }
  }
  for (const slide of slides.children) {
    const on = slide.dataset.view === state.view && (state.view !== "group" || Number(slide.dataset.group) === state.group);
    slide.toggleAttribute("data-on", on);
    slide.toggleAttribute("aria-hidden", !on);
    if (!on) slide.setAttribute("aria-hidden", "true");
  }
  document.body.dataset.mode = state.mode;
  main.toggleAttribute("data-black", state.black);
}

// renew takes over another text: the old pictures stay until the new ones are whole.
let renewing = false;
async function renew() {
  if (renewing) return;
  renewing = true;
  while (state.copy !== Number(main.dataset.copy)) {
    try {
      const answer = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(8_000) });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = document.importNode(page.querySelector("[data-slides]"), true);
      const known = JSON.parse(page.body.dataset.state);
      if (known.revision >= state.revision) state = known;
      for (const slide of fresh.children) slide.removeAttribute("data-on");
      slides.after(fresh);
      const old = slides;
      slides = fresh;
      main.dataset.copy = page.querySelector("main").dataset.copy;
      apply(true);
      old.remove();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
  renewing = false;
  apply();
}

function tick() {
  for (const clock of slides.querySelectorAll(".clock:not([data-until=''])")) {
    const left = Math.max(0, Math.ceil((Number(clock.dataset.until) - Date.now() - offset) / 1000));
    const two = (n) => String(Math.floor(n)).padStart(2, "0");
    const text = (left >= 3600 ? two(left / 3600) + ":" : "") + two(left / 60 % 60) + ":" + two(left % 60);
    if (clock.textContent !== text) clock.textContent = text;
  }
}

document.addEventListener("stage", (e) => {
  state = e.detail;
  if (state.copy === Number(main.dataset.copy)) apply(); else renew();
});
document.addEventListener("stage-clock", (e) => { offset = e.detail; });
document.addEventListener("stage-over", () => main.setAttribute("data-black", ""));

let settling;
addEventListener("resize", () => {
  clearTimeout(settling);
  settling = setTimeout(() => apply(true), 100);
});
setInterval(tick, 200);

// A screen in a hall: the whole of it, never asleep, without a pointer.
let lock;
const wake = async () => { try { lock = document.hidden || lock?.released === false ? lock : await navigator.wakeLock?.request("screen"); } catch { /* the system may refuse */ } };
const whole = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(() => {});
addEventListener("keydown", (e) => { if (e.key.toLowerCase() === "f" && !e.ctrlKey && !e.metaKey) whole(); });
main.addEventListener("click", () => { if (!document.fullscreenElement) whole(); wake(); });
document.addEventListener("visibilitychange", wake);
let still;
const idle = () => {
  main.classList.remove("idle");
  clearTimeout(still);
  still = setTimeout(() => main.classList.add("idle"), 2_000);
};
addEventListener("pointermove", idle);
idle();
wake();

apply(true);

// The page that wants to know whether everything fits is told: of each picture the
// smallest type as a part of the height, and whether something does not fit.
if (main.hasAttribute("data-measure")) {
  const measured = [...slides.children].map((slide) => {
    const sizes = [...slide.querySelectorAll("*")]
      .filter((e) => !e.closest("[hidden]") && e.checkVisibility({ visibilityProperty: false }) && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
      .map((e) => parseFloat(getComputedStyle(e).fontSize));
    return { view: slide.dataset.view, label: slide.querySelector(".label h2")?.textContent ?? "", least: Math.min(...sizes) / innerHeight, over: !fits(slide) };
  });
  main.dataset.measured = JSON.stringify({ measured, width: innerWidth });
  parent.postMessage("measured", location.origin); // it may not be listening yet: then it finds the figures
}
