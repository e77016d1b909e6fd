// Icons of the toolbar, drawn as lines on a field of 20 by 20.
const lines = {
  bold: "M6 4h5a3 3 0 0 1 0 6H6zM6 10h6a3 3 0 0 1 0 6H6z",
  italic: "M8.5 4h6M5.5 16h6M11.5 4l-3 12",
  bullets: "M8 5h9M8 10h9M8 15h9M3.5 5h.01M3.5 10h.01M3.5 15h.01",
  numbers: "M9 5h8M9 10h8M9 15h8M3 4l1.5-.8V8M2.8 12.4c.2-1.2 2.6-1.2 2.6.2 0 1-2.6 2.4-2.6 3.4h2.8",
  indent: "M9 5h8M9 10h8M9 15h8M3 7.5 5.5 10 3 12.5",
  outdent: "M9 5h8M9 10h8M9 15h8M5.5 7.5 3 10l2.5 2.5",
  quote: "M4 14c2.5-.6 3.6-2.4 3.6-5V6H3.8v4h3.6M12 14c2.5-.6 3.6-2.4 3.6-5V6h-3.8v4h3.6",
  link: "M8.5 11.5a3 3 0 0 0 4.3 0l3-3a3 3 0 0 0-4.3-4.3l-1 1M11.5 8.5a3 3 0 0 0-4.3 0l-3 3a3 3 0 0 0 4.3 4.3l1-1",
  table: "M3 4h14v12H3zM3 8h14M3 12h14M8 8v8M12.5 8v8",
  picture: "M3 4h14v12H3zM3 14l4.5-4.5 3 3 2.5-2.5 4 4M13 7.5h.01",
  record: "M3 5h14v10H3zM6 8.5h5M6 11.5h8",
  figure: "M3 16.5h14M5 14v-3M8.5 14V8M12 14v-4M15.5 14V4",
  undo: "M7 4 3.5 7.5 7 11M4 7.5h8a4.2 4.2 0 0 1 0 8.5H8",
  redo: "M13 4l3.5 3.5L13 11M16 7.5H8a4.2 4.2 0 0 0 0 8.5h4",
  source: "M7 5.5 2.5 10 7 14.5M13 5.5l4.5 4.5-4.5 4.5M11.2 4 8.8 16",
  up: "M10 16V4.5M5 9.5l5-5 5 5",
  down: "M10 4v11.5M5 10.5l5 5 5-5",
  remove: "M5 5l10 10M15 5 5 15",
};

const svg = "http://www.w3.org/2000/svg";

export function icon(name) {
  const drawing = document.createElementNS(svg, "svg");
  drawing.setAttribute("viewBox", "0 0 20 20");
  drawing.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(svg, "path");
  path.setAttribute("d", lines[name]);
  drawing.append(path);
  return drawing;
}
