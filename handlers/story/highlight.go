package story

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/access"
	"photogram/models/story"
	"photogram/text"
	"photogram/urls"
	storyview "photogram/views/story"
	"photogram/views/ui"
	"photogram/web"
)

const highlightPage = 20

var errNoHighlight = models.NotFoundf("This highlight does not exist.")

func highlightID(c *gin.Context) (models.ID, error) {
	id, err := models.ParseCode(c.Param("highlight"))
	if err != nil {
		return 0, errNoHighlight
	}
	return id, nil
}

// highlight shows the stories of a highlight one after the other.
func (a Pages) highlight(c *gin.Context) error {
	id, err := highlightID(c)
	if err != nil {
		return err
	}
	h, err := story.VisibleHighlight(page.Context(c), a.Store, web.ViewerID(c), id)
	if err != nil {
		return err
	}
	list, _, err := story.HighlightStories(page.Context(c), a.Store, web.ViewerID(c), &h.Highlight, 0, story.MaxHighlightStories)
	if err != nil {
		return err
	}
	if len(list) == 0 { // only its owner finds one that is empty
		c.Redirect(http.StatusSeeOther, urls.HighlightAction(h.ID, "edit"))
		return nil
	}
	r := storyview.StoryReel{Owner: h.Author, Stories: list, Own: h.OwnerID == web.ViewerID(c), Highlight: h,
		Back: urls.Profile(h.Author.Username)}
	if c.Param("story") != "" {
		storyID, err := storyID(c)
		if err != nil {
			return err
		}
		if r.Current = slices.IndexFunc(list, func(st story.View) bool { return st.ID == storyID }); r.Current < 0 {
			return errNoStory
		}
	}
	return a.showReel(c, r)
}

// HighlightRow reads a page of an account's highlights.
func (a Pages) HighlightRow(c *gin.Context, owner access.Author, before models.ID) (h storyview.Highlights, err error) {
	list, next, err := story.Highlights(page.Context(c), a.Store, web.ViewerID(c), owner.ID, before, highlightPage)
	return storyview.Highlights{Owner: owner, Own: owner.ID == web.ViewerID(c), List: list,
		More: page.OlderURL(urls.AccountHighlights(owner.Username), next)}, err
}

func (a Pages) highlights(c *gin.Context) error {
	p, err := a.NamedAccount(c)
	if err != nil {
		return err
	}
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	h, err := a.HighlightRow(c, p.Author(), before)
	if err != nil {
		return err
	}
	chrome := a.PrivateChrome(c, "")
	return a.Page(c, http.StatusOK, storyview.HighlightsPage(chrome, h), storyview.HighlightPart(chrome, h))
}

// idsIn reads a list of ids from a form.
func idsIn(c *gin.Context, name string) ([]models.ID, error) {
	var out []models.ID
	for _, s := range c.PostFormArray(name) {
		id, err := models.ParseID(s)
		if err != nil {
			return nil, models.Invalidf(name, "This is not there.")
		}
		out = append(out, id)
	}
	return out, nil
}

func (a Pages) createHighlight(c *gin.Context) error {
	var id models.ID
	stories, err := idsIn(c, "stories")
	if err == nil {
		id, err = story.CreateHighlight(page.Context(c), a.Store, web.ViewerID(c), c.PostForm("title"), stories)
	}
	form, err := web.FormOf(c, err)
	if err != nil {
		return err
	}
	if len(form.Problems) > 0 || form.Problem != "" {
		return a.showStoryArchive(c, http.StatusUnprocessableEntity, true, form)
	}
	return a.Done(c, urls.Highlight(id), text.T(page.Context(c), "story.highlight-made"), nil)
}

func (a Pages) ownHighlight(c *gin.Context) (*story.HighlightView, error) {
	id, err := highlightID(c)
	if err != nil {
		return nil, err
	}
	return story.OwnHighlight(page.Context(c), a.Store, web.ViewerID(c), id)
}

func (a Pages) highlightPage(c *gin.Context) error {
	h, err := a.ownHighlight(c)
	if err != nil {
		return err
	}
	return a.showHighlightEdit(c, http.StatusOK, h, ui.Form{Values: map[string]string{"title": h.Title}})
}

