// What stands on a story is placed by numbers: fractions of the canvas, a scale
// and degrees. Sliders show their emoji where they are, countdowns count.
function place(element) {
  const set = (name, value, usual) => element.style.setProperty(name, value === undefined || value === "" ? usual : value);
  set("--x", element.dataset.x, .5);
  set("--y", element.dataset.y, .5);
  set("--s", element.dataset.scale, 1);
  set("--r", element.dataset.rotation, 0);
  element.classList.add("placed");
}

function slide(input) {
  input.parentElement.style.setProperty("--v", input.value / 100);
}

function words(seconds) {
  if (seconds <= 0) return "It is time";
  const d = Math.floor(seconds / 86400), h = Math.floor(seconds / 3600) % 24, m = Math.floor(seconds / 60) % 60, s = Math.floor(seconds) % 60;
  if (d) return `${d} d ${h} h`;
  if (h) return `${h} h ${m} min`;
  return `${m}:${String(s).padStart(2, "0")}`;
}

function count() {
  for (const clock of document.querySelectorAll("[data-countdown]")) clock.textContent = words((Date.parse(clock.dateTime) - Date.now()) / 1000);
}

function arrange(root) {
  if (!root?.querySelectorAll) return;
  if (root.matches?.("[data-overlay], [data-picture]")) place(root);
  for (const one of root.querySelectorAll("[data-overlay], [data-picture]")) place(one);
  for (const one of root.querySelectorAll("[data-slider]")) slide(one);
  count();
}

document.addEventListener("input", (event) => { if (event.target.matches("[data-slider]")) slide(event.target); });
document.addEventListener("htmx:load", (event) => arrange(event.target));
arrange(document);
if (document.querySelector("[data-canvas]") || document.querySelector("[data-stories]")) setInterval(count, 1000);

window.photogram.arrange = arrange;
