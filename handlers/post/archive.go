package post

import (
	"context"
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

func (a Pages) pin(c *gin.Context) error   { return a.change(c, post.Pin, "post.pin-done") }
func (a Pages) unpin(c *gin.Context) error { return a.change(c, post.Unpin, "post.unpin-done") }

func (a Pages) hideLikes(c *gin.Context) error {
	return a.change(c, post.HideLikes, "post.hide-likes-done")
}

func (a Pages) showLikes(c *gin.Context) error {
	return a.change(c, post.ShowLikes, "post.show-likes-done")
}

// change carries out a change of a post of the viewer's and goes back to where it was asked for.
func (a Pages) change(c *gin.Context, change func(context.Context, *models.Store, models.ID, models.ID) error, done string) error {
	p, err := a.OwnPost(c)
	if err != nil {
		return err
	}
	if err := change(page.Context(c), a.Store, p.OwnerID, p.ID); err != nil {
		return err
	}
	return a.Done(c, a.Back(c, urls.Post(p.ID)), text.T(page.Context(c), done), nil)
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
