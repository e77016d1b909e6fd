// PendingView is the line of a picture on its way: its name, how far it is,
// why it failed. When it has arrived the picture takes its place.
import { el } from "./dom.js";
import { word } from "./words.js";

export class PendingView {
  constructor({ node, editor, getPos }, uploads) {
    Object.assign(this, { node, editor, getPos, uploads });
    this.job = uploads.get(node.attrs.job);
    this.bar = el("progress", { max: "1", "aria-label": this.job.name });
    this.why = el("span", { class: "pending-why" });
    this.again = el("button", { type: "button", onclick: () => uploads.start(this.job.id) }, word("pending.again"));
    this.dom = el("div", { class: "pending", contenteditable: "false" },
      el("span", { class: "pending-name" }, this.job.name), this.bar, this.why, this.again,
      el("button", { type: "button", onclick: () => this.remove() }, word("pending.remove")));
    this.job.views.add(this);
    this.show();
    queueMicrotask(() => { // it is not in the document yet
      if (this.dom.isConnected) this.job.state === "done" ? this.place() : uploads.start(this.job.id);
    });
  }

  show() {
    const { state, progress, why } = this.job;
    this.dom.dataset.state = state;
    this.bar.hidden = this.again.hidden = true;
    if (state === "failed") {
      this.why.textContent = why;
      this.again.hidden = false;
    } else {
      this.why.textContent = word(state === "sending" ? "pending.sending" : "pending.waiting");
      this.bar.hidden = false;
      this.bar.value = progress;
    }
    if (state === "done" && this.dom.isConnected) this.place();
  }

  place() {
    const { picture, alt, caption } = this.job;
    const { state, view } = this.editor;
    const at = this.getPos();
    const figure = figureOf(state.schema, { ...picture, alt: alt || picture.alt, caption: caption || picture.caption });
    // Undoing the paste takes the picture away; there is no step back to a line of progress.
    view.dispatch(state.tr.replaceWith(at, at + 1, figure).setMeta("addToHistory", false));
  }

  remove() {
    const at = this.getPos();
    this.editor.chain().deleteRange({ from: at, to: at + 1 }).run();
    this.editor.view.focus();
  }

  selectNode() { this.dom.classList.add("chosen"); }
  deselectNode() { this.dom.classList.remove("chosen"); }
  stopEvent(event) { return event.target.closest?.("button") !== null; }
  ignoreMutation() { return true; }

  destroy() {
    this.job.views.delete(this);
    this.uploads.changed();
  }
}

// figureOf is a picture of the library as a part of the text.
export function figureOf(schema, { src, alt, width, height, caption, credit }) {
  const words = (text) => (text ? schema.text(text) : null);
  return schema.nodes.figure.create({ src, alt: alt ?? "", width, height },
    [schema.nodes.figureCaption.create(null, words(caption)), schema.nodes.figureCredit.create(null, words(credit))]);
}
