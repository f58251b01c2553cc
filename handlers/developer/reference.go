package developer

import (
	"net/http"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"photogram/static"
	developerview "photogram/views/developer"
	"photogram/views/ui"
	"photogram/web"
)

// openAPI serves the description of the API to programs of any site.
func (a Pages) openAPI(c *gin.Context) {
	a.PublicHeaders(c)
	c.Header("Access-Control-Allow-Origin", "*")
	c.Header("Cache-Control", "public, max-age=3600")
	static.ServeOpenAPI(c.Writer, c.Request)
}

func (a Pages) reference(c *gin.Context) error {
	r, err := developerview.APIReference()
	if err != nil {
		return err
	}
	return a.Page(c, http.StatusOK, developerview.ReferencePage(a.Titled(c, ""), r), nil)
}

func (a Pages) shapes(c *gin.Context) error {
	r, err := developerview.APIReference()
	if err != nil {
		return err
	}
	return a.Page(c, http.StatusOK, developerview.ShapesPage(a.Titled(c, ""), r), nil)
}

func (a Pages) shape(c *gin.Context) error {
	r, err := developerview.APIReference()
	if err != nil {
		return err
	}
	for i := range r.Shapes {
		if s := &r.Shapes[i]; s.Name == c.Param("shape") {
			return a.Page(c, http.StatusOK, developerview.ShapePage(a.Titled(c, ""), r, s), nil)
		}
	}
	return web.ErrNoPage
}

// calls shows the calls of a subject.
func (a Pages) calls(c *gin.Context) error {
	r, err := developerview.APIReference()
	if err != nil {
		return err
	}
	for i := range r.Groups {
		if g := &r.Groups[i]; g.Slug() == c.Param("subject") {
			return a.Page(c, http.StatusOK, developerview.CallsPage(a.Titled(c, ""), r, g), nil)
		}
	}
	return web.ErrNoPage
}

func (a Pages) guide(shown func(ui.Chrome) templ.Component) func(*gin.Context) error {
	return func(c *gin.Context) error { return a.Page(c, http.StatusOK, shown(a.Titled(c, "")), nil) }
}
