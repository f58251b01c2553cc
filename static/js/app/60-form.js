// Forms: counters in characters as people count them, growing text, shown
// passwords, sliders' values, hints while typing, and the visitor's time zone.
const words = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const length = (text) => {
  let n = 0;
  for (const _ of words.segment(text.normalize("NFC").trim())) n++;
  return n;
};

function counter(field) {
  const limit = Number(field.dataset.limit);
  let out = null;
  return () => {
    const n = length(field.value);
    const near = n > limit * 0.8;
    if (!near) {
      out?.remove();
      out = null;
      field.setCustomValidity("");
      return;
    }
    if (!out) {
      out = document.createElement("p");
      out.className = "counter";
      out.setAttribute("aria-live", "polite");
      (field.closest(".field, .comment-form") || field.parentElement).append(out);
    }
    out.textContent = `${n.toLocaleString()} / ${limit.toLocaleString()}`;
    out.classList.toggle("counter-over", n > limit);
    field.setCustomValidity(n > limit ? `Please shorten this by ${n - limit}.` : "");
  };
}

function grow(field) {
  if (CSS.supports("field-sizing", "content")) return () => {};
  return () => {
    field.style.blockSize = "auto";
    field.style.blockSize = field.scrollHeight + 2 + "px";
  };
}

function start(root) {
  for (const field of root.querySelectorAll("[data-limit]:not([data-ready]), [data-grow]:not([data-ready])")) {
    field.dataset.ready = "";
    const tasks = [];
    if (field.dataset.limit) tasks.push(counter(field));
    if ("grow" in field.dataset) tasks.push(grow(field));
    field.addEventListener("input", () => tasks.forEach((task) => task()));
    tasks.forEach((task) => task());
  }
  for (const button of root.querySelectorAll("[data-reveal]")) button.hidden = false;
  for (const field of root.querySelectorAll("[data-tz]")) field.value ||= Intl.DateTimeFormat().resolvedOptions().timeZone;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-reveal]");
  if (!button) return;
  const field = document.getElementById(button.dataset.reveal);
  const shown = field.type === "password";
  field.type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", String(shown));
});

document.addEventListener("input", (event) => {
  const field = event.target;
  if (field.type === "range") {
    const out = field.labels?.[0]?.parentElement.querySelector("output");
    if (out) out.value = field.value + (out.dataset.unit || "");
  }
  if (field.form?.hasAttribute("data-hints")) hint(field);
});

// What a field asks for, checked while it is being written.
const rules = {
  username: (text) => !text || /^@?[a-z0-9_.]+$/i.test(text) && !text.startsWith(".") && !text.endsWith(".") && !text.includes("..") ? "" : "Use letters a to z, digits, underscores and single full stops.",
  password: (text) => !text || length(text) >= 8 ? "" : `${8 - length(text)} more characters, please.`,
  email: (text) => !text || /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text) ? "" : "An address looks like name@example.org.",
};
let wait = 0;
function hint(field) {
  const rule = rules[field.name];
  if (!rule) return;
  clearTimeout(wait);
  const show = () => {
    const box = field.closest(".field");
    const text = rule(field.value.trim());
    let out = box.querySelector(".problem");
    if (!out) {
      out = document.createElement("p");
      out.className = "problem";
      out.id = field.id + "-problem";
      out.setAttribute("aria-live", "polite");
      box.append(out);
      field.setAttribute("aria-describedby", `${out.id} ${field.getAttribute("aria-describedby") || ""}`.trim());
    }
    out.textContent = text;
    if (text) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  };
  wait = setTimeout(show, 700);
}

// A chosen profile picture is shown before it is sent.
document.addEventListener("change", (event) => {
  const box = event.target.closest?.("[data-avatar]");
  const file = event.target.files?.[0];
  if (!box || !file) return;
  const image = box.querySelector("[data-avatar-preview] img");
  image.removeAttribute("srcset");
  image.src = URL.createObjectURL(file);
});

start(document);
document.addEventListener("htmx:load", (event) => start(event.detail.elt.parentElement || document));
