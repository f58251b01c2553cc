package insight_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/account"
	"photogram/models/comment"
	"photogram/models/insight"
	"photogram/models/modelstest"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/models/saved"
	"photogram/models/story"
	"photogram/models/tally"
)

// world is an account with a post, and people who look at it.
type world struct {
	*modelstest.DB
	t        *testing.T
	ann, bob *account.User
	post     models.ID
}

func newWorld(t *testing.T) *world {
	w := &world{DB: modelstest.New(t), t: t}
	w.ann, w.bob = w.User("ann"), w.User("bob")
	w.post = w.Post(w.ann, "a view")
	return w
}

func (w *world) see(looks ...tally.Look) {
	w.t.Helper()
	tally.Count(w.Store, looks...)
	w.flush()
}

func (w *world) flush() {
	w.t.Helper()
	must(w.t, tally.Flush(w.t.Context(), w.Store))
}

func (w *world) report(r insight.Range) *insight.Report {
	w.t.Helper()
	out, err := insight.Of(w.t.Context(), w.Store, w.ann.ID, r)
	must(w.t, err)
	return out
}

func (w *world) ofPost(id models.ID) *insight.PostReport {
	w.t.Helper()
	out, err := insight.OfPost(w.t.Context(), w.Store, w.ann.ID, id, insight.Range{})
	must(w.t, err)
	return out
}

func guest(n int) tally.Look { return tally.Look{Guest: fmt.Sprint("guest ", n)} }

func (w *world) guests(post models.ID, from, to int, source tally.Source) (out []tally.Look) {
	for i := from; i < to; i++ {
		l := guest(i)
		l.Post, l.Source = post, source
		out = append(out, l)
	}
	return out
}

// say is a short form of what a report says.
func say(r *insight.Report) string {
	t := r.Totals
	return fmt.Sprintf("%d views, %d reached, %d engaged, %d interactions, %d gained, %d lost", t.Views.Value, t.Reach.Value,
		t.Engaged.Value,
		t.Interactions.Value, t.Gained.Value, t.Lost.Value)
}

func (w *world) says(want string) {
	w.t.Helper()
	if got := say(w.report(insight.Range{})); got != want {
		w.t.Errorf("%s\nwant %s", got, want)
	}
}

// Views are counted by whom they are, where and of what; owners, those who do not
// want to be, and those who may not see a post are not.
func TestViews(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cat, off := w.User("cat"), w.User("off")
	must(t, people.Follow(t.Context(), w.Store, w.bob.ID, w.ann.ID))
	must(t, insight.SetCounted(t.Context(), w.Store, off.ID, false))
	followers := "followers"
	hidden := w.Post(w.ann, "for followers")
	must(t, post.EditText(t.Context(), w.Store, w.ann.ID, hidden, post.Edit{Audience: (*access.Audience)(&followers)}))
	w.see(tally.Look{Post: w.post, Viewer: w.bob.ID, Source: tally.Feed, Lang: "de"},
		tally.Look{Post: w.post, Viewer: w.bob.ID, Source: tally.Feed, Lang: "de-AT"},
		tally.Look{Post: w.post, Viewer: cat.ID, Source: tally.Explore, Lang: "en"},
		tally.Look{Post: w.post, Viewer: w.ann.ID, Source: tally.Feed},
		tally.Look{Post: w.post, Viewer: off.ID, Source: tally.Feed},
		tally.Look{Post: w.post, Guest: "somebody", Source: tally.Embed},
		tally.Look{Post: hidden, Viewer: cat.ID}, tally.Look{Post: hidden, Viewer: w.bob.ID}, tally.Look{Post: hidden, Guest: "x"},
		tally.Look{Post: 12345, Viewer: w.bob.ID})
	w.says("5 views, 3 reached, 0 engaged, 0 interactions, 1 gained, 0 lost")
	r := w.report(insight.Range{})
	for name, shares := range map[string][]insight.Share{
		"[{feed 2} {embed 1} {explore 1} {other 1}]": r.Sources, "[{FOLLOWER 3} {NON_FOLLOWER 2}]": r.Followers,
		"[{POST 5}]": r.Kinds, "[{de 2} {en 1}]": r.Languages} {
		if fmt.Sprint(shares) != name {
			t.Errorf("%v, not %s", shares, name)
		}
	}
	p := w.ofPost(w.post)
	if p.Totals.Views.Value != 4 || p.Totals.Reach.Value != 3 || p.Error != 0 {
		t.Errorf("%+v", p.Totals)
	}
	if len(r.TopPosts) != 2 || r.TopPosts[0].ID != w.post || r.TopPosts[0].Views != 4 || r.TopPosts[1].Views != 1 {
		t.Errorf("%+v", r.TopPosts)
	}
	for _, err := range []error{
		errOf(insight.OfPost(t.Context(), w.Store, w.bob.ID, w.post, insight.Range{})),
		errOf(insight.OfStory(t.Context(), w.Store, w.ann.ID, w.post, insight.Range{})),
	} {
		if models.KindOf(err) != models.NotFound {
			t.Error(err)
		}
	}
	w.Check()
}

