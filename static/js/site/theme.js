// The theme changes at once; its form is sent on the side.
import { all, around } from "./dom.js";

export function start() {
  document.addEventListener("click", (event) => {
    const button = around(event.target, "[data-theme-switch] button", HTMLButtonElement);
    if (!button) return;
    const root = document.documentElement;
    if (button.value) root.dataset.theme = button.value;
    else delete root.dataset.theme;
    for (const one of all(document, "[data-theme-switch] button", HTMLButtonElement)) one.setAttribute("aria-pressed", String(one.value === button.value));
  });
}
