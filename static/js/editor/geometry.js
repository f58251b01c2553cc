// Where pixels come from: photogram/media's geometry, and rectangles to crop by.
import { clamp01 } from "./grade.js";

/** @typedef {{ x: number, y: number, w: number, h: number }} Box */
/** @typedef {{ quarters: number, mirror: boolean }} Turn */
/**
 * @typedef {object} Shape of a recipe
 * @property {Box | null} [crop] in fractions of the turned frame
 * @property {number} [rotate]
 * @property {boolean} [flip_h]
 * @property {boolean} [flip_v]
 * @property {number} [straighten]
 * @property {number} [perspective_v]
 * @property {number} [perspective_h]
 */
/**
 * @typedef {object} Plan
 * @property {number} width
 * @property {number} height
 * @property {number} frameW
 * @property {number} frameH
 * @property {number[]} map
 * @property {number} left
 * @property {number} top
 * @property {number[] | null} warp
 * @property {boolean} flat
 * @property {Box} crop
 * @property {string} key
 * @property {boolean} draft
 */

// A turn is quarter turns clockwise, then mirroring left and right.
/** @param {Turn} t @param {Turn} next @returns {Turn} */
function after(t, next) {
  const quarters = t.mirror ? 4 - next.quarters : next.quarters;
  return { quarters: (t.quarters + quarters) % 4, mirror: t.mirror !== next.mirror };
}
/** @param {Shape} recipe */
export function turnOf(recipe) {
  let t = { quarters: 0, mirror: false };
  if (recipe.flip_h) t = after(t, { quarters: 0, mirror: true });
  if (recipe.flip_v) t = after(t, { quarters: 2, mirror: true });
  return after(t, { quarters: ((recipe.rotate || 0) / 90) % 4, mirror: false });
}
/** @param {Turn} t @param {number} w @param {number} h @returns {[number, number]} */
export const turned = (t, w, h) => t.quarters % 2 ? [h, w] : [w, h];

// mapping says where the turned picture's pixel x, y is in the picture of w × h:
// at a·x + b·y + c, d·x + e·y + f.
/** @param {Turn} t @param {number} w @param {number} h */
function mapping(t, w, h) {
  const [ow] = turned(t, w, h);
  // u = s·x + o is x before the mirror.
  const s = t.mirror ? -1 : 1, o = t.mirror ? ow - 1 : 0;
  return [
    [s, 0, o, 0, 1, 0],
    [0, 1, 0, -s, 0, h - 1 - o],
    [-s, 0, w - 1 - o, 0, -1, h - 1],
    [0, -1, w - 1, s, 0, o],
  ][t.quarters] ?? [];
}

// pixels is a crop in whole pixels.
/** @param {Box | null | undefined} crop @param {number} w @param {number} h @returns {Box} */
function pixels(crop, w, h) {
  if (!crop) return { x: 0, y: 0, w, h };
  /** @type {(start: number, length: number, size: number) => [number, number]} */
  const span = (start, length, size) => {
    const a = Math.min(Math.round(clamp01(start) * size), size - 1);
    return [a, Math.max(Math.round(clamp01(start + length) * size), a + 1) - a];
  };
  const [x, cw] = span(crop.x, crop.w, w), [y, ch] = span(crop.y, crop.h, h);
  return { x, y, w: cw, h: ch };
}

const PERSPECTIVE = 0.35; // look.PerspectiveGain

// plan is the way from the preview, w × h, to the edited picture, or to the whole
// frame that is cropped when whole is set.
/** @param {Shape} recipe @param {number} w @param {number} h @param {boolean} whole @returns {Plan} */
export function plan(recipe, w, h, whole) {
  const turn = turnOf(recipe);
  const [fw, fh] = turned(turn, w, h);
  const crop = pixels(recipe.crop, fw, fh);
  const area = whole ? { x: 0, y: 0, w: fw, h: fh } : crop;
  /** @type {Plan} */
  const p = {
    width: area.w, height: area.h, frameW: fw, frameH: fh, map: mapping(turn, w, h), left: area.x, top: area.y, warp: null, flat: true, key: "", draft: false,
    // The picture that will be, for what depends on its size and place.
    crop: { x: crop.x - area.x, y: crop.y - area.y, w: crop.w, h: crop.h },
  };
  const tiltX = (recipe.perspective_h || 0) / 100 * PERSPECTIVE, tiltY = (recipe.perspective_v || 0) / 100 * PERSPECTIVE;
  if (recipe.straighten || tiltX || tiltY) {
    const angle = (recipe.straighten || 0) * Math.PI / 180, cx = fw / 2, cy = fh / 2;
    let sin = Math.sin(angle), cos = Math.cos(angle), zoom = 0;
    for (const sx of [-1, 1]) for (const sy of [-1, 1]) {
      const near = 1 + tiltX * sx + tiltY * sy, dx = sx * cx / near, dy = sy * cy / near;
      zoom = Math.max(zoom, Math.abs(dx * cos + dy * sin) / cx, Math.abs(dy * cos - dx * sin) / cy);
    }
    sin /= zoom;
    cos /= zoom;
    const near = [tiltX / cx, tiltY / cy, 1 - tiltX - tiltY];
    // x = (m0·u + m1·v + m2) / near, y = (m3·u + m4·v + m5) / near, near = m6·u + m7·v + m8, from pixels of the area.
    const warp = p.warp = [
      cx * near[0] + cos, cx * near[1] + sin, cx * near[2] - cos * cx - sin * cy,
      cy * near[0] - sin, cy * near[1] + cos, cy * near[2] + sin * cx - cos * cy,
      ...near,
    ];
    for (let r = 0; r < 9; r += 3) warp[r + 2] += warp[r] * area.x + warp[r + 1] * area.y;
    p.flat = !tiltX && !tiltY;
  }
  p.key = [p.width, p.height, p.left, p.top, p.map, recipe.straighten || 0, tiltX, tiltY].join();
  return p;
}

