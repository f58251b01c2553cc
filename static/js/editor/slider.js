// Sliders: their number, their filled part, and the ways back.
import { find, make, need } from "../site/dom.js";
import { word } from "../site/words.js";

/** @param {HTMLElement} box */
const inputOf = (box) => need(box, "input", HTMLInputElement);

// showSlider brings a slider's number, its filled part and its reset button up to date.
/** @param {HTMLElement} box */
export function showSlider(box) {
  const input = inputOf(box), out = need(box, "output", HTMLOutputElement), reset = find(box, "[data-reset]", HTMLButtonElement);
  const min = Number(input.min), max = Number(input.max), at = (/** @type {number} */ v) => (v - min) / (max - min);
  const from = input.hasAttribute("data-centre") ? at(0) : 0, to = at(Number(input.value));
  input.style.setProperty("--from", String(Math.min(from, to)));
  input.style.setProperty("--to", String(Math.max(from, to)));
  out.value = input.value + (out.dataset.unit || "");
  const changed = Number(input.value) !== Number(box.dataset.slider);
  box.toggleAttribute("data-changed", changed);
  if (reset) reset.disabled = !changed;
}

// liveSlider adds the ways back: a double click on the slider, or its number.
/** @param {HTMLElement} box @param {() => void} changed */
export function liveSlider(box, changed) {
  const input = inputOf(box), out = need(box, "output"), label = need(box, "label").textContent.trim();
  const reset = make("button", "slider-reset");
  reset.type = "button";
  reset.dataset.reset = "";
  reset.title = word("editor.reset");
  out.replaceWith(reset);
  reset.append(out, make("span", "sr", " " + word("editor.reset-name", { name: label })));
  const back = () => {
    if (Number(input.value) === Number(box.dataset.slider)) return;
    input.value = box.dataset.slider || "";
    showSlider(box);
    input.focus();
    changed();
  };
  reset.addEventListener("click", back);
  input.addEventListener("dblclick", back);
  input.addEventListener("input", () => showSlider(box));
  showSlider(box);
}
