package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"photogram/media/mediatest"
	"photogram/models"
	"photogram/models/access"
	"photogram/models/making"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/models/story"
	"photogram/web/webtest"
)

// sentForm is what a browser sends of a page's composer as it stands.
func sentForm(a *webtest.Answer, changes ...string) url.Values {
	out := url.Values{}
	a.Find("form#story-form").Find("input[name], textarea[name], select[name]").Each(func(_ int, e *goquery.Selection) {
		name, value := e.AttrOr("name", ""), e.AttrOr("value", "")
		switch goquery.NodeName(e) {
		case "textarea":
			value = e.Text()
		case "select":
			value = e.Find("option[selected]").AttrOr("value", "")
		}
		if _, checked := e.Attr("checked"); (e.AttrOr("type", "") == "radio" || e.AttrOr("type", "") == "checkbox") && !checked {
			return
		}
		out.Add(name, value)
	})
	for i := 0; i+1 < len(changes); i += 2 {
		out.Set(changes[i], changes[i+1])
	}
	return out
}

// A story is made without any script: everything is fields of one form.
func TestStoryIsMadeWithoutScripts(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo := s.User("ada"), s.User("bo")
	c := s.As(ada)
	c.Get("/new").Want(200).Has("a[href='/new/story']")
	c.Get("/new/story").Want(200).Has("form.upload[action='/new/story'] input[type=file]", "form[action='/new/story/text']",
		"form[data-upload-start]").Says("Each becomes its own story", "60 seconds")

	// Two photos become two stories; what is no photo is told of.
	a := c.Upload("/new/story", nil, []webtest.File{{Name: "one.jpg", Data: mediatest.Photo(640, 480)},
		{Name: "words.txt", Data: []byte("words")}, {Name: "two.jpg", Data: mediatest.Photo(480, 640)}}).Want(303)
	path := a.Header.Get("Location")
	page := c.Follow(a).Want(200).Says("2 stories", "We didn’t add words.txt").Has("#story-form[action='"+path+"']",
		".story-stage .story-canvas", ".composer-wait a.story-small", "[data-overlay-template=poll]",
		".story-stage .pending").HasNot("img.story-preview")
	page.Find("form").Each(func(_ int, e *goquery.Selection) { checkForm(t, s, page, e) })
	c.Get("/drafts").Want(200).Has("a.story-small[href='" + path + "']").HasNot(".tile")
	list, err := story.Drafts(t.Context(), s.DB.Store, ada.ID)
	must(t, err)
	if len(list) != 2 {
		t.Fatalf("%d stories", len(list))
	}
	for _, st := range list {
		s.Render(*st.Media)
	}
	id := list[1].ID

	// Fields are added, filled in wrongly, put right and removed; nothing typed is lost.
	page = c.Post(path, sentForm(page, "action", "add", "add", "text", "alt_text",
		"A window")).Want(200).Has("[data-fields=o1][data-type=text]", ".story-stage [data-overlay=o1]").Says("Your text")
	page = c.Post(path, sentForm(page, "action", "add", "add", "poll", "ov.o1.text", "Hello")).Want(200).Has("[data-fields=o2]")
	page = c.Post(path, sentForm(page, "action", "add", "add", "mention")).Want(200).Has("[data-fields=o3]")
	page = c.Post(path, sentForm(page, "action", "share", "ov.o1.x", "far", "ov.o2.text", "Sea or hills?", "ov.o2.option0", "Sea",
		"ov.o2.option3", "Sea", "ov.o3.username", "nobody.here")).Want(422).
		Has("#ov-o1-x-problem", "input[name='ov.o1.x'][value=far]").Says("Choose a number from 0 to 100.", "Hello")
	page = c.Post(path, sentForm(page, "action", "share", "ov.o1.x", "25", "ov.o1.rotation", "-12,5")).Want(422).
		Has("#ov-o2-option3-problem", "input[name='ov.o2.option3'][value=Sea]").Says("You have this option twice.")
	page = c.Post(path, sentForm(page, "action", "share", "ov.o2.option3", "Hills", "audience", "followers")).Want(422).
		Has("#ov-o3-username-problem", "input[name=audience][value=followers][checked]").Says("There’s no account nobody.here.")
	page = c.Post(path, sentForm(page, "action", "fill", "ov.o3.username",
		"bo")).Want(200).Has("input[name='picture.scale'][value='237.037']")
	page = c.Post(path, sentForm(page, "action", "add", "add", "link")).Want(200).Has("[data-fields=o4]")
	page = c.Post(path, sentForm(page, "remove", "o4")).Want(200).HasNot("[data-fields=o4]")
	// The script asks for the stage alone.
	if part := c.HTMX(path, sentForm(page, "action", "render", "ov.o1.text", "Changed")).Want(200).Says("Changed"); part.IsPage() {
		t.Error("the stage is a page")
	}
	c.Post(path, sentForm(page, "action", "save")).Want(303)
	page = c.Get(path).Want(200).Has("input[name='ov.o1.x'][value='25']", "input[name='ov.o1.rotation'][value='-12.5']",
		"[data-overlay=o1][data-x='0.25']").Says("A window", "Hello")
	if a := c.Post(path, sentForm(page, "action", "share")).Want(303); a.Header.Get("Location") != "/stories/ada/"+id.Code() {
		t.Errorf("shared leads to %s", a.Header.Get("Location"))
	}
	st, err := story.Visible(t.Context(), s.DB.Store, ada.ID, id)
	must(t, err)
	if st.State != post.Published || st.Audience != "followers" || len(st.Overlays) != 3 || st.Overlays[1].Options[1] != "Hills" ||
		st.Overlays[2].UserID != bo.ID || st.Media.AltText != "A window" {
		t.Errorf("%+v", st)
	}

	// A shared story is not edited any more, by any address.
	for _, at := range []string{path, "/p/" + id.Code(), "/p/" + id.Code() + "/edit"} {
		if a := c.Get(at).Want(303); a.Header.Get("Location") != "/stories/ada/"+id.Code() {
			t.Errorf("%s leads to %s", at, a.Header.Get("Location"))
		}
	}
	c.Post(path, sentForm(page, "action", "save", "ov.o1.text", "Too late")).Want(303)
	c.Post("/p/"+id.Code()+"/edit", form("action", "save")).Want(303)
	if st, err = story.Visible(t.Context(), s.DB.Store, ada.ID, id); err != nil || st.Overlays[0].Text != "Hello" {
		t.Errorf("%+v, %v", st, err)
	}
	s.Check()
}

