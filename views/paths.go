package views

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strconv"
	"strings"
	"time"

	"photogram/models/activity"
	"photogram/models/notify"
	"photogram/models/post"

	"photogram/models"
	"photogram/models/access"
)

// Every address of the site is made here. Handlers register the patterns;
// pages and the API call the functions.

// Patterns of pages.
const (
	HomePath       = "/"
	LoginPath      = "/login"
	LogoutPath     = "/logout"
	SignupPath     = "/signup"
	ResetPath      = "/reset"
	VerifyPath     = "/verify"
	SearchPath     = "/search"
	ExplorePath    = "/explore"
	NewPath        = "/new"
	TusPath        = "/new/tus"
	DraftsPath     = "/drafts"
	PlannerPath    = "/planner"
	SettingsPath   = "/settings"
	AccountPath    = "/settings/account"
	LeavePath      = "/settings/delete"
	ConnectionPath = "/settings/connections"
	RequestsPath   = "/requests"
	ThemePath      = "/theme"
	CreditsPath    = "/credits"
	DevMailPath    = "/dev/mail"
	DevViewsPath   = "/dev/views"
	FinishPath     = "/auth/finish"

	NotificationsPath        = "/notifications"
	SeenPath                 = "/notifications/seen"
	NotificationSettingsPath = "/settings/notifications"
	EventsPath               = "/events"
	CompletePath             = "/complete"
	CommentRulesPath         = "/settings/comments"
	TagRulesPath             = "/settings/tags"
)

// What is written for people who write programs.
const (
	ReferencePath   = "/developers/docs"
	OpenAPIPath     = "/developers/openapi.yaml"
	FirstPhotoPath  = "/developers/guides/first-photo"
	LoginGuidePath  = "/developers/guides/log-in"
	MovingGuidePath = "/developers/guides/moving"
)

// Where apps come from, and what they ask.
const (
	AuthorizePath  = "/oauth/authorize"
	SwitchPath     = "/oauth/switch"
	TokenPath      = "/oauth/token"
	OldTokenPath   = "/oauth/access_token"
	RevokePath     = "/oauth/revoke"
	IntrospectPath = "/oauth/introspect"
	MetadataPath   = "/.well-known/oauth-authorization-server"

	ConnectedPath  = "/settings/apps"
	DevelopersPath = "/developers"
	NewAppPath     = "/developers/apps/new"
	TokensPath     = "/developers/tokens"
	ConsolePath    = "/developers/console"
)

// UndoPath brings an address back.
func UndoPath(token string) string { return ResetPath + "/undo/" + url.PathEscape(token) }

// MailStopPath ends the mails that somebody can do without.
func MailStopPath(token string) string { return "/mail/stop/" + url.PathEscape(token) }

// AppPath is an app's page for its owner.
func AppPath(id models.ID) string { return "/developers/apps/" + id.String() }

// AppActionPath is a place below it: edit, icon, secret, delete, requests, webhooks.
func AppActionPath(id models.ID, action string) string { return AppPath(id) + "/" + action }

// ProfilePath is an account's page.
func ProfilePath(username string) string { return "/" + username }

// FollowersPath lists an account's followers.
func FollowersPath(username string) string { return "/" + username + "/followers" }

// FollowingPath lists whom an account follows.
func FollowingPath(username string) string { return "/" + username + "/following" }

// FollowPath takes POST (follow) and, with _method=DELETE, unfollow; likewise block and request below it.
func FollowPath(username string) string { return "/" + username + "/follow" }

// BlockPath takes POST (block) and _method=DELETE (unblock).
func BlockPath(username string) string { return "/" + username + "/block" }

// RequestPath takes POST (approve) and _method=DELETE (ignore) for somebody who asks to follow.
func RequestPath(username string) string { return "/requests/" + username }

// PostPath is a post's page.
func PostPath(id models.ID) string { return "/p/" + id.Code() }

// PostActionPath is a place below a post's page: like, likes, comments, edit, delete, publish, status, items.
func PostActionPath(id models.ID, action string) string { return PostPath(id) + "/" + action }

// CommentPath is one comment with its replies, for reading, changing (_method=PATCH) and deleting (_method=DELETE).
func CommentPath(post, comment models.ID) string {
	return PostPath(post) + "/comments/" + comment.String()
}

// CommentActionPath is a place below a comment: like, pin and hide take POST and _method=DELETE; likes lists people.
func CommentActionPath(post, comment models.ID, action string) string {
	return CommentPath(post, comment) + "/" + action
}

// TaggedPath lists the photos that show an account.
func TaggedPath(username string) string { return "/" + username + "/tagged" }

// ItemPath is a place below one photo of a post: preview.jpg, original.jpg, delete, replace, retry.
func ItemPath(post, item models.ID, action string) string {
	return PostPath(post) + "/items/" + item.String() + "/" + action
}

// Saved posts, collections and what other sites see.
const (
	SavedPath       = "/saved"
	CollectionsPath = "/collections"
	OembedPath      = "/oembed"
	EmbedScriptPath = "/embed.js"
)

// CollectionPath is a collection's page, for its owner.
func CollectionPath(id models.ID) string { return CollectionsPath + "/" + id.Code() }

// CollectionActionPath is a place below it: arrange, edit, cover, link, move, delete.
func CollectionActionPath(id models.ID, action string) string {
	return CollectionPath(id) + "/" + action
}

// CollectedPath takes POST (put in) and _method=DELETE (take out) for a post of a collection.
func CollectedPath(id, post models.ID) string {
	return CollectionPath(id) + "/posts/" + post.Code()
}

// CollectedMovePath takes the new place of a post in a collection.
func CollectedMovePath(id, post models.ID) string { return CollectedPath(id, post) + "/move" }

