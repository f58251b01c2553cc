package api

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"photogram/handlers/call"
)

// Some programs call the routes of the dialect without /v1. Where pages have addresses of the
// same form, a call is one that shows a token or asks for JSON; everywhere else
// only a browser gets a page.

// seeds are first parts of paths under which routes answer without /v1 as well, with the
// methods that pages have there.
var seeds = map[string]string{"users": "", "media": "", "catalogs": "", "locations": "", "subscriptions": "GET",
	"stories": "GET POST DELETE", "tags": "GET POST DELETE", "products": "GET POST DELETE"}

// graphOembed is how programs for the Graph dialect ask for an embed.
var graphOembed = regexp.MustCompile(`^(/v[0-9]+\.[0-9]+)?/instagram_oembed$`)

// seed answers calls without /v1, before pages are asked.
func (a *API) seed(c *gin.Context) {
	if c.Request.Method == http.MethodGet && graphOembed.MatchString(c.Request.URL.Path) {
		c.Abort()
		call.Headers(c)
		a.oembed(c)
		return
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(c.Request.URL.Path, "/"), "/")
	pages, known := seeds[first]
	if known && isProgram(c.Request, strings.Contains(pages, c.Request.Method)) {
		a.answerSeed(c)
	}
}

// answerSeed answers what is a call without /v1.
func (a *API) answerSeed(c *gin.Context) {
	path, method := strings.TrimSuffix(c.Request.URL.Path, ".json"), c.Request.Method
	if asked := c.GetHeader("Access-Control-Request-Method"); method == http.MethodOptions && asked != "" {
		method = asked
	}
	rt, params := find(method, path)
	if rt == nil {
		return
	}
	began := time.Now()
	c.Abort()
	call.Headers(c)
	if c.Request.Method == http.MethodOptions {
		call.Preflight(c)
		return
	}
	defer func() { call.Note(c, a.Store, began) }()
	u := *c.Request.URL
	u.Path, u.RawPath = "/v1"+path, ""
	c.Request.URL, c.Params = &u, params
	a.handle(rt)(c)
}

// isProgram is whether a request is none of a browser that wants a page. Some programs ask for
// text/html as well, by what they are made with, but show a token.
func isProgram(r *http.Request, pages bool) bool {
	accept, q := r.Header.Get("Accept"), r.URL.Query()
	switch {
	case r.Header.Get("Authorization") != "", q.Has("access_token"), q.Has("page_token"), r.PostForm.Has("access_token"),
		r.PostForm.Has("client_secret"):
		return true
	case strings.Contains(accept, "text/html"):
		return false
	}
	return !pages || strings.Contains(accept, "application/json")
}

// find is the route of a method and a path without /v1. Ids have the forms that ids have, so
// that no file is taken for one.
func find(method, path string) (*route, gin.Params) {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	var found *route
	var params gin.Params
	for _, rt := range table() {
		if rt.method != method {
			continue
		}
		if ps, ok := rt.matches(parts); ok && (found == nil || len(ps) < len(params)) { // names before ids
			found, params = &rt, ps
		}
	}
	return found, params
}

// freeParams are parameters of paths that are no ids.
var freeParams = []string{"tag", "code"}

func (rt *route) matches(parts []string) (gin.Params, bool) {
	pattern := strings.Split(strings.Trim(rt.path, "/"), "/")
	if len(pattern) != len(parts) {
		return nil, false
	}
	params := gin.Params{}
	for i, p := range pattern {
		name, isParam := strings.CutPrefix(p, ":")
		if !isParam && p != parts[i] {
			return nil, false
		}
		if !isParam {
			continue
		}
		if _, _, err := call.ParseKey(parts[i]); err != nil && !slices.Contains(freeParams, name) && parts[i] != "self" {
			return nil, false
		}
		params = append(params, gin.Param{Key: name, Value: parts[i]})
	}
	return params, true
}
