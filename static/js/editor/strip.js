// Putting the photos of an album in order on their strip: by mouse, by a finger
// that rests first, and by Alt and the arrow keys.
import { all, around } from "../site/dom.js";
import { arrow } from "../site/keys.js";

/** @typedef {import("./item.js").Item} Item */

/** @param {HTMLElement} strip @param {Item[]} items @param {(item: Item, to: number) => void} arrange */
export function liftable(strip, items, arrange) {
  const links = () => all(strip, "[data-for]"), itemOf = (/** @type {HTMLElement} */ link) => items.find((one) => one.id === link.dataset.for);
  /** @type {{ link: HTMLElement, x: number, moved: boolean, held: boolean, id: number } | null} */
  let lifted = null;
  let lifting = 0;
  strip.addEventListener("pointerdown", (event) => {
    const link = around(event.target, "[data-for]");
    if (!link || event.button !== 0) return;
    lifted = { link, x: event.clientX, moved: false, held: event.pointerType === "mouse", id: event.pointerId };
    if (!lifted.held) lifting = setTimeout(() => { if (lifted) { lifted.held = true; link.classList.add("dragged"); } }, 250);
  });
  strip.addEventListener("pointermove", (event) => {
    if (!lifted) return;
    const far = Math.abs(event.clientX - lifted.x) > 6;
    if (!lifted.held) {
      if (far) { clearTimeout(lifting); lifted = null; }
      return;
    }
    if (!far && !lifted.moved) return;
    if (!lifted.moved) {
      lifted.moved = true;
      lifted.link.classList.add("dragged");
      strip.setPointerCapture(lifted.id);
    }
    const item = itemOf(lifted.link), over = links().findIndex((one) => { const box = one.getBoundingClientRect(); return event.clientX >= box.left && event.clientX < box.right; });
    if (item && over >= 0 && over !== items.indexOf(item)) arrange(item, over);
  });
  for (const name of ["pointerup", "pointercancel"]) {
    strip.addEventListener(name, () => {
      clearTimeout(lifting);
      lifted?.link.classList.remove("dragged");
      if (lifted?.moved) strip.addEventListener("click", (event) => { event.preventDefault(); event.stopImmediatePropagation(); }, { once: true, capture: true });
      lifted = null;
    });
  }
  strip.addEventListener("touchmove", (event) => { if (lifted?.held) event.preventDefault(); }, { passive: false });
  strip.addEventListener("dragstart", (event) => event.preventDefault());
  strip.addEventListener("keydown", (event) => {
    const [by] = arrow(event.key), link = around(event.target, "[data-for]"), item = link && itemOf(link);
    if (!by || !event.altKey || !item) return;
    event.preventDefault();
    arrange(item, items.indexOf(item) + by);
    link.focus();
  });
}
