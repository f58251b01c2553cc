// Sliders tell their number, and forms learn the visitor's time zone.
import { all, as, find } from "../site/dom.js";
import { onParts } from "../site/start.js";

export function start() {
  document.addEventListener("input", (event) => {
    const field = as(event.target, HTMLInputElement), beside = field?.type === "range" && field.labels?.[0]?.parentElement;
    const out = beside && find(beside, "output", HTMLOutputElement);
    if (field && out) out.value = field.value + (out.dataset.unit || "");
  });
  onParts((root) => {
    for (const field of all(root, "[data-tz]", HTMLInputElement)) field.value ||= Intl.DateTimeFormat().resolvedOptions().timeZone;
  });
}
