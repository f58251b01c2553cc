package api

import (
	"strconv"

	"photogram/models"
	"photogram/models/story"
	"photogram/models/tally"
)

var storyViewRoutes = []route{
	{"GET", "/stories/:story/views", "stories", "", (*API).storyViews},
	{"POST", "/stories/:story/views", "stories", "", (*API).viewStory},
	{"GET", "/stories/:story/likes", "stories", "", (*API).storyLikers},
	{"POST", "/stories/:story/likes", "stories", "", (*API).likeStory},
	{"DELETE", "/stories/:story/likes", "stories", "", (*API).unlikeStory},
	{"POST", "/stories/:story/taps", "stories", "tap", (*API).tapStory},
	{"GET", "/stories/:story/answers", "stories", "", (*API).storyAnswers},
	{"POST", "/stories/:story/answers", "stories", "overlay value text", (*API).answerStory},
}

// storyViewer is somebody who saw a story, and what they did there.
type storyViewer struct {
	shortUser
	ViewedTime string `json:"viewed_time"`
	Liked      bool   `json:"liked"`
	Replies    int    `json:"replies"`
	Forward    int    `json:"forward"`
	Back       int    `json:"back"`
	Exits      int    `json:"exits"`
	Links      int    `json:"links"`
}

type storyAudience struct {
	Counts  storyCounts   `json:"counts"`
	Viewers []storyViewer `json:"viewers"`
}

// storyViews tells the owner how many saw a story, and who.
func (a *API) storyViews(r *request) (any, *page, error) {
	st, err := a.ownedStory(r)
	if err != nil {
		return nil, nil, err
	}
	show := func(rows []story.Viewer) (any, error) {
		counts, err := story.Count(r.Ctx(), a.Store, r.Viewer(), st.ID)
		out := storyAudience{countsOf(counts[st.ID]), make([]storyViewer, len(rows))}
		for i, v := range rows {
			out.Viewers[i] = storyViewer{a.shortUser(v.Author), seconds(v.ViewAt), v.LikedAt != nil, v.Replies, v.Forward, v.Back,
				v.Exits, v.Links}
		}
		return out, err
	}
	return keyPage(r, "cursor", show, func(after models.ID, n int) ([]story.Viewer, models.ID, error) {
		return story.Viewers(r.Ctx(), a.Store, r.Viewer(), st.ID, after, n)
	})
}

// viewStory counts that the caller saw a story, once.
func (a *API) viewStory(r *request) (any, *page, error) {
	id, err := a.namedStory(r)
	if err == nil {
		err = story.MarkViewed(r.Ctx(), a.Store, r.Viewer(), id)
	}
	if err == nil {
		a.CalledFor(r.Context, r.Viewer(), tally.Look{Post: id, Source: tally.API})
	}
	return nil, nil, hideStory(err)
}

type storyLiker struct {
	shortUser
	LikedTime string `json:"liked_time"`
}

func (a *API) storyLikers(r *request) (any, *page, error) {
	st, err := a.ownedStory(r)
	if err != nil {
		return nil, nil, err
	}
	show := each(func(v *story.Viewer) storyLiker { return storyLiker{a.shortUser(v.Author), seconds(*v.LikedAt)} })
	return keyPage(r, "cursor", show, func(after models.ID, n int) ([]story.Viewer, models.ID, error) {
		return story.Likers(r.Ctx(), a.Store, r.Viewer(), st.ID, after, n)
	})
}

func (a *API) likeStory(r *request) (any, *page, error) {
	id, err := a.namedStory(r)
	if err == nil {
		err = story.Like(r.Ctx(), a.Store, r.Viewer(), id)
	}
	return nil, nil, hideStory(err)
}

func (a *API) unlikeStory(r *request) (any, *page, error) {
	id, err := a.namedStory(r)
	if err == nil {
		err = story.Unlike(r.Ctx(), a.Store, r.Viewer(), id)
	}
	return nil, nil, hideStory(err)
}

func (a *API) tapStory(r *request) (any, *page, error) {
	id, err := a.namedStory(r)
	if err == nil {
		err = story.CountTap(r.Ctx(), a.Store, r.Viewer(), id, story.Tap(r.Text("tap")))
	}
	return nil, nil, hideStory(err)
}

// overlay finds the overlay of a story that the call names.
func (r *request) overlay(st *story.View) (*story.Overlay, error) {
	if o := st.Overlay(r.Text("overlay")); o != nil {
		return o, nil
	}
	return nil, models.Invalidf("overlay", "api.error.name-one-storys-overlays-id")
}

// answerStory answers an overlay and shows it as it is then.
func (a *API) answerStory(r *request) (any, *page, error) {
	id, err := a.namedStory(r)
	if err != nil {
		return nil, nil, err
	}
	st, err := story.Visible(r.Ctx(), a.Store, r.Viewer(), id)
	if err != nil {
		return nil, nil, hideStory(err)
	}
	o, err := r.overlay(st)
	if err != nil {
		return nil, nil, err
	}
	value := 0
	if o.Type != "question" {
		if value, err = strconv.Atoi(r.Text("value")); err != nil {
			value = -1 // which is told apart from every answer, with the limits
		}
	}
	if err := story.AnswerOverlay(r.Ctx(), a.Store, r.Viewer(), id, o.ID, value, r.Text("text")); err != nil {
		return nil, nil, hideStory(err)
	}
	if st, err = story.Visible(r.Ctx(), a.Store, r.Viewer(), id); err != nil {
		return nil, nil, hideStory(err)
	}
	return overlayOf(st, st.Overlay(o.ID)), nil, nil
}

// storyResponse is somebody's answer, for the owner.
type storyResponse struct {
	shortUser
	AnsweredTime string `json:"answered_time"`
	storyAnswer
}

func (a *API) storyAnswers(r *request) (any, *page, error) {
	st, err := a.ownedStory(r)
	if err != nil {
		return nil, nil, err
	}
	o, err := r.overlay(st)
	if err != nil {
		return nil, nil, err
	}
	show := each(func(v *story.Response) storyResponse {
		return storyResponse{a.shortUser(v.Author), seconds(v.At), answerOf(o, v.Value, v.Text)}
	})
	return keyPage(r, "cursor", show, func(after models.ID, n int) ([]story.Response, models.ID, error) {
		return story.Responses(r.Ctx(), a.Store, r.Viewer(), st.ID, o.ID, after, n)
	})
}
