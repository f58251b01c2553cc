package developer

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/app"
	"photogram/text"
	"photogram/urls"
	developerview "photogram/views/developer"
	"photogram/views/ui"
	"photogram/web"
)

func (a Pages) developers(c *gin.Context) error {
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	list, next, err := app.List(page.Context(c), a.Store, web.ViewerID(c), before, page.PeoplePage)
	if err != nil {
		return err
	}
	chrome := a.PrivateChrome(c, text.T(page.Context(c), "developer.title"))
	d := developerview.Developers{Apps: list, Older: page.OlderURL(urls.Developers, next)}
	return a.Page(c, http.StatusOK, developerview.DevelopersPage(chrome, d), developerview.DevelopersPart(chrome, d))
}

func (a Pages) ownApp(c *gin.Context) (*app.App, error) {
	id, err := models.ParseID(c.Param("app"))
	if err != nil {
		return nil, models.NotFoundf("developer.error.app-does-not-exist")
	}
	return app.Own(page.Context(c), a.Store, web.ViewerID(c), id)
}

func (a Pages) newAppPage(c *gin.Context) error {
	form := ui.Form{Values: map[string]string{"type": "confidential", "query_token": "on", "scope.basic": "on"}}
	return a.showNewApp(c, http.StatusOK, form)
}

func (a Pages) showNewApp(c *gin.Context, status int, form ui.Form) error {
	chrome := a.PrivateChrome(c, text.T(page.Context(c), "developer.new-app"))
	return a.Page(c, status, developerview.AppFormPage(chrome, developerview.AppForm{Form: form}), nil)
}

// appInput reads the form of an app.
func (a Pages) appInput(c *gin.Context) app.Input {
	on := func(name string) bool { return c.PostForm(name) != "" }
	return app.Input{Name: c.PostForm("name"), Description: c.PostForm("description"), Website: c.PostForm("website"),
		RedirectURIs: c.PostForm("redirect_uris"),
		Scopes:       scopesOf(c), WebhookURL: c.PostForm("webhook_url"), Confidential: c.PostForm("type") != "public",
		KeepTokens:    on("keep_tokens"),
		RequireSigned: on("require_signed"), QueryToken: on("query_token"), SendIss: on("send_iss"), JSONP: on("jsonp"),
		PublicReads: on("public_reads"), DeauthorizeURL: c.PostForm("deauthorize_url"), DataDeletionURL: c.PostForm("data_deletion_url"),
		Check: a.Hooks.Check}
}

func scopesOf(c *gin.Context) string {
	out := []string{"basic"}
	for _, scope := range app.Scopes {
		if c.PostForm("scope."+scope) != "" && scope != "basic" {
			out = append(out, scope)
		}
	}
	return strings.Join(out, " ")
}

func (a Pages) createApp(c *gin.Context) error {
	app, secret, err := app.Create(page.Context(c), a.Store, web.ViewerID(c), a.appInput(c))
	if err != nil {
		status := web.Status(err)
		form, err := web.FormOf(c, err)
		if err != nil {
			return err
		}
		return a.showNewApp(c, status, form)
	}
	if secret == "" {
		return a.Done(c, urls.App(app.ID), text.T(page.Context(c), "developer.app-made"), nil)
	}
	return a.showSecret(c, app, secret, text.T(page.Context(c), "developer.app-made"))
}

// showSecret answers with a secret, which is shown this once.
func (a Pages) showSecret(c *gin.Context, app *app.App, secret, message string) error {
	c.Header("Cache-Control", "no-store")
	return a.Page(c, http.StatusOK, developerview.AppSecretPage(a.PrivateChrome(c, app.Name),
		developerview.AppSecret{App: *app, Secret: secret, Message: message}), nil)
}

const meteredTokens = 20

func (a Pages) appPage(c *gin.Context) error {
	appRow, err := a.ownApp(c)
	if err != nil {
		return err
	}
	d := developerview.AppDetail{App: *appRow}
	tokens, _, err := app.Tokens(page.Context(c), a.Store, appRow.ID, 0, meteredTokens)
	if err != nil {
		return err
	}
	if d.Tokens, err = a.metered(c, tokens); err != nil {
		return err
	}
	return a.Page(c, http.StatusOK, developerview.AppPage(a.PrivateChrome(c, appRow.Name), d), nil)
}

func (a Pages) metered(c *gin.Context, tokens []app.Token) ([]developerview.MeteredToken, error) {
	left, err := app.Allowances(page.Context(c), a.Store, a.APILimit(), tokens)
	if err != nil {
		return nil, err
	}
	out := make([]developerview.MeteredToken, len(tokens))
	for i, t := range tokens {
		out[i] = developerview.MeteredToken{Token: t, Used: left[i].Limit - left[i].Remaining, Limit: left[i].Limit}
	}
	return out, nil
}

