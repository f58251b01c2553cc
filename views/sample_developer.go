package views

import (
	"time"

	"photogram/models/app"
)

func (s *sampler) developerPages(c Chrome) []samplePage {
	hour := c.Now.Add(-time.Hour)
	appRow := app.App{ID: 4711, OwnerID: c.Viewer.ID, Name: "Larch Prints", Description: "Orders prints of your photos.",
		Website: "https://prints.example.org", RedirectURIs: "https://prints.example.org/callback\nhttp://127.0.0.1/done",
		Scopes: "basic public_content likes publish", Confidential: true, QueryToken: true, KeepTokens: true, OldSecretUntil: &c.Now}
	public := app.App{ID: 4712, Name: "تطبيق", Scopes: "basic"}
	metered := []MeteredToken{{app.Token{ID: 1, UserID: 7, Name: "backup at home", Scopes: "basic likes", UsedAt: &hour}, 4200,
		5000}, {app.Token{ID: 2, Name: "script", Scopes: "basic", ExpiresAt: &c.Now}, 0, 5000}}
	calls := []app.Request{{ID: 3, At: c.Now, Method: "GET", Path: "/v1/users/self", Status: 200, MS: 4, UserID: 7},
		{ID: 2, At: hour, Method: "POST", Path: "/v1/media/901_7/likes", Status: 400, MS: 2, UserID: 7,
			ErrorType: "OAuthPermissionsException"},
		{ID: 1, At: hour, Method: "GET", Path: "/v1/tags/sea", Status: 503, MS: 2000}}
	values := Form{Values: map[string]string{"name": "Larch Prints", "redirect_uris": "ftp://x", "type": "public"},
		Problems: map[string]string{"redirect_uris": `"ftp://x" needs https://.`,
			"require_signed": "An app without a secret cannot sign its requests."}}
	console := Console{Call: "POST /media/:media/comments", Path: "/media/901_7/comments", Parameters: "text=it's nice",
		Calls: []ConsoleCall{{"GET", "/users/self", "basic"}, {"POST", "/media/:media/comments", "comments"}}}
	return []samplePage{
		{"consent", ConsentPage(c, ConsentDetail{ID: "x", App: appRow, Owner: "tom",
			Scopes: []string{"basic", "public_content", "likes", "publish"}, Had: []string{"basic"}, Host: "prints.example.org"})},
		{"consent-native", ConsentPage(c, ConsentDetail{ID: "x", App: public, Scopes: []string{"basic"}, Native: true})},
		{"go-on", GoOnPage(c, AuthorizePath+"?client_id=1")},
		{"connected", ConnectedPage(c, ConnectedApps{List: []app.ConnectedApp{{Grant: app.Grant{AppID: 1, Scopes: "basic likes",
			CreatedAt: hour, UsedAt: &c.Now}, Name: "Larch Prints"},
			{Grant: app.Grant{AppID: 2, Scopes: "basic", CreatedAt: hour}, Name: "تطبيق", KeepTokens: true}},
			Older: WithQuery(DevViewsPath, "page", "connected-empty")})},
		{"connected-empty", ConnectedPage(c, ConnectedApps{})},
		{"developers", DevelopersPage(c, Developers{Apps: []app.App{appRow, public}})},
		{"developers-empty", DevelopersPage(c, Developers{})},
		{"app-new", AppFormPage(c, AppForm{})},
		{"app-wrong", AppFormPage(c, AppForm{App: &appRow, Form: values})},
		{"app-secret", AppSecretPage(c, AppSecret{App: appRow, Secret: "s3cr3t", Message: "The app is made."})},
		{"app", AppPage(c, AppDetail{App: appRow, Tokens: metered})},
		{"app-public", AppPage(c, AppDetail{App: public, Form: Form{Problems: map[string]string{"icon": "This is not a photo."}}})},
		{"app-calls", AppLogPage(c, AppLog{App: appRow, Calls: calls, First: true,
			Older: WithQuery(DevViewsPath, "page", "app-calls-older")})},
		{"app-calls-older", AppLogPage(c, AppLog{App: appRow})},
		{"app-webhooks", AppWebhooksPage(c, appRow)},
		{"tokens", TokensPage(c, Tokens{Fresh: "t0k3n", List: metered, Form: Form{Values: map[string]string{"life": "90"}}})},
		{"tokens-wrong", TokensPage(c, Tokens{Form: Form{Problems: map[string]string{"name": "Name the program that is going to " +
			"use it."}}})},
		{"console", ConsolePage(c, console)},
	}
}
