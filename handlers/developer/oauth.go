package developer

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/app"
	"photogram/urls"
	"photogram/web"
)

// The authorization server of RFC 6749: what programs ask is here, what people
// are asked is in oauth_authorize.go.

// oauthFailure is an error in the words of RFC 6749, with a message that says
// what to do about it.
func oauthFailure(code, message string) error {
	return &app.OAuthError{Code: code, Message: message}
}

// oauthTypes are the older dialect's words for the codes.
var oauthTypes = map[string]string{"invalid_request": "OAuthParameterException", "server_error": "APIServerError",
	"temporarily_unavailable": "APIServerError"}

// oauthError is understood by programs of both kinds.
type oauthError struct {
	Code         int    `json:"code"`
	ErrorType    string `json:"error_type"`
	ErrorMessage string `json:"error_message"`
	Error        string `json:"error"`
	Description  string `json:"error_description"`
}

func (a Pages) failOAuth(c *gin.Context, err error) {
	err = web.Known(err)
	status, code, message := http.StatusBadRequest, "server_error", "Something broke on the server. Try again."
	var oauth *app.OAuthError
	var se *web.StatusError
	switch {
	case errors.As(err, &oauth):
		code, message = oauth.Code, oauth.Message
	case errors.As(err, &se):
		code, message = "invalid_request", se.Message
	case web.Status(err) == http.StatusRequestEntityTooLarge:
		code, message = "invalid_request", web.TooLarge(err)
	case models.KindOf(err) == models.TooMany:
		status, code, message = http.StatusTooManyRequests, "slow_down", models.ProblemsOf(err)[0].Message()
		web.SayRetry(c, err)
	default:
		status = web.Status(err)
		_ = c.Error(err)
		if status == http.StatusServiceUnavailable {
			code, message = "temporarily_unavailable", page.MessageOf(page.Context(c), err)
			web.SayRetry(c, err)
		}
	}
	if code == "invalid_client" && c.GetHeader("Authorization") != "" {
		status = http.StatusUnauthorized
		c.Header("WWW-Authenticate", `Basic realm="oauth", charset="UTF-8"`)
	}
	kind := oauthTypes[code]
	if kind == "" {
		kind = "OAuthException"
	}
	if graphCall(c) {
		c.PureJSON(status, map[string]graphError{"error": {message, "OAuthException", graphCodes[code], web.RequestID(c)}})
		return
	}
	c.PureJSON(status, oauthError{status, kind, message, code, message})
}

// graphError is an error in the words of the Graph dialect.
type graphError struct {
	Message string `json:"message"`
	Type    string `json:"type"`
	Code    int    `json:"code"`
	Trace   string `json:"fbtrace_id"`
}

// graphCodes are the numbers of errors.
var graphCodes = map[string]int{"invalid_client": 101, "invalid_grant": 100, "invalid_request": 100, "invalid_scope": 100,
	"unsupported_grant_type": 100, "unauthorized_client": 100, "server_error": 1, "temporarily_unavailable": 2, "slow_down": 4}

// graphCall is whether a call came as those of the Graph dialect do: with a version,
// or as a GET. Its address is another by now.
func graphCall(c *gin.Context) bool {
	return c.Request.Method == http.MethodGet || strings.HasPrefix(c.Request.RequestURI, "/v")
}

// oauthHeaders are those of what programs ask, on any site: no cookie is read.
func (a Pages) oauthHeaders(c *gin.Context) {
	a.PublicHeaders(c)
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	h.Set("Pragma", "no-cache")
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Allow-Methods", "GET, POST")
	h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type")
	c.Next()
}

func (a Pages) oauth(fn func(*gin.Context, *app.App, url.Values) error) gin.HandlerFunc {
	return func(c *gin.Context) {
		params, err := oauthParams(c)
		var app *app.App
		if err == nil {
			app, err = a.client(c, params)
		}
		if err == nil {
			err = fn(c, app, params)
		}
		if err != nil {
			a.failOAuth(c, a.countGuess(c, err))
		}
	}
}

// countGuess is the error of a call, or that its network sent many secrets, codes
// and tokens that are not there.
func (a Pages) countGuess(c *gin.Context, err error) error {
	var oauth *app.OAuthError
	if !errors.As(err, &oauth) || oauth.Code != "invalid_client" && oauth.Code != "invalid_grant" {
		return err
	}
	if left := a.Strangers.Take(web.Network(c)); !left.OK {
		return models.Say(models.Error{Kind: models.TooMany, RetryAfter: int(left.RetryAfter.Seconds()) + 1},
			"developer.error.many-calls-from-network-failed")
	}
	return err
}

