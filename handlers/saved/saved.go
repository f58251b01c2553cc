package saved

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/post"
	"photogram/models/saved"
	"photogram/text"
	"photogram/urls"
	savedview "photogram/views/saved"
	"photogram/views/ui"
	"photogram/web"
)

const (
	coversShown    = 12 // collections on top of what is saved
	collectionPage = 24
)

var errNoSpot = models.Invalidf("was", "This is not a place in a collection.")

// spots reads where a post stood in collections, as spotsText writes it.
func spots(s string) ([]saved.Spot, error) {
	var out []saved.Spot
	for part := range strings.SplitSeq(s, ",") {
		if part == "" {
			continue
		}
		id, place, _ := strings.Cut(part, ":")
		collection, err := models.ParseID(id)
		if err != nil || len(out) == saved.MaxCollections {
			return nil, errNoSpot
		}
		key, err := models.ParseID(place)
		if err != nil {
			return nil, errNoSpot
		}
		out = append(out, saved.Spot{Collection: collection, Place: key})
	}
	return out, nil
}

func spotsText(was []saved.Spot) string {
	parts := make([]string, len(was))
	for i, w := range was {
		parts[i] = w.Collection.String() + ":" + w.Place.String()
	}
	return strings.Join(parts, ",")
}

// save keeps a post for later. With the field was it undoes what took the post
// out of collections.
func (a Pages) save(c *gin.Context) error {
	id, err := page.PostID(c)
	if err != nil {
		return err
	}
	viewer := web.ViewerID(c)
	was, err := spots(c.PostForm("was"))
	if err != nil {
		return err
	}
	if len(was) > 0 {
		err = saved.PutBack(page.Context(c), a.Store, viewer, id, was)
	} else {
		err = saved.Save(page.Context(c), a.Store, viewer, id)
	}
	if err != nil {
		return err
	}
	return a.Done(c, a.Back(c, urls.Post(id)), text.T(page.Context(c), "saved.saved-now"), a.saveButton(c, id, true))
}

func (a Pages) unsave(c *gin.Context) error {
	id, err := page.PostID(c)
	if err != nil {
		return err
	}
	was, err := saved.Unsave(page.Context(c), a.Store, web.ViewerID(c), id)
	if err != nil {
		return err
	}
	message := text.T(page.Context(c), "saved.unsaved-now")
	if len(was) > 0 {
		message = text.T(page.Context(c), "saved.unsaved-out")
	}
	to := a.Back(c, urls.Post(id))
	undo := ui.Undo{Path: urls.PostAction(id, "save"), Fields: map[string]string{"was": spotsText(was), "next": to}}
	return a.DoneUndo(c, to, message, undo, a.saveButton(c, id, false))
}

func (a Pages) saveButton(c *gin.Context, id models.ID, saved bool) fragment {
	if !web.IsFragment(c) {
		return nil
	}
	return savedview.SaveButton(a.Chrome(c), id, saved)
}

func (a Pages) saved(c *gin.Context) error {
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	viewer := web.ViewerID(c)
	posts, next, err := saved.Posts(page.Context(c), a.Store, viewer, before, page.GridPage)
	if err != nil {
		return err
	}
	d := savedview.Saved{Grid: ui.Grid{Posts: posts, Older: page.OlderURL(urls.Saved, next)}}
	if !web.IsFragment(c) {
		if d.Collections, _, err = saved.Collections(page.Context(c), a.Store, viewer, 0, coversShown); err != nil {
			return err
		}
	}
	chrome := a.PrivateChrome(c, text.T(page.Context(c), "site.saved"))
	return a.Page(c, http.StatusOK, savedview.SavedPage(chrome, d), ui.GridPart(chrome, d.Grid))
}

func (a Pages) collectPage(c *gin.Context) error {
	p, err := a.VisiblePost(c)
	if err != nil {
		return err
	}
	return a.showCollect(c, http.StatusOK, p, ui.Form{}, nil)
}

func (a Pages) showCollect(c *gin.Context, status int, p *post.View, form ui.Form, in []models.ID) error {
	if p.State != post.Published {
		return page.ErrNoPost
	}
	choices, err := saved.Choices(page.Context(c), a.Store, web.ViewerID(c), p.ID)
	if err != nil {
		return err
	}
	chrome := a.PrivateChrome(c, text.T(page.Context(c), "post.collect"))
	d := savedview.Collect{Post: *p, Choices: choices, Form: form, In: in}
	return a.Page(c, status, savedview.CollectPage(chrome, d), savedview.CollectForm(chrome, d, true))
}

// collect says which collections a post is in, of those that the form showed.
func (a Pages) collect(c *gin.Context) error {
	id, err := page.PostID(c)
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
	err = saved.CollectInto(page.Context(c), a.Store, viewer, id, shown, in, strings.TrimSpace(c.PostForm("name")))
	if models.KindOf(err) == models.NotFound {
		return err
	}
	form, err := web.FormOf(c, err)
	if err != nil {
		return err
	}
	if len(form.Problems) > 0 || form.Problem != "" {
		p, err := a.VisiblePost(c)
		if err != nil {
			return err
		}
		return a.showCollect(c, http.StatusUnprocessableEntity, p, form, in)
	}
	if web.IsFragment(c) {
		p, err := a.VisiblePost(c)
		if err != nil {
			return err
		}
		// The dialog closes, and the post's buttons show what is so now.
		c.Header("HX-Trigger", `{"photogram:collected":{"post":"`+p.Code()+`"}}`)
		c.Header("HX-Retarget", `[data-save="`+p.Code()+`"]`)
		return a.Page(c, http.StatusOK, nil, savedview.SaveButton(a.Chrome(c), p.ID, p.Saved))
	}
	return a.Done(c, a.Back(c, urls.Post(id)), text.T(page.Context(c), "saved.changed"), nil)
}

func collectionIDs(codes []string) ([]models.ID, error) {
	if len(codes) > saved.MaxCollections {
		return nil, models.Invalidf("in", "There are at most %d collections.", saved.MaxCollections)
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
