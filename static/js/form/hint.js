// What a field asks for, checked while it is being written.
import { find, isField, make } from "../site/dom.js";
import { length } from "./length.js";

/** @type {Record<string, (text: string) => string>} */
const rules = {
  username: (text) => !text || /^@?[a-z0-9_.]+$/i.test(text) && !text.startsWith(".") && !text.endsWith(".") && !text.includes("..") ? "" : "Use letters a to z, digits, underscores and single full stops.",
  password: (text) => !text || length(text) >= 8 ? "" : `${8 - length(text)} more characters, please.`,
  email: (text) => !text || /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text) ? "" : "An address looks like name@example.org.",
};
let wait = 0;

/** @param {import("../site/dom.js").Field} field */
function hint(field) {
  const rule = rules[field.name], box = field.closest(".field");
  if (!rule || !box) return;
  clearTimeout(wait);
  wait = setTimeout(() => {
    const text = rule(field.value.trim());
    let out = find(box, ".problem");
    if (!out) {
      out = make("p", "problem");
      out.id = field.id + "-problem";
      out.setAttribute("aria-live", "polite");
      box.append(out);
      field.setAttribute("aria-describedby", `${out.id} ${field.getAttribute("aria-describedby") || ""}`.trim());
    }
    out.textContent = text;
    if (text) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }, 700);
}

export function start() {
  document.addEventListener("input", (event) => {
    if (isField(event.target) && event.target.form?.hasAttribute("data-hints")) hint(event.target);
  });
}
