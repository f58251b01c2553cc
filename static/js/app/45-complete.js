// While somebody writes @name or #tag, a list shows what it could become. It
// follows the ARIA pattern of a combobox with a list: the focus stays in the
// text, arrows choose, Enter and Tab take, Escape closes. What may stand before
// a sign is what models/grammar.go lets stand there: no word, but for scripts without spaces, and emoji.
const half = new RegExp("(?:^|[^\\p{L}\\p{Nd}\\p{M}_@＠#＃]|[ー\\u{FE0F}\\u{20E3}\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Bopo}\\p{sc=Hang}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmr}\\p{sc=Mymr}\\p{sc=Tibt}])" +
  "([@＠][a-zA-Z0-9_.]{1,30}|[#＃][\\p{L}\\p{N}\\p{M}_\\u{200C}\\u{200D}\\u{B7}\\u{5BE}\\u{5F3}\\u{5F4}・〜～]{1,100})$", "u");
const known = new Map(); // what was asked lately, and the answers
let shown = null; // the open list: its field, box, options and chosen option
let asking = null;
let wait = 0;
let writing = false; // an option is being put into the text

// word is what is half written before the caret.
function word(field) {
  const end = field.selectionEnd;
  if (field.selectionStart !== end) return null;
  if (field.dataset.complete === "person") {
    const name = field.value.trim().replace(/^[@＠]/, "");
    return name && end === field.value.length ? { start: 0, end, sign: "", query: "@" + name } : null;
  }
  const found = half.exec(field.value.slice(Math.max(0, end - 120), end));
  return found && { start: end - found[1].length, end, sign: found[1][0], query: found[1] };
}

async function ask(query) {
  if (known.has(query)) return known.get(query);
  asking?.abort();
  asking = new AbortController();
  const answer = await fetch("/complete?q=" + encodeURIComponent(query), { headers: { Accept: "text/html" }, signal: asking.signal, credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return "";
  const html = await answer.text();
  if (known.size > 60) known.clear();
  known.set(query, html);
  return html;
}

async function update(field) {
  const now = word(field);
  if (!now) return close();
  let html;
  try {
    html = await ask(now.query);
  } catch {
    return; // a newer question took its place, or there is no connection
  }
  const still = word(field);
  if (document.activeElement !== field || still?.query !== now.query) return;
  const list = new DOMParser().parseFromString(html, "text/html").querySelector("[role=listbox]");
  const exact = list?.children.length === 1 && list.firstElementChild.dataset.insert === still.query.slice(1);
  if (!list?.children.length || exact) return close();
  show(field, document.importNode(list, true), still);
}

function show(field, list, at) {
  if (shown?.field !== field) {
    close();
    const box = document.createElement("div");
    box.className = "complete";
    box.dir = getComputedStyle(document.documentElement).direction;
    if ("popover" in box) box.popover = "manual";
    const count = document.createElement("p");
    count.className = "sr";
    count.setAttribute("role", "status");
    box.append(count);
    document.body.append(box);
    box.showPopover?.();
    box.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the text
    box.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) take(option);
    });
    shown = { field, box, count };
    if (field.tagName === "TEXTAREA") field.setAttribute("role", "combobox");
    field.setAttribute("aria-expanded", "true");
  }
  shown.box.querySelector("[role=listbox]")?.remove();
  list.id = "complete-list";
  shown.box.append(list);
  shown.options = [...list.children];
  shown.at = at;
  field.setAttribute("aria-controls", list.id);
  shown.count.textContent = shown.options.length === 1 ? "1 suggestion" : `${shown.options.length} suggestions`;
  // A tag may be new, so what is written is not replaced unless one is chosen.
  choose(at.query.startsWith("#") || at.query.startsWith("＃") ? null : shown.options[0]);
  place();
}

function place() {
  if (!shown) return;
  const { field, box } = shown;
  const anchor = (field.closest(".comment-form, .control") || field).getBoundingClientRect();
  const width = Math.min(Math.max(anchor.width, 240), 384, innerWidth - 16);
  const rtl = getComputedStyle(field).direction === "rtl";
  const left = rtl ? anchor.right - width : anchor.left;
  const below = (window.visualViewport?.height ?? innerHeight) - anchor.bottom;
  const up = below < 260 && anchor.top > below;
  box.style.inlineSize = width + "px";
  box.style.left = Math.max(8, Math.min(left, innerWidth - width - 8)) + "px";
  box.style.maxBlockSize = Math.max(96, Math.min(320, (up ? anchor.top : below) - 12)) + "px";
  box.style.top = up ? "auto" : anchor.bottom + 4 + "px";
  box.style.bottom = up ? innerHeight - anchor.top + 4 + "px" : "auto";
}

function choose(option) {
  for (const one of shown.options) one.setAttribute("aria-selected", String(one === option));
  shown.chosen = option;
  if (option) {
    shown.field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else {
    shown.field.removeAttribute("aria-activedescendant");
  }
}

function take(option) {
  const { field, at } = shown;
  close();
  field.focus();
  const person = field.dataset.complete === "person";
  const rest = field.value.slice(at.end);
  const text = at.sign + option.dataset.insert + (person || /^\s/.test(rest) ? "" : " ");
  writing = true;
  field.setSelectionRange(at.start, at.end);
  // Unlike setting the value, this can be undone by the browser's own means.
  if (!document.execCommand("insertText", false, text)) {
    field.setRangeText(text, at.start, at.end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  writing = false;
  if (person) field.dispatchEvent(new Event("change", { bubbles: true }));
}

function close() {
  clearTimeout(wait);
  asking?.abort();
  if (!shown) return;
  const { field, box } = shown;
  shown = null;
  box.remove();
  if (field.tagName === "TEXTAREA") field.removeAttribute("role");
  for (const name of ["aria-controls", "aria-activedescendant", "aria-expanded"]) field.removeAttribute(name);
}

const fieldOf = (event) => (event.target instanceof Element && event.target.matches("[data-complete]") ? event.target : null);

function soon(field) {
  clearTimeout(wait);
  const now = word(field);
  if (!now) return close();
  wait = setTimeout(() => update(field), known.has(now.query) ? 0 : 120);
}

document.addEventListener("focusin", (event) => {
  const field = fieldOf(event);
  if (!field) return;
  field.setAttribute("aria-autocomplete", "list");
  if (field.tagName === "INPUT") field.setAttribute("role", "combobox");
});
document.addEventListener("input", (event) => {
  const field = fieldOf(event);
  if (field && !event.isComposing && !writing) soon(field);
});
document.addEventListener("compositionend", (event) => {
  const field = fieldOf(event);
  if (field) soon(field);
});
document.addEventListener("keydown", (event) => {
  if (!shown || event.target !== shown.field || event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
  const { options, chosen } = shown;
  const here = options.indexOf(chosen);
  switch (event.key) {
    case "ArrowDown": choose(options[(here + 1) % options.length]); break;
    case "ArrowUp": choose(options[here <= 0 ? options.length - 1 : here - 1]); break;
    case "Enter":
    case "Tab":
      if (!chosen || event.shiftKey) return close();
      take(chosen);
      break;
    case "Escape": close(); break;
    case "ArrowLeft":
    case "ArrowRight":
    case "Home":
    case "End":
      return close();
    default: return;
  }
  event.preventDefault();
  event.stopPropagation();
}, true);
document.addEventListener("focusout", (event) => { if (event.target === shown?.field) close(); });
addEventListener("scroll", (event) => { if (!shown?.box.contains(event.target)) place(); }, { capture: true, passive: true });
addEventListener("resize", place);
window.visualViewport?.addEventListener("resize", place);
