package handlers

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"photogram/models"
	"photogram/views"
	"photogram/web"
)

func (a *App) place(c *gin.Context) error {
	viewer := web.ViewerID(c)
	id, err := models.ParseID(c.Param("place"))
	if err != nil {
		return web.ErrNoPage
	}
	place, err := a.Store.PlaceByID(ctx(c), viewer, id)
	if err != nil {
		return err
	}
	d := views.PlaceDetail{Place: *place}
	d.Grid, d.Top, err = a.sorted(c, views.PlacePath(id),
		func(p models.Page) ([]models.PostView, models.ID, error) {
			return a.Store.PlacePosts(ctx(c), viewer, id, p)
		},
		func(after models.TopKey, n int) ([]models.PostView, models.TopKey, error) {
			return a.Store.TopPlacePosts(ctx(c), viewer, id, after, n)
		})
	if err != nil {
		return err
	}
	chrome := a.chrome(c, place.Name)
	chrome.NoIndex = place.MediaCount == 0
	return a.Page(c, http.StatusOK, views.PlacePage(chrome, d), views.GridPart(chrome, d.Grid))
}
