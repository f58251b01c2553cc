// A mark on a photo: dragged by fingers and the mouse, moved by the arrow keys.
import { make } from "../site/dom.js";
import { arrow } from "../site/keys.js";
import { word } from "../site/words.js";

/**
 * What a mark stands for; places are in percent.
 * @typedef {object} Marked
 * @property {string} name
 * @property {() => { x: number, y: number }} where
 * @property {(x: number, y: number) => void} put
 * @property {() => void} remove
 */

/** @param {number} v */
export const short = (v) => String(Math.round(Math.min(100, Math.max(0, v)) * 10) / 10);

/** @param {HTMLElement} fit @param {Marked} marked */
export function markOn(fit, { name, where, put, remove }) {
  const button = make("button", "people-mark");
  button.type = "button";
  button.textContent = name;
  const show = () => {
    const { x, y } = where();
    button.style.left = x + "%";
    button.style.top = y + "%";
    button.setAttribute("aria-label", word("mark.at", { name, x: Math.round(x), y: Math.round(y) }));
  };
  show();
  button.addEventListener("keydown", (event) => {
    const [right, down] = arrow(event.key);
    if (event.key === "Delete" || event.key === "Backspace") remove();
    else if (right || down) {
      const { x, y } = where(), step = event.shiftKey ? 10 : 1;
      put(x + right * step, y + down * step);
      show();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  button.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    button.setPointerCapture(event.pointerId);
    const from = where(), size = fit.getBoundingClientRect();
    const move = (/** @type {PointerEvent} */ to) => {
      put(from.x + (to.clientX - event.clientX) / size.width * 100, from.y + (to.clientY - event.clientY) / size.height * 100);
      show();
    };
    button.addEventListener("pointermove", move);
    const end = () => button.removeEventListener("pointermove", move);
    button.addEventListener("pointerup", end, { once: true });
    button.addEventListener("pointercancel", end, { once: true });
  });
  return button;
}

// pressed tells where somebody presses on a layer over a photo, but not on its marks.
/** @param {HTMLElement} layer @param {HTMLElement} fit @param {(x: number, y: number) => void} done */
export function pressed(layer, fit, done) {
  /** @type {{ x: number, y: number } | null} */
  let down = null;
  layer.addEventListener("pointerdown", (event) => { down = event.target === layer ? { x: event.clientX, y: event.clientY } : null; });
  layer.addEventListener("click", (event) => {
    if (event.target !== layer || !down || Math.hypot(event.clientX - down.x, event.clientY - down.y) > 8) return;
    const size = fit.getBoundingClientRect();
    done((event.clientX - size.left) / size.width * 100, (event.clientY - size.top) / size.height * 100);
  });
}
