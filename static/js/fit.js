// Each screen in a frame tells how large its smallest type is and what does not
// fit; here it is put into words.
const least = 0.022; // of the height: smaller cannot be read from the back of a hall
const box = document.querySelector("[data-fits]");

addEventListener("message", (e) => {
  if (e.origin !== location.origin || !Array.isArray(e.data?.measured)) return;
  const list = box.querySelector(`[data-report="${e.data.width}"]`);
  if (!list) return;
  const name = (m) => m.label || box.getAttribute(`data-view-${m.view}`);
  const line = (text, wrong) => {
    const item = document.createElement("li");
    item.textContent = text;
    item.className = wrong ? "fit-wrong" : "";
    return item;
  };
  const share = (m) => (m.least * 100).toFixed(1);
  const lines = e.data.measured.filter((m) => m.over || m.least < least)
    .map((m) => line((m.over ? box.dataset.over : box.dataset.small).replace("{name}", name(m)).replace("{share}", share(m)), true));
  const tightest = e.data.measured.reduce((a, b) => (b.least < a.least ? b : a));
  if (!lines.length) lines.push(line(box.dataset.fine.replace("{name}", name(tightest)).replace("{share}", share(tightest)), false));
  list.replaceChildren(...lines);
});
