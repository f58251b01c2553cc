// Saving shows at once, links marked data-dialog open beside the page, and
// lists marked data-arrange are ordered by their buttons and handles.
const { toast } = window.photogram;

// The bookmark changes before the server has answered, and back if it refuses.
const mark = (form, on) => form?.querySelector(".bookmark")?.setAttribute("aria-pressed", String(on));
const wanted = (form) => !form.querySelector('input[name="_method"]');
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.detail.elt;
  if (form.matches?.(".save form")) mark(form, wanted(form));
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.requestConfig?.elt; // by now another form may stand in its place
  if (!form?.dataset?.collections) return;
  if (!event.detail.successful) {
    mark(form, !wanted(form));
  } else if (wanted(form)) {
    const path = form.dataset.collections;
    toast("Saved.", { action: "Add to collections", run: () => open(path) });
  }
});

// What was undone by a button is shown in place where there is one, or by loading the page again.
document.addEventListener("photogram:undo", (event) => {
  const { text, path, fields } = event.detail;
  toast(text, {
    action: "Undo",
    run: async () => {
      const form = document.querySelector(`.save form[action="${CSS.escape(path)}"]`);
      if (form) {
        window.htmx.ajax("POST", path, { target: form.closest(".save"), swap: "outerHTML", values: fields });
        return;
      }
      try {
        const answer = await fetch(path, { method: "POST", body: new URLSearchParams(fields) });
        if (!answer.ok) throw new Error();
        location.reload();
      } catch {
        toast("That could not be undone. Reload the page and try again.");
      }
    },
  });
});

let sheet = null;
function close() {
  sheet?.close();
}
async function open(path, opener) {
  let part;
  try {
    const answer = await fetch(path, { headers: { "HX-Request": "true", Accept: "text/html" } });
    if (!answer.ok || answer.redirected) throw new Error();
    part = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-title]");
    if (!part) throw new Error();
  } catch {
    location.assign(path);
    return;
  }
  close();
  const dialog = document.createElement("dialog");
  dialog.className = "dialog dialog-form";
  const head = document.createElement("h2");
  head.id = "dialog-heading";
  head.textContent = part.dataset.title;
  dialog.setAttribute("aria-labelledby", head.id);
  const cancel = document.createElement("button");
  cancel.type = "button";
  cancel.className = "button quiet dialog-cancel";
  cancel.textContent = "Close";
  cancel.addEventListener("click", close);
  const body = document.importNode(part, true);
  dialog.append(head, body, cancel);
  dialog.addEventListener("click", (click) => { if (click.target === dialog) close(); });
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (sheet === dialog) sheet = null;
    if (opener?.isConnected) opener.focus();
  });
  document.body.append(dialog);
  sheet = dialog;
  window.htmx.process(body);
  dialog.showModal();
  document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: body } }));
}
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-dialog]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || typeof HTMLDialogElement === "undefined") return;
  event.preventDefault();
  const menu = link.closest("details.menu");
  menu?.removeAttribute("open");
  open(link.href, menu?.querySelector("summary") || link);
});
document.addEventListener("photogram:collected", () => {
  close();
  toast("Your collections are changed.");
});

// Rows move first and are sent afterwards; one that cannot be saved goes back.
async function send(row, form, fields, back) {
  try {
    const answer = await fetch(form.action, { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(fields) });
    if (!answer.ok) throw new Error();
    document.dispatchEvent(new CustomEvent("photogram:arranged", { detail: row.parentElement?.dataset.refresh }));
  } catch {
    back();
    toast("The new place could not be saved. It is back where it was.");
  }
}
const rows = () => [...document.querySelectorAll("[data-arrange] > .arranged")];
function put(row, beside, above) {
  beside[above ? "before" : "after"](row);
  const all = rows();
  window.photogram.say(`Place ${all.indexOf(row) + 1} of ${all.length}.`);
}
function undoOf(row) {
  const parent = row.parentElement, next = row.nextElementSibling;
  return () => parent.insertBefore(row, next);
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-move]");
  if (!form || !event.submitter) return;
  event.preventDefault();
  const row = form.closest(".arranged"), to = event.submitter.value;
  const all = rows(), beside = all[all.indexOf(row) + (to === "up" ? -1 : 1)];
  if (!beside) { // the rest of the list is on another page
    if (document.querySelector("[data-older]") && to === "down") form.submit();
    return;
  }
  const back = undoOf(row);
  put(row, beside, to === "up");
  event.submitter.focus();
  send(row, form, { to: to === "up" ? "above" : "below", beside: beside.dataset.id }, back);
});

let drag = null;
document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest("[data-grip]");
  if (!grip || event.button !== 0 || event.target.closest("button")) return;
  event.preventDefault();
  const row = grip.closest(".arranged");
  drag = { row, grip, back: undoOf(row), beside: null, above: false };
  grip.setPointerCapture(event.pointerId);
  row.classList.add("dragged");
});
document.addEventListener("pointermove", (event) => {
  if (!drag) return;
  const edge = 60;
  if (event.clientY < edge) scrollBy(0, -12);
  else if (event.clientY > innerHeight - edge) scrollBy(0, 12);
  for (const other of rows()) {
    if (other === drag.row) continue;
    const box = other.getBoundingClientRect();
    if (event.clientY < box.top || event.clientY > box.bottom) continue;
    const grid = other.parentElement.dataset.arrange === "grid";
    if (grid && (event.clientX < box.left || event.clientX > box.right)) continue;
    const above = grid ? event.clientX < box.left + box.width / 2 : event.clientY < box.top + box.height / 2;
    if (drag.beside !== other || drag.above !== above) {
      put(drag.row, other, above);
      drag.beside = other;
      drag.above = above;
    }
  }
});
function drop(keep) {
  if (!drag) return;
  const { row, back, beside, above } = drag;
  row.classList.remove("dragged");
  drag = null;
  if (!beside) return;
  if (!keep) back();
  else send(row, row.querySelector("[data-move]"), { to: above ? "above" : "below", beside: beside.dataset.id }, back);
}
document.addEventListener("pointerup", () => drop(true));
document.addEventListener("pointercancel", () => drop(false));
document.addEventListener("keydown", (event) => { if (event.key === "Escape") drop(false); });

function grips() {
  for (const grip of document.querySelectorAll("[data-grip]")) grip.hidden = false;
}
grips();
document.addEventListener("htmx:load", grips);
