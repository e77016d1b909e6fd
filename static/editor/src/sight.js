// The toolbar and the bar to save with stand over the text, and the browser
// moves the cursor behind both.

// keepInSight gives how far the cursor keeps from the edges of the window, in
// pixels, and what to do when it has moved.
export function keepInSight(rich) {
  const save = rich.area.form.querySelector(".save"); // the field itself may leave the form
  const clear = { top: 0, bottom: 0, left: 0, right: 0 };
  let byKey = false;
  rich.text.addEventListener("keydown", () => { byKey = true; }, true);
  rich.text.addEventListener("mousedown", () => { byKey = false; }, true); // what is clicked is seen
  new ResizeObserver(() => {
    clear.top = (getComputedStyle(rich.bar.dom).position === "sticky" ? rich.bar.dom.offsetHeight : 0) + 16;
    clear.bottom = (save?.offsetHeight ?? 0) + 16;
  }).observe(rich.bar.dom);
  return {
    clear,
    moved: () => { if (byKey) rich.editor.view.dispatch(rich.editor.state.tr.scrollIntoView()); },
  };
}
