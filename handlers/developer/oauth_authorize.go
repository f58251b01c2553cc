package developer

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/app"
	"photogram/text"
	"photogram/urls"
	developerview "photogram/views/developer"
	"photogram/web"
)

// authorization is what an app asks of the person whose browser it sent here.
type authorization struct {
	app       *app.App
	redirect  string
	state     string
	scopes    string
	challenge string
	ask       bool // also when it was allowed before
	silent    bool // never ask
}

// badAddress is for what is wrong before it is known that answers may go to the
// app: it is shown here and nobody is sent anywhere.
func badAddress(message string) error {
	return &web.StatusError{Status: http.StatusBadRequest,
		Message: message + " Nothing was shared. If you came here from an app, tell its makers."}
}

// maxState bounds what an app may have carried along, in bytes.
const maxState = 4096

// readAuthorization checks the query. Its first error is for the person, its
// second for the app, to whose address it may be sent.
func (a Pages) readAuthorization(c *gin.Context) (*authorization, error, error) {
	q := c.Request.URL.Query()
	if q.Get("client_id") == "" {
		q["client_id"] = q["app_id"]
	}
	for _, name := range []string{"client_id", "redirect_uri"} {
		if len(q[name]) > 1 {
			return nil, badAddress("The parameter " + name + " is there more than once."), nil
		}
	}
	if q.Get("client_id") == "" {
		return nil, badAddress("The parameter client_id is missing."), nil
	}
	app, err := app.Client(page.Context(c), a.Store, q.Get("client_id"))
	if models.KindOf(err) == models.NotFound {
		return nil, badAddress("There is no app with this client_id."), nil
	}
	if err != nil {
		return nil, err, nil
	}
	r := &authorization{app: app, redirect: q.Get("redirect_uri")}
	if r.redirect == "" {
		return nil, badAddress("The parameter redirect_uri is missing."), nil
	}
	if !app.Redirect(r.redirect) {
		return nil, badAddress("The redirect_uri is not registered for this app; it must be the same in every character."), nil
	}
	if state := q.Get("state"); len(state) <= maxState && plainText(state) {
		r.state = state
	} else {
		return r, nil, oauthFailure("invalid_request", "The parameter state is too long or not text.")
	}
	return r, nil, a.readQuestion(r, q)
}

func plainText(s string) bool {
	return strings.ToValidUTF8(s, "") == s && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f })
}

