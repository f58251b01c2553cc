// Subscribes with instagram-node, as its README shows. The library speaks TLS to a
// fixed port alone, so its requests are handed on to the address of the test.
"use strict";
const http = require("http");
const https = require("https");

const { BASE, CLIENT_ID, CLIENT_SECRET, CALLBACK } = process.env;
const base = new URL(BASE);
https.request = (options, callback) => http.request({ ...options, host: base.hostname, port: base.port, agent: undefined }, callback);

const instagram = require("instagram-node").instagram({ host: BASE });
instagram.use({ client_id: CLIENT_ID, client_secret: CLIENT_SECRET });

const call = (name, ...args) =>
  new Promise((resolve) => instagram[name](...args, (err, result) => resolve(err ? { error: err.error_message || String(err) } : result)));

(async () => {
  const user = await call("add_user_subscription", CALLBACK, { verify_token: "mine" });
  const tag = await call("add_tag_subscription", "larch", CALLBACK, {});
  const area = await call("add_geography_subscription", 53.7, 7.15, 1000, CALLBACK, {});
  const list = await call("subscriptions");
  const one = await call("del_subscription", { id: tag.id });
  const left = await call("subscriptions");
  const all = await call("del_subscription", { all: true });
  const none = await call("subscriptions");
  console.log(JSON.stringify({ user, tag, area, list: list.length, one, left: left.length, all, none: none.length }));
})();
