package post

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/post"
	"photogram/text"
	"photogram/urls"
	postview "photogram/views/post"
	"photogram/views/ui"
	"photogram/web"
)

// archive takes a post out of everybody else's sight, unarchive brings it back.
func (a Pages) archive(c *gin.Context) error {
	p, err := a.OwnPost(c)
	if err != nil {
		return err
	}
	if err := post.Archive(page.Context(c), a.Store, p.OwnerID, p.ID); err != nil {
		return err
	}
	return a.Done(c, urls.Profile(p.Author.Username), text.T(page.Context(c), "post.archived-now"), nil)
}

func (a Pages) unarchive(c *gin.Context) error {
	p, err := a.OwnPost(c)
	if err != nil {
		return err
	}
	if err := post.Unarchive(page.Context(c), a.Store, p.OwnerID, p.ID); err != nil {
		return err
	}
	return a.Done(c, urls.Post(p.ID), text.T(page.Context(c), "post.unarchived-now"), nil)
}

func (a Pages) archived(c *gin.Context) error {
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	posts, next, err := post.ListArchived(page.Context(c), a.Store, web.ViewerID(c), models.Page{Before: before, Limit: page.GridPage})
	if err != nil {
		return err
	}
	chrome := a.Titled(c, text.T(page.Context(c), "site.archive"))
	grid := ui.Grid{Posts: posts, Older: page.OlderURL(urls.Archive, next)}
	return a.Page(c, http.StatusOK, postview.ArchivePage(chrome, grid), ui.GridPart(chrome, grid))
}
