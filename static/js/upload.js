// Chosen, dropped and pasted files are sent at once, in parts, several at a time.
// A part that is lost is sent again; what has arrived stays on the server, also
// when the page is closed.
"use strict";
(() => {
  const form = document.querySelector("form[data-upload]");
  if (!form || !window.tus?.isSupported) return;

  const part = 4 << 20; // bytes
  const together = 3;
  const longestWait = 30_000; // milliseconds between two attempts
  const input = form.querySelector('input[type="file"]');
  const drop = form.querySelector("[data-drop]");
  const list = form.querySelector("[data-list]");
  const go = form.querySelector("[data-continue]");
  const pauseAll = form.querySelector("[data-pause-all]");
  const template = document.getElementById("upload-item");
  const maxVideoBytes = Number(form.dataset.maxVideoBytes);
  const isVideo = (file) => maxVideoBytes > 0 && file.type.startsWith("video/");
  const limitOf = (file) => isVideo(file) ? maxVideoBytes : Number(form.dataset.maxBytes) || Infinity;
  const storage = window.tus.defaultOptions.urlStorage;
  const json = { Accept: "application/json" };
  const start = document.querySelector("form[data-upload-start]"); // makes stories of the draft
  const draft = { id: form.dataset.draft || "", edit: form.dataset.edit || "" };
  const mine = `photogram-${form.dataset.viewer}-`; // begins what is remembered of this account's uploads
  let batch = [...crypto.getRandomValues(new Uint8Array(12))].map((b) => b.toString(16).padStart(2, "0")).join("");
  let taken = Number(form.dataset.taken || 0);
  let items = [];
  let leaving = false;

  form.classList.add("upload-live");
  form.querySelector("[data-without-js]").hidden = true;
  form.querySelector("[data-only-js]").hidden = false;
  input.required = false;

  const size = (bytes) => bytes < 1 << 20 ? Math.max(1, Math.round(bytes / 1024)) + " kB" : (bytes / (1 << 20)).toFixed(1) + " MB";
  const fingerprint = (file) => mine + [file.name, file.type, file.size, file.lastModified].join("-");
  const busy = (item) => ["sending", "checking", "offline"].includes(item.state);
  const find = (item, name) => item.view.querySelector(`[data-${name}]`);
  const { say } = window.photogram;

  // A row of the list. The place keeps the order of choosing, whatever ends first.
  let lastPlace = 0;
  function row(name, bytes, before) {
    const view = template.content.firstElementChild.cloneNode(true);
    lastPlace = Math.max(lastPlace + 1, Date.now() * 32);
    const item = { name, bytes, view, state: "", file: null, upload: null, entry: null, place: lastPlace, batch, tries: 0, sent: 0, id: "", outcome: "", timer: 0, status: 0, duplicate: false, ...before };
    find(item, "name").textContent = name;
    for (const [button, words, act] of [["remove", "Remove", remove], ["pause", "Pause", pause], ["resume", "Resume", resume], ["retry", "Try again:", resume]]) {
      find(item, button).setAttribute("aria-label", `${words} ${name}`);
      find(item, button).addEventListener("click", () => act(item));
    }
    find(item, "keep").addEventListener("click", () => keep(item));
    find(item, "drop-duplicate").addEventListener("click", () => remove(item));
    list.append(view);
    items.push(item);
    return item;
  }

  function add(files) {
    const begun = items.filter((item) => item.state === "unfinished");
    let left = Number(form.dataset.maxFiles) - taken - items.filter((item) => item.state !== "failed" && item.state !== "unfinished").length;
    for (const file of files) {
      const same = begun.find((item) => item.state === "unfinished" && item.entry.urlStorageKey.startsWith(`tus::${fingerprint(file)}::`));
      if (left-- <= 0) {
        window.photogram.toast(start ? `At most ${form.dataset.maxFiles} files at a time.` : `A post has at most ${form.dataset.maxFiles} photos.`);
        break;
      }
      const item = same || row(file.name, file.size);
      item.file = file;
      preview(item);
      if (file.size > limitOf(file)) fail(item, `This is ${size(file.size)}, and ${size(limitOf(file))} is the limit${isVideo(file) ? " for a video" : ""}.`, false);
      else if (file.size === 0) fail(item, "The file is empty.", false);
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
    image.addEventListener("load", () => { find(item, "thumb").replaceChildren(image); URL.revokeObjectURL(url); });
    image.addEventListener("error", () => URL.revokeObjectURL(url));
    image.src = url;
  }

  function set(item, state, note) {
    item.state = state;
    item.view.dataset.state = state;
    find(item, "note").textContent = note || {
      waiting: "Waiting, " + size(item.bytes), sending: "Starting", checking: "Checking the file", done: "Uploaded",
      paused: `Paused at ${size(item.sent)} of ${size(item.bytes)}`,
      unfinished: `${size(item.sent)} of ${size(item.bytes)} are here. Choose the same file again to go on.`,
    }[state];
    // A button that has the focus passes it on before it goes.
    const shown = { pause: state === "waiting" || busy(item), resume: state === "paused", retry: state === "failed" && !item.final };
    const focused = Object.keys(shown).find((name) => find(item, name) === document.activeElement);
    for (const name of Object.keys(shown)) find(item, name).hidden = !shown[name];
    if (focused && !shown[focused]) find(item, Object.keys(shown).find((name) => shown[name]) || "remove").focus();
    progress(item);
  }

  function progress(item) {
    find(item, "progress").value = item.state === "done" ? 100 : Math.round(100 * item.sent / item.bytes);
  }

  function fail(item, reason, again = true) {
    clearTimeout(item.timer);
    item.final = !again;
    set(item, "failed", reason);
    say(`${item.name}: ${reason}`);
    if (!again) forget(item);
    pump();
  }

  function pump() {
    const free = together - items.filter((item) => item.state === "sending" || item.state === "checking").length;
    for (const item of items.filter((one) => one.state === "waiting").slice(0, Math.max(0, free))) send(item);
    settle();
  }

  function send(item) {
    clearTimeout(item.timer);
    item.status = 0;
    set(item, "sending", item.sent ? `${size(item.sent)} of ${size(item.bytes)}` : "");
    if (item.outcome) return ask(item);
    if (!item.upload) {
      item.upload = new window.tus.Upload(item.file, {
        endpoint: form.dataset.upload, chunkSize: part, retryDelays: null, headers: json, removeFingerprintOnSuccess: true,
        fingerprint: () => Promise.resolve(fingerprint(item.file)),
        metadata: { filename: item.name, batch: item.batch, place: String(item.place), ...(form.dataset.draft ? { draft: form.dataset.draft } : {}) },
        onAfterResponse: (request, response) => {
          item.status = response.getStatus();
          // The client would begin anew for any answer that is no success; only what is gone is begun anew.
          if (request.getMethod() === "HEAD" && item.status > 299 && item.status !== 404 && item.status !== 410) throw new Error("not now");
        },
        onProgress: (bytes) => {
          if (item.state !== "sending") return;
          if (bytes > item.sent) item.tries = 0;
          item.sent = bytes;
          progress(item);
          if (bytes >= item.bytes) set(item, "checking");
          else find(item, "note").textContent = `${size(bytes)} of ${size(item.bytes)}`;
        },
        onSuccess: () => { item.outcome = item.upload.url; ask(item); },
        onError: (error) => wrong(item, item.status, error.originalResponse?.getBody()),
      });
      if (item.entry) item.upload.resumeFromPreviousUpload(item.entry);
    }
    item.upload.start();
  }

  // What became of a file whose bytes have all arrived.
  async function ask(item) {
    set(item, "checking");
    let answer;
    try {
      const response = await fetch(item.outcome, { headers: json });
      const text = await response.text();
      if (!response.ok) return wrong(item, response.status, text);
      answer = JSON.parse(text);
    } catch {
      return wrong(item, 0);
    }
    if (item.state !== "checking") return;
    if (answer.state === "refused") return fail(item, answer.message, false);
    if (answer.state === "open") { item.outcome = ""; return wrong(item, 0); }
    done(item, answer);
    pump();
  }

  function done(item, answer) {
    draft.id = answer.draft || draft.id;
    draft.edit = answer.edit || draft.edit;
    item.id = answer.item;
    item.sent = item.bytes;
    set(item, "done");
    const before = answer.duplicate;
    if (!before) return;
    item.duplicate = true;
    const link = find(item, "earlier");
    link.href = before.path;
    link.textContent = before.text;
    find(item, "duplicate").hidden = false;
    say(`${item.name}: ${before.text}.`);
  }

  function keep(item) {
    item.duplicate = false;
    find(item, "duplicate").hidden = true;
    find(item, "remove").focus();
    settle();
  }

  // Only what can be mended by waiting is tried again by itself.
  function wrong(item, code, body) {
    if (!busy(item)) return;
    const reason = message(body);
    if (code === 401) fail(item, "You are logged out. Log in in another tab, then try again.");
    else if (code === 429 || code === 507) fail(item, reason || "The site takes no more just now. Try again later.");
    else if (code === 404 || code === 410) anew(item);
    else if (code >= 400 && code < 500 && code !== 409 && code !== 423 && code !== 408) fail(item, reason || (code === 413 ? "This file is too large." : "The site could not take this file."), false);
    else {
      const wait = Math.min(longestWait, 500 * 2 ** item.tries++);
      set(item, "offline", `${code ? "The site does not answer" : "No connection"}. What has arrived is kept; trying again${wait > 2000 ? ` in ${Math.round(wait / 1000)} s` : ""}.`);
      if (item.tries === 2) say(`${item.name}: no connection, trying again.`);
      item.timer = setTimeout(() => { if (item.state === "offline") { set(item, "waiting"); pump(); } }, wait);
      pump();
    }
  }

  // The parts are gone from the server, or with another server.
  function anew(item) {
    forget(item);
    item.upload = item.entry = null;
    item.outcome = "";
    item.sent = 0;
    if (item.tries++ > 3) return fail(item, "The site lost this file. Try again.");
    set(item, "waiting");
    pump();
  }

  function message(body) {
    try { return JSON.parse(body).error.message; } catch { return ""; }
  }

  function forget(item) {
    const url = item.upload?.url || item.entry?.uploadUrl;
    if (url) storage.findAllUploads().then((all) => all.filter((one) => one.uploadUrl === url).forEach((one) => storage.removeUpload(one.urlStorageKey)));
  }

  function pause(item) {
    clearTimeout(item.timer);
    item.upload?.abort();
    set(item, "paused");
    pump();
  }

  function resume(item) {
    item.tries = 0;
    set(item, "waiting");
    pump();
  }

  async function remove(item) {
    clearTimeout(item.timer);
    const before = item.state;
    item.state = "removed";
    items = items.filter((other) => other !== item);
    const next = item.view.nextElementSibling || item.view.previousElementSibling;
    item.view.remove();
    (next?.querySelector("[data-remove]") || input).focus();
    say(`${item.name} is removed.`);
    item.upload?.abort();
    forget(item);
    pump();
    if (before === "done") await takeOut(item);
    else await terminate(item);
    settle();
  }

  async function terminate(item) {
    const url = item.outcome || item.upload?.url || item.entry?.uploadUrl;
    if (!url) return;
    try {
      const response = await fetch(url, { method: "DELETE", headers: { ...json, "Tus-Resumable": "1.0.0" } });
      if (response.status !== 409) return;
      // It was taken at this very moment, so it is in the draft.
      const answer = await (await fetch(url, { headers: json })).json();
      if (answer.state !== "done") return;
      item.id = answer.item;
      draft.edit = answer.edit || draft.edit;
      await takeOut(item);
    } catch { /* It expires by itself. */ }
  }

  async function takeOut(item) {
    if (!item.id || !draft.edit) return;
    await fetch(draft.edit.replace(/edit$/, `items/${item.id}/delete`), { method: "POST", headers: { "HX-Request": "true" }, redirect: "manual" }).catch(() => {});
    if (!items.some((other) => other.id) && taken === 0) draft.id = draft.edit = "";
  }

  // When all is done the page goes on by itself; what needs a decision holds it.
  function settle() {
    const count = (...states) => items.filter((item) => states.includes(item.state)).length;
    const finished = count("done");
    const failed = count("failed", "unfinished");
    const open = items.length - finished - failed;
    const decide = items.some((item) => item.duplicate);
    const pausable = items.filter((item) => item.state === "waiting" || busy(item));
    pauseAll.hidden = open < 2;
    pauseAll.textContent = pausable.length ? "Pause all" : "Resume all";
    go.hidden = !draft.edit || finished + taken === 0;
    if (draft.edit && !start) go.href = draft.edit;
    go.textContent = failed > 0 && open === 0 ? `Go on without ${failed === 1 ? "it" : "them"}` : "Go on";
    if (finished > 0 && open === 0 && failed === 0 && !decide && draft.edit && !leaving) {
      leaving = true;
      say("All files are uploaded.");
      if (start) begin();
      else location.assign(draft.edit);
    }
  }

  function begin() {
    leaving = true;
    start.elements.draft.value = draft.id;
    start.submit();
  }
  if (start) go.addEventListener("click", (event) => { event.preventDefault(); begin(); });

  pauseAll.addEventListener("click", () => {
    const pausable = items.filter((item) => item.state === "waiting" || busy(item));
    if (pausable.length) pausable.forEach(pause);
    else items.filter((item) => item.state === "paused").forEach(resume);
    say(pausable.length ? "All uploads are paused." : "All uploads go on.");
  });

  // Uploads of an earlier visit. A page cannot open a file again by itself, so
  // the person is asked for it.
  async function restore() {
    const all = await storage.findAllUploads();
    const here = all.filter((one) => one.urlStorageKey.startsWith(`tus::${mine}`) && one.uploadUrl && (one.metadata?.draft || "") === (form.dataset.draft || ""));
    here.sort((a, b) => Number(a.metadata?.place || 0) - Number(b.metadata?.place || 0));
    for (const entry of here) {
      let answer, code = 0;
      try {
        const response = await fetch(entry.uploadUrl, { headers: json });
        code = response.status;
        answer = await response.json();
      } catch { /* not now */ }
      if (code === 404) storage.removeUpload(entry.urlStorageKey);
      if (code !== 200 || items.some((item) => item.upload?.url === entry.uploadUrl)) continue;
      if (answer.state !== "open") storage.removeUpload(entry.urlStorageKey);
      if (answer.state === "done") continue; // It waits among the drafts.
      const item = row(answer.name, answer.size, { entry, batch: answer.batch, place: Number(entry.metadata?.place) || 0, sent: answer.offset });
      if (answer.state === "refused") { fail(item, answer.message, false); continue; }
      batch = answer.batch;
      if (answer.edit) {
        draft.id = answer.draft;
        draft.edit = answer.edit;
        if (!form.dataset.draft) taken = answer.taken;
      }
      set(item, "unfinished");
    }
    if (items.some((item) => item.state === "unfinished")) say("Some uploads are not finished. Choose the same files again to go on.");
    settle();
  }

  input.addEventListener("change", () => { add([...input.files]); input.value = ""; });
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("online", () => {
    items.filter((item) => item.state === "offline").forEach((item) => { clearTimeout(item.timer); item.tries = 0; set(item, "waiting"); });
    pump();
  });

  // The files of a dropped folder, and of the folders in it.
  async function opened(entry) {
    if (entry.isFile) return [await new Promise((yes, no) => entry.file(yes, no))];
    const reader = entry.createReader();
    const found = [];
    for (;;) {
      const some = await new Promise((yes, no) => reader.readEntries(yes, no));
      if (some.length === 0 || found.length > 200) break;
      found.push(...some);
    }
    found.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
    const files = [];
    for (const one of found.filter((each) => !each.name.startsWith("."))) files.push(...await opened(one));
    return files;
  }

  let depth = 0;
  const carries = (event) => [...(event.dataTransfer?.types || [])].includes("Files");
  addEventListener("dragenter", (event) => { if (carries(event)) { depth++; drop.classList.add("over"); } });
  addEventListener("dragleave", (event) => { if (carries(event) && --depth <= 0) { depth = 0; drop.classList.remove("over"); } });
  addEventListener("dragover", (event) => { if (carries(event)) event.preventDefault(); });
  addEventListener("drop", async (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    depth = 0;
    drop.classList.remove("over");
    const files = [...event.dataTransfer.files];
    const entries = [...event.dataTransfer.items].map((one) => one.webkitGetAsEntry?.()).filter(Boolean);
    if (!entries.some((entry) => entry.isDirectory)) return add(files);
    const all = [];
    try { for (const entry of entries) all.push(...await opened(entry)); } catch { /* what can be read is taken */ }
    add(all);
  });
  addEventListener("paste", (event) => { if (event.clipboardData?.files.length) add([...event.clipboardData.files]); });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  addEventListener("beforeunload", (event) => {
    if (!leaving && items.some((item) => item.state === "waiting" || busy(item))) event.preventDefault();
  });
  restore();
})();
