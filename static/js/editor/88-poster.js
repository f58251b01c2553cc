// The cover frame of a video is chosen by sliding through it.
for (const box of document.querySelectorAll("[data-poster]")) {
  const film = box.querySelector("[data-poster-film]");
  const range = box.querySelector("[data-poster-range]");
  const field = box.querySelector("[data-poster-seconds]");
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
