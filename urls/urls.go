// Package urls has every address of the site, and signs those of files. It knows
// nothing of what stands there.
package urls

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strconv"
	"strings"
	"time"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/activity"
	"photogram/models/notify"
)

// Every address of the site is made here. Handlers register the patterns;
// pages and the API call the functions.

// Patterns of pages.
const (
	Home       = "/"
	Login      = "/login"
	Logout     = "/logout"
	Signup     = "/signup"
	SignupName = "/signup/name"
	Reset      = "/reset"
	Verify     = "/verify"
	Search     = "/search"
	Explore    = "/explore"
	Goods      = "/explore/products"
	New        = "/new"
	Tus        = "/new/tus"
	Drafts     = "/drafts"
	Planner    = "/planner"
	Settings   = "/settings"
	Account    = "/settings/account"
	Leave      = "/settings/delete"
	Connection = "/settings/connections"
	Requests   = "/requests"
	Theme      = "/theme"
	Credits    = "/credits"
	DevMail    = "/dev/mail"
	DevViews   = "/dev/views"
	Finish     = "/auth/finish"
	Worker     = "/sw.js"
	Manifest   = "/manifest.webmanifest"
	Offline    = "/offline"
	Push       = "/settings/push"
	Share      = "/share" // takes what a phone shares with the installed app
	Shop       = "/shop"

	Notifications        = "/notifications"
	Seen                 = "/notifications/seen"
	NotificationSettings = "/settings/notifications"
	Events               = "/events"
	Complete             = "/complete"
	CommentRules         = "/settings/comments"
	TagRules             = "/settings/tags"
)

// What is told of who saw what; a post and a story have theirs below their own address.
const (
	Insights        = "/insights"
	InsightDays     = "/insights/days.csv"
	InsightPosts    = "/insights/posts.csv"
	InsightJSON     = "/insights/report.json"
	Looks           = "/insights/looks" // what browsers say that was seen
	InsightRules    = "/insights/rules"
	InsightSettings = "/settings/insights"
)

// What search engines read. The map of the site's own pages is not of a day.
const (
	Sitemap     = "/sitemap.xml"
	SitemapSite = "site"
)

// What is written for people who write programs.
const (
	Reference    = "/developers/docs"
	Shapes       = Reference + "/shapes"
	OpenAPI      = "/developers/openapi.yaml"
	FirstPhoto   = "/developers/guides/first-photo"
	LoginGuide   = "/developers/guides/log-in"
	MovingGuide  = "/developers/guides/moving"
	WebhookGuide = "/developers/guides/webhooks"
)

// ShapeOf is where an object of answers is described.
func ShapeOf(name string) string { return Shapes + "/" + name }

// ReferenceOf is where the calls of a subject are described.
func ReferenceOf(subject string) string { return Reference + "/" + subject }

// Where apps come from, and what they ask.
const (
	Authorize  = "/oauth/authorize"
	Switch     = "/oauth/switch"
	Token      = "/oauth/token"
	OldToken   = "/oauth/access_token"
	Revoke     = "/oauth/revoke"
	Introspect = "/oauth/introspect"
	Metadata   = "/.well-known/oauth-authorization-server"

	Connected  = "/settings/apps"
	Developers = "/developers"
	NewApp     = "/developers/apps/new"
	Tokens     = "/developers/tokens"
	Webhooks   = "/developers/webhooks"
	Console    = "/developers/console"
)

// Undo brings an address back.
func Undo(token string) string { return Reset + "/undo/" + url.PathEscape(token) }

// MailStop ends the mails that somebody can do without.
func MailStop(token string) string { return "/mail/stop/" + url.PathEscape(token) }

// App is an app's page for its owner.
func App(id models.ID) string { return "/developers/apps/" + id.String() }

// Webhook is the page of a subscription by its key.
func Webhook(key string) string { return Webhooks + "/" + key }

// AppAction is a place below it: edit, icon, secret, delete, requests, webhooks.
func AppAction(id models.ID, action string) string { return App(id) + "/" + action }

// Profile is an account's page.
func Profile(username string) string { return "/" + username }

// Followers lists an account's followers.
func Followers(username string) string { return "/" + username + "/followers" }

// Following lists whom an account follows.
func Following(username string) string { return "/" + username + "/following" }

// Follow takes POST (follow) and, with _method=DELETE, unfollow; likewise block and request below it.
func Follow(username string) string { return "/" + username + "/follow" }

// Block takes POST (block) and _method=DELETE (unblock).
func Block(username string) string { return "/" + username + "/block" }

// Request takes POST (approve) and _method=DELETE (ignore) for somebody who asks to follow.
func Request(username string) string { return "/requests/" + username }

// Post is a post's page.
func Post(id models.ID) string { return "/p/" + id.Code() }

// Product is the page of something that is sold.
func Product(id models.ID) string { return "/products/" + id.Code() }

// ShopOf is what an account sells.
func ShopOf(username string) string { return Profile(username) + "/shop" }

// Catalog is the page of a catalogue in its owner's shop.
func Catalog(id models.ID) string { return Shop + "/catalogs/" + id.Code() }

