package handlers

import (
	"net/http"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"photogram/models"
	"photogram/models/saved"
	"photogram/views"
	"photogram/web"
)

type fragment = templ.Component

var (
	errNoCollection = models.NotFoundf("This collection does not exist.")
)

// collectionID reads the code in a collection's address.
func collectionID(c *gin.Context) (models.ID, error) {
	id, err := models.ParseCode(c.Param("collection"))
	if err != nil {
		return 0, errNoCollection
	}
	return id, nil
}

func (a *App) ownCollection(c *gin.Context) (*saved.CollectionView, error) {
	id, err := collectionID(c)
	if err != nil {
		return nil, err
	}
	return saved.Own(ctx(c), a.Store, web.ViewerID(c), id)
}

func (a *App) collections(c *gin.Context) error {
	return a.showCollections(c, http.StatusOK, views.Form{})
}

func (a *App) showCollections(c *gin.Context, status int, form views.Form) error {
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	list, next, err := saved.Collections(ctx(c), a.Store, web.ViewerID(c), before, collectionPage)
	if err != nil {
		return err
	}
	chrome := a.privateChrome(c, "Collections")
	d := views.Collections{List: list, Older: older(views.CollectionsPath, next), Form: form}
	return a.Page(c, status, views.CollectionsPage(chrome, d), views.CollectionsPart(chrome, d))
}

func (a *App) createCollection(c *gin.Context) error {
	id, err := saved.Create(ctx(c), a.Store, web.ViewerID(c), c.PostForm("name"), c.PostForm("description"))
	form, err := web.FormOf(c, err)
	if err != nil {
		return err
	}
	if len(form.Problems) > 0 || form.Problem != "" {
		return a.showCollections(c, http.StatusUnprocessableEntity, form)
	}
	return a.Done(c, views.CollectionPath(id), "The collection is made.", nil)
}

// detail reads a page of a collection that the viewer may see.
func (a *App) detail(c *gin.Context, v *saved.CollectionView, path string) (d views.CollectionDetail, err error) {
	before, err := web.Before(c)
	if err != nil {
		return d, err
	}
	posts, next, err := saved.PostsIn(ctx(c), a.Store, web.ViewerID(c), &v.Collection, before, gridPage)
	return views.CollectionDetail{Collection: *v, Grid: views.Grid{Posts: posts, Older: older(path, next)}}, err
}

func (a *App) collection(c *gin.Context) error {
	v, err := a.ownCollection(c)
	if err != nil {
		return err
	}
	d, err := a.detail(c, v, views.CollectionPath(v.ID))
	if err != nil {
		return err
	}
	chrome := a.privateChrome(c, v.Name)
	return a.Page(c, http.StatusOK, views.CollectionPage(chrome, d), views.GridPart(chrome, d.Grid))
}

// sharedCollection shows a collection to whoever has its link.
func (a *App) sharedCollection(c *gin.Context) error {
	v, err := saved.ByLink(ctx(c), a.Store, web.ViewerID(c), c.Param("token"))
	if err != nil {
		return err
	}
	d, err := a.detail(c, v, views.SharedPath(v.Link))
	if err != nil {
		return err
	}
	chrome := a.privateChrome(c, v.Name).SharedCard(*v)
	chrome.Description = shorten(v.Description, 160)
	if chrome.Description == "" {
		chrome.Description = "A collection by " + v.Owner.DisplayName() + " on " + a.Site.Name + "."
	}
	return a.Page(c, http.StatusOK, views.SharedPage(chrome, d), views.GridPart(chrome, d.Grid))
}

func (a *App) arrangePage(c *gin.Context) error {
	v, err := a.ownCollection(c)
	if err != nil {
		return err
	}
	d, err := a.detail(c, v, views.CollectionActionPath(v.ID, "arrange"))
	if err != nil {
		return err
	}
	chrome := a.privateChrome(c, "Arrange "+v.Name)
	return a.Page(c, http.StatusOK, views.ArrangePage(chrome, d), views.ArrangePart(chrome, d))
}

// move reads where something goes; what it goes beside is named by its code.
func move(c *gin.Context) (models.Move, error) {
	m := models.Move{To: c.PostForm("to")}
	if code := c.PostForm("beside"); code != "" {
		var err error
		if m.Beside, err = models.ParseCode(code); err != nil {
			return m, models.Invalidf("beside", "This is not there.")
		}
	}
	return m, nil
}

// arranged answers a move: a script has moved the row already.
func (a *App) arranged(c *gin.Context, fallback string, err error) error {
	if err != nil {
		return err
	}
	if web.WantsJSON(c) {
		c.Status(http.StatusNoContent)
		return nil
	}
	return a.Done(c, a.back(c, fallback), "", nil)
}

func (a *App) moveCollection(c *gin.Context) error {
	id, err := collectionID(c)
	if err != nil {
		return err
	}
	m, err := move(c)
	if err == nil {
		err = saved.Move(ctx(c), a.Store, web.ViewerID(c), id, m)
	}
	return a.arranged(c, views.CollectionsPath, err)
}

