// The public page of a ceremony that is on follows what is shown.
const box = () => document.querySelector("[data-live]");
let tag = "";

const following = setInterval(async () => {
  if (document.hidden) return;
  try {
    const answer = await fetch(location.pathname, { cache: "no-store", headers: tag ? { "If-None-Match": tag } : {}, signal: AbortSignal.timeout(8_000) });
    if (answer.redirected) return location.assign(answer.url); // it is published now
    if (answer.status !== 200) {
      if (answer.status === 404 || answer.status === 410) clearInterval(following);
      return;
    }
    tag = answer.headers.get("ETag") ?? "";
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-live]");
    if (fresh && fresh.innerHTML !== box().innerHTML) box().replaceWith(document.importNode(fresh, true));
  } catch {
    // What is shown stays; the next time will tell.
  }
}, 3_000);
