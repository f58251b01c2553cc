package story_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/account"
	"photogram/models/modelstest"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/models/story"
)

func storyIDs(list []story.View) []models.ID {
	out := []models.ID{}
	for _, st := range list {
		out = append(out, st.ID)
	}
	return out
}

// Who sees a story is decided for every viewer, audience and account alike, and
// the lists agree with the single story and with the address of its file.
func TestStoryAudiences(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ann := db.User("ann")
	viewers := map[string]*account.User{"follower": db.User("follower"), "friend": db.User("friend"),
		"lonefriend": db.User("lonefriend"), "stranger": db.User("stranger"),
		"blocked": db.User("blocked"), "blocking": db.User("blocking"), "hidden": db.User("hidden"), "muting": db.User("muting"),
		"suspended": db.User("suspended")}
	for _, name := range []string{"follower", "friend", "blocked", "blocking", "hidden", "muting"} {
		must(t, people.Follow(ctx, db.Store, viewers[name].ID, ann.ID))
	}
	for _, name := range []string{"friend", "lonefriend", "blocked", "hidden"} {
		must(t, people.AddCloseFriend(ctx, db.Store, ann.ID, viewers[name].ID))
	}
	must(t, people.HideStories(ctx, db.Store, ann.ID, viewers["hidden"].ID))
	must(t, people.MuteStories(ctx, db.Store, viewers["muting"].ID, ann.ID))
	must(t, people.Block(ctx, db.Store, ann.ID, viewers["blocked"].ID))
	must(t, people.Block(ctx, db.Store, viewers["blocking"].ID, ann.ID))
	stories := map[access.Audience]models.ID{}
	for _, audience := range access.Audiences {
		stories[audience] = db.NewStory(ann, story.Edit{Audience: &audience})
	}
	sees := func(who string, audience access.Audience, private bool) bool {
		switch who {
		case "ann":
			return true
		case "blocked", "blocking", "hidden", "visitor":
			return false
		}
		follows := who == "follower" || who == "friend" || who == "muting"
		close := who == "friend" || who == "lonefriend"
		switch audience {
		case access.Everyone:
			return !private || follows
		case access.Followers:
			return follows
		}
		return close && (!private || follows)
	}
	ids := map[string]models.ID{"ann": ann.ID, "visitor": 0}
	for name, u := range viewers {
		ids[name] = u.ID
	}
	rows := 0
	for _, private := range []bool{false, true} {
		must(t, account.UpdateProfile(ctx, db.Store, ann.ID, account.ProfileInput{IsPrivate: &private}))
		for who, viewer := range ids {
			live, _, err := story.Live(ctx, db.Store, viewer, ann.ID, 0, 100)
			must(t, err)
			listed := map[models.ID]bool{}
			for _, st := range live {
				listed[st.ID] = true
			}
			n := 0
			for audience, id := range stories {
				want := sees(who, audience, private)
				if want {
					n++
				}
				st, err := story.Visible(ctx, db.Store, viewer, id)
				if got := err == nil; got != want || got != listed[id] {
					t.Errorf("%s, private %v, %s: found %v, listed %v, want %v (%v)", audience, private, who, got, listed[id], want, err)
				}
				key := ""
				if own, err := story.Visible(ctx, db.Store, ann.ID, id); err == nil {
					key = own.Media.RenderKey
				}
				may, err := post.FileAccess(ctx, db.Store, viewer, key)
				must(t, err)
				if may.Visible != want || may.Public {
					t.Errorf("%s, private %v, %s: file %+v, want %v", audience, private, who, may, want)
				}
				if err := story.MarkViewed(ctx, db.Store, viewer, id); (err == nil) != want {
					t.Errorf("%s, private %v, %s: viewed %v, want %v", audience, private, who, err, want)
				}
				_ = st
				rows++
			}
			tray, _, err := story.Tray(ctx, db.Store, viewer, nil, 10)
			must(t, err)
			inTray := len(tray) == 1 && tray[0].Stories == n && tray[0].Unseen == 0
			if want := n > 0 && (who == "follower" || who == "friend"); inTray != want {
				t.Errorf("private %v, %s: tray %+v, want %v", private, who, tray, want)
			}
		}
	}
	t.Logf("%d combinations of viewer, audience and account", rows)
	db.Check()
}

