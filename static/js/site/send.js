// fieldsOf is what a form would send.
/** @param {HTMLFormElement} form */
export function fieldsOf(form) {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) fields.append(name, String(value));
  return fields;
}

/**
 * post sends a form's fields while the page stays.
 * @param {string} path
 * @param {Record<string, string> | URLSearchParams} fields
 * @param {RequestInit} [more]
 */
export const post = (path, fields, more) => fetch(path, { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(fields), ...more });

// put has htmx put an element that was fetched in the place of another: it makes
// it live and tells all who wait for parts.
/** @param {Element} old @param {Element} now */
export const put = (old, now) => swap(old, now, "outerHTML");

// fill has htmx put it into another.
/** @param {Element} box @param {Element} now */
export const fill = (box, now) => swap(box, now, "innerHTML");

/** @param {Element} target @param {Element} now @param {string} swapStyle */
function swap(target, now, swapStyle) {
  htmx.swap(target, now.outerHTML, { swapStyle, swapDelay: 0, settleDelay: 0, ignoreTitle: true });
}
