// A photo without and with a look, and a line between them that can be moved.
import { all, need } from "./dom.js";

export function start() {
  for (const figure of all(document, "[data-compare]")) {
    const range = need(figure, "input", HTMLInputElement);
    const show = () => figure.style.setProperty("--shown", `${range.value}%`);
    range.hidden = false;
    figure.classList.add("compare-live");
    range.addEventListener("input", show);
    show();
  }
}
