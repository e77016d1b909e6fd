// Under a field that reads what people type stands how it was understood.
document.addEventListener("change", async (event) => {
  const field = event.target.closest("[data-reads]");
  const at = field?.closest("[data-reads-at]")?.dataset.readsAt;
  if (!at || field.dataset.reads === "ref") return;
  const line = document.getElementById(field.id + "-read");
  const answer = await fetch(`${at}?${new URLSearchParams({ kind: field.dataset.reads, value: field.value })}`, { credentials: "same-origin" });
  if (!answer.ok || !line) return;
  const { words, wrong } = await answer.json();
  line.textContent = words;
  line.toggleAttribute("data-wrong", wrong);
});