func (a Pages) readQuestion(r *authorization, q url.Values) error {
	for _, name := range []string{"response_type", "scope", "state", "code_challenge", "code_challenge_method", "prompt"} {
		if len(q[name]) > 1 {
			return oauthFailure("invalid_request", "The parameter "+name+" is there more than once.")
		}
	}
	switch q.Get("response_type") {
	case "code":
	case "":
		return oauthFailure("invalid_request", "The parameter response_type is missing; it must be code.")
	default:
		return oauthFailure("unsupported_response_type", "The response_type must be code. Tokens in addresses are not given out here.")
	}
	var err error
	if r.scopes, err = r.app.AskedScopes(q.Get("scope")); err != nil {
		return oauthFailure("invalid_scope", scopeProblem(err))
	}
	for scope := range strings.FieldsSeq(r.scopes) {
		if !r.app.May(scope) {
			return oauthFailure("invalid_scope", "This app is not registered for the scope "+scope+".")
		}
	}
	r.challenge = q.Get("code_challenge")
	method := q.Get("code_challenge_method")
	switch {
	case r.challenge == "" && method == "" && r.app.Confidential:
	case r.challenge == "" && method == "":
		return oauthFailure("invalid_request", "An app without a secret must send a code_challenge (PKCE).")
	case method != "S256":
		return oauthFailure("invalid_request", "The code_challenge_method must be S256.")
	case len(r.challenge) != 43 || strings.Trim(r.challenge, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != "":
		return oauthFailure("invalid_request", "The code_challenge must be 43 characters of base64url without padding.")
	}
	for prompt := range strings.FieldsSeq(q.Get("prompt")) {
		r.ask = r.ask || prompt == "consent" || prompt == "login" || prompt == "select_account"
		r.silent = r.silent || prompt == "none"
	}
	r.ask = r.ask || q.Get("approval_prompt") == "force" || q.Get("force_authentication") == "1" || q.Get("auth_type") == "rerequest"
	return nil
}

// answer sends the browser back to the app.
func (a Pages) answerApp(c *gin.Context, to *app.App, redirect, state string, answer url.Values) {
	if state != "" {
		answer.Set("state", state)
	}
	if to.SendIss {
		answer.Set("iss", a.Site.BaseURL)
	}
	join := "?"
	if strings.Contains(redirect, "?") {
		join = "&"
	}
	c.Header("Cache-Control", "no-store")
	c.Header("Referrer-Policy", "no-referrer")
	status := http.StatusFound
	if c.Request.Method == http.MethodPost {
		status = http.StatusSeeOther
	}
	c.Redirect(status, redirect+join+answer.Encode())
}

func (a Pages) refuseApp(c *gin.Context, r *authorization, err error) error {
	var oauth *app.OAuthError
	if !errors.As(err, &oauth) {
		return err
	}
	a.answerApp(c, r.app, r.redirect, r.state, url.Values{"error": {oauth.Code}, "error_reason": {oauth.Code},
		"error_description": {oauth.Message}})
	return nil
}

// authorize asks the person who is logged in, unless they allowed all of it before.
func (a Pages) authorize(c *gin.Context) error {
	r, problem, refusal := a.readAuthorization(c)
	if problem != nil {
		return a.badAuthorization(c, problem)
	}
	viewer := web.Viewer(c)
	if viewer == nil {
		if refusal == nil && r.silent {
			return a.refuseApp(c, r, oauthFailure("login_required", "Nobody is logged in."))
		}
		// Anybody can register an app, so a link to here must lead nobody on who is not
		// logged in (RFC 9700, 4.11.2).
		a.RequireLogin(c)
		return nil
	}
	if refusal != nil {
		return a.refuseApp(c, r, refusal)
	}
	consent := app.Consent{UserID: viewer.ID, Session: account.HashToken(web.Session(c).ID), AppID: r.app.ID, RedirectURI: r.redirect,
		Scopes: r.scopes, State: r.state, Challenge: r.challenge}
	// A program on a device cannot prove that it is the app, so people are asked each time (RFC 8252, 8.6).
	if !r.ask && (r.app.Confidential || !app.Native(r.redirect)) {
		code, err := app.AllowAgain(page.Context(c), a.Store, &consent)
		if err != nil {
			return err
		}
		if code != "" {
			a.answerApp(c, r.app, r.redirect, r.state, url.Values{"code": {code}})
			return nil
		}
	}
	if r.silent {
		return a.refuseApp(c, r, oauthFailure("consent_required", "The user has not allowed this yet."))
	}
	return a.showConsent(c, r, consent)
}

// badAuthorization words the error for programs too, since some read the answer themselves.
func (a Pages) badAuthorization(c *gin.Context, err error) error {
	var se *web.StatusError
	if web.WantsJSON(c) && errors.As(err, &se) {
		c.PureJSON(se.Status, oauthError{se.Status, "OAuthException", se.Message, "invalid_request", se.Message})
		return nil
	}
	return err
}

func (a Pages) showConsent(c *gin.Context, r *authorization, consent app.Consent) error {
	had, err := app.Granted(page.Context(c), a.Store, consent.UserID, r.app.ID)
	if err != nil {
		return err
	}
	consentPage := developerview.ConsentDetail{App: *r.app, Scopes: strings.Fields(r.scopes), Had: strings.Fields(had),
		Host:   hostOf(r.redirect),
		Native: app.Native(r.redirect)}
	owner, err := account.ByID(page.Context(c), a.Store, consent.UserID, r.app.OwnerID)
	switch {
	case err == nil:
		consentPage.Owner = owner.Username
	case models.KindOf(err) != models.NotFound:
		return err
	}
	if consentPage.ID, err = app.AskConsent(page.Context(c), a.Store, consent); err != nil {
		return err
	}
	a.AllowFormTarget(c, formTarget(r.redirect))
	c.Header("Cache-Control", "no-store")
	c.Header("Referrer-Policy", "same-origin")
	chrome := a.PrivateChrome(c, text.T(page.Context(c), "developer.allow-app", "name", r.app.Name))
	return a.Page(c, http.StatusOK, developerview.ConsentPage(chrome, consentPage), nil)
}

func hostOf(redirect string) string {
	u, err := url.Parse(redirect)
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Host
}

// formTarget is the app's origin as a content security policy can say it.
func formTarget(redirect string) string {
	u, err := url.Parse(redirect)
	if err != nil || u.Host == "" || strings.Contains(u.Host, "[") || u.Scheme != "https" && u.Scheme != "http" {
		scheme, _, _ := strings.Cut(redirect, ":")
		return scheme + ":"
	}
	return u.Scheme + "://" + u.Host
}

// decide takes the answer of a consent page, once.
func (a Pages) decide(c *gin.Context) error {
	viewer := web.Viewer(c)
	if viewer == nil {
		return badAddress("You are not logged in any more.")
	}
	consent, err := app.TakeConsent(page.Context(c), a.Store, c.PostForm("consent"), viewer.ID, account.HashToken(web.Session(c).ID))
	if err != nil {
		return err
	}
	appRow, err := app.Client(page.Context(c), a.Store, consent.AppID.String())
	if models.KindOf(err) == models.NotFound || err == nil && !appRow.Redirect(consent.RedirectURI) {
		return badAddress("The app was changed or deleted in the meantime.")
	}
	if err != nil {
		return err
	}
	if c.PostForm("decision") != "allow" {
		a.answerApp(c, appRow, consent.RedirectURI, consent.State,
			url.Values{"error": {"access_denied"}, "error_reason": {"user_denied"}, "error_description": {"The user denied your request."}})
		return nil
	}
	for scope := range strings.FieldsSeq(consent.Scopes) {
		if !appRow.May(scope) {
			return badAddress("The app was changed in the meantime.")
		}
	}
	code, err := app.Allow(page.Context(c), a.Store, consent, appRow.Name)
	if err != nil {
		return err
	}
	a.answerApp(c, appRow, consent.RedirectURI, consent.State, url.Values{"code": {code}})
	return nil
}

// switchAccount lets somebody else log in and answer the same question.
func (a Pages) switchAccount(c *gin.Context) error {
	next := web.SafePath(c.PostForm("next"), urls.Home)
	if err := a.Logout(c); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, urls.WithQuery(urls.Login, "next", next))
	return nil
}

