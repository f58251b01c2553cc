package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	"photogram/media/mediatest"
	"photogram/models"
	"photogram/models/comment"
	"photogram/models/inbox"
	"photogram/models/modelstest"
	"photogram/models/post"
	"photogram/models/shop"
	"photogram/models/story"
	"photogram/models/subscription"
	"photogram/web/webtest"
)

// routeTest makes one call that succeeds. In paths, {bo}, {post} and the like
// stand for ids of the world.
type routeTest struct {
	route  string
	path   string
	params []string
	data   string // the type of data: object, list or null
}

var routeTests = []routeTest{
	{"GET /users/self", "/users/self", nil, "object"},
	{"PATCH /users/self", "/users/self", []string{"bio", "new"}, "object"},
	{"POST /users/self/picture", "/users/self/picture", nil, "object"},
	{"DELETE /users/self/picture", "/users/self/picture", nil, "object"},
	{"GET /users/search", "/users/search", []string{"q", "b"}, "list"},
	{"GET /users/self/feed", "/users/self/feed", nil, "list"},
	{"GET /users/self/media/recent", "/users/self/media/recent", nil, "list"},
	{"GET /users/self/media/drafts", "/users/self/media/drafts", nil, "list"},
	{"GET /users/self/media/liked", "/users/self/media/liked", nil, "list"},
	{"GET /users/self/requested-by", "/users/self/requested-by", nil, "list"},
	{"GET /users/self/media/archived", "/users/self/media/archived", nil, "list"},
	{"GET /users/self/blocked", "/users/self/blocked", nil, "list"},
	{"GET /users/self/restricted", "/users/self/restricted", nil, "list"},
	{"GET /users/self/muted", "/users/self/muted", nil, "list"},
	{"GET /users/self/close-friends", "/users/self/close-friends", nil, "list"},
	{"GET /users/self/suggestions", "/users/self/suggestions", nil, "list"},
	{"GET /users/self/muted-words", "/users/self/muted-words", nil, "list"},
	{"POST /users/self/muted-words", "/users/self/muted-words", []string{"word", "spoiler"}, "list"},
	{"DELETE /users/self/muted-words", "/users/self/muted-words", []string{"word", "spoiler"}, "list"},
	{"GET /users/self/notifications", "/users/self/notifications", nil, "list"},
	{"POST /users/self/notifications/seen", "/users/self/notifications/seen", nil, "object"},
	{"GET /users/self/notifications/settings", "/users/self/notifications/settings", nil, "object"},
	{"PATCH /users/self/notifications/settings", "/users/self/notifications/settings", []string{"like", "following"}, "object"},
	{"GET /users/self/media/tag-requests", "/users/self/media/tag-requests", nil, "list"},
	{"GET /users/self/tag-settings", "/users/self/tag-settings", nil, "object"},
	{"PATCH /users/self/tag-settings", "/users/self/tag-settings", []string{"tags_from", "following"}, "object"},
	{"GET /users/self/comment-words", "/users/self/comment-words", nil, "list"},
	{"PATCH /users/self/comment-words", "/users/self/comment-words", []string{"words", "spam, buy now"}, "list"},
	{"GET /users/self/insights", "/users/self/insights", nil, "list"},
	{"GET /users/self/insights/report", "/users/self/insights/report", nil, "object"},
	{"GET /users/self/insights/settings", "/users/self/insights/settings", nil, "object"},
	{"PATCH /users/self/insights/settings", "/users/self/insights/settings", []string{"counted", "true"}, "object"},
	{"GET /media/:media/insights", "/media/{own}/insights", nil, "list"},
	{"POST /media/views", "/media/views", []string{"media_ids", "1"}, "null"},
	{"GET /users/self/storage", "/users/self/storage", nil, "object"},
	{"GET /users/self/searches", "/users/self/searches", nil, "list"},
	{"DELETE /users/self/searches", "/users/self/searches", nil, "null"},
	{"POST /users/self/password", "/users/self/password",
		[]string{"current_password", modelstest.Password, "password", "another quiet harbour", "apps", "true"}, "null"},
	{"DELETE /users/self/sessions", "/users/self/sessions", []string{"tokens", "false"}, "null"},
	{"DELETE /users/self", "/users/self", []string{"password", modelstest.Password}, "object"},
	{"GET /users/:user/media/tagged", "/users/{bo}/media/tagged", nil, "list"},
	{"POST /media/:media/tag", "/media/{tagged}/tag", nil, "null"},
	{"DELETE /media/:media/tag", "/media/{tagged}/tag", nil, "null"},
	{"GET /users/:user", "/users/{bo}", nil, "object"},
	{"GET /users/:user/media/recent", "/users/{bo}/media/recent", nil, "list"},
	{"GET /users/:user/follows", "/users/{bo}/follows", nil, "list"},
	{"GET /users/:user/followed-by", "/users/{bo}/followed-by", nil, "list"},
	{"GET /users/:user/relationship", "/users/{bo}/relationship", nil, "object"},
	{"POST /users/:user/relationship", "/users/{bo}/relationship", []string{"action", "follow"}, "object"},
	{"DELETE /users/:user/relationship", "/users/{bo}/relationship", nil, "object"},
	{"POST /media/upload", "/media/upload", nil, "object"},
	{"GET /media/shortcode/:code", "/media/shortcode/{code}", nil, "object"},
	{"GET /media/popular", "/media/popular", nil, "list"},
	{"GET /media/:media", "/media/{post}", nil, "object"},
	{"POST /media/:media/edit", "/media/{own}/edit", []string{"caption", "edited"}, "object"},
	{"GET /users/self/sessions", "/users/self/sessions", nil, "list"},
	{"DELETE /users/self/sessions/:session", "/users/self/sessions/00ff", nil, "null"},
	{"GET /users/self/apps", "/users/self/apps", nil, "list"},
	{"DELETE /users/self/apps/:app", "/users/self/apps/9", nil, "null"},
	{"GET /media/:media/caption/history", "/media/{post}/caption/history", nil, "list"},
	{"GET /media/:media/items", "/media/{own}/items", nil, "list"},
	{"POST /media/:media/items", "/media/{own}/items", nil, "list"},
	{"POST /media/:media/items/:item/replace", "/media/{item}/replace", nil, "object"},
	{"POST /media/:media/items/:item/retry", "/media/{item}/retry", nil, "null"},
	{"DELETE /media/:media/items/:item", "/media/{item}", nil, "null"},
	{"POST /media/:media/publish", "/media/{own}/publish", nil, "object"},
	{"POST /media/:media/archive", "/media/{own}/archive", nil, "object"},
	{"DELETE /media/:media/archive", "/media/{own}/archive", nil, "object"},
	{"POST /media/:media/pin", "/media/{own}/pin", nil, "object"},
	{"DELETE /media/:media/pin", "/media/{own}/pin", nil, "object"},
	{"GET /media/:media/likes", "/media/{post}/likes", nil, "list"},
	{"POST /media/:media/likes", "/media/{post}/likes", nil, "null"},
	{"DELETE /media/:media/likes", "/media/{post}/likes", nil, "null"},
	{"GET /media/:media/comments", "/media/{post}/comments", nil, "list"},
	{"POST /media/:media/comments", "/media/{post}/comments", []string{"text", "hello"}, "object"},
	{"PATCH /media/:media/comments/:comment", "/media/{own}/comments/{mine}", []string{"text", "changed"}, "object"},
	{"GET /media/:media/comments/:comment/replies", "/media/{own}/comments/{comment}/replies", nil, "list"},
	{"GET /media/:media/comments/:comment/likes", "/media/{own}/comments/{comment}/likes", nil, "list"},
	{"POST /media/:media/comments/:comment/likes", "/media/{own}/comments/{comment}/likes", nil, "null"},
	{"DELETE /media/:media/comments/:comment/likes", "/media/{own}/comments/{comment}/likes", nil, "null"},
	{"POST /media/:media/comments/:comment/pin", "/media/{own}/comments/{comment}/pin", nil, "object"},
	{"DELETE /media/:media/comments/:comment/pin", "/media/{own}/comments/{comment}/pin", nil, "object"},
	{"POST /media/:media/comments/:comment/hide", "/media/{own}/comments/{comment}/hide", nil, "object"},
	{"DELETE /media/:media/comments/:comment/hide", "/media/{own}/comments/{comment}/hide", nil, "object"},
	{"DELETE /media/:media/comments/:comment", "/media/{own}/comments/{comment}", nil, "null"},
	{"POST /stories/:story/replies", "/stories/{shown}/replies", []string{"text", "hello"}, "object"},
	{"GET /users/self/threads", "/users/self/threads", nil, "list"},
	{"GET /users/self/threads/requests", "/users/self/threads/requests", nil, "list"},
	{"GET /users/self/message-settings", "/users/self/message-settings", nil, "object"},
	{"PATCH /users/self/message-settings", "/users/self/message-settings", []string{"messages_from", "followers"}, "object"},
	{"POST /threads", "/threads", []string{"user_ids", "{bo}", "text", "hello"}, "object"},
	{"GET /threads/:thread", "/threads/{thread}", nil, "object"},
	{"PATCH /threads/:thread", "/threads/{group}", []string{"name", "The harbour"}, "object"},
	{"POST /threads/:thread/accept", "/threads/{thread}/accept", nil, "object"},
	{"POST /threads/:thread/decline", "/threads/{thread}/decline", nil, "null"},
	{"POST /threads/:thread/mute", "/threads/{thread}/mute", nil, "object"},
	{"DELETE /threads/:thread/mute", "/threads/{thread}/mute", nil, "object"},
	{"GET /threads/:thread/members", "/threads/{group}/members", nil, "list"},
	{"POST /threads/:thread/members", "/threads/{group}/members", []string{"user_ids", "{bo}"}, "object"},
	{"DELETE /threads/:thread/members/:member", "/threads/{group}/members/self", nil, "null"},
	{"GET /threads/:thread/messages/:message", "/threads/{said}", nil, "object"},
	{"POST /threads/:thread/messages/:message/reactions", "/threads/{said}/reactions", []string{"reaction", "🎉"}, "object"},
	{"PUT /threads/:thread/messages/:message/reactions", "/threads/{said}/reactions", []string{"reaction", "🎉"}, "object"},
	{"DELETE /threads/:thread/messages/:message/reactions", "/threads/{said}/reactions", nil, "object"},
	{"DELETE /threads/:thread/messages/:message", "/threads/{said}", nil, "null"},
	{"GET /threads/:thread/messages", "/threads/{thread}/messages", nil, "list"},
	{"POST /threads/:thread/messages", "/threads/{thread}/messages", []string{"text", "hello"}, "object"},
	{"POST /threads/:thread/seen", "/threads/{thread}/seen", nil, "object"},
	{"DELETE /threads/:thread", "/threads/{thread}", nil, "null"},
	{"GET /users/self/media/saved", "/users/self/media/saved", nil, "list"},
	{"POST /media/:media/save", "/media/{post}/save", nil, "null"},
	{"DELETE /media/:media/save", "/media/{post}/save", nil, "null"},
	{"GET /users/self/collections", "/users/self/collections", nil, "list"},
	{"POST /users/self/collections", "/users/self/collections", []string{"name", "Coast"}, "object"},
	{"GET /users/self/collections/:collection", "/users/self/collections/{collection}", nil, "object"},
	{"PATCH /users/self/collections/:collection", "/users/self/collections/{collection}", []string{"shared", "true"}, "object"},
	{"GET /users/self/collections/:collection/media", "/users/self/collections/{collection}/media", nil, "list"},
	{"POST /users/self/collections/:collection/media/:media", "/users/self/collections/{collection}/media/{post}", nil, "null"},
	{"DELETE /users/self/collections/:collection/media/:media", "/users/self/collections/{collection}/media/{post}", nil, "null"},
	{"DELETE /users/self/collections/:collection", "/users/self/collections/{collection}", nil, "null"},
	{"GET /users/:user/stories", "/users/{bo}/stories", nil, "list"},
	{"GET /users/self/stories", "/users/self/stories", nil, "list"},
	{"GET /users/self/stories/tray", "/users/self/stories/tray", nil, "list"},
	{"GET /users/self/stories/archive", "/users/self/stories/archive", nil, "list"},
	{"GET /users/self/stories/planned", "/users/self/stories/planned", nil, "list"},
	{"GET /users/self/stories/hidden-from", "/users/self/stories/hidden-from", nil, "list"},
	{"POST /media/:media/stories", "/media/{draft}/stories", []string{"audience", "followers"}, "object"},
	{"POST /stories", "/stories", []string{"overlays", `[{"type":"text","text":"hello"}]`}, "object"},
	{"GET /stories/:story", "/stories/{story}", nil, "object"},
	{"PATCH /stories/:story", "/stories/{planned}", []string{"background", "night"}, "object"},
	{"GET /stories/:story/views", "/stories/{ownstory}/views", nil, "object"},
	{"POST /stories/:story/views", "/stories/{story}/views", nil, "null"},
	{"GET /stories/:story/likes", "/stories/{ownstory}/likes", nil, "list"},
	{"POST /stories/:story/likes", "/stories/{story}/likes", nil, "null"},
	{"DELETE /stories/:story/likes", "/stories/{story}/likes", nil, "null"},
	{"POST /stories/:story/taps", "/stories/{story}/taps", []string{"tap", "forward"}, "null"},
	{"GET /stories/:story/answers", "/stories/{ownstory}/answers", []string{"overlay", "sea"}, "list"},
	{"POST /stories/:story/answers", "/stories/{story}/answers", []string{"overlay", "sea", "value", "1"}, "object"},
	{"GET /users/:user/highlights", "/users/{bo}/highlights", nil, "list"},
	{"POST /highlights", "/highlights", []string{"title", "Coast", "stories", "{ownstory}"}, "object"},
	{"GET /highlights/:highlight", "/highlights/{highlight}", nil, "object"},
	{"GET /highlights/:highlight/stories", "/highlights/{highlight}/stories", nil, "list"},
	{"PATCH /highlights/:highlight", "/highlights/{ownhighlight}", []string{"title", "Shore"}, "object"},
	{"DELETE /highlights/:highlight", "/highlights/{ownhighlight}", nil, "null"},
	{"DELETE /stories/:story", "/stories/{ownstory}", nil, "null"},
	{"GET /tags/search", "/tags/search", []string{"q", "se"}, "list"},
	{"GET /tags/:tag", "/tags/sea", nil, "object"},
	{"GET /tags/:tag/media/recent", "/tags/sea/media/recent", nil, "list"},
	{"GET /tags/:tag/media/top", "/tags/sea/media/top", nil, "list"},
	{"POST /tags/:tag/follow", "/tags/sea/follow", nil, "null"},
	{"GET /users/self/tags", "/users/self/tags", nil, "list"},
	{"DELETE /tags/:tag/follow", "/tags/sea/follow", nil, "null"},
	{"GET /media/search", "/media/search", []string{"lat", "53.7", "lng", "7.15"}, "list"},
	{"GET /locations/search", "/locations/search", []string{"q", "nor"}, "list"},
	{"GET /locations/:location", "/locations/{place}", nil, "object"},
	{"GET /locations/:location/media/recent", "/locations/{place}/media/recent", nil, "list"},
	{"GET /search/media", "/search/media", []string{"q", "hello"}, "list"},
	{"GET /users/self/events", "/users/self/events", nil, "stream"},
	{"GET /subscriptions", "/subscriptions", nil, "list"},
	{"POST /subscriptions", "/subscriptions",
		[]string{"way", "webhook", "activities", "likes", "callback_url", "http://localhost:1/"}, "object"},
	{"GET /subscriptions/:subscription", "/subscriptions/{hook}", nil, "object"},
	{"PATCH /subscriptions/:subscription", "/subscriptions/{hook}", []string{"activities", "likes"}, "object"},
	{"DELETE /subscriptions/:subscription", "/subscriptions/{hook}", nil, "null"},
	{"DELETE /subscriptions", "/subscriptions", []string{"object", "all"}, "null"},
	{"GET /push-key", "/push-key", nil, "object"},
	{"GET /users/self/subscriptions", "/users/self/subscriptions", nil, "list"},
	{"POST /users/self/subscriptions", "/users/self/subscriptions", []string{"way", "sse", "activities", "likes,comments"}, "object"},
	{"GET /users/self/subscriptions/:subscription", "/users/self/subscriptions/{hook}", nil, "object"},
	{"PATCH /users/self/subscriptions/:subscription", "/users/self/subscriptions/{hook}", []string{"activities", "likes"}, "object"},
	{"POST /users/self/subscriptions/:subscription/rotate", "/users/self/subscriptions/{hook}/rotate", nil, "object"},
	{"POST /users/self/subscriptions/:subscription/test", "/users/self/subscriptions/{hook}/test", nil, "object"},
	{"POST /users/self/subscriptions/:subscription/replay", "/users/self/subscriptions/{hook}/replay", []string{"since", "1"}, "object"},
	{"GET /users/self/subscriptions/:subscription/deliveries", "/users/self/subscriptions/{hook}/deliveries", nil, "list"},
	{"GET /users/self/subscriptions/:subscription/deliveries/:delivery", "/users/self/subscriptions/{hook}/deliveries/1", nil, "object"},
	{"POST /users/self/subscriptions/:subscription/deliveries/:delivery/replay",
		"/users/self/subscriptions/{hook}/deliveries/1/replay", nil, "object"},
	{"DELETE /users/self/subscriptions/:subscription", "/users/self/subscriptions/{hook}", nil, "null"},
	{"DELETE /users/self/subscriptions", "/users/self/subscriptions", []string{"object", "all"}, "null"},
	{"GET /carts", "/carts", nil, "list"},
	{"POST /carts/items", "/carts/items", []string{"product_id", "{buyable}", "quantity", "2"}, "list"},
	{"PATCH /carts/items/:product", "/carts/items/{incart}", []string{"quantity", "2"}, "list"},
	{"DELETE /carts/items/:product", "/carts/items/{incart}", nil, "list"},
	{"GET /carts/:seller", "/carts/{cartof}", nil, "object"},
	{"POST /carts/:seller/review", "/carts/{cartof}/review", shipTo, "object"},
	{"POST /carts/:seller/checkout", "/carts/{cartof}/checkout", shipTo, "object"},
	{"GET /orders", "/orders", []string{"role", "buyer"}, "list"},
	{"GET /orders/:order", "/orders/{placed}", nil, "object"},
	{"POST /orders/:order/confirm", "/orders/{placed}/confirm", nil, "object"},
	{"POST /orders/:order/pay", "/orders/{placed}/pay", []string{"reference", "statement 7"}, "object"},
	{"POST /orders/:order/ship", "/orders/{paid}/ship", []string{"carrier", "DHL", "lines", `[{"line":1,"quantity":1}]`}, "object"},
	{"POST /orders/:order/deliver", "/orders/{shipped}/deliver", nil, "object"},
	{"POST /orders/:order/cancel", "/orders/{placed}/cancel", []string{"reason", "Out of print"}, "object"},
	{"POST /orders/:order/refund", "/orders/{paid}/refund", []string{"amount", "100"}, "object"},
	{"POST /orders/:order/return", "/orders/{shipped}/return", []string{"restock", "true"}, "object"},
	{"POST /orders/:order/withdraw", "/orders/{bought}/withdraw", nil, "object"},
	{"POST /orders/:order/withdraw/:withdrawal", "/orders/{withdrawn}", nil, "object"},
	{"GET /shop", "/shop", nil, "object"},
	{"PATCH /shop", "/shop", []string{"tax", "7"}, "object"},
	{"GET /catalogs", "/catalogs", nil, "list"},
	{"POST /catalogs", "/catalogs", []string{"name", "Mugs", "currency", "EUR"}, "object"},
	{"GET /catalogs/:catalog", "/catalogs/{catalog}", nil, "object"},
	{"PATCH /catalogs/:catalog", "/catalogs/{catalog}", []string{"name", "Cups"}, "object"},
	{"POST /catalogs/:catalog/products", "/catalogs/{catalog}/products", []string{"name", "Mug", "price", "599"}, "object"},
	{"POST /catalogs/:catalog/import", "/catalogs/{catalog}/import", []string{"url", "https://example.org/a.csv"}, "object"},
	{"GET /catalogs/:catalog/imports", "/catalogs/{catalog}/imports", nil, "list"},
	{"GET /imports/:import", "/imports/{import}", nil, "object"},
	{"GET /imports/:import/lines", "/imports/{import}/lines", nil, "list"},
	{"GET /imports/:import/errors.csv", "/imports/{import}/errors.csv", nil, "table"},
	{"POST /imports/:import/again", "/imports/{import}/again", []string{"dry_run", "true"}, "object"},
	{"GET /catalogs/:catalog/feeds", "/catalogs/{catalog}/feeds", nil, "list"},
	{"POST /catalogs/:catalog/feeds", "/catalogs/{catalog}/feeds", []string{"name", "Daily"}, "object"},
	{"PATCH /feeds/:feed", "/feeds/{feed}", []string{"name", "Nightly"}, "object"},
	{"DELETE /feeds/:feed", "/feeds/{feed}", nil, "null"},
	{"GET /catalogs/:catalog/export", "/catalogs/{catalog}/export", nil, "object"},
	{"POST /catalogs/:catalog/export", "/catalogs/{catalog}/export", nil, "object"},
	{"DELETE /catalogs/:catalog/export", "/catalogs/{catalog}/export", nil, "object"},
	{"GET /products", "/products", nil, "list"},
	{"PATCH /products", "/products", []string{"products", `[{"id":"{product}","price":650}]`}, "object"},
	{"GET /products/:product", "/products/{product}", nil, "object"},
	{"PATCH /products/:product", "/products/{product}", []string{"price", "700"}, "object"},
	{"GET /users/self/products/saved", "/users/self/products/saved", nil, "list"},
	{"POST /products/:product/save", "/products/{product}/save", nil, "null"},
	{"DELETE /products/:product/save", "/products/{product}/save", nil, "null"},
	{"POST /products/:product/wait", "/products/{product}/wait", nil, "object"},
	{"DELETE /products/:product/wait", "/products/{product}/wait", nil, "object"},
	{"GET /products/:product/related", "/products/{product}/related", nil, "list"},
	{"GET /products/:product/insights", "/products/{product}/insights", nil, "object"},
	{"POST /products/:product/views", "/products/{product}/views", nil, "null"},
	{"DELETE /products/:product", "/products/{product}", nil, "null"},
	{"DELETE /catalogs/:catalog", "/catalogs/{catalog}", nil, "null"},
	{"DELETE /media/:media", "/media/{own}", nil, "null"},
}

