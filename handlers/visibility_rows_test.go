package handlers_test

// matrixRows has a row for every route that reads. The test fails for a route
// without a row, so whoever adds a route says here who sees what there.
var matrixRows = []matrixRow{
	// Nothing about posts, or nothing of others.
	{route: "/healthz", sees: nobodySees},
	{route: "/readyz", sees: nobodySees},
	{route: "/statusz", sees: nobodySees},
	{route: "/robots.txt", sees: nobodySees},
	{route: "/favicon.ico", sees: nobodySees},
	{route: "/sw.js", sees: nobodySees},
	{route: "/manifest.webmanifest", sees: nobodySees},
	{route: "/offline", sees: nobodySees},
	{route: "/share", sees: nobodySees},
	{route: "/login", sees: guestsSee},
	{route: "/signup", sees: guestsSee},
	{route: "/signup/name", sees: nobodySees},
	{route: "/reset", sees: publicOnly},
	{route: "/reset/:token", path: "/reset/x", sees: nobodySees},
	{route: "/reset/undo/:token", path: "/reset/undo/x", sees: nobodySees},
	{route: "/mail/stop/:token", path: "/mail/stop/x", sees: nobodySees},
	{route: "/verify/:token", path: "/verify/x", sees: nobodySees},
	{route: "/auth/finish", sees: nobodySees},
	{route: "/auth/:provider/callback", path: "/auth/x/callback", sees: nobodySees},
	{route: "/credits", sees: nobodySees},
	{route: "/developers/openapi.yaml", sees: nobodySees},
	{route: "/developers/docs", sees: nobodySees},
	{route: "/developers/docs/shapes", sees: nobodySees},
	{route: "/developers/docs/shapes/:shape", path: "/developers/docs/shapes/Media", sees: nobodySees},
	{route: "/developers/docs/:subject", path: "/developers/docs/media", sees: nobodySees},
	{route: "/developers/guides/first-photo", sees: nobodySees},
	{route: "/developers/guides/log-in", sees: nobodySees},
	{route: "/developers/guides/moving", sees: nobodySees},
	{route: "/new", sees: nobodySees},
	{route: "/new/story", sees: nobodySees},
	{route: "/story/:story/edit", path: "/story/{storycode}/edit", sees: ownOnly("draft", "scheduled")},
	{route: "/story/:story/status", path: "/story/{storycode}/status", sees: nobodySees},
	{route: "/story/:story/plan", path: "/story/{storycode}/plan", sees: ownOnly("draft", "scheduled")},
	{route: "/new/tus/:upload", path: "/new/tus/1_1", sees: nobodySees},
	{route: "/settings", sees: nobodySees},
	{route: "/settings/account", sees: nobodySees},
	{route: "/settings/delete", sees: nobodySees},
	{route: "/settings/connections", sees: nobodySees},
	{route: "/settings/apps", sees: nobodySees},
	{route: "/oauth/authorize", sees: nobodySees},
	{route: "/oauth/access_token", sees: nobodySees},
	{route: "/.well-known/oauth-authorization-server", sees: nobodySees},
	{route: "/developers", sees: nobodySees},
	{route: "/developers/apps/new", sees: nobodySees},
	{route: "/developers/apps/:app", path: "/developers/apps/1", sees: nobodySees},
	{route: "/developers/apps/:app/edit", path: "/developers/apps/1/edit", sees: nobodySees},
	{route: "/developers/apps/:app/requests", path: "/developers/apps/1/requests", sees: nobodySees},
	{route: "/developers/apps/:app/webhooks", path: "/developers/apps/1/webhooks", sees: nobodySees},
	{route: "/developers/tokens", sees: nobodySees},
	{route: "/developers/webhooks", sees: nobodySees},
	{route: "/developers/webhooks/:webhook", path: "/developers/webhooks/1_1", sees: nobodySees},
	{route: "/developers/guides/webhooks", sees: nobodySees},
	{route: "/developers/console", sees: nobodySees},
	{route: "/settings/privacy", sees: nobodySees},
	{route: "/cart", sees: nobodySees},
	{route: "/checkout/:seller", path: "/checkout/{owner}", sees: nobodySees},
	{route: "/orders", sees: nobodySees},
	{route: "/orders/:code", path: "/orders/A1", sees: nobodySees},
	{route: "/orders/:code/withdraw", path: "/orders/A1/withdraw", sees: nobodySees},
	{route: "/orders/:code/documents/:name", path: "/orders/A1/documents/R2026-00001.pdf", sees: nobodySees},
	{route: "/shop/orders", sees: nobodySees},
	{route: "/shop/orders.csv", sees: nobodySees},
	{route: "/shop/orders/:code", path: "/shop/orders/A1", sees: nobodySees},
	{route: "/shop/settings", sees: nobodySees},
	{route: "/v1/carts", sees: nobodySees},
	{route: "/v1/carts/:seller", path: "/v1/carts/{owner}", sees: nobodySees},
	{route: "/v1/orders", sees: nobodySees},
	{route: "/v1/orders/:order", path: "/v1/orders/1", sees: nobodySees},
	{route: "/v1/shop", sees: nobodySees},
	{route: "/settings/insights", sees: nobodySees},
	{route: "/insights/rules", sees: nobodySees},
	// What these name was viewed in the range, and viewers come while the matrix is asked; insight_test.go has more.
	{route: "/insights", path: "/insights?from=2001-01-01&to=2001-01-31", sees: nobodySees},
	{route: "/insights/days.csv", sees: nobodySees},
	{route: "/insights/posts.csv", path: "/insights/posts.csv?from=2001-01-01&to=2001-01-31", sees: nobodySees},
	{route: "/insights/report.json", path: "/insights/report.json?from=2001-01-01&to=2001-01-31", sees: nobodySees},
	{route: "/settings/push", sees: nobodySees},
	{route: "/settings/close-friends", sees: nobodySees},
	{route: "/settings/blocked", sees: nobodySees},
	{route: "/settings/restricted", sees: nobodySees},
	{route: "/settings/muted", sees: nobodySees},
	{route: "/settings/muted-words", sees: nobodySees},
	{route: "/settings/comments", sees: nobodySees},
	{route: "/settings/tags", sees: nobodySees},
	{route: "/suggestions", sees: suggestedTo},
	{route: "/requests", sees: nobodySees},
	{route: "/media/avatar/:key", path: "/media/avatar/x", sees: nobodySees},
	{route: "/media/avatar/:key/:name", path: "/media/avatar/x/y", sees: nobodySees},

	// One post.
	{route: "/p/:code", path: "/p/{code}", sees: everyoneSees, absent: true},
	{route: "/p/:code/media", path: "/p/{code}/media?size=l", sees: listed, absent: true},
	{route: "/p/:code/likes", path: "/p/{code}/likes", sees: everyoneSees, absent: true},
	{route: "/p/:code/comments", path: "/p/{code}/comments", sees: everyoneSees, absent: true},
	{route: "/p/:code/comments/:comment", path: "/p/{code}/comments/{comment}", sees: talkSees, absent: true},
	{route: "/p/:code/comments/:comment/likes", path: "/p/{code}/comments/{comment}/likes", sees: talkSees, absent: true},
	{route: "/p/:code/edit", path: "/p/{code}/edit",
		sees: ownOnly("public", "private", "followers", "close friends", "draft", "scheduled", "archived")},
	{route: "/p/:code/history", path: "/p/{code}/history", sees: everyoneSees, absent: true},
	{route: "/p/:code/original", path: "/p/{code}/original", sees: nobodySees},
	{route: "/p/:code/items/:item/original.jpg", path: "/p/{code}/items/1/original.jpg", sees: nobodySees},
	{route: "/p/:code/items/:item/replace", path: "/p/{code}/items/1/replace", sees: nobodySees},
	{route: "/p/:code/insights", path: "/p/{code}/insights",
		sees:   ownOnly("public", "private", "followers", "close friends", "archived"),
		absent: true},
	{route: "/p/:code/insights.csv", path: "/p/{code}/insights.csv", sees: nobodySees},
	{route: "/p/:code/plan", path: "/p/{code}/plan", sees: ownOnly("draft", "scheduled")},
	{route: "/p/:code/status", path: "/p/{code}/status", sees: nobodySees},
	{route: "/p/:code/items/:item/preview.jpg", path: "/p/{code}/items/1/preview.jpg", sees: nobodySees},
	{route: "/p/:code/items/:item/captions", path: "/p/{code}/items/1/captions", sees: nobodySees},
	{route: "/p/:code/items/:item/captions/:lang", path: "/p/{code}/items/1/captions/en", sees: nobodySees},
	{route: "/media/:key/:name", path: "{file}", sees: everyoneSees, absent: true},

	// Lists.
	{route: "/", sees: homeSees},
	{route: "/explore", sees: publicOnly},
	{route: "/search", path: "/search?q={word}", sees: listed},
	{route: "/tags", sees: nobodySees},
	{route: "/tags/:tag", path: "/tags/{tag}", sees: listed},
	{route: "/places/:place", path: "/places/{place}", sees: placeSees},
	{route: "/:username", path: "/{name}", sees: listed},
	{route: "/:username/followers", path: "/{name}/followers", sees: nobodySees},
	{route: "/:username/following", path: "/{name}/following", sees: nobodySees},
	{route: "/:username/tagged", path: "/friend/tagged", sees: listed},
	{route: "/complete", path: "/complete?q=@fri", sees: nobodySees},
	{route: "/drafts", sees: ownOnly("draft", "scheduled")},
	{route: "/planner", sees: ownOnly("public", "private", "followers", "close friends", "draft", "scheduled")},
	{route: "/archive", sees: ownOnly("archived")},

	// What somebody keeps: the close friend saved every post into a collection of its own.
	{route: "/saved", sees: keptSees},
	{route: "/collections", sees: keptSees},
	{route: "/collections/:collection", path: "/collections/{shelf}", sees: keptSees},
	{route: "/collections/:collection/arrange", path: "/collections/{shelf}/arrange", sees: keptSees},
	{route: "/collections/:collection/edit", path: "/collections/{shelf}/edit", sees: nobodySees},
	{route: "/p/:code/collections", path: "/p/{code}/collections", sees: memberSees, absent: true},
	{route: "/c/:token", path: "/c/{link}", sees: listed},

	// Shops; shop_test.go asks who sees what is sold.
	{route: "/shop", sees: nobodySees},
	{route: "/shop/catalogs/:catalog", path: "/shop/catalogs/E", sees: nobodySees},
	{route: "/shop/imports/:import", path: "/shop/imports/E", sees: nobodySees},
	{route: "/shop/imports/:import/errors.csv", path: "/shop/imports/E/errors.csv", sees: nobodySees},
	{route: "/shop/feeds/:link/:name", path: "/shop/feeds/x/meta.csv", sees: nobodySees},
	{route: "/products/:product", path: "/products/E", sees: nobodySees},
	{route: "/products/:product/edit", path: "/products/E/edit", sees: nobodySees},
	{route: "/:username/shop", path: "/friend/shop", sees: nobodySees},
	{route: "/p/:code/products", path: "/p/{code}/products", sees: nobodySees},
	{route: "/v1/catalogs", sees: nobodySees},
	{route: "/v1/catalogs/:catalog", path: "/v1/catalogs/1", sees: nobodySees},
	{route: "/v1/catalogs/:catalog/imports", path: "/v1/catalogs/1/imports", sees: nobodySees},
	{route: "/v1/catalogs/:catalog/feeds", path: "/v1/catalogs/1/feeds", sees: nobodySees},
	{route: "/v1/catalogs/:catalog/export", path: "/v1/catalogs/1/export", sees: nobodySees},
	{route: "/v1/imports/:import", path: "/v1/imports/1", sees: nobodySees},
	{route: "/v1/imports/:import/lines", path: "/v1/imports/1/lines", sees: nobodySees},
	{route: "/v1/imports/:import/errors.csv", path: "/v1/imports/1/errors.csv", sees: nobodySees},
	{route: "/v1/products", sees: nobodySees},
	{route: "/v1/products/:product", path: "/v1/products/1", sees: nobodySees},
	{route: "/story/:story/products", path: "/story/{storycode}/products", sees: nobodySees},
	{route: "/saved/products", sees: nobodySees},
	{route: "/explore/products", sees: nobodySees},
	{route: "/v1/users/self/products/saved", sees: nobodySees},
	{route: "/v1/products/:product/related", path: "/v1/products/1/related", sees: nobodySees},
	{route: "/v1/products/:product/insights", path: "/v1/products/1/insights", sees: nobodySees},

	// What is told to other sites.
	{route: "/p/:code/embed", path: "/p/{code}/embed", sees: exported, absent: true},
	{route: "/p/:code/embed/code", path: "/p/{code}/embed/code", sees: publicOnly, absent: true},
	{route: "/embed.js", sees: nobodySees},
	{route: "/oembed", path: "/oembed?url={url}", sees: exported, absent: true},
	{route: "/:username/feed.atom", path: "/{name}/feed.atom", sees: exported},
	{route: "/tags/:tag/feed.atom", path: "/tags/{tag}/feed.atom", sees: exported},
	{route: "/sitemap.xml", path: "/sitemap.xml?day={today}", sees: exported},

	// What is told of posts: the close friend liked and commented on all there were.
	{route: "/notifications", sees: told},
	{route: "/settings/notifications", sees: nobodySees},
	{route: "/events", sees: told, stream: true},
	{route: "/v1/users/self/notifications", path: "/v1/users/self/notifications?count=100", sees: told},
	{route: "/v1/users/self/notifications/settings", sees: nobodySees},
	{route: "/v1/users/self/events", sees: nobodySees},
	{route: "/v1/push-key", sees: nobodySees},
	{route: "/v1/subscriptions", sees: nobodySees},
	{route: "/v1/subscriptions/:subscription", path: "/v1/subscriptions/1", sees: nobodySees},
	{route: "/v1/users/self/subscriptions", sees: nobodySees},
	{route: "/v1/users/self/subscriptions/:subscription", path: "/v1/users/self/subscriptions/1", sees: nobodySees},
	{route: "/v1/users/self/subscriptions/:subscription/deliveries", path: "/v1/users/self/subscriptions/1/deliveries", sees: nobodySees},
	{route: "/v1/users/self/subscriptions/:subscription/deliveries/:delivery",
		path: "/v1/users/self/subscriptions/1/deliveries/1", sees: nobodySees},

	// Conversations are about stories; thread_test.go asks who reads them.
	{route: "/inbox", sees: nobodySees},
	{route: "/inbox/:thread", path: "/inbox/E", sees: nobodySees},
	{route: "/inbox/:thread/members", path: "/inbox/E/members", sees: nobodySees},
	{route: "/inbox/requests", sees: nobodySees},
	{route: "/inbox/new", sees: nobodySees},
	{route: "/settings/messages", sees: nobodySees},
	{route: "/p/:code/send", path: "/p/{code}/send", sees: memberSees, absent: true},
	{route: "/story/:story/send", path: "/story/{storycode}/send", sees: sentStorySees, absent: true},
	{route: "/v1/users/self/threads", sees: nobodySees},
	{route: "/v1/users/self/threads/requests", sees: nobodySees},
	{route: "/v1/users/self/message-settings", sees: nobodySees},
	{route: "/v1/threads/:thread", path: "/v1/threads/4", sees: nobodySees},
	{route: "/v1/threads/:thread/members", path: "/v1/threads/4/members", sees: nobodySees},
	{route: "/v1/threads/:thread/messages/:message", path: "/v1/threads/4/messages/4", sees: nobodySees},
	{route: "/v1/threads/:thread/messages", path: "/v1/threads/4/messages", sees: nobodySees},

	// The API.
	{route: "/v1/oembed", path: "/v1/oembed?url={url}", sees: exported, absent: true},
	{route: "/v1/users/self/media/saved", sees: keptSees},
	{route: "/v1/users/self/collections", sees: keptSees},
	{route: "/v1/users/self/collections/:collection", path: "/v1/users/self/collections/{collection}", sees: keptSees},
	{route: "/v1/users/self/collections/:collection/media", path: "/v1/users/self/collections/{collection}/media", sees: keptSees},
	{route: "/v1/users/self", sees: nobodySees},
	{route: "/v1/users/search", path: "/v1/users/search?q={word}", sees: nobodySees},
	{route: "/v1/users/self/feed", path: "/v1/users/self/feed?count=100", sees: inFeed},
	{route: "/v1/users/self/media/recent", path: "/v1/users/self/media/recent?count=100",
		sees: ownOnly("public", "private", "followers", "close friends")},
	{route: "/v1/users/self/media/drafts", path: "/v1/users/self/media/drafts?count=100", sees: ownOnly("draft", "scheduled")},
	{route: "/v1/users/self/media/liked", sees: likedSees},
	{route: "/v1/users/self/media/archived", sees: ownOnly("archived")},
	{route: "/v1/users/self/requested-by", sees: nobodySees},
	{route: "/v1/users/self/blocked", sees: nobodySees},
	{route: "/v1/users/self/restricted", sees: nobodySees},
	{route: "/v1/users/self/muted", sees: nobodySees},
	{route: "/v1/users/self/close-friends", sees: nobodySees},
	{route: "/v1/users/self/suggestions", sees: suggestedTo},
	{route: "/v1/users/self/muted-words", sees: nobodySees},
	{route: "/v1/users/:user", path: "/v1/users/{owner}", sees: nobodySees},
	{route: "/v1/users/:user/media/recent", path: "/v1/users/{owner}/media/recent?count=100", sees: listed},
	{route: "/v1/users/:user/follows", path: "/v1/users/{owner}/follows", sees: nobodySees},
	{route: "/v1/users/:user/followed-by", path: "/v1/users/{owner}/followed-by", sees: nobodySees},
	{route: "/v1/users/:user/relationship", path: "/v1/users/{owner}/relationship", sees: nobodySees},
	{route: "/v1/media/shortcode/:code", path: "/v1/media/shortcode/{code}", sees: everyoneSees, absent: true},
	{route: "/v1/media/popular", path: "/v1/media/popular?count=100", sees: publicOnly},
	{route: "/v1/media/:media", path: "/v1/media/{id}", sees: everyoneSees, absent: true},
	{route: "/v1/media/:media/items", path: "/v1/media/{id}/items",
		sees: ownOnly("public", "private", "followers", "close friends", "draft", "scheduled", "archived"), absent: true},
	{route: "/v1/media/:media/likes", path: "/v1/media/{id}/likes", sees: everyoneSees, absent: true},
	{route: "/v1/media/:media/comments", path: "/v1/media/{id}/comments", sees: everyoneSees, absent: true},
	{route: "/v1/media/:media/comments/:comment/replies", path: "/v1/media/{id}/comments/{comment}/replies", sees: talkSees, absent: true},
	{route: "/v1/media/:media/comments/:comment/likes", path: "/v1/media/{id}/comments/{comment}/likes", sees: talkSees, absent: true},
	{route: "/v1/media/search", path: "/v1/media/search?lat=10&lng=20&count=100", sees: publicOnly},
	{route: "/v1/search/media", path: "/v1/search/media?q={word}", sees: listed},
	{route: "/v1/users/self/sessions", sees: nobodySees},
	{route: "/v1/users/self/apps", sees: nobodySees},
	{route: "/v1/media/:media/caption/history", path: "/v1/media/{id}/caption/history", sees: everyoneSees, absent: true},
	{route: "/v1/users/self/tags", sees: nobodySees},
	{route: "/v1/tags/:tag/media/top", path: "/v1/tags/{tag}/media/top", sees: listed},
	{route: "/v1/locations/search", path: "/v1/locations/search?q=place&count=100", sees: placeSees},
	{route: "/v1/locations/:location", path: "/v1/locations/{place}", sees: placeSees},
	{route: "/v1/locations/:location/media/recent", path: "/v1/locations/{place}/media/recent", sees: listed},
	{route: "/v1/users/:user/media/tagged", path: "/v1/users/{friend}/media/tagged?count=100", sees: listed},
	{route: "/v1/users/self/media/tag-requests", sees: nobodySees},
	{route: "/v1/users/self/tag-settings", sees: nobodySees},
	{route: "/v1/users/self/comment-words", sees: nobodySees},
	{route: "/v1/users/self/storage", sees: nobodySees},
	{route: "/v1/users/self/insights", sees: nobodySees},
	{route: "/v1/users/self/insights/report", sees: nobodySees},
	{route: "/v1/users/self/insights/settings", sees: nobodySees},
	{route: "/v1/media/:media/insights", path: "/v1/media/{id}/insights", sees: nobodySees},
	{route: "/v1/users/self/searches", sees: nobodySees},
	{route: "/v1/tags/search", path: "/v1/tags/search?q={tag}", sees: nobodySees},
	{route: "/v1/tags/:tag", path: "/v1/tags/{tag}", sees: nobodySees},
	{route: "/v1/tags/:tag/media/recent", path: "/v1/tags/{tag}/media/recent", sees: listed},

	// Stories, which nobody without an account sees.
	{route: "/settings/stories", sees: nobodySees},
	{route: "/stories", sees: nobodySees},
	{route: "/archive/stories", sees: ownOnly("public", "private", "followers", "close friends", "archived")},
	{route: "/stories/:username", path: "/stories/{name}", sees: memberSees},
	{route: "/stories/:username/:story", path: "/stories/{name}/{storycode}", sees: storyPageSees, absent: true},
	{route: "/story/:story/viewers", path: "/story/{storycode}/viewers", sees: ownStorySees, absent: true},
	{route: "/story/:story/insights", path: "/story/{storycode}/insights",
		sees: ownOnly("public", "private", "followers", "close friends", "archived"), absent: true},
	{route: "/story/:story/insights.csv", path: "/story/{storycode}/insights.csv", sees: nobodySees},
	{route: "/story/:story/answers/:overlay", path: "/story/{storycode}/answers/ask", sees: ownStorySees, absent: true},
	{route: "/story/:story/links/:overlay", path: "/story/{storycode}/links/ask", sees: nobodySees},
	{route: "/story/:story/highlights", path: "/story/{storycode}/highlights",
		sees: ownOnly("public", "private", "followers", "close friends")},
	{route: "/:username/highlights", path: "/{name}/highlights", sees: memberSees},
	{route: "/highlights/:highlight", path: "/highlights/{highlightcode}", sees: memberSees, absent: true},
	{route: "/highlights/:highlight/:story", path: "/highlights/{highlightcode}/{storycode}", sees: memberSees, absent: true},
	{route: "/highlights/:highlight/edit", path: "/highlights/{highlightcode}/edit",
		sees: ownOnly("public", "private", "followers", "close friends")},

	// Stories in the API: nobody without an account sees one.
	{route: "/v1/stories/:story", path: "/v1/stories/{story}", sees: storySees, absent: true},
	{route: "/v1/stories/:story/views", path: "/v1/stories/{story}/views", sees: ownStorySees, absent: true},
	{route: "/v1/stories/:story/likes", path: "/v1/stories/{story}/likes", sees: ownStorySees, absent: true},
	{route: "/v1/stories/:story/answers", path: "/v1/stories/{story}/answers?overlay=ask", sees: ownStorySees, absent: true},
	{route: "/v1/users/:user/stories", path: "/v1/users/{owner}/stories?count=100", sees: memberSees},
	{route: "/v1/users/self/stories", sees: ownOnly("public", "private", "followers", "close friends")},
	{route: "/v1/users/self/stories/tray", sees: nobodySees},
	{route: "/v1/users/self/stories/archive", sees: ownOnly("public", "private", "followers", "close friends", "archived")},
	{route: "/v1/users/self/stories/planned", sees: ownOnly("draft", "scheduled")},
	{route: "/v1/users/self/stories/hidden-from", sees: nobodySees},
	{route: "/v1/users/:user/highlights", path: "/v1/users/{owner}/highlights", sees: memberSees},
	{route: "/v1/highlights/:highlight", path: "/v1/highlights/{highlight}", sees: memberSees, absent: true},
	{route: "/v1/highlights/:highlight/stories", path: "/v1/highlights/{highlight}/stories", sees: memberSees, absent: true},

	// The Graph dialect.
	{route: "/{ig-user-id}", path: "/v18.0/{owner}?fields=username,media.limit(100){id,caption,media_url,comments{text,replies{text}}}",
		sees: listed},
	{route: "/{ig-user-id}/media", path: "/v18.0/{owner}/media?limit=100&fields=" +
		"id,caption,media_url,thumbnail_url,permalink,shortcode,alt_text,comments{text}",
		sees: listed},
	{route: "/{ig-user-id}/tags", path: "/v18.0/{friend}/tags?limit=100&fields=id,caption", sees: listed},
	{route: "/{ig-user-id}/stories", path: "/v18.0/{owner}/stories?limit=100&fields=id,alt_text,media_url,permalink",
		sees: ownOnly("public", "private", "followers", "close friends")},
	{route: "/{ig-user-id}/content_publishing_limit", path: "/v18.0/{owner}/content_publishing_limit", sees: nobodySees},
	{route: "/{container-id}", path: "/v18.0/{id}?fields=status_code", sees: nobodySees},
	{route: "/{ig-media-id}", path: "/v18.0/{id}?fields=id,caption,media_url,alt_text,permalink,children{media_type},comments{text}",
		sees: everyoneSees, absent: true},
	{route: "/{ig-media-id}/product_tags", path: "/v18.0/{id}/product_tags", sees: nobodySees},
	{route: "/{ig-user-id}/owned_product_catalogs", path: "/v18.0/{owner}/owned_product_catalogs", sees: nobodySees},
	{route: "/{ig-user-id}/available_catalogs", path: "/v18.0/{owner}/available_catalogs", sees: nobodySees},
	{route: "/{ig-user-id}/catalog_product_search", path: "/v18.0/{owner}/catalog_product_search?catalog_id=1", sees: nobodySees},
	{route: "/{ig-user-id}/product_appeal", path: "/v18.0/{owner}/product_appeal?product_id=1", sees: nobodySees},
	{route: "/{catalog-id}", path: "/v18.0/1", sees: nobodySees},
	{route: "/{catalog-id}/products", path: "/v18.0/{id}/products", sees: nobodySees},
	{route: "/{catalog-id}/product_feeds", path: "/v18.0/{id}/product_feeds", sees: nobodySees},
	{route: "/{catalog-id}/check_batch_request_status", path: "/v18.0/{id}/check_batch_request_status", sees: nobodySees},
	{route: "/{product-id}", path: "/v18.0/1", sees: nobodySees},
	{route: "/{feed-id}", path: "/v18.0/1", sees: nobodySees},
	{route: "/{feed-id}/uploads", path: "/v18.0/{id}/uploads", sees: nobodySees},
	{route: "/{upload-id}", path: "/v18.0/1", sees: nobodySees},
	{route: "/{upload-id}/errors", path: "/v18.0/{id}/errors", sees: nobodySees},
	{route: "/access_token", path: "/access_token?grant_type=ig_exchange_token", sees: nobodySees},
	{route: "/refresh_access_token", path: "/refresh_access_token?grant_type=ig_refresh_token", sees: nobodySees},
	{route: "/debug_token", path: "/debug_token?input_token=x", sees: nobodySees},
	{route: "/{ig-user-id}/permissions", path: "/v18.0/{owner}/permissions", sees: nobodySees},
	{route: "/{ig-user-id}/accounts", path: "/v18.0/{owner}/accounts", sees: nobodySees},
	{route: "/{ig-user-id}/subscribed_apps", path: "/v18.0/{owner}/subscribed_apps", sees: nobodySees},
	{route: "/{ig-user-id}/insights", path: "/v18.0/{owner}/insights?metric=reach&period=day", sees: nobodySees},
	{route: "/{ig-media-id}/insights", path: "/v18.0/{id}/insights?metric=reach", sees: nobodySees},
	{route: "/?ids={ids}", path: "/v18.0/?ids={id}&fields=id,caption,comments{text}", sees: everyoneSees, absent: true},
	{route: "/{ig-user-id}/recently_searched_hashtags", path: "/v18.0/me/recently_searched_hashtags", sees: nobodySees},
	{route: "/{ig-media-id}/likes", path: "/v18.0/{id}/likes", sees: everyoneSees, absent: true},
	{route: "/{ig-media-id}/children", path: "/v18.0/{id}/children", sees: everyoneSees, absent: true},
	{route: "/{ig-media-id}/comments", path: "/v18.0/{id}/comments", sees: everyoneSees, absent: true},
	{route: "/{ig-comment-id}", path: "/v18.0/{comment}?fields=text,replies{text},media{id,caption}", sees: talkSees, absent: true},
	{route: "/{ig-comment-id}/replies", path: "/v18.0/{comment}/replies", sees: talkSees, absent: true},
	{route: "/{ig-hashtag-id}", path: "/v18.0/{tagid}?fields=name", sees: placeSees},
	{route: "/{ig-hashtag-id}/recent_media", path: "/v18.0/{tagid}/recent_media?user_id=me&fields=id,caption", sees: listed},
	{route: "/{ig-hashtag-id}/top_media", path: "/v18.0/{tagid}/top_media?user_id=me&fields=id,caption", sees: listed},
	{route: "/ig_hashtag_search", path: "/v18.0/ig_hashtag_search?user_id=me&q={tag}", sees: nobodySees},
}

