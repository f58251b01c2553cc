// The form's own fields are the state of the edit. Items read and write them.
import { around, isField } from "../site/dom.js";
import { showSlider } from "./slider.js";

/** @typedef {import("./grade.js").Adjustment} Adjustment */
/** @typedef {Required<import("./geometry.js").Shape> & { filter: string, strength: number, ratio: string } & Record<Adjustment, number>} Recipe */

/** @type {Adjustment[]} */
export const adjustments = ["brightness", "contrast", "saturation", "warmth", "tint", "highlights", "shadows", "fade", "vignette", "sharpen", "structure"];
/** @param {number} v */
const short = (v) => Number(v.toPrecision(6));

/** @type {Recipe} */
export const plain = {
  filter: "Normal", strength: 100, ratio: "original", crop: null, rotate: 0, flip_h: false, flip_v: false, straighten: 0, perspective_v: 0, perspective_h: 0,
  brightness: 0, contrast: 0, saturation: 0, warmth: 0, tint: 0, highlights: 0, shadows: 0, fade: 0, vignette: 0, sharpen: 0, structure: 0,
};

export class Item {
  /** @param {HTMLElement} root @param {HTMLFormElement} form */
  constructor(root, form) {
    this.root = root;
    this.form = form;
    this.id = root.dataset.item || "";
    this.preview = root.dataset.preview || "";
    this.width = Number(root.dataset.width);
    this.height = Number(root.dataset.height);
    /** @type {Promise<Blob> | null} */
    this.blob = null;
    /** @type {ImageBitmap | null} */
    this.bitmap = null; // while it is on the stage
    /** @type {ImageBitmap | null} */
    this.mini = null;
    this.stripKey = this.stampKey = ""; // what the small pictures show
  }

  /** @param {keyof Recipe} name */
  field(name) {
    const field = this.form.elements.namedItem(`i${this.id}.${name}`);
    if (!isField(field) && !(field instanceof RadioNodeList)) throw new Error("the form lacks " + name);
    return field;
  }

  /** @returns {Recipe} */
  get recipe() {
    const text = (/** @type {keyof Recipe} */ name) => this.field(name).value, number = (/** @type {keyof Recipe} */ name) => Number(text(name)) || 0;
    const checked = (/** @type {"flip_h" | "flip_v"} */ name) => { const field = this.field(name); return field instanceof HTMLInputElement && field.checked; };
    const [x = NaN, y = NaN, w = NaN, h = NaN, ...more] = text("crop").split(",").map(Number);
    const recipe = {
      ...plain, filter: text("filter"), strength: Number(text("strength")), ratio: text("ratio") || "original",
      crop: more.length === 0 && [x, y, w, h].every(Number.isFinite) ? { x, y, w, h } : null,
      rotate: number("rotate"), flip_h: checked("flip_h"), flip_v: checked("flip_v"),
      straighten: number("straighten"), perspective_v: number("perspective_v"), perspective_h: number("perspective_h"),
    };
    for (const name of adjustments) recipe[name] = number(name);
    return recipe;
  }

  // change writes some of the values, and shows them in the controls.
  /** @param {Partial<Recipe>} values */
  change(values) {
    for (const [name, value] of Object.entries(values)) {
      const field = this.field(/** @type {keyof Recipe} */ (name));
      if (name === "crop") field.value = values.crop ? [values.crop.x, values.crop.y, values.crop.w, values.crop.h].map(short).join() : "";
      else if (typeof value !== "boolean") field.value = String(value);
      else if (field instanceof HTMLInputElement) field.checked = value;
      const slider = isField(field) && field.type === "range" && around(field, "[data-slider]");
      if (slider) showSlider(slider);
    }
  }
}
