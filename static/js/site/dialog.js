// Dialogs: what is in one has a heading or a question that names it, and a way out.
import { make } from "./dom.js";
import { word } from "./words.js";

/**
 * dialog opens one with what it has to say. It closes by its button, by Escape
 * and by a press beside it, and is gone then.
 * @param {{ className?: string, title: HTMLElement, body: Node[], cancel: string, closed?: (dialog: HTMLDialogElement) => void }} options
 */
export function dialog({ className = "dialog", title, body, cancel, closed }) {
  const box = make("dialog", className);
  title.id ||= "dialog-" + Math.random().toString(36).slice(2);
  box.setAttribute("aria-labelledby", title.id);
  const button = make("button", "button quiet dialog-cancel", cancel);
  button.type = "button";
  button.addEventListener("click", () => box.close());
  box.append(...body, button);
  box.addEventListener("click", (click) => { if (click.target === box) box.close(); });
  box.addEventListener("close", () => {
    closed?.(box);
    box.remove();
  });
  document.body.append(box);
  return { box, button };
}

// question asks before something that cannot be taken back.
/** @param {string} text @param {string} yes @returns {Promise<boolean>} */
export function question(text, yes) {
  return new Promise((resolve) => {
    const body = make("div", "confirm-body"), words = make("p", "", text), button = make("button", "button danger", yes);
    button.type = "button";
    body.append(words, button);
    const { box, button: cancel } = dialog({ title: words, body: [body], cancel: word("app.cancel"), closed: () => resolve(box.returnValue === "yes") });
    button.addEventListener("click", () => box.close("yes"));
    box.showModal();
    cancel.focus();
  });
}