// Import is the page of an import of products.
func Import(id models.ID) string { return Shop + "/imports/" + id.Code() }

// Export is the secret address of a feed of products; name is meta.csv, google.tsv or rss.xml.
func Export(link, name string) string { return Shop + "/feeds/" + link + "/" + name }

// PostAction is a place below a post's page: like, likes, comments, edit, delete, publish, status, items.
func PostAction(id models.ID, action string) string { return Post(id) + "/" + action }

// Captioned is the editor's address with words for a caption that is still empty.
func Captioned(edit, caption string) string {
	if caption == "" {
		return edit
	}
	return WithQuery(edit, "caption", caption)
}

// Comment is one comment with its replies, for reading, changing (_method=PATCH) and deleting (_method=DELETE).
func Comment(post, comment models.ID) string {
	return Post(post) + "/comments/" + comment.String()
}

// CommentAction is a place below a comment: like, pin and hide take POST and _method=DELETE; likes lists people.
func CommentAction(post, comment models.ID, action string) string {
	return Comment(post, comment) + "/" + action
}

// Tagged lists the photos that show an account.
func Tagged(username string) string { return "/" + username + "/tagged" }

// Item is a place below one photo of a post: preview.jpg, original.jpg, delete, replace, retry.
func Item(post, item models.ID, action string) string {
	return Post(post) + "/items/" + item.String() + "/" + action
}

// Saved posts, collections and what other sites see.
const (
	Saved       = "/saved"
	SavedGoods  = "/saved/products"
	Collections = "/collections"
	Oembed      = "/oembed"
	EmbedScript = "/embed.js"
)

// Collection is a collection's page, for its owner.
func Collection(id models.ID) string { return Collections + "/" + id.Code() }

// CollectionAction is a place below it: arrange, edit, cover, link, move, delete.
func CollectionAction(id models.ID, action string) string {
	return Collection(id) + "/" + action
}

// Collected takes POST (put in) and _method=DELETE (take out) for a post of a collection.
func Collected(id, post models.ID) string {
	return Collection(id) + "/posts/" + post.Code()
}

// CollectedMove takes the new place of a post in a collection.
func CollectedMove(id, post models.ID) string { return Collected(id, post) + "/move" }

// Shared is a collection for those who have its link.
func Shared(link string) string { return "/c/" + url.PathEscape(link) }

// Embed is a post for the pages of other sites.
func Embed(id models.ID) string { return PostAction(id, "embed") }

// ProfileAtom and TagAtom are Atom feeds.
func ProfileAtom(username string) string { return Profile(username) + "/feed.atom" }

// TagAtom is the Atom feed of a hashtag.
func TagAtom(name string) string { return Tag(name) + "/feed.atom" }

// Tag is a hashtag's page.
func Tag(name string) string { return "/tags/" + url.PathEscape(name) }

// Auth begins a login through a provider.
func Auth(provider string) string { return "/auth/" + url.PathEscape(provider) }

// WithQuery adds a parameter to a path.
func WithQuery(path, key, value string) string {
	return path + "?" + url.Values{key: {value}}.Encode()
}

// Files makes the addresses of photos. Those of photos that not everybody may
// see name the viewer they were made for and carry a signature with an end.
// Whether that viewer may still see the photo is asked when it is fetched.
type Files struct {
	Base   string // of the site, without a slash at the end; may be empty
	Secret []byte
	Now    func() time.Time
	Viewer models.ID
}

// fileLife is how long a signed address works at least; at most it is twice
// that. Ends are rounded so that browsers see one address for a while.
const fileLife = 2 * time.Hour

// RenditionPrefix is followed by the key, a slash and the name of a rendition.
const RenditionPrefix = "/media/"

// Rendition is the address of a rendition; name is models.WidthName or SquareName.
func (f Files) Rendition(key, name string, public bool) string {
	path := RenditionPrefix + key + "/" + name
	if public {
		return f.Base + path
	}
	until := f.Now().Add(2 * fileLife).Truncate(fileLife).Unix()
	return f.Base + path + "?for=" + f.Viewer.String() + "&until=" + strconv.FormatInt(until, 10) + "&sig=" + f.sign(key, f.Viewer, until)
}

// Verify checks a signed address and says for whom it was made.
func (f Files) Verify(key, viewer, until, sig string) (models.ID, bool) {
	end, err := strconv.ParseInt(until, 10, 64)
	if err != nil || f.Now().Unix() >= end {
		return 0, false
	}
	id, err := models.ParseID(viewer)
	if err != nil || !hmac.Equal([]byte(sig), []byte(f.sign(key, id, end))) {
		return 0, false
	}
	return id, true
}

