// The developer portal's console: makes the chosen call with the reader's token.
import { find, need } from "../site/dom.js";
import { word } from "../site/words.js";

/** @param {string} s */
const quoted = (s) => "'" + s.replaceAll("'", "'\\''") + "'";

class Console {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.token = need(form, "#f-token", HTMLInputElement);
    this.call = need(form, "#f-call", HTMLSelectElement);
    this.path = need(form, "#f-path", HTMLInputElement);
    this.parameters = need(form, "#f-parameters", HTMLTextAreaElement);
    need(form, "[data-with-js]").hidden = false;
    this.call.addEventListener("change", () => { this.path.value = this.called().pattern; });
    form.addEventListener("input", () => this.showCurl());
    form.addEventListener("change", () => this.showCurl());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.showCurl();
      this.send();
    });
  }

  called() {
    const [method = "", pattern = ""] = this.call.value.split(" ");
    return { method, pattern };
  }

  request() {
    const { method, pattern } = this.called(), values = new URLSearchParams();
    for (const line of this.parameters.value.split("\n")) {
      const at = line.indexOf("=");
      if (at > 0) values.append(line.slice(0, at).trim(), line.slice(at + 1).trim());
    }
    let to = "/v1" + (this.path.value.trim() || pattern);
    const inQuery = method === "GET" || method === "DELETE";
    if (inQuery && values.size > 0) to += "?" + values;
    return { method, to, body: inQuery || values.size === 0 ? null : values };
  }

  showCurl() {
    const { method, to, body } = this.request();
    let line = 'curl -H "Authorization: Bearer $TOKEN"';
    if (method !== "GET") line += " -X " + method;
    if (body) line += " -d " + quoted(body.toString());
    need(document, "[data-curl] code").textContent = line + " " + quoted(this.form.dataset.console + to);
  }

  async send() {
    const { method, to, body } = this.request(), status = need(document, "[data-status]"), headers = need(document, "[data-headers]"), shown = need(document, "[data-body]");
    need(document, "[data-answer]").hidden = false;
    status.textContent = word("console.calling");
    headers.textContent = shown.textContent = "";
    const began = performance.now();
    try {
      const answer = await fetch(to, { method, body, credentials: "omit", headers: { Authorization: "Bearer " + this.token.value.trim() } });
      const text = await answer.text();
      status.textContent = `${answer.status} ${answer.statusText}, ${Math.round(performance.now() - began)} ms`;
      headers.textContent = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
      shown.textContent = readable(text);
    } catch (error) {
      status.textContent = word("console.failed", { why: error instanceof Error ? error.message : String(error) });
    }
  }
}

// readable is JSON on lines of its own; anything else stays as it is.
/** @param {string} text */
function readable(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

export function start() {
  const form = find(document, "[data-console]", HTMLFormElement);
  if (form) new Console(form);
}
