// Keys of the whole site: the next post and the one before, like, search, and what keys there are.
import { dialog } from "./dialog.js";
import { all, around, find, isField, need } from "./dom.js";

const kept = "photogram-single-keys";

// single is whether keys without others do something; people who speak to their machine
// switch that off.
export function single() {
  try {
    return localStorage.getItem(kept) !== "off";
  } catch {
    return true;
  }
}

function show() {
  const frame = /** @type {DocumentFragment} */ (need(document, "template[data-shortcuts]", HTMLTemplateElement).content.cloneNode(true));
  const title = need(frame, "h2"), sure = need(frame, "input", HTMLInputElement);
  sure.checked = single();
  sure.addEventListener("change", () => {
    try {
      localStorage.setItem(kept, sure.checked ? "on" : "off");
    } catch { /* it holds as long as nothing can be kept: always on */ }
  });
  const { box } = dialog({ className: "dialog shortcuts", title, body: [frame], cancel: title.dataset.close ?? "" });
  box.showModal();
}

const posts = () => all(document, ".feed article[data-post]");

// here is the post that is read: the one with the focus, or the first that is not passed yet.
function here() {
  const list = posts(), focused = around(document.activeElement, "article[data-post]");
  return focused && list.includes(focused) ? list.indexOf(focused) : list.findIndex((one) => one.getBoundingClientRect().bottom > innerHeight / 3);
}

/** @param {number} by */
function go(by) {
  const list = posts(), at = here(), focused = list.includes(/** @type {HTMLElement} */ (document.activeElement));
  const to = list[at + (by > 0 && !focused && (list[at]?.getBoundingClientRect().top ?? 0) > 0 ? 0 : by)];
  if (!to) return;
  to.tabIndex = -1;
  to.focus({ preventScroll: true });
  to.scrollIntoView({ block: "start" });
}

function like() {
  const post = posts()[here()] ?? find(document, "article[data-post]");
  if (post) find(post, ".like .heart")?.click();
}

function search() {
  const field = find(document, '.search-form input[type="search"]', HTMLInputElement), link = find(document, ".rail-search", HTMLAnchorElement);
  if (field) field.focus();
  else if (link) location.assign(link.href);
}

export function start() {
  for (const button of all(document, "[data-show-shortcuts]", HTMLButtonElement)) {
    button.hidden = false;
    button.addEventListener("click", show);
  }
  if (!find(document, "template[data-shortcuts]", HTMLTemplateElement)) return;
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || !single()) return;
    if (isField(event.target) || around(event.target, "[contenteditable], [role=listbox]") || find(document, "dialog[open]")) return;
    const act = new Map([["j", () => go(1)], ["k", () => go(-1)], ["l", like], ["/", search], ["?", show]]).get(event.key);
    if (!act) return;
    event.preventDefault();
    act();
  });
}
