// What goes wrong between the page and the server is said, with a way to try again.
import { ajax } from "./send.js";
import { toast } from "./toast.js";

/**
 * again tries once more what an element of the page asks for by itself.
 * @param {CustomEvent<HtmxRequest>} event
 */
function again({ detail: { elt: source, requestConfig: config } }) {
  if (!source?.isConnected || !config) return {};
  if (source instanceof HTMLFormElement) return { action: "Try again", run: () => source.requestSubmit() };
  if (!source.matches("[hx-get], [hx-post]")) return {};
  const attribute = (/** @type {string} */ name) => source.getAttribute(name) || undefined;
  return { action: "Try again", run: () => ajax(config.verb === "get" ? "GET" : "POST", config.path, { source, target: config.target, swap: attribute("hx-swap"), select: attribute("hx-select") }) };
}

/** @param {CustomEvent<HtmxRequest>} event */
const polls = (event) => event.detail.elt?.getAttribute?.("hx-trigger")?.startsWith("every");

// A form may say in words of its own that it could not be sent.
/** @param {CustomEvent<HtmxRequest>} event @param {string} text */
const worded = (event, text) => event.detail.elt?.getAttribute?.("data-failed") || text;

/** @type {Record<number, string>} */
const said = {
  403: "That is not allowed.",
  404: "That is not there any more.",
  409: "Somebody was faster. Reload the page to see.",
  413: "That is too large.",
  429: "A little slower, please. Wait a moment, then try again.",
  503: "The site is busy. Try again in a moment.",
};

export function start() {
  document.addEventListener("htmx:sendError", (event) => {
    if (!polls(event)) toast(worded(event, "No connection. Nothing was changed."), again(event));
  });
  document.addEventListener("htmx:timeout", (event) => {
    if (!polls(event)) toast(worded(event, "The site takes too long to answer."), again(event));
  });
  document.addEventListener("htmx:responseError", (event) => {
    if (polls(event)) return;
    const { xhr } = event.detail;
    if (xhr.getResponseHeader("HX-Trigger")?.includes("photogram:error")) return;
    if (xhr.status === 401) {
      location.assign("/login?next=" + encodeURIComponent(location.pathname + location.search));
      return;
    }
    toast(worded(event, said[xhr.status] || "That did not work."), xhr.status === 404 || xhr.status === 409 ? {} : again(event));
  });
}
