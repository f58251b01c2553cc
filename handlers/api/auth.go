package api

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"photogram/models"
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
	r.queryToken = q.Get("access_token")
	if sealed := q.Get(nextParam); sealed != "" && r.queryToken == "" && r.Request.Method == http.MethodGet {
		r.queryToken = r.api.openNext(sealed, r.Request.URL.Path, q)
	}
	return r.queryToken
}

// authenticate finds out who calls, and sets the headers of the rate limit.
func (a *API) authenticate(r *request, token, scope string) error {
	limit := models.Limit{Name: "api", Count: a.Site.RateLimit, Per: time.Hour}
	var allowance models.Allowance
	var err error
	if token == "" || len(token) > 200 {
		allowance, err = a.Store.Take(r.ctx(), limit, "address-"+r.ClientIP())
		if err == nil {
			err = &models.Error{Kind: models.Unauthorized, Message: "The access_token is missing. Send it as Authorization: Bearer TOKEN."}
		}
	} else {
		r.token, allowance, err = a.Store.Authenticate(r.ctx(), token, limit)
	}
	if err != nil && models.KindOf(err) == 0 {
		return err // nothing is known of the limit
	}
	r.limitHeaders(allowance)
	if !allowance.OK {
		return &models.Error{Kind: models.TooMany, Message: "The maximum number of requests per hour has been exceeded.", RetryAfter: int(allowance.RetryAfter.Seconds()) + 1}
	}
	if err != nil {
		return err
	}
	return r.need(scope)
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
	return &apiError{400, typePermission, "This request requires scope=" + scope + ", but this access token is not authorized with this scope. The user must re-authorize your application with scope=" + scope + " to be granted this permission."}
}

// needFor is need for what belongs to an account: basic is enough for one's own.
func (r *request) needFor(owner models.ID) error {
	if owner == r.viewer() {
		return nil
	}
	return r.need("public_content")
}

// action takes one from the hourly limit of likes, comments or follows.
func (r *request) action(name string) error {
	a, err := r.api.Store.Take(r.ctx(), models.Limit{Name: "api-" + name, Count: r.api.Site.ActionLimit, Per: time.Hour}, r.viewer().String())
	if err != nil {
		return err
	}
	r.limitHeaders(a)
	if !a.OK {
		return &models.Error{Kind: models.TooMany, Message: "The maximum number of " + name + " per hour has been exceeded.", RetryAfter: int(a.RetryAfter.Seconds()) + 1}
	}
	return nil
}
