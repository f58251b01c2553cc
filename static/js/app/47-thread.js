// A conversation: what is sent and what arrives is added at its end.
const log = document.querySelector("[data-conversation]");
const { toast } = window.photogram;

// What an action says that leaves the page as it is.
document.addEventListener("photogram:said", (event) => {
  if (event.detail?.value) toast(event.detail.value);
});

const page = 50; // messages in an answer; as many as that may not be all

function start() {
  const path = log.dataset.conversation;
  const list = () => [...log.querySelectorAll(".messages")].at(-1);
  let newest = log.dataset.newest || "1";
  let seen = newest;
  let asking = null;
  let again = false;

  const atEnd = () => innerHeight + scrollY > document.documentElement.scrollHeight - 160;
  const toEnd = () => scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });

  async function look() {
    if (document.visibilityState !== "visible" || seen === newest) return;
    const upto = newest;
    seen = upto;
    await window.photogram.seen?.(path + "/seen", upto).catch(() => { seen = "0"; });
  }

  async function ask() {
    const answer = await fetch(`${path}?after=${newest}`, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return 0;
    const part = document.createElement("template");
    part.innerHTML = await answer.text();
    const items = [...part.content.querySelectorAll(".message")].filter((item) => !document.getElementById(item.id));
    if (items.length >= page) {
      location.reload();
      return items.length;
    }
    if (items.length === 0) return 0;
    const follow = atEnd();
    list().append(...items);
    newest = items.at(-1).id.slice(2);
    if (follow || items.at(-1).classList.contains("message-mine")) toEnd();
    look();
    return items.length;
  }

  // One question at a time, so that nothing is added twice.
  async function refresh() {
    if (asking) {
      again = true;
      return asking;
    }
    asking = (async () => {
      let added = 0;
      do {
        again = false;
        added += await ask().catch(() => 0);
      } while (again);
      asking = null;
      return added;
    })();
    return asking;
  }

  document.addEventListener("photogram:message", (event) => {
    event.preventDefault();
    const { more } = event.detail;
    refresh().then((added) => {
      if (!added && more && document.visibilityState === "visible") window.photogram.mailToast?.();
    });
  });
  document.addEventListener("visibilitychange", look);

  const form = document.querySelector("[data-message-form]");
  const field = form.querySelector("textarea");
  form.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) return;
    form.reset();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus({ preventScroll: true });
    refresh();
  });
  // Enter sends where one types with keys; with Shift it begins a line.
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || matchMedia("(pointer: coarse)").matches) return;
    event.preventDefault();
    if (field.value.trim()) form.requestSubmit();
  });
  if (!location.hash || location.hash === "#end") toEnd();
}

if (log) start();
