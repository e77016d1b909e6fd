// The editor takes over the fields of a form that hold markup, again when the
// server has sent the fields anew (rows.js).
import { Rich } from "./editor.js";
import { learn, word } from "./words.js";

for (const form of document.querySelectorAll("form[data-words]")) {
  let riches = [];
  learn(form);
  const take = () => {
    for (const rich of riches) if (!rich.area.isConnected) rich.destroy();
    riches = riches.filter((rich) => rich.area.isConnected);
    for (const area of form.querySelectorAll("textarea[data-rich]")) {
      if (!riches.some((r) => r.area === area)) riches.push(new Rich(area));
    }
  };
  take();
  new MutationObserver(take).observe(form, { childList: true });
  // Saving, and whatever else sends the form, also by the keyboard.
  form.addEventListener("click", (event) => {
    if (event.target.closest("button[name=do]") && riches.some((r) => r.uploads.left.length) && !confirm(word("uploads.leave"))) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);
}
