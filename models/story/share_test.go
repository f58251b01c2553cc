package story_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/making"
	"photogram/models/modelstest"
	"photogram/models/notify"
	"photogram/models/post"
	"photogram/models/story"
)

// saysField fails unless one of an error's problems is about a field and says words.
func saysField(t *testing.T, err error, field, words string) {
	t.Helper()
	for _, p := range models.ProblemsOf(err) {
		if p.Field == field && strings.Contains(p.Message(), words) {
			return
		}
	}
	t.Errorf("%v does not say %q about %s", err, words, field)
}

func TestStartStories(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ann, bo := db.User("ann"), db.User("bo")
	draft, items := db.Draft(ann, 3)
	if _, err := story.Start(ctx, db.Store, bo.ID, draft); models.KindOf(err) != models.NotFound {
		t.Errorf("of somebody else's draft: %v", err)
	}
	ids, err := story.Start(ctx, db.Store, ann.ID, draft)
	must(t, err)
	if len(ids) != 3 || ids[0] != draft {
		t.Fatalf("%v", ids)
	}
	for i, id := range ids {
		st, err := story.Own(ctx, db.Store, ann.ID, id)
		must(t, err)
		if st.Media == nil || st.Media.ID != items[i].ID || st.State != post.Draft || st.Kind != "image" {
			t.Errorf("story %d: %+v", i, st)
		}
	}
	again, err := story.Start(ctx, db.Store, ann.ID, draft)
	must(t, err)
	equal(t, "the same draft again", again, ids[:1])
	for _, id := range ids {
		if _, err := post.Own(ctx, db.Store, ann.ID, id); models.KindOf(err) != models.NotFound {
			t.Errorf("story %d is a post: %v", id, err)
		}
	}

	// Two at a time begin the same.
	shared, _ := db.Draft(ann, 1)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if got, err := story.Start(ctx, db.Store, ann.ID, shared); err != nil || len(got) != 1 || got[0] != shared {
				t.Errorf("%v, %v", got, err)
			}
		})
	}
	wg.Wait()
	must(t, story.Delete(ctx, db.Store, ann.ID, shared))

	video := func(seconds int) models.ID {
		up := post.Upload{ID: db.NewID(), FileName: "surf.mp4", Format: "mp4", Bytes: 1, SHA256: []byte("x"), Width: 640,
			Height: 480, Video: true, Duration: time.Duration(seconds) * time.Second}
		id, _, err := post.AddMedia(ctx, db.Store, ann.ID, 0, up)
		must(t, err)
		return id
	}
	_, err = story.Start(ctx, db.Store, ann.ID, video(61))
	saysField(t, err, "file", "at most 60 seconds for a story; surf.mp4 has 61")
	if _, err = story.Start(ctx, db.Store, ann.ID, video(60)); err != nil {
		t.Error(err)
	}
	post := db.Post(ann, "Words")
	if _, err = story.Start(ctx, db.Store, ann.ID, post); models.KindOf(err) != models.Conflict {
		t.Errorf("of a shared post: %v", err)
	}
	for range story.MaxDrafts - 4 {
		_, err := story.StartText(ctx, db.Store, ann.ID)
		must(t, err)
	}
	_, err = story.StartText(ctx, db.Store, ann.ID)
	saysField(t, err, "file", "the limit is 100")
	_, err = story.StartOfPost(ctx, db.Store, ann.ID, post)
	saysField(t, err, "file", "the limit is 100")
	db.Check()
}

func TestTextStoriesNeedWords(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ann := db.User("ann")
	id, err := story.StartText(ctx, db.Store, ann.ID)
	must(t, err)
	saysField(t, story.Share(ctx, db.Store, ann.ID, id, story.ShareInput{}), "overlays", "Write something first")
	list := []story.Overlay{{Type: "text", Text: " ", X: .5, Y: 2, Scale: 1},
		{Type: "slider", Text: "Like it?", Emoji: "😍😍", X: .5, Y: .5, Scale: 1}}
	err = story.Share(ctx, db.Store, ann.ID, id, story.ShareInput{Edit: story.Edit{Overlays: &list}})
	saysField(t, err, "overlays[0].text", "Write something here")
	saysField(t, err, "overlays[0].y", "from 0 to 1")
	saysField(t, err, "overlays[1].emoji", "")
	list = []story.Overlay{{Type: "text", Text: "Hello", X: .5, Y: .5, Scale: 1}}
	must(t, story.Share(ctx, db.Store, ann.ID, id, story.ShareInput{Edit: story.Edit{Overlays: &list}}))
	st, err := story.Own(ctx, db.Store, ann.ID, id)
	must(t, err)
	if st.State != post.Published || !st.ExpiresAt.Equal(st.PublishedAt.Add(story.Life)) {
		t.Errorf("%+v", st)
	}
	db.Check()
}

