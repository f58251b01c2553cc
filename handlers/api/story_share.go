package api

import (
	"strings"

	"photogram/models"
	"photogram/models/story"
)

// shareStory makes a story of media in one step: of a draft, or of a shared post.
func (a *API) shareStory(r *request) (any, *page, error) {
	media, err := a.named(r)
	if err != nil {
		return nil, nil, hideMedia(err)
	}
	in, err := r.storyInput()
	if err != nil {
		return nil, nil, err
	}
	id, err := story.ShareAsStory(r.ctx(), a.Store, r.viewer(), media, in)
	if err != nil {
		return nil, nil, hideMedia(err)
	}
	return a.storyNow(r, id)
}

// shareTextStory makes a story without a picture.
func (a *API) shareTextStory(r *request) (any, *page, error) {
	in, err := r.storyInput()
	if err != nil {
		return nil, nil, err
	}
	id, err := story.ShareText(r.ctx(), a.Store, r.viewer(), in)
	if err != nil {
		return nil, nil, err
	}
	return a.storyNow(r, id)
}

// editStory changes a story that is not shared yet. With publish_at it is
// planned for then; an empty one makes it a draft.
func (a *API) editStory(r *request) (any, *page, error) {
	st, err := a.ownedStory(r)
	if err != nil {
		return nil, nil, err
	}
	in, err := r.storyInput()
	if err != nil {
		return nil, nil, err
	}
	if err := story.Change(r.ctx(), a.Store, r.viewer(), st.ID, story.Changes{ShareInput: in, Replan: r.has("publish_at")}); err != nil {
		return nil, nil, hideStory(err)
	}
	return a.storyNow(r, st.ID)
}

// ownedStory finds a story of the caller's that the path names, in any state.
func (a *API) ownedStory(r *request) (*story.View, error) {
	id, owner, err := storyKey(r.Param("story"))
	if err != nil {
		return nil, err
	}
	st, err := story.Visible(r.ctx(), a.Store, r.viewer(), id)
	switch {
	case err == nil && owner != 0 && owner != st.OwnerID:
		return nil, errNoStory
	case err == nil && st.OwnerID != r.viewer():
		return nil, &models.Error{Kind: models.Forbidden, Message: "this story belongs to somebody else"}
	}
	return st, hideStory(err)
}

func (a *API) deleteStory(r *request) (any, *page, error) {
	st, err := a.ownedStory(r)
	if err != nil {
		return nil, nil, err
	}
	return nil, nil, hideStory(story.Delete(r.ctx(), a.Store, r.viewer(), st.ID))
}

// storyInput reads what a story is to be.
func (r *request) storyInput() (in story.ShareInput, err error) {
	in.Audience, in.RepliesFrom, in.Background, in.AltText = r.optional("audience"), r.optional("replies_from"),
		r.optional("background"), r.optional("alt_text")
	in.Zone = r.text("time_zone")
	for _, err := range []error{r.readPublishAt(&in.PublishAt), r.readPlacement(&in), r.readOverlays(&in)} {
		if err := in.Wrong.Add(err); err != nil {
			return in, err
		}
	}
	return in, nil
}

func (r *request) readPlacement(in *story.ShareInput) error {
	if !r.has("placement") {
		return nil
	}
	p, err := story.ParsePlacement(r.text("placement"))
	in.Placement = &p
	return err
}

func (r *request) readOverlays(in *story.ShareInput) error {
	values, sent := r.params["overlays"]
	if !sent {
		return nil
	}
	list, err := story.ParseOverlays(jsonList(values))
	if err == nil {
		in.Overlays = &list
	}
	return err
}

// jsonList is a list of objects as one text: forms send it so, and of JSON
// bodies each object is a value of its own.
func jsonList(values []string) string {
	if len(values) == 1 && !strings.HasPrefix(strings.TrimSpace(values[0]), "{") {
		return values[0]
	}
	return "[" + strings.Join(values, ",") + "]"
}
