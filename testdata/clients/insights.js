// Asks for insights as the READMEs of facebook-nodejs-business-sdk and fbgraph show for the Graph dialect, and
// with node-instagram for /v1. Prints what they read.
"use strict";
const { FacebookAdsApi, IGUser, IGMedia } = require("facebook-nodejs-business-sdk");
const graph = require("fbgraph");
const Instagram = require("node-instagram").default;

const { BASE, TOKEN, USER, MEDIA, SINCE, UNTIL } = process.env;
Object.defineProperty(FacebookAdsApi, "GRAPH", { get: () => BASE });
FacebookAdsApi.init(TOKEN, "en_US", false);
graph.setGraphUrl(BASE);
graph.setVersion("23.0");
graph.setAccessToken(TOKEN);
const v1 = Object.assign(new Instagram({ clientId: "x", clientSecret: "x", accessToken: TOKEN }), { baseApiUrl: BASE, apiUrl: BASE + "/v1/" });

// as programs read a metric: of a series, or of a total
const read = (list) => Object.fromEntries(list.map((m) => [m.name, m.values?.[0]?.value ?? m.total_value?.value]));
const plain = (cursor) => read(cursor.map((one) => one._data));
const asked = (path, params) => new Promise((done, failed) => {
  graph.get(path, params, (err, res) => err ? failed(new Error(JSON.stringify(err))) : done(res));
});
const failing = (promise) => promise.then(() => "no error", (err) => err.message || err.error_message || String(err));
const lifetime = "views,reach,likes,comments,saved,shares,total_interactions,impressions,engagement";
const account = { metric: ["views", "likes", "accounts_engaged"], period: "day", metric_type: "total_value", since: SINCE, until: UNTIL };

(async () => {
  const sdk = {
    media: plain(await new IGMedia(MEDIA).getInsights([], { metric: lifetime.split(",") })),
    account: plain(await new IGUser(USER).getInsights([], account)),
    wrong: await failing(new IGMedia(MEDIA).getInsights([], { metric: ["shoe_size"] })),
  };
  const reach = await asked(`${USER}/insights`, { metric: "reach", period: "day", since: SINCE, until: UNTIL });
  const by = await asked(`${MEDIA}/insights`, { metric: "views", breakdown: "follow_type" });
  const fbgraph = {
    media: read((await asked(`${MEDIA}/insights`, { metric: lifetime })).data),
    days: reach.data[0].values.length, previous: typeof reach.paging.previous,
    by: Object.fromEntries(by.data[0].total_value.breakdowns[0].results.map((r) => [r.dimension_values[0], r.value])),
    wrong: await failing(asked(`${USER}/insights`, { metric: "views", period: "day" })),
  };
  const media = await v1.get(`media/${MEDIA}/insights`, { metric: "views,reach,likes" });
  const self = await v1.get("users/self/insights", { metric: "views", period: "day" });
  const old = {
    media: read(media.data), since: typeof media.data[0].counted_since, days: self.data[0].values.length,
    wrong: await failing(v1.get("users/self/insights", { metric: "shoe_size" })),
  };
  console.log(JSON.stringify({ sdk, fbgraph, v1: old }));
})().catch((err) => { console.error(err); process.exit(1); });
