// Package api answers the JSON API under /v1, in the shapes that programs
// written for the Instagram API v1 expect, and beside it the Graph dialect. It owns those shapes: a column added
// to a model does not appear in them by itself.
package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"photogram/models"
	"photogram/models/app"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/web"
)

// Intake checks what programs upload and keeps it.
type Intake interface {
	MaxBytes() int64
	MaxFileBytes() int64 // of a photo or a video
	Receive(ctx context.Context, owner models.ID, name string, r io.Reader) (post.Upload, error)
	Discard(ctx context.Context, owner models.ID, up post.Upload)
}

// API has what its handlers use.
type API struct {
	*web.Kit
	Intake Intake
	Fetch  *web.Fetcher
}

// request is one call: who makes it, and with what parameters.
type request struct {
	*gin.Context
	api    *API
	token  *app.Token
	params map[string][]string
	files  map[string]bool // of the params, those that came as files
	once   once

	// inQuery is the token when it stood in the address.
	inQuery string

	graph bool // whether it is of the Graph dialect

	use *models.AppUse // nil before the token is known
}

func (r *request) ctx() context.Context { return r.Request.Context() }

func (r *request) viewer() models.ID { return r.token.UserID }

// route names the call as the table does.
func (r *request) route() string {
	return r.Request.Method + " " + strings.TrimPrefix(r.FullPath(), "/v1")
}

// call is a handler. What it returns becomes the data of the envelope.
type call func(*request) (any, *page, error)

// page is the pagination of a list; nil leaves it out.
type page map[string]string

// meta is the envelope's head.
type meta struct {
	Code         int    `json:"code"`
	ErrorType    string `json:"error_type,omitempty"`
	ErrorMessage string `json:"error_message,omitempty"`
	// Errors are all that is wrong with the input.
	Errors []fieldError `json:"errors,omitempty"`
}

// fieldError is what is wrong with one parameter.
type fieldError struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

func fieldErrors(err error) (list []fieldError) {
	for _, e := range models.ProblemsOf(err) {
		if e.Field != "" {
			list = append(list, fieldError{e.Field, e.Message})
		}
	}
	return list
}

type envelope struct {
	Meta       meta  `json:"meta"`
	Data       any   `json:"data"`
	Pagination *page `json:"pagination,omitempty"`
}

// failure repeats the error at the top, since old clients look in either place.
type failure struct {
	Meta         meta   `json:"meta"`
	Code         int    `json:"code"`
	ErrorType    string `json:"error_type"`
	ErrorMessage string `json:"error_message"`
}

// Error types of the dialect.
const (
	typeToken      = "OAuthAccessTokenException"
	typePermission = "OAuthPermissionsException"
	typeNotAllowed = "APINotAllowedError"
	typeNotFound   = "APINotFoundError"
	typeInvalid    = "APIInvalidParametersError"
	typeForbidden  = "OAuthForbiddenException"
	typeRate       = "OAuthRateLimitException"
	typeServer     = "APIServerError"
)

// apiError is an error that the dialect words itself.
type apiError struct {
	status  int
	kind    string
	message string
}

func (e *apiError) Error() string { return e.message }

// Everything that has no better status in the dialect is a 400, also what does
// not exist.
func wordError(err error) *apiError {
	err = web.Known(err)
	var ae *apiError
	if errors.As(err, &ae) {
		return ae
	}
	var se *web.StatusError
	if errors.As(err, &se) {
		return &apiError{http.StatusBadRequest, typeInvalid, se.Message}
	}
	var e *models.Error
	errors.As(err, &e)
	switch models.KindOf(err) {
	case models.Invalid, models.Conflict, models.TooLarge:
		message := e.Message
		if e.Field != "" {
			message = e.Field + ": " + message
		}
		return &apiError{http.StatusBadRequest, typeInvalid, message}
	case models.NotFound:
		return &apiError{http.StatusBadRequest, typeNotFound, e.Message}
	case models.Forbidden, models.NotAllowed:
		return &apiError{http.StatusBadRequest, typeNotAllowed, e.Message}
	case models.Unauthorized:
		return &apiError{http.StatusBadRequest, typeToken, e.Message}
	case models.TooMany:
		return &apiError{http.StatusTooManyRequests, typeRate, tooOften(e)}
	case models.NoSpace, models.Unavailable:
		return &apiError{web.Status(err), typeServer, e.Message}
	}
	status := web.Status(err)
	message := "Something broke on the server. Try again."
	if status == http.StatusRequestEntityTooLarge {
		return &apiError{http.StatusBadRequest, typeInvalid, web.TooLarge(err)}
	}
	return &apiError{status, typeServer, message}
}

