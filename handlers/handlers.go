// Package handlers serves the pages, the fragments that HTMX puts into them,
// and the photos. Rules and SQL are in models, HTML is in views.
package handlers

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	accountpages "photogram/handlers/account"
	devpages "photogram/handlers/dev"
	developerpages "photogram/handlers/developer"
	discoverpages "photogram/handlers/discover"
	editorpages "photogram/handlers/editor"
	filepages "photogram/handlers/file"
	homepages "photogram/handlers/home"
	inboxpages "photogram/handlers/inbox"
	insightpages "photogram/handlers/insight"
	notifypages "photogram/handlers/notify"
	orderpages "photogram/handlers/order"
	"photogram/handlers/page"
	peoplepages "photogram/handlers/people"
	postpages "photogram/handlers/post"
	savedpages "photogram/handlers/saved"
	shoppages "photogram/handlers/shop"
	storypages "photogram/handlers/story"
	"photogram/static"
	"photogram/urls"
	"photogram/web"
)

// Routes registers every page on the engine. The API answers for its own unknown addresses.
func Routes(a *page.App, e *gin.Engine, elsewhere gin.HandlerFunc) error {
	guard, err := a.SameOrigin(append(a.Login.Exceptions(), "POST /mail/stop/{token}")...)
	if err != nil {
		return err
	}
	e.GET("/healthz", func(c *gin.Context) { c.String(http.StatusOK, "ok\n") })
	e.GET("/readyz", a.Readyz)
	e.GET("/statusz", a.Statusz)
	e.GET("/robots.txt", func(c *gin.Context) { c.String(http.StatusOK, robots+"Sitemap: "+a.Site.BaseURL+urls.Sitemap+"\n") })
	e.GET("/static/*file", gin.WrapH(static.Handler()))
	e.HEAD("/static/*file", gin.WrapH(static.Handler()))
	e.GET("/favicon.ico", func(c *gin.Context) { c.Redirect(http.StatusMovedPermanently, static.URL("favicon.svg")) })

	homepages.Of(a).InstallRoutes(e)
	filepages.Of(a).MediaRoutes(e)
	postpages.Of(a).FrameRoutes(e)
	developerpages.Of(a).ProgramRoutes(e)

	p := e.Group("/", a.PageHeaders, unstored, a.LoadVisit, guard)

	in := p.Group("/", a.RequireLogin)
	editorpages.Of(a).FileRoutes(p, in)
	if err := editorpages.Of(a).TusRoutes(in); err != nil {
		return err
	}
	for _, list := range [][]page.Route{
		accountpages.Of(a).Routes(), developerpages.Of(a).Routes(), discoverpages.Of(a).Routes(), editorpages.Of(a).Routes(),
		homepages.Of(a).Routes(), inboxpages.Of(a).Routes(), insightpages.Of(a).Routes(), notifypages.Of(a).Routes(),
		peoplepages.Of(a).Routes(), postpages.Of(a).Routes(), savedpages.Of(a).Routes(), orderpages.Of(a).Routes(),
		shoppages.Of(a).Routes(), storypages.Of(a).Routes(),
	} {
		for _, r := range list {
			group := p
			if r.Who == page.Member {
				group = in
			}
			chain := []gin.HandlerFunc{a.ReadForm, a.Handle(r.Handler)}
			if r.Body == page.Files {
				chain = chain[1:]
			}
			group.Handle(r.Method, r.Path, chain...)
		}
	}
	if a.Site.Dev {
		devpages.Of(a).Routes(e, p)
	}

	e.NoRoute(elsewhere, a.PageHeaders, a.LoadVisit, a.Handle(func(*gin.Context) error { return web.ErrNoPage }))
	e.NoMethod(elsewhere, a.PageHeaders, a.LoadVisit, a.Handle(func(*gin.Context) error {
		return &web.StatusError{Status: http.StatusMethodNotAllowed, Message: "This address does not take that kind of request."}
	}))
	return nil
}

const robots = "User-agent: *\nDisallow: /settings\nDisallow: /drafts\nDisallow: /new\nDisallow: /notifications\n" +
	"Disallow: /cart\nDisallow: /checkout\nDisallow: /orders\nDisallow: /shop\n" +
	"Disallow: /inbox\nDisallow: /insights\nAllow: /insights/rules\n" +
	"Disallow: /events\nDisallow: /v1/\nDisallow: /dev/\nDisallow: /oauth/\n" +
	"Disallow: /developers\nAllow: /developers/docs\nAllow: /developers/guides/\n"

// unstored keeps pages with credentials, or about them, out of every cache, that of
// the browser's back button included.
func unstored(c *gin.Context) {
	for _, prefix := range []string{urls.Login, urls.Signup, urls.Reset, "/verify", "/mail", urls.Finish,
		"/auth", "/checkout", urls.Orders, urls.ShopOrders, urls.ShopSettings, urls.Settings, urls.Authorize, urls.Developers} {
		if path := c.Request.URL.Path; path == prefix || strings.HasPrefix(path, prefix+"/") {
			c.Header("Cache-Control", "no-store")
		}
	}
	c.Next()
}