func TestStoryKinds(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo := s.User("ada"), s.User("bo")
	c, other := s.As(ada), s.As(bo)
	edit := func(a *webtest.Answer) string {
		t.Helper()
		to := a.Want(303).Header.Get("Location")
		if !strings.HasPrefix(to, "/story/") || !strings.HasSuffix(to, "/edit") {
			t.Fatalf("%s leads to %s", a, to)
		}
		return to
	}
	code := func(path string) models.ID { return mustCode(t, "/p/"+strings.Split(path, "/")[2]) }

	// Words.
	words := edit(c.Post("/new/story/text", nil))
	page := c.Get(words).Want(200).HasNot("textarea[name=alt_text]", "[name='picture.x']", "[name=background][value=blur]")
	c.Post(words, sentForm(page, "action", "share")).Want(422).Says("Write something first.")
	page = c.Post(words, sentForm(page, "action", "add", "add", "countdown")).Want(200)
	page = c.Post(words, sentForm(page, "action", "share", "ov.o1.text", "Launch", "ov.o1.ends_at", "soon", "time_zone",
		"Europe/Berlin")).Want(422).Has("#ov-o1-ends_at-problem", "[value=soon]")
	at := s.Clock.Now().Add(48 * time.Hour)
	berlin, err := time.LoadLocation("Europe/Berlin")
	must(t, err)
	page = c.Post(words, sentForm(page, "action", "share", "time_zone", "Middle/Earth", "ov.o1.ends_at",
		at.In(berlin).Format("2006-01-02T15:04"))).Want(422).Says("time zone")
	c.Post(words, sentForm(page, "action", "share", "time_zone", "Europe/Berlin")).Want(303)
	st, err := story.Visible(t.Context(), s.DB.Store, bo.ID, code(words))
	must(t, err)
	if got := *st.Overlays[0].EndsAt; !got.Equal(at.Truncate(time.Minute)) {
		t.Errorf("counts to %s, want %s", got, at)
	}

	// A post: one's own, and one that everybody may see.
	postID := s.Post(bo, "Words")
	c.Get("/p/" + postID.Code()).Want(200).Has("form[action='/p/" + postID.Code() + "/story'] button")
	shown := edit(c.Post("/p/"+postID.Code()+"/story", nil))
	c.Get(shown).Want(200).Has(".story-stage .story-card", "[name='picture.scale']").HasNot("textarea[name=alt_text]", "[value=darkroom]")
	closed := s.Post(bo, "Words")
	audience := "followers"
	must(t, post.EditText(t.Context(), s.DB.Store, bo.ID, closed, post.Edit{Audience: (*access.Audience)(&audience)}))
	must(t, people.Follow(t.Context(), s.DB.Store, ada.ID, bo.ID))
	c.Get("/p/" + closed.Code()).Want(200).HasNot("form[action='/p/" + closed.Code() + "/story']")
	c.Post("/p/"+closed.Code()+"/story", nil).Want(403)
	edit(other.Post("/p/"+closed.Code()+"/story", nil))

	// A draft that the page's script uploaded; a video that is too long is named.
	up := post.Upload{ID: s.NewID(), FileName: "long.mp4", Format: "mp4", Bytes: 1, SHA256: []byte("x"), Width: 640, Height: 480,
		Video: true, Duration: 75 * time.Second}
	draft, _, err := post.AddMedia(t.Context(), s.DB.Store, ada.ID, 0, up)
	must(t, err)
	c.Post("/new/story/start", form("draft",
		draft.String())).Want(422).Says("at most 60 seconds for a story; long.mp4 has 75").Has("a[href='/p/" + draft.Code() + "/edit']")
	short, items := s.Draft(ada, 1)
	other.Post("/new/story/start", form("draft", short.String())).Want(404)
	photo := edit(c.Post("/new/story/start", form("draft", short.String())))
	if again := edit(c.Post("/new/story/start", form("draft", short.String()))); again != photo {
		t.Errorf("again leads to %s", again)
	}
	c.Post("/new/story/start", form("draft", "x")).Want(404)

	// The darkroom, without what belongs to posts.
	dark := "/p/" + short.Code() + "/edit"
	if a := c.Post(photo, sentForm(c.Get(photo), "action", "darkroom")).Want(303); a.Header.Get("Location") != dark {
		t.Error(a.Header)
	}
	c.Get("/p/" + short.Code()).Want(303)
	c.Get(dark).Want(200).Has("a[href='"+photo+"']", "[name='i"+items[0].ID.String()+".filter']").HasNot("[name=caption]",
		"[name=location]", "[name=audience]", "[data-add]", ".edit-after .confirm")
	if a := c.Post(dark, form("action", "save", "i"+items[0].ID.String()+".filter", "Fjord")).Want(303); a.Header.Get("Location") != photo {
		t.Error(a.Header)
	}
	if st, err = story.Visible(t.Context(), s.DB.Store, ada.ID, short); err != nil || st.Media.Filter != "Fjord" || st.State != post.Draft {
		t.Errorf("%+v, %v", st, err)
	}
	// Shared before its photo is ready, it says so and appears by itself.
	status := strings.TrimSuffix(photo, "edit") + "status"
	if a := c.Post(photo, sentForm(c.Get(photo), "action", "share")).Want(303); a.Header.Get("Location") != status {
		t.Error(a.Header)
	}
	c.Get(status).Want(200).Has("[hx-get='" + status + "']").Says("We’re preparing your photo")
	st, err = story.Visible(t.Context(), s.DB.Store, ada.ID, short)
	must(t, err)
	s.Render(*st.Media)
	if a := c.Get(status, "HX-Request", "true"); a.Header.Get("HX-Redirect") != "/stories/ada/"+short.Code() {
		t.Errorf("%s: %v", a, a.Header)
	}

	// Nothing of it is anybody else's.
	for _, path := range []string{words, shown, photo} {
		base := strings.TrimSuffix(path, "edit")
		for _, what := range []string{"edit", "share", "plan", "unschedule", "delete"} {
			if a := other.Post(base+what, form("action", "save")); a.StatusCode != 404 && a.StatusCode != 403 {
				t.Errorf("%s", a)
			}
		}
		for _, what := range []string{"edit", "status", "plan"} {
			if a := other.Get(base + what); a.StatusCode != 404 && a.StatusCode != 403 {
				t.Errorf("%s", a)
			}
			s.Visitor().Get(base + what).Want(303)
		}
	}
	c.Post(strings.TrimSuffix(shown, "edit")+"delete", nil).Want(303)
	c.Get(shown).Want(404)
	c.Get("/story/nothing/edit").Want(404)
	s.Check()
}