// tooOften words that a limit is used up, as clients know it.
func tooOften(e *models.Error) string {
	if e.Plural == "" {
		return e.Message
	}
	return "The maximum number of " + e.Plural + " per hour has been exceeded."
}

func (a *API) fail(c *gin.Context, err error) {
	status, body := a.failure(c, err)
	send(c, status, body)
}

// failure is the answer for an error; it sets the headers that go with it.
func (a *API) failure(c *gin.Context, err error) (int, []byte) {
	err = web.Known(err)
	e := wordError(err)
	if e.status >= 500 && e.status != http.StatusNotImplemented {
		_ = c.Error(err)
	}
	web.SayRetry(c, err)
	c.Set(errorTypeKey, e.kind)
	head := meta{Code: e.status, ErrorType: e.kind, ErrorMessage: e.message, Errors: fieldErrors(err)}
	var w writer
	_ = w.object(failure{head, head.Code, head.ErrorType, head.ErrorMessage}) // texts cannot fail to encode
	return e.status, append(w.b, '\n')
}

// route makes a gin handler: it finds the token, takes from its limit, checks
// the scope, reads the parameters, and answers in the envelope.
func (a *API) route(scope string, fn call) gin.HandlerFunc {
	return func(c *gin.Context) {
		r := &request{Context: c, api: a}
		data, pages, err := a.answer(r, scope, fn)
		a.reply(r, data, pages, err)
	}
}

// reply answers in the envelope, or with the error.
func (a *API) reply(r *request, data any, pages *page, err error) {
	if errors.Is(err, errReplay) {
		r.Header(replayHeader, "true")
		send(r.Context, r.once.earlier.Status, r.once.earlier.Answer)
		return
	}
	if models.ClaimLost(err) {
		err = errInFlight
	}
	r.sayUse()
	var body []byte
	if err == nil {
		body, err = inEnvelope(data, pages)
	}
	status := http.StatusOK
	if err != nil {
		status, body = a.failure(r.Context, err)
	}
	status, body = r.end(status, body)
	send(r.Context, status, body)
}

func (a *API) answer(r *request, scope string, fn call) (any, *page, error) {
	r.Request = r.Request.WithContext(models.FromNetwork(r.Request.Context(), web.Network(r.Context)))
	// The limit's headers stand on every answer, so a body that cannot be read comes second.
	bad := r.readParams()
	token := findToken(r)
	if err := a.authenticate(r, token, scope); err != nil && (bad == nil || token != "" || models.KindOf(err) != models.Unauthorized) {
		return nil, nil, err
	}
	if bad != nil {
		return nil, nil, bad
	}
	if err := r.checkTaken(r.route()); err != nil {
		return nil, nil, err
	}
	if err := r.begin(r.hash()); err != nil {
		return nil, nil, err
	}
	return fn(r)
}

