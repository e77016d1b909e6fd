// The text of a field goes to the clipboard as markup, for editors that take it
// with its styles, and as plain markup for the others.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  const field = document.getElementById(button.dataset.copy);
  const state = button.parentElement.querySelector("[data-copied]");
  button.addEventListener("click", async () => {
    const blob = (type) => new Blob([field.value], { type });
    try {
      await navigator.clipboard.write([new ClipboardItem({ "text/html": blob("text/html"), "text/plain": blob("text/plain") })]);
      state.textContent = state.dataset.copied;
    } catch {
      field.select();
      state.textContent = state.dataset.failed;
    }
  });
}
