// address gives what a link may lead to, in the form in which it is kept: a
// path for pages of this site, "https://…", "mailto:…" or "tel:…"; "" for
// anything else.
export function address(typed) {
  const text = (typed ?? "").trim();
  if (/^\/(?!\/)/.test(text)) return text;
  if (/^(mailto|tel):\S+$/i.test(text)) return text;
  const full = /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : /^\/\//.test(text) ? "https:" + text : /^[^\s/]+\.[a-z]{2,}([/?#:]|$)/i.test(text) ? "https://" + text : "";
  const url = parsed(full);
  if (!/^https?:$/.test(url?.protocol ?? "")) return "";
  return url.origin === location.origin ? url.pathname + url.search + url.hash : url.href;
}

// parsed gives an address that may be relative as a URL, or null. Offices have
// browsers that are older than URL.parse.
export function parsed(text, base) {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}
