// Writing a text of one's own chooses it.
document.addEventListener("input", (event) => {
  const name = event.target.dataset?.picks;
  const own = name && event.target.form.querySelector(`[name="${name}"][value="own"]`);
  if (own) own.checked = true;
});
