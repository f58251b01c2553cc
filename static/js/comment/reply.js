// Replying happens in the form of the page; without it the link leads to a page with one.
import { since } from "../form/sent.js";
import { around, as, find, need } from "../site/dom.js";

const form = () => document.getElementById("comment-form");

/** @param {HTMLElement} box @param {string} id @param {string} name @param {boolean} mention */
function answer(box, id, name, mention) {
  const field = need(box, "textarea", HTMLTextAreaElement);
  const before = box.dataset.mention || "";
  need(box, "[data-reply-to]", HTMLInputElement).value = id;
  need(box, "[data-replying]").hidden = !id;
  need(box, "[data-replying-name]").textContent = name;
  // The name that an earlier choice put there goes with it.
  const text = before && field.value.startsWith(before) ? field.value.slice(before.length) : field.value;
  box.dataset.mention = mention && !text.startsWith("@" + name) ? `@${name} ` : "";
  field.value = box.dataset.mention + text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
}

const nothing = { reply: "", name: "", text: "" };

/** @param {HTMLElement} box */
function written(box) {
  return {
    reply: need(box, "[data-reply-to]", HTMLInputElement).value,
    name: need(box, "[data-replying-name]").textContent,
    text: need(box, "textarea", HTMLTextAreaElement).value,
  };
}

export function start() {
  document.addEventListener("click", (event) => {
    const link = around(event.target, "[data-reply], [data-reply-cancel]");
    const box = link && form();
    if (!box || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { reply = "", replyName = "" } = link.dataset;
    answer(box, reply, replyName, "replyMention" in link.dataset);
  });

  // The answer to a comment brings a new form. What somebody chose or wrote while the
  // comment was on its way goes into that one.
  let sent = nothing, later = nothing;
  document.addEventListener("htmx:beforeRequest", (event) => {
    const box = event.detail.elt.id === "comment-form" && form();
    if (box) sent = written(box);
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const box = event.detail.requestConfig.elt.id === "comment-form" && event.detail.shouldSwap && form();
    if (!box) return;
    later = written(box);
    if (later.reply === sent.reply) later.reply = later.name = "";
    later.text = since(later.text, sent.text);
  });
  document.addEventListener("htmx:afterSwap", () => {
    const box = form(), { reply, name, text } = later;
    later = nothing;
    if (!box || !reply && !text || find(box, "[aria-invalid]")) return;
    need(box, "textarea", HTMLTextAreaElement).value = text;
    const there = document.getElementById("c-" + reply);
    answer(box, there ? reply : "", there ? name : "", false);
  });

  // After a reply the form is a new one, ready for the next.
  document.addEventListener("htmx:oobAfterSwap", (event) => {
    const box = event.detail.target?.id === "comment-form" && form();
    if (box) find(box, "textarea")?.focus({ preventScroll: true });
  });

  // An opened form for changing a comment is ready to write in.
  document.addEventListener("toggle", (event) => {
    const box = as(event.target, HTMLDetailsElement);
    if (!box?.matches(".comment-edit[open]")) return;
    const field = need(box, "textarea", HTMLTextAreaElement);
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  }, true);
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && around(event.target, ".comment-edit[open]", HTMLDetailsElement);
    if (!open) return;
    open.open = false;
    find(open, "summary")?.focus();
  });
}
