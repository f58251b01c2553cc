// Look and adjustments, without the geometry, are copied to other photos.
import { adjustments, plain } from "./item.js";

/** @typedef {import("./item.js").Recipe} Recipe */
/** @typedef {Pick<Recipe, "filter" | "strength" | import("./grade.js").Adjustment>} Taken */

const place = "photogram.edit";

/** @param {Recipe} recipe @returns {Taken} */
export function takes(recipe) {
  const { crop: _, ratio: _ratio, rotate: _rotate, flip_h: _h, flip_v: _v, straighten: _s, perspective_h: _ph, perspective_v: _pv, ...values } = recipe;
  return values;
}

/** @param {Taken} values */
export const copy = (values) => localStorage.setItem(place, JSON.stringify(values));

// copied is what was copied last, as far as this site knows it.
/** @param {import("./grade.js").Looks} looks */
export function copied(looks) {
  try {
    const kept = JSON.parse(localStorage.getItem(place) || "null"), values = takes(plain);
    if (!kept || typeof kept !== "object" || kept.filter !== "Normal" && !looks[kept.filter]) return null;
    values.filter = kept.filter;
    for (const name of /** @type {const} */ (["strength", ...adjustments])) {
      const n = Math.round(Number(kept[name]));
      if (Number.isFinite(n)) values[name] = n;
    }
    return values;
  } catch {
    return null;
  }
}
