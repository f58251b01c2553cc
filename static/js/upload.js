// Choosing or dropping photos uploads them at once, two at a time, with their
// progress. The first makes the draft that the others join.
"use strict";
(() => {
  const form = document.querySelector("form[data-upload]");
  if (!form || !window.XMLHttpRequest || !window.FormData) return;

  const input = form.querySelector('input[type="file"]');
  const drop = form.querySelector("[data-drop]");
  const list = form.querySelector("[data-list]");
  const go = form.querySelector("[data-continue]");
  const status = form.querySelector("[data-upload-status]");
  const template = document.getElementById("upload-item");
  const maxBytes = Number(form.dataset.maxBytes) || Infinity;
  const maxVideoBytes = Number(form.dataset.maxVideoBytes);
  const isVideo = (file) => maxVideoBytes > 0 && file.type.startsWith("video/");
  const limitOf = (file) => isVideo(file) ? maxVideoBytes : maxBytes;
  const room = () => Number(form.dataset.maxFiles) - Number(form.dataset.taken || 0);
  const together = 2;
  const draft = { id: form.dataset.draft || "", edit: form.dataset.edit || "" };
  let items = [];
  let leaving = false;

  form.classList.add("upload-live");
  form.querySelector("[data-without-js]").hidden = true;
  form.querySelector("[data-only-js]").hidden = false;
  input.required = false;

  const size = (bytes) => bytes < 1 << 20 ? Math.max(1, Math.round(bytes / 1024)) + " kB" : (bytes / (1 << 20)).toFixed(1) + " MB";

  function add(files) {
    let left = room() - items.length;
    for (const file of files) {
      if (left-- <= 0) {
        window.photogram.toast(`A post has at most ${form.dataset.maxFiles} photos.`);
        break;
      }
      const view = template.content.firstElementChild.cloneNode(true);
      const item = { file, view, state: "waiting", xhr: null, id: "" };
      view.querySelector("[data-name]").textContent = file.name;
      view.querySelector("[data-remove]").setAttribute("aria-label", "Remove " + file.name);
      view.querySelector("[data-remove]").addEventListener("click", () => remove(item));
      view.querySelector("[data-retry]").addEventListener("click", () => { set(item, "waiting"); pump(); });
      list.append(view);
      items.push(item);
      preview(item);
      if (file.size > limitOf(file)) fail(item, `This is ${size(file.size)}, and ${size(limitOf(file))} is the limit.`, false);
      else if (file.type && !file.type.startsWith("image/") && !isVideo(file)) fail(item, maxVideoBytes > 0 ? "This is neither a photo nor a video." : "This is not a photo.", false);
      else set(item, "waiting");
    }
    pump();
  }

  function preview(item) {
    if (!/^image\/(jpeg|png|gif|webp|avif)$/.test(item.file.type)) return;
    const image = document.createElement("img");
    image.alt = "";
    image.width = image.height = 64;
    const url = URL.createObjectURL(item.file);
    image.addEventListener("load", () => { item.view.querySelector("[data-thumb]").replaceChildren(image); URL.revokeObjectURL(url); });
    image.addEventListener("error", () => URL.revokeObjectURL(url));
    image.src = url;
  }

  function set(item, state, note) {
    item.state = state;
    item.view.dataset.state = state;
    item.view.querySelector("[data-note]").textContent = note || { waiting: "Waiting, " + size(item.file.size), sending: "Starting", checking: "Checking the photo", done: "Uploaded" }[state];
    item.view.querySelector("[data-retry]").hidden = true;
    if (state === "waiting") item.view.querySelector("[data-progress]").value = 0;
  }

  function fail(item, reason, retry = true) {
    set(item, "failed", reason);
    item.final = !retry;
    item.view.querySelector("[data-retry]").hidden = !retry;
    status.textContent = `${item.file.name}: ${reason}`;
    settle();
  }

  function remove(item) {
    item.xhr?.abort();
    items = items.filter((other) => other !== item);
    const next = item.view.nextElementSibling || item.view.previousElementSibling;
    item.view.remove();
    (next?.querySelector("[data-remove]") || input).focus();
    if (item.id && draft.edit) {
      // It is on the server already: take it out of the draft there too.
      fetch(draft.edit.replace(/edit$/, `items/${item.id}/delete`), { method: "POST", headers: { "HX-Request": "true" }, redirect: "manual" }).catch(() => {});
      if (!items.some((other) => other.id) && !form.dataset.draft) draft.id = draft.edit = "";
    }
    pump();
    settle();
  }

  function pump() {
    const sending = items.filter((item) => item.state === "sending" || item.state === "checking");
    // Until there is a draft, one photo goes first and makes it.
    const free = (draft.id ? together : 1) - sending.length;
    for (const item of items.filter((one) => one.state === "waiting").slice(0, Math.max(0, free))) send(item);
    settle();
  }

  function send(item) {
    const body = new FormData();
    if (draft.id) body.append("draft", draft.id);
    body.append("file", item.file, item.file.name);
    const xhr = item.xhr = new XMLHttpRequest();
    const bar = item.view.querySelector("[data-progress]");
    set(item, "sending");
    xhr.open("POST", form.dataset.upload);
    xhr.setRequestHeader("Accept", "application/json");
    xhr.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      bar.value = Math.round(100 * event.loaded / event.total);
      item.view.querySelector("[data-note]").textContent = `${size(event.loaded)} of ${size(event.total)}`;
    });
    xhr.upload.addEventListener("load", () => { if (item.state === "sending") set(item, "checking"); });
    xhr.addEventListener("load", () => {
      const answer = read(xhr.responseText);
      if (xhr.status === 201 && answer?.draft) {
        draft.id = answer.draft;
        draft.edit = answer.edit;
        item.id = answer.item;
        bar.value = 100;
        set(item, "done");
      } else if (xhr.status === 401) {
        fail(item, "You are logged out. Log in in another tab, then try again.");
      } else {
        fail(item, answer?.error?.message || (xhr.status === 413 ? "This file is too large." : "The site could not take this photo."), xhr.status !== 413 && xhr.status !== 422);
      }
      pump();
    });
    xhr.addEventListener("error", () => { fail(item, "No connection. The photo was not uploaded."); pump(); });
    xhr.addEventListener("abort", pump);
    xhr.send(body);
  }

  const read = (text) => { try { return JSON.parse(text); } catch { return null; } };

  // When all is done the page goes on by itself; with a failure it waits.
  function settle() {
    const done = items.filter((item) => item.state === "done").length;
    const open = items.filter((item) => !["done", "failed"].includes(item.state)).length;
    const failed = items.filter((item) => item.state === "failed").length;
    go.hidden = !draft.edit || done === 0;
    if (draft.edit) go.href = draft.edit;
    go.textContent = failed > 0 && open === 0 ? `Go on without ${failed === 1 ? "it" : "them"}` : "Go on";
    if (done > 0 && open === 0 && failed === 0 && !leaving) {
      leaving = true;
      status.textContent = "All photos are uploaded.";
      location.assign(draft.edit);
    }
  }

  input.addEventListener("change", () => { add([...input.files]); input.value = ""; });
  form.addEventListener("submit", (event) => event.preventDefault());

  let depth = 0;
  const files = (event) => [...(event.dataTransfer?.types || [])].includes("Files");
  addEventListener("dragenter", (event) => { if (files(event)) { depth++; drop.classList.add("over"); } });
  addEventListener("dragleave", (event) => { if (files(event) && --depth <= 0) { depth = 0; drop.classList.remove("over"); } });
  addEventListener("dragover", (event) => { if (files(event)) event.preventDefault(); });
  addEventListener("drop", (event) => {
    if (!files(event)) return;
    event.preventDefault();
    depth = 0;
    drop.classList.remove("over");
    add([...event.dataTransfer.files]);
  });
  addEventListener("paste", (event) => { if (event.clipboardData?.files.length) add([...event.clipboardData.files]); });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  addEventListener("beforeunload", (event) => {
    if (!leaving && items.some((item) => item.state === "sending" || item.state === "checking")) event.preventDefault();
  });
})();
