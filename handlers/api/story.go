package api

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"photogram/models"
	"photogram/models/story"
)

var errNoStory = &models.Error{Kind: models.NotFound, Message: "this story does not exist, or is over"}

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
	scope := r.need("public_content")
	if owner != 0 && owner != r.viewer() && scope != nil {
		return nil, scope
	}
	st, err := story.Visible(r.ctx(), a.Store, r.viewer(), id)
	if scope != nil && (models.KindOf(err) == models.NotFound || err == nil && st.OwnerID != r.viewer()) {
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
	st, err := story.Own(r.ctx(), a.Store, r.viewer(), id)
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
	is, err := story.OwnerOf(r.ctx(), a.Store, id)
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
	if err := r.needFor(id); err != nil {
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

func (a *API) ownStories(r *request) (any, *page, error) { return a.liveStories(r, r.viewer()) }

func (a *API) liveStories(r *request, owner models.ID) (any, *page, error) {
	return a.storyPage(r, func(after models.ID, n int) ([]story.View, models.ID, error) {
		return story.Live(r.ctx(), a.Store, r.viewer(), owner, after, n)
	})
}

// storyPage answers with one page of a list of stories.
func (a *API) storyPage(r *request, read func(from models.ID, n int) ([]story.View, models.ID, error)) (any, *page, error) {
	show := func(rows []story.View) (any, error) { return a.stories(r, rows) }
	return keyPage(r, "cursor", show, read)
}

func (a *API) storyArchive(r *request) (any, *page, error) {
	return a.storyPage(r, func(before models.ID, n int) ([]story.View, models.ID, error) {
		return story.Archive(r.ctx(), a.Store, r.viewer(), before, n)
	})
}

// plannedStories lists all that is not shared yet, of which there is little.
func (a *API) plannedStories(r *request) (any, *page, error) {
	rows, err := story.Drafts(r.ctx(), a.Store, r.viewer())
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
	rows, next, err := story.Tray(r.ctx(), a.Store, r.viewer(), after, n)
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
	s := r.text("cursor")
	if s == "" {
		return nil, nil
	}
	bad := models.Invalidf("cursor", "This is not a place in the tray.")
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
