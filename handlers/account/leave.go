package account

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models/account"
	"photogram/models/leave"
	"photogram/text"
	"photogram/urls"
	accountview "photogram/views/account"
	"photogram/views/ui"
	"photogram/web"
)

func (a Pages) leavePage(c *gin.Context) error { return a.showLeave(c, http.StatusOK, ui.Form{}) }

func (a Pages) showLeave(c *gin.Context, status int, form ui.Form) error {
	viewer := web.ViewerID(c)
	shown := accountview.Leave{Form: form, Until: a.Store.Now().Add(account.LeaveGrace)}
	var err error
	if shown.HasPassword, err = account.HasPassword(page.Context(c), a.Store, viewer); err != nil {
		return err
	}
	if !shown.HasPassword {
		if shown.Proved, err = account.Proved(page.Context(c), a.Store, viewer, web.Session(c).ID); err != nil {
			return err
		}
		linked, err := account.Identities(page.Context(c), a.Store, viewer)
		if err != nil {
			return err
		}
		for _, p := range a.Login.Offered() {
			if slices.ContainsFunc(linked, func(i account.Identity) bool { return i.Provider == p.ID }) {
				shown.Providers = append(shown.Providers, p)
			}
		}
	}
	return a.Page(c, status, accountview.LeavePage(a.PrivateChrome(c, text.T(page.Context(c), "account.leave-title")), shown), nil)
}

func (a Pages) leave(c *gin.Context) error {
	until, err := leave.Ask(page.Context(c), a.Store, a.Asker(c), c.PostForm("current_password"))
	if err != nil {
		status := web.Status(err)
		form, err := web.FormOf(c, err)
		if err != nil {
			return err
		}
		return a.showLeave(c, status, form)
	}
	if err := a.Logout(c); err != nil {
		return err
	}
	return a.Done(c, urls.Home, text.T(page.Context(c), "account.left", "date", text.Of(page.Context(c)).Day(until)), nil)
}