// Routes registers the API. The scope stands beside each route.
func (a *API) Routes(e *gin.Engine) {
	e.Use(a.graph) // its addresses have the form of pages, which are registered later
	g := e.Group("/v1", headers, a.noteRequest)
	for _, t := range a.table() {
		handler := a.route(t.scope, t.call)
		if t.raw != nil {
			handler = t.raw
		}
		g.Handle(t.method, t.path, handler)
	}
	// Without a token or the envelope, so not in the table.
	g.GET("/oembed", a.oembed)
	e.GET("/oembed", headers, a.oembed)
	g.Any("", a.NoRoute) // otherwise it would be somebody's profile
	g.OPTIONS("/*any", preflight)
	e.OPTIONS("/oembed", headers, preflight)
}

type route struct {
	method, path, scope string
	call                call
	raw                 gin.HandlerFunc // for calls that read their own body
}

func (a *API) table() []route {
	get, post, del, patch := http.MethodGet, http.MethodPost, http.MethodDelete, http.MethodPatch
	return []route{
		{get, "/users/self", "basic", a.self, nil},
		{patch, "/users/self", "publish", a.updateSelf, nil},
		{get, "/users/search", "public_content", a.searchUsers, nil},
		{get, "/users/self/feed", "basic", a.feed, nil},
		{get, "/users/self/media/recent", "basic", a.ownMedia, nil},
		{get, "/users/self/media/drafts", "publish", a.draftMedia, nil},
		{get, "/users/self/media/liked", "public_content", a.likedMedia, nil},
		{get, "/users/self/requested-by", "follower_list", a.requestedBy, nil},
		{get, "/users/self/media/archived", "basic", a.archivedMedia, nil},
		{get, "/users/self/blocked", "follower_list", a.ownList(people.Blocked), nil},
		{get, "/users/self/restricted", "follower_list", a.ownList(people.Restricted), nil},
		{get, "/users/self/muted", "follower_list", a.ownList(people.Muted), nil},
		{get, "/users/self/close-friends", "follower_list", a.ownList(people.CloseFriends), nil},
		{get, "/users/self/suggestions", "follower_list", a.suggestions, nil},
		{get, "/users/self/muted-words", "relationships", a.mutedWords, nil},
		{post, "/users/self/muted-words", "relationships", a.muteWord, nil},
		{del, "/users/self/muted-words", "relationships", a.unmuteWord, nil},
		{get, "/users/self/notifications", "basic", a.notifications, nil},
		{post, "/users/self/notifications/seen", "basic", a.seeNotifications, nil},
		{get, "/users/self/notifications/settings", "basic", a.notificationSettings, nil},
		{patch, "/users/self/notifications/settings", "publish", a.setNotificationSettings, nil},
		{get, "/users/self/media/tag-requests", "basic", a.tagRequests, nil},
		{get, "/users/self/tag-settings", "basic", a.tagSettings, nil},
		{patch, "/users/self/tag-settings", "publish", a.setTagSettings, nil},
		{get, "/users/self/comment-words", "comments", a.commentWords, nil},
		{patch, "/users/self/comment-words", "comments", a.setCommentWords, nil},
		{get, "/users/self/storage", "basic", a.storage, nil},
		{get, "/users/self/searches", "basic", a.searches, nil},
		{del, "/users/self/searches", "account", a.forgetSearches, nil},
		{post, "/users/self/password", "account", a.changePassword, nil},
		{del, "/users/self/sessions", "account", a.logoutEverywhere, nil},
		{del, "/users/self", "account", a.leave, nil},
		{get, "/users/:user/media/tagged", "basic", a.taggedMedia, nil},
		{get, "/users/:user", "basic", a.user, nil},
		{get, "/users/:user/media/recent", "basic", a.userMedia, nil},
		{get, "/users/:user/follows", "follower_list", a.follows, nil},
		{get, "/users/:user/followed-by", "follower_list", a.followedBy, nil},
		{get, "/users/:user/relationship", "follower_list", a.relationship, nil},
		{post, "/users/:user/relationship", "relationships", a.changeRelationship, nil},
		{del, "/users/:user/relationship", "relationships", a.unfollow, nil},

		{post, "/media/upload", "publish", nil, a.upload},
		{get, "/media/shortcode/:code", "basic", a.mediaByCode, nil},
		{get, "/media/popular", "public_content", a.popular, nil},
		{get, "/media/search", "public_content", a.mediaNear, nil},
		{get, "/media/:media", "basic", a.media, nil},
		{del, "/media/:media", "publish", a.deleteMedia, nil},
		{post, "/media/:media/edit", "publish", a.editMedia, nil},
		{post, "/media/:media/publish", "publish", a.publish, nil},
		{post, "/media/:media/tag", "relationships", a.approveTag, nil},
		{del, "/media/:media/tag", "relationships", a.removeTag, nil},
		{post, "/media/:media/archive", "publish", a.archive, nil},
		{del, "/media/:media/archive", "publish", a.unarchive, nil},
		{get, "/media/:media/likes", "basic", a.likers, nil},
		{post, "/media/:media/likes", "likes", a.like, nil},
		{del, "/media/:media/likes", "likes", a.unlike, nil},
		{get, "/media/:media/comments", "basic", a.comments, nil},
		{post, "/media/:media/comments", "comments", a.addComment, nil},
		{patch, "/media/:media/comments/:comment", "comments", a.editComment, nil},
		{del, "/media/:media/comments/:comment", "comments", a.deleteComment, nil},
		{get, "/media/:media/comments/:comment/replies", "basic", a.replies, nil},
		{get, "/media/:media/comments/:comment/likes", "basic", a.commentLikers, nil},
		{post, "/media/:media/comments/:comment/likes", "likes", a.likeComment, nil},
		{del, "/media/:media/comments/:comment/likes", "likes", a.unlikeComment, nil},
		{post, "/media/:media/comments/:comment/pin", "comments", a.pinComment, nil},
		{del, "/media/:media/comments/:comment/pin", "comments", a.unpinComment, nil},
		{post, "/media/:media/comments/:comment/hide", "comments", a.hideComment, nil},
		{del, "/media/:media/comments/:comment/hide", "comments", a.showComment, nil},

		{post, "/stories/:story/replies", "stories", a.replyToStory, nil},
		{get, "/users/self/threads", "stories", a.threads, nil},
		{get, "/threads/:thread/messages", "stories", a.messages, nil},
		{post, "/threads/:thread/messages", "stories", a.sendMessage, nil},
		{post, "/threads/:thread/seen", "stories", a.seeThread, nil},
		{del, "/threads/:thread", "stories", a.deleteThread, nil},

		{get, "/users/self/media/saved", "public_content", a.savedMedia, nil},
		{post, "/media/:media/save", "likes", a.save, nil},
		{del, "/media/:media/save", "likes", a.unsave, nil},
		{get, "/users/self/collections", "public_content", a.collections, nil},
		{post, "/users/self/collections", "likes", a.createCollection, nil},
		{get, "/users/self/collections/:collection", "public_content", a.collection, nil},
		{patch, "/users/self/collections/:collection", "likes", a.updateCollection, nil},
		{del, "/users/self/collections/:collection", "likes", a.deleteCollection, nil},
		{get, "/users/self/collections/:collection/media", "public_content", a.collectionMedia, nil},
		{post, "/users/self/collections/:collection/media/:media", "likes", a.collect, nil},
		{del, "/users/self/collections/:collection/media/:media", "likes", a.uncollect, nil},

		{get, "/users/:user/stories", "basic", a.userStories, nil},
		{get, "/users/self/stories", "stories", a.ownStories, nil},
		{get, "/users/self/stories/tray", "basic", a.storyTray, nil},
		{get, "/users/self/stories/archive", "stories", a.storyArchive, nil},
		{get, "/users/self/stories/planned", "stories", a.plannedStories, nil},
		{get, "/users/self/stories/hidden-from", "follower_list", a.ownList(people.StoriesHiddenFrom), nil},
		{post, "/media/:media/stories", "stories", a.shareStory, nil},
		{post, "/stories", "stories", a.shareTextStory, nil},
		{get, "/stories/:story", "basic", a.story, nil},
		{patch, "/stories/:story", "stories", a.editStory, nil},
		{del, "/stories/:story", "stories", a.deleteStory, nil},
		{get, "/stories/:story/views", "stories", a.storyViews, nil},
		{post, "/stories/:story/views", "stories", a.viewStory, nil},
		{get, "/stories/:story/likes", "stories", a.storyLikers, nil},
		{post, "/stories/:story/likes", "stories", a.likeStory, nil},
		{del, "/stories/:story/likes", "stories", a.unlikeStory, nil},
		{post, "/stories/:story/taps", "stories", a.tapStory, nil},
		{get, "/stories/:story/answers", "stories", a.storyAnswers, nil},
		{post, "/stories/:story/answers", "stories", a.answerStory, nil},
		{get, "/users/:user/highlights", "basic", a.highlights, nil},
		{post, "/highlights", "stories", a.createHighlight, nil},
		{get, "/highlights/:highlight", "basic", a.highlight, nil},
		{patch, "/highlights/:highlight", "stories", a.updateHighlight, nil},
		{del, "/highlights/:highlight", "stories", a.deleteHighlight, nil},
		{get, "/highlights/:highlight/stories", "basic", a.highlightStories, nil},

		{get, "/tags/search", "public_content", a.searchTags, nil},
		{get, "/tags/:tag", "public_content", a.tag, nil},
		{get, "/tags/:tag/media/recent", "public_content", a.tagMedia, nil},
		{get, "/tags/:tag/media/top", "public_content", a.topTagMedia, nil},
		{post, "/tags/:tag/follow", "relationships", a.followTag, nil},
		{del, "/tags/:tag/follow", "relationships", a.unfollowTag, nil},
		{get, "/users/self/tags", "follower_list", a.followedTags, nil},
		{get, "/locations/search", "public_content", a.searchLocations, nil},
		{get, "/locations/:location", "public_content", a.location, nil},
		{get, "/locations/:location/media/recent", "public_content", a.locationMedia, nil},
		{get, "/search/media", "public_content", a.searchMedia, nil},
	}
}

