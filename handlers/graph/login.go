package graph

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/app"
	"photogram/web"
)

var loginRoutes = []route{
	{"GET", "/access_token", "basic", "", (*API).exchange},
	{"GET", "/refresh_access_token", "basic", "", (*API).prolong},
	{"GET", "/debug_token", "basic", "", (*API).debugToken},
	{"GET", "/{ig-user-id}/accounts", "basic", "", (*API).accounts},
	{"GET", "/{ig-user-id}/permissions", "basic", "", (*API).permissions},
	{"DELETE", "/{ig-user-id}/permissions", "basic", "permission", (*API).takeBack},
}

// tokenNodes are first parts of paths that are about tokens.
var tokenNodes = map[string]bool{"access_token": true, "refresh_access_token": true, "debug_token": true}

// forNobody are the calls that an app makes without an account: it sees what everybody sees.
var forNobody = map[string]bool{
	"GET /debug_token": true, "GET /{ig-user-id}/permissions": true, "DELETE /{ig-user-id}/permissions": true,
	"GET /{ig-user-id}": true, "GET /{ig-user-id}/media": true, "GET /{ig-media-id}": true, "GET /{ig-media-id}/children": true,
	"GET /{ig-media-id}/comments": true, "GET /{ig-comment-id}": true, "GET /{ig-comment-id}/replies": true,
	"GET /ig_hashtag_search": true, "GET /{ig-hashtag-id}": true, "GET /{ig-hashtag-id}/recent_media": true,
	"GET /{ig-hashtag-id}/top_media": true,
}

// nobody says that the token of an app alone cannot make a call.
func (g *request) nobody() error {
	if g.node == "me" {
		return g.noToken()
	}
	return &failure{status: 400, kind: oauthException, code: 102,
		message: "(#102) A user access token is required to request this resource."}
}

// ownApp is the app that the token belongs to.
func (g *request) ownApp() (*app.App, error) {
	if g.Token.AppID == 0 {
		return nil, &failure{status: 400, kind: oauthException, code: 100,
			message: "(#100) This call needs the token of an app, and this one is personal."}
	}
	return app.Client(g.Ctx(), g.api.Store, g.Token.AppID.String())
}

// wantGrant checks what an exchange is called.
func (g *request) wantGrant(want string) error {
	if g.Text("grant_type") != want {
		return badField("grant_type", "This is "+want+" here.")
	}
	return nil
}

// longToken answers with a token, which nothing keeps.
func (g *request) longToken(token, scopes string, life time.Duration) map[string]any {
	g.Header("Cache-Control", "no-store")
	out := map[string]any{"access_token": token, "token_type": "bearer", "permissions": app.Permissions(scopes)}
	if life > 0 {
		out["expires_in"] = int(life.Seconds())
	}
	return out
}

// exchange gives a long-lived token for a short one, to the app itself.
func (a *API) exchange(g *request) (any, error) {
	if err := g.wantGrant("ig_exchange_token"); err != nil {
		return nil, err
	}
	row, err := g.ownApp()
	if err != nil {
		return nil, err
	}
	if id := g.Text("client_id"); id != "" && id != row.ClientID() || !app.CheckSecret(a.Store, row, g.Text("client_secret")) {
		if left := a.Strangers.Take(web.Network(g.Context)); !left.OK {
			return nil, models.Say(models.Error{Kind: models.TooMany, RetryAfter: int(left.RetryAfter.Seconds()) + 1},
				"call.error.maximum-number-requests-per-hour")
		}
		return nil, &failure{status: 400, kind: oauthException, code: 1, message: "Error validating client secret."}
	}
	out, err := app.Lengthen(g.Ctx(), a.Store, row, g.token)
	var oauth *app.OAuthError
	if errors.As(err, &oauth) {
		return nil, &failure{status: 400, kind: oauthException, code: 190, message: oauth.Message}
	}
	if err != nil {
		return nil, err
	}
	return g.longToken(out.Access, out.Scopes, out.Life), nil
}

// prolong lets a long-lived token live on.
func (a *API) prolong(g *request) (any, error) {
	if err := g.wantGrant("ig_refresh_token"); err != nil {
		return nil, err
	}
	if _, err := g.ownApp(); err != nil {
		return nil, err
	}
	life, err := app.Prolong(g.Ctx(), a.Store, g.Token)
	if err != nil {
		return nil, err
	}
	return g.longToken(g.token, g.Token.Scopes, life), nil
}

// debugToken says what a token of the caller's app is good for.
func (a *API) debugToken(g *request) (any, error) {
	input := g.Text("input_token")
	if input == "" {
		return nil, required("input_token")
	}
	if g.Token.Public {
		return nil, g.noToken()
	}
	row, err := g.ownApp()
	if err != nil {
		return nil, err
	}
	data := map[string]any{"app_id": row.ClientID(), "application": row.Name, "type": "APP", "is_valid": true, "expires_at": 0,
		"data_access_expires_at": 0, "scopes": []string{}}
	if id, secret, joined := strings.Cut(input, "|"); joined {
		if id != row.ClientID() || !app.CheckSecret(a.Store, row, secret) {
			return deadToken(), nil
		}
		return map[string]any{"data": data}, nil
	}
	t, err := app.Introspect(g.Ctx(), a.Store, row, input)
	if err != nil {
		return nil, err
	}
	if t == nil || t.Kind == app.RefreshToken {
		return deadToken(), nil
	}
	data["scopes"], data["issued_at"] = app.Permissions(t.Scopes), t.CreatedAt.Unix()
	if t.ExpiresAt != nil {
		data["expires_at"], data["data_access_expires_at"] = t.ExpiresAt.Unix(), t.ExpiresAt.Unix()
	}
	if t.UserID != 0 {
		data["type"], data["user_id"] = "USER", t.UserID.String()
	}
	return map[string]any{"data": data}, nil
}

