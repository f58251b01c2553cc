package api

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/story"
)

var storyRoutes = []route{
	{"GET", "/users/:user/stories", "basic", "", (*API).userStories},
	{"GET", "/users/self/stories", "stories", "", (*API).ownStories},
	{"GET", "/users/self/stories/tray", "basic", "", (*API).storyTray},
	{"GET", "/users/self/stories/archive", "stories", "", (*API).storyArchive},
	{"GET", "/users/self/stories/planned", "stories", "", (*API).plannedStories},
	{"POST", "/media/:media/stories", "stories",
		"overlays*? placement background audience replies_from alt_text? product_tags*? publish_at time_zone published", (*API).shareStory},
	{"POST", "/stories", "stories", "overlays*? placement background audience replies_from product_tags*? publish_at time_zone published",
		(*API).shareTextStory},
	{"GET", "/stories/:story", "basic", "", (*API).story},
	{"PATCH", "/stories/:story", "stories",
		"overlays*? placement background audience replies_from alt_text? product_tags*? publish_at? time_zone", (*API).editStory},
	{"DELETE", "/stories/:story", "stories", "", (*API).deleteStory},
}

var errNoStory = models.Say(models.Error{Kind: models.NotFound}, "api.error.story-does-not-exist-over")

func hideStory(err error) error {
	if models.KindOf(err) == models.NotFound {
		return errNoStory
	}
	return err
}

// storyKey reads a story id such as 901_7 or 901; the owner is 0 when it is not named.
func storyKey(s string) (id, owner models.ID, err error) {
	if id, owner, err = mediaKey(s); err != nil {
		err = errNoStory
	}
	return id, owner, err
}

// storyOf finds the story that the path names. As with media, a token needs
// public_content for those of others, and without it is told nothing of them.
func (a *API) storyOf(r *request) (*story.View, error) {
	id, owner, err := storyKey(r.Param("story"))
	if err != nil {
		return nil, err
	}
	scope := r.Need("public_content")
	if owner != 0 && owner != r.Viewer() && scope != nil {
		return nil, scope
	}
	st, err := story.Visible(r.Ctx(), a.Store, r.Viewer(), id)
	if scope != nil && (models.KindOf(err) == models.NotFound || err == nil && st.OwnerID != r.Viewer()) {
		return nil, scope
	}
	if err == nil && owner != 0 && st.OwnerID != owner {
		err = errNoStory
	}
	return st, hideStory(err)
}

func (a *API) story(r *request) (any, *page, error) {
	st, err := a.storyOf(r)
	if err != nil {
		return nil, nil, err
	}
	return a.oneStory(r, st)
}

func (a *API) oneStory(r *request, st *story.View) (any, *page, error) {
	list, err := a.stories(r, []story.View{*st})
	if err != nil {
		return nil, nil, err
	}
	return list[0], nil, nil
}

// storyNow answers with a story of the caller's as it is now.
func (a *API) storyNow(r *request, id models.ID) (any, *page, error) {
	st, err := story.Own(r.Ctx(), a.Store, r.Viewer(), id)
	if err != nil {
		return nil, nil, hideStory(err)
	}
	return a.oneStory(r, st)
}

// namedStory reads the story id of a call that does something there. An owner
// that is named must be the right one.
func (a *API) namedStory(r *request) (models.ID, error) {
	id, owner, err := storyKey(r.Param("story"))
	if err != nil || owner == 0 {
		return id, err
	}
	is, err := story.OwnerOf(r.Ctx(), a.Store, id)
	if err == nil && is != owner {
		err = errNoStory
	}
	return id, hideStory(err)
}

// userStories lists what the caller may see of an account's live stories, the oldest first.
func (a *API) userStories(r *request) (any, *page, error) {
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
	return a.liveStories(r, u.ID)
}

func (a *API) ownStories(r *request) (any, *page, error) { return a.liveStories(r, r.Viewer()) }

func (a *API) liveStories(r *request, owner models.ID) (any, *page, error) {
	return a.storyPage(r, func(after models.ID, n int) ([]story.View, models.ID, error) {
		return story.Live(r.Ctx(), a.Store, r.Viewer(), owner, after, n)
	})
}

// storyPage answers with one page of a list of stories.
func (a *API) storyPage(r *request, read func(from models.ID, n int) ([]story.View, models.ID, error)) (any, *page, error) {
	show := func(rows []story.View) (any, error) { return a.stories(r, rows) }
	return keyPage(r, "cursor", show, read)
}

