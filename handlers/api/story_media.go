package api

import (
	"reflect"

	"photogram/models"
	"photogram/models/post"
	"photogram/models/story"
)

// A program knows the photo or video that it sent by its media id, also after it
// made a story of it. The story's owner reads, edits and deletes it by that id.

// storyOfMedia finds the story of the token's account that has what was media;
// absent is what there was to say of the media.
func (a *API) storyOfMedia(r *request, id, owner models.ID, absent error) (*story.View, error) {
	if owner != 0 && owner != r.Viewer() || r.Viewer() == 0 {
		return nil, absent
	}
	st, err := story.Own(r.Ctx(), a.Store, r.Viewer(), id)
	switch kind := models.KindOf(err); {
	case kind == models.NotFound, kind == models.Forbidden, err == nil && st.Media == nil:
		return nil, absent
	}
	return st, err
}

// storyMedia is the answer about what is in a story, in the state story.
func (a *API) storyMedia(st *story.View) mediaObject {
	m := st.Media
	out := a.mediaObject(&post.View{Viewer: st.Viewer, Author: st.Author, Items: []post.Media{*m},
		Post: post.Post{OwnerID: st.OwnerID, ID: st.ID, Kind: m.Kind, Filter: m.Filter, Audience: "everyone", CommentsEnabled: true,
			CommentsFrom: "everyone", MediaCount: 1, CoverKey: m.RenderKey, CoverWidth: m.Width, CoverHeight: m.Height,
			CoverPlaceholder: m.Placeholder, CoverAlt: m.AltText, CoverAVIF: m.AVIF, PublishProblem: st.PublishProblem,
			CreatedAt: st.CreatedAt}})
	out.State = "story"
	return out
}

// mediaOfStory answers for media that are in a story now.
func (a *API) mediaOfStory(r *request, id, owner models.ID, absent error) (any, *page, error) {
	st, err := a.storyOfMedia(r, id, owner, absent)
	if err != nil {
		return nil, nil, err
	}
	return a.storyMedia(st), nil, nil
}

// editStoryMedia changes what the call names of the photo or video, and nothing that posts alone have.
func (a *API) editStoryMedia(r *request, st *story.View) (any, *page, error) {
	in, err := r.postChange(&post.View{Items: []post.Media{*st.Media}}, []post.Media{*st.Media})
	if err != nil {
		return nil, nil, err
	}
	if !reflect.ValueOf(in.Edit).IsZero() || len(in.People) > 0 || in.Replan {
		return nil, nil, models.Say(models.Error{Kind: models.Conflict}, "api.error.story")
	}
	change := story.Changes{ShareInput: story.ShareInput{Wrong: in.Wrong}, Items: in.Items}
	if err := story.Change(r.Ctx(), a.Store, st.OwnerID, st.ID, change); err != nil {
		return nil, nil, err
	}
	return a.mediaOfStory(r, st.ID, st.OwnerID, errNoMedia)
}