// sells gives ada a catalogue with a product, an import that ended and a feed.
func (w *world) sells() map[string]string {
	w.T.Helper()
	ctx := w.T.Context()
	catalog, err := shop.CreateCatalog(ctx, w.DB.Store, w.Ada.ID, "Things", "EUR", "en")
	w.Must(err)
	name, price := "Mug", int64(599)
	product, err := shop.Create(ctx, w.DB.Store, w.Ada.ID, catalog, shop.Change{Title: &name, Price: &price})
	w.Must(err)
	feed, err := shop.CreateFeed(ctx, w.DB.Store, w.Ada.ID, catalog, shop.FeedEdit{Name: &name})
	w.Must(err)
	read, _, err := shop.Batch(ctx, w.DB.Store, w.Ada.ID, catalog, []shop.BatchItem{{Method: "CREATE", RetailerID: "cup",
		Change: shop.Change{Title: &name, Price: &price}}}, true)
	w.Must(err)
	_, err = w.DB.Pool().Exec(ctx, `UPDATE catalog_imports SET source = 'https://example.org/a.csv' WHERE id = $1`, read)
	w.Must(err)
	return map[string]string{"{catalog}": catalog.String(), "{product}": product.String(), "{feed}": feed.String(),
		"{import}": read.String()}
}