func (a Pages) showHighlightEdit(c *gin.Context, status int, h *story.HighlightView, form ui.Form) error {
	list, _, err := story.HighlightStories(page.Context(c), a.Store, web.ViewerID(c), &h.Highlight, 0, story.MaxHighlightStories)
	if err != nil {
		return err
	}
	return a.Page(c, status, storyview.HighlightEditPage(a.PrivateChrome(c, text.T(page.Context(c), "story.edit-highlight")),
		storyview.HighlightEdit{Highlight: *h, Stories: list, Form: form}), nil)
}

func (a Pages) editHighlight(c *gin.Context) error {
	h, err := a.ownHighlight(c)
	if err != nil {
		return err
	}
	had, err := idsIn(c, "had")
	if err != nil {
		return err
	}
	keep, err := idsIn(c, "keep")
	if err != nil {
		return err
	}
	edit := story.HighlightEdit{}
	if title, ok := c.GetPostForm("title"); ok {
		edit.Title = &title
	}
	for _, id := range had {
		if !slices.Contains(keep, id) {
			edit.Remove = append(edit.Remove, id)
		}
	}
	if cover, err := models.ParseID(c.PostForm("cover")); err == nil && slices.Contains(keep, cover) {
		edit.Cover = &cover
	}
	form, err := web.FormOf(c, story.EditHighlight(page.Context(c), a.Store, web.ViewerID(c), h.ID, edit))
	if err != nil {
		return err
	}
	if len(form.Problems) > 0 || form.Problem != "" {
		return a.showHighlightEdit(c, http.StatusUnprocessableEntity, h, form)
	}
	return a.Done(c, urls.Profile(h.Author.Username), text.T(page.Context(c), "story.highlight-saved"), nil)
}

func (a Pages) moveHighlight(c *gin.Context) error {
	h, err := a.ownHighlight(c)
	if err != nil {
		return err
	}
	m, err := page.ReadMove(c)
	if err != nil {
		return err
	}
	if err := story.MoveHighlight(page.Context(c), a.Store, web.ViewerID(c), h.ID, m); err != nil {
		return err
	}
	return a.Done(c, urls.HighlightAction(h.ID, "edit"), text.T(page.Context(c), "story.moved"), nil)
}

func (a Pages) deleteHighlight(c *gin.Context) error {
	h, err := a.ownHighlight(c)
	if err != nil {
		return err
	}
	if err := story.DeleteHighlight(page.Context(c), a.Store, web.ViewerID(c), h.ID); err != nil {
		return err
	}
	return a.Done(c, urls.Profile(h.Author.Username), text.T(page.Context(c), "story.highlight-deleted"), nil)
}

func (a Pages) storyHighlights(c *gin.Context) error {
	st, err := a.ownStory(c)
	if err != nil {
		return err
	}
	return a.showStoryHighlights(c, http.StatusOK, st, ui.Form{})
}

func (a Pages) showStoryHighlights(c *gin.Context, status int, st *story.View, form ui.Form) error {
	choices, err := story.HighlightChoices(page.Context(c), a.Store, web.ViewerID(c), st.ID)
	if err != nil {
		return err
	}
	return a.Page(c, status, storyview.StoryHighlightsPage(a.PrivateChrome(c, text.T(page.Context(c), "story.highlights")),
		storyview.StoryHighlights{Story: *st, Choices: choices, Form: form}), nil)
}

// saveStoryHighlights puts a story into the highlights that are ticked, takes
// it out of the others, and makes a new one when there is a name for it.
func (a Pages) saveStoryHighlights(c *gin.Context) error {
	st, err := a.ownStory(c)
	if err != nil {
		return err
	}
	wanted, err := idsIn(c, "highlight")
	if err != nil {
		return err
	}
	form, err := web.FormOf(c, story.SetHighlights(page.Context(c), a.Store, web.ViewerID(c), st.ID, wanted, c.PostForm("title")))
	if err != nil {
		return err
	}
	if len(form.Problems) > 0 || form.Problem != "" {
		return a.showStoryHighlights(c, http.StatusUnprocessableEntity, st, form)
	}
	return a.Done(c, urls.Profile(st.Author.Username), text.T(page.Context(c), "story.highlights-saved"), nil)
}
