// Rows of a form are added, moved and removed without the page going away: the
// server answers with the whole form, of which the fields are taken over.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[name=do]");
  const form = button?.closest("[data-edit]");
  if (!form || !/^(add|remove|up|down):/.test(button.value)) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, button));
  let answer;
  form.inert = true; // what is typed now would not be in the answer
  try {
    answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
  } catch {
    answer = { ok: false };
  }
  if (!answer.ok) { // the plain way says what is wrong
    form.dataset.leaving = "1";
    form.noValidate = true;
    const plain = document.createElement("input");
    plain.type = "hidden";
    plain.name = "do";
    plain.value = button.value;
    form.append(plain);
    form.submit();
    return;
  }
  form.inert = false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const open = [...form.querySelectorAll("details[open]")].map((d) => d.id);
  form.querySelector("[data-form]").replaceWith(page.querySelector("[data-form]"));
  const row = answer.headers.get("X-Row");
  if (!button.value.startsWith("add:")) {
    // Rows have moved, so that what was open is known for other lists only.
    const list = button.value.slice(button.value.indexOf(":") + 1).replace(/\.\d+$/, "");
    for (const id of open) if (!id.startsWith(`f-${list}.`)) document.getElementById(id)?.setAttribute("open", "");
  } else {
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  }
  const shown = row && document.getElementById(`f-${row}`);
  if (shown) {
    shown.open = true;
    (button.value.startsWith("add:") ? shown.querySelector("input:not([type=hidden]), select, textarea") : shown.querySelector("summary"))?.focus();
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
});
