// What was sent leaves its field when the answer comes; what was written since stays.
/** @typedef {HTMLInputElement | HTMLTextAreaElement} Field */

/** @type {WeakMap<Field, string>} */
const sent = new WeakMap();

/** @param {Field} field */
export function sending(field) {
  sent.set(field, field.value);
}

/**
 * since is what was written after something was sent. The end of a line alone is nothing.
 * @param {string} now @param {string} was
 */
export function since(now, was) {
  const rest = now.replace(was, () => "");
  return rest.trim() && rest;
}

/** @param {Field} field */
export function arrived(field) {
  field.value = since(field.value, sent.get(field) ?? field.value);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
