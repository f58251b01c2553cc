// The names of people in a photo stand where they are in it, however it is cropped for its place.
import { all, as, find } from "../site/dom.js";

/** @param {HTMLElement} box */
function place(box) {
  const holder = box.parentElement;
  const image = holder && find(holder, "picture img");
  if (!image) return;
  const outer = holder.getBoundingClientRect(), inner = image.getBoundingClientRect();
  const w = Number(image.getAttribute("width")) || 1, h = Number(image.getAttribute("height")) || 1;
  const ways = [inner.width / w, inner.height / h];
  const scale = getComputedStyle(image).objectFit === "contain" ? Math.min(...ways) : Math.max(...ways);
  for (const item of all(box, "[data-x]")) {
    const x = inner.left - outer.left + (inner.width - w * scale) / 2 + Number(item.dataset.x) * w * scale;
    const y = inner.top - outer.top + (inner.height - h * scale) / 2 + Number(item.dataset.y) * h * scale;
    const half = item.offsetWidth / 2 + 4;
    const left = Math.max(half, Math.min(outer.width - half, x));
    item.style.left = left + "px";
    item.style.top = Math.max(4, Math.min(outer.height - item.offsetHeight - 8, y)) + "px";
    item.style.setProperty("--point", Math.max(-half + 14, Math.min(half - 14, x - left)) + "px");
  }
}

export function start() {
  const sizes = new ResizeObserver((entries) => {
    for (const entry of entries) {
      const box = find(entry.target, "[data-people][open]");
      if (box) place(box);
    }
  });
  document.addEventListener("toggle", (event) => {
    const box = as(event.target, HTMLDetailsElement), holder = box?.parentElement;
    if (!box?.matches("[data-people]") || !holder) return;
    box.classList.toggle("people-live", box.open);
    if (!box.open) return sizes.unobserve(holder);
    place(box);
    sizes.observe(holder);
  }, true);
}
