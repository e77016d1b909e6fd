// Leaving a form with unsaved changes is asked about; Ctrl+S saves it.
for (const form of document.querySelectorAll("[data-edit], [data-guard]")) {
  const state = form.querySelector("[data-save-state]");
  // What came back refused is not saved either.
  let changed = form.matches("[data-edit]") ? Boolean(document.querySelector("#problems")) : Boolean(form.querySelector("[aria-invalid]"));
  form.addEventListener("input", () => {
    changed = true;
    if (state) state.textContent = form.dataset.unsaved;
  });
  addEventListener("keydown", (event) => {
    const save = form.querySelector("button[value=save]:not(.out)");
    if ((event.ctrlKey || event.metaKey) && event.key === "s" && save) {
      event.preventDefault();
      save.click();
    }
  });
  form.addEventListener("submit", () => { form.dataset.leaving = "1"; });
  addEventListener("beforeunload", (event) => {
    if (changed && !form.dataset.leaving) event.preventDefault();
  });
}
