// The cover frame of a video is chosen by sliding through it.
import { all, need } from "../site/dom.js";

/** @param {HTMLElement} box */
function begin(box) {
  const film = need(box, "[data-poster-film]", HTMLVideoElement);
  const range = need(box, "[data-poster-range]", HTMLInputElement);
  const field = need(box, "[data-poster-seconds]", HTMLInputElement);
  range.hidden = false;
  range.addEventListener("input", () => {
    field.value = range.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  field.addEventListener("input", () => {
    if (range.value !== field.value) range.value = field.value;
    if (!box.dataset.film) return;
    if (film.hidden) {
      film.hidden = false;
      film.preload = "auto";
      film.src = box.dataset.film;
    }
    film.currentTime = Number(field.value) || 0;
  });
}

export function start() {
  all(document, "[data-poster]").forEach(begin);
}