func (a Pages) editAppPage(c *gin.Context) error {
	app, err := a.ownApp(c)
	if err != nil {
		return err
	}
	kind := "public"
	if app.Confidential {
		kind = "confidential"
	}
	values := map[string]string{"name": app.Name, "description": app.Description, "website": app.Website,
		"redirect_uris": app.RedirectURIs, "webhook_url": app.WebhookURL, "type": kind,
		"deauthorize_url": app.DeauthorizeURL, "data_deletion_url": app.DataDeletionURL}
	for name, on := range map[string]bool{"keep_tokens": app.KeepTokens, "require_signed": app.RequireSigned,
		"query_token": app.QueryToken, "send_iss": app.SendIss, "jsonp": app.JSONP, "public_reads": app.PublicReads} {
		if on {
			values[name] = "on"
		}
	}
	for scope := range strings.FieldsSeq(app.Scopes) {
		values["scope."+scope] = "on"
	}
	return a.showEditApp(c, http.StatusOK, app, ui.Form{Values: values})
}

func (a Pages) showEditApp(c *gin.Context, status int, app *app.App, form ui.Form) error {
	chrome := a.PrivateChrome(c, text.T(page.Context(c), "developer.change-name", "name", app.Name))
	return a.Page(c, status, developerview.AppFormPage(chrome, developerview.AppForm{App: app, Form: form}), nil)
}

func (a Pages) editApp(c *gin.Context) error {
	appRow, err := a.ownApp(c)
	if err != nil {
		return err
	}
	secret, err := app.Update(page.Context(c), a.Store, web.ViewerID(c), appRow.ID, a.appInput(c))
	if err != nil {
		status := web.Status(err)
		form, err := web.FormOf(c, err)
		if err != nil {
			return err
		}
		return a.showEditApp(c, status, appRow, form)
	}
	if secret != "" {
		return a.showSecret(c, appRow, secret, text.T(page.Context(c), "developer.app-secret"))
	}
	return a.Done(c, urls.App(appRow.ID), text.T(page.Context(c), "developer.app-changed"), nil)
}

// setAppIcon takes a picture as that of an account is taken.
func (a Pages) setAppIcon(c *gin.Context) error {
	appRow, err := a.ownApp(c)
	if err != nil {
		return err
	}
	err = web.ParseForm(c.Writer, c.Request, a.Intake.MaxBytes()+1<<20)
	problem := ""
	if web.Status(err) == http.StatusRequestEntityTooLarge {
		problem = text.T(page.Context(c), "developer.icon-large", "limit", a.Intake.MaxBytes()/1_000_000)
	} else if err != nil {
		return err
	}
	if f := c.Request.MultipartForm; f != nil {
		defer func() { _ = f.RemoveAll() }()
	}
	if problem == "" {
		if c.PostForm("remove") != "" {
			err = app.SetIcon(page.Context(c), a.Store, web.ViewerID(c), appRow.ID, "")
		} else {
			err = a.receiveIcon(c, appRow)
		}
		var e *models.Error
		if errors.As(err, &e) {
			problem = e.For(page.Context(c))
		} else if err != nil {
			return err
		}
	}
	if problem != "" {
		form := ui.Form{Problems: map[string]string{"icon": problem}}
		return a.Page(c, http.StatusUnprocessableEntity,
			developerview.AppPage(a.PrivateChrome(c, appRow.Name), developerview.AppDetail{App: *appRow, Form: form}), nil)
	}
	return a.Done(c, urls.App(appRow.ID), text.T(page.Context(c), "developer.icon-changed"), nil)
}

func (a Pages) receiveIcon(c *gin.Context, appRow *app.App) error {
	file, err := c.FormFile("icon")
	if err != nil || file.Filename == "" {
		return models.Invalidf("icon", "developer.error.choose-picture-first")
	}
	f, err := file.Open()
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	key, err := a.Intake.ReceiveAvatar(page.Context(c), appRow.OwnerID, f)
	if err != nil {
		return err
	}
	if err := app.RequestIcon(page.Context(c), a.Store, appRow.OwnerID, appRow.ID, key); err != nil {
		return err
	}
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(page.AvatarWait); time.Now().Before(end); {
		select {
		case <-page.Context(c).Done():
			return page.Context(c).Err()
		case <-tick.C:
		}
		now, err := app.Own(page.Context(c), a.Store, appRow.OwnerID, appRow.ID)
		if err != nil || now.IconKey == key {
			return err
		}
	}
	return nil
}

func (a Pages) rotateSecret(c *gin.Context) error {
	appRow, err := a.ownApp(c)
	if err != nil {
		return err
	}
	grace := time.Duration(0)
	if c.PostForm("grace") == "24" {
		grace = app.SecretGrace
	}
	secret, err := app.RotateSecret(page.Context(c), a.Store, web.ViewerID(c), appRow.ID, grace)
	if err != nil {
		return err
	}
	message := text.T(page.Context(c), "developer.secret-ended")
	if grace > 0 {
		message = text.T(page.Context(c), "developer.secret-day")
	}
	return a.showSecret(c, appRow, secret, message)
}

