// The rectangle over the photo: dragged by edges and corners, moved by its
// inside, steered by arrow keys.
import { as, need } from "../site/dom.js";
import { arrow } from "../site/keys.js";
import { drag, full, inside } from "./geometry.js";

/** @typedef {import("./geometry.js").Box} Box */
/** @typedef {{ crop: Box | null, aspect: number | null }} State */
/** @typedef {{ x: number, y: number }} Point */

/** @param {string} handle @returns {[number, number]} */
const sides = (handle) => [handle.includes("e") ? 1 : handle.includes("w") ? -1 : 0, handle.includes("s") ? 1 : handle.includes("n") ? -1 : 0];

export class Cropper {
  /**
   * get tells what is, set takes a new crop while it moves, done follows at rest.
   * @param {HTMLElement} frame
   * @param {{ get: () => State, set: (crop: Box) => void, done: (kind: string) => void }} page
   */
  constructor(frame, { get, set, done }) {
    this.frame = frame;
    this.box = need(frame, "[data-crop-box]");
    this.get = get;
    this.set = set;
    this.done = done;
    this.handle = "";
    /** @type {Map<number, Point>} */
    this.pointers = new Map();
    this.start = this.present();
    frame.addEventListener("pointerdown", (event) => this.down(event));
    frame.addEventListener("pointermove", (event) => this.move(event));
    for (const name of /** @type {const} */ (["pointerup", "pointercancel", "lostpointercapture"])) frame.addEventListener(name, (event) => this.up(event));
    this.box.addEventListener("keydown", (event) => this.key(event));
  }

  /** @param {Box | null} crop */
  show(crop) {
    const c = crop || full(), percent = (/** @type {number} */ v) => (100 * v).toFixed(4) + "%";
    Object.assign(this.box.style, { left: percent(c.x), top: percent(c.y), width: percent(c.w), height: percent(c.h) });
    for (const [name, v] of Object.entries({ x0: c.x, y0: c.y, x1: c.x + c.w, y1: c.y + c.h })) this.frame.style.setProperty("--" + name, percent(v));
  }

  // present is where things are when fingers come or go.
  present() {
    return { size: this.frame.getBoundingClientRect(), crop: full(), aspect: /** @type {number | null} */ (null), points: [...this.pointers.values()].map((p) => ({ ...p })) };
  }
  begin() {
    const { crop, aspect } = this.get();
    this.start = { ...this.present(), crop: crop || full(), aspect };
  }

  /** @param {PointerEvent} event */
  down(event) {
    if (event.button > 0 || this.pointers.size > 1 || this.pointers.size === 0 && event.target === this.frame) return;
    event.preventDefault();
    this.box.focus({ preventScroll: true });
    if (this.pointers.size === 0) this.handle = as(event.target)?.dataset.handle || "";
    this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    this.frame.setPointerCapture(event.pointerId);
    this.frame.toggleAttribute("data-dragging", true);
    this.begin();
  }

  /** @param {PointerEvent} event */
  move(event) {
    const pointer = this.pointers.get(event.pointerId);
    if (!pointer) return;
    pointer.x = event.clientX;
    pointer.y = event.clientY;
    const { crop, aspect, size, points } = this.start, [a, b] = this.pointers.values(), [c, d] = points;
    if (!a || !c) return;
    const dx = (a.x - c.x) / size.width, dy = (a.y - c.y) / size.height;
    if (b && d) {
      // Two fingers: the crop grows and moves with them.
      const spread = (/** @type {Point} */ p, /** @type {Point} */ q) => Math.hypot(p.x - q.x, p.y - q.y) || 1;
      const most = Math.min(1 / crop.w, 1 / crop.h), least = Math.max(.05 / crop.w, .05 / crop.h);
      const k = Math.min(most, Math.max(least, spread(a, b) / spread(c, d)));
      const mx = (a.x + b.x - c.x - d.x) / 2 / size.width, my = (a.y + b.y - c.y - d.y) / 2 / size.height;
      this.set(inside({ x: crop.x + crop.w * (1 - k) / 2 + mx, y: crop.y + crop.h * (1 - k) / 2 + my, w: crop.w * k, h: crop.h * k }));
    } else if (this.handle) {
      this.set(drag(crop, ...sides(this.handle), dx, dy, aspect));
    } else {
      this.set(inside({ ...crop, x: crop.x + dx, y: crop.y + dy }));
    }
  }

  /** @param {PointerEvent} event */
  up(event) {
    if (!this.pointers.delete(event.pointerId)) return;
    if (this.pointers.size > 0) {
      this.handle = "";
      this.begin();
      return;
    }
    this.frame.removeAttribute("data-dragging");
    this.done("");
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const [right, down] = arrow(event.key);
    if (!right && !down || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const by = event.altKey ? 0.002 : 0.01, { crop, aspect } = this.get(), c = crop || full();
    if (event.shiftKey) this.set(drag(c, Math.abs(right), Math.abs(down), right * by, down * by, aspect));
    else this.set(inside({ ...c, x: c.x + right * by, y: c.y + down * by }));
    this.done("crop keys");
  }
}
