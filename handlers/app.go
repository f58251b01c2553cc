// Package handlers serves the pages, the fragments that HTMX puts into them,
// and the photos. Rules and SQL are in models, HTML is in views.
package handlers

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"photogram/models/app"
	"photogram/static"
	"photogram/urls"
	developerview "photogram/views/developer"
	"photogram/web"
)

// Routes registers every page on the engine. The API answers for its own unknown addresses.
func (a *App) Routes(e *gin.Engine, elsewhere gin.HandlerFunc) error {
	guard, err := a.SameOrigin(append(a.Login.exceptions(), "POST /mail/stop/{token}")...)
	if err != nil {
		return err
	}
	h := a.Handle
	e.GET("/healthz", func(c *gin.Context) { c.String(http.StatusOK, "ok\n") })
	e.GET("/readyz", a.readyz)
	e.GET("/statusz", a.statusz)
	e.GET("/robots.txt", a.robots)
	e.GET("/static/*file", gin.WrapH(static.Handler()))
	e.HEAD("/static/*file", gin.WrapH(static.Handler()))
	e.GET("/favicon.ico", func(c *gin.Context) { c.Redirect(http.StatusMovedPermanently, static.URL("favicon.svg")) })

	files := e.Group("/media", web.FileHeaders)
	files.GET("/:key/:name", a.file(a.rendition))
	files.HEAD("/:key/:name", a.file(a.rendition))
	files.GET("/avatar/:key", a.file(a.defaultAvatar))
	files.GET("/avatar/:key/:name", a.file(a.avatar))

	// The same for everybody, so no cookie is read.
	e.GET("/p/:code/embed", a.embedHeaders, a.frame(a.embed))
	e.GET(urls.EmbedScript, a.embedScript)
	e.GET("/:username/feed.atom", a.atomHeaders, a.frame(a.profileAtom))
	e.GET("/tags/:tag/feed.atom", a.atomHeaders, a.frame(a.tagAtom))

	// What programs ask, without a cookie.
	e.GET(urls.Metadata, a.oauthHeaders, a.oauthMetadata)
	for path, fn := range map[string]func(*gin.Context, *app.App, url.Values) error{urls.Token: a.token, urls.OldToken: a.token,
		urls.Revoke: a.revoke, urls.Introspect: a.introspect} {
		e.POST(path, a.oauthHeaders, a.oauth(fn))
		e.OPTIONS(path, a.oauthHeaders, func(c *gin.Context) { c.Status(http.StatusNoContent) })
	}

	p := e.Group("/", a.PageHeaders, unstored, a.LoadVisit, guard,
		a.ReadForms(urls.New, "/new/file", urls.NewStory, urls.Settings, urls.Tus, urls.Tus+"/:upload",
			"/p/:code/items/:item/replace", "/developers/apps/:app/icon"))
	p.GET("/", h(a.home))
	p.GET(urls.Explore, h(a.explore))
	p.GET(urls.Search, h(a.search))
	p.GET(urls.Credits, h(a.credits))
	p.POST(urls.Theme, h(a.theme))
	p.GET("/tags/:tag", h(a.tag))
	p.GET("/places/:place", h(a.place))

	e.GET(urls.OpenAPI, a.openAPI)
	p.GET(urls.Reference, h(a.reference))
	p.GET(urls.FirstPhoto, h(a.guide(developerview.FirstPhotoPage)))
	p.GET(urls.LoginGuide, h(a.guide(developerview.LoginGuidePage)))
	p.GET(urls.MovingGuide, h(a.guide(developerview.MovingGuidePage)))

	p.GET(urls.Login, h(a.loginPage))
	p.POST(urls.Login, h(a.login))
	p.POST(urls.Logout, h(a.logout))
	p.GET(urls.Signup, h(a.signupPage))
	p.POST(urls.Signup, h(a.signup))
	p.GET(urls.Reset, h(a.forgotPage))
	p.POST(urls.Reset, h(a.forgot))
	p.GET("/reset/:token", h(a.resetPage))
	p.POST("/reset/:token", h(a.reset))
	p.GET("/verify/:token", h(a.verify))
	p.GET("/reset/undo/:token", h(a.undoPage))
	p.POST("/reset/undo/:token", h(a.undo))
	p.GET("/mail/stop/:token", h(a.mailStopPage))
	p.POST("/mail/stop/:token", h(a.stopMails))
	p.GET(urls.Finish, h(a.finishPage))
	p.POST(urls.Finish, h(a.finish))
	p.POST("/auth/:provider", h(a.beginSocial))
	p.GET("/auth/:provider/callback", h(a.endSocial))
	p.POST("/auth/:provider/callback", h(a.endSocial))

	p.GET(urls.Authorize, h(a.authorize))
	p.POST(urls.Authorize, h(a.decide))

	p.GET("/p/:code", h(a.post))
	p.GET("/p/:code/items/:item/captions/:lang", h(a.caption))
	p.GET("/p/:code/likes", h(a.likers))
	p.GET("/p/:code/history", h(a.history))
	p.GET("/p/:code/original", h(a.originals))
	p.GET("/p/:code/items/:item/original.jpg", a.file(a.original))
	p.GET("/p/:code/comments", h(a.comments))
	p.GET("/p/:code/embed/code", h(a.embedCode))
	p.GET("/c/:token", h(a.sharedCollection))

	p.GET(urls.Events, h(a.events))
	p.GET("/p/:code/comments/:comment", h(a.comment))
	p.GET("/p/:code/comments/:comment/likes", h(a.commentLikers))

	in := p.Group("/", a.RequireLogin)
	a.threadRoutes(in)
	in.GET(urls.Notifications, h(a.notifications))
	in.POST(urls.Seen, h(a.seeNotifications))
	in.GET(urls.NotificationSettings, h(a.notificationSettings))
	in.POST(urls.NotificationSettings, h(a.saveNotificationSettings))
	in.GET(urls.Tags, h(a.followedTags))
	in.POST("/tags/:tag/follow", h(a.followTag))
	in.DELETE("/tags/:tag/follow", h(a.unfollowTag))
	in.POST(urls.Search, h(a.submitSearch))
	in.POST(urls.SearchHistory, h(a.rememberSearch))
	in.POST(urls.SearchClear, h(a.forgetSearches))
	in.POST(urls.SearchSwitch, h(a.switchSearchHistory))
	in.DELETE("/search/history/:entry", h(a.forgetSearch))
	in.POST("/p/:code/like", h(a.like))
	in.DELETE("/p/:code/like", h(a.unlike))
	in.POST("/p/:code/comments", h(a.addComment))
	in.PATCH("/p/:code/comments/:comment", h(a.editComment))
	in.DELETE("/p/:code/comments/:comment", h(a.deleteComment))
	in.POST("/p/:code/comments/:comment/like", h(a.likeComment))
	in.DELETE("/p/:code/comments/:comment/like", h(a.unlikeComment))
	in.POST("/p/:code/comments/:comment/pin", h(a.pinComment))
	in.DELETE("/p/:code/comments/:comment/pin", h(a.unpinComment))
	in.POST("/p/:code/comments/:comment/hide", h(a.hideComment))
	in.DELETE("/p/:code/comments/:comment/hide", h(a.showComment))
	in.POST("/p/:code/commenting", h(a.openComments))
	in.DELETE("/p/:code/commenting", h(a.closeComments))
	in.POST("/p/:code/tag", h(a.approveTag))
	in.DELETE("/p/:code/tag", h(a.removeTag))
	in.GET(urls.Complete, h(a.complete))
	in.GET(urls.CommentRules, h(a.commentRules))
	in.POST(urls.CommentRules, h(a.saveCommentRules))
	in.GET(urls.TagRules, h(a.tagRules))
	in.POST(urls.TagRules, h(a.saveTagRules))
	in.GET("/p/:code/edit", h(a.editPage))
	in.POST("/p/:code/edit", h(a.edit))
	in.GET("/p/:code/status", h(a.status))
	in.POST("/p/:code/delete", h(a.deletePost))
	in.POST("/p/:code/unschedule", h(a.unschedule))
	in.GET("/p/:code/plan", h(a.planPage))
	in.POST("/p/:code/plan", h(a.plan))
	in.POST("/p/:code/arrange", h(a.arrangePlan))
	in.GET(urls.Planner, h(a.planner))
	in.POST("/p/:code/items/:item/delete", h(a.deleteItem))
	in.POST("/p/:code/items/:item/retry", h(a.retryItem))
	in.GET("/p/:code/items/:item/replace", h(a.replacePage))
	in.POST("/p/:code/items/:item/replace", h(a.replaceItem))
	in.GET("/p/:code/items/:item/captions", h(a.captionsPage))
	in.POST("/p/:code/items/:item/captions", h(a.addCaption))
	in.DELETE("/p/:code/items/:item/captions/:lang", h(a.removeCaption))
	in.GET("/p/:code/items/:item/preview.jpg", a.file(a.preview))
	in.GET(urls.New, h(a.uploadPage))
	in.POST(urls.New, h(a.upload))
	in.POST("/new/file", h(a.uploadFile))
	if err := a.tusRoutes(in); err != nil {
		return err
	}
	a.storyMakingRoutes(in)
	in.GET(urls.Drafts, h(a.drafts))
	in.GET(urls.Archive, h(a.archived))
	in.POST("/p/:code/archive", h(a.archive))
	in.DELETE("/p/:code/archive", h(a.unarchive))

	in.POST("/p/:code/save", h(a.save))
	in.DELETE("/p/:code/save", h(a.unsave))
	in.GET("/p/:code/collections", h(a.collectPage))
	in.POST("/p/:code/collections", h(a.collect))
	in.GET(urls.Saved, h(a.saved))
	in.GET(urls.Collections, h(a.collections))
	in.POST(urls.Collections, h(a.createCollection))
	in.GET("/collections/:collection", h(a.collection))
	in.GET("/collections/:collection/arrange", h(a.arrangePage))
	in.GET("/collections/:collection/edit", h(a.collectionEditPage))
	in.POST("/collections/:collection/edit", h(a.editCollection))
	in.POST("/collections/:collection/cover", h(a.setCover))
	in.POST("/collections/:collection/link", h(a.linkCollection))
	in.DELETE("/collections/:collection/link", h(a.unlinkCollection))
	in.POST("/collections/:collection/move", h(a.moveCollection))
	in.POST("/collections/:collection/delete", h(a.deleteCollection))
	in.POST("/collections/:collection/posts/:code", h(a.collectOne))
	in.DELETE("/collections/:collection/posts/:code", h(a.uncollect))
	in.POST("/collections/:collection/posts/:code/move", h(a.moveCollected))

	in.GET(urls.Settings, h(a.settingsPage))
	in.POST(urls.Settings, h(a.saveSettings))
	in.GET(urls.Account, h(a.accountPage))
	in.POST("/settings/account/email", h(a.changeEmail))
	in.POST("/settings/account/password", h(a.changePassword))
	in.POST("/settings/account/sessions", h(a.endSession))
	in.POST("/settings/account/logout-everywhere", h(a.logoutEverywhere))
	in.POST("/settings/account/verify", h(a.resendVerification))
	in.GET(urls.Leave, h(a.leavePage))
	in.POST(urls.Leave, h(a.leave))
	in.GET(urls.Connection, h(a.connectionsPage))
	in.POST("/settings/connections/unlink", h(a.unlink))
	in.POST(urls.Switch, h(a.switchAccount))
	in.GET(urls.Connected, h(a.connected))
	in.POST(urls.Connected, h(a.disconnect))
	a.developerRoutes(in)
	in.GET(urls.Requests, h(a.requests))
	in.POST("/requests/:username", h(a.approve))
	in.DELETE("/requests/:username", h(a.ignore))

	if a.Site.Dev {
		p.GET(urls.DevMail, h(a.devMail))
		p.GET(urls.DevViews, h(a.devViews))
		e.GET("/dev/media/*file", gin.WrapH(static.Samples()))
	}

	p.GET("/:username", h(a.profile))
	p.GET("/:username/followers", h(a.followers))
	p.GET("/:username/following", h(a.following))
	p.GET("/:username/tagged", h(a.tagged))
	in.POST("/:username/follow", h(a.follow))
	in.DELETE("/:username/follow", h(a.unfollow))
	in.POST("/:username/block", h(a.block))
	in.DELETE("/:username/block", h(a.unblock))
	a.relationRoutes(in)
	a.storyRoutes(in)

	e.NoRoute(elsewhere, a.PageHeaders, a.LoadVisit, h(func(*gin.Context) error { return web.ErrNoPage }))
	e.NoMethod(elsewhere, a.PageHeaders, a.LoadVisit, h(func(*gin.Context) error {
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
