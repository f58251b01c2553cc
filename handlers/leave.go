package handlers

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"photogram/models"
	"photogram/views"
	"photogram/web"
)

func (a *App) leavePage(c *gin.Context) error { return a.showLeave(c, http.StatusOK, views.Form{}) }

func (a *App) showLeave(c *gin.Context, status int, form views.Form) error {
	viewer := web.ViewerID(c)
	page := views.Leave{Form: form, Until: a.Store.Now().Add(models.LeaveGrace)}
	var err error
	if page.HasPassword, err = a.Store.HasPassword(ctx(c), viewer); err != nil {
		return err
	}
	if !page.HasPassword {
		if page.Proved, err = a.Store.Proved(ctx(c), viewer, web.Session(c).ID); err != nil {
			return err
		}
		linked, err := a.Store.Identities(ctx(c), viewer)
		if err != nil {
			return err
		}
		for _, p := range a.Login.Offered() {
			if slices.ContainsFunc(linked, func(i models.Identity) bool { return i.Provider == p.ID }) {
				page.Providers = append(page.Providers, p)
			}
		}
	}
	return a.Page(c, status, views.LeavePage(a.privateChrome(c, "Delete your account"), page), nil)
}

func (a *App) leave(c *gin.Context) error {
	until, err := a.Store.Leave(ctx(c), a.Asker(c), c.PostForm("current_password"))
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
	return a.Done(c, views.HomePath, "Your account is hidden now, and deleted on "+until.Format("2 January 2006")+". Log in before then to keep it.", nil)
}
