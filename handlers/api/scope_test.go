package api_test

import (
	"maps"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"photogram/models/app"
	"photogram/web/webtest"
)

// allowedBy says, for the calls whose path matches, in which words people are
// told that a scope allows them. The first that matches counts.
var allowedBy = []struct{ route, words string }{
	{`PATCH /users/self$`, `whether your account is private or public`},
	{`PATCH /users/self/notifications/settings`, `what you are told`},
	{`PATCH /users/self/tag-settings`, `who may tag you`},
	{`POST /users/self/notifications/seen`, `mark notifications as seen`},
	{`GET /users/self/notifications$`, `notifications`},
	{`GET /users/self/(notifications/settings|tag-settings|storage|insights/settings)`, `settings`},
	{`PATCH /users/self/insights/settings`, `whether your views are counted`},
	{`POST /media/views`, `count what you were shown`},
	{`GET /.*/insights(/report)?`, `How often your posts and stories were seen`},
	{`GET /users/self/media/tag-requests|GET /users/:user/media/tagged|GET /\{ig-user-id\}/tags`, `who tagged you`},
	{`GET /users/self/products/saved|(POST|DELETE) /products/:product/(save|views|wait)`, `Find, save and watch products`},
	{`/catalogs|/imports|/feeds|/\{ig-user-id\}/owned_product_catalogs|/\{(catalog|product|feed|upload)-id\}|(PATCH|DELETE) /products`,
		`make, import, change and delete catalogues and products`},
	{`POST /\{ig-media-id\}/product_tags`, `share, change`},
	{`GET /\{ig-media-id\}/product_tags`, `everything you shared`},
	{`/\{ig-user-id\}/(available_catalogs|catalog_product_search|product_appeal)`, `Find, save and watch products`},
	{`/products`, `Find, save and watch products`},
	{`DELETE /users/self/searches`, `clear your search history`},
	{`GET /users/self/searches`, `searches`},
	{`POST /users/self/password`, `if it knows your password, change it`},
	{`GET /users/self/sessions`, `See where you are logged in`},
	{`GET /users/self/apps`, `which apps you use`},
	{`DELETE /users/self/apps`, `end your tokens and apps`},
	{`DELETE /users/self/sessions`, `log you out on any device, end your tokens and apps`},
	{`DELETE /users/self$`, `if it knows your password, change it or delete your account`},
	{`GET /users/self/(feed|stories/tray)`, `feed`},
	{`/(users/self/)?subscriptions|/users/self/events|/push-key|/\{ig-user-id\}/subscribed_apps`,
		`Be told by itself when something happens to your account`},
	{`GET /(debug_token|\{ig-user-id\}/permissions)`, `see what you allowed it`},
	{`DELETE /\{ig-user-id\}/permissions`, `give that back`},
	{`GET /(refresh_)?access_token`, `renew it`},
	{`GET /\{ig-user-id\}/accounts`, `Your name, picture, bio, counts`},
	{`GET /users/self$`, `Your name, picture, bio, counts`},
	{`GET /users/self/media/archived`, `shared or archived`},
	{`GET /users/self/media/drafts`, `see your drafts`},
	{`GET /users/self/media/(liked|saved)`, `what you liked and saved`},
	{`GET /users/self/collections`, `your collections`},
	{`(POST|PATCH|DELETE) /users/self/collections`, `make, change, share and delete your collections`},
	{`GET /users/self/requested-by`, `asks to`},
	{`GET /users/self/(blocked|restricted|muted)$`, `whom you block, mute and restrict`},
	{`GET /users/self/stories/hidden-from`, `hide stories from`},
	{`GET /users/self/close-friends`, `your close friends`},
	{`GET /users/self/suggestions`, `whom we suggest`},
	{`GET /users/self/tags`, `hashtags you follow`},
	{`GET /users/:user/(follows|followed-by|relationship)`, `whom others follow`},
	{`/users/self/muted-words`, `see and choose the words that you mute`},
	{`/users/self/comment-words`, `see and choose the words that hide comments`},
	{`/users/:user/relationship`, `Follow and unfollow people and hashtags, answer requests, ` +
		`block, mute and restrict people, hide stories from them, choose close friends`},
	{`/tags/:tag/follow`, `Follow and unfollow people and hashtags`},
	{`/media/:media/tag$`, `accept or remove tags of you`},
	{`/media/:media/save`, `save posts`},
	{`GET /media/:media/likes|GET .*comments.*|GET /\{ig-comment-id\}`, `who liked and commented on it`},
	{`(POST|DELETE) .*/comments/:comment/(pin|hide)|POST /\{ig-comment-id\}$`, `hide and pin those below your posts`},
	{`(POST|DELETE) /media/:media/(comments/:comment/)?likes`, `Like and unlike posts and comments`},
	{`GET /\{ig-media-id\}/likes`, `who liked and commented on it`},
	{`POST /\{ig-user-id\}/mentions`, `Write, change and delete comments of yours`},
	{`GET /\{ig-user-id\}/recently_searched_hashtags`, `hashtags and places`},
	// What is asked for together needs what each needs.
	{`GET /\?ids=\{ids\}|POST /$`, `Your name, picture, bio, counts`},
	{`POST /stories/:story/replies`, `watch, like and answer those of others, and read, write`},
	{`(POST|PATCH) .*/(comments|replies)(/:comment)?$|DELETE .*comment.*`, `Write, change and delete comments of yours, delete`},
	{`POST /\{ig-media-id\}$`, `switch comments on and off`},
	{`POST /media/upload|POST /\{ig-user-id\}/media$|GET /\{container-id\}`, `Upload photos and videos`},
	{`/media/:media/(archive|pin)$`, `archive`},
	{`/users/self/picture`, `change your profile`},
	{`DELETE /media/:media$`, `delete your posts`},
	{`POST /media/:media/(edit|publish)|(GET|POST|DELETE) /media/:media/items|` +
		`/\{ig-user-id\}/(media_publish|content_publishing_limit)`, `share, change`},
	{`GET /users/self/threads|/threads|/users/self/message-settings`, `read, write and delete your messages`},
	{`GET /users/self/stories$|GET /users/self/stories/archive`, `those that are over`},
	{`GET /users/self/stories/planned|POST /(media/:media/)?stories|(PATCH|DELETE) /stories/:story$`,
		`Share, plan, change and delete stories`},
	{`GET /stories/:story/(views|likes|answers)`, `see who watched, liked and answered yours`},
	{`/stories/:story/(views|likes|taps|answers)`, `watch, like and answer those of others`},
	{`(POST|PATCH|DELETE) /highlights`, `stories and highlights`},
	{`GET /(users/:user|media/:media|media/:media/caption/history|media/shortcode/:code|users/(self|:user)/media/recent|` +
		`users/:user/(stories|highlights)|stories/:story|highlights/:highlight(/stories)?)$`, `everything you shared`},
	{`GET /\{ig-(user|media)-id\}(/media|/stories|/children)?$`, `everything you shared`},
	{`GET /(media/popular|media/search|users/search)`, `posts, stories and comments of other people`},
	{`GET /(tags|locations|ig_hashtag_search|\{ig-hashtag-id\})`, `hashtags and places`},
	{`GET /search/media`, `and search`},
	{`/carts(/:seller(/review)?)?$|/carts/items`, `see your carts and orders`},
	{`POST /carts/:seller/checkout`, `order with an obligation to pay`},
	{`/orders`, `see its orders, ship, cancel and refund them`},
	{`/shop$`, `change how your shop sells`},
}