// Planned stories stand in the planner, and are moved and called back there.
func TestStoryPlans(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada := s.User("ada")
	c := s.As(ada)
	draft, items := s.Draft(ada, 1)
	s.Render(items...)
	_, err := story.Start(t.Context(), s.DB.Store, ada.ID, draft)
	must(t, err)
	path := "/story/" + draft.Code()
	c.Get("/planner").Want(200).Has("[data-plan='" + path + "/plan']")
	now := s.Clock.Now().UTC()
	month := time.Date(now.Year(), now.Month()+1, 1, 0, 0, 0, 0, time.UTC)
	day := func(d int) string { return month.AddDate(0, 0, d-1).Format(time.DateOnly) }
	page := c.Get(path + "/edit").Want(200)
	c.Post(path+"/edit", sentForm(page, "action", "share", "publish_at", day(10)+"T09:00", "time_zone", "Europe/Berlin")).Want(303)
	c.Get("/planner?month="+month.Format("2006-01")).Want(200).Has("[data-day='"+day(10)+"'] "+
		".plan-chip-story[href='"+path+"/plan']").Says("Planned for", "09:00")
	c.Get(path + "/edit").Want(200).Says("share this on").Has("input[name=publish_at][value='" + day(10) + "T09:00']")
	c.Get("/drafts").Want(200).Has("a[href='" + path + "/edit']").Says("Scheduled")
	if told := c.HTMX(path+"/plan", form("day", day(11), "time_zone",
		"Europe/Berlin")).Want(200).Header.Get("HX-Trigger"); !strings.Contains(told, "photogram:undo") ||
		!strings.Contains(told, "09:00 (Europe/Berlin)") {
		t.Errorf("told %s", told)
	}
	c.Get("/planner?month=" + month.Format("2006-01")).Want(200).Has("[data-day='" + day(11) + "'] .plan-chip-story")
	for what, fields := range map[string][]string{
		"This time has passed. Choose a later one.": {"publish_at", "2020-01-01T00:00"},
		"Enter a date":     {"publish_at", "soon"},
		"Choose a date":    {"publish_at", ""},
		"at most 365 days": {"publish_at", "2038-01-01T00:00"},
		"Enter a day":      {"day", "2026-13-40"},
	} {
		c.Post(path+"/plan", form(append(fields, "time_zone", "Europe/Berlin")...)).Want(422).Says(what)
	}
	c.Post(path+"/unschedule", form("next", "/planner")).Want(303)
	c.Get(path + "/plan").Want(200).Says("t shared this story yet")
	c.Get(path + "/edit").Want(200).HasNot(".scheduled")

	// One whose photo failed says so and can be tried again.
	c.Post(path+"/plan", form("publish_at", day(12)+"T10:00")).Want(303)
	must(t, story.Change(t.Context(), s.DB.Store, ada.ID, draft, story.Changes{Items: []post.ItemChange{{ID: items[0].ID,
		MediaEdit: post.MediaEdit{Recipe: []byte(`{"brightness":5}`)}}}}))
	st, err := story.Visible(t.Context(), s.DB.Store, ada.ID, draft)
	must(t, err)
	must(t, making.MediaFailed(t.Context(), s.DB.Store, ada.ID, items[0].ID, st.Media.WantedKey, "It is broken."))
	c.Get(path + "/edit").Want(200).Has("form[action='/p/" + draft.Code() + "/items/" + items[0].ID.String() +
		"/retry']").Says("It is broken.")
	c.Get("/planner?month=" + month.Format("2006-01")).Want(200).Has(".plan-chip-story.plan-chip-failed")
	c.Post(path+"/share", nil).Want(422).Says("It is broken.")
	c.Post("/p/"+draft.Code()+"/items/"+items[0].ID.String()+"/retry", nil).Want(303)
	st, err = story.Visible(t.Context(), s.DB.Store, ada.ID, draft)
	must(t, err)
	s.Render(*st.Media)
	if a := c.Post(path+"/share", nil).Want(303); a.Header.Get("Location") != "/stories/ada/"+draft.Code() {
		t.Error(a.Header)
	}
	c.Post(path+"/plan", form("publish_at", day(12)+"T10:00")).Want(http.StatusConflict)
	c.Get(path + "/plan").Want(http.StatusConflict)
	s.Check()
}
