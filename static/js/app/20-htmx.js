// What goes wrong between the page and the server is said, with a way to try again.
const { toast } = window.photogram;

function again(event) {
  const source = event.detail.elt;
  const config = event.detail.requestConfig;
  if (!source?.isConnected || !config) return {};
  return {
    action: "Try again",
    run: () => {
      if (source.matches("form")) source.requestSubmit();
      else window.htmx.ajax(config.verb.toUpperCase(), config.path, { source, target: config.target, swap: source.getAttribute("hx-swap") || undefined, select: source.getAttribute("hx-select") || undefined });
    },
  };
}

const polls = (event) => event.detail.elt?.getAttribute?.("hx-trigger")?.startsWith("every");

document.addEventListener("htmx:sendError", (event) => {
  if (!polls(event)) toast("No connection. Nothing was changed.", again(event));
});
document.addEventListener("htmx:timeout", (event) => {
  if (!polls(event)) toast("The site takes too long to answer.", again(event));
});
document.addEventListener("htmx:responseError", (event) => {
  if (polls(event)) return;
  const status = event.detail.xhr.status;
  if (event.detail.xhr.getResponseHeader("HX-Trigger")?.includes("photogram:error")) return;
  if (status === 401) {
    location.assign("/login?next=" + encodeURIComponent(location.pathname + location.search));
    return;
  }
  const said = {
    403: "That is not allowed.",
    404: "That is not there any more.",
    409: "Somebody was faster. Reload the page to see.",
    413: "That is too large.",
    429: "A little slower, please. Wait a moment, then try again.",
    503: "The site is busy. Try again in a moment.",
  };
  const text = said[status] || "That did not work.";
  toast(text, status === 404 || status === 409 ? {} : again(event));
});

// After a like, the heart beats once.
document.addEventListener("htmx:afterSettle", (event) => {
  const target = event.detail.target;
  if (!target?.classList?.contains("like")) return;
  const path = event.detail.requestConfig?.path;
  const form = path && document.querySelector(`.like form[action="${CSS.escape(path)}"]`);
  form?.querySelector('.heart[aria-pressed="true"]')?.classList.add("just");
});

// The server may say itself what is wrong.
document.addEventListener("photogram:error", (event) => {
  if (event.detail?.value) toast(event.detail.value);
});