// maxOAuthBody bounds a call's body, in bytes.
const maxOAuthBody = 64 << 10

// oauthParams reads a form, or a JSON object of texts.
func oauthParams(c *gin.Context) (url.Values, error) {
	params := url.Values{}
	if c.ContentType() == "application/json" {
		raw, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, maxOAuthBody))
		if err != nil {
			return nil, err
		}
		var object map[string]string
		if json.Unmarshal(raw, &object) != nil {
			return nil, oauthFailure("invalid_request", "The body is not a JSON object of texts. Send a form instead.")
		}
		for name, value := range object {
			params.Set(name, value)
		}
		return params, nil
	}
	if err := web.ParseForm(c.Writer, c.Request, maxOAuthBody); err != nil {
		return nil, err
	}
	if f := c.Request.MultipartForm; f != nil {
		defer func() { _ = f.RemoveAll() }()
	}
	form := c.Request.PostForm
	if c.Request.Method == http.MethodGet { // as programs of the Graph dialect ask; no log has the query
		form = c.Request.URL.Query()
	}
	for _, name := range []string{"client_id", "client_secret", "app_id", "app_secret", "grant_type", "code", "redirect_uri",
		"code_verifier", "refresh_token", "fb_exchange_token", "scope", "token"} {
		if values := form[name]; len(values) == 1 {
			params.Set(name, values[0])
		} else if len(values) > 1 {
			return nil, oauthFailure("invalid_request", "The parameter "+name+" is there more than once.")
		}
	}
	return params, nil
}

// client finds out which app calls, from HTTP Basic or from the body. Nothing
// of the call is looked at before that.
func (a Pages) client(c *gin.Context, params url.Values) (*app.App, error) {
	for old, name := range map[string]string{"app_id": "client_id", "app_secret": "client_secret"} {
		if v := params.Get(old); v != "" && params.Get(name) != "" && v != params.Get(name) {
			return nil, oauthFailure("invalid_request", "The parameters "+old+" and "+name+" differ. Use one of them.")
		} else if v != "" {
			params.Set(name, v)
		}
	}
	errClient := oauthFailure("invalid_client",
		"The client_id and client_secret do not belong to an app. Look at the app's page in the developer portal.")
	id, secret := params.Get("client_id"), params.Get("client_secret")
	if user, password, ok := c.Request.BasicAuth(); ok {
		user, password = unescaped(user), unescaped(password)
		if id != "" && id != user || secret != "" && secret != password {
			return nil, oauthFailure("invalid_request",
				"The Authorization header and the body name different clients or secrets. Use one of them.")
		}
		id, secret = user, password
	}
	if id == "" {
		return nil, oauthFailure("invalid_request", "The parameter client_id is missing.")
	}
	appRow, err := app.Client(page.Context(c), a.Store, id)
	if models.KindOf(err) == models.NotFound {
		return nil, errClient
	}
	if err != nil {
		return nil, err
	}
	if appRow.Confidential && !app.CheckSecret(a.Store, appRow, secret) || !appRow.Confidential && secret != "" {
		return nil, errClient
	}
	return appRow, nil
}

// unescaped undoes the form encoding of RFC 6749, 2.3.1, which older clients leave out.
func unescaped(s string) string {
	if t, err := url.QueryUnescape(s); err == nil {
		return t
	}
	return s
}

// tokenAnswer is that of RFC 6749 with the user that older programs expect beside it.
type tokenAnswer struct {
	AccessToken  string     `json:"access_token"`
	TokenType    string     `json:"token_type"`
	ExpiresIn    int        `json:"expires_in,omitempty"`
	RefreshToken string     `json:"refresh_token,omitempty"`
	Scope        string     `json:"scope"`
	User         *tokenUser `json:"user,omitempty"`
	UserID       string     `json:"user_id,omitempty"`
	Permissions  []string   `json:"permissions,omitempty"`
}

type tokenUser struct {
	ID             string `json:"id"`
	Username       string `json:"username"`
	FullName       string `json:"full_name"`
	ProfilePicture string `json:"profile_picture"`
	Bio            string `json:"bio"`
	Website        string `json:"website"`
}

