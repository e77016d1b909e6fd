// Leaving a form with unsaved changes is asked about.
for (const form of document.querySelectorAll("[data-edit]")) {
  const state = form.querySelector("[data-save-state]");
  let changed = Boolean(document.querySelector("#problems"));
  form.addEventListener("input", () => {
    changed = true;
    if (state) state.textContent = form.dataset.unsaved;
  });
  form.addEventListener("submit", () => { form.dataset.leaving = "1"; });
  addEventListener("beforeunload", (event) => {
    if (changed && !form.dataset.leaving) event.preventDefault();
  });
}
