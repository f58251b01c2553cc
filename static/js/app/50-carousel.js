// Albums scroll by touch and keys on their own; this adds buttons and a count.
function start(root) {
  for (const box of root.querySelectorAll("[data-carousel]:not([data-ready])")) {
    box.dataset.ready = "";
    const frames = box.querySelector(".frames");
    const steps = [...box.querySelectorAll("[data-step]")];
    const label = box.querySelector("[data-count]");
    const total = frames.children.length;
    const at = () => Math.round(Math.abs(frames.scrollLeft) / Math.max(1, frames.clientWidth));

    const show = () => {
      const here = at();
      label.textContent = `${here + 1}/${total}`;
      for (const step of steps) {
        const to = here + Number(step.dataset.step);
        step.disabled = to < 0 || to >= total;
      }
    };
    const go = (by) => {
      const to = Math.min(total - 1, Math.max(0, at() + by));
      const frame = frames.children[to];
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      frames.scrollTo({ left: frame.offsetLeft - frames.children[0].offsetLeft, behavior: calm ? "instant" : "smooth" });
    };
    for (const step of steps) {
      step.hidden = false;
      step.addEventListener("click", () => go(Number(step.dataset.step)));
    }
    const rtl = getComputedStyle(frames).direction === "rtl";
    frames.addEventListener("keydown", (event) => {
      const by = { ArrowRight: rtl ? -1 : 1, ArrowLeft: rtl ? 1 : -1, Home: -total, End: total }[event.key];
      if (by === undefined) return;
      event.preventDefault();
      go(by);
    });
    frames.addEventListener("scroll", () => requestAnimationFrame(show), { passive: true });
    show();
  }
}

start(document);
document.addEventListener("htmx:load", (event) => start(event.detail.elt.parentElement || document));
