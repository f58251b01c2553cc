package api

import (
	"fmt"

	"photogram/models"
	"photogram/models/story"
)

var highlightRoutes = []route{
	{"GET", "/users/:user/highlights", "basic", "", (*API).highlights},
	{"POST", "/highlights", "stories", "title? stories*", (*API).createHighlight},
	{"GET", "/highlights/:highlight", "basic", "", (*API).highlight},
	{"PATCH", "/highlights/:highlight", "stories", "title? cover? add* remove* to beside", (*API).updateHighlight},
	{"DELETE", "/highlights/:highlight", "stories", "", (*API).deleteHighlight},
	{"GET", "/highlights/:highlight/stories", "basic", "", (*API).highlightStories},
}

type highlightObject struct {
	ID           string    `json:"id"`
	Title        string    `json:"title"`
	CreatedTime  string    `json:"created_time"`
	User         shortUser `json:"user"`
	StoriesCount int64     `json:"stories_count"` // that the caller may see
	Cover        *images   `json:"cover"`         // null when it has no picture
	CoverStoryID *string   `json:"cover_story_id"`
	Link         string    `json:"link"`
}

func (a *API) highlightObject(h *story.HighlightView) highlightObject {
	out := highlightObject{ID: h.ID.String(), Title: h.Title, CreatedTime: seconds(h.CreatedAt), User: a.shortUser(h.Author),
		StoriesCount: h.Stories, Link: a.HighlightURL(h.ID)}
	if h.Cover == nil {
		return out
	}
	id := storyID(&h.Cover.Story)
	out.CoverStoryID = &id
	switch {
	case h.Cover.Media != nil:
		out.Cover = &a.storyPicture(h.Cover).Images
	case h.Cover.Shared != nil:
		files := a.AbsoluteFiles()
		files.Viewer = h.Cover.Viewer
		cover, _ := imagesOf(files, h.Cover.Shared.Cover(), h.Cover.Shared.Public())
		out.Cover = &cover
	}
	return out
}

var errNoHighlight = models.Say(models.Error{Kind: models.NotFound}, "api.error.highlight-does-not-exist")

func hideHighlight(err error) error {
	if models.KindOf(err) == models.NotFound {
		return errNoHighlight
	}
	return err
}

func (r *request) highlightID() (models.ID, error) {
	id, err := models.ParseID(r.Param("highlight"))
	if err != nil {
		return 0, errNoHighlight
	}
	return id, nil
}

// highlights lists what the caller may see of an account's highlights, in its order.
func (a *API) highlights(r *request) (any, *page, error) {
	id, err := r.userID()
	if err != nil {
		return nil, nil, err
	}
	if err := r.NeedFor(id); err != nil {
		return nil, nil, err
	}
	u, err := a.target(r)
	if err != nil {
		return nil, nil, err
	}
	if !u.PostsVisible {
		return nil, nil, errPrivate
	}
	return keyPage(r, "cursor", each(a.highlightObject), func(before models.ID, n int) ([]story.HighlightView, models.ID, error) {
		return story.Highlights(r.Ctx(), a.Store, r.Viewer(), u.ID, before, n)
	})
}

// highlightOf finds the highlight that the path names, as storyOf does a story.
func (a *API) highlightOf(r *request) (*story.HighlightView, error) {
	id, err := r.highlightID()
	if err != nil {
		return nil, err
	}
	scope := r.Need("public_content")
	h, err := story.VisibleHighlight(r.Ctx(), a.Store, r.Viewer(), id)
	if scope != nil && (models.KindOf(err) == models.NotFound || err == nil && h.OwnerID != r.Viewer()) {
		return nil, scope
	}
	return h, hideHighlight(err)
}

func (a *API) highlight(r *request) (any, *page, error) {
	h, err := a.highlightOf(r)
	if err != nil {
		return nil, nil, err
	}
	return a.highlightObject(h), nil, nil
}

// highlightNow answers with a highlight of the caller's as it is now.
func (a *API) highlightNow(r *request, id models.ID) (any, *page, error) {
	h, err := story.OwnHighlight(r.Ctx(), a.Store, r.Viewer(), id)
	if err != nil {
		return nil, nil, hideHighlight(err)
	}
	return a.highlightObject(h), nil, nil
}

func (a *API) highlightStories(r *request) (any, *page, error) {
	h, err := a.highlightOf(r)
	if err != nil {
		return nil, nil, err
	}
	return a.storyPage(r, func(after models.ID, n int) ([]story.View, models.ID, error) {
		return story.HighlightStories(r.Ctx(), a.Store, r.Viewer(), &h.Highlight, after, n)
	})
}

// storyIDs reads a list of story ids.
func (r *request) storyIDs(name string) (out []models.ID, err error) {
	list := r.List(name)
	if len(list) > story.MaxHighlightStories {
		return nil, models.Invalidf(name, "api.error.these-stories-highlight-at-most", "list", len(list), "maxHighlightStories",
			story.MaxHighlightStories)
	}
	for _, s := range list {
		id, owner, err := storyKey(s)
		if err != nil || owner != 0 && owner != r.Viewer() {
			return nil, models.Invalidf(name, "api.error.not-id-story-yours", "s", fmt.Sprintf("%q", s))
		}
		out = append(out, id)
	}
	return out, nil
}

func (a *API) createHighlight(r *request) (any, *page, error) {
	list, err := r.storyIDs("stories")
	if err != nil {
		return nil, nil, err
	}
	id, err := story.CreateHighlight(r.Ctx(), a.Store, r.Viewer(), r.Text("title"), list)
	if err != nil {
		return nil, nil, err
	}
	return a.highlightNow(r, id)
}

// updateHighlight takes title, cover (a story id, or empty for the first), add
// and remove (story ids), and to with beside for its place among the highlights.
func (a *API) updateHighlight(r *request) (any, *page, error) {
	id, err := r.highlightID()
	if err != nil {
		return nil, nil, err
	}
	in := story.HighlightEdit{Title: r.Optional("title")}
	if cover := r.Optional("cover"); cover != nil {
		var story models.ID
		if *cover != "" {
			if story, _, err = storyKey(*cover); err != nil {
				return nil, nil, models.Invalidf("cover", "api.error.not-story-id")
			}
		}
		in.Cover = &story
	}
	if in.Add, err = r.storyIDs("add"); err != nil {
		return nil, nil, err
	}
	if in.Remove, err = r.storyIDs("remove"); err != nil {
		return nil, nil, err
	}
	if in.Move, err = r.move(); err == nil {
		_, err = story.OwnHighlight(r.Ctx(), a.Store, r.Viewer(), id)
	}
	if err == nil {
		err = story.EditHighlight(r.Ctx(), a.Store, r.Viewer(), id, in)
	}
	if err != nil {
		return nil, nil, hideHighlight(err)
	}
	return a.highlightNow(r, id)
}

func (a *API) deleteHighlight(r *request) (any, *page, error) {
	id, err := r.highlightID()
	if err != nil {
		return nil, nil, err
	}
	if _, err := story.OwnHighlight(r.Ctx(), a.Store, r.Viewer(), id); err != nil {
		return nil, nil, hideHighlight(err)
	}
	return nil, nil, story.DeleteHighlight(r.Ctx(), a.Store, r.Viewer(), id)
}
