// Finding elements, of the kind that is needed.

/** @template T @typedef {abstract new (...args: never[]) => T} Kind */

/**
 * find is the first element for a selector, or null.
 * @template {Element} [T=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @param {Kind<T>} [kind]
 * @returns {T | null}
 */
export function find(root, selector, kind) {
  return as(root.querySelector(selector), kind);
}

/**
 * need is an element that the page always has.
 * @template {Element} [T=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @param {Kind<T>} [kind]
 * @returns {T}
 */
export function need(root, selector, kind) {
  const one = find(root, selector, kind);
  if (!one) throw new Error("the page lacks " + selector);
  return one;
}

/**
 * all are the elements for a selector.
 * @template {Element} [T=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @param {Kind<T>} [kind]
 * @returns {T[]}
 */
export function all(root, selector, kind) {
  return [...root.querySelectorAll(selector)].flatMap((one) => as(one, kind) ?? []);
}

/**
 * around is the nearest element for a selector, from an event's target outwards.
 * @template {Element} [T=HTMLElement]
 * @param {EventTarget | null} from
 * @param {string} selector
 * @param {Kind<T>} [kind]
 * @returns {T | null}
 */
export function around(from, selector, kind) {
  return from instanceof Element ? as(from.closest(selector), kind) : null;
}

/**
 * as is a thing if it is of a kind.
 * @template {Element} [T=HTMLElement]
 * @param {EventTarget | null | undefined} thing
 * @param {Kind<T>} [kind]
 * @returns {T | null}
 */
export function as(thing, kind) {
  return thing instanceof (kind ?? HTMLElement) ? /** @type {T} */ (thing) : null;
}

/** @typedef {HTMLInputElement | HTMLTextAreaElement} TextField */
/** @typedef {TextField | HTMLSelectElement} Field */

/**
 * isField is whether somebody can put a value into this.
 * @param {unknown} thing
 * @returns {thing is Field}
 */
export const isField = (thing) => thing instanceof HTMLInputElement || thing instanceof HTMLTextAreaElement || thing instanceof HTMLSelectElement;

/**
 * isText is whether this is a field that is written in, or could be.
 * @param {unknown} thing
 * @returns {thing is TextField}
 */
export const isText = (thing) => thing instanceof HTMLInputElement || thing instanceof HTMLTextAreaElement;

/**
 * make is a new element.
 * @template {keyof HTMLElementTagNameMap} N
 * @param {N} name
 * @param {string} [className]
 * @param {string} [text]
 */
export function make(name, className = "", text = "") {
  const one = document.createElement(name);
  if (className) one.className = className;
  if (text) one.textContent = text;
  return one;
}

/** @param {string} text */
export const parsed = (text) => new DOMParser().parseFromString(text, "text/html");
