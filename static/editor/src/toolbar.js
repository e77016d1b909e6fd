// The toolbar: one stop for Tab, arrow keys within (the pattern of the ARIA
// authoring practices). Alt+F10 leads into it, Escape back to the text.
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { groups } from "./tools.js";
import { word } from "./words.js";

const mac = /Mac|iP(hone|ad)/.test(navigator.platform);
const keys = (combination) => (mac ? combination.replace("Ctrl", "⌘").replace("Alt", "⌥") : combination);

export class Toolbar {
  constructor(rich, label) {
    this.rich = rich;
    this.tools = [];
    this.dom = el("div", { class: "editor-bar", role: "toolbar", "aria-label": label, "aria-controls": rich.id, onkeydown: (event) => this.#keydown(event) },
      ...groups.map((group) => el("div", { class: "editor-group" },
        // A text without a library has neither pictures nor figures.
        ...group.filter(({ needs }) => !needs || rich.at[needs]).map((tool) => this.#button(tool)))));
    this.tools[0].button.tabIndex = 0;
  }

  #button({ name, text, keys: combination, menu, act, on, can, always }) {
    const label = word(name);
    const tool = { name, act, on, can, always };
    const button = tool.button = el("button", {
      type: "button", tabindex: "-1", "data-tool": name, "aria-label": text ? null : label,
      title: combination ? `${label} ${keys(combination)}` : label,
      "aria-keyshortcuts": combination?.replace("Ctrl", mac ? "Meta" : "Control"),
      "aria-pressed": on ? "false" : null,
      onclick: () => { if (button.ariaDisabled !== "true") tool.act(this.rich); },
      onmousedown: (event) => event.preventDefault(), // the text keeps its selection
      onfocus: () => this.#stop(button),
    }, text ? label : icon(name));
    this.tools.push(tool);
    if (!menu) return button;
    const opened = menu(this.rich, button);
    tool.act = () => opened.toggle();
    return el("div", { class: "editor-menu-holder" }, button, opened.dom);
  }

  // show says of each button whether it is pressed and whether it can be used.
  // Those that can't stay reachable, so that the focus is never lost.
  show() {
    const { editor, inSource } = this.rich;
    for (const { button, on, can, always } of this.tools) {
      if (on) set(button, "aria-pressed", String(Boolean((always || !inSource) && on(editor, this.rich))));
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
