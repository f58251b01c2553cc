// The developer portal's console: makes the chosen call with the reader's token.
(() => {
"use strict";
const form = document.querySelector("[data-console]");
if (!form) return;
const find = (selector) => document.querySelector(selector);
const [token, call, path, parameters] = ["#f-token", "#f-call", "#f-path", "#f-parameters"].map(find);
form.querySelector("[data-with-js]").hidden = false;

const quoted = (s) => "'" + s.replaceAll("'", "'\\''") + "'";

function request() {
  const [method, pattern] = call.value.split(" ");
  const values = new URLSearchParams();
  for (const line of parameters.value.split("\n")) {
    const at = line.indexOf("=");
    if (at > 0) values.append(line.slice(0, at).trim(), line.slice(at + 1).trim());
  }
  let to = "/v1" + (path.value.trim() || pattern);
  const inQuery = method === "GET" || method === "DELETE";
  if (inQuery && values.size > 0) to += "?" + values;
  return { method, to, body: inQuery || values.size === 0 ? null : values };
}

function showCurl() {
  const { method, to, body } = request();
  let line = 'curl -H "Authorization: Bearer $TOKEN"';
  if (method !== "GET") line += " -X " + method;
  if (body) line += " -d " + quoted(body.toString());
  find("[data-curl] code").textContent = line + " " + quoted(form.dataset.console + to);
}

call.addEventListener("change", () => { path.value = call.value.split(" ")[1]; });
form.addEventListener("input", showCurl);
form.addEventListener("change", showCurl);

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  showCurl();
  const { method, to, body } = request();
  const answer = find("[data-answer]"), status = find("[data-status]");
  answer.hidden = false;
  status.textContent = "Calling…";
  find("[data-headers]").textContent = find("[data-body]").textContent = "";
  const began = performance.now();
  try {
    const res = await fetch(to, { method, body, credentials: "omit", headers: { Authorization: "Bearer " + token.value.trim() } });
    const text = await res.text();
    status.textContent = `${res.status} ${res.statusText}, ${Math.round(performance.now() - began)} ms`;
    find("[data-headers]").textContent = [...res.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
    let shown = text;
    try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch { /* not JSON: as it is */ }
    find("[data-body]").textContent = shown;
  } catch (error) {
    status.textContent = "The call could not be made: " + error.message;
  }
});
})();
