package models_test

import (
	"strings"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/modelstest"
)

// saysField fails unless one of an error's problems is about a field and says words.
func saysField(t *testing.T, err error, field, words string) {
	t.Helper()
	for _, p := range models.ProblemsOf(err) {
		if p.Field == field && strings.Contains(p.Message, words) {
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
	if _, err := db.StartStories(ctx, bo.ID, draft); models.KindOf(err) != models.NotFound {
		t.Errorf("of somebody else's draft: %v", err)
	}
	ids, err := db.StartStories(ctx, ann.ID, draft)
	must(t, err)
	if len(ids) != 3 || ids[0] != draft {
		t.Fatalf("%v", ids)
	}
	for i, id := range ids {
		st, err := db.OwnStory(ctx, ann.ID, id)
		must(t, err)
		if st.Media == nil || st.Media.ID != items[i].ID || st.State != models.Draft || st.Kind != "image" {
			t.Errorf("story %d: %+v", i, st)
		}
	}
	again, err := db.StartStories(ctx, ann.ID, draft)
	must(t, err)
	equal(t, "the same draft again", again, ids[:1])

	video := func(seconds int) models.ID {
		up := models.Upload{ID: db.NewID(), FileName: "surf.mp4", Format: "mp4", Bytes: 1, SHA256: []byte("x"), Width: 640, Height: 480, Video: true, Duration: time.Duration(seconds) * time.Second}
		id, _, err := db.AddMedia(ctx, ann.ID, 0, up)
		must(t, err)
		return id
	}
	_, err = db.StartStories(ctx, ann.ID, video(61))
	saysField(t, err, "file", "at most 60 seconds; surf.mp4 has 61")
	if _, err = db.StartStories(ctx, ann.ID, video(60)); err != nil {
		t.Error(err)
	}
	post := db.Post(ann, "Words")
	if _, err = db.StartStories(ctx, ann.ID, post); models.KindOf(err) != models.Conflict {
		t.Errorf("of a shared post: %v", err)
	}
	for range models.MaxStoryDrafts - 4 {
		_, err := db.StartTextStory(ctx, ann.ID)
		must(t, err)
	}
	_, err = db.StartTextStory(ctx, ann.ID)
	saysField(t, err, "file", "100 is the limit")
	_, err = db.StartPostStory(ctx, ann.ID, post)
	saysField(t, err, "file", "100 is the limit")
	db.Check()
}

func TestTextStoriesNeedWords(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ann := db.User("ann")
	id, err := db.StartTextStory(ctx, ann.ID)
	must(t, err)
	saysField(t, db.ShareStory(ctx, ann.ID, id, models.ShareInput{}), "overlays", "Write something first")
	list := []models.Overlay{{Type: "text", Text: " ", X: .5, Y: 2, Scale: 1}, {Type: "slider", Text: "Like it?", Emoji: "😍😍", X: .5, Y: .5, Scale: 1}}
	err = db.ShareStory(ctx, ann.ID, id, models.ShareInput{StoryEdit: models.StoryEdit{Overlays: &list}})
	saysField(t, err, "overlays[0].text", "can't be empty")
	saysField(t, err, "overlays[0].y", "from 0 to 1")
	saysField(t, err, "overlays[1].emoji", "")
	list = []models.Overlay{{Type: "text", Text: "Hello", X: .5, Y: .5, Scale: 1}}
	must(t, db.ShareStory(ctx, ann.ID, id, models.ShareInput{StoryEdit: models.StoryEdit{Overlays: &list}}))
	st, err := db.OwnStory(ctx, ann.ID, id)
	must(t, err)
	if st.State != models.Published || !st.ExpiresAt.Equal(st.PublishedAt.Add(models.StoryLife)) {
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
	_, err := db.StartStories(ctx, ann.ID, id)
	must(t, err)
	state := func() models.PostState {
		t.Helper()
		st, err := db.OwnStory(ctx, ann.ID, id)
		must(t, err)
		return st.State
	}
	due := func() int {
		t.Helper()
		n := 0
		for {
			shared, err := db.ShareDueStory(ctx, nil)
			must(t, err)
			if shared == 0 {
				return n
			}
			n++
		}
	}
	saysField(t, db.PlanStory(ctx, ann.ID, id, db.Now(), ""), "publish_at", "has passed")
	saysField(t, db.PlanStory(ctx, ann.ID, id, db.Now().Add(366*24*time.Hour), ""), "publish_at", "365 days")
	saysField(t, db.PlanStory(ctx, ann.ID, id, db.Now().Add(time.Hour), "Middle/Earth"), "time_zone", "not known")
	if err := db.PlanStory(ctx, bo.ID, id, db.Now().Add(time.Hour), ""); models.KindOf(err) != models.NotFound {
		t.Errorf("somebody else plans it: %v", err)
	}
	must(t, db.PlanStory(ctx, ann.ID, id, db.Now().Add(time.Hour), "Europe/Berlin"))
	must(t, db.PlanStory(ctx, ann.ID, id, db.Now().Add(3*time.Hour), "Europe/Berlin"))
	db.Clock.Move(2 * time.Hour)
	if n := due(); n != 0 || state() != models.Scheduled {
		t.Errorf("%d are shared before their time; it is %s", n, state())
	}
	must(t, db.UnscheduleStory(ctx, ann.ID, id))
	db.Clock.Move(2 * time.Hour)
	if n := due(); n != 0 || state() != models.Draft {
		t.Errorf("%d are shared that were called back; it is %s", n, state())
	}

	must(t, db.PlanStory(ctx, ann.ID, id, db.Now().Add(time.Hour), ""))
	must(t, db.MediaFailed(ctx, ann.ID, items[0].ID, items[0].WantedKey, "It is broken."))
	st, err := db.OwnStory(ctx, ann.ID, id)
	must(t, err)
	if st.State != models.Scheduled || st.PublishProblem != "It is broken." {
		t.Errorf("%+v", st)
	}
	db.Clock.Move(time.Hour)
	if n := due(); n != 1 || state() != models.Publishing {
		t.Errorf("%d came due; it is %s", n, state())
	}
	db.Render(items...)
	st, err = db.OwnStory(ctx, ann.ID, id)
	must(t, err)
	if st.State != models.Published || st.PublishProblem != "" || st.PublishAt != nil {
		t.Errorf("%+v", st)
	}
	if err := db.PlanStory(ctx, ann.ID, id, db.Now().Add(time.Hour), ""); models.KindOf(err) != models.Conflict {
		t.Errorf("a shared story is planned: %v", err)
	}

	// The post that holds its media takes nothing that a story does not have.
	caption, on := "A caption #sea", true
	for what, err := range map[string]error{"a caption": db.EditPost(ctx, ann.ID, id, models.PostEdit{Caption: &caption}), "comments": db.EditPost(ctx, ann.ID, id, models.PostEdit{CommentsEnabled: &on}),
		"people": db.SetPeople(ctx, ann.ID, id, map[models.ID][]models.PersonInput{items[0].ID: {{UserID: bo.ID}}})} {
		if models.KindOf(err) != models.Conflict {
			t.Errorf("a story takes %s: %v", what, err)
		}
	}
	must(t, db.EditPost(ctx, ann.ID, id, models.PostEdit{}))
	db.Check()
}

// A planned story that finds too many says so to its owner, until it is shared after all.
func TestTooManyStories(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ann := db.User("ann")
	words := &[]models.Overlay{{Type: "text", Text: "One of many", X: .5, Y: .5, Scale: 1}}
	for range models.MaxLiveStories {
		_, err := db.ShareTextStory(ctx, ann.ID, models.ShareInput{StoryEdit: models.StoryEdit{Overlays: words}})
		must(t, err)
	}
	_, err := db.ShareTextStory(ctx, ann.ID, models.ShareInput{StoryEdit: models.StoryEdit{Overlays: words}})
	saysField(t, err, "media_id", "the limit")
	draft, items := db.Draft(ann, 1)
	db.Render(items...)
	id, err := db.ShareAsStory(ctx, ann.ID, draft, models.ShareInput{PublishAt: db.Now().Add(time.Hour)})
	must(t, err)
	db.Clock.Move(time.Hour)
	_, err = db.ShareDueStory(ctx, nil)
	must(t, err)
	st, err := db.OwnStory(ctx, ann.ID, id)
	must(t, err)
	if st.State != models.Draft || st.PublishProblem == "" {
		t.Errorf("one too many: %+v", st.Story)
	}
	told := func() int {
		list, _, err := db.Notifications(ctx, ann.ID, "", 0, 10)
		must(t, err)
		return len(list)
	}
	for n := 1; n > 0; {
		n, err = db.DigestActivity(ctx, 100)
		must(t, err)
	}
	if n := told(); n != 1 {
		t.Errorf("told %d times", n)
	}
	db.Clock.Move(models.StoryLife)
	must(t, db.ShareStory(ctx, ann.ID, id, models.ShareInput{}))
	if n := told(); n != 0 {
		t.Errorf("told %d times of a story that is shared", n)
	}
	db.Check()
}