func (w *world) fill(path string) string {
	mine := ""
	if strings.Contains(path, "{mine}") {
		c, err := comment.Add(w.T.Context(), w.DB.Store, w.Ada.ID, w.Adas, "my own")
		w.Must(err)
		mine = c.ID.String()
	}
	tagged := ""
	if strings.Contains(path, "{tagged}") { // bo's post names ada
		p, err := post.Visible(w.T.Context(), w.DB.Store, w.Bo.ID, w.Bos)
		w.Must(err)
		w.Must(post.SetPeople(w.T.Context(), w.DB.Store, w.Bo.ID, w.Bos,
			map[models.ID][]post.PersonInput{p.Items[0].ID: {{UserID: w.Ada.ID, X: 0.5, Y: 0.5}}}))
		tagged = mediaKey(w.Bo, w.Bos)
	}
	shown, thread, said, group := "", "", "", ""
	if strings.Contains(path, "{group}") {
		id, _, err := inbox.Begin(w.T.Context(), w.DB.Store, w.Ada.ID, inbox.Start{People: []models.ID{w.Bo.ID}, Name: "Coast"})
		w.Must(err)
		group = id.String()
	}
	if strings.Contains(path, "{shown}") || strings.Contains(path, "{thread}") || strings.Contains(path, "{said}") {
		story := w.NewStory(w.Bo, story.Edit{})
		m, err := inbox.ReplyToStory(w.T.Context(), w.DB.Store, w.Ada.ID, story, inbox.StoryReply{Reaction: inbox.Reactions[0]})
		w.Must(err)
		shown, thread, said = story.String(), m.ThreadID.String(), m.ThreadID.String()+"/messages/"+m.ID.String()
	}
	hook := ""
	if strings.Contains(path, "{hook}") {
		of := subscription.Holder{UserID: w.Ada.ID}
		sub, _, err := subscription.Create(w.T.Context(), w.DB.Store, of, subscription.Input{Way: subscription.Webhook,
			Activities: []string{"likes"}, Target: &subscription.Target{CallbackURL: webtest.NewReceiver(w.T).URL}})
		w.Must(err)
		_, err = subscription.SendTest(w.T.Context(), w.DB.Store, of, sub.ID)
		w.Must(err)
		hook = sub.ID.String()
	}
	for _, name := range []string{"{catalog}", "{product}", "{import}", "{feed}"} {
		if strings.Contains(path, name) {
			path = strings.ReplaceAll(path, name, w.sells()[name])
		}
	}
	draft, item := "", ""
	if strings.Contains(path, "{draft}") || strings.Contains(path, "{item}") {
		id, items := w.Draft(w.Ada, 1+strings.Count(path, "{item}"))
		w.Render(items...)
		draft = mediaKey(w.Ada, id)
		item = draft + "/items/" + items[0].ID.String()
	}
	path = w.fillOrder(path)
	return strings.NewReplacer("{hook}", hook, "{shown}", shown, "{thread}", thread, "{said}", said, "{group}", group, "{draft}", draft,
		"{item}", item,
		"{story}", mediaKey(w.Bo, w.story),
		"{ownstory}", mediaKey(w.Ada, w.ownStory), "{planned}", mediaKey(w.Ada, w.planned),
		"{highlight}", w.highlight.String(), "{ownhighlight}", w.ownHighlight.String(), "{tagged}", tagged, "{mine}", mine, "{bo}",
		w.Bo.ID.String(), "{post}", mediaKey(w.Bo, w.Bos), "{own}", mediaKey(w.Ada, w.Adas),
		"{code}", w.Bos.Code(), "{comment}", w.Comment.String(), "{collection}", w.Collection.String(), "{place}", w.place).Replace(path)
}

