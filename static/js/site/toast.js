// Short messages, told to screen readers as well.
import { find, make } from "./dom.js";

/**
 * toast shows a message for a while, with a button for an action.
 * @param {string} text
 * @param {{ action?: string, run?: () => void, keep?: number }} [options]
 */
export function toast(text, { action, run, keep = 4500 } = {}) {
  const box = make("div", "toast");
  box.append(make("span", "", text));
  if (action) {
    const button = make("button", "", action);
    button.type = "button";
    button.addEventListener("click", () => { box.remove(); run?.(); });
    box.append(button);
  }
  find(document, "#toasts")?.replaceChildren(box);
  setTimeout(() => box.remove(), action ? keep * 2 : keep);
}

// What an answer of the server says, be it well or wrong.
export function start() {
  document.addEventListener("photogram:said", (event) => { if (event.detail?.value) toast(event.detail.value); });
  document.addEventListener("photogram:error", (event) => { if (event.detail?.value) toast(event.detail.value); });
}
