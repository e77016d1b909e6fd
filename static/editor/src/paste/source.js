// The clipboard's markup as elements that can be read, without anything the
// page's policy would complain about: a handler or a style attribute is
// reported even in a document that nobody sees, so that tags keep only what is
// asked for here, and style under another name, before they are parsed.

// read gives the body of pasted markup. Each element has the declarations that
// matter, its own and those of its classes, in data-style.
export function read(html) {
  const styles = [...html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/gi)].map((m) => m[1]).join("\n");
  const bare = html
    .replace(/<\/?base\b[^>]*>/gi, "")
    .replace(/<style[^>]*>[\s\S]*?<\/style>/gi, "")
    .replace(/<!--[\s\S]*?-->|<!\[[^\]>]*\]>|<\?xml[^>]*>/gi, "")
    .replace(/<([a-z][^\s/>]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>/gi, (_, tag, rest) => `<${tag}${attributes(rest)}>`);
  const body = new DOMParser().parseFromString(bare, "text/html").body;
  const classes = classRules(styles);
  if (classes.size) for (const element of body.querySelectorAll("[class]")) inherit(element, classes);
  return body;
}

const asked = /^(style|class|href|src|data-src|alt|width|height|colspan|rowspan|start|role|aria-level)$/;

// attributes gives those of a tag that are asked for, quoted.
function attributes(rest) {
  let kept = "";
  for (const [, name, double, single, bare] of rest.matchAll(/([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g)) {
    const known = name.toLowerCase();
    if (asked.test(known)) kept += ` ${known === "style" ? "data-style" : known}="${(double ?? single ?? bare ?? "").replace(/"/g, "&quot;")}"`;
  }
  return kept;
}

// classRules are the declarations of a style sheet by class.
function classRules(text) {
  const classes = new Map();
  for (const [, selectors, declarations] of text.replace(/<!--|-->|\/\*[\s\S]*?\*\//g, "").matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    for (const selector of selectors.split(",")) {
      const [, tag, name] = selector.trim().match(/^([a-z0-9]*)\.([\w-]+)$/i) ?? [];
      if (name) classes.set(name, [...(classes.get(name) ?? []), [tag.toUpperCase(), declarations]]);
    }
  }
  return classes;
}

function inherit(element, classes) {
  const given = [...element.classList].flatMap((name) => classes.get(name) ?? [])
    .filter(([tag]) => !tag || tag === element.tagName).map(([, declarations]) => declarations);
  if (given.length) element.dataset.style = [...given, element.dataset.style ?? ""].join(";");
}

// style gives one declared value of an element, in small letters; "" for none.
// The last declaration counts.
export function style(element, name) {
  const all = [...(element.dataset?.style ?? "").matchAll(/(?:^|;)\s*([\w-]+)\s*:\s*([^;]*)/g)];
  return all.filter(([, n]) => n.toLowerCase() === name).at(-1)?.[2].trim().toLowerCase() ?? "";
}