// placeSees is for the name of a place, or of a hashtag by its id: it is known by any public post, or by one that the viewer may see.
func placeSees(viewer, state string) bool { return state == "public" || listed(viewer, state) }

// told is for what the owner hears of a post that was published, and the close
// friend, who is mentioned, tagged and answered.
func told(viewer, state string) bool {
	return talkSees(viewer, state) && (viewer == "owner" || viewer == "close friend")
}

// talkSees is for what people said about a post since it was published.
func talkSees(viewer, state string) bool {
	return visible(viewer, state) && state != "draft" && state != "scheduled"
}

// homeSees is the feed for members and the newest public posts for visitors.
func homeSees(viewer, state string) bool {
	if viewer == "anonymous" || viewer == "token without scope" {
		return state == "public"
	}
	return inFeed(viewer, state) || suggestedTo(viewer, state)
}

// suggestedTo is for photos of people to follow: the owner is suggested to the stranger alone.
func suggestedTo(viewer, state string) bool { return viewer == "stranger" && state == "public" }

// guestsSee is for the photo beside a form for getting in, which members do not get to see.
func guestsSee(viewer, state string) bool { return viewer == "anonymous" && state == "public" }

// keptSees is for the lists of the close friend, who kept everything that there was.
func keptSees(viewer, state string) bool { return likedSees(viewer, state) }

// memberSees is for pages about a published post that ask visitors to log in.
func memberSees(viewer, state string) bool {
	return viewer != "anonymous" && viewer != "token without scope" && listed(viewer, state)
}

// likedSees is for the close friend, who liked everything that there was.
func likedSees(viewer, state string) bool {
	return viewer == "close friend" && listed(viewer, state)
}

// storySees is for one story.
func storySees(viewer, state string) bool { return viewer != "anonymous" && visible(viewer, state) }

// sentStorySees is for a story that can be sent: one that was shared.
func sentStorySees(viewer, state string) bool {
	return storySees(viewer, state) && state != "draft" && state != "scheduled"
}

// storyPageSees is for the page of a story, which owners see after its day too.
func storyPageSees(viewer, state string) bool {
	return memberSees(viewer, state) || viewer == "owner" && state == "archived"
}

// ownStorySees is for what only owners are told of their story.
func ownStorySees(viewer, state string) bool { return viewer == "owner" && visible(viewer, state) }
