// What the history of a story keeps: the fields of the picture, and of all that stands on it.
import { all, isField, need } from "../site/dom.js";
import { blank, put, setsOf } from "./piece.js";

/** @typedef {Record<string, string>} Values */
/** @typedef {{ picture: Values, overlays: { id: string, type: string, values: Values }[] }} State */

/** @param {HTMLElement} root */
const fieldsOf = (root) => all(root, "[name]").filter(isField);
/** @param {import("../site/dom.js").Field} field @returns {field is HTMLInputElement} */
const isRadio = (field) => field instanceof HTMLInputElement && field.type === "radio";

/** @param {HTMLElement} root @returns {Values} */
const valuesOf = (root) => Object.fromEntries(fieldsOf(root).filter((field) => !isRadio(field) || field.checked).map((field) => [field.name, field.value]));

/** @param {HTMLElement} root @param {Values} values */
function fill(root, values) {
  for (const field of fieldsOf(root)) {
    const value = values[field.name];
    if (value === undefined) continue;
    if (isRadio(field)) field.checked = field.value === value;
    else field.value = value;
  }
}

/** @param {HTMLFormElement} form */
export function stateOf(form) {
  const { alt_text: _, ...picture } = valuesOf(need(form, "[data-picture-fields]"));
  /** @type {State} */
  const state = { picture, overlays: setsOf(form).map((one) => ({ id: one.dataset.fields || "", type: one.dataset.type || "", values: valuesOf(one) })) };
  return JSON.stringify(state);
}

/** @param {HTMLFormElement} form @param {string} text */
export function restore(form, text) {
  /** @type {State} */
  const { picture, overlays } = JSON.parse(text);
  fill(need(form, "[data-picture-fields]"), picture);
  const there = new Map(setsOf(form).map((one) => [one.dataset.fields, one]));
  for (const [id, fields] of there) {
    if (overlays.some((one) => one.id === id && one.type === fields.dataset.type)) continue;
    fields.remove();
    there.delete(id);
  }
  for (const { id, type, values } of overlays) {
    const fields = there.get(id) || blank(type, id);
    fill(fields, values);
    put(form, fields);
  }
}
