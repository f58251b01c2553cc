// What was sent leaves its field when the answer comes; what was written since stays.
/** @typedef {HTMLInputElement | HTMLTextAreaElement} Field */

/** @type {WeakMap<Field, string>} */
const sent = new WeakMap();

/** @param {Field} field */
export function sending(field) {
  sent.set(field, field.value);
}

/** @param {Field} field */
export function arrived(field) {
  const rest = field.value.replace(sent.get(field) ?? field.value, () => "");
  field.value = rest.trim() && rest; // the end of a line alone is nothing written
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
