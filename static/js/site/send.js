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

// ajax has htmx send and take in, and tells whether there was an answer. What
// goes wrong is said by errors.js.
/** @param {"GET" | "POST"} verb @param {string} path @param {HtmxAjax} context */
export const ajax = (verb, path, context) => htmx.ajax(verb, path, context).then(() => true, () => false);

// put has htmx put an element that was fetched in the place of another.
/** @param {Element} old @param {Element} now */
export function put(old, now) {
  htmx.swap(old, now.outerHTML, { swapStyle: "outerHTML", swapDelay: 0, settleDelay: 0, ignoreTitle: true });
}

// enliven does for a part that is on the page by itself what htmx does for its own.
/** @param {Element} part */
export function enliven(part) {
  htmx.process(part);
  part.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true, detail: { elt: part } }));
}