var sendsFiles = map[string]bool{"POST /users/self/picture": true, "POST /media/:media/items": true,
	"POST /media/:media/items/:item/replace": true}

func (rt routeTest) call(w *world, p *webtest.Program, path string) *webtest.Answer {
	w.T.Helper()
	method, _, _ := strings.Cut(rt.route, " ")
	if rt.route == "DELETE /users/self" || rt.route == "POST /users/self/password" {
		if p == w.Prog {
			p = w.Program(w.UserWithPassword("leaver"+strings.ToLower(method)), "account")
		}
		return p.Send(method, "/v1"+path, webtest.Form(rt.params...), "Authorization", "Bearer "+p.Token)
	}
	if sendsFiles[rt.route] {
		return p.Upload("/v1"+path, nil, []webtest.File{{Name: "a.jpg", Data: mediatest.Photo(64, 48)}}, "Authorization", "Bearer "+p.Token)
	}
	if rt.route == "POST /media/upload" {
		return p.SendFiles(nil, webtest.File{Name: "a.jpg", Data: mediatest.Photo(64, 48)})
	}
	params := slices.Clone(rt.params)
	for i := range params {
		if strings.HasSuffix(params[i], "story}") || strings.Contains(params[i], "{product}") || params[i] == "{buyable}" ||
			params[i] == "{bo}" {
			params[i] = w.fill(params[i])
		}
	}
	return p.Call(method, path, params...)
}

