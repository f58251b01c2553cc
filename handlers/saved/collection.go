package saved

import (
	"net/http"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/saved"
	"photogram/text"
	"photogram/urls"
	savedview "photogram/views/saved"
	"photogram/views/ui"
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

func (a Pages) ownCollection(c *gin.Context) (*saved.CollectionView, error) {
	id, err := collectionID(c)
	if err != nil {
		return nil, err
	}
	return saved.Own(page.Context(c), a.Store, web.ViewerID(c), id)
}

func (a Pages) collections(c *gin.Context) error {
	return a.showCollections(c, http.StatusOK, ui.Form{})
}

func (a Pages) showCollections(c *gin.Context, status int, form ui.Form) error {
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	list, next, err := saved.Collections(page.Context(c), a.Store, web.ViewerID(c), before, collectionPage)
	if err != nil {
		return err
	}
	chrome := a.PrivateChrome(c, text.T(page.Context(c), "saved.collections"))
	d := savedview.Collections{List: list, Older: page.OlderURL(urls.Collections, next), Form: form}
	return a.Page(c, status, savedview.CollectionsPage(chrome, d), savedview.CollectionsPart(chrome, d))
}

func (a Pages) createCollection(c *gin.Context) error {
	id, err := saved.Create(page.Context(c), a.Store, web.ViewerID(c), c.PostForm("name"), c.PostForm("description"))
	form, err := web.FormOf(c, err)
	if err != nil {
		return err
	}
	if len(form.Problems) > 0 || form.Problem != "" {
		return a.showCollections(c, http.StatusUnprocessableEntity, form)
	}
	return a.Done(c, urls.Collection(id), text.T(page.Context(c), "saved.made"), nil)
}

// detail reads a page of a collection that the viewer may see.
func (a Pages) detail(c *gin.Context, v *saved.CollectionView, path string) (d savedview.CollectionDetail, err error) {
	before, err := web.Before(c)
	if err != nil {
		return d, err
	}
	posts, next, err := saved.PostsIn(page.Context(c), a.Store, web.ViewerID(c), &v.Collection, before, page.GridPage)
	return savedview.CollectionDetail{Collection: *v, Grid: ui.Grid{Posts: posts, Older: page.OlderURL(path, next)}}, err
}

func (a Pages) collection(c *gin.Context) error {
	v, err := a.ownCollection(c)
	if err != nil {
		return err
	}
	d, err := a.detail(c, v, urls.Collection(v.ID))
	if err != nil {
		return err
	}
	chrome := a.PrivateChrome(c, v.Name)
	return a.Page(c, http.StatusOK, savedview.CollectionPage(chrome, d), ui.GridPart(chrome, d.Grid))
}

// sharedCollection shows a collection to whoever has its link.
func (a Pages) sharedCollection(c *gin.Context) error {
	v, err := saved.ByLink(page.Context(c), a.Store, web.ViewerID(c), c.Param("token"))
	if err != nil {
		return err
	}
	d, err := a.detail(c, v, urls.Shared(v.Link))
	if err != nil {
		return err
	}
	chrome := a.PrivateChrome(c, v.Name).SharedCard(page.Context(c), *v)
	chrome.Description = ui.Shorten(v.Description, 160)
	if chrome.Description == "" {
		chrome.Description = text.T(page.Context(c), "saved.collection-by", "name", v.Owner.DisplayName(), "site", a.Site.Name)
	}
	return a.Page(c, http.StatusOK, savedview.SharedPage(chrome, d), ui.GridPart(chrome, d.Grid))
}

func (a Pages) arrangePage(c *gin.Context) error {
	v, err := a.ownCollection(c)
	if err != nil {
		return err
	}
	d, err := a.detail(c, v, urls.CollectionAction(v.ID, "arrange"))
	if err != nil {
		return err
	}
	chrome := a.PrivateChrome(c, text.T(page.Context(c), "saved.arrange-name", "name", v.Name))
	return a.Page(c, http.StatusOK, savedview.ArrangePage(chrome, d), savedview.ArrangePart(chrome, d))
}

// arranged answers a move: a script has moved the row already.
func (a Pages) arranged(c *gin.Context, fallback string, err error) error {
	if err != nil {
		return err
	}
	if web.WantsJSON(c) {
		c.Status(http.StatusNoContent)
		return nil
	}
	return a.Done(c, a.Back(c, fallback), "", nil)
}

func (a Pages) moveCollection(c *gin.Context) error {
	id, err := collectionID(c)
	if err != nil {
		return err
	}
	m, err := page.ReadMove(c)
	if err == nil {
		err = saved.Move(page.Context(c), a.Store, web.ViewerID(c), id, m)
	}
	return a.arranged(c, urls.Collections, err)
}

func (a Pages) moveCollected(c *gin.Context) error {
	id, post, err := collected(c)
	if err != nil {
		return err
	}
	m, err := page.ReadMove(c)
	if err == nil {
		err = saved.MoveIn(page.Context(c), a.Store, web.ViewerID(c), id, post, m)
	}
	return a.arranged(c, urls.CollectionAction(id, "arrange"), err)
}

// collected reads a collection and a post of it from the address.
func collected(c *gin.Context) (id, post models.ID, err error) {
	if id, err = collectionID(c); err == nil {
		post, err = page.PostID(c)
	}
	return id, post, err
}

// collectOne puts a post into a collection; the field was says where it stood before.
func (a Pages) collectOne(c *gin.Context) error {
	id, post, err := collected(c)
	if err != nil {
		return err
	}
	was, err := spots(c.PostForm("was"))
	if err != nil {
		return err
	}
	if len(was) == 1 && was[0].Collection == id {
		err = saved.PutBack(page.Context(c), a.Store, web.ViewerID(c), post, was)
	} else {
		err = saved.Collect(page.Context(c), a.Store, web.ViewerID(c), id, post, nil)
	}
	if err != nil {
		return err
	}
	return a.Done(c, a.Back(c, urls.Collection(id)), text.T(page.Context(c), "saved.in-now"), nil)
}

func (a Pages) uncollect(c *gin.Context) error {
	id, post, err := collected(c)
	if err != nil {
		return err
	}
	was, err := saved.Uncollect(page.Context(c), a.Store, web.ViewerID(c), id, post)
	if err != nil {
		return err
	}
	to := a.Back(c, urls.CollectionAction(id, "arrange"))
	if len(was) == 0 {
		return a.Done(c, to, text.T(page.Context(c), "saved.not-in"), templ.NopComponent)
	}
	undo := ui.Undo{Path: urls.Collected(id, post), Fields: map[string]string{"was": spotsText(was), "next": to}}
	return a.DoneUndo(c, to, text.T(page.Context(c), "saved.taken-out"), undo, templ.NopComponent)
}

// changeCollection carries out a change of the viewer's collection that the address names.
func (a Pages) changeCollection(c *gin.Context, in saved.CollectionEdit, to, message string) error {
	id, err := collectionID(c)
	if err == nil {
		err = saved.Edit(page.Context(c), a.Store, web.ViewerID(c), id, in)
	}
	if err != nil {
		return err
	}
	return a.Done(c, a.Back(c, urls.CollectionAction(id, to)), message, nil)
}

func (a Pages) setCover(c *gin.Context) error {
	var post models.ID
	message := text.T(page.Context(c), "saved.newest-is-cover")
	if code := c.PostForm("post"); code != "" {
		var err error
		if post, err = models.ParseCode(code); err != nil {
			return page.ErrNoPost
		}
		message = text.T(page.Context(c), "saved.cover-changed")
	}
	return a.changeCollection(c, saved.CollectionEdit{Cover: &post}, "arrange", message)
}

func (a Pages) linkCollection(c *gin.Context) error {
	on := true
	return a.changeCollection(c, saved.CollectionEdit{Shared: &on, NewLink: true}, "edit", text.T(page.Context(c), "saved.link-made"))
}

func (a Pages) unlinkCollection(c *gin.Context) error {
	off := false
	return a.changeCollection(c, saved.CollectionEdit{Shared: &off}, "edit", text.T(page.Context(c), "saved.private-now"))
}

func (a Pages) collectionEditPage(c *gin.Context) error {
	v, err := a.ownCollection(c)
	if err != nil {
		return err
	}
	return a.showCollectionEdit(c, http.StatusOK, v, ui.Form{Values: map[string]string{"name": v.Name, "description": v.Description}})
}

func (a Pages) showCollectionEdit(c *gin.Context, status int, v *saved.CollectionView, form ui.Form) error {
	return a.Page(c, status, savedview.CollectionEditPage(a.PrivateChrome(c, text.T(page.Context(c), "saved.edit-name", "name", v.Name)),
		savedview.CollectionEdit{Collection: *v, Form: form}), nil)
}

func (a Pages) editCollection(c *gin.Context) error {
	v, err := a.ownCollection(c)
	if err != nil {
		return err
	}
	name, description := c.PostForm("name"), c.PostForm("description")
	err = saved.Edit(page.Context(c), a.Store, web.ViewerID(c), v.ID, saved.CollectionEdit{Name: &name, Description: &description})
	form, err := web.FormOf(c, err)
	if err != nil {
		return err
	}
	if len(form.Problems) > 0 || form.Problem != "" {
		return a.showCollectionEdit(c, http.StatusUnprocessableEntity, v, form)
	}
	return a.Done(c, urls.Collection(v.ID), text.T(page.Context(c), "site.changes-saved"), nil)
}

func (a Pages) deleteCollection(c *gin.Context) error {
	v, err := a.ownCollection(c)
	if err != nil {
		return err
	}
	if err := saved.Delete(page.Context(c), a.Store, web.ViewerID(c), v.ID); err != nil {
		return err
	}
	return a.Done(c, urls.Saved, text.T(page.Context(c), "saved.deleted"), nil)
}
