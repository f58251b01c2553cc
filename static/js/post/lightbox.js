// One photo after the other on a dark screen: zoom by wheel, pinch, double press and
// keys, the next by arrows, keys and swipes.
import { dialog } from "../site/dialog.js";
import { all, find, need } from "../site/dom.js";

const most = 6, far = 60; // times; px of a swipe

/**
 * view opens the photos of the post that a link belongs to, at that one.
 * @param {HTMLAnchorElement} from
 */
export function view(from) {
  const links = all(from.closest("[data-post]") ?? document, 'a[data-open="photo"]', HTMLAnchorElement);
  let at = links.indexOf(from), scale = 1, x = 0, y = 0;
  const frame = /** @type {DocumentFragment} */ (need(document, "template[data-lightbox]", HTMLTemplateElement).content.cloneNode(true));
  const title = need(frame, "h2"), stage = need(frame, ".lightbox-stage"), count = need(frame, ".lightbox-count");
  const back = need(frame, ".lightbox-back", HTMLButtonElement), next = need(frame, ".lightbox-next", HTMLButtonElement);
  const { box, button: close } = dialog({ className: "lightbox", title, body: [frame], cancel: title.dataset.close ?? "",
    closed: () => links[at]?.focus({ preventScroll: true }) });
  close.className = "lightbox-close button";
  /** @type {HTMLImageElement | null} */
  let image = null;

  const place = () => {
    if (!image) return;
    if (scale === 1) [x, y] = [0, 0];
    const wide = Math.max(0, (image.offsetWidth * scale - stage.clientWidth) / 2), tall = Math.max(0, (image.offsetHeight * scale - stage.clientHeight) / 2);
    x = Math.min(wide, Math.max(-wide, x));
    y = Math.min(tall, Math.max(-tall, y));
    image.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
    stage.classList.toggle("lightbox-zoomed", scale > 1);
  };
  // zoom keeps the point of the photo that is under a point of the screen.
  const zoom = (/** @type {number} */ to, /** @type {number} */ cx, /** @type {number} */ cy) => {
    const was = scale, area = stage.getBoundingClientRect();
    scale = Math.min(most, Math.max(1, to));
    if (scale > 1) all(stage, "source, img", Element).forEach((one) => one.setAttribute("sizes", "10000px")); // the largest there is
    const dx = cx - area.left - area.width / 2, dy = cy - area.top - area.height / 2;
    x = dx - (dx - x) * scale / was;
    y = dy - (dy - y) * scale / was;
    place();
  };
  const middle = () => [stage.getBoundingClientRect().left + stage.clientWidth / 2, stage.getBoundingClientRect().top + stage.clientHeight / 2];
  const show = (/** @type {number} */ to) => {
    if (to < 0 || to >= links.length) return;
    at = to;
    [scale, x, y] = [1, 0, 0];
    const picture = find(links[at]?.parentElement ?? document, "picture", HTMLElement)?.cloneNode(true);
    if (!(picture instanceof HTMLElement)) return;
    all(picture, "source, img", Element).forEach((one) => one.setAttribute("sizes", "100vw"));
    image = need(picture, "img", HTMLImageElement);
    image.loading = "eager";
    image.draggable = false;
    stage.replaceChildren(picture);
    stage.classList.remove("lightbox-zoomed");
    count.textContent = links.length > 1 ? (links[at]?.dataset.place ?? "") : "";
    [back.hidden, next.hidden] = [at === 0, at === links.length - 1];
  };

  back.addEventListener("click", () => show(at - 1));
  next.addEventListener("click", () => show(at + 1));
  stage.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(scale * Math.exp(-event.deltaY / 300), event.clientX, event.clientY);
  }, { passive: false });
  stage.addEventListener("dblclick", (event) => zoom(scale > 1 ? 1 : 2.5, event.clientX, event.clientY));
  const rtl = getComputedStyle(box).direction === "rtl";
  box.addEventListener("keydown", (event) => {
    const [cx = 0, cy = 0] = middle();
    const act = new Map([
      ["ArrowRight", () => scale > 1 ? (x -= far, place()) : show(at + (rtl ? -1 : 1))],
      ["ArrowLeft", () => scale > 1 ? (x += far, place()) : show(at + (rtl ? 1 : -1))],
      ["ArrowUp", () => { y += far; place(); }], ["ArrowDown", () => { y -= far; place(); }],
      ["+", () => zoom(scale * 1.5, cx, cy)], ["=", () => zoom(scale * 1.5, cx, cy)],
      ["-", () => zoom(scale / 1.5, cx, cy)], ["0", () => zoom(1, cx, cy)],
      ["Home", () => show(0)], ["End", () => show(links.length - 1)],
    ]).get(event.key);
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
  gestures();
  show(at);
  box.tabIndex = -1;
  box.showModal();
  box.focus(); // not a button: the key that opened this may be down still

  function gestures() {
    /** @type {Map<number, { x: number, y: number }>} */
    const fingers = new Map();
    let began = { x: 0, y: 0 }, moved = false;
    const gap = () => {
      const [a, b] = [...fingers.values()];
      return a && b ? { far: Math.hypot(a.x - b.x, a.y - b.y), x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } : null;
    };
    stage.addEventListener("pointerdown", (event) => {
      stage.setPointerCapture(event.pointerId);
      fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      began = { x: event.clientX, y: event.clientY };
      moved = fingers.size > 1;
    });
    stage.addEventListener("pointermove", (event) => {
      const was = fingers.get(event.pointerId);
      if (!was) return;
      const before = gap();
      fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      const after = gap();
      if (before && after) {
        zoom(scale * after.far / Math.max(1, before.far), after.x, after.y);
      } else if (scale > 1) {
        [x, y, moved] = [x + event.clientX - was.x, y + event.clientY - was.y, true];
        place();
      }
    });
    const end = (/** @type {PointerEvent} */ event) => {
      if (!fingers.delete(event.pointerId) || moved || scale > 1) return;
      const dx = event.clientX - began.x, dy = event.clientY - began.y;
      if (Math.abs(dx) > far && Math.abs(dx) > Math.abs(dy)) show(at + (dx < 0 ? 1 : -1) * (rtl ? -1 : 1));
      else if (dy > 2 * far && event.pointerType !== "mouse") box.close();
    };
    stage.addEventListener("pointerup", end);
    stage.addEventListener("pointercancel", (event) => fingers.delete(event.pointerId));
  }
}
