package editor

import (
	"net/http"
	"slices"
	"sort"
	"strconv"

	"github.com/gin-gonic/gin"

	filepages "photogram/handlers/file"
	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/post"
	"photogram/models/story"
	"photogram/text"
	"photogram/urls"
	editorview "photogram/views/editor"
	"photogram/views/ui"
	"photogram/web"
)

var errNoItem = models.NotFoundf("This photo does not exist.")

// ownItem finds the post and the item of it that the address names, which must be the viewer's.
func (a Pages) ownItem(c *gin.Context) (*post.View, *post.Media, error) {
	p, err := a.OwnPost(c)
	if err != nil {
		return nil, nil, err
	}
	for i := range p.Items {
		if p.Items[i].ID.String() == c.Param("item") {
			return p, &p.Items[i], nil
		}
	}
	return nil, nil, errNoItem
}

func (a Pages) deleteItem(c *gin.Context) error {
	p, m, err := a.ownItem(c)
	if err != nil {
		return err
	}
	gone, err := post.RemoveMedia(page.Context(c), a.Store, p.OwnerID, p.ID, m.ID)
	if err != nil {
		return err
	}
	if gone {
		return a.Done(c, urls.New, text.T(page.Context(c), "editor.photo-draft-deleted"), nil)
	}
	return a.Done(c, urls.PostAction(p.ID, "edit"), text.T(page.Context(c), "editor.photo-removed"), nil)
}

func (a Pages) retryItem(c *gin.Context) error {
	m, err := a.OwnMedia(c)
	if err != nil {
		return err
	}
	if m == nil {
		return errNoItem
	}
	holder := m.Holder()
	if holder.Kind == post.OfStory {
		err = story.Retry(page.Context(c), a.Store, m.OwnerID, holder.ID)
	} else {
		err = post.RetryMedia(page.Context(c), a.Store, m.OwnerID, holder.ID, m.ID)
	}
	if err != nil {
		return err
	}
	return a.Done(c, urls.PostAction(holder.ID, "edit"), text.T(page.Context(c), "editor.photo-again"), nil)
}

func (a Pages) replacePage(c *gin.Context) error {
	p, m, err := a.ownItem(c)
	if err != nil {
		return err
	}
	return a.showReplace(c, http.StatusOK, p, m, ui.Form{})
}

func (a Pages) showReplace(c *gin.Context, status int, p *post.View, m *post.Media, form ui.Form) error {
	return a.Page(c, status, editorview.ReplacePage(a.Titled(c, text.T(page.Context(c), "editor.replace-title")),
		editorview.Replace{Post: *p, Item: *m, MaxBytes: a.Intake.MaxBytes(), Form: form}), nil)
}

func (a Pages) replaceItem(c *gin.Context) error {
	p, m, err := a.ownItem(c)
	if err != nil {
		return err
	}
	got, err := a.Receive(c)
	if err != nil {
		return err
	}
	err = got.first
	if err == nil && len(got.Uploads) != 1 {
		err = models.Invalidf("file", "Choose one photo.")
	}
	if err == nil {
		_, err = post.ReplaceMedia(page.Context(c), a.Store, p.OwnerID, p.ID, m.ID, got.Uploads[0])
	}
	if err != nil {
		a.discard(c, got)
		form, err := web.FormOf(c, err)
		if err != nil {
			return err
		}
		return a.showReplace(c, http.StatusUnprocessableEntity, p, m, form)
	}
	return a.Done(c, urls.PostAction(p.ID, "edit"), text.T(page.Context(c), "editor.replaced"), nil)
}

// originals says what was done to the files of a post, and shows them where its owner lets others see them.
func (a Pages) originals(c *gin.Context) error {
	p, err := a.VisiblePost(c)
	if err != nil {
		return err
	}
	d := editorview.Originals{Post: *p, Owner: p.OwnerID == web.ViewerID(c)}
	if !d.Owner && !p.AllowOriginal {
		return page.ErrNoPost
	}
	for _, m := range p.Items {
		r, err := readRecipe(m.Recipe)
		if err != nil {
			return err
		}
		d.Items = append(d.Items, editorview.EditorItem{Media: m, Recipe: showRecipe(r, m)})
	}
	chrome := a.Titled(c, text.T(page.Context(c), "editor.originals"))
	chrome.NoIndex = true
	return a.Page(c, http.StatusOK, editorview.OriginalsPage(chrome, d), nil)
}

// original is the unedited picture in full size, for those who see the post.
func (a Pages) original(c *gin.Context) error {
	p, err := a.VisiblePost(c)
	if err != nil {
		return err
	}
	for _, m := range p.Items {
		if m.ID.String() == c.Param("item") && m.HasFull && p.AllowOriginal {
			return filepages.Of(a.App).Serve(c, post.FullKey(m.OwnerID, m.ID), "private, max-age=3600")
		}
	}
	return page.ErrNoFile
}

// history shows the captions that a post had before.
func (a Pages) history(c *gin.Context) error {
	p, err := a.VisiblePost(c)
	if err != nil {
		return err
	}
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	list, next, err := post.CaptionVersions(page.Context(c), a.Store, web.ViewerID(c), p.ID, before, page.CommentPage)
	if err != nil {
		return err
	}
	d := editorview.History{Post: *p, List: list, Older: page.OlderURL(urls.PostAction(p.ID, "history"), next), First: before == 0}
	chrome := a.Titled(c, text.T(page.Context(c), "post.history"))
	chrome.NoIndex = true
	return a.Page(c, http.StatusOK, editorview.HistoryPage(chrome, d), editorview.HistoryPart(chrome, d))
}

// readOrder reads the places that the form gives to items; nil leaves them as they are.
func readOrder(c *gin.Context, items []post.Media) ([]models.ID, error) {
	type place struct {
		id models.ID
		at int
	}
	var list []place
	for i, m := range items {
		at := i + 1
		if s, ok := c.GetPostForm(itemField(m.ID, "pos")); ok && s != "" {
			n, err := strconv.Atoi(s)
			if err != nil || n < 1 || n > 2*post.MaxItems {
				return nil, models.Invalidf(itemField(m.ID, "pos"), "The place is a number from 1 to %d.", len(items))
			}
			at = n
		}
		list = append(list, place{m.ID, at})
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].at < list[j].at })
	order := make([]models.ID, len(list))
	for i, p := range list {
		order[i] = p.id
	}
	if slices.EqualFunc(order, items, func(id models.ID, m post.Media) bool { return id == m.ID }) {
		return nil, nil
	}
	return order, nil
}

// heads leaves out items that another takes the place of.
func heads(items []post.Media) []post.Media {
	replaced := map[models.ID]bool{}
	for _, m := range items {
		if m.Replaces != nil {
			replaced[*m.Replaces] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(items), func(m post.Media) bool { return replaced[m.ID] })
}

// FileRoutes registers the pictures that only their owner sees.
func (a Pages) FileRoutes(p, in *gin.RouterGroup) {
	p.GET("/p/:code/items/:item/original.jpg", filepages.Of(a.App).File(a.original))
	in.GET("/p/:code/items/:item/preview.jpg", filepages.Of(a.App).File(filepages.Of(a.App).Preview))
}
