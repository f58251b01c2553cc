package handlers

import (
	"photogram/urls"
)

// accountRoutes are the addresses of this subject.
func (a *App) accountRoutes() []Route {
	return []Route{
		Get(Anyone, urls.Login, a.loginPage),
		Post(Anyone, urls.Login, a.login),
		Post(Anyone, urls.Logout, a.logout),
		Get(Anyone, urls.Signup, a.signupPage),
		Post(Anyone, urls.Signup, a.signup),
		Get(Anyone, urls.Reset, a.forgotPage),
		Post(Anyone, urls.Reset, a.forgot),
		Get(Anyone, "/reset/:token", a.resetPage),
		Post(Anyone, "/reset/:token", a.reset),
		Get(Anyone, "/verify/:token", a.verify),
		Get(Anyone, "/reset/undo/:token", a.undoPage),
		Post(Anyone, "/reset/undo/:token", a.undo),
		Get(Anyone, "/mail/stop/:token", a.mailStopPage),
		Post(Anyone, "/mail/stop/:token", a.stopMails),
		Get(Anyone, urls.Finish, a.finishPage),
		Post(Anyone, urls.Finish, a.finish),
		Post(Anyone, "/auth/:provider", a.beginSocial),
		Get(Anyone, "/auth/:provider/callback", a.endSocial),
		Post(Anyone, "/auth/:provider/callback", a.endSocial),
		Get(Member, urls.Settings, a.settingsPage),
		Post(Member, urls.Settings, a.saveSettings),
		Get(Member, urls.Account, a.accountPage),
		Post(Member, "/settings/account/email", a.changeEmail),
		Post(Member, "/settings/account/password", a.changePassword),
		Post(Member, "/settings/account/sessions", a.endSession),
		Post(Member, "/settings/account/logout-everywhere", a.logoutEverywhere),
		Post(Member, "/settings/account/verify", a.resendVerification),
		Get(Member, urls.Leave, a.leavePage),
		Post(Member, urls.Leave, a.leave),
		Get(Member, urls.Connection, a.connectionsPage),
		Post(Member, "/settings/connections/unlink", a.unlink),
	}
}
