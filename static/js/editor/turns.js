// What turning, mirroring and other shapes do to the crop of a photo.
import { aspect, fit, full, isFull, largest, mirrored, quarterTurn, turned, turnOf } from "./geometry.js";

/** @typedef {import("./item.js").Item} Item */
/** @typedef {"left" | "right" | "mirror" | "flip"} Way */

// shapeOf is the size of the turned photo, in its own pixels.
/** @param {Item} item */
export function shapeOf(item, recipe = item.recipe) {
  const [w, h] = turned(turnOf(recipe), item.width || item.bitmap?.width || 1, item.height || item.bitmap?.height || 1);
  return { w, h, ratio: w / h };
}

// cropped is the size of what the crop leaves.
/** @param {Item} item */
export function cropped(item) {
  const { w, h } = shapeOf(item), c = item.recipe.crop || full();
  return { w: Math.round(c.w * w), h: Math.round(c.h * h) };
}

/** @param {Item} item @param {string} ratio */
export function reshape(item, ratio) {
  const { crop: before } = item.recipe, want = aspect(ratio, shapeOf(item).ratio);
  if (ratio === "original") item.change({ crop: null });
  else if (want) {
    const crop = before ? fit(before, want) : largest(want);
    item.change({ crop: isFull(crop) ? null : crop });
  }
}

/** @param {Item} item @param {Way} how */
export function turn(item, how) {
  const r = item.recipe, c = r.crop || full();
  /** @type {Partial<import("./item.js").Recipe>} */
  const next = {};
  if (how === "left" || how === "right") {
    next.rotate = (r.rotate + (how === "right" ? 90 : 270)) % 360;
    next.crop = quarterTurn(c, how === "right");
    const sign = how === "right" ? 1 : -1;
    Object.assign(next, { perspective_v: sign * r.perspective_h, perspective_h: -sign * r.perspective_v });
  } else {
    // As it is seen: after a quarter turn the other axis is mirrored.
    const across = how === "mirror", name = across === (r.rotate % 180 === 0) ? "flip_h" : "flip_v";
    next[name] = !r[name];
    next.crop = mirrored(c, across);
    if (r.straighten) next.straighten = -r.straighten;
    Object.assign(next, across ? { perspective_h: -r.perspective_h } : { perspective_v: -r.perspective_v });
  }
  if (isFull(next.crop)) next.crop = null;
  item.change(next);
  const want = next.rotate !== undefined && r.ratio !== "original" ? aspect(r.ratio, shapeOf(item).ratio) : null;
  if (next.crop && want) item.change({ crop: fit(next.crop, want) });
}
