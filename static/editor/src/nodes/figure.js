// A picture with its caption and credit. The page shows
// <figure><img><figcaption>caption<small>credit</small></figcaption></figure>.
import { Node } from "@tiptap/core";
import { closeHistory } from "@tiptap/pm/history";
import { el } from "../dom.js";
import { icon } from "../icons.js";
import { word } from "../words.js";
import { selectLine } from "./line.js";
import { askAlt } from "../dialogs/alt.js";

// The only addresses of pictures that a text may have.
export const ours = /^\/media\/[0-9a-f]{64}\/[^/?#]+$/;

export const FigureCaption = part("figureCaption", "span", "caption", "text*", "_");
export const FigureCredit = part("figureCredit", "small", "credit", "text*", "");

function part(name, tag, key, content, marks) {
  return Node.create({
    name, content, marks,
    defining: true,
    isolating: true,
    parseHTML: () => [{ tag: `[data-part=${key}]`, priority: 80 }],
    renderHTML: () => [tag, { "data-part": key, "data-hint": word(key) }, 0],
    addKeyboardShortcuts() {
      return { // Enter leaves the picture: its lines are single ones
        Enter: ({ editor }) => {
          if (!editor.isActive(name)) return false;
          const after = editor.state.selection.$from.after(-1);
          return editor.chain().insertContentAt(after, { type: "paragraph" }).setTextSelection(after + 1).scrollIntoView().run();
        },
        "Mod-a": ({ editor }) => selectLine(editor, name),
      };
    },
  });
}

export const Figure = Node.create({
  name: "figure",
  group: "block",
  content: "figureCaption figureCredit",
  isolating: true,
  draggable: true,
  addOptions: () => ({ pictures: "" }),
  addAttributes: () => Object.fromEntries(["src", "alt", "width", "height"].map((name) => [name, { default: null, rendered: false }])),
  parseHTML: () => [
    { tag: "figure", getAttrs: (figure) => read(figure.querySelector("img")), contentElement: parts },
    { tag: "img", getAttrs: read },
  ],
  renderHTML: ({ node }) => ["figure", ["img", node.attrs], ["figcaption", 0]],
  addNodeView() {
    return (props) => new FigureView(props, this.options.pictures);
  },
});

function read(img) {
  const src = img?.getAttribute("src") ?? img?.dataset.ours; // pasted: an element with a src would be fetched at once
  if (!ours.test(src ?? "")) return false;
  return { src, alt: img.getAttribute("alt") ?? "", width: img.getAttribute("width"), height: img.getAttribute("height") };
}

// parts gives the caption and the credit of a figure each an element of its own.
function parts(figure) {
  const from = figure.querySelector("figcaption")?.cloneNode(true) ?? el("figcaption");
  const credit = [...from.querySelectorAll("small")].at(-1);
  credit?.remove();
  const inner = from.querySelector("[data-part=caption]") ?? from;
  return el("div", {}, el("span", { "data-part": "caption" }, ...inner.childNodes), el("span", { "data-part": "credit" }, credit?.textContent ?? ""));
}

// FigureView shows the picture where editors may see it, and what can be done with it.
class FigureView {
  constructor({ node, editor, getPos }, pictures) {
    Object.assign(this, { node, editor, getPos, pictures });
    this.img = el("img", { draggable: "false" });
    this.alt = el("button", { type: "button", class: "figure-alt", onclick: () => askAlt(this.node.attrs.alt, (alt) => this.set({ alt })) });
    this.tools = el("div", { class: "figure-tools", contenteditable: "false" },
      this.alt,
      tool("up", () => this.move(-1)), tool("down", () => this.move(1)), tool("remove", () => this.remove()));
    this.contentDOM = el("figcaption");
    this.dom = el("figure", {}, el("div", { class: "figure-picture", contenteditable: "false" }, this.img), this.tools, this.contentDOM);
    this.show();
  }

  show() {
    const { src, alt, width, height } = this.node.attrs;
    for (const [name, value] of Object.entries({ src: this.pictures + src, alt, width, height })) {
      if (value) this.img.setAttribute(name, value);
      else this.img.removeAttribute(name);
    }
    this.img.alt = alt ?? "";
    this.alt.textContent = alt ? word("alt.is", alt) : word("alt.missing");
    this.alt.toggleAttribute("data-missing", !alt);
  }

  update(node) {
    if (node.type !== this.node.type) return false;
    this.node = node;
    this.show();
    return true;
  }

  set(attributes) {
    this.editor.view.dispatch(this.editor.state.tr.setNodeMarkup(this.getPos(), null, { ...this.node.attrs, ...attributes }));
    this.editor.view.focus();
  }

  // move puts the figure before or after its neighbour.
  move(way) {
    const { state, view } = this.editor;
    const at = this.getPos();
    const $at = state.doc.resolve(at);
    const index = $at.index() + way;
    if (index < 0 || index >= $at.parent.childCount) return;
    const neighbour = $at.parent.child(index);
    const to = way < 0 ? at - neighbour.nodeSize : at + neighbour.nodeSize;
    const whole = state.doc.nodeAt(at);
    view.dispatch(state.tr.delete(at, at + whole.nodeSize).insert(to, whole).scrollIntoView());
    view.nodeDOM(to)?.querySelector(way < 0 ? "[data-do=up]" : "[data-do=down]")?.focus();
  }

  remove() {
    const at = this.getPos();
    const { state, view } = this.editor;
    view.dispatch(closeHistory(state.tr).delete(at, at + this.node.nodeSize)); // a step of its own to undo
    view.focus();
  }

  selectNode() { this.dom.classList.add("chosen"); }
  deselectNode() { this.dom.classList.remove("chosen"); }
  // Its buttons are the browser's affair, the drag of the picture the editor's.
  stopEvent(event) { return this.tools.contains(event.target) && !/^drag/.test(event.type); }
  ignoreMutation(mutation) { return !this.contentDOM.contains(mutation.target); }
}

function tool(name, act) {
  return el("button", { type: "button", "data-do": name, title: word("figure." + name), "aria-label": word("figure." + name), onclick: act }, icon(name));
}
