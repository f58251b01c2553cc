package handlers_test

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/post"
	"photogram/models/saved"
	"photogram/models/story"
	"photogram/web/webtest"
)

// notOfTheForm is what changes with every request, also with one that is refused.
var notOfTheForm = []string{"users.active_at", "users.time_zone", "sessions", "rate_limits", "id_servers", "post_views", "activity",
	"notification_counts", "insight_counts", "insight_sketches", "insight_marks", "insight_totals", "insight_batches",
	"river_job", "river_leader", "river_queue", "river_client", "river_client_queue"}

// A form is saved whole or not at all, and shows all that is wrong with it.
func TestRefusedFormsChangeNothing(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada := s.User("ada")
	c := s.As(ada)
	ctx := t.Context()
	postID := s.Post(ada, "before")
	own, err := post.Own(ctx, s.DB.Store, ada.ID, postID)
	must(t, err)
	field := func(name string) string { return "i" + own.Items[0].ID.String() + "." + name }
	planned, items := s.Draft(ada, 1)
	s.Render(items...)
	must(t, post.Publish(ctx, s.DB.Store, ada.ID, planned, post.PublishInput{PublishAt: s.Clock.Now().Add(48 * time.Hour)}))
	draft, items := s.Draft(ada, 2)
	s.Render(items...)
	text := `[{"id":"t","type":"text","text":"Hello"}]`
	overlays, err := story.ParseOverlays(text)
	must(t, err)
	storyID, err := story.ShareText(ctx, s.DB.Store, ada.ID,
		story.ShareInput{Edit: story.Edit{Overlays: &overlays}, PublishAt: s.Clock.Now().Add(time.Hour)})
	must(t, err)
	shared := s.NewStory(ada, story.Edit{})
	highlight, err := story.CreateHighlight(ctx, s.DB.Store, ada.ID, "Sea", []models.ID{shared})
	must(t, err)
	collection, err := saved.Create(ctx, s.DB.Store, ada.ID, "Places", "")
	must(t, err)
	for _, f := range []struct {
		path string
		form url.Values
		says []string
	}{
		{"/p/" + postID.Code() + "/edit", form("action", "save", field("filter"), "Meridian", field("alt_text"), "new", "audience",
			"nobody"), []string{"Choose the audience from"}},
		{"/p/" + postID.Code() + "/edit", form("action", "save", field("brightness"), "900", field("alt_text"),
			strings.Repeat("x", 1001), "caption", strings.Repeat("x", 2201), "location", "two\nlines"),
			[]string{"between -100 and 100", "1,000", "2,200", "single line"}},
		{"/p/" + postID.Code() + "/edit", form("action", "save", "fields", field("people"), field("person"), "nobody.here",
			field("at"), "50,50", "caption", "new"), []string{"There’s no account @nobody.here"}},
		{"/p/" + planned.Code() + "/edit", form("action", "publish", "caption", "new", "publish_at", "2001-01-01T12:00"),
			[]string{"This time has passed. Choose a later one"}},
		{"/p/" + draft.Code() + "/edit", form("action", "publish", "caption", "new", "cover", own.Items[0].ID.String()),
			[]string{"Choose one of the post’s photos"}},
		{"/story/" + storyID.Code() + "/edit",
			form("action", "share", "background", "sea", "audience", "nobody", "overlay", "t", "t.type", "text", "t.text", "new"),
			[]string{"Choose one of everyone"}},
		{"/story/" + storyID.Code() + "/edit",
			form("action", "save", "background", "plaid", "overlay", "t", "t.type", "text", "t.text", "new"),
			[]string{"Choose one of blur"}},
		// would take it out of the other
		{"/story/" + shared.Code() + "/highlights", form("title", strings.Repeat("x", 31)), []string{"at most 30"}},
		{"/highlights/" + highlight.Code() + "/edit", form("title", "", "had", shared.String()), []string{"Give the highlight a name"}},
		{"/p/" + postID.Code() + "/collections",
			form("shown", collection.Code(), "in", collection.Code(), "name", strings.Repeat("x", 61)), []string{"at most 60"}},
		{"/collections/" + collection.Code() + "/edit", form("name", strings.Repeat("x", 61), "description", "new"),
			[]string{"at most 60"}},
	} {
		what := f.path + " " + f.form.Encode()
		before := s.Dump(notOfTheForm...)
		a := c.Post(f.path, f.form)
		if a.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s: %s", what, a)
		}
		a.Says(f.says...)
		after := s.Dump(notOfTheForm...)
		for _, table := range slices.Sorted(maps.Keys(after)) {
			if !slices.Equal(before[table], after[table]) {
				t.Errorf("%s changed %s from\n%q to\n%q", what, table, before[table], after[table])
			}
		}
	}
	s.Check()
}