// A route without a row here fails, and so does a row without a route.
func TestEveryRoute(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.norderney()
	w.tell()
	scopes := w.API.RouteNames()
	for _, rt := range routeTests {
		scope, ok := scopes[rt.route]
		if !ok {
			t.Errorf("%s is tested but not in the table", rt.route)
			continue
		}
		delete(scopes, rt.route)
		t.Run(rt.route, func(t *testing.T) {
			absent := strings.NewReplacer("{bo}", "999", "{post}", "999_9", "{own}", "999_9", "{code}", "Zz", "{comment}", "9",
				"{mine}", "9", "{tagged}", "999_9", "{collection}", "9", "{place}", "9", "{shown}", "9", "{thread}", "9", "{group}", "9",
				"{said}", "9/messages/9", "{draft}",
				"999_9", "{item}", "999_9/items/9",
				"{story}", "999_9", "{ownstory}", "999_9", "{planned}", "999_9", "{highlight}", "9", "{ownhighlight}",
				"9", "{hook}", "9", "{placed}", "9", "{paid}", "9", "{shipped}", "9", "{bought}", "9", "{withdrawn}", "9/withdraw/9",
				"{incart}", "9",
				"{cartof}", "9", "{catalog}", "9", "{product}", "9", "{import}", "9", "{feed}", "9").Replace(rt.path)
			for _, token := range []string{"", "wrong", strings.Repeat("x", 300), "a\tb"} {
				rt.call(w, w.WithToken(token), absent).Refused(400, "OAuthAccessTokenException", "access_token")
			}
			if scope != "basic" {
				others := "basic"
				for _, s := range strings.Fields(allScopes) {
					if s != scope {
						others += " " + s
					}
				}
				// The scope comes before any look-up: what is absent is not told.
				rt.call(w, w.Program(w.Ada, others), absent).Refused(400, "OAuthPermissionsException", "scope="+scope)
			}
			if rt.data == "stream" { // subscription_test.go reads it
				rt.call(w, w.Prog, rt.path).Refused(400, "APINotFoundError", "no stream of events yet")
				return
			}
			a := rt.call(w, w.Prog, w.fill(rt.path)).Want(http.StatusOK)
			if rt.data == "table" { // shop_test.go reads it
				return
			}
			if a.At("meta.code").Int() != 200 || a.At("meta").Type != gjson.JSON {
				t.Errorf("%s: %s", a, a.Body)
			}
			data := a.At("data")
			kind := map[bool]string{true: "object", false: "?"}[data.IsObject()]
			if data.IsArray() {
				kind = "list"
			} else if data.Type == gjson.Null && data.Exists() {
				kind = "null"
			}
			if kind != rt.data {
				t.Errorf("%s: data is %s, want %s: %s", a, kind, rt.data, a.Body)
			}
			if p := a.At("pagination"); p.Exists() && !p.IsObject() {
				t.Errorf("%s: pagination is %s", a, p.Raw)
			}
		})
	}
	for route := range scopes {
		t.Errorf("%s has no test", route)
	}
	w.Check()
}