func (a *App) moveCollected(c *gin.Context) error {
	id, post, err := collected(c)
	if err != nil {
		return err
	}
	m, err := move(c)
	if err == nil {
		err = saved.MoveIn(ctx(c), a.Store, web.ViewerID(c), id, post, m)
	}
	return a.arranged(c, views.CollectionActionPath(id, "arrange"), err)
}

// collected reads a collection and a post of it from the address.
func collected(c *gin.Context) (id, post models.ID, err error) {
	if id, err = collectionID(c); err == nil {
		post, err = postID(c)
	}
	return id, post, err
}

// collectOne puts a post into a collection; the field was says where it stood before.
func (a *App) collectOne(c *gin.Context) error {
	id, post, err := collected(c)
	if err != nil {
		return err
	}
	was, err := spots(c.PostForm("was"))
	if err != nil {
		return err
	}
	if len(was) == 1 && was[0].Collection == id {
		err = saved.PutBack(ctx(c), a.Store, web.ViewerID(c), post, was)
	} else {
		err = saved.Collect(ctx(c), a.Store, web.ViewerID(c), id, post, nil)
	}
	if err != nil {
		return err
	}
	return a.Done(c, a.back(c, views.CollectionPath(id)), "It is in the collection.", nil)
}

func (a *App) uncollect(c *gin.Context) error {
	id, post, err := collected(c)
	if err != nil {
		return err
	}
	was, err := saved.Uncollect(ctx(c), a.Store, web.ViewerID(c), id, post)
	if err != nil {
		return err
	}
	to := a.back(c, views.CollectionActionPath(id, "arrange"))
	if len(was) == 0 {
		return a.Done(c, to, "It is not in the collection.", templ.NopComponent)
	}
	undo := views.Undo{Path: views.CollectedPath(id, post), Fields: map[string]string{"was": spotsText(was), "next": to}}
	return a.DoneUndo(c, to, "Taken out of the collection. It is still saved.", undo, templ.NopComponent)
}

// changeCollection carries out a change of the viewer's collection that the address names.
func (a *App) changeCollection(c *gin.Context, in saved.CollectionEdit, page, message string) error {
	id, err := collectionID(c)
	if err == nil {
		err = saved.Edit(ctx(c), a.Store, web.ViewerID(c), id, in)
	}
	if err != nil {
		return err
	}
	return a.Done(c, a.back(c, views.CollectionActionPath(id, page)), message, nil)
}

func (a *App) setCover(c *gin.Context) error {
	var post models.ID
	message := "The newest post is the cover."
	if code := c.PostForm("post"); code != "" {
		var err error
		if post, err = models.ParseCode(code); err != nil {
			return errNoPost
		}
		message = "The cover is changed."
	}
	return a.changeCollection(c, saved.CollectionEdit{Cover: &post}, "arrange", message)
}

func (a *App) linkCollection(c *gin.Context) error {
	on := true
	return a.changeCollection(c, saved.CollectionEdit{Shared: &on, NewLink: true}, "edit", "Here is the link.")
}

func (a *App) unlinkCollection(c *gin.Context) error {
	off := false
	return a.changeCollection(c, saved.CollectionEdit{Shared: &off}, "edit", "The collection is yours alone again.")
}

func (a *App) collectionEditPage(c *gin.Context) error {
	v, err := a.ownCollection(c)
	if err != nil {
		return err
	}
	return a.showCollectionEdit(c, http.StatusOK, v, views.Form{Values: map[string]string{"name": v.Name, "description": v.Description}})
}

func (a *App) showCollectionEdit(c *gin.Context, status int, v *saved.CollectionView, form views.Form) error {
	return a.Page(c, status, views.CollectionEditPage(a.privateChrome(c, "Edit "+v.Name),
		views.CollectionEdit{Collection: *v, Form: form}), nil)
}

func (a *App) editCollection(c *gin.Context) error {
	v, err := a.ownCollection(c)
	if err != nil {
		return err
	}
	name, description := c.PostForm("name"), c.PostForm("description")
	err = saved.Edit(ctx(c), a.Store, web.ViewerID(c), v.ID, saved.CollectionEdit{Name: &name, Description: &description})
	form, err := web.FormOf(c, err)
	if err != nil {
		return err
	}
	if len(form.Problems) > 0 || form.Problem != "" {
		return a.showCollectionEdit(c, http.StatusUnprocessableEntity, v, form)
	}
	return a.Done(c, views.CollectionPath(v.ID), "Your changes are saved.", nil)
}

func (a *App) deleteCollection(c *gin.Context) error {
	v, err := a.ownCollection(c)
	if err != nil {
		return err
	}
	if err := saved.Delete(ctx(c), a.Store, web.ViewerID(c), v.ID); err != nil {
		return err
	}
	return a.Done(c, views.SavedPath, "The collection is deleted. Its posts are still saved.", nil)
}
