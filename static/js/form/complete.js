// While somebody writes @name or #tag, a list shows what it could become. It
// follows the ARIA pattern of a combobox with a list: the focus stays in the
// text, arrows choose, Enter and Tab take, Escape closes.
import { all, around, find, isText, make, parsed } from "../site/dom.js";
import { word } from "../site/words.js";

/** @typedef {import("../site/dom.js").TextField} TextField */
/** @typedef {{ start: number, end: number, sign: string, query: string }} Word */
/** @typedef {{ field: TextField, box: HTMLElement, count: HTMLElement, options: HTMLElement[], chosen: HTMLElement | null, at: Word }} Shown */

/** @type {Map<string, string>} */
const known = new Map(); // what was asked lately, and the answers
/** @type {Shown | null} */
let shown = null; // the open list
/** @type {AbortController | null} */
let asking = null;
let wait = 0;
let writing = false; // an option is being put into the text
/** @type {RegExp | undefined} */
let half;

// What may stand before a sign is what models/grammar.go lets stand there: no
// word, but for scripts without spaces, and emoji.
const halfWritten = () => half ??= new RegExp("(?:^|[^\\p{L}\\p{Nd}\\p{M}_@＠#＃]|[ー\\u{FE0F}\\u{20E3}\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Bopo}\\p{sc=Hang}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmr}\\p{sc=Mymr}\\p{sc=Tibt}])" +
  "([@＠][a-zA-Z0-9_.]{1,30}|[#＃][\\p{L}\\p{N}\\p{M}_\\u{200C}\\u{200D}\\u{B7}\\u{5BE}\\u{5F3}\\u{5F4}・〜～]{1,100})$", "u");

// wordAt is what is half written before the caret.
/** @param {TextField} field @returns {Word | null} */
function wordAt(field) {
  const end = field.selectionEnd;
  if (end === null || field.selectionStart !== end) return null;
  if (field.dataset.complete === "person") {
    const name = field.value.trim().replace(/^[@＠]/, "");
    return name && end === field.value.length ? { start: 0, end, sign: "", query: "@" + name } : null;
  }
  if (field.dataset.complete === "place") {
    const name = field.value.trim();
    return name.length > 1 && end === field.value.length ? { start: 0, end, sign: "", query: "~" + name } : null;
  }
  const query = halfWritten().exec(field.value.slice(Math.max(0, end - 120), end))?.[1];
  return query ? { start: end - query.length, end, sign: query.charAt(0), query } : null;
}