const MIN = 0.05; // the smallest side one can drag a crop to
/** @returns {Box} */
export const full = () => ({ x: 0, y: 0, w: 1, h: 1 });
/** @param {Box | null} c */
export const isFull = (c) => !c || c.w > 0.9999 && c.h > 0.9999;

// aspect is the width to height of a ratio, in fractions of a frame with that
// shape; null is free.
/** @param {string} ratio @param {number} shape */
export function aspect(ratio, shape) {
  if (ratio === "free") return null;
  if (ratio === "original") return 1;
  const [a = 1, b = 1] = ratio.split(":").map(Number);
  return a / b / shape;
}

// fit gives the crop another aspect: as large as it was, about the same centre.
/** @param {Box | null} crop @param {number} want */
export function fit(crop, want) {
  const c = crop || full();
  let h = Math.sqrt(c.w * c.h / want), w = h * want;
  const scale = Math.min(1, 1 / w, 1 / h);
  w *= scale;
  h *= scale;
  return inside({ x: c.x + c.w / 2 - w / 2, y: c.y + c.h / 2 - h / 2, w, h });
}
/** @param {number} want @returns {Box} */
export const largest = (want) => want > 1 ? { x: 0, y: (1 - 1 / want) / 2, w: 1, h: 1 / want } : { x: (1 - want) / 2, y: 0, w: want, h: 1 };

/** @param {Box} c @returns {Box} */
export function inside(c) {
  const w = Math.min(1, c.w), h = Math.min(1, c.h);
  return { x: Math.min(Math.max(0, c.x), 1 - w), y: Math.min(Math.max(0, c.y), 1 - h), w, h };
}

// drag moves the edges that a handle holds: h and v are -1, 0 or 1. The opposite
// edge stays; with an aspect and one edge, the other axis grows about its middle.
/** @param {Box} c @param {number} h @param {number} v @param {number} dx @param {number} dy @param {number | null} want */
export function drag(c, h, v, dx, dy, want) {
  const left = c.x, top = c.y, right = c.x + c.w, bottom = c.y + c.h;
  const roomX = h < 0 ? right : h > 0 ? 1 - left : 1, roomY = v < 0 ? bottom : v > 0 ? 1 - top : 1;
  let w = h ? Math.min(roomX, Math.max(MIN, c.w + h * dx)) : c.w;
  let t = v ? Math.min(roomY, Math.max(MIN, c.h + v * dy)) : c.h;
  if (want) {
    const middleX = c.x + c.w / 2, middleY = c.y + c.h / 2;
    const mostW = h ? roomX : 2 * Math.min(middleX, 1 - middleX), mostH = v ? roomY : 2 * Math.min(middleY, 1 - middleY);
    if (!v || h && Math.abs(w - c.w) / c.w >= Math.abs(t - c.h) / c.h) t = w / want;
    else w = t * want;
    const grow = Math.max(1, MIN / w, MIN / t);
    const shrink = Math.min(1, mostW / (w * grow), mostH / (t * grow));
    w *= grow * shrink;
    t *= grow * shrink;
  }
  return inside({
    x: h < 0 ? right - w : h > 0 ? left : c.x + c.w / 2 - w / 2,
    y: v < 0 ? bottom - t : v > 0 ? top : c.y + c.h / 2 - t / 2,
    w, h: t,
  });
}

// The crop stays on the same part of the picture when that turns or is mirrored.
/** @param {Box} c @param {boolean} clockwise @returns {Box} */
export const quarterTurn = (c, clockwise) => clockwise ? { x: 1 - c.y - c.h, y: c.x, w: c.h, h: c.w } : { x: c.y, y: 1 - c.x - c.w, w: c.h, h: c.w };
/** @param {Box} c @param {boolean} across @returns {Box} */
export const mirrored = (c, across) => across ? { ...c, x: 1 - c.x - c.w } : { ...c, y: 1 - c.y - c.h };