func errOf[T any](_ T, err error) error { return err }

// What is done is counted with it, and what is taken back leaves its day.
func TestInteractions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, s := t.Context(), w.Store
	_, err := post.Like(ctx, s, w.bob.ID, w.post)
	must(t, err)
	c, err := comment.Add(ctx, s, w.bob.ID, w.post, "nice")
	must(t, err)
	must(t, saved.Save(ctx, s, w.bob.ID, w.post))
	must(t, people.FollowFrom(ctx, s, w.bob.ID, w.ann.ID, w.post))
	w.flush()
	w.says("0 views, 0 reached, 1 engaged, 3 interactions, 1 gained, 0 lost")
	r := w.report(insight.Range{})
	if len(r.Brought) != 1 || r.Brought[0].ID != w.post || r.Brought[0].Follows != 1 {
		t.Errorf("%+v", r.Brought)
	}
	first := w.Now()
	w.Clock.Move(48 * time.Hour)
	_, err = post.Unlike(ctx, s, w.bob.ID, w.post)
	must(t, err)
	must(t, comment.Delete(ctx, s, w.bob.ID, w.post, c.ID))
	_, err = saved.Unsave(ctx, s, w.bob.ID, w.post)
	must(t, err)
	must(t, people.Unfollow(ctx, s, w.bob.ID, w.ann.ID))
	w.flush()
	w.says("0 views, 0 reached, 1 engaged, 0 interactions, 1 gained, 1 lost")
	day := tally.DayOf(first, time.UTC)
	if got := say(w.report(insight.Range{From: day, To: day})); got != "0 views, 0 reached, 1 engaged, 0 interactions, 1 gained, 0 lost" {
		t.Error(got)
	}
	if p := w.ofPost(w.post); p.Follows != 0 || p.Totals.Likes.Value != 0 {
		t.Errorf("%+v", p)
	}
	must(t, people.FollowFrom(ctx, s, w.ann.ID, w.bob.ID, w.post)) // which is not bob's
	w.flush()
	if r, err := insight.Of(ctx, s, w.bob.ID, insight.Range{}); err != nil || r.Totals.Gained.Value != 1 || len(r.Brought) != 0 {
		t.Errorf("%+v, %v", r, err)
	}
	w.Check()
}

