// Logs in with the client that CLIENT names, as its README shows. Prints where to authorize,
// then reads where the browser came back to, and prints what it learned.
"use strict";
require("./hosts.cjs");
const { createHmac } = require("crypto");
const readline = require("readline");
const { CLIENT, CLIENT_ID, CLIENT_SECRET, ORIGIN, SIGNED, USER } = process.env;
const callback = ORIGIN + "/callback";
const promised = (start) => new Promise((resolve, reject) => start((err, out) => (err && !out?.id && err.message ? reject(err) : resolve(out ?? err))));
const proof = (token) => createHmac("sha256", CLIENT_SECRET).update(token).digest("hex");
const read = async (address, token) => (await fetch(`${address}${address.includes("?") ? "&" : "?"}access_token=${token}`)).json();
const captions = async (token) => (await read("https://graph.instagram.com/v23.0/me/media?fields=id,caption", token)).data.map((m) => m.caption);

// A strategy of passport, without its frame.
const passport = (make, options) => {
  let done;
  const strategy = make((accessToken, refreshToken, profile, next) => next(null, { accessToken, profile }));
  const ask = (query) => new Promise((resolve, reject) => {
    strategy.redirect = resolve;
    strategy.success = resolve;
    strategy.fail = (why) => reject(new Error(JSON.stringify(why)));
    strategy.error = (err) => reject(err.oauthError ? new Error(JSON.stringify(err.oauthError)) : err);
    strategy.authenticate({ query, session: {}, headers: {}, url: "/" }, options);
  });
  return {
    url: () => ask({}),
    finish: async (back) => {
      done = await ask(Object.fromEntries(back.searchParams));
      return { id: done.profile.id, name: done.profile.username || done.profile.displayName, photo: done.profile.photos?.[0].value,
        type: done.profile.accountType, media: await captions(done.accessToken) };
    },
  };
};

// Browser is a cookie jar in front of a function from requests to answers.
const browser = (answer) => {
  const jar = {};
  return async (path, init = {}) => {
    const headers = { ...init.headers, cookie: Object.entries(jar).map(([k, v]) => `${k}=${v}`).join("; ") };
    const res = await answer(path, { ...init, headers, redirect: "manual" });
    for (const line of res.headers.getSetCookie()) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
      jar[name] = value;
    }
    return res;
  };
};