// token gives out tokens. A stray access_token in the call is not looked at.
func (a Pages) token(c *gin.Context, appRow *app.App, params url.Values) error {
	need := func(name string) (string, error) {
		if v := params.Get(name); v != "" {
			return v, nil
		}
		return "", oauthFailure("invalid_request", "The parameter "+name+" is missing.")
	}
	grant, err := need("grant_type")
	if params.Get("code") != "" && grant == "" {
		grant, err = "authorization_code", nil // as the Graph dialect has it
	}
	if err != nil {
		return err
	}
	var out *app.Issued
	switch grant {
	case "authorization_code":
		var code, redirect string
		if code, err = need("code"); err == nil {
			redirect, err = need("redirect_uri")
		}
		if err == nil {
			// Web apps used to find "#_" behind the code.
			out, err = app.ExchangeCode(page.Context(c), a.Store, appRow, strings.TrimSuffix(code, "#_"), redirect,
				params.Get("code_verifier"))
		}
	case "refresh_token":
		var token, scopes string
		if token, err = need("refresh_token"); err == nil {
			scopes, err = narrowed(appRow, params)
		}
		if err == nil {
			out, err = app.Refresh(page.Context(c), a.Store, appRow, token, scopes)
		}
	case "client_credentials":
		out, err = a.appToken(c, appRow, params)
	case "fb_exchange_token":
		var token string
		if token, err = need("fb_exchange_token"); err == nil {
			out, err = a.longToken(c, appRow, token)
		}
	default:
		err = oauthFailure("unsupported_grant_type",
			"The grant_type must be authorization_code, refresh_token, client_credentials or fb_exchange_token.")
	}
	if err != nil {
		return err
	}
	answer := tokenAnswer{AccessToken: out.Access, TokenType: "Bearer", ExpiresIn: int(out.Life.Seconds()),
		RefreshToken: out.Refresh, Scope: out.Scopes}
	if out.UserID != 0 {
		answer.UserID, answer.Permissions = out.UserID.String(), app.Permissions(out.Scopes)
		p, err := account.ByID(page.Context(c), a.Store, out.UserID, out.UserID)
		if err != nil {
			return err
		}
		answer.User = &tokenUser{p.ID.String(), p.Username, p.FullName, a.AbsoluteFiles().Avatar(p.Author(), 150), p.Bio, p.Website}
	}
	c.PureJSON(http.StatusOK, answer)
	return nil
}

// longToken is for the token of an app whose calls are signed only to whoever has its secret.
func (a Pages) longToken(c *gin.Context, appRow *app.App, token string) (*app.Issued, error) {
	if !appRow.Confidential {
		return nil, oauthFailure("unauthorized_client",
			"A public app cannot prove who it is, so its tokens stay short. Use the refresh_token.")
	}
	return app.Lengthen(page.Context(c), a.Store, appRow, token)
}

// narrowed is the scope of a call, or "" where it names none.
func narrowed(appRow *app.App, params url.Values) (string, error) {
	if strings.Trim(params.Get("scope"), " +,") == "" {
		return "", nil
	}
	scopes, err := appRow.AskedScopes(params.Get("scope"))
	if err != nil {
		return "", oauthFailure("invalid_scope", scopeProblem(err))
	}
	return scopes, nil
}

func scopeProblem(err error) string {
	if problems := models.ProblemsOf(err); len(problems) > 0 {
		return problems[0].Message()
	}
	return "The scope cannot be read."
}

// appScopes are those that mean something for an app that acts for nobody.
const appScopes = "basic public_content"

func (a Pages) appToken(c *gin.Context, appRow *app.App, params url.Values) (*app.Issued, error) {
	if !appRow.Confidential {
		return nil, oauthFailure("unauthorized_client",
			"A public app cannot prove who it is, so it gets no token of its own.")
	}
	scopes, err := narrowed(appRow, params)
	if err != nil {
		return nil, err
	}
	if scopes == "" {
		scopes = "basic"
		if appRow.May("public_content") {
			scopes = appScopes
		}
	}
	for scope := range strings.FieldsSeq(scopes) {
		if !appRow.May(scope) || !app.HasScopes(appScopes, scope) {
			return nil, oauthFailure("invalid_scope",
				"An app by itself can only have "+appScopes+", and only what it is registered for; not "+scope+".")
		}
	}
	return app.IssueForApp(page.Context(c), a.Store, appRow, scopes)
}

