package handlers

import (
	"photogram/urls"
	developerview "photogram/views/developer"
)

// developerRoutes are the addresses of this subject.
func (a *App) developerRoutes() []Route {
	return []Route{
		Get(Anyone, urls.Reference, a.reference),
		Get(Anyone, urls.FirstPhoto, a.guide(developerview.FirstPhotoPage)),
		Get(Anyone, urls.LoginGuide, a.guide(developerview.LoginGuidePage)),
		Get(Anyone, urls.MovingGuide, a.guide(developerview.MovingGuidePage)),
		Get(Anyone, urls.Authorize, a.authorize),
		Post(Anyone, urls.Authorize, a.decide),
		Post(Member, urls.Switch, a.switchAccount),
		Get(Member, urls.Connected, a.connected),
		Post(Member, urls.Connected, a.disconnect),
		Get(Member, urls.Developers, a.developers),
		Get(Member, urls.NewApp, a.newAppPage),
		Post(Member, urls.NewApp, a.createApp),
		Get(Member, "/developers/apps/:app", a.appPage),
		Get(Member, "/developers/apps/:app/edit", a.editAppPage),
		Post(Member, "/developers/apps/:app/edit", a.editApp),
		Post(Member, "/developers/apps/:app/icon", a.setAppIcon),
		Post(Member, "/developers/apps/:app/secret", a.rotateSecret),
		Post(Member, "/developers/apps/:app/delete", a.deleteApp),
		Get(Member, "/developers/apps/:app/requests", a.appRequests),
		Get(Member, "/developers/apps/:app/webhooks", a.appWebhooks),
		Get(Member, urls.Tokens, a.tokensPage),
		Post(Member, urls.Tokens, a.createToken),
		Post(Member, "/developers/tokens/revoke", a.revokeToken),
		Get(Member, urls.Console, a.console),
		Post(Member, urls.Console, a.console),
	}
}
