// The pictures of one paste: which are ours already, which are sent, and which
// could not be brought along.
import { parsed } from "../address.js";
import { ours } from "../nodes/figure.js";
import { word } from "../words.js";
import * as rtf from "./rtf.js";

export class Pictures {
  constructor(uploads, text) {
    this.uploads = uploads;
    this.files = text ? rtf.pictures(text) : [];
    this.n = 0;
  }

  // of gives what stands for an <img> of the clipboard: {ours: path}, {job: id},
  // {lost: words, href} or null for what is no picture to a reader.
  of(img, caption) {
    const src = img.getAttribute("data-src") || img.getAttribute("src") || "";
    const alt = machine.test(img.getAttribute("alt") ?? "") ? "" : img.getAttribute("alt").trim();
    if (tiny(img)) return null;
    const path = parsed(src, location.href);
    const own = path?.origin === location.origin && path.pathname.match(/\/media\/[0-9a-f]{64}\/[^/]+$/)?.[0];
    if (own && ours.test(own)) return { ours: own, alt };
    const file = src.startsWith("data:") ? fromData(src) : /^(file|webkit-fake-url):|^[a-z]:\\/i.test(src) ? this.#next() : null;
    if (file) return { job: this.uploads.add(new File([file.bytes], this.#name(src, file.type), { type: file.type }), { alt, caption }) };
    if (/^https?:$/.test(path?.protocol ?? "") && path.origin !== location.origin) return { lost: alt || path.hostname, href: path.href };
    return { lost: alt || src.split(/[\\/]/).at(-1).slice(0, 60), href: "" };
  }

  #next() {
    return this.files.shift() ?? null;
  }

  #name(src, type) {
    this.n++;
    const base = /^file:/i.test(src) ? src.split(/[\\/]/).at(-1).replace(/\.\w+$/, "") : "";
    return `${base || word("picture") + this.n}.${type.split("/")[1].replace("jpeg", "jpg").replace("svg+xml", "svg")}`;
  }
}

// Word and WPS write such for want of a description.
const machine = /^\s*$|^(图片|图像|图形|picture|image|img|IMG_?)\s*_?\d*$|clip_image|^文本框|^[a-f0-9]{16,}$/i;

function tiny(img) {
  return ["width", "height"].some((name) => img.hasAttribute(name) && Number.parseInt(img.getAttribute(name), 10) <= 2);
}

function fromData(src) {
  const [, type, base64, body] = src.match(/^data:(image\/[a-z+.-]+)[^,]*?(;base64)?,(.*)$/is) ?? [];
  if (!type) return null;
  try {
    const text = base64 ? atob(body.replace(/\s/g, "")) : decodeURIComponent(body);
    return { type: type.toLowerCase(), bytes: base64 ? Uint8Array.from(text, (c) => c.charCodeAt(0)) : new TextEncoder().encode(text) };
  } catch {
    return null; // cut off on its way
  }
}
