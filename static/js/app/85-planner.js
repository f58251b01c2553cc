// The planner: drafts and planned posts are dragged onto days. What was moved is
// sent, and the page's part is read again.
const { toast } = window.photogram;
const part = () => document.querySelector("[data-planner]");

function prepare() {
  const root = part();
  if (!root) return;
  for (const one of root.querySelectorAll("[data-only-js]")) one.hidden = false;
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if ("zoneUnknown" in root.dataset && here && here !== "UTC" && !new URLSearchParams(location.search).has("time_zone")) {
    const address = new URL(location.href);
    address.searchParams.set("time_zone", here);
    history.replaceState(history.state, "", address);
    refresh();
  }
}
function refresh() {
  return window.htmx.ajax("GET", location.href, { target: "#planner", select: "#planner", swap: "outerHTML" }).then(prepare);
}
prepare();

document.addEventListener("photogram:arranged", (event) => { if (event.detail === "planner") refresh(); });

async function put(path, day) {
  const zone = part().dataset.zone;
  const answer = await fetch(path, { method: "POST", headers: { "HX-Request": "true", Accept: "application/json" }, body: new URLSearchParams({ day, time_zone: zone }) }).catch(() => null);
  if (!answer?.ok) {
    let reason = "";
    try { reason = (await answer.json()).error.message; } catch { /* the words below do */ }
    toast(reason || "That could not be planned. Try again.");
    return;
  }
  await refresh();
  const told = answer.headers.get("HX-Trigger");
  for (const [name, detail] of Object.entries(told ? JSON.parse(told) : {})) {
    document.body.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
    if (detail.text) window.photogram.say(detail.text);
  }
}

let drag = null, start = null, dragged = false, wait = 0;
function begin(event, source) {
  const ghost = document.createElement("div");
  ghost.className = "plan-ghost";
  ghost.append(...[...source.children].map((child) => child.cloneNode(true)));
  document.body.append(ghost);
  document.documentElement.classList.add("plan-dragging");
  drag = { ghost, path: source.dataset.plan, day: null, pointer: event.pointerId };
  move(event);
}
function move(event) {
  drag.ghost.style.left = event.clientX + "px";
  drag.ghost.style.top = event.clientY + "px";
  if (event.clientY < 60) scrollBy(0, -12);
  else if (event.clientY > innerHeight - 60) scrollBy(0, 12);
  const day = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-day]") || null;
  if (day === drag.day) return;
  drag.day?.classList.remove("day-over");
  drag.day = day && !day.classList.contains("day-past") ? day : null;
  drag.day?.classList.add("day-over");
}
function end(keep) {
  clearTimeout(wait);
  start = null;
  if (!drag) return;
  const { ghost, path, day } = drag;
  ghost.remove();
  document.documentElement.classList.remove("plan-dragging");
  day?.classList.remove("day-over");
  drag = null;
  if (keep && day) put(path, day.dataset.day);
}

document.addEventListener("pointerdown", (event) => {
  const source = event.target.closest("[data-plan]");
  dragged = false;
  if (!source || event.button !== 0) return;
  start = { source, x: event.clientX, y: event.clientY, touch: event.pointerType !== "mouse" };
  clearTimeout(wait);
  // A finger that moves at once scrolls; one that rests picks up.
  if (start.touch) wait = setTimeout(() => { if (start) { dragged = true; begin(event, source); navigator.vibrate?.(10); } }, 300);
});
document.addEventListener("pointermove", (event) => {
  if (drag) {
    if (event.pointerId === drag.pointer) move(event);
    return;
  }
  if (!start) return;
  const far = Math.hypot(event.clientX - start.x, event.clientY - start.y);
  if (start.touch) {
    if (far > 10) { clearTimeout(wait); start = null; }
  } else if (far > 5) {
    dragged = true;
    begin(event, start.source);
  }
});
document.addEventListener("touchmove", (event) => { if (drag) event.preventDefault(); }, { passive: false });
document.addEventListener("pointerup", () => end(true));
document.addEventListener("pointercancel", () => end(false));
document.addEventListener("keydown", (event) => { if (event.key === "Escape") end(false); });
document.addEventListener("dragstart", (event) => { if (event.target.closest?.("[data-plan], [data-arrange]")) event.preventDefault(); });
document.addEventListener("contextmenu", (event) => { if (drag) event.preventDefault(); });
// The click that ends a drag opens nothing.
document.addEventListener("click", (event) => {
  if (!dragged || !event.target.closest("[data-plan]")) return;
  dragged = false;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
