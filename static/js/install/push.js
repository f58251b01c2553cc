// Notifications on this device: asked for by a press in the settings, and renewed
// when the site has another key.
import { find, need } from "../site/dom.js";
import { toast } from "../site/toast.js";
import { word } from "../site/words.js";

const path = "/settings/push";

/** @param {string} text */
function bytes(text) {
  const raw = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
}

const siteKey = () => find(document, "meta[name=push-key]", HTMLMetaElement)?.content || "";

/** @param {PushSubscription} push */
function isOurs(push) {
  const key = bytes(siteKey()), own = new Uint8Array(push.options.applicationServerKey || new ArrayBuffer(0));
  return own.length === key.length && own.every((byte, i) => byte === key[i]);
}

async function subscribe() {
  const { pushManager } = await navigator.serviceWorker.ready;
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(siteKey()) });
}

// renew takes the place of a subscription under a key that the site has no more.
async function renew() {
  const old = await (await navigator.serviceWorker.ready).pushManager.getSubscription();
  if (!old || isOurs(old)) return;
  await old.unsubscribe();
  const now = await subscribe();
  await fetch(path, { method: "PATCH", headers: { Accept: "application/json" },
    body: new URLSearchParams({ old: old.endpoint, subscription: JSON.stringify(now) }) });
}

/** @param {HTMLFormElement} form @param {SubmitEvent} event */
async function submit(form, event) {
  const field = need(form, "[name=subscription]", HTMLInputElement);
  if (field.value) return;
  event.preventDefault();
  if (await Notification.requestPermission() !== "granted") {
    toast(word("app.push-refused"));
    return;
  }
  try {
    field.value = JSON.stringify(await subscribe());
  } catch {
    toast(word("app.push-failed"));
    return;
  }
  form.requestSubmit();
}

export function start() {
  if (!("serviceWorker" in navigator) || !("PushManager" in window) || !siteKey()) return;
  const form = find(document, "form[data-push]", HTMLFormElement);
  if (form) {
    need(form, "button").removeAttribute("disabled");
    find(document, "[data-no-push]")?.remove();
    form.addEventListener("submit", (event) => { submit(form, event); });
  }
  if (Notification.permission === "granted") renew().catch(() => {}); // on the next page, then
}
