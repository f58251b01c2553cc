// What every part of the worker is given.

/** @typedef {{ version: string, assets: string[], icon: string, badge: string }} Build */

export const scope = () => /** @type {ServiceWorkerGlobalScope & { photogram: Build }} */ (/** @type {unknown} */ (self));

export const viewerHeader = "Photogram-Viewer";

/** @param {string} name @param {string} path */
export async function stored(name, path) {
  return await caches.has(name) ? (await caches.open(name)).match(path, { ignoreVary: true }) : undefined;
}
