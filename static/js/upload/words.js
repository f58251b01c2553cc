/** @param {number} bytes */
export const size = (bytes) => bytes < 1 << 20 ? Math.max(1, Math.round(bytes / 1024)) + " kB" : (bytes / (1 << 20)).toFixed(1) + " MB";

// reason is what the server says is wrong, if it does.
/** @param {string | undefined} body @returns {string} */
export function reason(body) {
  try { return JSON.parse(body || "").error.message; } catch { return ""; }
}
