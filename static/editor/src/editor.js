// Rich is the editor of one textarea. It stands beside it and keeps its value,
// so that everything else of the form works as with the textarea alone.
import { Editor } from "@tiptap/core";
import { DOMParser as ModelParser } from "@tiptap/pm/model";
import { Selection } from "@tiptap/pm/state";
import { el } from "./dom.js";
import { fitting, lines, written } from "./html.js";
import { intake } from "./intake.js";
import { extensions, typed } from "./schema.js";
import { keepInSight } from "./sight.js";
import { Toolbar } from "./toolbar.js";
import { Uploads } from "./uploads.js";
import { word } from "./words.js";

export class Rich {
  inSource = false;

  constructor(area) {
    const { media, find, document: documents, pictures } = area.form.dataset;
    this.area = area;
    this.at = { media, find, documents, pictures };
    this.id = area.id; // where labels and the summary of errors lead
    this.uploads = new Uploads(media, () => this.#tellUploads());
    this.#build();
    const sight = keepInSight(this);
    this.editor = new Editor({
      element: this.text,
      extensions: [...extensions({ pictures, uploads: this.uploads }), intake(this)],
      content: fitting(area.value),
      injectCSS: false,
      enableInputRules: typed,
      enablePasteRules: false,
      parseOptions: { preserveWhitespace: false },
      editorProps: { attributes: this.#about(), scrollThreshold: sight.clear, scrollMargin: sight.clear },
      onUpdate: () => this.#keep(),
      onTransaction: () => this.bar.show(),
      onSelectionUpdate: () => sight.moved(),
    });
    this.kept = written(this.editor.state.doc);
    this.bar.show();
  }

  #build() {
    const { area } = this;
    const label = area.form.querySelector(`label[for="${CSS.escape(area.id)}"]`);
    this.label = label;
    label.id ||= area.id + "-label";
    this.hint = area.form.querySelector(`#${CSS.escape(area.id)}-hint`);
    area.id += "-source";
    label.htmlFor = area.id;
    label.addEventListener("click", () => this.focus());
    this.bar = new Toolbar(this, `${word("toolbar")}${word("colon")}${label.textContent.replace(/\s+/g, " ").trim()}`);
    this.text = el("div", { class: "editor-text" });
    this.going = el("div", { class: "editor-said", role: "status" });
    this.said = el("div", { class: "editor-said", role: "status" });
    this.dom = el("div", { class: "editor", onkeydown: (event) => this.#keydown(event) }, this.bar.dom, this.text, this.going, this.said);
    area.before(this.dom);
    this.going.before(area); // below the same toolbar
    area.hidden = true;
    this.#tellHint();
  }

  // What assistive technology is told of the textarea holds for the editor.
  #about() {
    const about = { id: this.id, class: "prose", role: "textbox", "aria-multiline": "true", "aria-labelledby": this.label.id };
    for (const name of ["lang", "aria-describedby", "aria-invalid", "aria-required"]) {
      if (this.area.hasAttribute(name)) about[name] = this.area.getAttribute(name);
    }
    return about;
  }

  // The form says how markup is typed; here it is not.
  #tellHint() {
    if (!this.hint) return;
    const [from, to] = this.inSource ? ["hint", "hint.source"] : ["hint.source", "hint"];
    this.hint.textContent = this.hint.textContent.replace(word(from), word(to));
  }

  // keep writes the text into the textarea. Not every change of the document
  // is one of the text: an empty last paragraph is none.
  #keep() {
    const now = written(this.editor.state.doc);
    if (now === this.kept) return;
    this.kept = now;
    this.area.value = now;
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #keydown(event) {
    if (event.altKey && event.key === "F10") {
      event.preventDefault();
      this.bar.focus();
    } else if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k" && !this.inSource) {
      event.preventDefault();
      this.bar.press("link");
    }
  }

  focus() {
    if (this.inSource) this.area.focus();
    else this.editor.view.focus(); // at once: the library's own command waits for the next frame, and a key that is quicker goes astray
  }

  // run does something with the text and goes back to it.
  run(what) {
    this.editor.view.focus();
    what(this.editor.chain()).run();
  }

  // place puts blocks where the cursor is: in the place of an empty paragraph,
  // else after the outermost block. The cursor then stands behind them.
  place(...nodes) {
    const { state, view } = this.editor;
    const { $from } = state.selection;
    const block = $from.depth ? $from.node(1) : null;
    const to = block ? $from.after(1) : state.selection.to;
    const from = block && isEmpty(block) ? $from.before(1) : to;
    const tr = state.tr.replaceWith(from, to, nodes);
    const end = tr.mapping.map(to);
    if (end === tr.doc.content.size) tr.insert(end, state.schema.nodes.paragraph.create());
    tr.setSelection(Selection.near(tr.doc.resolve(end), isEmpty(tr.doc.nodeAt(end)) ? 1 : -1));
    view.dispatch(tr.scrollIntoView());
    this.focus();
  }

  // insert puts markup of the subset where the cursor is.
  insert(markup) {
    const { body } = new DOMParser().parseFromString(fitting(markup), "text/html");
    this.place(...ModelParser.fromSchema(this.editor.schema).parse(body).content.content);
  }

  // take begins to send pictures, each where the cursor is.
  take(files) {
    const { pending } = this.editor.schema.nodes;
    this.place(...files.map((file) => pending.create({ job: this.uploads.add(file) })));
  }

  toggleSource() {
    if (this.uploads.left.length) return this.say(word("uploads.wait"));
    if (!this.inSource) this.area.value = lines(this.area.value);
    this.inSource = !this.inSource;
    this.area.hidden = !this.inSource;
    this.text.hidden = this.inSource;
    if (!this.inSource) {
      this.editor.commands.setContent(fitting(this.area.value), { emitUpdate: false });
      this.kept = written(this.editor.state.doc);
    }
    this.#tellHint();
    this.bar.show();
  }

  #tellUploads() {
    const { left } = this.uploads;
    const failed = left.filter((job) => job.state === "failed").length;
    const going = left.length - failed;
    const lines = [going ? word("uploads.going", going) : "", failed ? word("uploads.failed", failed) : ""].filter(Boolean);
    this.going.replaceChildren(...lines.map((line) => el("p", {}, line)));
  }

  // entitle gives the text a title where it has none yet, in the language of this
  // editor, and says whether it did.
  entitle(title) {
    const field = this.area.form.querySelector(`[name="${this.area.name.replace(/^.*\./, "title.")}"]`);
    if (!field || field.value) return field?.value === title;
    field.value = title;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    return true;
  }

  // say tells what happened below the text: words, and a list where there is one.
  say(text, list = []) {
    this.said.replaceChildren(el("p", {}, text));
    if (list.length) this.said.append(el("ul", {}, ...list.map((line) => el("li", {}, line))));
  }

  destroy() {
    this.editor.destroy();
  }
}

const isEmpty = (block) => block.type.name === "paragraph" && block.content.size === 0;
