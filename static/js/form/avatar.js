// Of a chosen profile picture one chooses the part that is shown: by dragging, with a wheel
// or two fingers, by a slider or by keys. What a browser cannot show is sent as it is.
import { around, as, find, need } from "../site/dom.js";
import { dialog } from "../site/dialog.js";
import { arrow } from "../site/keys.js";

const side = 640, least = 64; // pixels of the canvas, and of the photo that are shown at least

/** @typedef {{ x: number, y: number, zoom: number }} Part the middle as fractions, and how much larger than the whole width or height */

class Chooser {
  /** @param {HTMLElement} box @param {HTMLImageElement} photo */
  constructor(box, photo) {
    this.box = box;
    this.photo = photo;
    this.short = Math.min(photo.naturalWidth, photo.naturalHeight);
    this.most = Math.max(1, Math.min(8, this.short / least));
    /** @type {Part} */
    this.part = { x: .5, y: .5, zoom: 1 };
    /** @type {Map<number, { x: number, y: number }>} */
    this.pointers = new Map();
    // These stand in the dialog once it is open.
    this.canvas = document.createElement("canvas");
    this.slider = document.createElement("input");
  }

  // rect is the part in pixels of the photo.
  rect() {
    const { naturalWidth: w, naturalHeight: h } = this.photo, size = this.short / this.part.zoom;
    return { x: this.part.x * w - size / 2, y: this.part.y * h - size / 2, size, w, h };
  }

  /** @param {Partial<Part>} change */
  set(change) {
    Object.assign(this.part, change);
    const part = this.part, { w, h } = this.rect();
    part.zoom = Math.min(this.most, Math.max(1, part.zoom));
    const half = this.short / part.zoom / 2;
    part.x = Math.min(1 - half / w, Math.max(half / w, part.x));
    part.y = Math.min(1 - half / h, Math.max(half / h, part.y));
    this.slider.value = String(part.zoom);
    this.draw(this.canvas);
  }

  /** @param {HTMLCanvasElement} canvas */
  draw(canvas) {
    canvas.width = canvas.height = side;
    const { x, y, size } = this.rect();
    canvas.getContext("2d")?.drawImage(this.photo, x, y, size, size, 0, 0, side, side);
  }

  /** @param {number} dx @param {number} dy by pixels of the screen */
  pan(dx, dy) {
    const { size, w, h } = this.rect(), scale = size / this.canvas.getBoundingClientRect().width;
    this.set({ x: this.part.x - dx * scale / w, y: this.part.y - dy * scale / h });
  }

  open() {
    const template = need(this.box, "[data-avatar-dialog]", HTMLTemplateElement);
    const body = /** @type {DocumentFragment} */ (document.importNode(template.content, true));
    const title = need(body, "h2");
    const stage = need(body, ".avatar-stage");
    this.canvas = need(body, "canvas", HTMLCanvasElement);
    this.slider = need(body, "input", HTMLInputElement);
    this.slider.max = String(this.most);
    const use = need(body, "[data-use]", HTMLButtonElement);
    const shown = dialog({ className: "dialog avatar-dialog", title, body: [...body.childNodes], cancel: this.box.dataset.cancel ?? "" });
    use.addEventListener("click", () => {
      this.keep();
      shown.box.close();
    });
    this.slider.addEventListener("input", () => this.set({ zoom: Number(this.slider.value) }));
    this.listen(stage);
    shown.box.showModal();
    this.set({});
    stage.focus();
  }

  /** @param {HTMLElement} stage */
  listen(stage) {
    stage.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      stage.focus({ preventScroll: true });
      stage.setPointerCapture(event.pointerId);
      this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    });
    stage.addEventListener("pointermove", (event) => this.move(event));
    for (const name of /** @type {const} */ (["pointerup", "pointercancel"])) stage.addEventListener(name, (event) => this.pointers.delete(event.pointerId));
    stage.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.set({ zoom: this.part.zoom * Math.exp(-event.deltaY / 400) });
    }, { passive: false });
    stage.addEventListener("keydown", (event) => {
      const [right, down] = arrow(event.key), zoom = { "+": 1.1, "=": 1.1, "-": 1 / 1.1 }[event.key];
      if (event.ctrlKey || event.metaKey || !right && !down && !zoom) return;
      event.preventDefault();
      if (zoom) this.set({ zoom: this.part.zoom * zoom });
      else this.pan(-right * 8, -down * 8);
    });
  }

  /** @param {PointerEvent} event */
  move(event) {
    const before = this.pointers.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    const other = [...this.pointers].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      const spread = (/** @type {{ x: number, y: number }} */ p) => Math.hypot(p.x - other.x, p.y - other.y) || 1;
      this.set({ zoom: this.part.zoom * spread(now) / spread(before) });
    } else {
      this.pan(now.x - before.x, now.y - before.y);
    }
    this.pointers.set(event.pointerId, now);
  }

  // keep writes the part into the form, and shows it there.
  keep() {
    const { x, y, size, w, h } = this.rect();
    need(this.box, "[data-avatar-crop]", HTMLInputElement).value = [x / w, y / h, size / w, size / h].map((v) => Math.max(0, v).toFixed(5)).join(",");
    const image = need(this.box, "[data-avatar-preview] img", HTMLImageElement), canvas = document.createElement("canvas");
    this.draw(canvas);
    image.removeAttribute("srcset");
    image.src = canvas.toDataURL("image/jpeg", .9);
  }
}

/** @type {WeakMap<HTMLElement, Chooser>} */
const choosers = new WeakMap();

/** @param {HTMLElement} box @param {File} file */
function chosen(box, file) {
  const photo = new Image(), again = find(box, "[data-avatar-again]");
  need(box, "[data-avatar-crop]", HTMLInputElement).value = "";
  photo.addEventListener("load", () => {
    const chooser = new Chooser(box, photo);
    choosers.set(box, chooser);
    if (again) again.hidden = false;
    chooser.open();
  });
  photo.addEventListener("error", () => { if (again) again.hidden = true; });
  photo.src = URL.createObjectURL(file);
}

export function start() {
  document.addEventListener("change", (event) => {
    const box = around(event.target, "[data-avatar]"), file = as(event.target, HTMLInputElement)?.files?.[0];
    if (box && file) chosen(box, file);
  });
  document.addEventListener("click", (event) => {
    const box = around(event.target, "[data-avatar-again]")?.closest("[data-avatar]");
    if (box instanceof HTMLElement) choosers.get(box)?.open();
  });
}
