// Small pictures: what each look would make of this photo, and the strip of
// photos; and the whole preview, for browsers without WebGL.
import { all, find, make } from "../site/dom.js";
import { compile, paint } from "./grade.js";
import { flat, small } from "./source.js";

/** @typedef {import("./geometry.js").Plan} Plan */
/** @typedef {import("./grade.js").Grade} Grade */
/** @typedef {import("./grade.js").Looks} Looks */
/** @typedef {import("./item.js").Item} Item */
/** @typedef {import("./item.js").Recipe} Recipe */
/** @typedef {import("./source.js").Small} Small */

const ease = () => new Promise((resolve) => { if ("requestIdleCallback" in window) requestIdleCallback(resolve, { timeout: 200 }); else requestAnimationFrame(resolve); });

/** @param {Small} picture @param {Grade} grade @param {ImageData} pixels */
function graded({ canvas, ctx, plan, k }, grade, pixels) {
  paint(pixels.data, canvas.width, grade, { x: canvas.width / 2, y: canvas.height / 2, half: Math.sqrt(plan.crop.w ** 2 + plan.crop.h ** 2) / 2 * k });
  ctx.putImageData(pixels, 0, 0);
}

// thumbnail is the edited photo as a square.
/** @param {ImageBitmap} bitmap @param {Recipe} recipe @param {Looks} looks @param {number} edge */
export function thumbnail(bitmap, recipe, looks, edge) {
  const one = small(bitmap, recipe, edge, { square: true });
  graded(one, compile(recipe, looks), one.ctx.getImageData(0, 0, one.canvas.width, one.canvas.height));
  return one.canvas;
}

// LookStrip paints the looks of the photo that is edited, when it is idle.
export class LookStrip {
  /** @param {Looks} looks */
  constructor(looks) {
    this.looks = looks;
    this.turn = 0;
  }

  /** @param {Item} item @param {ImageBitmap} bitmap */
  async draw(item, bitmap) {
    const recipe = item.recipe, key = JSON.stringify({ ...recipe, filter: "", strength: 0, sharpen: 0, structure: 0 }), turn = ++this.turn;
    if (item.stripKey === key) return;
    const base = small(bitmap, recipe, 160, { square: true });
    const from = base.ctx.getImageData(0, 0, base.canvas.width, base.canvas.height);
    for (const mark of all(item.root, "[data-look-thumb]", Element)) {
      await ease();
      if (turn !== this.turn) return;
      const name = mark.getAttribute("data-look-thumb") || "";
      let canvas = mark.parentElement && find(mark.parentElement, "canvas", HTMLCanvasElement);
      if (!canvas) {
        canvas = make("canvas", "look-thumb");
        mark.after(canvas);
        mark.setAttribute("hidden", "");
      }
      Object.assign(canvas, { width: from.width, height: from.height });
      graded({ ...base, canvas, ctx: flat(canvas) }, compile({ ...recipe, filter: name, strength: 100 }, this.looks), new ImageData(from.data.slice(), from.width, from.height));
    }
    item.stripKey = key;
  }
}

// Software draws what the engine draws, smaller, and without structure and sharpening.
export class Software {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.ctx = flat(canvas);
    /** @type {ImageBitmap | null} */
    this.bitmap = null;
    this.draft = null; // all that it draws is small
    this.slow = false;
    this.key = "";
    this.from = new ImageData(1, 1);
    this.k = 1;
  }

  /** @param {ImageBitmap} bitmap */
  load(bitmap) {
    this.bitmap = bitmap;
    this.key = "";
  }

  measure() { /* it is slow */ }

  /** @param {Plan} plan @param {Grade} grade @param {Recipe} recipe @param {boolean} whole */
  render(plan, grade, recipe, whole) {
    if (this.key !== plan.key && this.bitmap) {
      const { ctx, canvas, k } = small(this.bitmap, recipe, 1000, { whole });
      this.from = ctx.getImageData(0, 0, canvas.width, canvas.height);
      this.k = k;
      this.key = plan.key;
    }
    const { width, height, data } = this.from, { k } = this, c = plan.crop;
    if (this.canvas.width !== width || this.canvas.height !== height) Object.assign(this.canvas, { width, height });
    const pixels = new ImageData(data.slice(), width, height);
    paint(pixels.data, width, grade, { x: (c.x + c.w / 2) * k, y: (c.y + c.h / 2) * k, half: Math.sqrt(c.w ** 2 + c.h ** 2) / 2 * k });
    this.ctx.putImageData(pixels, 0, 0);
  }
}
