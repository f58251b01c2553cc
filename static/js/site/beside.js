// Links marked data-dialog open beside the page.
import { around, find, make, parsed } from "./dom.js";
import { dialog } from "./dialog.js";
import { enliven } from "./send.js";
import { toast } from "./toast.js";
import { word } from "./words.js";

/** @type {HTMLDialogElement | null} */
let sheet = null;

/**
 * open shows the part of a page in a dialog, or goes to that page.
 * @param {string} path
 * @param {HTMLElement | null} [opener] gets the focus back
 */
export async function open(path, opener) {
  let part;
  try {
    const answer = await fetch(path, { headers: { "HX-Request": "true", Accept: "text/html" } });
    if (!answer.ok || answer.redirected) throw new Error();
    part = find(parsed(await answer.text()), "[data-title]");
    if (!part) throw new Error();
  } catch {
    location.assign(path);
    return;
  }
  sheet?.close();
  const head = make("h2", "", part.dataset.title), body = document.importNode(part, true);
  const { box } = dialog({
    className: "dialog dialog-form", title: head, body: [head, body], cancel: word("app.close"),
    closed(one) {
      if (sheet === one) sheet = null;
      if (opener?.isConnected) opener.focus();
    },
  });
  sheet = box;
  box.showModal();
  enliven(body);
}

export function start() {
  document.addEventListener("click", (event) => {
    const link = around(event.target, "a[data-dialog]", HTMLAnchorElement);
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || typeof HTMLDialogElement === "undefined") return;
    event.preventDefault();
    const menu = link.closest("details.menu");
    menu?.removeAttribute("open");
    open(link.href, menu && find(menu, "summary") || link);
  });
  document.addEventListener("photogram:sent", (event) => {
    sheet?.close();
    toast(event.detail.value);
  });
  document.addEventListener("photogram:collected", () => {
    sheet?.close();
    toast(word("app.collections-changed"));
  });
}