func (f Files) sign(key string, viewer models.ID, until int64) string {
	mac := hmac.New(sha256.New, f.Secret)
	mac.Write([]byte("file\x00" + key + "\x00" + viewer.String() + "\x00" + strconv.FormatInt(until, 10)))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// Avatar is the address of an account's picture; side is one of models.SquareSizes.
func (f Files) Avatar(a access.Author, side int) string {
	if a.AvatarKey == "" {
		return f.Base + "/media/avatar/" + strconv.Itoa(int(uint64(a.ID)>>12%6)) + ".svg"
	}
	return f.Base + "/media/avatar/" + a.AvatarKey + "/" + models.SquareName(side, "jpg")
}

// Stories, highlights and the inbox.
const (
	NewStory     = "/new/story"
	StartStory   = "/new/story/start" // makes stories of an uploaded draft
	TextStory    = "/new/story/text"
	StoryArchive = "/archive/stories"
	StoryHides   = "/settings/stories"
	Highlights   = "/highlights"
	StoryTray    = "/stories"
	Inbox        = "/inbox"

	NewMessage      = "/inbox/new"
	MessageRequests = "/inbox/requests"
	MessageRules    = "/settings/messages"
)

// Stories shows an account's stories, from the first that was not seen.
func Stories(username string) string { return "/stories/" + username }

// Story shows one of an account's stories.
func Story(username string, id models.ID) string {
	return Stories(username) + "/" + id.Code()
}

// StoryAction is a place below a story: view, tap, like, reply, viewers, highlights, delete, edit, share, status.
func StoryAction(id models.ID, action string) string { return "/story/" + id.Code() + "/" + action }

// StoryAnswer takes the answer to something on a story.
func StoryAnswer(id models.ID, overlay string) string {
	return StoryAction(id, "answers/"+overlay)
}

// StoryLink leads to what a link or a product on a story names, and counts that.
func StoryLink(id models.ID, overlay string) string {
	return StoryAction(id, "links/"+overlay)
}

// AccountHighlights lists an account's highlights.
func AccountHighlights(username string) string { return Profile(username) + "/highlights" }

// Highlight shows a highlight.
func Highlight(id models.ID) string { return "/highlights/" + id.Code() }

// HighlightAction is a place below a highlight: edit, move, delete.
func HighlightAction(id models.ID, action string) string { return Highlight(id) + "/" + action }

// WriteTo begins a message to an account.
func WriteTo(username string) string { return WithQuery(NewMessage, "with", username) }

// Thread is a conversation in the inbox.
func Thread(id models.ID) string { return Inbox + "/" + id.Code() }

// Relation is what the viewer can do about an account: follow, block,
// mute, mute-stories, restrict, close-friend take POST and _method=DELETE;
// follower takes _method=DELETE.
func Relation(username, what string) string { return "/" + username + "/" + what }

// Below the settings: the lists that belong to an account alone.
const (
	Privacy      = "/settings/privacy"
	CloseFriends = "/settings/close-friends"
	Blocked      = "/settings/blocked"
	Restricted   = "/settings/restricted"
	Muted        = "/settings/muted"
	MutedWords   = "/settings/muted-words"
	Archive      = "/archive"
	Suggestions  = "/suggestions"
)

// Sorted is a tag's or place's page with the top posts first, or the newest.
func Sorted(path string, top bool) string {
	if top {
		return WithQuery(path, "sort", "top")
	}
	return path
}

// Paths of searching and finding.
const (
	Tags          = "/tags"
	SearchHistory = "/search/history"
	SearchClear   = "/search/history/clear"
	SearchSwitch  = "/search/history/switch"
)

// TagFollow takes POST (follow) and _method=DELETE (unfollow).
func TagFollow(name string) string { return Tag(name) + "/follow" }

// Place is a place's page.
func Place(id models.ID) string { return "/places/" + id.String() }

// SearchEntry takes _method=DELETE for one remembered search.
func SearchEntry(id models.ID) string { return SearchHistory + "/" + id.String() }

// SearchAddress is the search page for a text, with the tab of a kind.
func SearchAddress(query, kind string) string {
	return WithQueries(Search, "q", query, "kind", kind)
}

// WithQueries adds those of the parameters that are not empty to a path, which
// may have a query already.
func WithQueries(path string, pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return path
	}
	if strings.Contains(path, "?") {
		return path + "&" + q.Encode()
	}
	return path + "?" + q.Encode()
}

// Notification is where a notification leads.
func Notification(n notify.View) string {
	switch {
	case n.Kind == activity.ActRequest:
		return Requests
	case n.Kind == activity.ActLowStock:
		return Product(n.PostID) + "/edit"
	case n.Kind == activity.ActBackInStock:
		return Product(n.PostID)
	case n.Kind == activity.ActStoryMention && len(n.Actors) > 0:
		return Story(n.Actors[0].Username, n.PostID)
	case n.Story != nil:
		return Post(n.PostID)
	case n.Kind == activity.ActPublishFailed:
		return PostAction(n.PostID, "edit")
	case n.PostID == 0 && len(n.Actors) > 0:
		return Profile(n.Actors[0].Username)
	case n.PostID == 0:
		return Notifications
	case n.CommentID != 0:
		return Post(n.PostID) + "#c-" + n.CommentID.String()
	}
	return Post(n.PostID)
}

// ThreadAction is a place below a conversation: seen, restore.
func ThreadAction(id models.ID, action string) string { return Thread(id) + "/" + action }

// Caption is a video's captions in one language: GET gives WebVTT, POST
// with _method=DELETE removes them.
func Caption(post, item models.ID, lang string) string {
	return Item(post, item, "captions/"+lang)
}