const clients = {
  fb() {
    const { FB } = require("fb");
    const fb = FB.extend({ appId: CLIENT_ID, appSecret: CLIENT_SECRET, version: "v18.0" });
    const ask = (...args) => new Promise((resolve, reject) => fb.api(...args, (r) => (r && !r.error ? resolve(r) : reject(new Error(JSON.stringify(r?.error))))));
    return {
      url: () => fb.getLoginUrl({ scope: "instagram_basic,pages_show_list", redirectUri: callback, redirect_uri: callback }),
      finish: async (back) => {
        const short = await ask("oauth/access_token", { client_id: CLIENT_ID, client_secret: CLIENT_SECRET, redirect_uri: callback, code: back.searchParams.get("code") });
        const long = await ask("oauth/access_token", { client_id: CLIENT_ID, client_secret: CLIENT_SECRET, grant_type: "fb_exchange_token", fb_exchange_token: short.access_token });
        fb.setAccessToken(long.access_token);
        const me = await ask("me", { fields: "id,name,username" });
        const pages = await ask("me/accounts", { fields: "instagram_business_account" });
        const own = await ask("oauth/access_token", { client_id: CLIENT_ID, client_secret: CLIENT_SECRET, grant_type: "client_credentials" });
        const seen = await ask("debug_token", { input_token: long.access_token, access_token: `${CLIENT_ID}|${CLIENT_SECRET}` });
        const posts = await ask(`${pages.data[0].instagram_business_account.id}/media`, { fields: "caption" });
        return { id: me.id, name: me.username, life: long.expires_in, app: typeof own.access_token, valid: seen.data.is_valid,
          signed: fb.parseSignedRequest(SIGNED).user_id === USER, media: posts.data.map((m) => m.caption) };
      },
    };
  },
  fbgraph() {
    const graph = require("fbgraph");
    return {
      url: () => graph.getOauthUrl({ client_id: CLIENT_ID, redirect_uri: callback, scope: "instagram_basic" }),
      finish: async (back) => {
        await promised((done) => graph.authorize({ client_id: CLIENT_ID, redirect_uri: callback, client_secret: CLIENT_SECRET, code: back.searchParams.get("code") }, done));
        const long = await promised((done) => graph.extendAccessToken({ access_token: graph.getAccessToken(), client_id: CLIENT_ID, client_secret: CLIENT_SECRET }, done));
        graph.setAppSecret(CLIENT_SECRET); // and so proofs are sent
        const me = await promised((done) => graph.get("me", { fields: "id,username" }, done));
        const posts = await promised((done) => graph.get("me/media", { fields: "caption" }, done));
        return { id: me.id, name: me.username, life: long.expires_in, media: posts.data.map((m) => m.caption) };
      },
    };
  },
  ...Object.fromEntries(["facebook", "instagram"].map((name) => ["grant-" + name, () => {
    const http = require("http");
    const grant = require("grant").node({ config: { defaults: { origin: ORIGIN, transport: "state", response: ["tokens", "raw", "profile"] },
      [name]: { key: CLIENT_ID, secret: CLIENT_SECRET, scope: name === "facebook" ? ["public_profile", "instagram_basic"] : ["user_profile", "user_media"], state: true,
        profile_url: name === "facebook" ? undefined : "https://graph.instagram.com/me?fields=id,username" } }, session: { secret: "grant" } });
    const server = http.createServer(async (req, res) => {
      const { response } = await grant(req, res);
      if (response) res.end(JSON.stringify(response));
    });
    const ready = new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    const go = browser(async (path, init) => { await ready; return fetch(`http://127.0.0.1:${server.address().port}${path}`, init); });
    return {
      url: async () => (await go("/connect/" + name)).headers.get("location"),
      finish: async (back) => {
        const got = await (await go(`/connect/${name}/callback${back.search}`)).json();
        if (!got.access_token) throw new Error(JSON.stringify(got));
        return { id: got.profile.id, name: got.profile.username || got.profile.name, user_id: got.raw.user_id, media: await captions(got.access_token) };
      },
    };
  }])),
  ...Object.fromEntries(["facebook", "instagram"].map((name) => ["auth-" + name, () => {
    let token;
    const ready = (async () => {
      const { Auth } = await import("@auth/core");
      const provider = (await import("@auth/core/providers/" + name)).default({ clientId: CLIENT_ID, clientSecret: CLIENT_SECRET });
      const config = { providers: [provider], secret: "a secret of tests", trustHost: true, basePath: "/auth",
        callbacks: { jwt: ({ token: jwt, account }) => { token = account?.access_token ?? token; return jwt; },
          session: ({ session, token: jwt }) => ({ ...session, id: jwt.sub }) },
        logger: { error: (err) => console.error(err, err.cause) } };
      return browser((path, init) => Auth(new Request(ORIGIN + path, init), config));
    })();
    return {
      url: async () => {
        const go = await ready;
        const { csrfToken } = await (await go("/auth/csrf")).json();
        const res = await go("/auth/signin/" + name, { method: "POST", body: new URLSearchParams({ csrfToken, callbackUrl: ORIGIN }),
          headers: { "Content-Type": "application/x-www-form-urlencoded", "X-Auth-Return-Redirect": "1" } });
        return (await res.json()).url;
      },
      finish: async (back) => {
        const go = await ready;
        const res = await go(`/auth/callback/${name}${back.search}`);
        const session = await (await go("/auth/session")).json();
        if (!session?.user) throw new Error(res.headers.get("location"));
        return { id: USER, name: session.user.name, photo: session.user.image, media: await captions(token) };
      },
    };
  }])),
  "passport-facebook": () => passport((verify) => new (require("passport-facebook").Strategy)({ clientID: CLIENT_ID, clientSecret: CLIENT_SECRET,
    callbackURL: callback, enableProof: true, graphAPIVersion: "v18.0", profileFields: ["id", "displayName", "name", "photos", "email"] }, verify),
  { scope: ["email", "instagram_basic"], authType: "rerequest" }),
  "passport-instagram": () => passport((verify) => new (require("passport-instagram").Strategy)({ clientID: CLIENT_ID,
    clientSecret: CLIENT_SECRET, callbackURL: callback }, verify), {}),
  "passport-instagram-graph": () => passport((verify) => new (require("passport-instagram-graph").Strategy)({ clientID: CLIENT_ID,
    clientSecret: CLIENT_SECRET, callbackURL: callback, scope: ["user_profile", "user_media"] }, verify), {}),
  "simple-oauth2"() {
    const { AuthorizationCode, ClientCredentials } = require("simple-oauth2");
    const auth = { tokenHost: "https://api.instagram.com", tokenPath: "/oauth/access_token" };
    const config = { client: { id: CLIENT_ID, secret: CLIENT_SECRET }, options: { authorizationMethod: "body" }, auth };
    const client = new AuthorizationCode({ ...config, auth: { ...auth, authorizePath: "/oauth/authorize", refreshPath: "/oauth/access_token" } });
    return {
      url: () => client.authorizeURL({ redirect_uri: callback, scope: "instagram_basic", state: "s" }),
      finish: async (back) => {
        const first = await client.getToken({ code: back.searchParams.get("code"), redirect_uri: callback });
        const next = await first.refresh();
        const own = await new ClientCredentials(config).getToken({});
        return { id: first.token.user_id, name: first.token.user.username, app: typeof own.token.access_token, media: await captions(next.token.access_token) };
      },
    };
  },
  arctic() {
    const ready = import("arctic").then(({ Facebook }) => new Facebook(CLIENT_ID, CLIENT_SECRET, callback));
    return {
      url: async () => (await ready).createAuthorizationURL("s", ["email", "public_profile", "instagram_basic"]).href,
      finish: async (back) => {
        const token = (await (await ready).validateAuthorizationCode(back.searchParams.get("code"))).accessToken();
        const me = await read(`https://graph.facebook.com/me?fields=id,name,picture,email&appsecret_proof=${proof(token)}`, token);
        return { id: me.id, name: me.name, photo: me.picture.data.url, media: await captions(token) };
      },
    };
  },
  "instafeed-1"() { // which reads by JSONP, also without a token
    const base = new URL("https://api.instagram.com/oauth/authorize");
    base.search = new URLSearchParams({ client_id: CLIENT_ID, redirect_uri: callback, scope: "basic", response_type: "code" });
    const load = async (script) => (0, eval)(await (await fetch(new URL(script.src, "https://api.instagram.com"))).text());
    globalThis.document = { createElement: () => ({}), getElementsByTagName: () => [{ appendChild: load }] };
    globalThis.window = globalThis;
    const Instafeed = require("instafeed-1");
    const feed = (options) => new Promise((resolve, reject) => new Instafeed({ ...options, mock: true, error: (why) => reject(new Error(why)),
      success: ({ data }) => resolve(data.map((m) => m.caption.text)) }).run());
    return {
      url: () => base.href,
      finish: async (back) => {
        const ask = { client_id: CLIENT_ID, client_secret: CLIENT_SECRET, grant_type: "authorization_code", redirect_uri: callback, code: back.searchParams.get("code") };
        const got = await (await fetch("https://api.instagram.com/oauth/access_token", { method: "POST", body: new URLSearchParams(ask) })).json();
        return { id: got.user.id, name: got.user.username, open: (await feed({ get: "tagged", tagName: "sea", clientId: CLIENT_ID })).join(),
          media: await feed({ get: "user", userId: got.user.id, accessToken: got.access_token }) };
      },
    };
  },
  "instafeed.js"() {
    const base = new URL("https://api.instagram.com/oauth/authorize");
    base.search = new URLSearchParams({ client_id: CLIENT_ID, redirect_uri: callback, scope: "user_profile,user_media", response_type: "code" });
    return {
      url: () => base.href,
      finish: async (back) => {
        const ask = { client_id: CLIENT_ID, client_secret: CLIENT_SECRET, grant_type: "authorization_code", redirect_uri: callback, code: back.searchParams.get("code") };
        const short = await (await fetch("https://api.instagram.com/oauth/access_token", { method: "POST", body: new URLSearchParams(ask) })).json();
        const long = await read(`https://graph.instagram.com/access_token?grant_type=ig_exchange_token&client_secret=${CLIENT_SECRET}`, short.access_token);
        const again = await read("https://graph.instagram.com/refresh_access_token?grant_type=ig_refresh_token", long.access_token);
        // What it needs of a browser.
        globalThis.XMLHttpRequest = class {
          open(method, url) { this.url = url; }
          async send() {
            const res = await fetch(this.url);
            this.getResponseHeader = (name) => res.headers.get(name);
            Object.assign(this, { readyState: 4, status: res.status, responseText: await res.text() });
            this.onload({ target: this });
          }
        };
        globalThis.document = { getElementById: () => ({}) };
        globalThis.window = globalThis;
        const Instafeed = require("instafeed.js");
        const media = [];
        await new Promise((resolve, reject) => new Instafeed({ accessToken: again.access_token, mock: true, after: resolve, error: reject,
          transform: (item) => { media.push(item.caption); return item; } }).run());
        return { id: short.user_id, name: short.user.username, life: again.expires_in, media };
      },
    };
  },
};

(async () => {
  const client = clients[CLIENT]();
  console.log(await client.url());
  readline.createInterface({ input: process.stdin }).once("line", async (line) => {
    try {
      console.log(JSON.stringify(await client.finish(new URL(line))));
    } catch (err) {
      console.error(err);
      process.exit(1);
    }
    process.exit(0);
  });
})().catch((err) => { console.error(err); process.exit(1); });
