// The planner: drafts and planned posts are dragged onto days. What was moved is
// sent, and the page's part is read again.
import { all, around, find } from "../site/dom.js";
import { scrollAtEdge } from "../site/drag.js";
import { ajax } from "../site/send.js";

const part = () => find(document, "[data-planner]");

function prepare() {
  const root = part();
  if (!root) return;
  for (const one of all(root, "[data-only-js]")) one.hidden = false;
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if ("zoneUnknown" in root.dataset && here && here !== "UTC" && !new URLSearchParams(location.search).has("time_zone")) {
    const address = new URL(location.href);
    address.searchParams.set("time_zone", here);
    history.replaceState(history.state, "", address);
    refresh();
  }
}

async function refresh() {
  if (await ajax("GET", location.href, { target: "#planner", select: "#planner", swap: "outerHTML" })) prepare();
}

// plan gives what was dropped a day. The answer says what it was, and how to undo it.
/** @param {string} path @param {string} day */
async function plan(path, day) {
  const root = part();
  if (!root) return;
  if (await ajax("POST", path, { source: root, target: root, swap: "none", values: { day, time_zone: root.dataset.zone || "" } })) await refresh();
}

/** @type {{ ghost: HTMLElement, path: string, day: HTMLElement | null, pointer: number } | null} */
let drag = null;
/** @type {{ source: HTMLElement, x: number, y: number, touch: boolean } | null} */
let pressed = null;
let dragged = false, wait = 0;

/** @param {PointerEvent} event @param {HTMLElement} source */
function lift(event, source) {
  dragged = true;
  const ghost = document.createElement("div");
  ghost.className = "plan-ghost";
  ghost.append(...[...source.children].map((child) => child.cloneNode(true)));
  document.body.append(ghost);
  document.documentElement.classList.add("plan-dragging");
  drag = { ghost, path: source.dataset.plan || "", day: null, pointer: event.pointerId };
  move(event);
}

/** @param {PointerEvent} event */
function move(event) {
  if (!drag) return;
  drag.ghost.style.left = event.clientX + "px";
  drag.ghost.style.top = event.clientY + "px";
  scrollAtEdge(event);
  const day = around(document.elementFromPoint(event.clientX, event.clientY), "[data-day]");
  if (day === drag.day) return;
  drag.day?.classList.remove("day-over");
  drag.day = day && !day.classList.contains("day-past") ? day : null;
  drag.day?.classList.add("day-over");
}

/** @param {boolean} keep */
function end(keep) {
  clearTimeout(wait);
  pressed = null;
  if (!drag) return;
  const { ghost, path, day } = drag;
  ghost.remove();
  document.documentElement.classList.remove("plan-dragging");
  day?.classList.remove("day-over");
  drag = null;
  if (keep && day?.dataset.day) plan(path, day.dataset.day);
}

/** @param {PointerEvent} event */
function press(event) {
  const source = around(event.target, "[data-plan]");
  dragged = false;
  if (!source || event.button !== 0) return;
  pressed = { source, x: event.clientX, y: event.clientY, touch: event.pointerType !== "mouse" };
  clearTimeout(wait);
  // A finger that moves at once scrolls; one that rests picks up.
  if (pressed.touch) wait = setTimeout(() => { if (pressed) { lift(event, source); navigator.vibrate?.(10); } }, 300);
}

/** @param {PointerEvent} event */
function follow(event) {
  if (drag) {
    if (event.pointerId === drag.pointer) move(event);
    return;
  }
  if (!pressed) return;
  const far = Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y);
  if (pressed.touch) {
    if (far > 10) { clearTimeout(wait); pressed = null; }
  } else if (far > 5) lift(event, pressed.source);
}

export function start() {
  prepare();
  document.addEventListener("photogram:arranged", (event) => { if (event.detail === "planner") refresh(); });
  document.addEventListener("pointerdown", press);
  document.addEventListener("pointermove", follow);
  document.addEventListener("touchmove", (event) => { if (drag) event.preventDefault(); }, { passive: false });
  document.addEventListener("pointerup", () => end(true));
  document.addEventListener("pointercancel", () => end(false));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") end(false); });
  document.addEventListener("dragstart", (event) => { if (around(event.target, "[data-plan], [data-arrange]")) event.preventDefault(); });
  document.addEventListener("contextmenu", (event) => { if (drag) event.preventDefault(); });
  // The click that ends a drag opens nothing.
  document.addEventListener("click", (event) => {
    if (!dragged || !around(event.target, "[data-plan]")) return;
    dragged = false;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
}