func (a *API) storyArchive(r *request) (any, *page, error) {
	return a.storyPage(r, func(before models.ID, n int) ([]story.View, models.ID, error) {
		return story.Archive(r.Ctx(), a.Store, r.Viewer(), before, n)
	})
}

// plannedStories lists all that is not shared yet, of which there is little.
func (a *API) plannedStories(r *request) (any, *page, error) {
	rows, err := story.Drafts(r.Ctx(), a.Store, r.Viewer())
	if err != nil {
		return nil, nil, err
	}
	out, err := a.stories(r, rows)
	return out, nil, err
}

// trayEntry is an account with live stories.
type trayEntry struct {
	User         shortUser `json:"user"`
	Stories      int       `json:"stories_count"`
	Unseen       int       `json:"unseen_count"`
	CloseFriends bool      `json:"close_friends"` // one that was not seen is for them alone
}

func (a *API) storyTray(r *request) (any, *page, error) {
	n, err := r.count()
	if err != nil {
		return nil, nil, err
	}
	after, err := r.trayKey()
	if err != nil {
		return nil, nil, err
	}
	rows, next, err := story.Tray(r.Ctx(), a.Store, r.Viewer(), after, n)
	if err != nil {
		return nil, nil, err
	}
	out := make([]trayEntry, len(rows))
	for i, e := range rows {
		out[i] = trayEntry{a.shortUser(e.Author), e.Stories, e.Unseen, e.Close}
	}
	cursor := ""
	if next != nil {
		cursor = base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%t %d %d %d", next.Seen, next.Score, next.Newest, next.OwnerID))
	}
	return out, r.next("cursor", "next_cursor", cursor), nil
}

// trayKey reads the place in the tray that storyTray wrote.
func (r *request) trayKey() (*story.TrayKey, error) {
	s := r.Text("cursor")
	if s == "" {
		return nil, nil
	}
	bad := models.Invalidf("cursor", "api.error.not-place-tray")
	raw, err := base64.RawURLEncoding.DecodeString(s)
	parts := strings.Split(string(raw), " ")
	if err != nil || len(parts) != 4 {
		return nil, bad
	}
	var k story.TrayKey
	if k.Seen, err = strconv.ParseBool(parts[0]); err != nil {
		return nil, bad
	}
	score, err := strconv.ParseInt(parts[1], 10, 32)
	if err != nil {
		return nil, bad
	}
	k.Score = int(score)
	for i, into := range []*models.ID{&k.Newest, &k.OwnerID} {
		if *into, err = models.ParseID(parts[2+i]); err != nil {
			return nil, bad
		}
	}
	return &k, nil
}

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
	id, err := story.ShareAsStory(r.Ctx(), a.Store, r.Viewer(), media, in)
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
	id, err := story.ShareText(r.Ctx(), a.Store, r.Viewer(), in)
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
	if err := story.Change(r.Ctx(), a.Store, r.Viewer(), st.ID, story.Changes{ShareInput: in, Replan: r.Has("publish_at")}); err != nil {
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
	st, err := story.Visible(r.Ctx(), a.Store, r.Viewer(), id)
	switch {
	case err == nil && owner != 0 && owner != st.OwnerID:
		return nil, errNoStory
	case err == nil && st.OwnerID != r.Viewer():
		return nil, models.Say(models.Error{Kind: models.Forbidden}, "api.error.story-belongs-somebody-else")
	}
	return st, hideStory(err)
}

func (a *API) deleteStory(r *request) (any, *page, error) {
	st, err := a.ownedStory(r)
	if err != nil {
		return nil, nil, err
	}
	return nil, nil, hideStory(story.Delete(r.Ctx(), a.Store, r.Viewer(), st.ID))
}

// storyInput reads what a story is to be.
func (r *request) storyInput() (in story.ShareInput, err error) {
	in.Audience, in.RepliesFrom = (*access.Audience)(r.Optional("audience")), (*access.Circle)(r.Optional("replies_from"))
	in.Background, in.AltText = r.Optional("background"), r.Optional("alt_text")
	in.Zone = r.Text("time_zone")
	for _, err := range []error{r.readPublishAt(&in.PublishAt), r.readPlacement(&in), r.readOverlays(&in),
		r.readProducts(&in.Products)} {
		if err := in.Wrong.Add(err); err != nil {
			return in, err
		}
	}
	return in, nil
}

func (r *request) readPlacement(in *story.ShareInput) error {
	if !r.Has("placement") {
		return nil
	}
	p, err := story.ParsePlacement(r.Text("placement"))
	in.Placement = &p
	return err
}

func (r *request) readOverlays(in *story.ShareInput) error {
	values, sent := r.Values["overlays"]
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
