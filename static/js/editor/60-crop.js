// The rectangle over the photo: dragged by edges and corners, moved by its
// inside, steered by arrow keys.
const { drag, inside, full } = window.photogram.editor;

const sides = (handle) => [handle.includes("e") ? 1 : handle.includes("w") ? -1 : 0, handle.includes("s") ? 1 : handle.includes("n") ? -1 : 0];

class Cropper {
  // get tells { crop, aspect }, set takes a new crop while it moves, done follows at rest.
  constructor(frame, { get, set, done }) {
    this.frame = frame;
    this.box = frame.querySelector("[data-crop-box]");
    Object.assign(this, { get, set, done });
    this.pointers = new Map();
    frame.addEventListener("pointerdown", (event) => this.down(event));
    frame.addEventListener("pointermove", (event) => this.move(event));
    for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) frame.addEventListener(name, (event) => this.up(event));
    this.box.addEventListener("keydown", (event) => this.key(event));
  }

  show(crop) {
    const c = crop || full(), percent = (v) => (100 * v).toFixed(4) + "%";
    Object.assign(this.box.style, { left: percent(c.x), top: percent(c.y), width: percent(c.w), height: percent(c.h) });
    for (const [name, v] of [["x0", c.x], ["y0", c.y], ["x1", c.x + c.w], ["y1", c.y + c.h]]) this.frame.style.setProperty("--" + name, percent(v));
  }

  // begin remembers where things were when fingers came or went.
  begin() {
    const { crop, aspect } = this.get();
    this.start = { crop: crop || full(), aspect, size: this.frame.getBoundingClientRect(), points: [...this.pointers.values()].map((p) => ({ ...p })) };
  }

  down(event) {
    if (event.button > 0 || this.pointers.size > 1 || this.pointers.size === 0 && event.target === this.frame) return;
    event.preventDefault();
    this.box.focus({ preventScroll: true });
    if (this.pointers.size === 0) this.handle = event.target.dataset.handle || "";
    this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    this.frame.setPointerCapture(event.pointerId);
    this.frame.toggleAttribute("data-dragging", true);
    this.begin();
  }

  move(event) {
    const pointer = this.pointers.get(event.pointerId);
    if (!pointer) return;
    pointer.x = event.clientX;
    pointer.y = event.clientY;
    const { crop, aspect, size, points } = this.start, now = [...this.pointers.values()];
    const dx = (now[0].x - points[0].x) / size.width, dy = (now[0].y - points[0].y) / size.height;
    if (now.length === 2) {
      // Two fingers: the crop grows and moves with them.
      const spread = (p) => Math.hypot(p[0].x - p[1].x, p[0].y - p[1].y) || 1;
      const most = Math.min(1 / crop.w, 1 / crop.h), least = Math.max(.05 / crop.w, .05 / crop.h);
      const k = Math.min(most, Math.max(least, spread(now) / spread(points)));
      const mx = (now[0].x + now[1].x - points[0].x - points[1].x) / 2 / size.width, my = (now[0].y + now[1].y - points[0].y - points[1].y) / 2 / size.height;
      this.set(inside({ x: crop.x + crop.w * (1 - k) / 2 + mx, y: crop.y + crop.h * (1 - k) / 2 + my, w: crop.w * k, h: crop.h * k }));
    } else if (this.handle) {
      this.set(drag(crop, ...sides(this.handle), dx, dy, aspect));
    } else {
      this.set(inside({ ...crop, x: crop.x + dx, y: crop.y + dy }));
    }
  }

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

  key(event) {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!step || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const by = event.altKey ? 0.002 : 0.01, { crop, aspect } = this.get(), c = crop || full();
    if (event.shiftKey) this.set(drag(c, Math.abs(step[0]), Math.abs(step[1]), step[0] * by, step[1] * by, aspect));
    else this.set(inside({ ...c, x: c.x + step[0] * by, y: c.y + step[1] * by }));
    this.done("crop keys");
  }
}

Object.assign(window.photogram.editor, { Cropper });
