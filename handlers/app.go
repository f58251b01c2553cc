// Package handlers serves the pages, the fragments that HTMX puts into them,
// and the photos. Rules and SQL are in models, HTML is in views.
package handlers

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"photogram/media/blob"
	"photogram/models"
	"photogram/models/app"
	"photogram/models/post"
	"photogram/static"
	"photogram/views"
	"photogram/web"
)

// Intake checks what people upload and keeps it.
type Intake interface {
	MaxBytes() int64
	MaxFileBytes() int64 // of a photo or a video
	MaxVideo() post.VideoLimit
	Receive(ctx context.Context, owner models.ID, name string, r io.Reader) (post.Upload, error)
	ReceiveFile(ctx context.Context, owner, id models.ID, name, path string) (post.Upload, error)
	ReceiveAvatar(ctx context.Context, user models.ID, r io.Reader) (string, error)
	Discard(ctx context.Context, owner models.ID, up post.Upload)
	DiscardAvatar(ctx context.Context, user models.ID, key string)
}

// App has what the handlers use.
type App struct {
	*web.Kit
	Blobs  blob.Store
	Intake Intake
	Login  *Social
	Mail   MailBox // nil when mails go out by SMTP
	Health *Health
	Calls  map[string]string // the API's methods and paths with their scopes, for the console

	UploadDir string // for files that come in parts

	ordered orders // of lost files
}

