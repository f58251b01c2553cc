package handlers_test

import (
	"strings"
	"testing"
	"time"

	"photogram/models/making"
	"photogram/models/notify"
	"photogram/models/post"
	"photogram/web/webtest"
)

func TestPlanner(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada := s.User("ada")
	c, other := s.As(ada), s.As(s.User("bo"))
	var codes []string
	for range 4 {
		id, items := s.Draft(ada, 1)
		s.Render(items...)
		codes = append(codes, "/p/"+id.Code())
	}
	c.Get("/planner").Want(200).Has("[data-plan='"+codes[0]+"/plan']", "[data-zone-unknown]")

	// Next month, in Berlin.
	now := s.Clock.Now().UTC()
	month := time.Date(now.Year(), now.Month()+1, 1, 0, 0, 0, 0, time.UTC)
	day := func(d int) string { return month.AddDate(0, 0, d-1).Format(time.DateOnly) }
	plan := func(path string, fields ...string) *webtest.Answer {
		return c.Post(path+"/plan", form(append(fields, "time_zone", "Europe/Berlin")...))
	}
	plan(codes[0], "publish_at", day(10)+"T09:00").Want(303)
	c.Get("/planner?month="+month.Format("2006-01")).Want(200).Has("[data-day='"+day(10)+"'] a[href='"+codes[0]+"/plan']",
		"[data-zone='Europe/Berlin']").Says("Planned for", "09:00", "Europe/Berlin")
	// A draft that is dropped on a day, and a planned post that keeps its time of day.
	drop := func(path, on string) *webtest.Answer {
		return c.HTMX(path+"/plan", form("day", on, "time_zone", "Europe/Berlin"))
	}
	drop(codes[1], day(10)).Want(200)
	if told := drop(codes[0], day(11)).Want(200).Header.Get("HX-Trigger"); !strings.Contains(told, "photogram:undo") ||
		!strings.Contains(told, "09:00 (Europe/Berlin)") {
		t.Errorf("told %s", told)
	}
	at := func(path string) string {
		p, err := post.Own(t.Context(), s.DB.Store, ada.ID, mustCode(t, path))
		must(t, err)
		if p.PublishAt == nil {
			return string(p.State)
		}
		zone, err := time.LoadLocation(p.ScheduleZone)
		must(t, err)
		return p.PublishAt.In(zone).Format("2006-01-02T15:04")
	}
	if at(codes[0]) != day(11)+"T09:00" || at(codes[1]) != day(10)+"T18:00" {
		t.Errorf("%s, %s", at(codes[0]), at(codes[1]))
	}
	// Two near each other are hinted at.
	plan(codes[2], "publish_at", day(11)+"T09:12").Want(303)
	c.Get(codes[2] + "/plan").Want(200).Says("Only 12 minutes after another planned post")
	// In the preview of the profile two change places; the times stay.
	c.Post(codes[2]+"/arrange", form("to", "below", "beside", strings.TrimPrefix(codes[0], "/p/"))).Want(303)
	if at(codes[0]) != day(11)+"T09:12" || at(codes[2]) != day(11)+"T09:00" {
		t.Errorf("%s, %s", at(codes[0]), at(codes[2]))
	}
	c.Post(codes[2]+"/unschedule", form("next", "/planner")).Want(303)
	if at(codes[2]) != "draft" {
		t.Error(at(codes[2]))
	}

	for what, fields := range map[string][]string{
		"passed":           {"publish_at", "2020-01-01T00:00"},
		"Enter a date":     {"publish_at", "soon"},
		"Choose a date":    {"publish_at", ""},
		"skip this time":   {"publish_at", "2027-03-28T02:30"},
		"at most 365 days": {"publish_at", "2038-01-01T00:00"},
		"Enter a day":      {"day", "2026-13-40"},
		"This time has passed. Choose a later one.": {"day", "2020-02-02"},
	} {
		plan(codes[3], fields...).Want(422).Says(what)
	}
	c.Post(codes[3]+"/plan", form("publish_at", day(3)+"T10:00", "time_zone", "Middle/Earth")).Want(422).Says("time zone")
	c.Get("/planner?time_zone=Middle/Earth").Want(422)
	c.Get("/planner?month=x").Want(200)
	for _, path := range []string{codes[0] + "/plan", codes[0] + "/arrange", codes[0] + "/unschedule"} {
		other.Post(path, form("publish_at", day(3)+"T10:00", "to", "up")).Want(404)
	}
	if at(codes[0]) != day(11)+"T09:12" || at(codes[3]) != "draft" {
		t.Errorf("%s, %s", at(codes[0]), at(codes[3]))
	}
	s.Check()
}

// A planned post whose photo failed says so everywhere, and can be tried again.
func TestPlannedPostThatFailsIsTold(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada := s.User("ada")
	c := s.As(ada)
	id, items := s.Draft(ada, 1)
	must(t, post.Publish(t.Context(), s.DB.Store, ada.ID, id, post.PublishInput{PublishAt: s.Clock.Now().Add(time.Hour)}))
	must(t, making.MediaFailed(t.Context(), s.DB.Store, ada.ID, items[0].ID, items[0].WantedKey, "It is broken."))
	for n := 1; n > 0; {
		var err error
		n, err = notify.Digest(t.Context(), s.DB.Store, notify.DigestBatch)
		must(t, err)
	}
	path := "/p/" + id.Code()
	c.Get("/notifications").Want(200).Has("a[href='" + path + "/edit']").Says("can’t share")
	c.Get("/planner").Want(200).Has(".plan-chip-failed")
	c.Get(path + "/edit").Want(200).Has("button[formaction='" + path + "/items/" + items[0].ID.String() + "/retry']").Says("It is broken.")
	c.Post(path+"/items/"+items[0].ID.String()+"/retry", nil).Want(303)
	s.Render(items...)
	c.Get("/notifications").Want(200).HasNot("a[href='" + path + "/edit']")
	c.Get("/planner").Want(200).HasNot(".plan-chip-failed")
}
