package post

import (
	"errors"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/post"
	"photogram/models/tally"
	"photogram/static"
	"photogram/text"
	"photogram/urls"
	postview "photogram/views/post"
	"photogram/views/ui"
	"photogram/web"
)

// embedHeaders are those of the one page that other sites may put into a frame.
// It has no forms and reads no cookie, so nobody can be made to do anything in it.
func (a Pages) embedHeaders(c *gin.Context) {
	a.PublicHeaders(c)
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "+
		"media-src 'self'; form-action 'none'; frame-ancestors *; base-uri 'none'")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()")
	h.Set("Cache-Control", "no-cache")
	c.Next()
}

// anonymous is the chrome of what is the same for everybody.
func (a Pages) anonymous(c *gin.Context) ui.Chrome {
	return ui.Chrome{SiteName: a.Site.Name, BaseURL: a.Site.BaseURL, Path: c.Request.URL.Path, Files: a.Files, Now: a.Store.Now()}
}

// publicPost finds a post that everybody may see.
func (a Pages) publicPost(c *gin.Context) (*post.View, error) {
	id, err := page.PostID(c)
	if err != nil {
		return nil, err
	}
	p, err := post.Visible(page.Context(c), a.Store, 0, id)
	if err == nil && !p.Public() {
		err = page.ErrNoPost
	}
	return p, err
}

func (a Pages) embed(c *gin.Context) error {
	chrome := a.anonymous(c)
	p, err := a.publicPost(c)
	switch {
	case err == nil:
		a.Looked(c, 0, tally.Look{Post: p.ID, Source: tally.Embed})
		return a.Page(c, http.StatusOK, postview.EmbedPage(chrome, *p), nil)
	case models.KindOf(err) == models.NotFound:
		return a.Page(c, http.StatusNotFound, postview.EmbedGonePage(chrome), nil)
	}
	return err
}

// embedScript is asked for by other sites under an address that stays.
func (a Pages) embedScript(c *gin.Context) {
	a.PublicHeaders(c)
	h := c.Writer.Header()
	h.Set("Cache-Control", "public, max-age=3600")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	c.Data(http.StatusOK, "text/javascript; charset=utf-8", static.Script("embed.js"))
}

// embedCode shows what to copy for showing a post on another site.
func (a Pages) embedCode(c *gin.Context) error {
	p, err := a.VisiblePost(c)
	if err != nil {
		return err
	}
	if !p.Public() {
		return page.ErrNoPost
	}
	chrome := a.PrivateChrome(c, text.T(page.Context(c), "post.embed-title"))
	return a.Page(c, http.StatusOK, postview.EmbedCodePage(chrome, *p), postview.EmbedCode(chrome, *p))
}

// frame answers a frame's request. Faults are told in plain text: a page of the
// site, with its navigation, has no place there.
func (a Pages) frame(fn func(*gin.Context) error) gin.HandlerFunc {
	return func(c *gin.Context) {
		err := fn(c)
		if err == nil {
			return
		}
		if web.Lead(c, err) {
			return
		}
		status := web.Status(err)
		if status >= 500 {
			_ = c.Error(err)
			c.Header("Retry-After", "2")
		}
		c.Header("Cache-Control", "no-store")
		text := http.StatusText(status)
		var e *models.Error
		if errors.As(err, &e) {
			text = e.For(page.Context(c))
		}
		c.String(status, strings.TrimSpace(text)+"\n")
	}
}

// FrameRoutes registers what other sites show. It is the same for everybody, so no
// cookie is read.
func (a Pages) FrameRoutes(e *gin.Engine) {
	e.GET("/p/:code/embed", a.embedHeaders, a.frame(a.embed))
	e.GET(urls.EmbedScript, a.embedScript)
	e.GET("/:username/feed.atom", a.atomHeaders, a.frame(a.profileAtom))
	e.GET("/tags/:tag/feed.atom", a.atomHeaders, a.frame(a.tagAtom))
	e.GET(urls.Sitemap, a.atomHeaders, a.frame(a.sitemap))
}
