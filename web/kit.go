// Package web is the HTTP kit: engine, middleware, sessions, errors to
// statuses, page or fragment. It knows no feature of the site.
package web

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"photogram/models"
	"photogram/models/notify"
	"photogram/models/post"
	"photogram/urls"
	notifyview "photogram/views/notify"
	postview "photogram/views/post"
)

// Site is what the kit needs to know of the settings.
type Site struct {
	Name           string
	BaseURL        string // without a slash at the end
	Dev            bool
	SignupsOpen    bool
	TrustedProxies []string
	QueryToken     bool          // whether ?access_token= is accepted on the API
	RateLimit      int           // API requests an hour for each app and person
	StrangerLimit  int           // calls an hour without a token that lives, for each network
	ActionLimit    int           // of each kind, such as likes, that one app may make for a person in an hour
	Stall          time.Duration // how long senders and readers may stand still
	PublishLimit   int           // posts in 24 hours through the Graph dialect, for each account
}

// APILimit is how many calls each app has for each person.
func (k *Kit) APILimit() models.Limit {
	return models.Limit{Name: "api", Count: k.Site.RateLimit, Per: time.Hour}
}

// Secure is whether people reach the site through TLS.
func (s Site) Secure() bool { return strings.HasPrefix(s.BaseURL, "https://") }

// Kit is what handlers share.
type Kit struct {
	Store    *models.Store
	Site     Site
	Files    urls.Files
	Sessions *SessionStore
	Log      *slog.Logger
	Live     *Hub

	Strangers   *Strangers
	RequestTime time.Duration // for an answer, where no file or stream is part of it
	Drain       *Drain

	strangeProxy sync.Once // has been told of
}

// New makes a kit.
func New(store *models.Store, site Site, log *slog.Logger) *Kit {
	if site.RateLimit <= 0 {
		site.RateLimit = 5000
	}
	if site.StrangerLimit <= 0 {
		site.StrangerLimit = StrangerLimit
	}
	if site.ActionLimit <= 0 {
		site.ActionLimit = 60
	}
	if site.PublishLimit <= 0 {
		site.PublishLimit = 50
	}
	if site.Stall <= 0 {
		site.Stall = stallTime
	}
	return &Kit{Store: store, Site: site, Log: log, Live: NewHub(store, log),
		Strangers: newStrangers(store.Now, site.StrangerLimit), RequestTime: requestTime, Drain: newDrain(),
		Files:    urls.Files{Secret: store.Secret(), Now: store.Now},
		Sessions: &SessionStore{store: store, secure: site.Secure()}}
}

// Files makes the addresses of photos, for the API, which must not know the pages.
type Files = urls.Files

// RenditionPrefix begins the address of every rendition.
const RenditionPrefix = urls.RenditionPrefix

// AbsoluteFiles makes addresses that work outside of the site's pages.
func (k *Kit) AbsoluteFiles() Files {
	f := k.Files
	f.Base = k.Site.BaseURL
	return f
}

// NotificationText says what happened in one line of plain text.
func (k *Kit) NotificationText(ctx context.Context, n notify.View) string {
	return notifyview.NotificationText(ctx, n)
}

// NotificationURL is the absolute address of what a notification is about.
func (k *Kit) NotificationURL(n notify.View) string {
	return k.Site.BaseURL + urls.Notification(n)
}

// PostURL is the absolute address of a post's page.
func (k *Kit) PostURL(id models.ID) string { return k.Site.BaseURL + urls.Post(id) }

// StoryURL is the absolute address of a story's page.
func (k *Kit) StoryURL(username string, id models.ID) string {
	return k.Site.BaseURL + urls.Story(username, id)
}

// HighlightURL is the absolute address of a highlight's page.
func (k *Kit) HighlightURL(id models.ID) string { return k.Site.BaseURL + urls.Highlight(id) }

// ProfileURL is the absolute address of an account's page.
func (k *Kit) ProfileURL(username string) string { return k.Site.BaseURL + urls.Profile(username) }

// SharedURL is the absolute address of a collection that is shared by link.
func (k *Kit) SharedURL(link string) string { return k.Site.BaseURL + urls.Shared(link) }

// ProductURL is the absolute address of a product's page.
func (k *Kit) ProductURL(id models.ID) string { return k.Site.BaseURL + urls.Product(id) }

// ExportURL is the secret address of a feed of products.
func (k *Kit) ExportURL(link, name string) string { return k.Site.BaseURL + urls.Export(link, name) }

// EmbedFrame is the HTML that shows a post on other sites, and its height.
func (k *Kit) EmbedFrame(ctx context.Context, p post.View, width, maxHeight int) (html string, height int) {
	height = min(postview.EmbedHeight(p, width), maxHeight)
	return postview.EmbedFrame(ctx, k.Site.BaseURL+urls.Embed(p.ID), p.Author.DisplayName(), width, height), height
}

// Limits on requests. Uploads raise the body's limit for themselves.
const (
	maxBody    = 1 << 20
	maxHeader  = 32 << 10
	headerTime = 10 * time.Second
	idleTime   = 2 * time.Minute
)

