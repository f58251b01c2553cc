package sample

import (
	"time"

	"photogram/models/app"
	"photogram/urls"
	developerview "photogram/views/developer"
	"photogram/views/ui"
)

func (s *sampler) developerPages(c ui.Chrome) []samplePage {
	hour := c.Now.Add(-time.Hour)
	appRow := app.App{ID: 4711, OwnerID: c.Viewer.ID, Name: "Larch Prints", Description: "Orders prints of your photos.",
		Website: "https://prints.example.org", RedirectURIs: "https://prints.example.org/callback\nhttp://127.0.0.1/done",
		Scopes: "basic public_content likes publish", Confidential: true, QueryToken: true, KeepTokens: true, OldSecretUntil: &c.Now}
	public := app.App{ID: 4712, Name: "تطبيق", Scopes: "basic"}
	metered := []developerview.MeteredToken{
		{Token: app.Token{ID: 1, UserID: 7, Name: "backup at home", Scopes: "basic likes", UsedAt: &hour}, Used: 4200, Limit: 5000},
		{Token: app.Token{ID: 2, Name: "script", Scopes: "basic", ExpiresAt: &c.Now}, Limit: 5000}}
	calls := []app.Request{{ID: 3, At: c.Now, Method: "GET", Path: "/v1/users/self", Status: 200, MS: 4, UserID: 7},
		{ID: 2, At: hour, Method: "POST", Path: "/v1/media/901_7/likes", Status: 400, MS: 2, UserID: 7,
			ErrorType: "OAuthPermissionsException"},
		{ID: 1, At: hour, Method: "GET", Path: "/v1/tags/sea", Status: 503, MS: 2000}}
	values := ui.Form{Values: map[string]string{"name": "Larch Prints", "redirect_uris": "ftp://x", "type": "public"},
		Problems: map[string]string{"redirect_uris": `"ftp://x" needs https://.`,
			"require_signed": "An app without a secret cannot sign its requests."}}
	console := developerview.Console{Call: "POST /media/:media/comments", Path: "/media/901_7/comments", Parameters: "text=it's nice",
		Calls: []developerview.ConsoleCall{{Method: "GET", Path: "/users/self", Scope: "basic"},
			{Method: "POST", Path: "/media/:media/comments", Scope: "comments"}}}
	return []samplePage{
		{"consent", developerview.ConsentPage(c, developerview.ConsentDetail{ID: "x", App: appRow, Owner: "tom",
			Scopes: []string{"basic", "public_content", "likes", "publish"}, Had: []string{"basic"}, Host: "prints.example.org"})},
		{"consent-native", developerview.ConsentPage(c,
			developerview.ConsentDetail{ID: "x", App: public, Scopes: []string{"basic"}, Native: true})},
		{"go-on", developerview.GoOnPage(c, urls.Authorize+"?client_id=1")},
		{"connected", developerview.ConnectedPage(c,
			developerview.ConnectedApps{List: []app.ConnectedApp{{Grant: app.Grant{AppID: 1, Scopes: "basic likes",
				CreatedAt: hour, UsedAt: &c.Now}, Name: "Larch Prints", Deletes: true},
				{Grant: app.Grant{AppID: 2, Scopes: "basic", CreatedAt: hour}, Name: "تطبيق", KeepTokens: true}},
				Older: urls.WithQuery(urls.DevViews, "page", "connected-empty"),
				Deletions: []app.DataDeletion{{ID: 1, Name: "Larch Prints", AskedAt: hour},
					{ID: 2, Name: "تطبيق", AskedAt: hour, AnsweredAt: &c.Now, URL: "https://prints.example.org/deletion/7", Code: "c7"}}})},
		{"connected-empty", developerview.ConnectedPage(c, developerview.ConnectedApps{})},
		{"developers", developerview.DevelopersPage(c, developerview.Developers{Apps: []app.App{appRow, public}})},
		{"developers-empty", developerview.DevelopersPage(c, developerview.Developers{})},
		{"app-new", developerview.AppFormPage(c, developerview.AppForm{})},
		{"app-wrong", developerview.AppFormPage(c, developerview.AppForm{App: &appRow, Form: values})},
		{"app-secret", developerview.AppSecretPage(c, developerview.AppSecret{App: appRow, Secret: "s3cr3t", Message: "The app is made."})},
		{"app", developerview.AppPage(c, developerview.AppDetail{App: appRow, Tokens: metered})},
		{"app-public", developerview.AppPage(c,
			developerview.AppDetail{App: public, Form: ui.Form{Problems: map[string]string{"icon": "This is not a photo."}}})},
		{"app-calls", developerview.AppLogPage(c, developerview.AppLog{App: appRow, Calls: calls, First: true,
			Older: urls.WithQuery(urls.DevViews, "page", "app-calls-older")})},
		{"app-calls-older", developerview.AppLogPage(c, developerview.AppLog{App: appRow})},
		{"app-webhooks", developerview.WebhooksPage(c, developerview.Webhooks{App: &appRow, List: webhooksOf(c)})},
		{"webhooks", developerview.WebhooksPage(c, developerview.Webhooks{})},
		{"webhooks-wrong", developerview.WebhooksPage(c, developerview.Webhooks{Form: ui.Form{Problems: map[string]string{
			"callback_url": "Deliveries go over TLS alone: the address begins with https://.",
			"activities":   "Name at least one activity."}}})},
		{"webhook", developerview.WebhookPage(c, webhookOf(c, &appRow))},
		{"webhook-off", developerview.WebhookPage(c, developerview.Webhook{Subscription: webhooksOf(c)[1]})},
		{"webhook-secret", developerview.WebhookSecretPage(c, developerview.WebhookSecret{Key: "7_1", Secret: "whsec_c2VjcmV0",
			Message: "The webhook is made."})},
		{"tokens", developerview.TokensPage(c,
			developerview.Tokens{Fresh: "t0k3n", List: metered, Form: ui.Form{Values: map[string]string{"life": "90"}}})},
		{"tokens-wrong", developerview.TokensPage(c,
			developerview.Tokens{Form: ui.Form{Problems: map[string]string{"name": "Name the program that is going to " +
				"use it."}}})},
		{"console", developerview.ConsolePage(c, console)},
	}
}
