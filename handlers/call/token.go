package call

import (
	"net/http"
	"strconv"
	"strings"

	"photogram/models"
	"photogram/models/app"
	"photogram/web"
)

// FindToken looks in all the places where clients put their token.
func (c *Call) FindToken() string {
	kind, rest, _ := strings.Cut(c.GetHeader("Authorization"), " ")
	rest = strings.TrimSpace(rest)
	switch strings.ToLower(kind) {
	case "bearer", "oauth":
		return rest
	case "token":
		return strings.Trim(strings.TrimPrefix(rest, "token="), `"`)
	}
	if t := c.Request.PostForm.Get("access_token"); t != "" {
		return t
	}
	if !c.kit.Site.QueryToken {
		return ""
	}
	q := c.Request.URL.Query()
	c.inQuery = q.Get("access_token")
	if sealed := q.Get(nextParam); sealed != "" && c.inQuery == "" && c.Request.Method == http.MethodGet {
		c.inQuery = c.openNext(sealed, c.Request.URL.Path, q)
	}
	return c.inQuery
}

// maxToken bounds a token, in bytes.
const maxToken = 200

var errInQuery = &Error{BadToken, "This app does not accept its access_token in the address. Send it as Authorization: Bearer TOKEN."}

// Authenticate finds out who calls, takes from the token's limit, and sets the
// headers that tell of it.
func (c *Call) Authenticate(token string) error {
	if id, secret, joined := strings.Cut(token, "|"); joined && len(token) <= maxToken {
		return c.authenticateItself(token, id, secret)
	}
	if token == "" && c.public() {
		return c.authenticatePublic()
	}
	var allowance models.Allowance
	var err error
	if token == "" || len(token) > maxToken {
		err = models.Say(models.Error{Kind: models.Unauthorized}, "call.error.access-token-missing-send-authorization")
	} else {
		c.Token, allowance, err = app.Authenticate(c.Ctx(), c.kit.Store, token, c.kit.APILimit())
		c.Set(tokenKey, c.Token)
	}
	if err != nil && models.KindOf(err) == 0 {
		return err // nothing is known of the limit
	}
	if models.KindOf(err) == models.Unauthorized {
		// A token that lives is never refused for what others at its address send.
		allowance = c.kit.Strangers.Take(web.Network(c.Context))
	}
	c.SayLimit(allowance)
	if !allowance.OK {
		return TooMany(allowance)
	}
	if err != nil {
		return err
	}
	if c.Token.NoQuery && c.inQuery == token {
		return errInQuery
	}
	c.by(c.Token.AppID)
	return nil
}

// by makes the context that of an app which acts for the token's account.
func (c *Call) by(app models.ID) {
	c.use = &models.AppUse{App: app, Share: c.kit.Site.ActionLimit}
	c.Request = c.Request.WithContext(models.ByApp(c.Request.Context(), c.use))
}

// Need checks that the token carries a scope.
func (c *Call) Need(scope string) error {
	if c.Token.Allows(scope) {
		return nil
	}
	return needsScope(scope)
}

// NeedFor is Need for what belongs to an account: basic is enough for one's own.
func (c *Call) NeedFor(owner models.ID) error {
	if owner == c.Viewer() {
		return nil
	}
	return c.Need("public_content")
}

// SayLimit puts a limit and what is left of it into the headers.
func (c *Call) SayLimit(a models.Allowance) {
	if a.Limit > 0 {
		c.Header("X-Ratelimit-Limit", strconv.Itoa(a.Limit))
		c.Header("X-Ratelimit-Remaining", strconv.Itoa(a.Remaining))
	}
}

// SayUse is SayLimit for the budget that the call used, if it used one.
func (c *Call) SayUse() {
	if c.use != nil && c.use.Left != nil {
		c.SayLimit(*c.use.Left)
	}
}
