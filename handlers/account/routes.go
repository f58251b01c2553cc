package account

import (
	"photogram/handlers/page"
	"photogram/urls"
)

// Routes are the addresses of this subject.
func (a Pages) Routes() []page.Route {
	return []page.Route{
		page.Get(page.Anyone, urls.Login, a.loginPage),
		page.Post(page.Anyone, urls.Login, a.login),
		page.Post(page.Anyone, urls.Logout, a.logout),
		page.Get(page.Anyone, urls.Signup, a.signupPage),
		page.Post(page.Anyone, urls.Signup, a.signup),
		page.Get(page.Anyone, urls.SignupName, a.signupName),
		page.Get(page.Anyone, urls.Reset, a.forgotPage),
		page.Post(page.Anyone, urls.Reset, a.forgot),
		page.Get(page.Anyone, "/reset/:token", a.resetPage),
		page.Post(page.Anyone, "/reset/:token", a.reset),
		page.Get(page.Anyone, "/verify/:token", a.verify),
		page.Get(page.Anyone, "/reset/undo/:token", a.undoPage),
		page.Post(page.Anyone, "/reset/undo/:token", a.undo),
		page.Get(page.Anyone, "/mail/stop/:token", a.mailStopPage),
		page.Post(page.Anyone, "/mail/stop/:token", a.stopMails),
		page.Get(page.Anyone, urls.Finish, a.finishPage),
		page.Post(page.Anyone, urls.Finish, a.finish),
		page.Post(page.Anyone, "/auth/:provider", a.beginSocial),
		page.Get(page.Anyone, "/auth/:provider/callback", a.endSocial),
		page.Post(page.Anyone, "/auth/:provider/callback", a.endSocial),
		page.Get(page.Member, urls.Settings, a.settingsPage),
		page.Post(page.Member, urls.Settings, a.saveSettings).WithFiles(),
		page.Get(page.Member, urls.Account, a.accountPage),
		page.Post(page.Member, "/settings/account/email", a.changeEmail),
		page.Post(page.Member, "/settings/account/password", a.changePassword),
		page.Post(page.Member, "/settings/account/sessions", a.endSession),
		page.Post(page.Member, "/settings/account/logout-everywhere", a.logoutEverywhere),
		page.Post(page.Member, "/settings/account/verify", a.resendVerification),
		page.Get(page.Member, urls.Leave, a.leavePage),
		page.Post(page.Member, urls.Leave, a.leave),
		page.Get(page.Member, urls.Connection, a.connectionsPage),
		page.Post(page.Member, "/settings/connections/unlink", a.unlink),
	}
}
