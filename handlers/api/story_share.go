package api

import (
	"strings"

	"photogram/models"
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
	id, err := a.Store.ShareAsStory(r.ctx(), r.viewer(), media, in)
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
	id, err := a.Store.ShareTextStory(r.ctx(), r.viewer(), in)
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
	if !in.PublishAt.IsZero() {
		err = a.Store.ShareStory(r.ctx(), r.viewer(), st.ID, in)
	} else if err = a.Store.EditStory(r.ctx(), r.viewer(), st.ID, in.StoryEdit); err == nil && r.has("publish_at") {
		err = a.Store.UnscheduleStory(r.ctx(), r.viewer(), st.ID)
	}
	if err != nil {
		return nil, nil, hideStory(err)
	}
	return a.storyNow(r, st.ID)
}

// ownedStory finds a story of the caller's that the path names, in any state.
func (a *API) ownedStory(r *request) (*models.StoryView, error) {
	id, owner, err := storyKey(r.Param("story"))
	if err != nil {
		return nil, err
	}
	st, err := a.Store.Story(r.ctx(), r.viewer(), id)
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
	return nil, nil, hideStory(a.Store.DeleteStory(r.ctx(), r.viewer(), st.ID))
}

// storyInput reads what a story is to be.
func (r *request) storyInput() (in models.ShareInput, err error) {
	in.Audience, in.RepliesFrom, in.Background, in.AltText = r.optional("audience"), r.optional("replies_from"), r.optional("background"), r.optional("alt_text")
	if in.PublishAt, err = r.publishAt(); err != nil {
		return in, err
	}
	in.Zone = r.text("time_zone")
	if r.has("placement") {
		p, err := models.ParsePlacement(r.text("placement"))
		if err != nil {
			return in, err
		}
		in.Placement = &p
	}
	if values, sent := r.params["overlays"]; sent {
		list, err := models.ParseOverlays(jsonList(values))
		if err != nil {
			return in, err
		}
		in.Overlays = &list
	}
	return in, nil
}

// jsonList is a list of objects as one text: forms send it so, and of JSON
// bodies each object is a value of its own.
func jsonList(values []string) string {
	if len(values) == 1 && !strings.HasPrefix(strings.TrimSpace(values[0]), "{") {
		return values[0]
	}
	return "[" + strings.Join(values, ",") + "]"
}
