// What the site pushes is shown, and a press on it leads to what it is about.
import { scope } from "./scope.js";

/** @typedef {{ notification: { title: string, body?: string, navigate: string, lang?: string, dir?: NotificationDirection, tag?: string } }} Told */

/** @param {PushEvent} event */
export async function push(event) {
  /** @type {Told} */
  let told;
  try {
    told = event.data?.json();
  } catch {
    return; // the site writes nothing else
  }
  const { title, body, navigate, lang, dir, tag } = told.notification, { icon, badge } = scope().photogram;
  await scope().registration.showNotification(title, { body, lang, dir, tag, icon, badge, data: { navigate } });
}

/** @param {NotificationEvent} event */
export async function click(event) {
  event.notification.close();
  const to = new URL(event.notification.data?.navigate || "/", location.origin);
  if (to.origin !== location.origin) return;
  const pages = await scope().clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = pages.find((page) => page.url === to.href);
  if (there) await there.focus();
  else await scope().clients.openWindow(to.href);
}

// forgetPush ends what is pushed here, when somebody logs out.
export async function forgetPush() {
  const push = await scope().registration.pushManager?.getSubscription();
  await push?.unsubscribe();
}
