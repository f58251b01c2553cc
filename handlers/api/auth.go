package api

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"photogram/models"
	"photogram/models/app"
	"photogram/web"
)

// findToken looks in all the places where clients put their token.
func findToken(r *request) string {
	kind, rest, _ := strings.Cut(r.GetHeader("Authorization"), " ")
	rest = strings.TrimSpace(rest)
	switch strings.ToLower(kind) {
	case "bearer":
		return rest
	case "token":
		return strings.Trim(strings.TrimPrefix(rest, "token="), `"`)
	}
	if t := r.Request.PostForm.Get("access_token"); t != "" {
		return t
	}
	if !r.api.Site.QueryToken {
		return ""
	}
	q := r.Request.URL.Query()
	r.inQuery = q.Get("access_token")
	if sealed := q.Get(nextParam); sealed != "" && r.inQuery == "" && r.Request.Method == http.MethodGet {
		r.inQuery = r.api.openNext(sealed, r.Request.URL.Path, q)
	}
	return r.inQuery
}

// authenticate finds out who calls, and sets the headers of the rate limit.
func (a *API) authenticate(r *request, token, scope string) error {
	var allowance models.Allowance
	var err error
	if token == "" || len(token) > 200 {
		err = &models.Error{Kind: models.Unauthorized, Message: "The access_token is missing. Send it as Authorization: Bearer TOKEN."}
	} else {
		r.token, allowance, err = app.Authenticate(r.ctx(), a.Store, token, a.APILimit())
		r.Set(tokenKey, r.token)
	}
	if err != nil && models.KindOf(err) == 0 {
		return err // nothing is known of the limit
	}
	if models.KindOf(err) == models.Unauthorized {
		// A token that lives is never refused for what others at its address send.
		allowance = a.Strangers.Take(web.Network(r.Context))
	}
	r.limitHeaders(allowance)
	if !allowance.OK {
		return tooMany(allowance)
	}
	if err != nil {
		return err
	}
	if err := r.checkApp(token); err != nil {
		return err
	}
	r.by(r.token.AppID)
	return r.need(scope)
}

func tooMany(a models.Allowance) error {
	return &models.Error{Kind: models.TooMany, Message: "The maximum number of requests per hour has been exceeded.",
		RetryAfter: int(a.RetryAfter.Seconds()) + 1}
}

// Keys of the context, for the log of an app's calls.
const (
	tokenKey     = "photogram.api_token"
	errorTypeKey = "photogram.error_type"
)

// noteRequest puts the call into the log that the app's owner sees.
func (a *API) noteRequest(c *gin.Context) {
	began := time.Now()
	c.Next()
	a.note(c, began)
}

func (a *API) note(c *gin.Context, began time.Time) {
	v, _ := c.Get(tokenKey)
	if t, _ := v.(*app.Token); t != nil && t.AppID != 0 {
		app.NoteRequest(a.Store, app.Request{AppID: t.AppID, At: a.Store.Now(), Method: c.Request.Method, Path: c.Request.URL.Path,
			Status: c.Writer.Status(), MS: int(time.Since(began).Milliseconds()), UserID: t.UserID, ErrorType: c.GetString(errorTypeKey)})
	}
}

// forNobody are the calls that need no account: an app may make them with a
// token of its own, and sees what everybody sees.
var forNobody = map[string]bool{
	"GET /media/popular": true, "GET /media/search": true, "GET /media/:media": true, "GET /media/shortcode/:code": true,
	"GET /media/:media/comments": true,
	"GET /tags/search":           true, "GET /tags/:tag": true, "GET /tags/:tag/media/recent": true, "GET /tags/:tag/media/top": true,
	"GET /locations/search": true, "GET /locations/:location": true, "GET /locations/:location/media/recent": true,
	"GET /search/media": true, "GET /users/search": true, "GET /users/:user": true, "GET /users/:user/media/recent": true,
}

// checkApp is about the app that a token belongs to, if it is one's.
func (r *request) checkApp(token string) error {
	t := r.token
	if t.NoQuery && r.inQuery == token {
		return &apiError{http.StatusBadRequest, typeToken,
			"This app does not accept its access_token in the address. Send it as Authorization: Bearer TOKEN."}
	}
	if r.graph {
		return nil // it has ways of its own
	}
	if t.RequireSigned {
		ok, err := app.CheckSignature(r.api.Store, t, r.text("sig"), r.signed()...)
		if err != nil {
			return err
		}
		if !ok {
			return &apiError{http.StatusForbidden, typeForbidden,
				"Invalid signed-request: this app requires sig, the hex HMAC-SHA256 of the path and the sorted parameters, keyed " +
					"with the client secret."}
		}
	}
	if t.UserID == 0 && r.FullPath() != "" && !forNobody[r.Request.Method+" "+strings.TrimPrefix(r.FullPath(), "/v1")] {
		return &apiError{http.StatusBadRequest, typeToken,
			"This call needs the access_token of an account, and this one belongs to an app alone."}
	}
	return nil
}

// signed is what a signed request signs: the path without /v1 and every other
// parameter in order. The path counts as it was sent and in its usual form.
func (r *request) signed() []string {
	names := slices.Sorted(maps.Keys(r.params))
	var rest strings.Builder
	for _, name := range names {
		if name == "sig" {
			continue
		}
		for _, value := range r.params[name] {
			rest.WriteString("|" + name + "=" + value)
		}
	}
	sent, _, _ := strings.Cut(r.Request.RequestURI, "?")
	if path, err := url.PathUnescape(sent); err == nil {
		sent = path
	}
	return []string{strings.TrimPrefix(sent, "/v1") + rest.String(), strings.TrimPrefix(r.Request.URL.Path, "/v1") + rest.String()}
}

func (r *request) limitHeaders(a models.Allowance) {
	if a.Limit > 0 {
		r.Header("X-Ratelimit-Limit", strconv.Itoa(a.Limit))
		r.Header("X-Ratelimit-Remaining", strconv.Itoa(a.Remaining))
	}
}

// need checks that the token carries a scope.
func (r *request) need(scope string) error {
	if r.token.Allows(scope) {
		return nil
	}
	return &apiError{400, typePermission,
		"This request requires scope=" + scope +
			", but this access token is not authorized with this scope. The user must re-authorize your application with scope=" +
			scope + " to be granted this permission."}
}

// needFor is need for what belongs to an account: basic is enough for one's own.
func (r *request) needFor(owner models.ID) error {
	if owner == r.viewer() {
		return nil
	}
	return r.need("public_content")
}

// sayUse puts what is left of the budget that the call used into its headers.
func (r *request) sayUse() {
	if r.use != nil && r.use.Left != nil {
		r.limitHeaders(*r.use.Left)
	}
}

// by makes the context that of an app which acts for the token's account.
func (r *request) by(app models.ID) {
	r.use = &models.AppUse{App: app, Share: r.api.Site.ActionLimit}
	r.Request = r.Request.WithContext(models.ByApp(r.Request.Context(), r.use))
}