// scopeTexts reads what a page says of each scope.
func scopeTexts(page *webtest.Answer, selector string) map[string]string {
	out := map[string]string{}
	page.Find(selector).Each(func(_ int, e *goquery.Selection) {
		out[e.AttrOr("data-scope", "")] = strings.Join(strings.Fields(e.Text()), " ")
	})
	return out
}

// Whatever a scope allows is told in words, which are the same on the consent
// page, in the settings and in the reference. A new call fails this test until
// its scope says so.
func TestScopesSayWhatTheyAllow(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada := s.User("ada")
	c := s.As(ada)
	all := strings.Join(app.Scopes, " ")
	appRow, _, err := app.Create(t.Context(), s.DB.Store, s.User("bo").ID,
		app.Input{Name: "Prints", RedirectURIs: "https://app.example.org/callback", Scopes: all, Confidential: true})
	if err != nil {
		t.Fatal(err)
	}
	s.Token(ada, all)
	consent := c.Get("/oauth/authorize?response_type=code&client_id=" + appRow.ClientID() +
		"&redirect_uri=https://app.example.org/callback&scope=" + strings.ReplaceAll(all, " ", "%20")).Want(http.StatusOK)
	words := scopeTexts(consent, ".scopes [data-scope]")
	tokens := c.Get("/developers/tokens").Want(http.StatusOK)
	c.Post("/oauth/authorize", webtest.Form("consent", consent.Find("input[name=consent]").AttrOr("value", ""), "decision",
		"allow")).Want(http.StatusSeeOther)
	doc, err := webtest.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	described := doc.Components.SecuritySchemes["token"].Value.Flows.AuthorizationCode.Scopes
	pages := map[string]map[string]string{"form of a token": scopeTexts(tokens, ".hint[data-scope]"),
		"list of tokens": scopeTexts(tokens, ".devices [data-scope]"),
		"connected apps": scopeTexts(c.Get("/settings/apps").Want(http.StatusOK), "[data-scope]"), "reference": described}
	reference := s.Visitor().Get("/developers/docs").Want(http.StatusOK)
	for _, scope := range app.Scopes {
		if words[scope] == "" {
			t.Errorf("the consent page says nothing of %s", scope)
		}
		for page, texts := range pages {
			if text := texts[scope]; len(text) < 20 || !strings.HasSuffix(words[scope], text) && text != words[scope] {
				t.Errorf("%s: the %s says %q, and the consent page %q", scope, page, text, words[scope])
			}
		}
		reference.Says(strings.Join(strings.Fields(described[scope]), " "))
	}
	used := make([]bool, len(allowedBy))
	routes := s.API.RouteNames()
	maps.Copy(routes, s.Graph.RouteNames())
	for route, scope := range routes {
		found := false
		for i, a := range allowedBy {
			if regexp.MustCompile(`^(` + a.route + `)|^[A-Z]+ (` + a.route + `)`).MatchString(route) {
				found, used[i] = true, true
				if !strings.Contains(words[scope], a.words) {
					t.Errorf("%s needs %s, which does not say %q: %s", route, scope, a.words, words[scope])
				}
				break
			}
		}
		if !found {
			t.Errorf("%s needs %s; say in this test by which of its words people know that", route, scope)
		}
	}
	for i, a := range allowedBy {
		if !used[i] {
			t.Errorf("there is no call %s", a.route)
		}
	}
}
