import { word } from "../site/words.js";

/** @param {number} bytes */
export const size = (bytes) => bytes < 1 << 20 ? word("upload.kilobytes", { n: Math.max(1, Math.round(bytes / 1024)) }) : word("upload.megabytes", { n: (bytes / (1 << 20)).toFixed(1) });

// reason is what the server says is wrong, if it does.
/** @param {string | undefined} body @returns {string} */
export function reason(body) {
  try { return JSON.parse(body || "").error.message; } catch { return ""; }
}