// A story is there until its last moment and gone at the next, for everybody but its owner.
func TestStoryEdge(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ann, bo := db.User("ann"), db.User("bo")
	must(t, people.Follow(ctx, db.Store, bo.ID, ann.ID))
	id := db.NewStory(ann, story.Edit{})
	st, err := story.Visible(ctx, db.Store, bo.ID, id)
	must(t, err)
	db.Clock.Move(time.Second)
	kept := db.NewStory(ann, story.Edit{})
	highlight, err := story.CreateHighlight(ctx, db.Store, ann.ID, "Sea", []models.ID{kept})
	must(t, err)
	_, err = db.Pool().Exec(ctx, `INSERT INTO media_captions (owner_id, media_id, lang, label, text)
		VALUES ($1, $2, 'en', 'English', 'WEBVTT')`, ann.ID, st.Media.ID)
	must(t, err)
	there := func(viewer, id models.ID) string {
		_, single := story.Visible(ctx, db.Store, viewer, id)
		live, _, err := story.Live(ctx, db.Store, viewer, ann.ID, 0, 10)
		must(t, err)
		file, err := post.FileAccess(ctx, db.Store, viewer, st.Media.RenderKey)
		must(t, err)
		tray, _, err := story.Tray(ctx, db.Store, viewer, nil, 10)
		must(t, err)
		_, captions := post.VisibleCaption(ctx, db.Store, viewer, st.ID, st.Media.ID, "en")
		return fmt.Sprint(single == nil, len(live), file.Visible, captions == nil, len(tray),
			story.MarkViewed(ctx, db.Store, viewer, id) == nil, story.Like(ctx, db.Store, viewer, id) == nil)
	}
	must(t, story.MarkViewed(ctx, db.Store, bo.ID, id))
	db.Clock.Move(st.ExpiresAt.Sub(db.Now()) - time.Microsecond)
	tray, _, err := story.Tray(ctx, db.Store, bo.ID, nil, 10)
	must(t, err)
	if len(tray) != 1 || tray[0].Stories != 2 || tray[0].Unseen != 1 {
		t.Errorf("one of two was seen a day ago: %+v", tray)
	}
	if got := there(bo.ID, id); got != "true 2 true true 1 true true" {
		t.Errorf("a microsecond before its end: %s", got)
	}
	db.Clock.Move(time.Microsecond)
	if got := there(bo.ID, id); got != "false 1 false false 1 false false" {
		t.Errorf("at its end: %s", got)
	}
	db.Clock.Move(time.Second)
	if got := there(bo.ID, kept); got != "true 0 false false 0 false false" {
		t.Errorf("in a highlight: %s", got)
	}
	if got := there(ann.ID, id); got != "true 0 true true 0 false false" {
		t.Errorf("for its owner: %s", got)
	}
	h, err := story.VisibleHighlight(ctx, db.Store, bo.ID, highlight)
	must(t, err)
	inside, _, err := story.HighlightStories(ctx, db.Store, bo.ID, &h.Highlight, 0, 10)
	must(t, err)
	equal(t, "the highlight", storyIDs(inside), []models.ID{kept})
	archive, _, err := story.Archive(ctx, db.Store, ann.ID, 0, 10)
	must(t, err)
	equal(t, "the archive", storyIDs(archive), []models.ID{kept, id})
	viewers, _, err := story.Viewers(ctx, db.Store, ann.ID, id, 0, 10)
	must(t, err)
	if len(viewers) != 1 || viewers[0].LikedAt == nil {
		t.Errorf("viewers after the end: %+v", viewers)
	}
}

// Many views at a time are counted once for each viewer.
func TestStoryViewsAreCountedOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	ann := db.User("ann")
	id := db.NewStory(ann, story.Edit{})
	var peopleList []*account.User
	for i := range 100 {
		peopleList = append(peopleList, db.User(fmt.Sprintf("viewer%d", i)))
	}
	var wg sync.WaitGroup
	for range 3 {
		for _, p := range append(peopleList, ann) {
			wg.Go(func() {
				if err := story.MarkViewed(ctx, db.Store, p.ID, id); err != nil {
					t.Errorf("%s: %v", p.Username, err)
				}
			})
		}
	}
	wg.Wait()
	counts, err := story.Count(ctx, db.Store, ann.ID, id)
	must(t, err)
	if counts[id].Views != 100 {
		t.Errorf("%d views of 100 viewers", counts[id].Views)
	}
	must(t, story.Unlike(ctx, db.Store, db.User("shy").ID, id))
	if counts, err = story.Count(ctx, db.Store, ann.ID, id); err != nil || counts[id].Views != 100 {
		t.Errorf("taking back a like that never was makes %d views (%v)", counts[id].Views, err)
	}
	must(t, people.Block(ctx, db.Store, ann.ID, peopleList[0].ID))
	must(t, people.Block(ctx, db.Store, peopleList[1].ID, ann.ID))
	counts, err = story.Count(ctx, db.Store, ann.ID, id)
	must(t, err)
	list, _, err := story.Viewers(ctx, db.Store, ann.ID, id, 0, 200)
	must(t, err)
	if counts[id].Views != 98 || len(list) != 98 {
		t.Errorf("with two blocks: %d counted, %d listed", counts[id].Views, len(list))
	}
	if _, _, err := story.Viewers(ctx, db.Store, peopleList[2].ID, id, 0, 10); models.KindOf(err) != models.Forbidden {
		t.Errorf("a viewer asks for the viewers: %v", err)
	}
}

// A planned story is shared when its time has come, and one that is excepted waits.
func TestPlannedStoryIsShared(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ann := db.User("ann")
	at := db.Now().Add(time.Hour)
	overlays := []story.Overlay{{Type: "text", Text: "Soon", X: 0.5, Y: 0.5, Scale: 1}}
	id, err := story.ShareText(ctx, db.Store, ann.ID, story.ShareInput{Edit: story.Edit{Overlays: &overlays}, PublishAt: at})
	must(t, err)
	share := func(except ...models.ID) models.ID {
		got, err := story.ShareDue(ctx, db.Store, except)
		must(t, err)
		return got
	}
	db.Clock.Move(time.Hour - time.Microsecond)
	if got := share(); got != 0 {
		t.Errorf("shared a microsecond early: %d", got)
	}
	db.Clock.Move(time.Microsecond)
	if got := share(id); got != 0 {
		t.Errorf("shared although it is excepted: %d", got)
	}
	if got := share(); got != id {
		t.Errorf("shared %d, want %d", got, id)
	}
	if got := share(); got != 0 {
		t.Errorf("shared again: %d", got)
	}
	st, err := story.Visible(ctx, db.Store, ann.ID, id)
	must(t, err)
	if !st.PublishedAt.Equal(at) || !st.ExpiresAt.Equal(at.Add(story.Life)) {
		t.Errorf("shared at %v until %v", st.PublishedAt, st.ExpiresAt)
	}
}
