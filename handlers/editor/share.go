package editor

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/text"
	"photogram/urls"
	"photogram/web"
)

// share takes what a phone shares with the installed app. The app's service worker
// does so before it comes here, and keeps the files until somebody is logged in;
// this is for browsers in which it does not run.
func (a Pages) share(c *gin.Context) error {
	if web.Viewer(c) == nil {
		return a.Done(c, urls.WithQuery(urls.Login, "next", urls.New),
			text.T(page.Context(c), "editor.log-in-share"), nil)
	}
	got, err := a.Receive(c)
	if err != nil {
		return err
	}
	return a.uploaded(c, got)
}

// shared is for whoever reloads what they shared.
func (a Pages) shared(c *gin.Context) error {
	c.Redirect(http.StatusSeeOther, urls.New)
	return nil
}
