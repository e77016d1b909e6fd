// Files are sent one at a time, each with its progress: one that fails holds up
// none, and can be tried again. Large photos are made smaller before they go.
const longest = 2560;
const pixels = 24e6;

for (const form of document.querySelectorAll("[data-upload]")) {
  const input = form.querySelector("input[type=file]");
  const say = (key) => form.dataset[`say${key}`];
  const list = form.querySelector("[data-sending]");
  const done = [];
  let turn = Promise.resolve();
  let waiting = 0;
  window.addEventListener("beforeunload", (event) => { if (waiting > 0) event.preventDefault(); });

  const queue = (files) => {
    for (const file of files) {
      const line = document.createElement("li");
      const name = document.createElement("span");
      name.textContent = file.name;
      const bar = document.createElement("progress");
      bar.max = 1;
      bar.value = 0;
      bar.setAttribute("aria-label", file.name);
      const state = document.createElement("span");
      state.textContent = say("Waiting");
      line.append(name, bar, state);
      list.append(line);
      line.send = () => {
        waiting++;
        turn = turn.then(() => send(file, line, bar, state)).finally(() => { if (--waiting === 0) renew(); });
      };
      line.send();
    }
  };

  const send = async (file, line, bar, state) => {
    line.classList.remove("sent-wrong");
    line.querySelector("button")?.remove();
    state.textContent = say("Sending");
    let answer;
    try {
      answer = await post(await lighter(file), file.name, (part) => { bar.value = part; });
    } catch {
      answer = { error: say("Failed"), passing: true };
    }
    if (answer.error) {
      bar.value = 0;
      line.classList.add("sent-wrong");
      state.textContent = answer.error;
      if (!answer.passing) return; // it will be no other file the next time
      const again = document.createElement("button");
      again.type = "button";
      again.className = "quiet";
      again.textContent = say("Retry");
      again.addEventListener("click", () => line.send());
      line.append(again);
      return;
    }
    bar.value = 1;
    state.textContent = answer.known ? `${say("Known")}${say("Colon")}${answer.name}` : say("Done");
    if (answer.width && !done.includes(answer.number)) done.push(answer.number);
    if (done.length > 0) {
      const to = document.createElement("a");
      to.className = "button";
      to.href = `${form.dataset.words}?n=${done.join(",")}`;
      to.textContent = say("Words");
      form.querySelector("[data-next]").replaceChildren(to);
    }
  };

  const post = (blob, name, progress) => new Promise((resolve, reject) => {
    const body = new FormData();
    body.append("file", blob, name);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (e) => { if (e.lengthComputable) progress(e.loaded / e.total); });
    request.addEventListener("load", () => {
      if (!request.response) reject();
      else resolve({ ...request.response, passing: request.status !== 422 && request.status !== 413 });
    });
    request.addEventListener("error", reject);
    request.send(body);
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    queue(input.files);
    input.value = "";
  });
  input.addEventListener("change", () => form.requestSubmit());
  form.querySelector("button").hidden = true;

  for (const type of ["dragover", "dragleave", "drop"]) {
    form.addEventListener(type, (event) => {
      event.preventDefault();
      form.classList.toggle("upload-over", type === "dragover");
      if (type === "drop") queue(event.dataTransfer.files);
    });
  }
}

// renew shows the library as it is by now.
async function renew() {
  const list = document.querySelector("[data-library-list]");
  const answer = await fetch(location, { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok || !list) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  list.replaceWith(page.querySelector("[data-library-list]"));
}

// lighter makes a photo that is larger than the library keeps smaller; what the
// browser cannot draw goes as it is, and the server says what is wrong with it.
async function lighter(file) {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type)) return file;
  let picture;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return file;
  }
  const long = Math.max(picture.width, picture.height);
  if (long <= 3000 && picture.width * picture.height <= pixels) return file;
  const canvas = new OffscreenCanvas(Math.round(picture.width * longest / long), Math.round(picture.height * longest / long));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return canvas.convertToBlob({ type: file.type === "image/png" ? "image/png" : "image/jpeg", quality: 0.92 });
}

// The point that stays in view is chosen on the picture.
for (const row of document.querySelectorAll("[data-media-row]")) {
  const field = row.querySelector("[data-reads=focus]");
  const image = row.querySelector("img") ?? document.querySelector(".media-whole img");
  if (!field || !image) continue;
  const frame = document.createElement("span");
  frame.className = "focus-frame";
  image.replaceWith(frame);
  const dot = document.createElement("span");
  dot.className = "focus-dot";
  frame.append(image, dot);
  const show = () => {
    const [x, y] = (field.value || "50 50").split(/\s+/).map(Number);
    dot.style.insetInlineStart = `${x}%`;
    dot.style.insetBlockStart = `${y}%`;
  };
  frame.addEventListener("click", (event) => {
    const box = image.getBoundingClientRect();
    const at = (p, from, size) => Math.min(100, Math.max(0, Math.round((p - from) / size * 100)));
    field.value = `${at(event.clientX, box.left, box.width)} ${at(event.clientY, box.top, box.height)}`;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  field.addEventListener("input", show);
  show();
}

// What is said of the first of several pictures can be said of all: who took
// them, where and when. What each shows is its own.
const same = document.querySelector("[data-same]");
if (same) {
  same.hidden = false;
  same.addEventListener("click", () => {
    for (const first of document.querySelectorAll("[name^='media.0.']")) {
      const name = first.name.slice("media.0.".length);
      if (!/^(credit|place|taken)/.test(name)) continue;
      for (const other of document.querySelectorAll(`[name^='media.'][name$='.${name}']`)) {
        if (other !== first && !other.value) other.value = first.value;
      }
    }
    same.form.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
