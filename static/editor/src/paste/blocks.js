// Blocks gathers what was pasted as a flat run of blocks: words with their
// marks go into the paragraph that is open, blocks close it.
import { el } from "../dom.js";
import { shifted } from "./marks.js";

const cjk = "\\u2e80-\\u9fff\\uf900-\\ufaff\\uff00-\\uffef\\u3000-\\u303f";
// A line break of the source between two Chinese characters is no space.
const wrapped = new RegExp(`([${cjk}])[ \\t]*\\r?\\n\\s*(?=[${cjk}])`, "g");

export class Blocks {
  out = [];
  tag = "p";
  #open = null;

  text(words, marks) {
    const text = shifted(words, marks.shift).replace(/[\u200b\u2060\ufeff]/g, "").replace(wrapped, "$1").replace(/\s+/g, " ");
    if (!text) return;
    this.#open ??= el(this.tag);
    let node = document.createTextNode(text);
    // A heading is bold by itself.
    if (marks.italic) node = el("em", {}, node);
    if (marks.bold && this.tag === "p") node = el("strong", {}, node);
    if (marks.href) node = el("a", { href: marks.href }, node);
    this.#open.append(node);
  }

  br() {
    if (!this.#open) return;
    if (this.#open.lastChild?.nodeName === "BR") { // two are the end of a paragraph
      this.close();
      return;
    }
    this.#open.append(el("br"));
  }

  block(element) {
    this.close();
    this.out.push(element);
  }

  close() {
    const p = this.#open;
    this.#open = null;
    if (!p) return;
    trim(p);
    if (p.textContent || p.querySelector("span")) this.out.push(p);
  }

  // inside gives a heading to what follows until it is closed again.
  heading(tag, fill) {
    this.close();
    this.tag = tag;
    fill();
    this.close();
    this.tag = "p";
  }

  done() {
    this.close();
    return this.out;
  }
}

// trim takes white space off both ends and around line breaks: what was typed
// to indent a paragraph is the page's affair.
function trim(p) {
  while (p.lastChild && (p.lastChild.nodeName === "BR" || !p.lastChild.textContent.trim())) p.lastChild.remove();
  while (p.firstChild && (p.firstChild.nodeName === "BR" || !p.firstChild.textContent.trim())) p.firstChild.remove();
  const texts = [];
  const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node; (node = walker.nextNode());) if (node.nodeType === 3 || node.nodeName === "BR") texts.push(node);
  for (const [i, node] of texts.entries()) {
    if (node.nodeType !== 3) continue;
    if (i === 0 || texts[i - 1].nodeName === "BR") node.data = node.data.trimStart();
    if (i === texts.length - 1 || texts[i + 1].nodeName === "BR") node.data = node.data.trimEnd();
  }
}
