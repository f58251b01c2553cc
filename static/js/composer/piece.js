// The form's own fields are the story. What stands on the stage reads and writes them.
import { all, find, isField, need } from "../site/dom.js";
import { enliven } from "../site/send.js";
import { word } from "../site/words.js";

/** @typedef {"x" | "y" | "scale" | "rotation"} Dimension */
/** @typedef {Record<Dimension, number>} Place */

/** @type {[Dimension, { by: number, usual: number, least: number, most: number }][]} */
const dimensions = [ // by is how a field's number relates to a place
  ["x", { by: 100, usual: 50, least: 0, most: 1 }],
  ["y", { by: 100, usual: 50, least: 0, most: 1 }],
  ["scale", { by: 100, usual: 100, least: .2, most: 5 }],
  ["rotation", { by: 1, usual: 0, least: -180, most: 180 }],
];
/** @param {number} v */
const short = (v) => String(Number(v.toFixed(3)));
/** @param {number} v @param {number} low @param {number} high */
export const clamp = (v, low, high) => Math.min(high, Math.max(low, v));
/** @param {number} degrees */
export const wrapped = (degrees) => ((degrees + 180) % 360 + 360) % 360 - 180;

/** @param {ParentNode} form */
export const setsOf = (form) => all(form, "[data-fields]");

export class Piece {
  /** @param {HTMLFormElement} form @param {string} id @param {HTMLElement} fields */
  constructor(form, id, fields) {
    this.form = form;
    this.id = id;
    this.fields = fields;
    this.isPicture = id === "picture";
  }

  /** @param {string} name */
  field(name) {
    const field = this.form.elements.namedItem(this.isPicture ? `picture.${name}` : `ov.${this.id}.${name}`);
    return isField(field) || field instanceof RadioNodeList ? field : null;
  }

  /** @returns {Place} */
  get place() {
    const place = { x: 0, y: 0, scale: 1, rotation: 0 };
    for (const [name, { by, usual }] of dimensions) {
      const text = this.field(name)?.value.trim().replace(",", ".") ?? "", n = Number(text);
      place[name] = (text && Number.isFinite(n) ? n : usual) / by;
    }
    return place;
  }

  /** @param {Partial<Place>} values */
  move(values) {
    for (const [name, { by, least, most }] of dimensions) {
      const value = values[name], field = this.field(name);
      if (value !== undefined && field) field.value = short(clamp(name === "rotation" ? wrapped(value) : value, least, most) * by);
    }
  }

  get label() {
    if (this.isPicture) return word("composer.picture");
    const kind = need(this.fields, "legend").textContent.trim();
    const text = ["text", "username", "tag", "url"].map((name) => this.field(name)?.value.trim()).find(Boolean);
    return text ? `${kind}: ${text}` : kind;
  }
}

// pieceOf is an overlay by its id, or the picture behind all.
/** @param {HTMLFormElement} form @param {string} id */
export function pieceOf(form, id) {
  const fields = find(form, id === "picture" ? "[data-picture-fields]" : `[data-fields="${CSS.escape(id)}"]`);
  return fields && new Piece(form, id, fields);
}

// blank is the set of fields of a new overlay.
/** @param {string} type @param {string} id */
export function blank(type, id) {
  const template = need(document, `[data-overlay-template="${type}"]`, HTMLTemplateElement);
  const fields = need(document.importNode(template.content, true), "fieldset");
  for (const one of [fields, ...fields.querySelectorAll("*")]) {
    for (const attribute of [...one.attributes]) {
      if (attribute.value.includes("new-" + type)) one.setAttribute(attribute.name, attribute.value.replaceAll("new-" + type, id));
    }
  }
  return fields;
}

// put sets fields at the end of the others, and has them made live.
/** @param {HTMLFormElement} form @param {HTMLElement} fields */
export function put(form, fields) {
  const sets = setsOf(form).filter((one) => one !== fields);
  (sets.at(-1) || need(form, ".toolbox")).after(fields);
  enliven(fields);
}
