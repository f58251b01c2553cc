// The small things around a page: menus, questions, theme, times, sharing.
const { toast } = window.photogram;

// Menus close on a click elsewhere and on Escape.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = event.target.closest?.("details.menu[open], details.confirm[open]") || document.querySelector("details.menu[open]");
  if (open) {
    open.open = false;
    open.querySelector("summary")?.focus();
  }
});

// A question before deleting becomes a dialog.
document.addEventListener("click", (event) => {
  const summary = event.target.closest("[data-confirm] > summary");
  if (!summary || typeof HTMLDialogElement === "undefined") return;
  event.preventDefault();
  const details = summary.parentElement;
  const body = details.querySelector(".confirm-body");
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  const question = body.querySelector("p");
  question.id ||= "question-" + Math.random().toString(36).slice(2);
  dialog.setAttribute("aria-labelledby", question.id);
  const cancel = document.createElement("button");
  cancel.type = "button";
  cancel.className = "button quiet dialog-cancel";
  cancel.textContent = "Cancel";
  cancel.addEventListener("click", () => dialog.close());
  dialog.append(body, cancel);
  dialog.addEventListener("click", (click) => { if (click.target === dialog) dialog.close(); });
  dialog.addEventListener("submit", () => setTimeout(() => dialog.close()));
  dialog.addEventListener("close", () => {
    if (details.isConnected) details.append(body);
    dialog.remove();
    if (summary.isConnected) summary.focus();
  });
  document.body.append(dialog);
  summary.closest("details.menu")?.removeAttribute("open");
  dialog.showModal();
  cancel.focus();
});

// The theme changes at once and is saved on the side.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-theme-switch] button");
  if (!button) return;
  event.preventDefault();
  const form = button.form;
  const root = document.documentElement;
  if (button.value) root.dataset.theme = button.value;
  else delete root.dataset.theme;
  for (const one of document.querySelectorAll("[data-theme-switch] button")) {
    one.setAttribute("aria-pressed", String(one.value === button.value));
  }
  try {
    const body = new URLSearchParams(new FormData(form, button));
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (answer.status >= 400) throw new Error();
  } catch {
    toast("The theme could not be saved. It holds for this page.");
  }
});

// Ages stay true while a page is open.
function ages() {
  const now = Date.now();
  for (const time of document.querySelectorAll("time[data-ago]")) {
    const seconds = (now - Date.parse(time.dateTime)) / 1000;
    let text = "";
    if (seconds < 60) text = "now";
    else if (seconds < 3600) text = Math.floor(seconds / 60) + " min";
    else if (seconds < 86400) text = Math.floor(seconds / 3600) + " h";
    else if (seconds < 7 * 86400) text = Math.floor(seconds / 86400) + " d";
    if (text && time.textContent !== text) time.textContent = text;
    if (!time.dataset.local) {
      time.dataset.local = "1";
      time.title = new Date(time.dateTime).toLocaleString(undefined, { dateStyle: "long", timeStyle: "short" });
    }
  }
}
function moments() {
  for (const time of document.querySelectorAll("time[data-local='']")) {
    time.dataset.local = "1";
    time.textContent = new Date(time.dateTime).toLocaleString(undefined, { dateStyle: "long", timeStyle: "short" });
  }
}
ages();
moments();
setInterval(ages, 30_000);

// Links are copied or handed to the system's own sharing.
function reveal(root) {
  for (const button of root.querySelectorAll("[data-copy], [data-copy-here], [data-share]")) button.hidden = false;
}
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast("Link copied.");
  } catch {
    toast("The browser did not allow copying. The link is in the address bar of the post.");
  }
}
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-copy-here], [data-share]");
  if (!button) return;
  button.closest("details.menu")?.removeAttribute("open");
  if (!button.dataset.share) {
    await copy(button.dataset.copy || location.href);
    return;
  }
  if (!navigator.share) {
    await copy(button.dataset.share);
    return;
  }
  try {
    await navigator.share({ url: button.dataset.share, title: button.dataset.shareTitle });
  } catch (problem) {
    if (problem.name !== "AbortError") await copy(button.dataset.share);
  }
});
reveal(document);
document.addEventListener("htmx:load", (event) => {
  reveal(event.detail.elt.parentElement || document);
  ages();
});
