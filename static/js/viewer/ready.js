import { all, find } from "../site/dom.js";

/** @param {EventTarget} thing @param {string} good */
const comes = (thing, good) => new Promise((done) => { for (const name of [good, "error"]) thing.addEventListener(name, done, { once: true }); });

// ready waits until the story's picture is there; until then the bar waits.
/** @param {HTMLElement} story */
export async function ready(story) {
  const film = find(story, "[data-story-video]", HTMLVideoElement), image = find(story, ".story-picture picture img", HTMLImageElement);
  if (film) {
    if (film.readyState < 3) await comes(film, "canplay");
  } else if (image && !image.complete) await comes(image, "load");
}

// warm has the browser fetch what a story shows.
/** @param {HTMLElement} story */
export function warm(story) {
  for (const image of all(story, "img[loading]", HTMLImageElement)) image.loading = "eager";
  const film = find(story, "[data-story-video]", HTMLVideoElement);
  if (film && film.preload === "none") { film.preload = "auto"; film.load(); }
}
