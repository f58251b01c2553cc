// A chosen profile picture is shown before it is sent.
import { around, as, need } from "../site/dom.js";

export function start() {
  document.addEventListener("change", (event) => {
    const box = around(event.target, "[data-avatar]"), file = as(event.target, HTMLInputElement)?.files?.[0];
    if (!box || !file) return;
    const image = need(box, "[data-avatar-preview] img", HTMLImageElement);
    image.removeAttribute("srcset");
    image.src = URL.createObjectURL(file);
  });
}
