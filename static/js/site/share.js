// Links are copied or handed to the system's own sharing.
import { all, around } from "./dom.js";
import { onParts } from "./start.js";
import { toast } from "./toast.js";
import { word } from "./words.js";

const buttons = "[data-copy], [data-copy-here], [data-share]";

/** @param {string} text */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(word("app.link-copied"));
  } catch {
    toast(word("app.copy-failed"));
  }
}

/** @param {HTMLElement} button */
async function share({ dataset: { copy: link, share: url, shareTitle: title } }) {
  if (!url) return copy(link || location.href);
  if (!navigator.share) return copy(url);
  try {
    await navigator.share({ url, title });
  } catch (problem) {
    if (!(problem instanceof DOMException && problem.name === "AbortError")) await copy(url);
  }
}

export function start() {
  document.addEventListener("click", (event) => {
    const button = around(event.target, buttons);
    if (!button) return;
    button.closest("details.menu")?.removeAttribute("open");
    share(button);
  });
  onParts((root) => { for (const button of all(root, buttons)) button.hidden = false; });
}