// SharedPath is a collection for those who have its link.
func SharedPath(link string) string { return "/c/" + url.PathEscape(link) }

// EmbedPath is a post for the pages of other sites.
func EmbedPath(id models.ID) string { return PostActionPath(id, "embed") }

// ProfileAtomPath and TagAtomPath are Atom feeds.
func ProfileAtomPath(username string) string { return ProfilePath(username) + "/feed.atom" }

// TagAtomPath is the Atom feed of a hashtag.
func TagAtomPath(name string) string { return TagPath(name) + "/feed.atom" }

// TagPath is a hashtag's page.
func TagPath(name string) string { return "/tags/" + url.PathEscape(name) }

// AuthPath begins a login through a provider.
func AuthPath(provider string) string { return "/auth/" + url.PathEscape(provider) }

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
	NewStoryPath     = "/new/story"
	StartStoryPath   = "/new/story/start" // makes stories of an uploaded draft
	TextStoryPath    = "/new/story/text"
	StoryArchivePath = "/archive/stories"
	StoryHidesPath   = "/settings/stories"
	HighlightsPath   = "/highlights"
	StoryTrayPath    = "/stories"
	InboxPath        = "/inbox"
)

// StoriesPath shows an account's stories, from the first that was not seen.
func StoriesPath(username string) string { return "/stories/" + username }

// StoryPath shows one of an account's stories.
func StoryPath(username string, id models.ID) string {
	return StoriesPath(username) + "/" + id.Code()
}

// StoryActionPath is a place below a story: view, tap, like, reply, viewers, highlights, delete, edit, share, status.
func StoryActionPath(id models.ID, action string) string { return "/story/" + id.Code() + "/" + action }

// StoryAnswerPath takes the answer to something on a story.
func StoryAnswerPath(id models.ID, overlay string) string {
	return StoryActionPath(id, "answers/"+overlay)
}

// StoryLinkPath leads to what a link or a product on a story names, and counts that.
func StoryLinkPath(id models.ID, overlay string) string {
	return StoryActionPath(id, "links/"+overlay)
}

// AccountHighlightsPath lists an account's highlights.
func AccountHighlightsPath(username string) string { return ProfilePath(username) + "/highlights" }

// HighlightPath shows a highlight.
func HighlightPath(id models.ID) string { return "/highlights/" + id.Code() }

// HighlightActionPath is a place below a highlight: edit, move, delete.
func HighlightActionPath(id models.ID, action string) string { return HighlightPath(id) + "/" + action }

// ThreadPath is a conversation in the inbox.
func ThreadPath(id models.ID) string { return InboxPath + "/" + id.Code() }

// RelationPath is what the viewer can do about an account: follow, block,
// mute, mute-stories, restrict, close-friend take POST and _method=DELETE;
// follower takes _method=DELETE.
func RelationPath(username, what string) string { return "/" + username + "/" + what }

// Below the settings: the lists that belong to an account alone.
const (
	PrivacyPath      = "/settings/privacy"
	CloseFriendsPath = "/settings/close-friends"
	BlockedPath      = "/settings/blocked"
	RestrictedPath   = "/settings/restricted"
	MutedPath        = "/settings/muted"
	MutedWordsPath   = "/settings/muted-words"
	ArchivePath      = "/archive"
	SuggestionsPath  = "/suggestions"
)

// SortedPath is a tag's or place's page with the top posts first, or the newest.
func SortedPath(path string, top bool) string {
	if top {
		return WithQuery(path, "sort", "top")
	}
	return path
}

// Paths of searching and finding.
const (
	TagsPath          = "/tags"
	SearchHistoryPath = "/search/history"
	SearchClearPath   = "/search/history/clear"
	SearchSwitchPath  = "/search/history/switch"
)

// TagFollowPath takes POST (follow) and _method=DELETE (unfollow).
func TagFollowPath(name string) string { return TagPath(name) + "/follow" }

// PlacePath is a place's page.
func PlacePath(id models.ID) string { return "/places/" + id.String() }

// SearchEntryPath takes _method=DELETE for one remembered search.
func SearchEntryPath(id models.ID) string { return SearchHistoryPath + "/" + id.String() }

// SearchAddress is the search page for a text, with the tab of a kind.
func SearchAddress(query, kind string) string {
	return WithQueries(SearchPath, "q", query, "kind", kind)
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

// NotificationPath is where a notification leads.
func NotificationPath(n notify.View) string {
	switch {
	case n.Kind == activity.ActRequest:
		return RequestsPath
	case n.Kind == activity.ActStoryMention && len(n.Actors) > 0:
		return StoryPath(n.Actors[0].Username, n.PostID)
	case n.Kind == activity.ActPublishFailed && ofStory(n):
		return PostPath(n.PostID)
	case n.Kind == activity.ActPublishFailed:
		return PostActionPath(n.PostID, "edit")
	case n.PostID == 0 && len(n.Actors) > 0:
		return ProfilePath(n.Actors[0].Username)
	case n.PostID == 0:
		return NotificationsPath
	case n.CommentID != 0:
		return PostPath(n.PostID) + "#c-" + n.CommentID.String()
	}
	return PostPath(n.PostID)
}

// ofStory is whether a notification about a post is about the story that it belongs to.
func ofStory(n notify.View) bool { return n.Post != nil && n.Post.State == post.InStory }

// ThreadActionPath is a place below a conversation: seen, restore.
func ThreadActionPath(id models.ID, action string) string { return ThreadPath(id) + "/" + action }

// CaptionPath is a video's captions in one language: GET gives WebVTT, POST
// with _method=DELETE removes them.
func CaptionPath(post, item models.ID, lang string) string {
	return ItemPath(post, item, "captions/"+lang)
}
