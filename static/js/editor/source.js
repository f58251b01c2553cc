// Bringing the unedited photo to the page.
import { plan } from "./geometry.js";

/** @typedef {import("./geometry.js").Shape} Shape */
/** @typedef {import("./geometry.js").Plan} Plan */
/** @typedef {{ canvas: HTMLCanvasElement, ctx: CanvasRenderingContext2D, plan: Plan, k: number }} Small */

// decode keeps the pixels as they are in the file: they are sRGB already.
/** @param {Blob} blob */
export const decode = (blob) => createImageBitmap(blob, { colorSpaceConversion: "none", premultiplyAlpha: "none" });

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

// fetchPreview waits until the server has made the preview, asking less and less often.
/** @param {string} url */
export async function fetchPreview(url) {
  for (let wait = 350, tries = 0; ; tries++, wait = Math.min(wait * 1.5, 5000)) {
    let problem;
    try {
      const answer = await fetch(url, { cache: tries ? "reload" : "default", credentials: "same-origin" });
      if (answer.ok && (answer.headers.get("Content-Type") || "").startsWith("image/")) return await answer.blob();
      problem = answer.status;
    } catch (failure) {
      problem = failure instanceof Error ? failure.message : String(failure);
    }
    if (tries >= 30 || problem === 401 || problem === 403) throw new Error("the preview did not come: " + problem);
    await pause(wait);
  }
}

// flat is a canvas's 2D context.
/** @param {HTMLCanvasElement} canvas @param {CanvasRenderingContext2DSettings} [settings] */
export function flat(canvas, settings) {
  const ctx = canvas.getContext("2d", settings);
  if (!ctx) throw new Error("no 2D context");
  return ctx;
}

// tilt draws a small picture again, in perspective: each pixel takes the nearest
// one of the turned frame.
/** @param {Small} picture @param {ImageBitmap} bitmap @param {Shape} recipe @param {number[]} m @param {{ x: number, y: number }} corner */
function tilt({ canvas, ctx, plan: p, k }, bitmap, recipe, m, { x, y }) {
  const { rotate, flip_h, flip_v } = recipe, scale = Math.min(1, 400 / Math.max(p.frameW, p.frameH));
  const frame = small(bitmap, { rotate, flip_h, flip_v }, Math.max(p.frameW, p.frameH) * scale);
  const from = frame.ctx.getImageData(0, 0, frame.canvas.width, frame.canvas.height), out = ctx.createImageData(canvas.width, canvas.height);
  const source = new Uint32Array(from.data.buffer), into = new Uint32Array(out.data.buffer);
  const inside = (/** @type {number} */ v, /** @type {number} */ n) => Math.min(n - 1, Math.max(0, Math.floor(v)));
  for (let row = 0, i = 0; row < out.height; row++) {
    for (let column = 0; column < out.width; column++, i++) {
      const u = (column + .5) / k + x, v = (row + .5) / k + y, near = m[6] * u + m[7] * v + m[8];
      const at = inside((m[0] * u + m[1] * v + m[2]) / near * frame.k, from.width);
      into[i] = source[inside((m[3] * u + m[4] * v + m[5]) / near * frame.k, from.height) * from.width + at];
    }
  }
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.putImageData(out, 0, 0);
}

// small draws the edited geometry with a 2D context, no larger than edge: for the
// strips, and for browsers without WebGL.
/** @param {ImageBitmap} bitmap @param {Shape} recipe @param {number} edge @returns {Small} */
export function small(bitmap, recipe, edge, { square = false, whole = false } = {}) {
  const p = plan(recipe, bitmap.width, bitmap.height, whole);
  const canvas = document.createElement("canvas");
  let { x, y, w, h } = { x: 0, y: 0, w: p.width, h: p.height };
  if (square) [x, y, w, h] = [(w - Math.min(w, h)) / 2, (h - Math.min(w, h)) / 2, Math.min(w, h), Math.min(w, h)];
  const k = Math.min(1, edge / (square ? w : Math.max(w, h)));
  canvas.width = Math.max(1, Math.round(w * k));
  canvas.height = Math.max(1, Math.round(h * k));
  const ctx = flat(canvas, { willReadFrequently: true });
  ctx.imageSmoothingQuality = "high";
  // From the preview to the turned frame, to the straightened frame, to the crop.
  ctx.scale(k, k);
  ctx.translate(-p.left - x, -p.top - y);
  if (p.warp && p.flat) {
    const [a, b, , d, e] = p.warp, det = a * e - b * d;
    ctx.translate(p.frameW / 2, p.frameH / 2);
    ctx.transform(e / det, -d / det, -b / det, a / det, 0, 0);
    ctx.translate(-p.frameW / 2, -p.frameH / 2);
  }
  // The map turns and mirrors only, so its transpose goes the other way; between
  // the corners of pixels instead of their centres.
  const [a, b, c, d, e, f] = p.map, right = c + (1 - a - b) / 2, down = f + (1 - d - e) / 2;
  ctx.transform(a, b, d, e, -(a * right + d * down), -(b * right + e * down));
  ctx.drawImage(bitmap, 0, 0);
  const picture = { canvas, ctx, plan: p, k };
  if (p.warp && !p.flat) tilt(picture, bitmap, recipe, p.warp, { x, y });
  return picture;
}
