// A double tap or double click on a photo likes it. It never takes a like back.
const quick = 320; // ms between the taps
let last = { time: 0, area: null, x: 0, y: 0 };

function like(area) {
  const article = area.closest("[data-post]");
  const box = article?.querySelector(".like");
  if (!box) return;
  const link = box.querySelector("a.heart");
  if (link) {
    location.assign(link.href);
    return;
  }
  burst(area);
  if (box.dataset.like !== "true") box.querySelector("form")?.requestSubmit();
}

function burst(area) {
  area.querySelector(".burst")?.remove();
  const source = area.closest("[data-post]").querySelector(".heart .icon");
  if (!source) return;
  const heart = document.createElement("span");
  heart.className = "burst";
  heart.setAttribute("aria-hidden", "true");
  heart.append(source.cloneNode(true));
  area.append(heart);
  setTimeout(() => heart.remove(), 900);
}

const areaOf = (event) => {
  if (event.target.closest("button, a, summary")) return null;
  return event.target.closest("[data-like-area]");
};

document.addEventListener("pointerup", (event) => {
  if (event.pointerType === "mouse") return;
  const area = areaOf(event);
  const near = Math.hypot(event.clientX - last.x, event.clientY - last.y) < 40;
  if (area && area === last.area && near && event.timeStamp - last.time < quick) {
    last = { time: 0, area: null, x: 0, y: 0 };
    like(area);
    return;
  }
  last = { time: event.timeStamp, area, x: event.clientX, y: event.clientY };
});

document.addEventListener("dblclick", (event) => {
  if (matchMedia("(hover: none)").matches) return;
  const area = areaOf(event);
  if (area) {
    getSelection()?.removeAllRanges();
    like(area);
  }
});
