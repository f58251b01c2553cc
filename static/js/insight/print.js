// Pages are printed by a button too.
import { all, around } from "../site/dom.js";
import { onParts } from "../site/start.js";

export function start() {
  onParts((root) => { for (const button of all(root, "[data-print]")) button.hidden = false; });
  document.addEventListener("click", (event) => { if (around(event.target, "[data-print]")) print(); });
}
