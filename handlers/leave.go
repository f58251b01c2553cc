package handlers

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"photogram/models/account"
	"photogram/urls"
	accountview "photogram/views/account"
	"photogram/views/ui"
	"photogram/web"
)

func (a *App) leavePage(c *gin.Context) error { return a.showLeave(c, http.StatusOK, ui.Form{}) }

func (a *App) showLeave(c *gin.Context, status int, form ui.Form) error {
	viewer := web.ViewerID(c)
	page := accountview.Leave{Form: form, Until: a.Store.Now().Add(account.LeaveGrace)}
	var err error
	if page.HasPassword, err = account.HasPassword(ctx(c), a.Store, viewer); err != nil {
		return err
	}
	if !page.HasPassword {
		if page.Proved, err = account.Proved(ctx(c), a.Store, viewer, web.Session(c).ID); err != nil {
			return err
		}
		linked, err := account.Identities(ctx(c), a.Store, viewer)
		if err != nil {
			return err
		}
		for _, p := range a.Login.Offered() {
			if slices.ContainsFunc(linked, func(i account.Identity) bool { return i.Provider == p.ID }) {
				page.Providers = append(page.Providers, p)
			}
		}
	}
	return a.Page(c, status, accountview.LeavePage(a.privateChrome(c, "Delete your account"), page), nil)
}

func (a *App) leave(c *gin.Context) error {
	until, err := account.Leave(ctx(c), a.Store, a.Asker(c), c.PostForm("current_password"))
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
	return a.Done(c, urls.Home, "Your account is hidden now, and deleted on "+until.Format("2 January 2006")+". Log in "+
		"before then to keep it.", nil)
}
