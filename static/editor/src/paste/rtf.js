// Word and WPS put their pictures on the clipboard as RTF only: the HTML names
// files of the machine, which no page can read.

// pictures gives those of an RTF text in order, as {type, bytes}, or null for
// one of a format that pages can't show (WMF, EMF). The copies for old readers
// (\nonshppict) are passed over.
export function pictures(rtf) {
  const found = [];
  for (let at = 0; (at = rtf.indexOf("{\\pict", at)) !== -1;) {
    const end = closing(rtf, at);
    if (!/\{\\nonshppict\s*$/.test(rtf.slice(Math.max(0, at - 20), at))) found.push(picture(rtf.slice(at, end)));
    at = end;
  }
  return found;
}

// closing is where the group that opens at a position ends.
function closing(rtf, at) {
  let depth = 0;
  for (const brace = /\\.|[{}]/gs, from = (brace.lastIndex = at, brace); ;) {
    const m = from.exec(rtf);
    if (!m) return rtf.length;
    if (m[0] === "{") depth++;
    else if (m[0] === "}" && --depth === 0) return m.index + 1;
  }
}

function picture(group) {
  const type = group.includes("\\pngblip") ? "image/png" : group.includes("\\jpegblip") ? "image/jpeg" : "";
  // The properties stand in groups of their own; what remains are the bytes in hex.
  let bare = group.slice(1, -1), before;
  do [before, bare] = [bare, bare.replace(/\{[^{}]*\}/g, "")]; while (bare !== before);
  const hex = bare.replace(/\\[a-z]+-?\d* ?|\\\*/g, "").replace(/[^0-9a-f]/gi, "");
  if (!type || hex.length < 16) return null;
  const bytes = new Uint8Array(hex.length >> 1);
  for (let i = 0; i < bytes.length; i++) bytes[i] = (digit(hex.charCodeAt(2 * i)) << 4) | digit(hex.charCodeAt(2 * i + 1));
  return { type, bytes };
}

// digit is the value of a hexadecimal digit, by its code: pictures have millions of them.
const digit = (code) => (code & 15) + (code > 57 ? 9 : 0);
