package post

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/post"
	"photogram/web"
)

// pictureSizes are the sides of pictures as other programs name them.
var pictureSizes = map[string]int{"t": 150, "m": 320, "l": 640, "": 320}

// picture leads to the picture of a post, in one of three sizes: t, m and l.
func (a Pages) picture(c *gin.Context) error {
	side, known := pictureSizes[c.Query("size")]
	if !known {
		return models.Invalidf("size", "post.error.picture-size")
	}
	p, err := a.VisiblePost(c)
	if err != nil {
		return err
	}
	if p.State != post.Published || p.CoverKey == "" {
		return page.ErrNoPost
	}
	name := models.SquareName(150, "jpg")
	if side > 150 {
		widths := models.WidthsOf(p.CoverKey, p.CoverWidth)
		width := widths[0]
		for _, w := range widths {
			if w <= side {
				width = max(width, w)
			}
		}
		name = models.WidthName(width, "jpg")
	}
	files := a.Files
	files.Viewer = web.ViewerID(c)
	c.Header("Cache-Control", "private, no-store")
	c.Redirect(http.StatusFound, files.Rendition(p.CoverKey, name, p.Public()))
	return nil
}