// deadToken is the answer about a token that has ended, or is another app's.
func deadToken() map[string]any {
	return map[string]any{"data": map[string]any{"is_valid": false, "scopes": []string{},
		"error": map[string]any{"code": 190, "message": "Invalid OAuth access token."}}}
}

// permissionsOf is whose permissions the call is about: one's own, or those of
// somebody who allowed the app that calls something.
func (g *request) permissionsOf() (user models.ID, scopes string, err error) {
	if g.Token.AppID == 0 {
		return g.id, g.Token.Scopes, g.own()
	}
	if g.Token.UserID != 0 {
		if err := g.own(); err != nil {
			return 0, "", err
		}
	} else if g.Token.Public {
		return 0, "", g.nobody()
	}
	scopes, err = app.Granted(g.Ctx(), g.api.Store, g.id, g.Token.AppID)
	if err == nil && scopes == "" {
		err = g.absent()
	}
	return g.id, scopes, err
}

func (a *API) permissions(g *request) (any, error) {
	_, scopes, err := g.permissionsOf()
	if err != nil {
		return nil, err
	}
	data := []any{}
	for _, name := range app.Permissions(scopes) {
		data = append(data, map[string]string{"permission": name, "status": "granted"})
	}
	return list{Data: data}, nil
}

// takeBack disconnects the app, or takes one permission back.
func (a *API) takeBack(g *request) (any, error) {
	if _, err := g.ownApp(); err != nil {
		return nil, err
	}
	user, _, err := g.permissionsOf()
	if err != nil {
		return nil, err
	}
	if name := g.Text("permission"); name != "" {
		return done(app.Narrow(g.Ctx(), a.Store, user, g.Token.AppID, name))
	}
	return done(app.Disconnect(g.Ctx(), a.Store, user, g.Token.AppID, false))
}

// splitPermission reads the address of one permission.
func (g *request) splitPermission() {
	if name, is := strings.CutPrefix(g.edge, "permissions/"); is && name != "" && g.Request.Method == http.MethodDelete {
		g.edge, g.Values["permission"] = "permissions", []string{name}
	}
}

// accounts lists the pages that somebody manages. An account is its own page here.
func (a *API) accounts(g *request) (any, error) {
	if err := g.own(); err != nil {
		return nil, err
	}
	p, err := g.person()
	if err != nil {
		return nil, err
	}
	fields, err := g.fields("access_token,category,name,id,tasks")
	if err != nil {
		return nil, err
	}
	of, err := g.part()
	if err != nil {
		return nil, err
	}
	if of.after != "" || of.before != "" {
		return list{Data: []any{}}, nil
	}
	node, err := g.userNode(p, fields)
	if err != nil {
		return nil, err
	}
	if _, named := node["name"]; !named {
		node["name"] = p.Author().DisplayName()
	}
	key := p.ID.String()
	return list{Data: []any{node}, Paging: &paging{Cursors: &cursors{cursorOf(key), cursorOf(key)}}}, nil
}

// unsaid are fields of people and pages elsewhere that are left out here, as fields
// are that somebody did not allow.
var unsaid = map[string]bool{"email": true, "about": true, "location": true, "birthday": true, "gender": true, "hometown": true,
	"locale": true, "timezone": true, "verified": true, "middle_name": true, "name_format": true, "age_range": true,
	"short_name": true, "updated_time": true, "token_for_business": true, "permissions": true}

// pageField is a field that people or pages have in the dialect, and accounts do not.
func (g *request) pageField(p *account.Profile, f *field) (any, error) {
	own := p.ID == g.Viewer()
	switch f.name {
	case "instagram_business_account", "connected_instagram_account":
		if !own {
			return "", nil
		}
		return g.userNode(p, f.subFields("id"))
	case "access_token":
		if !own || g.Request.URL.Query().Has("page_token") {
			return "", nil
		}
		g.Header("Cache-Control", "no-store")
		return g.token, nil
	case "picture":
		return map[string]any{"data": map[string]any{"url": g.api.AbsoluteFiles().Avatar(p.Author(), 150), "width": 150, "height": 150,
			"is_silhouette": p.AvatarKey == ""}}, nil
	case "first_name", "last_name":
		first, last, _ := strings.Cut(p.FullName, " ")
		if f.name == "last_name" {
			first = last
		}
		return first, nil
	case "link":
		return g.api.ProfileURL(p.Username), nil
	case "category":
		if p.IsBusiness {
			return "Business", nil
		}
		return "Person", nil
	case "tasks":
		return g.tasks(), nil
	}
	if unsaid[f.name] {
		return "", nil
	}
	return nil, noField(f.name, userNodeType)
}

// tasks are what the token may do, in the words for pages.
func (g *request) tasks() []string {
	out := []string{}
	for _, t := range [][2]string{{"insights", "ANALYZE"}, {"comments", "MODERATE"}, {"publish", "CREATE_CONTENT"}, {"account", "MANAGE"}} {
		if g.Token.Allows(t[0]) {
			out = append(out, t[1])
		}
	}
	return out
}
