// Logs in and calls with node-instagram, as its README shows. Prints where to
// authorize, then reads where the browser came back to.
"use strict";
const readline = require("readline");
const Instagram = require("node-instagram").default;

const { BASE, CLIENT_ID, CLIENT_SECRET, REDIRECT_URI } = process.env;
const at = (instagram) => Object.assign(instagram, { baseApiUrl: BASE, apiUrl: BASE + "/v1/" });
const instagram = at(new Instagram({ clientId: CLIENT_ID, clientSecret: CLIENT_SECRET }));
console.log(instagram.getAuthorizationUrl(REDIRECT_URI, { scope: ["basic", "likes", "comments", "public_content"], state: "s7" }));

const failing = (promise) => promise.then(() => "no error", (err) => err.error_type || err);

readline.createInterface({ input: process.stdin }).once("line", async (line) => {
  const back = new URL(line).searchParams;
  const data = await instagram.authorizeUser(back.get("code"), REDIRECT_URI);
  const mine = at(new Instagram({ clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, accessToken: data.access_token }));
  const self = await mine.get("users/self");
  const recent = await mine.get("users/self/media/recent", { count: 5 });
  const post = recent.data[0].id;
  await mine.post(`media/${post}/likes`);
  const liked = (await mine.get(`media/${post}`)).data.user_has_liked;
  await mine.delete(`media/${post}/likes`);
  const comment = await mine.post(`media/${post}/comments`, { text: "from node" });
  console.log(JSON.stringify({
    state: back.get("state"), user: data.user.username, self: self.data.username, posts: recent.data.length, liked,
    unliked: !(await mine.get(`media/${post}`)).data.user_has_liked, comment: comment.data.text,
    again: await failing(instagram.authorizeUser(back.get("code"), REDIRECT_URI)), after: await failing(mine.get("users/self")),
  }));
  process.exit(0);
});