func (a Pages) deleteApp(c *gin.Context) error {
	appRow, err := a.ownApp(c)
	if err != nil {
		return err
	}
	if err := app.Delete(page.Context(c), a.Store, web.ViewerID(c), appRow.ID); err != nil {
		return err
	}
	return a.Done(c, urls.Developers, text.T(page.Context(c), "developer.app-deleted"), nil)
}

const requestPage = 50

// appRequests is the log of an app's calls; the part of the newest asks again by itself.
func (a Pages) appRequests(c *gin.Context) error {
	appRow, err := a.ownApp(c)
	if err != nil {
		return err
	}
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	list, next, err := app.Requests(page.Context(c), a.Store, web.ViewerID(c), appRow.ID, before, requestPage)
	if err != nil {
		return err
	}
	chrome := a.PrivateChrome(c, text.T(page.Context(c), "developer.calls-of", "name", appRow.Name))
	d := developerview.AppLog{App: *appRow, Calls: list, First: before == 0,
		Older: page.OlderURL(urls.AppAction(appRow.ID, "requests"), next)}
	return a.Page(c, http.StatusOK, developerview.AppLogPage(chrome, d), developerview.AppLogPart(chrome, d))
}

// Personal tokens.

const maxTokenName = 60

var tokenLives = map[string]time.Duration{"7": 7 * 24 * time.Hour, "30": 30 * 24 * time.Hour, "90": 90 * 24 * time.Hour,
	"365": 365 * 24 * time.Hour, "0": 0}

func (a Pages) tokensPage(c *gin.Context) error {
	return a.showTokens(c, http.StatusOK, ui.Form{Values: map[string]string{"life": "90", "scope.basic": "on"}}, "")
}

func (a Pages) showTokens(c *gin.Context, status int, form ui.Form, fresh string) error {
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	tokens, next, err := app.PersonalTokens(page.Context(c), a.Store, web.ViewerID(c), before, page.PeoplePage)
	if err != nil {
		return err
	}
	d := developerview.Tokens{Form: form, Fresh: fresh, Older: page.OlderURL(urls.Tokens, next)}
	if d.List, err = a.metered(c, tokens); err != nil {
		return err
	}
	chrome := a.PrivateChrome(c, text.T(page.Context(c), "developer.tokens"))
	return a.Page(c, status, developerview.TokensPage(chrome, d), developerview.TokensPart(chrome, d))
}

func (a Pages) createToken(c *gin.Context) error {
	var token string
	name, err := models.CleanText("name", c.PostForm("name"), maxTokenName, false)
	if err == nil && name == "" {
		err = models.Invalidf("name", "developer.error.name-program-going-use")
	}
	life, known := tokenLives[c.PostForm("life")]
	if err == nil && !known {
		err = models.Invalidf("life", "developer.error.choose-7-30-90-365")
	}
	if err == nil {
		token, err = app.MakeToken(page.Context(c), a.Store, a.Asker(c), name, scopesOf(c), life)
	}
	if err != nil {
		status := web.Status(err)
		form, err := web.FormOf(c, err)
		if err != nil {
			return err
		}
		return a.showTokens(c, status, form, "")
	}
	c.Header("Cache-Control", "no-store")
	return a.showTokens(c, http.StatusOK, ui.Form{Values: map[string]string{"life": "90", "scope.basic": "on"}}, token)
}

func (a Pages) revokeToken(c *gin.Context) error {
	id, err := models.ParseID(c.PostForm("token"))
	if err != nil {
		return models.Invalidf("token", "developer.error.no-token")
	}
	if err := app.RevokePersonalToken(page.Context(c), a.Store, web.ViewerID(c), id); err != nil {
		return err
	}
	return a.Done(c, urls.Tokens, text.T(page.Context(c), "developer.token-ended"), nil)
}

// console shows the calls that there are. Scripts make the chosen one from the
// page; without them the page shows the command line for it.
func (a Pages) console(c *gin.Context) error {
	d := developerview.Console{Call: c.PostForm("call"), Path: c.PostForm("path"), Parameters: c.PostForm("parameters")}
	for route, scope := range a.Calls {
		method, path, _ := strings.Cut(route, " ")
		d.Calls = append(d.Calls, developerview.ConsoleCall{Method: method, Path: path, Scope: scope})
	}
	slices.SortFunc(d.Calls, func(x, y developerview.ConsoleCall) int { return strings.Compare(x.Path+x.Method, y.Path+y.Method) })
	if i := slices.IndexFunc(d.Calls, func(x developerview.ConsoleCall) bool { return x.Name() == d.Call }); i < 0 {
		d.Call = "GET /users/self"
	}
	return a.Page(c, http.StatusOK, developerview.ConsolePage(a.PrivateChrome(c, text.T(page.Context(c), "developer.console")), d), nil)
}
