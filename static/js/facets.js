// The filters of a list: open beside it on a wide screen, and applied as they
// are chosen. Without script the form has a button for that.
for (const sheet of document.querySelectorAll("[data-wide-open]")) {
  const wide = matchMedia("(min-width: 62rem)");
  const open = () => { if (wide.matches) sheet.open = true; };
  wide.addEventListener("change", open);
  open();
}

for (const form of document.querySelectorAll("[data-autosubmit]")) {
  form.addEventListener("change", (event) => {
    if (event.target.type === "checkbox") form.requestSubmit();
  });
  form.addEventListener("formdata", (event) => { // keep addresses short
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  });
}
