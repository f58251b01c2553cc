package post_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/making"
	"photogram/models/modelstest"
	"photogram/models/post"
)

func TestPlannedPostsAreSharedOnce(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ann := db.User("ann")
	const posts = 12
	start := db.Clock.Now()
	for i := range posts {
		id, items := db.Draft(ann, 1)
		db.Render(items...)
		must(t, post.Publish(ctx, db.Store, ann.ID, id,
			post.PublishInput{PublishAt: start.Add(time.Hour + time.Duration(i)*time.Second), Zone: "Europe/Berlin"}))
	}
	if id, err := post.PublishDue(ctx, db.Store, nil); err != nil || id != 0 {
		t.Fatalf("%d was shared before its time (%v)", id, err)
	}
	db.Clock.Move(time.Hour + time.Minute)
	var shared atomic.Int64
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for {
				id, err := post.PublishDue(ctx, db.Store, nil)
				if err != nil {
					t.Error(err)
				}
				if err != nil || id == 0 {
					return
				}
				shared.Add(1)
			}
		})
	}
	wg.Wait()
	// Whoever finds all others locked has nothing to do, so one more look is taken.
	for {
		id, err := post.PublishDue(ctx, db.Store, nil)
		must(t, err)
		if id == 0 {
			break
		}
		shared.Add(1)
	}
	u, err := account.ByID(ctx, db.Store, ann.ID, ann.ID)
	must(t, err)
	if u.PostsCount != posts || shared.Load() != posts || u.TimeZone != "Europe/Berlin" {
		t.Errorf("%d shared, %d counted, zone %q", shared.Load(), u.PostsCount, u.TimeZone)
	}
	db.Check()
}

func TestArrangePlanned(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ann := db.User("ann")
	var ids []models.ID
	var times []time.Time
	for i := range 5 {
		id, items := db.Draft(ann, 1)
		db.Render(items...)
		at := db.Clock.Now().Add(time.Duration(i+1) * time.Hour).Truncate(time.Microsecond)
		must(t, post.Publish(ctx, db.Store, ann.ID, id, post.PublishInput{PublishAt: at}))
		ids, times = append(ids, id), append(times, at)
	}
	order := func() []models.ID {
		posts, err := post.Planned(ctx, db.Store, ann.ID)
		must(t, err)
		var out []models.ID
		for i, p := range posts {
			out = append(out, p.ID)
			if !p.PublishAt.Equal(times[i]) {
				t.Errorf("place %d is at %s, want %s", i, p.PublishAt, times[i])
			}
		}
		return out
	}
	equal(t, "as planned", order(), ids)
	// In a grid the last to be shared stands first.
	must(t, post.ArrangePlanned(ctx, db.Store, ann.ID, ids[0], models.Move{To: "first"}))
	equal(t, "the first is shared last", order(), []models.ID{ids[1], ids[2], ids[3], ids[4], ids[0]})
	must(t, post.ArrangePlanned(ctx, db.Store, ann.ID, ids[4], models.Move{To: "below", Beside: ids[2]}))
	equal(t, "one below another", order(), []models.ID{ids[1], ids[4], ids[2], ids[3], ids[0]})
	must(t, post.ArrangePlanned(ctx, db.Store, ann.ID, ids[3], models.Move{To: "down"}))
	equal(t, "one down", order(), []models.ID{ids[1], ids[4], ids[3], ids[2], ids[0]})
	if err := post.ArrangePlanned(ctx, db.Store, db.User("bo").ID, ids[0], models.Move{To: "up"}); models.KindOf(err) != models.NotFound {
		t.Errorf("somebody else's: %v", err)
	}
	if err := post.MovePlanned(ctx, db.Store, ann.ID, ids[0], db.Clock.Now().Add(-time.Minute), ""); models.KindOf(err) != models.Invalid {
		t.Errorf("into the past: %v", err)
	}
	if err := post.MovePlanned(ctx, db.Store, ann.ID, ids[0], db.Clock.Now().Add(time.Minute),
		"Mars/Olympus"); models.KindOf(err) != models.Invalid {
		t.Errorf("a zone that is not there: %v", err)
	}
	must(t, post.MovePlanned(ctx, db.Store, ann.ID, ids[0], db.Clock.Now().Add(time.Minute), "Asia/Tokyo"))
	posts, err := post.Planned(ctx, db.Store, ann.ID)
	must(t, err)
	if posts[0].ID != ids[0] || posts[0].ScheduleZone != "Asia/Tokyo" {
		t.Errorf("%v first, in %q", posts[0].ID, posts[0].ScheduleZone)
	}
}

// A planned post whose photo can't be made is told at once, tried again at its
// time, kept as a draft when that fails too, and shared when it is put right.
func TestPlannedPostThatFails(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ann := db.User("ann")
	id, items := db.Draft(ann, 2)
	db.Render(items[0])
	must(t, post.Publish(ctx, db.Store, ann.ID, id, post.PublishInput{PublishAt: db.Clock.Now().Add(time.Hour)}))
	fail := func() {
		must(t, making.MediaFailed(ctx, db.Store, ann.ID, items[1].ID, items[1].WantedKey, "It is broken."))
	}
	state := func(what string, want post.State, problem string) {
		t.Helper()
		p, err := post.Own(ctx, db.Store, ann.ID, id)
		must(t, err)
		if p.State != want || p.PublishProblem != problem {
			t.Errorf("%s: %s, %q", what, p.State, p.PublishProblem)
		}
	}
	fail()
	state("before its time", post.Scheduled, "It is broken.")
	if got := db.Told(ann); got != "publish_failed ann*" {
		t.Errorf("told %q", got)
	}
	db.Clock.Move(2 * time.Hour)
	_, err := post.PublishDue(ctx, db.Store, nil)
	must(t, err)
	state("tried again", post.Publishing, "")
	fail()
	state("failed again", post.Draft, "It is broken.")
	must(t, post.RetryMedia(ctx, db.Store, ann.ID, id, items[1].ID))
	db.Render(items[1])
	state("put right", post.Draft, "")
	if got := db.Told(ann); got != "" {
		t.Errorf("still told %q", got)
	}
	must(t, post.Publish(ctx, db.Store, ann.ID, id, post.PublishInput{}))
	state("shared", post.Published, "")
	db.Check()
}

func TestZones(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"": "", "UTC": "", "Europe/Berlin": "Europe/Berlin", "Local": "!", "../etc/passwd": "!",
		"Nowhere/Here": "!", fmt.Sprint(make([]int, 40)): "!"} {
		got, err := models.CleanZone(in)
		if err != nil {
			got = "!"
		}
		if got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