// The numbers of a story are those of what was done with it.
func TestStory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, s := t.Context(), w.Store
	id := w.NewStory(w.ann, story.Edit{})
	w.see(tally.Look{Post: id, Viewer: w.bob.ID, Source: tally.Stories}, tally.Look{Post: id, Viewer: w.bob.ID, Source: tally.Stories},
		tally.Look{Post: id, Guest: "nobody"})
	must(t, story.Like(ctx, s, w.bob.ID, id))
	for _, tap := range []story.Tap{story.TapForward, story.TapForward, story.TapExit, story.TapLink} {
		must(t, story.CountTap(ctx, s, w.bob.ID, id, tap))
	}
	w.flush()
	r, err := insight.OfStory(ctx, s, w.ann.ID, id, insight.Range{})
	must(t, err)
	if got := fmt.Sprint(r.Kind, r.Totals.Views.Value, r.Totals.Reach.Value, r.Totals.Likes.Value, r.Navigation, r.Links); got !=
		"STORY2 1 1 [{tap_forward 2} {tap_exit 1}] 1" {
		t.Error(got)
	}
	must(t, story.Unlike(ctx, s, w.bob.ID, id))
	must(t, story.Unlike(ctx, s, w.bob.ID, id))
	w.flush()
	r, err = insight.OfStory(ctx, s, w.ann.ID, id, insight.Range{})
	must(t, err)
	if r.Totals.Likes.Value != 0 {
		t.Errorf("%d likes", r.Totals.Likes.Value)
	}
	if top := w.report(insight.Range{}).TopStories; len(top) != 1 || top[0].ID != id {
		t.Errorf("%+v", top)
	}
	must(t, story.Delete(ctx, s, w.ann.ID, id))
	var left int
	must(t, w.Pool().QueryRow(ctx, `SELECT (SELECT count(*) FROM insight_counts WHERE post_id = $1) +
		(SELECT count(*) FROM insight_sketches WHERE post_id = $1)`, id).Scan(&left))
	if left != 0 {
		t.Errorf("%d rows are left of a story", left)
	}
}

// A range merges who was reached: who came on ten days is one person.
func TestRangesMerge(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for day := range 10 {
		if day > 0 {
			w.Clock.Move(24 * time.Hour)
		}
		w.see(w.guests(w.post, day, 100+day, tally.Profile)...)
	}
	r := w.report(insight.Range{})
	if r.Totals.Views.Value != 1000 || r.Totals.Reach.Value != 109 || r.Error != 0 {
		t.Errorf("%+v %v", r.Totals, r.Error)
	}
	sum := int64(0)
	for _, p := range r.Series {
		sum += p.Reach
	}
	if sum != 1000 {
		t.Errorf("the days reached %d", sum)
	}
	if p := w.ofPost(w.post); p.Totals.Reach.Value != 109 || p.Totals.Views.Value != 1000 {
		t.Errorf("%+v", p.Totals)
	}
	to := tally.DayOf(w.Now(), time.UTC)
	half := w.report(insight.Range{From: to.AddDate(0, 0, -4), To: to})
	if half.Totals.Views.Value != 500 || half.Totals.Views.Before != 500 || half.Totals.Reach.Before != 104 ||
		half.Totals.Reach.Value != 104 {
		t.Errorf("%+v", half.Totals)
	}
	if half.Totals.Views.KnownBefore { // counting began in the middle of its first day
		if c, ok := half.Totals.Views.Change(); !ok || c != 0 {
			t.Errorf("changed by %v", c)
		}
	}
}