// Engine is a gin engine with the middleware of every route.
func (k *Kit) Engine() (*gin.Engine, error) {
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.HandleMethodNotAllowed = true
	e.RedirectTrailingSlash = false
	e.UseRawPath = false
	e.MaxMultipartMemory = 1 << 20
	if err := e.SetTrustedProxies(k.Site.TrustedProxies); err != nil {
		return nil, err
	}
	e.Use(k.requestID, k.logRequests, k.recoverPanics, k.Drain.follow, k.deadline)
	return e, nil
}

// Handler puts around the engine what must happen before routing.
func (k *Kit) Handler(e http.Handler) http.Handler {
	return normalise(k.steady(limitBody(readForm(headAsGet(compressed(e))))))
}

// Server is an HTTP server with limits on slow and large requests.
func (k *Kit) Server(h http.Handler) *http.Server {
	s := &http.Server{Handler: h, MaxHeaderBytes: maxHeader, ReadHeaderTimeout: headerTime, IdleTimeout: idleTime,
		ErrorLog: slog.NewLogLogger(k.Log.Handler(), slog.LevelDebug)}
	s.RegisterOnShutdown(k.Live.Stop) // which would wait for streams to end by themselves
	return s
}

// normalise brings the paths that API clients send into one form: with and
// without a slash or .json at the end, with doubled slashes. It changes the
// path in place, since a redirect would lose a POST's body.
func normalise(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path := r.URL.Path
		for strings.Contains(path, "//") {
			path = strings.ReplaceAll(path, "//", "/")
		}
		if isAPI(path) {
			path = strings.TrimSuffix(strings.TrimRight(path, "/"), ".json")
			path = strings.TrimRight(path, "/")
		} else if len(path) > 1 {
			path = strings.TrimRight(path, "/")
		}
		if path == "" {
			path = "/"
		}
		path, query := loginPath(path, r.URL.RawQuery)
		if path != r.URL.Path {
			u := *r.URL
			u.Path, u.RawPath, u.RawQuery = path, "", query
			r2 := *r
			r2.URL = &u
			r = &r2
		}
		next.ServeHTTP(w, r)
	})
}

var versionedLogin = regexp.MustCompile(`^(/v[0-9]+\.[0-9]+)?/(dialog/oauth|oauth/authorize|oauth/access_token)$`)

// loginPath is the one address of what programs of the Graph dialect know by several:
// with a version or without, and as a dialog. That asks for a code if it does not say for what.
func loginPath(path, query string) (string, string) {
	m := versionedLogin.FindStringSubmatch(path)
	switch {
	case m == nil:
		return path, query
	case m[2] == "oauth/access_token":
		return urls.OldToken, query
	}
	if (m[1] != "" || m[2] == "dialog/oauth") && !strings.Contains("&"+query, "&response_type=") {
		query = strings.TrimPrefix(query+"&response_type=code", "&")
	}
	return urls.Authorize, query
}

func isAPI(path string) bool {
	return path == "/v1" || strings.HasPrefix(path, "/v1/") || path == "/oembed" || strings.HasPrefix(path, "/oembed.")
}

func isForm(r *http.Request) bool {
	return strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded")
}

func isUpload(r *http.Request) bool {
	return strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data")
}

// isPart is whether a request is about a file that comes in parts.
func isPart(r *http.Request) bool {
	for _, first := range []string{urls.Tus, "/rupload", "/ig-api-upload"} {
		if r.URL.Path == first || strings.HasPrefix(r.URL.Path, first+"/") {
			return true
		}
	}
	return false
}

// limitBody caps every body but uploads, which cap their own.
func limitBody(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body != nil && !isUpload(r) && !isPart(r) {
			r.Body = http.MaxBytesReader(w, r.Body, bodyLimit(r))
		}
		next.ServeHTTP(w, r)
	})
}

// MaxBatch bounds the body of a call with a batch of products, which is read once it is
// known who calls.
const MaxBatch = 28 << 20

func bodyLimit(r *http.Request) int64 {
	path := strings.TrimSuffix(r.URL.Path, "/")
	if r.Method == http.MethodPost && (strings.HasSuffix(path, "/items_batch") || strings.HasSuffix(path, "/batch")) {
		return MaxBatch
	}
	return maxBody
}

// headAsGet lets every page and call answer HEAD; the server leaves out the body.
func headAsGet(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead && !isPart(r) && !strings.HasPrefix(r.URL.Path, "/media/") &&
			!strings.HasPrefix(r.URL.Path, "/static/") {
			r2 := *r
			r2.Method = http.MethodGet
			r = &r2
		}
		next.ServeHTTP(w, r)
	})
}

// SafePath returns a path of this site, or fallback for anything that would lead elsewhere.
func SafePath(s, fallback string) string {
	u, err := url.Parse(s)
	if err != nil || s == "" || s[0] != '/' || u.Host != "" || u.Scheme != "" || strings.HasPrefix(s, "//") ||
		strings.ContainsAny(s, "\\\r\n\t") {
		return fallback
	}
	return s
}
