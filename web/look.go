package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"photogram/models"
	"photogram/models/tally"
)

// Looked counts what somebody is shown, unless a program asks, or a browser that
// only reads ahead. It says whether that counts.
func (k *Kit) Looked(c *gin.Context, viewer models.ID, looks ...tally.Look) bool {
	if c.Request.Method == http.MethodHead || readsAhead(c.Request.Header) || tally.Bot(k.Store, c.Request.UserAgent()) {
		return false
	}
	k.count(c, viewer, looks)
	return true
}

// CalledFor counts what a program that acts for a person says that they were shown.
func (k *Kit) CalledFor(c *gin.Context, viewer models.ID, looks ...tally.Look) {
	k.count(c, viewer, looks)
}

func (k *Kit) count(c *gin.Context, viewer models.ID, looks []tally.Look) {
	lang, _, _ := strings.Cut(c.GetHeader("Accept-Language"), ",")
	for i := range looks {
		looks[i].Viewer, looks[i].Lang = viewer, strings.TrimSpace(lang)
		if viewer == 0 {
			looks[i].Guest = Network(c) + " " + c.Request.UserAgent()
		}
	}
	tally.Count(k.Store, looks...)
}

func readsAhead(h http.Header) bool {
	for _, name := range []string{"Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"} {
		if v := strings.ToLower(h.Get(name)); strings.Contains(v, "prefetch") || strings.Contains(v, "prerender") || v == "preview" {
			return true
		}
	}
	return h.Get("HX-Preloaded") == "true"
}

// sources are where somebody comes from, by the first part of an address.
var sources = map[string]tally.Source{"": tally.Feed, "explore": tally.Explore, "tags": tally.Tag, "places": tally.Place,
	"stories": tally.Stories, "highlights": tally.Stories, "search": tally.Search, "inbox": tally.Messages}

// others are parts that nobody's profile has.
var others = []string{"p", "settings", "notifications", "saved", "drafts", "planner", "new", "story", "login", "signup", "insights"}

// From says where on the site somebody came from, and by which post.
func (k *Kit) From(c *gin.Context) (tally.Source, models.ID) {
	at, err := url.Parse(c.Request.Referer())
	if err != nil || at.Host == "" || at.Host != c.Request.Host && !strings.HasPrefix(k.Site.BaseURL, at.Scheme+"://"+at.Host) {
		return tally.Elsewhere, 0
	}
	first, rest, _ := strings.Cut(strings.Trim(at.Path, "/"), "/")
	if first == "p" {
		code, _, _ := strings.Cut(rest, "/")
		if id, err := models.ParseCode(code); err == nil {
			return tally.Elsewhere, id
		}
	}
	if s, ok := sources[first]; ok {
		return s, 0
	}
	for _, o := range others {
		if first == o {
			return tally.Elsewhere, 0
		}
	}
	if rest == "" || rest == "tagged" {
		return tally.Profile, 0
	}
	return tally.Elsewhere, 0
}