/** @param {string} query */
async function ask(query) {
  const before = known.get(query);
  if (before !== undefined) return before;
  asking?.abort();
  asking = new AbortController();
  const answer = await fetch("/complete?" + new URLSearchParams(query.startsWith("~") ? { place: query.slice(1) } : { q: query }), { headers: { Accept: "text/html" }, signal: asking.signal, credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return "";
  const html = await answer.text();
  if (known.size > 60) known.clear();
  known.set(query, html);
  return html;
}

/** @param {TextField} field */
async function update(field) {
  const now = wordAt(field);
  if (!now) return close();
  let html;
  try {
    html = await ask(now.query);
  } catch {
    return; // a newer question took its place, or there is no connection
  }
  const still = wordAt(field);
  if (document.activeElement !== field || still?.query !== now.query) return;
  const list = find(parsed(html), "[role=listbox]"), options = list ? all(list, ":scope > *") : [];
  const exact = options.length === 1 && options[0]?.dataset.insert === still.query.slice(1);
  if (!list || options.length === 0 || exact) return close();
  show(field, document.importNode(list, true), still);
}

/** @param {TextField} field @param {HTMLElement} list @param {Word} at */
function show(field, list, at) {
  if (shown?.field !== field) close();
  shown ??= begin(field, at);
  find(shown.box, "[role=listbox]")?.remove();
  list.id = "complete-list";
  shown.box.append(list);
  shown.options = all(list, ":scope > *");
  shown.at = at;
  field.setAttribute("aria-controls", list.id);
  shown.count.textContent = word("app.suggestions", { n: shown.options.length });
  // A tag or a place may be new, so what is written is not replaced unless one is chosen.
  choose(/^[#＃~]/.test(at.query) ? null : shown.options[0]);
  place();
}

/** @param {TextField} field @param {Word} at @returns {Shown} */
function begin(field, at) {
  const box = make("div", "complete"), count = make("p", "sr");
  box.dir = getComputedStyle(document.documentElement).direction;
  if ("popover" in box) box.popover = "manual";
  count.setAttribute("role", "status");
  box.append(count);
  document.body.append(box);
  box.showPopover?.();
  box.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the text
  box.addEventListener("click", (event) => {
    const option = around(event.target, "[role=option]");
    if (option) take(option);
  });
  if (field instanceof HTMLTextAreaElement) field.setAttribute("role", "combobox");
  field.setAttribute("aria-expanded", "true");
  return { field, box, count, options: [], chosen: null, at };
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

/** @param {HTMLElement | null | undefined} option */
function choose(option) {
  if (!shown) return;
  for (const one of shown.options) one.setAttribute("aria-selected", String(one === option));
  shown.chosen = option ?? null;
  if (option) {
    shown.field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else {
    shown.field.removeAttribute("aria-activedescendant");
  }
}

/** @param {HTMLElement} option */
function take(option) {
  if (!shown) return;
  const { field, at } = shown;
  close();
  field.focus();
  const whole = at.sign === "";
  const rest = field.value.slice(at.end);
  const text = at.sign + option.dataset.insert + (whole || /^\s/.test(rest) ? "" : " ");
  writing = true;
  field.setSelectionRange(at.start, at.end);
  // Unlike setting the value, this can be undone by the browser's own means.
  if (!document.execCommand("insertText", false, text)) {
    field.setRangeText(text, at.start, at.end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  writing = false;
  if (whole) field.dispatchEvent(new Event("change", { bubbles: true }));
}

function close() {
  clearTimeout(wait);
  asking?.abort();
  if (!shown) return;
  const { field, box } = shown;
  shown = null;
  box.remove();
  if (field instanceof HTMLTextAreaElement) field.removeAttribute("role");
  for (const name of ["aria-controls", "aria-activedescendant", "aria-expanded"]) field.removeAttribute(name);
}

/** @param {Event} event */
const fieldOf = ({ target }) => (isText(target) && target.matches("[data-complete]") ? target : null);

/** @param {TextField} field */
function soon(field) {
  clearTimeout(wait);
  const now = wordAt(field);
  if (!now) return close();
  wait = setTimeout(() => update(field), known.has(now.query) ? 0 : 120);
}

/** @param {KeyboardEvent} event */
function key(event) {
  if (!shown || event.target !== shown.field || event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
  const { options, chosen } = shown;
  const here = chosen ? options.indexOf(chosen) : -1;
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
}

export function start() {
  document.addEventListener("focusin", (event) => {
    const field = fieldOf(event);
    if (!field) return;
    field.setAttribute("aria-autocomplete", "list");
    if (field instanceof HTMLInputElement) field.setAttribute("role", "combobox");
  });
  document.addEventListener("input", (event) => {
    const field = fieldOf(event);
    if (field && !(event instanceof InputEvent && event.isComposing) && !writing) soon(field);
  });
  document.addEventListener("compositionend", (event) => {
    const field = fieldOf(event);
    if (field) soon(field);
  });
  document.addEventListener("keydown", key, true);
  document.addEventListener("focusout", (event) => { if (event.target === shown?.field) close(); });
  addEventListener("scroll", (event) => { if (!(event.target instanceof Node && shown?.box.contains(event.target))) place(); }, { capture: true, passive: true });
  addEventListener("resize", place);
  window.visualViewport?.addEventListener("resize", place);
}
