// What a field asks for, checked while it is being written.
import { find, isField, make } from "../site/dom.js";
import { word } from "../site/words.js";
import { length } from "./length.js";

/** @type {Record<string, (text: string) => string>} */
const rules = {
  username: (text) => !text || /^@?[a-z0-9_.]+$/i.test(text) && !text.startsWith(".") && !text.endsWith(".") && !text.includes("..") ? "" : word("app.hint-username"),
  password: (text) => !text || length(text) >= 8 ? "" : word("app.hint-password", { n: 8 - length(text) }),
  email: (text) => !text || /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text) ? "" : word("app.hint-email"),
};
let wait = 0;
/** @type {{ typed: string, username: string } | undefined} */
let written;

/**
 * Asks the site how a name is written there, and whether it is free.
 * @param {import("../site/dom.js").Field} field @param {string} path @param {(text: string, good: boolean) => void} say
 */
async function ask(field, path, say) {
  const typed = field.value.trim();
  if (!typed) return say("", true);
  try {
    const answer = await fetch(`${path}?${new URLSearchParams({ username: typed })}`, { headers: { Accept: "application/json" } });
    if (!answer.ok || field.value.trim() !== typed) return;
    const { username, problem, free } = await answer.json();
    written = { typed, username };
    if (username && document.activeElement !== field) field.value = username;
    say(problem || free, !problem);
  } catch {
    // Signing up checks it again.
  }
}

/** @param {import("../site/dom.js").Field} field */
function hint(field) {
  const rule = rules[field.name], box = field.closest(".field"), path = field.form?.dataset.names;
  if (!rule || !box) return;
  clearTimeout(wait);
  /** @param {string} text @param {boolean} good */
  const say = (text, good) => {
    let out = find(box, ".problem");
    if (!out) {
      out = make("p", "problem");
      out.id = field.id + "-problem";
      out.setAttribute("aria-live", "polite");
      box.append(out);
      field.setAttribute("aria-describedby", `${out.id} ${field.getAttribute("aria-describedby") || ""}`.trim());
    }
    out.textContent = text;
    out.classList.toggle("good", good);
    if (good) field.removeAttribute("aria-invalid");
    else field.setAttribute("aria-invalid", "true");
  };
  wait = setTimeout(() => {
    if (field.name === "username" && path) return ask(field, path, say);
    const text = rule(field.value.trim());
    say(text, !text);
  }, 700);
}

export function start() {
  document.addEventListener("input", (event) => {
    if (isField(event.target) && event.target.form?.hasAttribute("data-hints")) hint(event.target);
  });
  // The name is shown as it will be kept once its field is left.
  document.addEventListener("change", (event) => {
    if (isField(event.target) && event.target.name === "username" && written?.username && event.target.value.trim() === written.typed) {
      event.target.value = written.username;
    }
  });
}
