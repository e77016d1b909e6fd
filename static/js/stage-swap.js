// The prompter and the list behind the scenes are short: on a change the page is
// asked for again, and what is shown stays until the new is here.
let want = JSON.parse(document.body.dataset.state).revision;
let busy = false;

async function swap() {
  if (busy) return;
  busy = true;
  for (let have = -1; have < want;) {
    try {
      const answer = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(8_000) });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      document.querySelector("[data-swap]").replaceWith(document.importNode(page.querySelector("[data-swap]"), true));
      have = JSON.parse(page.body.dataset.state).revision;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
  busy = false;
}

document.addEventListener("stage", (e) => { want = e.detail.revision; swap(); });
document.addEventListener("stage-over", () => document.querySelector("[data-swap]").replaceChildren());
navigator.wakeLock?.request("screen").catch(() => {});
document.addEventListener("visibilitychange", () => { if (!document.hidden) navigator.wakeLock?.request("screen").catch(() => {}); });