// Months that are over are read from rows of their own, with the same numbers.
func TestMonths(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	// Counting began long ago, so that the range before is known as well.
	_, err := w.Pool().Exec(ctx, `INSERT INTO insight_accounts (user_id, since) VALUES ($1, $2)`, w.ann.ID, w.Now().AddDate(-2, 0, 0))
	must(t, err)
	other := w.Post(w.ann, "another")
	began := tally.DayOf(w.Now(), time.UTC)
	for day := range 100 {
		w.see(append(w.guests(w.post, day, day+30, tally.Feed), w.guests(other, 10*day, 10*day+5, tally.Search)...)...)
		w.Clock.Move(24 * time.Hour)
	}
	_, err = post.Like(ctx, w.Store, w.bob.ID, other)
	must(t, err)
	w.flush()
	r := insight.Range{From: began, To: tally.DayOf(w.Now(), time.UTC)}
	before, beforePost := w.report(r), w.ofPost(other)
	must(t, tally.Merge(ctx, w.Store))
	must(t, tally.Merge(ctx, w.Store))
	after, afterPost := w.report(r), w.ofPost(other)
	if a, b := fmt.Sprintf("%+v", *before), fmt.Sprintf("%+v", *after); a != b {
		t.Errorf("before the merge %s\nafter it %s", a, b)
	}
	if a, b := fmt.Sprintf("%+v", *beforePost), fmt.Sprintf("%+v", *afterPost); a != b {
		t.Errorf("before the merge %s\nafter it %s", a, b)
	}
	if after.Totals.Views.Value != 3500 || after.Step != "month" || len(after.TopPosts) != 2 || afterPost.Totals.Views.Value != 500 {
		t.Errorf("%+v", after)
	}
	var months int
	must(t, w.Pool().QueryRow(ctx, `SELECT count(*) FROM insight_counts WHERE owner_id = $1 AND span = 'month'
		AND post_id = 0 AND tops IS NOT NULL`, w.ann.ID).Scan(&months))
	if months < 3 {
		t.Errorf("%d months", months)
	}
	// What is taken back leaves its month, too.
	w.Clock.Move(60 * 24 * time.Hour)
	must(t, tally.Merge(ctx, w.Store))
	_, err = post.Unlike(ctx, w.Store, w.bob.ID, other)
	must(t, err)
	w.flush()
	if got := w.report(r); got.Totals.Likes.Value != 0 || before.Totals.Likes.Value != 1 {
		t.Errorf("%d likes after %d", got.Totals.Likes.Value, before.Totals.Likes.Value)
	}
}

// Days are those of the account's time zone.
func TestZones(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := w.Pool().Exec(t.Context(), `UPDATE users SET time_zone = 'Pacific/Kiritimati' WHERE id = $1`, w.ann.ID)
	must(t, err)
	at := time.Date(w.Now().Year()+1, 5, 3, 12, 0, 0, 0, time.UTC) // the 4th at 02:00 there
	w.Clock.Move(at.Sub(w.Now()))
	w.see(w.guests(w.post, 0, 3, tally.Feed)...)
	day := time.Date(at.Year(), 5, 4, 0, 0, 0, 0, time.UTC)
	if r := w.report(insight.Range{From: day, To: day}); r.Totals.Views.Value != 3 || r.Zone != "Pacific/Kiritimati" {
		t.Errorf("%+v", r.Totals)
	}
}

func TestBadRanges(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	to := tally.DayOf(w.Now(), time.UTC)
	for _, r := range []insight.Range{{From: to, To: to.AddDate(0, 0, -1)}, {From: to.AddDate(-2, 0, -2), To: to},
		{From: to, To: to.AddDate(0, 0, 3)}} {
		if _, err := insight.Of(t.Context(), w.Store, w.ann.ID, r); models.KindOf(err) != models.Invalid {
			t.Errorf("%v: %v", r, err)
		}
	}
}

// What is older than counting is not known, and not 0.
func TestUnknown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := post.Like(context.Background(), w.Store, w.bob.ID, w.post)
	must(t, err)
	_, err = w.Pool().Exec(t.Context(), `UPDATE site SET counting_since = $1`, w.Now().Add(24*time.Hour))
	must(t, err)
	w.Clock.Move(72 * time.Hour)
	p := w.ofPost(w.post)
	if p.Totals.Views.Known || p.Totals.Reach.Known || !p.Totals.Likes.Known || p.Totals.Likes.Value != 1 {
		t.Errorf("%+v", p.Totals)
	}
	r := w.report(insight.Range{})
	if r.Series[0].Known || !r.Series[len(r.Series)-1].Known || r.Totals.Views.KnownBefore || r.CountedSince.IsZero() {
		t.Errorf("%+v", r)
	}
}
