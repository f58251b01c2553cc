// Before and after, by holding the button, the photo or a key.
import { need } from "../site/dom.js";

/** @param {HTMLFormElement} form @param {HTMLButtonElement} button @param {import("./view.js").View} view @param {() => boolean} able */
export function comparing(form, button, view, able) {
  /** @param {boolean} on */
  function compare(on) {
    if (view.before === on) return;
    view.before = on;
    need(form, "[data-view-before]").hidden = !on;
    button.classList.toggle("held", on);
    view.draw();
  }
  button.addEventListener("pointerdown", (event) => { button.setPointerCapture(event.pointerId); compare(true); });
  for (const name of ["pointerup", "pointercancel", "lostpointercapture", "blur"]) button.addEventListener(name, () => compare(false));
  button.addEventListener("keydown", (event) => { if (event.key === " " || event.key === "Enter") { event.preventDefault(); compare(true); } });
  button.addEventListener("keyup", () => compare(false));
  let hold = 0;
  view.canvas.addEventListener("pointerdown", (event) => { if (event.button === 0 && able()) hold = setTimeout(() => compare(true), 160); });
  for (const name of ["pointerup", "pointercancel"]) addEventListener(name, () => { clearTimeout(hold); if (hold) compare(false); hold = 0; });
  view.stage.addEventListener("contextmenu", (event) => event.preventDefault());
  addEventListener("keyup", (event) => { if (event.key.toLowerCase() === "b") compare(false); });
  addEventListener("blur", () => compare(false));
  return compare;
}
