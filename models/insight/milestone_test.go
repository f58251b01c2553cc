package insight_test

import (
	"fmt"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/activity"
	"photogram/models/insight"
	"photogram/models/people"
	"photogram/models/story"
	"photogram/models/tally"
)

// milestones are those that were recorded, with what they are about.
func (w *world) milestones() (out []string) {
	w.t.Helper()
	must(w.t, models.Find(w.t.Context(), w.Pool(), &out, `SELECT kind || ' ' || post_id || ' ' || value FROM activity
		WHERE kind LIKE '%milestone' ORDER BY id`, nil))
	return out
}

// A milestone is told once, when views or followers reach it, and the highest of
// those that a batch passes.
func TestMilestones(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	shown := w.NewStory(w.ann, story.Edit{})
	w.see(w.guests(w.post, 0, 99, tally.Feed)...)
	if got := w.milestones(); len(got) != 0 {
		t.Errorf("99 views: %v", got)
	}
	w.see(w.guests(w.post, 99, 100, tally.Feed)...)
	for range 5 {
		for range 20 {
			tally.Count(w.Store, tally.Look{Post: shown, Viewer: w.bob.ID, Source: tally.Stories})
		}
		w.flush()
		w.Clock.Move(time.Hour)
	}
	w.Clock.Move(24 * time.Hour) // another day counts on
	w.see(w.guests(w.post, 200, 620, tally.Feed)...)
	w.see(w.guests(w.post, 1000, 1020, tally.Feed)...)
	want := fmt.Sprintf("[post_milestone %d 100 story_milestone %d 100 post_milestone %d 500]", w.post, shown, w.post)
	if got := fmt.Sprint(w.milestones()); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	_, err := w.Pool().Exec(t.Context(), `UPDATE users SET followers_count = 99 WHERE id = $1`, w.ann.ID)
	must(t, err)
	for range 2 { // who goes and comes again passes nothing a second time
		must(t, people.Follow(t.Context(), w.Store, w.bob.ID, w.ann.ID))
		must(t, people.Unfollow(t.Context(), w.Store, w.bob.ID, w.ann.ID))
	}
	if got := w.milestones(); len(got) != 4 || got[3] != "follower_milestone 0 100" {
		t.Errorf("100 followers: %v", got)
	}
	must(t, story.Delete(t.Context(), w.Store, w.ann.ID, shown))
	var left int
	must(t, models.Take(t.Context(), w.Pool(), &left, `SELECT count(*) FROM insight_totals WHERE post_id = @story`,
		models.Args{"story": shown}))
	if left != 0 {
		t.Error("the number of a deleted story is left")
	}
}

// planned are the summaries that wait to be sent, by username and Monday.
func (w *world) planned() (out []string) {
	w.t.Helper()
	must(w.t, insight.PlanWeekly(w.t.Context(), w.Store))
	must(w.t, models.Find(w.t.Context(), w.Pool(), &out, `SELECT u.username || ' ' || left(j.args->>'monday', 10)
		FROM river_job j JOIN users u ON u.id = (j.args->>'user_id')::bigint
		WHERE j.kind = 'weekly_insights' ORDER BY j.id`, nil))
	return out
}

// Business accounts get one summary of a week, on Monday morning where they are.
func TestWeekly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, s := t.Context(), w.Store
	cy := w.User("cy")
	_, err := w.Pool().Exec(ctx, `UPDATE users SET is_business = id <> $1, time_zone = CASE id WHEN $2 THEN 'Pacific/Auckland' ELSE '' END`,
		cy.ID, w.bob.ID)
	must(t, err)
	sunday := time.Date(w.Now().Year()+1, 6, 3, 0, 0, 0, 0, time.UTC)
	sunday = sunday.AddDate(0, 0, -int(sunday.Weekday()))
	want := func(at time.Time, want ...string) {
		t.Helper()
		w.Clock.Move(at.Sub(w.Now()))
		if got := w.planned(); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("at %s: %v, want %v", at, got, want)
		}
	}
	w.Clock.Move(sunday.Add(12 * time.Hour).Sub(w.Now()))
	before := len(w.planned())
	must(t, models.Do(ctx, w.Pool(), `DELETE FROM river_job`, nil))
	if before > 2 {
		t.Errorf("%d summaries of the week before", before)
	}
	monday := sunday.AddDate(0, 0, 1).Format(time.DateOnly)
	want(sunday.Add(19*time.Hour + 30*time.Minute)) // 7:30 in Auckland
	want(sunday.Add(20*time.Hour), "bob "+monday)
	want(sunday.Add(31*time.Hour), "bob "+monday)
	want(sunday.Add(32*time.Hour), "bob "+monday, "ann "+monday)
	want(sunday.AddDate(0, 0, 6), "bob "+monday, "ann "+monday)
	must(t, account.SetNotificationSettings(ctx, s, w.ann.ID, map[activity.Kind]string{account.MailWeekly: account.FromNobody}))
	want(sunday.AddDate(0, 0, 8), "bob "+monday, "ann "+monday, "bob "+sunday.AddDate(0, 0, 8).Format(time.DateOnly))

	// A week without anything, and one that is not wanted any more, makes no mail.
	mail := insight.Weekly{UserID: w.bob.ID, To: w.bob.Email, Monday: sunday.AddDate(0, 0, 8)}
	r, err := insight.OfWeek(ctx, s, mail)
	if must(t, err); r != nil {
		t.Errorf("a summary of nothing: %+v", r.Totals)
	}
	id := w.Post(w.bob, "seen")
	w.see(w.guests(id, 0, 3, tally.Feed)...)
	w.Clock.Move(7 * 24 * time.Hour)
	mail.Monday = sunday.AddDate(0, 0, 15)
	if r, err = insight.OfWeek(ctx, s, mail); err != nil || r == nil || r.Totals.Views.Value != 3 {
		t.Errorf("%+v, %v", r, err)
	}
	mail.To = "old@example.org"
	if r, err = insight.OfWeek(ctx, s, mail); err != nil || r != nil {
		t.Errorf("to an address that is not theirs: %v, %v", r, err)
	}
}
