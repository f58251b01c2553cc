package jobs_test

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"photogram/jobs"
	"photogram/models/insight"
	"photogram/models/tally"
	"photogram/web/webtest"
)

// The summary of a week says the numbers, names the posts and ends by one click.
func TestWeeklyMail(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	in := newSink(t)
	smtp, err := jobs.NewSMTP(in.address, jobs.Sender("Prints", "no-reply@prints.example"))
	must(t, err)
	ctx, store := t.Context(), s.DB.Store
	ada, bo := s.User("ada"), s.User("bo")
	_, err = s.Pool().Exec(ctx, `UPDATE users SET is_business = true WHERE id = $1`, ada.ID)
	must(t, err)
	friday := time.Date(s.Clock.Now().Year()+1, 6, 5, 12, 0, 0, 0, time.UTC)
	friday = friday.AddDate(0, 0, 5-int(friday.Weekday()))
	s.Clock.Move(friday.Sub(s.Clock.Now()))
	photo := s.Post(ada, "Low tide")
	tally.Count(store, tally.Look{Post: photo, Viewer: bo.ID}, tally.Look{Post: photo, Guest: "one"}, tally.Look{Post: photo, Guest: "two"})
	like(t, s, bo, photo)
	must(t, tally.Flush(ctx, store))
	s.Clock.Move(3 * 24 * time.Hour) // Monday
	d := s.Deps()
	d.Mailer, d.BaseURL = smtp, s.URL
	runner, err := jobs.Start(ctx, d)
	must(t, err)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), webtest.Patience)
		defer cancel()
		must(t, runner.Stop(ctx))
	})
	for range 2 {
		must(t, insight.PlanWeekly(ctx, store))
	}
	m := in.next(t)
	raw, err := io.ReadAll(m.Body)
	must(t, err)
	text := strings.NewReplacer("=\r\n", "", "=3D", "=", "=E2=80=93", "–").Replace(string(raw))
	for _, want := range []string{"Views: 3", "Reach: 3", "Likes: 1", "Low tide", s.URL + "/insights?from=", "3 views by 3 people"} {
		if !strings.Contains(text, want) {
			t.Errorf("the mail lacks %q:\n%s", want, text)
		}
	}
	if m.Header.Get("To") != "<"+ada.Email+">" || m.Header.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" {
		t.Errorf("%v", m.Header)
	}
	stop := strings.TrimPrefix(strings.Trim(m.Header.Get("List-Unsubscribe"), "<>"), s.URL)
	v := s.Visitor()
	v.Get(stop).Want(200).Says("every Monday")
	v.Post(stop, webtest.Form("List-Unsubscribe", "One-Click")).Want(200).Says("These emails have stopped")
	if got := s.Program(ada, "basic").Call("GET", "/users/self/notifications/settings").At("data.weekly_insights").String(); got != "off" {
		t.Errorf("the setting is %q", got)
	}
	s.Clock.Move(7 * 24 * time.Hour)
	must(t, insight.PlanWeekly(ctx, store))
	var n int
	must(t, s.Pool().QueryRow(ctx, `SELECT count(*) FROM river_job WHERE kind = 'weekly_insights'`).Scan(&n))
	if n != 1 {
		t.Errorf("%d summaries were planned", n)
	}
}

// A milestone is told to who subscribed to milestones, in words to browsers.
func TestMilestonesAreDelivered(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, nil)
	ana := s.User("ana")
	id := s.Post(ana, "one")
	r := webtest.NewReceiver(t)
	hook(t, s, ana, r.URL, "milestones")
	s.Work()
	for i := range 100 {
		tally.Count(s.DB.Store, tally.Look{Post: id, Guest: strings.Repeat("x", i+1)})
	}
	must(t, tally.Flush(t.Context(), s.DB.Store))
	got := r.Wait(t, 1)[0]
	if got.Text("type") != "post_milestone" || got.Text("activity") != "milestones" || got.Text("data.value") != "100" ||
		got.Text("data.media_id") != id.String()+"_"+ana.ID.String() {
		t.Errorf("the milestone is told as %s", got.Body)
	}
}
