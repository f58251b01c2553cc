// What stands on a story is placed by numbers: fractions of the canvas, a scale
// and degrees. Sliders show their emoji where they are, countdowns count.
import { all, as, find } from "../site/dom.js";
import { word } from "../site/words.js";

const placed = "[data-overlay], [data-picture]";

/** @param {HTMLElement} element */
function place({ dataset: { x, y, scale, rotation }, style, classList }) {
  const set = (/** @type {string} */ name, /** @type {string | undefined} */ value, /** @type {string} */ usual) => style.setProperty(name, value || usual);
  set("--x", x, ".5");
  set("--y", y, ".5");
  set("--s", scale, "1");
  set("--r", rotation, "0");
  classList.add("placed");
}

/** @param {HTMLInputElement} input */
function slide(input) {
  input.parentElement?.style.setProperty("--v", String(Number(input.value) / 100));
}

/** @param {number} seconds */
function words(seconds) {
  if (seconds <= 0) return word("app.story-time");
  const d = Math.floor(seconds / 86400), h = Math.floor(seconds / 3600) % 24, m = Math.floor(seconds / 60) % 60, s = Math.floor(seconds) % 60;
  if (d) return word("app.story-days", { days: d, hours: h });
  if (h) return word("app.story-hours", { hours: h, minutes: m });
  return `${m}:${String(s).padStart(2, "0")}`;
}

function count() {
  for (const clock of all(document, "time[data-countdown]", HTMLTimeElement)) clock.textContent = words((Date.parse(clock.dateTime) - Date.now()) / 1000);
}

// arrange places all that stands on the stories in a part of the page, and that itself.
/** @param {Element | Document} root */
export function arrange(root) {
  if (root instanceof HTMLElement && root.matches(placed)) place(root);
  all(root, placed).forEach(place);
  all(root, "[data-slider]", HTMLInputElement).forEach(slide);
  count();
}

export function start() {
  document.addEventListener("input", (event) => {
    const input = as(event.target, HTMLInputElement);
    if (input?.matches("[data-slider]")) slide(input);
  });
  document.addEventListener("htmx:load", (event) => arrange(event.detail.elt));
  arrange(document);
  if (find(document, "[data-canvas], [data-stories]")) setInterval(count, 1000);
}
