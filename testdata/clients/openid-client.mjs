// Does the whole of OAuth with openid-client, which finds everything out from
// the server's metadata. Prints where to authorize, then reads where the
// browser came back to.
import { webcrypto } from "node:crypto";
import readline from "node:readline";
globalThis.crypto ??= webcrypto; // Node.js 18
const client = await import("openid-client");

const { BASE, CLIENT_ID, CLIENT_SECRET, REDIRECT_URI } = process.env;
const authentication = CLIENT_SECRET ? client.ClientSecretBasic(CLIENT_SECRET) : client.None();
const config = await client.discovery(new URL(BASE), CLIENT_ID, undefined, authentication, { algorithm: "oauth2", execute: [client.allowInsecureRequests] });
const pkceCodeVerifier = client.randomPKCECodeVerifier(), expectedState = client.randomState();
console.log(client.buildAuthorizationUrl(config, {
  redirect_uri: REDIRECT_URI, scope: "basic public_content", state: expectedState,
  code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier), code_challenge_method: "S256",
}).href);

readline.createInterface({ input: process.stdin }).once("line", async (line) => {
  const failing = (promise) => promise.then(() => "no error", (err) => err.error || err.code);
  const call = async (token) => (await client.fetchProtectedResource(config, token, new URL(BASE + "/v1/users/self"), "GET")).json();
  const back = new URL(line);
  const tokens = await client.authorizationCodeGrant(config, back, { pkceCodeVerifier, expectedState });
  const self = await call(tokens.access_token);
  const next = await client.refreshTokenGrant(config, tokens.refresh_token);
  const known = CLIENT_SECRET ? await client.tokenIntrospection(config, next.access_token) : { active: true };
  const own = CLIENT_SECRET ? await client.clientCredentialsGrant(config, { scope: "basic" }) : { token_type: "bearer" };
  await client.tokenRevocation(config, next.access_token);
  console.log(JSON.stringify({
    iss: back.searchParams.get("iss"), self: self.data.username, user: tokens.user.username, scope: tokens.scope, rotated: next.refresh_token !== tokens.refresh_token,
    active: known.active, app: own.token_type, revoked: (await call(next.access_token)).error_type,
    refresh: await failing(client.refreshTokenGrant(config, next.refresh_token)),
  }));
  process.exit(0);
});
