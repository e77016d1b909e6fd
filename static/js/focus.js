// What must be read first gets the focus: the summary of what is wrong with a
// form, or the row that was just added.
const named = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
(document.querySelector("[data-focus]") ?? named)?.focus();

// A link that is shown once is easily copied.
for (const field of document.querySelectorAll("[data-select]")) {
  field.addEventListener("focus", () => field.select());
}
