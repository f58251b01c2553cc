package handlers

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"photogram/models"
	"photogram/views"
	"photogram/web"
)

const (
	coversShown    = 12 // collections on top of what is saved
	collectionPage = 24
)

var errNoSpot = models.Invalidf("was", "This is not a place in a collection.")

// spots reads where a post stood in collections, as spotsText writes it.
func spots(s string) ([]models.Spot, error) {
	var out []models.Spot
	for part := range strings.SplitSeq(s, ",") {
		if part == "" {
			continue
		}
		id, place, _ := strings.Cut(part, ":")
		collection, err := models.ParseID(id)
		if err != nil || len(out) == models.MaxCollections {
			return nil, errNoSpot
		}
		key, err := models.ParseID(place)
		if err != nil {
			return nil, errNoSpot
		}
		out = append(out, models.Spot{Collection: collection, Place: key})
	}
	return out, nil
}

func spotsText(was []models.Spot) string {
	parts := make([]string, len(was))
	for i, w := range was {
		parts[i] = w.Collection.String() + ":" + w.Place.String()
	}
	return strings.Join(parts, ",")
}

// save keeps a post for later. With the field was it undoes what took the post
// out of collections.
func (a *App) save(c *gin.Context) error {
	id, err := postID(c)
	if err != nil {
		return err
	}
	viewer := web.ViewerID(c)
	was, err := spots(c.PostForm("was"))
	if err != nil {
		return err
	}
	if len(was) > 0 {
		err = a.Store.PutBack(ctx(c), viewer, id, was)
	} else {
		err = a.Store.Save(ctx(c), viewer, id)
	}
	if err != nil {
		return err
	}
	return a.Done(c, a.back(c, views.PostPath(id)), "Saved.", a.saveButton(c, id, true))
}

func (a *App) unsave(c *gin.Context) error {
	id, err := postID(c)
	if err != nil {
		return err
	}
	was, err := a.Store.Unsave(ctx(c), web.ViewerID(c), id)
	if err != nil {
		return err
	}
	message := "No longer saved."
	if len(was) > 0 {
		message = "No longer saved, and out of your collections."
	}
	to := a.back(c, views.PostPath(id))
	undo := views.Undo{Path: views.PostActionPath(id, "save"), Fields: map[string]string{"was": spotsText(was), "next": to}}
	return a.DoneUndo(c, to, message, undo, a.saveButton(c, id, false))
}

func (a *App) saveButton(c *gin.Context, id models.ID, saved bool) fragment {
	if !web.IsFragment(c) {
		return nil
	}
	return views.SaveButton(a.Chrome(c), id, saved)
}

func (a *App) saved(c *gin.Context) error {
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	viewer := web.ViewerID(c)
	posts, next, err := a.Store.SavedPosts(ctx(c), viewer, before, gridPage)
	if err != nil {
		return err
	}
	d := views.Saved{Grid: views.Grid{Posts: posts, Older: older(views.SavedPath, next)}}
	if !web.IsFragment(c) {
		if d.Collections, _, err = a.Store.Collections(ctx(c), viewer, 0, coversShown); err != nil {
			return err
		}
	}
	chrome := a.privateChrome(c, "Saved")
	return a.Page(c, http.StatusOK, views.SavedPage(chrome, d), views.GridPart(chrome, d.Grid))
}

// privateChrome is the chrome of a page that is its viewer's alone.
func (a *App) privateChrome(c *gin.Context, title string) views.Chrome {
	chrome := a.chrome(c, title)
	chrome.NoIndex = true
	return chrome
}

func (a *App) collectPage(c *gin.Context) error {
	p, err := a.visible(c)
	if err != nil {
		return err
	}
	return a.showCollect(c, http.StatusOK, p, views.Form{}, nil)
}

func (a *App) showCollect(c *gin.Context, status int, p *models.PostView, form views.Form, in []models.ID) error {
	if p.State != models.Published {
		return errNoPost
	}
	choices, err := a.Store.CollectionChoices(ctx(c), web.ViewerID(c), p.ID)
	if err != nil {
		return err
	}
	chrome := a.privateChrome(c, "Add to collections")
	d := views.Collect{Post: *p, Choices: choices, Form: form, In: in}
	return a.Page(c, status, views.CollectPage(chrome, d), views.CollectForm(chrome, d, true))
}

// collect says which collections a post is in, of those that the form showed.
func (a *App) collect(c *gin.Context) error {
	id, err := postID(c)
	if err != nil {
		return err
	}
	viewer := web.ViewerID(c)
	shown, err := collectionIDs(c.PostFormArray("shown"))
	if err != nil {
		return err
	}
	in, err := collectionIDs(c.PostFormArray("in"))
	if err != nil {
		return err
	}
	err = a.Store.CollectInto(ctx(c), viewer, id, shown, in, strings.TrimSpace(c.PostForm("name")))
	if models.KindOf(err) == models.NotFound {
		return err
	}
	form, err := web.FormOf(c, err)
	if err != nil {
		return err
	}
	if len(form.Problems) > 0 || form.Problem != "" {
		p, err := a.visible(c)
		if err != nil {
			return err
		}
		return a.showCollect(c, http.StatusUnprocessableEntity, p, form, in)
	}
	if web.IsFragment(c) {
		p, err := a.visible(c)
		if err != nil {
			return err
		}
		// The dialog closes, and the post's buttons show what is so now.
		c.Header("HX-Trigger", `{"photogram:collected":{"post":"`+p.Code()+`"}}`)
		c.Header("HX-Retarget", `[data-save="`+p.Code()+`"]`)
		return a.Page(c, http.StatusOK, nil, views.SaveButton(a.Chrome(c), p.ID, p.Saved))
	}
	return a.Done(c, a.back(c, views.PostPath(id)), "Your collections are changed.", nil)
}

func collectionIDs(codes []string) ([]models.ID, error) {
	if len(codes) > models.MaxCollections {
		return nil, models.Invalidf("in", "There are at most %d collections.", models.MaxCollections)
	}
	var out []models.ID
	for _, code := range codes {
		id, err := models.ParseCode(code)
		if err != nil {
			return nil, errNoCollection
		}
		out = append(out, id)
	}
	return out, nil
}
