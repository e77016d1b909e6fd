// Each screen in a frame tells how large its smallest type is and what does not
// fit; here it is put into words.
const least = 0.022; // of the height: smaller cannot be read from the back of a hall
const box = document.querySelector("[data-fits]");

// report words the figures of the frames that have measured themselves.
function report() {
  for (const frame of box.querySelectorAll("iframe")) {
    const found = frame.contentDocument?.querySelector("[data-measured]")?.dataset.measured;
    if (found) word(JSON.parse(found));
  }
}

function word({ measured, width }) {
  const name = (m) => m.label.trim() || box.getAttribute(`data-view-${m.view}`);
  const share = (m) => (m.least * 100).toFixed(1);
  const line = (text, m) => text.replace("{name}", name(m)).replace("{share}", share(m));
  const wrong = measured.filter((m) => m.over || m.least < least).map((m) => line(m.over ? box.dataset.over : box.dataset.small, m));
  const tightest = measured.reduce((a, b) => (b.least < a.least ? b : a));
  box.querySelector(`[data-report="${width}"]`).replaceChildren(...(wrong.length ? wrong : [line(box.dataset.fine, tightest)]).map((text) => {
    const item = document.createElement("li");
    item.textContent = text;
    item.classList.toggle("fit-wrong", wrong.length > 0);
    return item;
  }));
}

addEventListener("message", (e) => { if (e.origin === location.origin && e.data === "measured") report(); });
report();