// Sizes of pages of lists.
const (
	feedPage    = 10
	gridPage    = 24
	commentPage = 20
	peoplePage  = 30
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
	e.GET(views.EmbedScriptPath, a.embedScript)
	e.GET("/:username/feed.atom", a.atomHeaders, a.frame(a.profileAtom))
	e.GET("/tags/:tag/feed.atom", a.atomHeaders, a.frame(a.tagAtom))

	// What programs ask, without a cookie.
	e.GET(views.MetadataPath, a.oauthHeaders, a.oauthMetadata)
	for path, fn := range map[string]func(*gin.Context, *app.App, url.Values) error{views.TokenPath: a.token, views.OldTokenPath: a.token,
		views.RevokePath: a.revoke, views.IntrospectPath: a.introspect} {
		e.POST(path, a.oauthHeaders, a.oauth(fn))
		e.OPTIONS(path, a.oauthHeaders, func(c *gin.Context) { c.Status(http.StatusNoContent) })
	}

	p := e.Group("/", a.PageHeaders, unstored, a.LoadVisit, guard,
		a.ReadForms(views.NewPath, "/new/file", views.NewStoryPath, views.SettingsPath, views.TusPath, views.TusPath+"/:upload",
			"/p/:code/items/:item/replace", "/developers/apps/:app/icon"))
	p.GET("/", h(a.home))
	p.GET(views.ExplorePath, h(a.explore))
	p.GET(views.SearchPath, h(a.search))
	p.GET(views.CreditsPath, h(a.credits))
	p.POST(views.ThemePath, h(a.theme))
	p.GET("/tags/:tag", h(a.tag))
	p.GET("/places/:place", h(a.place))

	e.GET(views.OpenAPIPath, a.openAPI)
	p.GET(views.ReferencePath, h(a.reference))
	p.GET(views.FirstPhotoPath, h(a.guide(views.FirstPhotoPage)))
	p.GET(views.LoginGuidePath, h(a.guide(views.LoginGuidePage)))
	p.GET(views.MovingGuidePath, h(a.guide(views.MovingGuidePage)))

	p.GET(views.LoginPath, h(a.loginPage))
	p.POST(views.LoginPath, h(a.login))
	p.POST(views.LogoutPath, h(a.logout))
	p.GET(views.SignupPath, h(a.signupPage))
	p.POST(views.SignupPath, h(a.signup))
	p.GET(views.ResetPath, h(a.forgotPage))
	p.POST(views.ResetPath, h(a.forgot))
	p.GET("/reset/:token", h(a.resetPage))
	p.POST("/reset/:token", h(a.reset))
	p.GET("/verify/:token", h(a.verify))
	p.GET("/reset/undo/:token", h(a.undoPage))
	p.POST("/reset/undo/:token", h(a.undo))
	p.GET("/mail/stop/:token", h(a.mailStopPage))
	p.POST("/mail/stop/:token", h(a.stopMails))
	p.GET(views.FinishPath, h(a.finishPage))
	p.POST(views.FinishPath, h(a.finish))
	p.POST("/auth/:provider", h(a.beginSocial))
	p.GET("/auth/:provider/callback", h(a.endSocial))
	p.POST("/auth/:provider/callback", h(a.endSocial))

	p.GET(views.AuthorizePath, h(a.authorize))
	p.POST(views.AuthorizePath, h(a.decide))

	p.GET("/p/:code", h(a.post))
	p.GET("/p/:code/items/:item/captions/:lang", h(a.caption))
	p.GET("/p/:code/likes", h(a.likers))
	p.GET("/p/:code/history", h(a.history))
	p.GET("/p/:code/original", h(a.originals))
	p.GET("/p/:code/items/:item/original.jpg", a.file(a.original))
	p.GET("/p/:code/comments", h(a.comments))
	p.GET("/p/:code/embed/code", h(a.embedCode))
	p.GET("/c/:token", h(a.sharedCollection))

	p.GET(views.EventsPath, h(a.events))
	p.GET("/p/:code/comments/:comment", h(a.comment))
	p.GET("/p/:code/comments/:comment/likes", h(a.commentLikers))

	in := p.Group("/", a.RequireLogin)
	a.threadRoutes(in)
	in.GET(views.NotificationsPath, h(a.notifications))
	in.POST(views.SeenPath, h(a.seeNotifications))
	in.GET(views.NotificationSettingsPath, h(a.notificationSettings))
	in.POST(views.NotificationSettingsPath, h(a.saveNotificationSettings))
	in.GET(views.TagsPath, h(a.followedTags))
	in.POST("/tags/:tag/follow", h(a.followTag))
	in.DELETE("/tags/:tag/follow", h(a.unfollowTag))
	in.POST(views.SearchPath, h(a.submitSearch))
	in.POST(views.SearchHistoryPath, h(a.rememberSearch))
	in.POST(views.SearchClearPath, h(a.forgetSearches))
	in.POST(views.SearchSwitchPath, h(a.switchSearchHistory))
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
	in.GET(views.CompletePath, h(a.complete))
	in.GET(views.CommentRulesPath, h(a.commentRules))
	in.POST(views.CommentRulesPath, h(a.saveCommentRules))
	in.GET(views.TagRulesPath, h(a.tagRules))
	in.POST(views.TagRulesPath, h(a.saveTagRules))
	in.GET("/p/:code/edit", h(a.editPage))
	in.POST("/p/:code/edit", h(a.edit))
	in.GET("/p/:code/status", h(a.status))
	in.POST("/p/:code/delete", h(a.deletePost))
	in.POST("/p/:code/unschedule", h(a.unschedule))
	in.GET("/p/:code/plan", h(a.planPage))
	in.POST("/p/:code/plan", h(a.plan))
	in.POST("/p/:code/arrange", h(a.arrangePlan))
	in.GET(views.PlannerPath, h(a.planner))
	in.POST("/p/:code/items/:item/delete", h(a.deleteItem))
	in.POST("/p/:code/items/:item/retry", h(a.retryItem))
	in.GET("/p/:code/items/:item/replace", h(a.replacePage))
	in.POST("/p/:code/items/:item/replace", h(a.replaceItem))
	in.GET("/p/:code/items/:item/captions", h(a.captionsPage))
	in.POST("/p/:code/items/:item/captions", h(a.addCaption))
	in.DELETE("/p/:code/items/:item/captions/:lang", h(a.removeCaption))
	in.GET("/p/:code/items/:item/preview.jpg", a.file(a.preview))
	in.GET(views.NewPath, h(a.uploadPage))
	in.POST(views.NewPath, h(a.upload))
	in.POST("/new/file", h(a.uploadFile))
	if err := a.tusRoutes(in); err != nil {
		return err
	}
	a.storyMakingRoutes(in)
	in.GET(views.DraftsPath, h(a.drafts))
	in.GET(views.ArchivePath, h(a.archived))
	in.POST("/p/:code/archive", h(a.archive))
	in.DELETE("/p/:code/archive", h(a.unarchive))

	in.POST("/p/:code/save", h(a.save))
	in.DELETE("/p/:code/save", h(a.unsave))
	in.GET("/p/:code/collections", h(a.collectPage))
	in.POST("/p/:code/collections", h(a.collect))
	in.GET(views.SavedPath, h(a.saved))
	in.GET(views.CollectionsPath, h(a.collections))
	in.POST(views.CollectionsPath, h(a.createCollection))
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

	in.GET(views.SettingsPath, h(a.settingsPage))
	in.POST(views.SettingsPath, h(a.saveSettings))
	in.GET(views.AccountPath, h(a.accountPage))
	in.POST("/settings/account/email", h(a.changeEmail))
	in.POST("/settings/account/password", h(a.changePassword))
	in.POST("/settings/account/sessions", h(a.endSession))
	in.POST("/settings/account/logout-everywhere", h(a.logoutEverywhere))
	in.POST("/settings/account/verify", h(a.resendVerification))
	in.GET(views.LeavePath, h(a.leavePage))
	in.POST(views.LeavePath, h(a.leave))
	in.GET(views.ConnectionPath, h(a.connectionsPage))
	in.POST("/settings/connections/unlink", h(a.unlink))
	in.POST(views.SwitchPath, h(a.switchAccount))
	in.GET(views.ConnectedPath, h(a.connected))
	in.POST(views.ConnectedPath, h(a.disconnect))
	a.developerRoutes(in)
	in.GET(views.RequestsPath, h(a.requests))
	in.POST("/requests/:username", h(a.approve))
	in.DELETE("/requests/:username", h(a.ignore))

	if a.Site.Dev {
		p.GET(views.DevMailPath, h(a.devMail))
		p.GET(views.DevViewsPath, h(a.devViews))
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

// chrome is the request's chrome with a title.
func (a *App) chrome(c *gin.Context, title string) views.Chrome {
	chrome := a.Chrome(c)
	chrome.Title = title
	return chrome
}

func ctx(c *gin.Context) context.Context { return c.Request.Context() }

// older is the address of a list's next page, or "" at its end.
func older(path string, next models.ID) string {
	if next == 0 {
		return ""
	}
	return views.WithQuery(path, "before", next.String())
}

// unstored keeps pages with credentials, or about them, out of every cache, that of
// the browser's back button included.
func unstored(c *gin.Context) {
	for _, prefix := range []string{views.LoginPath, views.SignupPath, views.ResetPath, "/verify", "/mail", views.FinishPath,
		"/auth", views.SettingsPath, views.AuthorizePath, views.DevelopersPath} {
		if path := c.Request.URL.Path; path == prefix || strings.HasPrefix(path, prefix+"/") {
			c.Header("Cache-Control", "no-store")
		}
	}
	c.Next()
}
