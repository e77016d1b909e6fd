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
    // In the sheet of a phone several are chosen before the button is pressed.
    if (event.target.type !== "checkbox" || !matchMedia("(min-width: 62rem)").matches) return;
    sessionStorage.setItem("facet", event.target.name + "=" + event.target.value);
    form.requestSubmit();
  });
  const [name, value] = (sessionStorage.getItem("facet") ?? "").split("=");
  sessionStorage.removeItem("facet");
  for (const box of form.querySelectorAll("input[type=checkbox]")) { // back to where the reader was
    if (box.name === name && box.value === value) box.focus();
  }
  form.addEventListener("formdata", (event) => { // keep addresses short
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  });
}