func TestUnknownCalls(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, c := range []struct{ method, path string }{
		{"GET", "/"}, {"GET", ""}, {"GET", "/nowhere"}, {"PUT", "/users/self"}, {"POST", "/users/self"}, {"GET", "/users/1/2/3"},
		{"FROB", "/users/self"},
	} {
		w.Prog.Call(c.method, "/"+strings.TrimPrefix(c.path, "/")).Refused(http.StatusNotFound, "APINotFoundError", "no such endpoint")
	}
	w.Prog.Call("OPTIONS", "/users/self").Want(http.StatusNoContent)
	if a := w.Prog.Call("HEAD", "/users/self").Want(http.StatusOK); len(a.Body) != 0 {
		t.Errorf("HEAD has a body: %s", a.Body)
	}
}

// Clients send paths and methods in many forms; none may cost them a redirect.
func TestPathsAndMethodsAreNormalised(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	post := mediaKey(w.Bo, w.Bos)
	for _, path := range []string{"/v1/media/" + post + "/likes", "/v1/media/" + post + "/likes/", "/v1//media//" + post + "/likes",
		"/v1/media/" + post + "/likes.json",
		"/v1/media/" + post + "/likes.json/", "//v1/media/" + w.Bos.String() + "//likes//", "/v1/media/" + w.Bos.String() + "/likes"} {
		count := func() int64 { return w.Prog.Call("GET", "/media/"+post).At("data.likes.count").Int() }
		auth := []string{"Authorization", "Bearer " + w.Prog.Token}
		at := w.URL + path
		w.Prog.Post(at, webtest.Form("callback", "y"), auth...).Want(http.StatusOK)
		if count() != 1 {
			t.Errorf("POST %s did not like", path)
		}
		w.Prog.Post(at, webtest.Form("_method", "DELETE"), auth...).Want(http.StatusOK)
		if count() != 0 {
			t.Errorf("_method=DELETE on %s did not unlike", path)
		}
		w.Prog.Post(at, webtest.Form(), auth...)
		w.Prog.Post(at+"?_method=delete", webtest.Form("access_token", w.Prog.Token)).Want(http.StatusOK)
		if count() != 0 {
			t.Errorf("?_method=delete on %s did not unlike", path)
		}
	}
	w.Prog.Post("/v1/media/"+post+"/likes", webtest.Form("_method", "TRACE"), "Authorization", "Bearer "+w.Prog.Token).Want(http.StatusOK)
}