// A planned story is moved, called back, and shared at its time. One whose photo
// failed keeps its time, and is shared once it is mended.
func TestPlannedStories(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ann, bo := db.User("ann"), db.User("bo")
	id, items := db.Draft(ann, 1)
	_, err := story.Start(ctx, db.Store, ann.ID, id)
	must(t, err)
	state := func() post.State {
		t.Helper()
		st, err := story.Own(ctx, db.Store, ann.ID, id)
		must(t, err)
		return st.State
	}
	due := func() int {
		t.Helper()
		n := 0
		for {
			shared, err := story.ShareDue(ctx, db.Store, nil)
			must(t, err)
			if shared == 0 {
				return n
			}
			n++
		}
	}
	saysField(t, story.Plan(ctx, db.Store, ann.ID, id, db.Now(), ""), "publish_at", "has passed")
	saysField(t, story.Plan(ctx, db.Store, ann.ID, id, db.Now().Add(366*24*time.Hour), ""), "publish_at", "365 days")
	saysField(t, story.Plan(ctx, db.Store, ann.ID, id, db.Now().Add(time.Hour), "Middle/Earth"), "time_zone", "We don’t know")
	if err := story.Plan(ctx, db.Store, bo.ID, id, db.Now().Add(time.Hour), ""); models.KindOf(err) != models.NotFound {
		t.Errorf("somebody else plans it: %v", err)
	}
	must(t, story.Plan(ctx, db.Store, ann.ID, id, db.Now().Add(time.Hour), "Europe/Berlin"))
	must(t, story.Plan(ctx, db.Store, ann.ID, id, db.Now().Add(3*time.Hour), "Europe/Berlin"))
	db.Clock.Move(2 * time.Hour)
	if n := due(); n != 0 || state() != post.Scheduled {
		t.Errorf("%d are shared before their time; it is %s", n, state())
	}
	must(t, story.Unschedule(ctx, db.Store, ann.ID, id))
	db.Clock.Move(2 * time.Hour)
	if n := due(); n != 0 || state() != post.Draft {
		t.Errorf("%d are shared that were called back; it is %s", n, state())
	}

	must(t, story.Plan(ctx, db.Store, ann.ID, id, db.Now().Add(time.Hour), ""))
	must(t, making.MediaFailed(ctx, db.Store, ann.ID, items[0].ID, items[0].WantedKey, "It is broken."))
	st, err := story.Own(ctx, db.Store, ann.ID, id)
	must(t, err)
	if st.State != post.Scheduled || st.PublishProblem != "It is broken." {
		t.Errorf("%+v", st)
	}
	db.Clock.Move(time.Hour)
	if n := due(); n != 1 || state() != post.Publishing {
		t.Errorf("%d came due; it is %s", n, state())
	}
	db.Render(items...)
	st, err = story.Own(ctx, db.Store, ann.ID, id)
	must(t, err)
	if st.State != post.Published || st.PublishProblem != "" || st.PublishAt != nil {
		t.Errorf("%+v", st)
	}
	if err := story.Plan(ctx, db.Store, ann.ID, id, db.Now().Add(time.Hour), ""); models.KindOf(err) != models.Conflict {
		t.Errorf("a shared story is planned: %v", err)
	}

	// A story is no post.
	caption, on := "A caption #sea", true
	for what, err := range map[string]error{"a caption": post.EditText(ctx, db.Store, ann.ID, id, post.Edit{Caption: &caption}),
		"comments": post.EditText(ctx, db.Store, ann.ID, id, post.Edit{CommentsEnabled: &on}),
		"people":   post.SetPeople(ctx, db.Store, ann.ID, id, map[models.ID][]post.PersonInput{items[0].ID: {{UserID: bo.ID}}}),
		"an end":   post.Delete(ctx, db.Store, ann.ID, id)} {
		if models.KindOf(err) != models.NotFound {
			t.Errorf("a story takes %s of a post: %v", what, err)
		}
	}
	db.Check()
}

