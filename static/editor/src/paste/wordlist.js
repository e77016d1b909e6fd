// Word and WPS write lists as paragraphs with a level and a typed mark. Here
// they become lists, in place.
import { style } from "./source.js";

// lists turns the runs of such paragraphs in a body into <ul> and <ol>.
export function lists(body) {
  for (const p of [...body.querySelectorAll("p, h1, h2, h3, h4, h5, h6")]) {
    if (!p.isConnected) continue;
    const run = [];
    for (let next = p; next && item(next); next = next.nextElementSibling) run.push({ p: next, ...item(next) });
    if (run.length) build(run);
  }
}

// item reads a paragraph of a list: its level, from 1, and its mark; null for
// any other paragraph. Headings with a number stay headings: the number is
// part of their words, as are numbers that no list of a page can show.
function item(p) {
  const listed = style(p, "mso-list");
  const named = /(^| )MsoListParagraph/i.test(p.className);
  if (p.tagName !== "P" || (!named && !/level\d/.test(listed))) return null;
  const { mark } = marked(p);
  if (!mark) return null;
  return { level: Number(listed.match(/level(\d)/)?.[1] ?? 1), mark, ordered: !bullet.test(mark) };
}

const bullet = /^[·•●○■□◆◇▪▫–—\-*o§Øüvnlu\uf000-\uf0ff]$/;
const number = /^[(（]?([0-9]{1,3}|[a-z]|[ivx]{1,5})[.)）、．]$/i;
const typed = /^([·•●○■◆▪\uf000-\uf0ff]|[(（]?(?:[0-9]{1,3}|[a-z])[.)）、．])[\s\u00a0\u3000]+/i;

// marked gives the mark of a paragraph and the function that takes it out.
function marked(p) {
  const own = [...p.querySelectorAll("[data-style]")].find((e) => /ignore/.test(style(e, "mso-list")));
  if (own) {
    const mark = own.textContent.replace(/[\s\u00a0]+/g, "");
    return bullet.test(mark) || number.test(mark) ? { mark, strip: () => own.remove() } : {};
  }
  const mark = p.textContent.replace(/^[\s\u00a0\u3000]+/, "").match(typed);
  return mark ? { mark: mark[1], strip: () => cut(p, p.textContent.indexOf(mark[0]) + mark[0].length) } : {};
}

// cut takes the first characters out of an element.
function cut(element, n) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let text; n > 0 && (text = walker.nextNode());) {
    const here = Math.min(n, text.data.length);
    text.data = text.data.slice(here);
    n -= here;
  }
}

function build(run) {
  // A list that goes on with 4 after a paragraph would begin at 1: its numbers are kept as words.
  if (run[0].ordered && !/^[(（]?(1|a|i)[.)）、．]$/i.test(run[0].mark)) {
    const to = run.findIndex((r) => !r.ordered);
    for (const { p, mark } of run.slice(0, to === -1 ? undefined : to)) {
      marked(p).strip();
      p.prepend(mark);
      p.removeAttribute("class");
      p.dataset.style = "";
    }
    return;
  }
  const end = document.createComment("");
  run.at(-1).p.after(end);
  const open = []; // the lists around the next item, from the outermost
  for (const { p, level, ordered } of run) {
    marked(p).strip();
    const tag = ordered ? "OL" : "UL";
    while (open.length && open.at(-1).level > level) open.pop();
    let now = open.at(-1);
    if (!now || now.level < level || now.list.tagName !== tag) {
      const list = document.createElement(tag);
      if (now && now.level === level) {
        now.list.after(list);
        open.pop();
      } else if (now) {
        now.list.lastElementChild.append(list);
      } else {
        end.before(list);
      }
      now = { level, list };
      open.push(now);
    }
    const li = document.createElement("li");
    li.append(...p.childNodes);
    now.list.append(li);
    p.remove();
  }
  end.remove();
}
