// Replying happens in the form of the page; without it the link leads to a page with one.
const form = () => document.getElementById("comment-form");

function answer(box, id, name, mention) {
  const field = box.querySelector("textarea");
  const before = box.dataset.mention || "";
  box.querySelector("[data-reply-to]").value = id;
  box.querySelector("[data-replying]").hidden = !id;
  box.querySelector("[data-replying-name]").textContent = name;
  // The name that an earlier choice put there goes with it.
  const text = before && field.value.startsWith(before) ? field.value.slice(before.length) : field.value;
  box.dataset.mention = mention && !text.startsWith("@" + name) ? `@${name} ` : "";
  field.value = box.dataset.mention + text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-reply], [data-reply-cancel]");
  const box = link && form();
  if (!box || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const { reply = "", replyName = "" } = link.dataset;
  answer(box, reply, replyName, "replyMention" in link.dataset);
});

// After a reply the form is a new one, ready for the next.
document.addEventListener("htmx:oobAfterSwap", (event) => {
  if (event.detail.target?.id === "comment-form") form()?.querySelector("textarea").focus({ preventScroll: true });
});

// An opened form for changing a comment is ready to write in.
document.addEventListener("toggle", (event) => {
  if (!event.target.matches?.(".comment-edit[open]")) return;
  const field = event.target.querySelector("textarea");
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
}, true);
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && event.target.closest?.(".comment-edit[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});
