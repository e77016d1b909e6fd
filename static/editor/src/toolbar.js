// The toolbar: one stop for Tab, arrow keys within (the pattern of the ARIA
// authoring practices). Alt+F10 leads into it, Escape back to the text.
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { word } from "./words.js";
import { tableMenu } from "./tablemenu.js";
import { askLink } from "./dialogs/link.js";
import { askPicture } from "./dialogs/picture.js";
import { askRecord } from "./dialogs/record.js";
import { askFigure } from "./dialogs/figure.js";

const mac = /Mac|iP(hone|ad)/.test(navigator.platform);
const keys = (combination) => (mac ? combination.replace("Ctrl", "⌘").replace("Alt", "⌥") : combination);

// Each: name, keys, what it does, when it is pressed, when it can be used.
const groups = [
  [
    { name: "paragraph", text: true, keys: "Ctrl+Alt+0", act: (r) => r.run((c) => c.setParagraph()), on: (e) => e.isActive("paragraph") && !e.isActive("listItem") },
    { name: "h2", text: true, keys: "Ctrl+Alt+2", act: (r) => r.run((c) => c.toggleHeading({ level: 2 })), on: (e) => e.isActive("heading", { level: 2 }), can: (e) => e.can().toggleHeading({ level: 2 }) },
    { name: "h3", text: true, keys: "Ctrl+Alt+3", act: (r) => r.run((c) => c.toggleHeading({ level: 3 })), on: (e) => e.isActive("heading", { level: 3 }), can: (e) => e.can().toggleHeading({ level: 3 }) },
  ],
  [
    { name: "bold", keys: "Ctrl+B", act: (r) => r.run((c) => c.toggleBold()), on: (e) => e.isActive("bold"), can: (e) => e.can().toggleBold() },
    { name: "italic", keys: "Ctrl+I", act: (r) => r.run((c) => c.toggleItalic()), on: (e) => e.isActive("italic"), can: (e) => e.can().toggleItalic() },
    { name: "link", keys: "Ctrl+K", act: askLink, on: (e) => e.isActive("link") },
  ],
  [
    { name: "bullets", keys: "Ctrl+Shift+8", act: (r) => r.run((c) => c.toggleBulletList()), on: (e) => e.isActive("bulletList"), can: (e) => e.can().toggleBulletList() },
    { name: "numbers", keys: "Ctrl+Shift+7", act: (r) => r.run((c) => c.toggleOrderedList()), on: (e) => e.isActive("orderedList"), can: (e) => e.can().toggleOrderedList() },
    { name: "indent", keys: "Ctrl+]", act: (r) => r.run((c) => c.sinkListItem("listItem")), can: (e) => e.can().sinkListItem("listItem") },
    { name: "outdent", keys: "Ctrl+[", act: (r) => r.run((c) => c.liftListItem("listItem")), can: (e) => e.can().liftListItem("listItem") },
    { name: "quote", keys: "Ctrl+Shift+B", act: (r) => r.run((c) => c.toggleBlockquote()), on: (e) => e.isActive("blockquote"), can: (e) => e.can().toggleBlockquote() },
  ],
  [
    { name: "table", menu: tableMenu, on: (e) => e.isActive("tableBlock") },
    { name: "picture", act: askPicture },
    { name: "record", act: askRecord },
    { name: "figure", act: askFigure },
  ],
  [
    { name: "undo", keys: "Ctrl+Z", act: (r) => r.run((c) => c.undo()), can: (e) => e.can().undo() },
    { name: "redo", keys: "Ctrl+Y", act: (r) => r.run((c) => c.redo()), can: (e) => e.can().redo() },
    { name: "source", text: true, act: (r) => r.toggleSource(), on: (e, r) => r.inSource, always: true },
  ],
];

export class Toolbar {
  constructor(rich, label) {
    this.rich = rich;
    this.tools = [];
    this.dom = el("div", { class: "editor-bar", role: "toolbar", "aria-label": label, "aria-controls": rich.id, onkeydown: (event) => this.#keydown(event) },
      ...groups.map((group) => el("div", { class: "editor-group" }, ...group.map((tool) => this.#button(tool)))));
    this.tools[0].button.tabIndex = 0;
  }

  #button(tool) {
    const label = word(tool.name);
    const button = el("button", {
      type: "button", tabindex: "-1", "data-tool": tool.name, "aria-label": tool.text ? null : label,
      title: tool.keys ? `${label} ${keys(tool.keys)}` : label,
      "aria-keyshortcuts": tool.keys?.replace("Ctrl", mac ? "Meta" : "Control"),
      "aria-pressed": tool.on && !tool.menu ? "false" : null,
      onclick: () => { if (button.ariaDisabled !== "true") tool.act(this.rich); },
      onmousedown: (event) => event.preventDefault(), // the text keeps its selection
      onfocus: () => this.#stop(button),
    }, tool.text ? label : icon(tool.name));
    this.tools.push({ ...tool, button });
    if (!tool.menu) return button;
    const menu = tool.menu(this.rich, button);
    this.tools.at(-1).act = () => menu.toggle();
    tool = this.tools.at(-1);
    return el("div", { class: "editor-menu-holder" }, button, menu.dom);
  }

  // show says of each button whether it is pressed and whether it can be used.
  // Those that can't stay reachable, so that the focus is never lost.
  show() {
    const { editor, inSource } = this.rich;
    for (const { button, on, can, always } of this.tools) {
      if (button.hasAttribute("aria-pressed")) set(button, "aria-pressed", String(Boolean((always || !inSource) && on(editor, this.rich))));
      set(button, "aria-disabled", String(!always && (inSource || (can ? !can(editor) : false))));
    }
  }

  focus() {
    this.tools.find(({ button }) => button.tabIndex === 0).button.focus();
  }

  // press does what a button does, for its keys.
  press(name) {
    this.tools.find((tool) => tool.name === name).act(this.rich);
  }

  #stop(chosen) {
    for (const { button } of this.tools) button.tabIndex = button === chosen ? 0 : -1;
  }

  #keydown(event) {
    if (event.target.closest("[role=menu]")) return;
    const buttons = this.tools.map(({ button }) => button);
    const at = buttons.indexOf(event.target);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      buttons.at(to % buttons.length).focus();
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.rich.focus();
    }
  }
}

function set(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
