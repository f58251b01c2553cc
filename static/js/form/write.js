// Fields that are written in: counters in characters as people count them, and
// text that grows.
import { all, isText, make } from "../site/dom.js";
import { onParts } from "../site/start.js";
import { word } from "../site/words.js";
import { length } from "./length.js";

/** @typedef {import("../site/dom.js").TextField} TextField */

/** @param {TextField} field */
function counter(field) {
  const limit = Number(field.dataset.limit);
  /** @type {HTMLElement | null} */
  let out = null;
  return () => {
    const n = length(field.value);
    if (n <= limit * 0.8) {
      out?.remove();
      out = null;
      field.setCustomValidity("");
      return;
    }
    if (!out) {
      out = make("p", "counter");
      out.setAttribute("aria-live", "polite");
      (field.closest(".field, .comment-form") || field.parentElement)?.append(out);
    }
    out.textContent = `${n.toLocaleString()} / ${limit.toLocaleString()}`;
    out.classList.toggle("counter-over", n > limit);
    field.setCustomValidity(n > limit ? word("app.shorten", { n: n - limit }) : "");
  };
}

/** @param {TextField} field */
function grow(field) {
  if (CSS.supports("field-sizing", "content")) return () => {};
  return () => {
    field.style.blockSize = "auto";
    field.style.blockSize = field.scrollHeight + 2 + "px";
  };
}

export function start() {
  onParts((root) => {
    for (const field of all(root, "[data-limit]:not([data-ready]), [data-grow]:not([data-ready])").filter(isText)) {
      field.dataset.ready = "";
      /** @type {(() => void)[]} */
      const tasks = [];
      if (field.dataset.limit) tasks.push(counter(field));
      if ("grow" in field.dataset) tasks.push(grow(field));
      field.addEventListener("input", () => tasks.forEach((task) => task()));
      tasks.forEach((task) => task());
    }
  });
}
