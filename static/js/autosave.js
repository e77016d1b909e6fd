// Unsaved changes are kept by the server a few seconds after the last of them,
// apart from the saved texts: for when the browser or the power goes away.
for (const form of document.querySelectorAll("[data-autosave]:not([data-autosave=''])")) {
  const state = form.querySelector("[data-save-state]");
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 3_000);
  });
  form.addEventListener("submit", () => clearTimeout(timer));

  async function keep() {
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body: new URLSearchParams(new FormData(form)), credentials: "same-origin", redirect: "error",
      });
      state.textContent = answer.ok ? await answer.text() : answer.status === 401 ? form.dataset.signedOut : form.dataset.lost;
    } catch {
      state.textContent = form.dataset.lost;
    }
  }
}
