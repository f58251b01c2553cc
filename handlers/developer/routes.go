package developer

import (
	"photogram/handlers/page"
	"photogram/urls"
	developerview "photogram/views/developer"
)

// Routes are the addresses of this subject.
func (a Pages) Routes() []page.Route {
	return []page.Route{
		page.Get(page.Anyone, urls.Reference, a.reference),
		page.Get(page.Anyone, urls.ReferenceOf(":subject"), a.calls),
		page.Get(page.Anyone, urls.Shapes, a.shapes),
		page.Get(page.Anyone, urls.ShapeOf(":shape"), a.shape),
		page.Get(page.Anyone, urls.FirstPhoto, a.guide(developerview.FirstPhotoPage)),
		page.Get(page.Anyone, urls.LoginGuide, a.guide(developerview.LoginGuidePage)),
		page.Get(page.Anyone, urls.MovingGuide, a.guide(developerview.MovingGuidePage)),
		page.Get(page.Anyone, urls.WebhookGuide, a.guide(developerview.WebhookGuidePage)),
		page.Get(page.Anyone, urls.Authorize, a.authorize),
		page.Post(page.Anyone, urls.Authorize, a.decide),
		page.Post(page.Member, urls.Switch, a.switchAccount),
		page.Get(page.Member, urls.Connected, a.connected),
		page.Post(page.Member, urls.Connected, a.disconnect),
		page.Get(page.Member, urls.Developers, a.developers),
		page.Get(page.Member, urls.NewApp, a.newAppPage),
		page.Post(page.Member, urls.NewApp, a.createApp),
		page.Get(page.Member, "/developers/apps/:app", a.appPage),
		page.Get(page.Member, "/developers/apps/:app/edit", a.editAppPage),
		page.Post(page.Member, "/developers/apps/:app/edit", a.editApp),
		page.Post(page.Member, "/developers/apps/:app/icon", a.setAppIcon).WithFiles(),
		page.Post(page.Member, "/developers/apps/:app/secret", a.rotateSecret),
		page.Post(page.Member, "/developers/apps/:app/delete", a.deleteApp),
		page.Get(page.Member, "/developers/apps/:app/requests", a.appRequests),
		page.Get(page.Member, "/developers/apps/:app/webhooks", a.appWebhooks),
		page.Get(page.Member, urls.Webhooks, a.webhooks),
		page.Post(page.Member, urls.Webhooks, a.createWebhook),
		page.Get(page.Member, "/developers/webhooks/:webhook", a.webhook),
		page.Post(page.Member, "/developers/webhooks/:webhook/test", a.testWebhook),
		page.Post(page.Member, "/developers/webhooks/:webhook/on", a.switchWebhookOn),
		page.Post(page.Member, "/developers/webhooks/:webhook/secret", a.rotateWebhook),
		page.Post(page.Member, "/developers/webhooks/:webhook/replay", a.replayWebhook),
		page.Post(page.Member, "/developers/webhooks/:webhook/delete", a.deleteWebhook),
		page.Get(page.Member, urls.Tokens, a.tokensPage),
		page.Post(page.Member, urls.Tokens, a.createToken),
		page.Post(page.Member, "/developers/tokens/revoke", a.revokeToken),
		page.Get(page.Member, urls.Console, a.console),
		page.Post(page.Member, urls.Console, a.console),
	}
}