// revoke ends a token and all that came of the same consent (RFC 7009).
func (a Pages) revoke(c *gin.Context, appRow *app.App, params url.Values) error {
	if params.Get("token") == "" {
		return oauthFailure("invalid_request", "The parameter token is missing.")
	}
	if err := app.RevokeToken(page.Context(c), a.Store, appRow, params.Get("token")); err != nil {
		return err
	}
	c.PureJSON(http.StatusOK, struct{}{})
	return nil
}

type introspection struct {
	Active    bool   `json:"active"`
	Scope     string `json:"scope,omitempty"`
	ClientID  string `json:"client_id,omitempty"`
	Username  string `json:"username,omitempty"`
	Subject   string `json:"sub,omitempty"`
	TokenType string `json:"token_type,omitempty"`
	IssuedAt  int64  `json:"iat,omitempty"`
	Expires   int64  `json:"exp,omitempty"`
	Issuer    string `json:"iss,omitempty"`
}

// introspect says what an app's own token is good for (RFC 7662). Those of
// others are answered as if they were not there.
func (a Pages) introspect(c *gin.Context, appRow *app.App, params url.Values) error {
	if !appRow.Confidential {
		return oauthFailure("invalid_client", "Only apps with a secret may ask about tokens.")
	}
	if params.Get("token") == "" {
		return oauthFailure("invalid_request", "The parameter token is missing.")
	}
	t, err := app.Introspect(page.Context(c), a.Store, appRow, params.Get("token"))
	if err != nil {
		return err
	}
	out := introspection{}
	if t != nil {
		out = introspection{Active: true, Scope: t.Scopes, ClientID: appRow.ClientID(), Username: t.Username,
			IssuedAt: t.CreatedAt.Unix(), Issuer: a.Site.BaseURL}
		if t.Kind != app.RefreshToken {
			out.TokenType = "Bearer"
		}
		if t.UserID != 0 {
			out.Subject = t.UserID.String()
		}
		if t.ExpiresAt != nil {
			out.Expires = t.ExpiresAt.Unix()
		}
	}
	c.PureJSON(http.StatusOK, out)
	return nil
}

// metadata describes this server to programs (RFC 8414).
type metadata struct {
	Issuer        string   `json:"issuer"`
	Authorization string   `json:"authorization_endpoint"`
	Token         string   `json:"token_endpoint"`
	Revocation    string   `json:"revocation_endpoint"`
	Introspection string   `json:"introspection_endpoint"`
	Scopes        []string `json:"scopes_supported"`
	ResponseTypes []string `json:"response_types_supported"`
	ResponseModes []string `json:"response_modes_supported"`
	GrantTypes    []string `json:"grant_types_supported"`
	TokenAuth     []string `json:"token_endpoint_auth_methods_supported"`
	RevokeAuth    []string `json:"revocation_endpoint_auth_methods_supported"`
	IntrospectBy  []string `json:"introspection_endpoint_auth_methods_supported"`
	Challenges    []string `json:"code_challenge_methods_supported"`
	// Some apps get iss, by their own choice, so its absence means nothing.
	Iss bool `json:"authorization_response_iss_parameter_supported"`
}

func (a Pages) oauthMetadata(c *gin.Context) {
	at := a.Site.BaseURL
	secret := []string{"client_secret_basic", "client_secret_post"}
	all := append([]string{"none"}, secret...)
	c.PureJSON(http.StatusOK, metadata{at, at + urls.Authorize, at + urls.Token, at + urls.Revoke,
		at + urls.Introspect, app.Scopes,
		[]string{"code"}, []string{"query"}, []string{"authorization_code", "refresh_token", "client_credentials"}, all, all,
		secret, []string{"S256"}, false})
}

// ProgramRoutes registers what programs ask, without a cookie.
func (a Pages) ProgramRoutes(e *gin.Engine) {
	e.GET(urls.OpenAPI, a.openAPI)
	e.GET(urls.Metadata, a.oauthHeaders, a.oauthMetadata)
	for path, fn := range map[string]func(*gin.Context, *app.App, url.Values) error{urls.Token: a.token, urls.OldToken: a.token,
		urls.Revoke: a.revoke, urls.Introspect: a.introspect} {
		e.POST(path, a.oauthHeaders, a.oauth(fn))
		if path == urls.OldToken {
			e.GET(path, a.oauthHeaders, a.oauth(fn))
		}
		e.OPTIONS(path, a.oauthHeaders, func(c *gin.Context) { c.Status(http.StatusNoContent) })
	}
}
