// Passwords are shown on demand.
import { all, around, as } from "../site/dom.js";
import { onParts } from "../site/start.js";

export function start() {
  document.addEventListener("click", (event) => {
    const button = around(event.target, "[data-reveal]");
    const field = button && as(document.getElementById(button.dataset.reveal || ""), HTMLInputElement);
    if (!button || !field) return;
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  });
  onParts((root) => { for (const button of all(root, "[data-reveal]")) button.hidden = false; });
}