const shownDeletions = 10

// connected lists the apps that the viewer allowed something.
func (a Pages) connected(c *gin.Context) error {
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	list, next, err := app.ConnectedApps(page.Context(c), a.Store, web.ViewerID(c), before, page.PeoplePage)
	if err != nil {
		return err
	}
	chrome := a.PrivateChrome(c, text.T(page.Context(c), "developer.connected"))
	d := developerview.ConnectedApps{List: list, Older: page.OlderURL(urls.Connected, next)}
	if before == 0 {
		if d.Deletions, err = app.DataDeletions(page.Context(c), a.Store, web.ViewerID(c), shownDeletions); err != nil {
			return err
		}
	}
	return a.Page(c, http.StatusOK, developerview.ConnectedPage(chrome, d), developerview.ConnectedPart(chrome, d))
}

func (a Pages) disconnect(c *gin.Context) error {
	id, err := models.ParseID(c.PostForm("app"))
	if err != nil {
		return models.Invalidf("app", "developer.error.no-app")
	}
	if err := app.Disconnect(page.Context(c), a.Store, web.ViewerID(c), id, c.PostForm("delete_data") != ""); err != nil {
		return err
	}
	return a.Done(c, urls.Connected, text.T(page.Context(c), "developer.disconnected"), nil)
}
