// start listens to all that concerns the worker.
import { asset, drop, keep } from "./assets.js";
import { forget, picture, pictures } from "./feed.js";
import { page } from "./pages.js";
import { click, forgetPush, push } from "./push.js";
import { scope } from "./scope.js";
import { share, unshare } from "./share.js";

/** @param {Request} request */
async function media(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const found = await picture(request.url);
    if (found) return found;
    throw error;
  }
}

async function forgetAll() {
  await forget();
  await unshare();
}

/** @param {FetchEvent} event */
function fetched(event) {
  const { request } = event, { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method === "POST") {
    if (pathname === "/logout") event.waitUntil(Promise.all([forgetAll(), forgetPush()]));
    if (pathname === "/share" && request.mode === "navigate") event.respondWith(share(request));
    return;
  }
  if (request.method !== "GET") return;
  if (pathname.startsWith("/static/")) event.respondWith(asset(request));
  else if (request.mode === "navigate") event.respondWith(page(event));
  else if (pathname.startsWith("/media/") && request.destination === "image") event.respondWith(media(request));
}

async function activate() {
  await drop();
  await scope().registration.navigationPreload?.enable();
  await scope().clients.claim();
}

export function start() {
  const worker = scope();
  worker.addEventListener("install", (event) => event.waitUntil(keep().then(() => worker.skipWaiting())));
  worker.addEventListener("activate", (event) => event.waitUntil(activate()));
  worker.addEventListener("fetch", fetched);
  worker.addEventListener("push", (event) => event.waitUntil(push(event)));
  worker.addEventListener("notificationclick", (event) => event.waitUntil(click(event)));
  worker.addEventListener("message", (event) => {
    if (event.data?.feed) event.waitUntil(pictures(String(event.data.feed), event.data.pictures));
  });
}
