// Charts are drawn by the server. Here arrow keys, the mouse and fingers go over
// their points, and what the table says of each is said.
import { all, around, find } from "../site/dom.js";
import { onParts } from "../site/start.js";

/** @param {Element} plot */
const words = (plot) => all(around(plot, "[data-chart]") ?? document, "[data-say]").map((row) => row.dataset.say ?? "");

/** @param {HTMLElement} plot @param {number} to */
function point(plot, to) {
  const list = words(plot), chart = around(plot, "[data-chart]");
  const cursor = find(plot, "[data-chart-cursor]", SVGLineElement), line = chart && find(chart, "[data-chart-say]");
  if (!list.length || !cursor || !line) return;
  const i = Math.max(0, Math.min(list.length - 1, to)), x = 100 * (i + .5) / list.length + "%";
  cursor.setAttribute("x1", x);
  cursor.setAttribute("x2", x);
  cursor.setAttribute("visibility", "visible");
  line.hidden = false;
  line.textContent = list[i];
  plot.setAttribute("aria-valuenow", String(i + 1));
  plot.setAttribute("aria-valuetext", list[i]);
}

/** @param {KeyboardEvent} event */
function key(event) {
  const plot = around(event.target, "[data-chart-plot]");
  if (!plot || event.ctrlKey || event.metaKey || event.altKey) return;
  const last = Number(plot.getAttribute("aria-valuemax")) - 1, at = Number(plot.getAttribute("aria-valuenow")) - 1;
  const to = { ArrowLeft: at - 1, ArrowDown: at - 1, ArrowRight: at + 1, ArrowUp: at + 1, PageDown: at - 7, PageUp: at + 7, Home: 0, End: last }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  point(plot, to);
}

/** @param {PointerEvent} event */
function over(event) {
  const plot = around(event.target, "[data-chart-plot]");
  if (!plot) return;
  const box = plot.getBoundingClientRect();
  point(plot, Math.floor((event.clientX - box.left) / box.width * words(plot).length));
}

// A chart is a slider to those who hear it: its value is what is said of a point.
/** @param {ParentNode} root */
function prepare(root) {
  for (const plot of all(root, "[data-chart-plot]:not([role])")) {
    const list = words(plot);
    if (!list.length) continue;
    plot.tabIndex = 0;
    for (const [name, value] of Object.entries({ role: "slider", "aria-label": plot.dataset.name ?? "", "aria-valuemin": "1",
      "aria-valuemax": String(list.length), "aria-valuenow": String(list.length), "aria-valuetext": list[list.length - 1] })) plot.setAttribute(name, value);
  }
}

export function start() {
  onParts(prepare);
  document.addEventListener("keydown", key);
  document.addEventListener("pointermove", over);
  document.addEventListener("pointerdown", over);
  document.addEventListener("focusin", (event) => {
    const plot = around(event.target, "[data-chart-plot]");
    if (plot) point(plot, Number(plot.getAttribute("aria-valuenow")) - 1);
  });
}
