// The unedited photos: a large bitmap of the one on the stage, small ones of all.
import { decode, fetchPreview } from "./source.js";

/** @typedef {import("./item.js").Item} Item */

/** @param {Item} item */
async function blobOf(item) {
  item.blob ??= fetchPreview(item.preview);
  try {
    return await item.blob;
  } catch (problem) {
    item.blob = null;
    throw problem;
  }
}

/** @param {ImageBitmap} bitmap */
const quarter = (bitmap) => createImageBitmap(bitmap, { resizeWidth: Math.ceil(bitmap.width / 4), resizeHeight: Math.ceil(bitmap.height / 4), resizeQuality: "medium" });

// load gives a photo its bitmaps, if it is still wanted when they are there.
// Large ones are kept of this photo only.
/** @param {Item} item @param {Item[]} items @param {() => boolean} wanted */
export async function load(item, items, wanted) {
  const bitmap = await decode(await blobOf(item));
  if (!wanted()) return bitmap.close();
  item.bitmap = bitmap;
  item.mini ??= await quarter(bitmap);
  for (const other of items) {
    if (other !== item && other.bitmap) { other.bitmap.close(); other.bitmap = null; }
  }
}

let fetching = false;

// loadSmall gives all other photos their small bitmaps, one after the other.
/** @param {Item[]} items @param {(item: Item) => void} loaded */
export async function loadSmall(items, loaded) {
  if (fetching) return;
  fetching = true;
  for (const item of items) {
    try {
      if (!item.mini) {
        const bitmap = await decode(await blobOf(item));
        item.mini = await quarter(bitmap);
        bitmap.close();
      }
      loaded(item);
    } catch { /* It is tried again when it is chosen. */ }
  }
  fetching = false;
}