// RouteNames lists the method and path of every call with its scope.
func (a *API) RouteNames() map[string]string {
	out := map[string]string{}
	for _, r := range a.table() {
		out[r.method+" "+r.path] = r.scope
	}
	return out
}

// headers are those of every answer: JSON for programs, on any site.
func headers(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", noStore)
	// Pages of all sites may call, with a token of their own: cookies count for nothing here.
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers",
		"ETag, Idempotency-Replayed, Retry-After, X-Ratelimit-Limit, X-Ratelimit-Remaining, X-Request-Id")
	c.Next()
}

// preflight tells a browser what pages of other sites may send. It asks again after a day.
func preflight(c *gin.Context) {
	h := c.Writer.Header()
	h.Del("Cache-Control")
	h.Del("Access-Control-Expose-Headers")
	h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key, If-None-Match")
	h.Set("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE")
	h.Set("Access-Control-Max-Age", "86400")
	c.Status(http.StatusNoContent)
}

// NoRoute answers for addresses under /v1 that lead nowhere, and leaves others be.
func (a *API) NoRoute(c *gin.Context) {
	if path := c.Request.URL.Path; path != "/v1" && !strings.HasPrefix(path, "/v1/") {
		return
	}
	c.Abort()
	headers(c)
	defer a.note(c, time.Now())
	r := &request{Context: c, api: a}
	if err := a.authenticate(r, findToken(r), ""); models.KindOf(err) == models.TooMany ||
		web.Status(err) == http.StatusServiceUnavailable {
		a.fail(c, err)
		return
	}
	a.fail(c, &apiError{http.StatusNotFound, typeNotFound, "There is no such endpoint: " + c.Request.Method + " " + c.Request.URL.Path})
}