// The photo of a story is edited until it is shared. What is wrong with it is told,
// and nothing is changed.
func TestPhotoOfAStoryIsEdited(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ann := db.User("ann")
	draft, items := db.Draft(ann, 1)
	ids, err := story.Start(ctx, db.Store, ann.ID, draft)
	must(t, err)
	db.Render(items...)
	read := func() *post.Media {
		t.Helper()
		st, err := story.Own(ctx, db.Store, ann.ID, ids[0])
		must(t, err)
		return st.Media
	}
	change := func(in post.ItemChange) error {
		return story.Change(ctx, db.Store, ann.ID, ids[0], story.Changes{Items: []post.ItemChange{in}})
	}
	look := post.MediaEdit{Recipe: []byte(`{"rotate":90}`), Filter: "Normal"}
	alt, long := "A boat", strings.Repeat("x", models.MaxAltText+1)
	saysField(t, change(post.ItemChange{ID: items[0].ID, Prefix: "i1.", MediaEdit: post.MediaEdit{AltText: &long}}), "i1.alt_text", "")
	if err := change(post.ItemChange{ID: ids[0], MediaEdit: look}); models.KindOf(err) != models.NotFound {
		t.Errorf("an item of another: %v", err)
	}
	if m := read(); !m.Ready() || m.AltText != "" {
		t.Errorf("%+v", m)
	}
	must(t, change(post.ItemChange{ID: items[0].ID, MediaEdit: look}))
	if m := read(); m.Ready() || m.RenderKey != items[0].WantedKey || m.WantedKey == items[0].WantedKey {
		t.Errorf("%+v", m)
	}
	must(t, making.MediaFailed(ctx, db.Store, ann.ID, items[0].ID, read().WantedKey, "It is broken."))
	must(t, story.Retry(ctx, db.Store, ann.ID, ids[0]))
	if m := read(); m.State != "pending" || m.Failure != "" {
		t.Errorf("%+v", m)
	}
	db.Render(*read())
	must(t, story.Share(ctx, db.Store, ann.ID, ids[0], story.ShareInput{}))
	if err := change(post.ItemChange{ID: items[0].ID, MediaEdit: look}); models.KindOf(err) != models.Conflict {
		t.Errorf("after it was shared: %v", err)
	}
	must(t, change(post.ItemChange{ID: items[0].ID, MediaEdit: post.MediaEdit{AltText: &alt}}))
	if m := read(); m.AltText != alt {
		t.Errorf("%+v", m)
	}
	db.Check()
	used := read()
	must(t, story.Delete(ctx, db.Store, ann.ID, ids[0]))
	var left int
	must(t, db.Pool().QueryRow(ctx, `SELECT count(*) FROM media WHERE id = $1`, used.ID).Scan(&left))
	if left != 0 {
		t.Error("the photo of a deleted story is still there")
	}
	db.Check()
}

// A planned story that finds too many says so to its owner, until it is shared after all.
func TestTooManyStories(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ann := db.User("ann")
	words := &[]story.Overlay{{Type: "text", Text: "One of many", X: .5, Y: .5, Scale: 1}}
	for range story.MaxLiveStories {
		_, err := story.ShareText(ctx, db.Store, ann.ID, story.ShareInput{Edit: story.Edit{Overlays: words}})
		must(t, err)
	}
	_, err := story.ShareText(ctx, db.Store, ann.ID, story.ShareInput{Edit: story.Edit{Overlays: words}})
	saysField(t, err, "media_id", "the limit")
	draft, items := db.Draft(ann, 1)
	db.Render(items...)
	id, err := story.ShareAsStory(ctx, db.Store, ann.ID, draft, story.ShareInput{PublishAt: db.Now().Add(time.Hour)})
	must(t, err)
	db.Clock.Move(time.Hour)
	_, err = story.ShareDue(ctx, db.Store, nil)
	must(t, err)
	st, err := story.Own(ctx, db.Store, ann.ID, id)
	must(t, err)
	if st.State != post.Draft || st.PublishProblem == "" {
		t.Errorf("one too many: %+v", st.Story)
	}
	told := func() int {
		list, _, err := notify.List(ctx, db.Store, ann.ID, "", 0, 10)
		must(t, err)
		return len(list)
	}
	for n := 1; n > 0; {
		n, err = notify.Digest(ctx, db.Store, 100)
		must(t, err)
	}
	if n := told(); n != 1 {
		t.Errorf("told %d times", n)
	}
	db.Clock.Move(story.Life)
	must(t, story.Share(ctx, db.Store, ann.ID, id, story.ShareInput{}))
	if n := told(); n != 0 {
		t.Errorf("told %d times of a story that is shared", n)
	}
	db.Check()
}
