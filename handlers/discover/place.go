package discover

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/discover"
	"photogram/models/post"
	"photogram/urls"
	discoverview "photogram/views/discover"
	"photogram/views/ui"
	"photogram/web"
)

func (a Pages) place(c *gin.Context) error {
	viewer := web.ViewerID(c)
	id, err := models.ParseID(c.Param("place"))
	if err != nil {
		return web.ErrNoPage
	}
	place, err := discover.PlaceByID(page.Context(c), a.Store, viewer, id)
	if err != nil {
		return err
	}
	d := discoverview.PlaceDetail{Place: *place}
	d.Grid, d.Top, err = a.sorted(c, urls.Place(id),
		func(p models.Page) ([]post.View, models.ID, error) {
			return discover.PlacePosts(page.Context(c), a.Store, viewer, id, p)
		},
		func(after discover.TopKey, n int) ([]post.View, discover.TopKey, error) {
			return discover.TopPlacePosts(page.Context(c), a.Store, viewer, id, after, n)
		})
	if err != nil {
		return err
	}
	chrome := a.Titled(c, place.Name)
	chrome.NoIndex = place.MediaCount == 0
	return a.Page(c, http.StatusOK, discoverview.PlacePage(chrome, d), ui.GridPart(chrome, d.Grid))
}
