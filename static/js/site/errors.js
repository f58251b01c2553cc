// What goes wrong between the page and the server is said, with a way to try again.
import { ajax } from "./send.js";
import { toast } from "./toast.js";
import { word } from "./words.js";

/**
 * again tries once more what an element of the page asks for by itself.
 * @param {CustomEvent<HtmxRequest>} event
 */
function again({ detail: { elt: source, requestConfig: config } }) {
  if (!source?.isConnected || !config) return {};
  if (source instanceof HTMLFormElement) return { action: word("app.try-again"), run: () => source.requestSubmit() };
  if (!source.matches("[hx-get], [hx-post]")) return {};
  const attribute = (/** @type {string} */ name) => source.getAttribute(name) || undefined;
  return { action: word("app.try-again"), run: () => ajax(config.verb === "get" ? "GET" : "POST", config.path, { source, target: config.target, swap: attribute("hx-swap"), select: attribute("hx-select") }) };
}

/** @param {CustomEvent<HtmxRequest>} event */
const polls = (event) => event.detail.elt?.getAttribute?.("hx-trigger")?.startsWith("every");

// A form may say in words of its own that it could not be sent.
/** @param {CustomEvent<HtmxRequest>} event @param {string} text */
const worded = (event, text) => event.detail.elt?.getAttribute?.("data-failed") || text;

/** @param {number} status */
function said(status) {
  switch (status) {
    case 403: return word("app.not-allowed");
    case 404: return word("app.gone");
    case 409: return word("app.conflict");
    case 413: return word("app.too-large");
    case 429: return word("app.slower");
    case 503: return word("app.busy");
    default: return word("app.failed");
  }
}

export function start() {
  document.addEventListener("htmx:sendError", (event) => {
    if (!polls(event)) toast(worded(event, word("app.no-connection")), again(event));
  });
  document.addEventListener("htmx:timeout", (event) => {
    if (!polls(event)) toast(worded(event, word("app.timeout")), again(event));
  });
  document.addEventListener("htmx:responseError", (event) => {
    if (polls(event)) return;
    const { xhr } = event.detail;
    if (xhr.getResponseHeader("HX-Trigger")?.includes("photogram:error")) return;
    if (xhr.status === 401) {
      location.assign("/login?next=" + encodeURIComponent(location.pathname + location.search));
      return;
    }
    toast(worded(event, said(xhr.status)), xhr.status === 404 || xhr.status === 409 ? {} : again(event));
  });
}
