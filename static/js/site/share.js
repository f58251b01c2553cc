// Links are copied or handed to the system's own sharing.
import { all, around } from "./dom.js";
import { onParts } from "./start.js";
import { toast } from "./toast.js";
import { word } from "./words.js";

const buttons = "[data-copy], [data-copy-here], [data-share], [data-copy-code]";

/** @param {string} text @param {string} [done] @param {string} [failed] */
async function copy(text, done = word("app.link-copied"), failed = word("app.copy-failed")) {
  try {
    await navigator.clipboard.writeText(text);
    toast(done);
  } catch {
    toast(failed);
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
    const code = "copyCode" in button.dataset && button.parentElement?.querySelector("code");
    if (code) copy(code.textContent ?? "", word("app.code-copied"), word("app.code-not-copied"));
    else share(button);
  });
  onParts((root) => { for (const button of all(root, buttons)) button.hidden = false; });
}
