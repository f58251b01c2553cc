// Makes a catalogue and what is in it with facebook-nodejs-business-sdk, as its README
// shows. Only the base address is changed, which is a static getter. Prints what it saw.
"use strict";
const sdk = require("facebook-nodejs-business-sdk");

const { BASE, TOKEN, USER, PHOTO } = process.env;
Object.defineProperty(sdk.FacebookAdsApi, "GRAPH", { get: () => BASE });
sdk.FacebookAdsApi.init(TOKEN, "en_US", false);
const { Business, ProductCatalog, ProductItem } = sdk;

(async () => {
  const business = new Business(USER);
  const made = await business.createOwnedProductCatalog([], { name: "Mugs", vertical: "commerce" });
  const catalog = new ProductCatalog(made.id);
  const mug = await catalog.createProduct([], { retailer_id: "mug-1", name: "Blue mug", price: "599", currency: "EUR",
    availability: "in stock", condition: "new", image_url: PHOTO, url: "https://example.org/mug" });
  const item = await new ProductItem(mug.id).get(["id", "name", "price", "currency", "retailer_id", "availability"]);
  const batch = await catalog.createItemsBatch([], { item_type: "PRODUCT_ITEM", allow_upsert: true, requests: [
    { method: "CREATE", data: { id: "cup-1", title: "Cup", price: "9.99 EUR", link: "https://example.org/cup", image: [{ url: PHOTO, tag: [] }],
      availability: "in stock", condition: "new", sparkle: "much" } },
    { method: "UPDATE", data: { id: "mug-1", title: "Green mug", price: "6.49 EUR" } },
    { method: "CREATE", data: { id: "bad-1", title: "Bad", price: "-1 EUR" } },
  ] });
  const old = await catalog.createBatch([], { requests: [
    { method: "CREATE", retailer_id: "plate-1", data: { name: "Plate", price: 1250, currency: "EUR", image_url: PHOTO, url: "https://example.org/plate" } },
    { method: "UPDATE", retailer_id: "cup-1", data: { name: "Tall cup", sparkle: "much" } },
  ] });
  const status = await catalog.getCheckBatchRequestStatus([], { handle: batch.handles[0], load_ids_of_invalid_requests: true });
  const first = await catalog.getProducts(["id", "name", "retailer_id", "price"], { limit: 2, summary: true });
  const names = first.map((p) => p.name);
  const next = await first.next();
  names.push(...next.map((p) => p.name));
  const filtered = await catalog.getProducts(["name"], { filter: { retailer_id: { eq: "plate-1" } }, summary: true });
  await new ProductItem(mug.id).update([], { name: "Red mug", price: 700 });
  const path = "catalog:" + catalog.id + ":" + Buffer.from("mug-1").toString("base64url");
  await new ProductItem(path).update([], { brand: "Acme" });
  const changed = await new ProductItem(mug.id).get(["name", "price", "brand"]);
  const feed = await catalog.createProductFeed([], { name: "Feed" });
  const feeds = await catalog.getProductFeeds(["id", "name"]);
  await new ProductItem(mug.id).delete([], {});
  let gone = "";
  await new ProductItem(mug.id).get(["name"]).catch((e) => { gone = String(e.status ?? e.response?.status ?? e.message); });
  const left = await new ProductCatalog(catalog.id).get(["name", "product_count"]);
  const owned = await business.getOwnedProductCatalogs(["id", "name"]);
  await catalog.delete([], {});
  const none = await business.getOwnedProductCatalogs(["id", "name"]);
  console.log(JSON.stringify({
    price: item.price, availability: item.availability, handles: batch.handles.length,
    validation: batch.validation_status.map((v) => v.retailer_id).sort().join(), old: old.validation_status.map((v) => v.retailer_id).join(),
    status: status[0].status, invalid: status[0].ids_of_invalid_requests.join(), errors: status[0].errors_total_count,
    names: names.join(), total: first.summary.total_count, filtered: filtered.map((p) => p.name).join(), one: filtered.summary.total_count,
    changed: [changed.name, changed.price, changed.brand].join(), feed: feeds[0].id === feed.id, gone: gone !== "", left: left.product_count,
    owned: owned.map((c) => c.id).join() === catalog.id, none: none.length,
  }));
})().catch((err) => { console.error(err); process.exit(1); });
