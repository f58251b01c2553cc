package file

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/media/blob"
	"photogram/models"
	"photogram/models/post"
	"photogram/static"
	"photogram/web"
)

// File makes a gin handler of one that serves a file. What goes wrong is said in
// plain text, since nobody looks at a page in place of a picture.
func (a Pages) File(fn func(*gin.Context) error) gin.HandlerFunc {
	return func(c *gin.Context) {
		err := fn(c)
		if err == nil {
			return
		}
		status := web.Status(err)
		switch {
		case errors.Is(err, page.ErrRemade):
			c.Header("Retry-After", strconv.Itoa(page.ErrRemade.RetryAfter))
		case status >= 500:
			_ = c.Error(err)
			c.Header("Retry-After", "2")
		}
		c.Header("Cache-Control", "no-store")
		c.String(status, http.StatusText(status)+"\n")
	}
}

// rendition serves a photo or a video that everybody may see, or one whose signed address
// names a viewer who may see it now. A session alone is not enough, so the
// address of a private photo is of no use once it has ended.
func (a Pages) rendition(c *gin.Context) error {
	key, name := c.Param("key"), c.Param("name")
	if !models.IsRenditionKey(key) {
		return page.ErrNoFile
	}
	viewer, signed := a.Files.Verify(key, c.Query("for"), c.Query("until"), c.Query("sig"))
	access, prefix := post.FileAccess, models.RenditionPrefix(key)
	if strings.HasSuffix(name, ".mp4") {
		access, prefix = post.VideoAccess, post.VideoPrefix(key)
	}
	may, err := access(page.Context(c), a.Store, viewer, key)
	if err != nil {
		return err
	}
	if signed && !may.Visible || !signed && !may.Public {
		return page.ErrNoFile
	}
	// A public photo may become private or be deleted, so nobody keeps it for long without asking.
	cache := "private, max-age=3600"
	switch {
	case may.Public:
		cache = "public, max-age=3600"
	case may.Until != nil: // nothing of a story is shown from a cache after its day
		left := max(0, int(may.Until.Sub(a.Store.Now()).Seconds()))
		cache = "private, max-age=" + strconv.Itoa(min(left, 3600))
	}
	return a.Serve(c, prefix+name, cache)
}

func (a Pages) avatar(c *gin.Context) error {
	key := c.Param("key")
	if !models.IsRenditionKey(key) {
		return page.ErrNoFile
	}
	return a.Serve(c, models.AvatarPrefix(key)+c.Param("name"), "public, max-age=31536000, immutable")
}

// defaultAvatar is the picture of accounts without one.
func (a Pages) defaultAvatar(c *gin.Context) error {
	n, err := strconv.Atoi(strings.TrimSuffix(c.Param("key"), ".svg"))
	if err != nil || n < 0 || n > 5 {
		return page.ErrNoFile
	}
	c.Header("Cache-Control", "public, max-age=86400")
	c.Data(http.StatusOK, "image/svg+xml", static.Avatar(n))
	return nil
}

// Preview is the unedited photo that the editor works on, for its owner only.
func (a Pages) Preview(c *gin.Context) error {
	m, err := a.OwnMedia(c)
	if err != nil {
		return err
	}
	if m == nil {
		return page.ErrNoFile
	}
	return a.Serve(c, models.PreviewKey(m.OwnerID, m.ID), "private, max-age=86400")
}

var contentTypes = map[string]string{".webp": "image/webp", ".jpg": "image/jpeg", ".avif": "image/avif", ".mp4": "video/mp4"}

func (a Pages) Serve(c *gin.Context, key, cache string) error {
	dot := strings.LastIndexByte(key, '.')
	kind := ""
	if dot > 0 {
		kind = contentTypes[key[dot:]]
	}
	if kind == "" || blob.CheckKey(key) != nil {
		return page.ErrNoFile
	}
	r, err := a.Blobs.Get(page.Context(c), key)
	if errors.Is(err, blob.ErrNotFound) {
		return a.Lost(page.Context(c), key)
	}
	if err != nil {
		return page.Unreachable(err)
	}
	defer func() { _ = r.Close() }()
	h := c.Writer.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", "inline")
	h.Set("Cache-Control", cache)
	h.Set("Etag", `"`+strconv.FormatInt(r.ModTime.UnixNano(), 36)+"-"+strconv.FormatInt(r.Size, 36)+`"`)
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, r)
	return nil
}

// MediaRoutes registers the addresses of files.
func (a Pages) MediaRoutes(e *gin.Engine) {
	files := e.Group("/media", web.FileHeaders)
	files.GET("/:key/:name", a.File(a.rendition))
	files.HEAD("/:key/:name", a.File(a.rendition))
	files.GET("/avatar/:key", a.File(a.defaultAvatar))
	files.GET("/avatar/:key/:name", a.File(a.avatar))
}
