package api

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"photogram/models/app"
)

// forNobody are the calls that need no account: an app may make them with a
// token of its own, and sees what everybody sees.
var forNobody = map[string]bool{
	"GET /media/popular": true, "GET /media/search": true, "GET /media/:media": true, "GET /media/shortcode/:code": true,
	"GET /media/:media/comments": true,
	"GET /tags/search":           true, "GET /tags/:tag": true, "GET /tags/:tag/media/recent": true, "GET /tags/:tag/media/top": true,
	"GET /locations/search": true, "GET /locations/:location": true, "GET /locations/:location/media/recent": true,
	"GET /search/media": true, "GET /users/search": true, "GET /users/:user": true, "GET /users/:user/media/recent": true,
}

// authenticate finds out who calls, and whether that may make this call.
func (r *request) authenticate(token string) error {
	if err := r.Authenticate(token); err != nil {
		return err
	}
	if err := r.checkApp(token); err != nil {
		return err
	}
	if err := r.CheckCallback(); err != nil {
		return err
	}
	if r.route == nil {
		return nil
	}
	return r.Need(r.route.scope)
}

// checkApp is about the app that a token belongs to, if it is one's.
func (r *request) checkApp(token string) error {
	t := r.Token
	if ok, err := r.CheckProof(token); err != nil || !ok {
		return cmp.Or(err, error(&apiError{http.StatusForbidden, typeForbidden,
			"Invalid appsecret_proof: it is the hex HMAC-SHA256 of the access_token, keyed with the client secret."}))
	}
	if t.RequireSigned {
		ok, err := app.CheckSignature(r.api.Store, t, r.Text("sig"), r.signed()...)
		if err != nil {
			return err
		}
		if !ok {
			return &apiError{http.StatusForbidden, typeForbidden,
				"Invalid signed-request: this app requires sig, the hex HMAC-SHA256 of the path and the sorted parameters, keyed " +
					"with the client secret."}
		}
	}
	if t.UserID == 0 && r.route != nil && !forNobody[r.route.name()] && !r.ofApp() {
		return &apiError{http.StatusBadRequest, typeToken,
			"This call needs the access_token of an account, and this one belongs to an app alone."}
	}
	return nil
}

// signed is what a signed request signs: the path without /v1 and every other
// parameter in order. The path counts as it was sent and in its usual form.
func (r *request) signed() []string {
	names := slices.Sorted(maps.Keys(r.Values))
	var rest strings.Builder
	for _, name := range names {
		if name == "sig" {
			continue
		}
		for _, value := range r.Values[name] {
			rest.WriteString("|" + name + "=" + value)
		}
	}
	sent, _, _ := strings.Cut(r.Request.RequestURI, "?")
	if path, err := url.PathUnescape(sent); err == nil {
		sent = path
	}
	return []string{strings.TrimPrefix(sent, "/v1") + rest.String(), strings.TrimPrefix(r.Request.URL.Path, "/v1") + rest.String()}
}
