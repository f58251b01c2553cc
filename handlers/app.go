// Package handlers serves the pages, the fragments that HTMX puts into them,
// and the photos. Rules and SQL are in models, HTML is in views.
package handlers

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"photogram/static"
	"photogram/urls"
	"photogram/web"
)

// Routes registers every page on the engine. The API answers for its own unknown addresses.
func (a *App) Routes(e *gin.Engine, elsewhere gin.HandlerFunc) error {
	guard, err := a.SameOrigin(append(a.Login.exceptions(), "POST /mail/stop/{token}")...)
	if err != nil {
		return err
	}
	e.GET("/healthz", func(c *gin.Context) { c.String(http.StatusOK, "ok\n") })
	e.GET("/readyz", a.readyz)
	e.GET("/statusz", a.statusz)
	e.GET("/robots.txt", a.robots)
	e.GET("/static/*file", gin.WrapH(static.Handler()))
	e.HEAD("/static/*file", gin.WrapH(static.Handler()))
	e.GET("/favicon.ico", func(c *gin.Context) { c.Redirect(http.StatusMovedPermanently, static.URL("favicon.svg")) })

	a.MediaRoutes(e)
	a.FrameRoutes(e)
	a.ProgramRoutes(e)

	p := e.Group("/", a.PageHeaders, unstored, a.LoadVisit, guard,
		a.ReadForms(urls.New, "/new/file", urls.NewStory, urls.Settings, urls.Tus, urls.Tus+"/:upload",
			"/p/:code/items/:item/replace", "/developers/apps/:app/icon"))

	in := p.Group("/", a.RequireLogin)
	a.FileRoutes(p, in)
	if err := a.tusRoutes(in); err != nil {
		return err
	}
	for _, list := range [][]Route{a.accountRoutes(), a.developerRoutes(), a.discoverRoutes(), a.editorRoutes(), a.homeRoutes(),
		a.inboxRoutes(), a.notifyRoutes(), a.peopleRoutes(), a.postRoutes(), a.savedRoutes(), a.storyRoutes()} {
		for _, r := range list {
			group := p
			if r.Who == Member {
				group = in
			}
			group.Handle(r.Method, r.Path, a.Handle(r.Handler))
		}
	}
	if a.Site.Dev {
		a.devRoutes(e, p)
	}

	e.NoRoute(elsewhere, a.PageHeaders, a.LoadVisit, a.Handle(func(*gin.Context) error { return web.ErrNoPage }))
	e.NoMethod(elsewhere, a.PageHeaders, a.LoadVisit, a.Handle(func(*gin.Context) error {
		return &web.StatusError{Status: http.StatusMethodNotAllowed, Message: "This address does not take that kind of request."}
	}))
	return nil
}

func (a *App) robots(c *gin.Context) {
	c.String(http.StatusOK, "User-agent: *\nDisallow: /settings\nDisallow: /drafts\nDisallow: /new\nDisallow: "+
		"/notifications\nDisallow: /inbox\nDisallow: /events\nDisallow: /v1/\nDisallow: /dev/\nDisallow: /oauth/\nDisallow: "+
		"/developers\nAllow: /developers/docs\nAllow: /developers/guides/\n")
}

// unstored keeps pages with credentials, or about them, out of every cache, that of
// the browser's back button included.
func unstored(c *gin.Context) {
	for _, prefix := range []string{urls.Login, urls.Signup, urls.Reset, "/verify", "/mail", urls.Finish,
		"/auth", urls.Settings, urls.Authorize, urls.Developers} {
		if path := c.Request.URL.Path; path == prefix || strings.HasPrefix(path, prefix+"/") {
			c.Header("Cache-Control", "no-store")
		}
	}
	c.Next()
}
