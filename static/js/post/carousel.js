// Albums scroll by touch and keys on their own; this adds buttons and a count.
import { all, need } from "../site/dom.js";
import { onParts } from "../site/start.js";

/** @param {HTMLElement} box */
function begin(box) {
  box.dataset.ready = "";
  const frames = need(box, ".frames"), steps = all(box, "[data-step]", HTMLButtonElement), label = need(box, "[data-count]");
  const total = frames.children.length;
  const at = () => Math.round(Math.abs(frames.scrollLeft) / Math.max(1, frames.clientWidth));

  const show = () => {
    const here = at();
    label.textContent = `${here + 1}/${total}`;
    for (const step of steps) {
      const to = here + Number(step.dataset.step);
      step.disabled = to < 0 || to >= total;
    }
    const next = frames.children[here + 1];
    if (next) all(next, "img", HTMLImageElement).forEach((image) => { image.loading = "eager"; });
  };
  const go = (/** @type {number} */ by) => {
    const slides = all(frames, ":scope > *"), frame = slides[Math.min(total - 1, Math.max(0, at() + by))];
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (frame) frames.scrollTo({ left: frame.offsetLeft - (slides[0]?.offsetLeft ?? 0), behavior: calm ? "instant" : "smooth" });
  };
  for (const step of steps) {
    step.hidden = false;
    step.addEventListener("click", () => go(Number(step.dataset.step)));
  }
  const rtl = getComputedStyle(frames).direction === "rtl";
  frames.addEventListener("keydown", (event) => {
    const by = new Map([["ArrowRight", rtl ? -1 : 1], ["ArrowLeft", rtl ? 1 : -1], ["Home", -total], ["End", total]]).get(event.key);
    if (by === undefined) return;
    event.preventDefault();
    go(by);
  });
  frames.addEventListener("scroll", () => requestAnimationFrame(show), { passive: true });
  show();
}

export function start() {
  onParts((root) => all(root, "[data-carousel]:not([data-ready])").forEach(begin));
}
