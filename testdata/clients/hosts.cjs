// Sends what is meant for the hosts of the platform to BASE. Loaded before a client, so that
// it is not changed.
"use strict";
const http = require("http");
const https = require("https");
const { syncBuiltinESMExports } = require("module");
const base = new URL(process.env.BASE);
const theirs = (host) => /(^|\.)(facebook|instagram)\.com$/.test(host);

const redirect = (plain) => function (first, second, third) {
  let options = typeof first === "string" || first instanceof URL ? null : first, callback = second;
  if (!options) {
    const url = new URL(first);
    options = { ...(typeof second === "object" ? second : {}), hostname: url.hostname, path: url.pathname + url.search, protocol: url.protocol };
    callback = typeof second === "function" ? second : third;
  }
  const name = (options.hostname || options.host || "").split(":")[0];
  if (!theirs(name)) return plain.call(https, first, second, third);
  const headers = { ...options.headers };
  for (const key of Object.keys(headers)) if (key.toLowerCase() === "host") delete headers[key];
  return http.request({ method: options.method, path: options.path, headers, hostname: base.hostname, port: base.port }, callback);
};
https.request = redirect(https.request);
https.get = (...args) => https.request(...args).end();
syncBuiltinESMExports();

const plainFetch = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const request = new Request(input, init), url = new URL(request.url);
  if (!theirs(url.hostname)) return plainFetch(request);
  const body = ["GET", "HEAD"].includes(request.method) ? undefined : await request.arrayBuffer();
  return plainFetch(new URL(url.pathname + url.search, base), { method: request.method, headers: request.headers, body });
};
