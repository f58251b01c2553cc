package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/inbox"
	"photogram/models/people"
	"photogram/models/story"
	"photogram/web/webtest"
)

// overlaid are overlays that can be answered and pressed.
var overlaid = []story.Overlay{
	{ID: "poll", Type: "poll", Text: "Sea or hills?", Options: []string{"Sea", "Hills"}, X: .5, Y: .4, Scale: 1},
	{ID: "quiz", Type: "quiz", Text: "How deep?", Options: []string{"Shallow", "Deep"}, Correct: new(int), X: .5, Y: .6, Scale: 1},
	{ID: "ask", Type: "question", Text: "Ask me", X: .5, Y: .8, Scale: 1},
	{ID: "slide", Type: "slider", Text: "How warm?", Emoji: "🔥", X: .5, Y: .9, Scale: 1},
	{ID: "out", Type: "link", URL: "https://example.org/sea", X: .5, Y: .2, Scale: 1},
	{ID: "who", Type: "mention", Username: "bo", X: .2, Y: .2, Scale: 1},
}

// storyteller is an account with one story, and somebody who follows it.
func storyteller(t *testing.T, edit story.Edit) (s *webtest.Site, ann, bo *account.User, st *story.View) {
	t.Helper()
	s = webtest.Start(t, nil)
	ann, bo = s.User("ann"), s.User("bo")
	must(t, people.Follow(t.Context(), s.DB.Store, bo.ID, ann.ID))
	id := s.NewStory(ann, edit)
	st, err := story.Visible(t.Context(), s.DB.Store, ann.ID, id)
	must(t, err)
	return s, ann, bo, st
}

// A story is on every page and takes everything until its last moment, and
// nothing at the next; its owner keeps it.
func TestPagesAtTheEndOfAStory(t *testing.T) {
	t.Parallel()
	s, ann, bo, st := storyteller(t, story.Edit{Overlays: &overlaid})
	must(t, story.MarkViewed(t.Context(), s.DB.Store, bo.ID, st.ID))
	path, own := "/stories/ann/"+st.Code(), "/story/"+st.Code()
	file := func(u *account.User) string {
		files := s.Files
		files.Viewer = u.ID
		return files.Rendition(st.Media.RenderKey, "320.jpg", false)
	}
	// The files of these stories are in the database alone.
	must(t, s.Blobs.Put(t.Context(), models.RenditionPrefix(st.Media.RenderKey)+"320.jpg", strings.NewReader("x"), "image/jpeg"))
	ask := func() (out []string) {
		b, a := s.As(bo), s.As(ann)
		say := func(what string, there any) { out = append(out, fmt.Sprintf("%s %v", what, there)) }
		status := func(what string, answer *webtest.Answer) { say(what, answer.StatusCode) }
		status("reel", b.Get("/stories/ann"))
		status("story", b.Get(path))
		status("fragment", b.Get("/stories/ann", "HX-Request", "true"))
		status("view", b.Post(own+"/view", nil))
		status("tap", b.Post(own+"/tap", webtest.Form("tap", "forward")))
		status("like", b.Post(own+"/like", nil))
		status("unlike", b.Send(http.MethodDelete, own+"/like", nil))
		status("poll", b.Post(own+"/answers/poll", webtest.Form("value", "1")))
		status("question", b.Post(own+"/answers/ask", webtest.Form("text", "Why?")))
		status("link", b.Get(own+"/links/out"))
		status("reply", b.Post(own+"/reply", webtest.Form("text", "hello")))
		status("reaction", b.HTMX(own+"/reply", webtest.Form("reaction", inbox.Reactions[0])))
		status("file", b.Get(file(bo)))
		ring := `a[href="/stories/ann"]`
		say("home", b.Get("/").Find(ring).Length() > 0)
		say("tray", b.Get("/stories").Find(ring).Length() > 0)
		say("profile", b.Get("/ann").Find(ring).Length() > 0)
		status("owner's story", a.Get(path))
		status("owner's viewers", a.Get(own+"/viewers"))
		status("owner's file", a.Get(file(ann)))
		say("owner's archive", a.Get("/archive/stories").Find(`a[href="`+path+`"]`).Length() == 1)
		say("owner's home", a.Get("/").Find(ring).Length() > 0)
		return out
	}
	s.Clock.Move(st.ExpiresAt.Sub(s.Now()) - time.Microsecond)
	before := strings.Join(ask(), ", ")
	if want := "reel 200, story 200, fragment 200, view 204, tap 204, like 303, unlike 303, poll 303, question 303, link 303, " +
		"reply 303, reaction 204, file 200, home true, tray true, profile true, " +
		"owner's story 200, owner's viewers 200, owner's file 200, owner's archive true, owner's home true"; before != want {
		t.Errorf("a microsecond before the end:\n got %s\nwant %s", before, want)
	}
	s.Clock.Move(time.Microsecond)
	after := strings.Join(ask(), ", ")
	if want := "reel 404, story 404, fragment 404, view 404, tap 404, like 404, unlike 404, poll 404, question 404, link 404, " +
		"reply 404, reaction 404, file 404, home false, tray false, profile false, " +
		"owner's story 200, owner's viewers 200, owner's file 200, owner's archive true, owner's home false"; after != want {
		t.Errorf("at the end:\n got %s\nwant %s", after, want)
	}
	s.As(ann).Get(own+"/viewers").Want(200).Says("bo", "2 replies")
	s.As(bo).Get(own + "/viewers").Want(404)
}

// A story is watched, answered, liked; its owner is told the numbers, others only what they may know.
func TestStoryPages(t *testing.T) {
	t.Parallel()
	s, ann, bo, st := storyteller(t, story.Edit{Overlays: &overlaid})
	cy := s.User("cy")
	path, own := "/stories/ann/"+st.Code(), "/story/"+st.Code()
	b := s.As(bo)
	page := b.Get("/stories/ann").Want(200).Has(`.story:not([hidden]) [data-canvas]`, `form[action="`+own+`/reply"]`,
		`form[action="`+own+`/like"]`, `a[href="/bo"]`)
	if page.Find(".ov-percent").Length() != 0 || page.Find(".ov-right").Length() != 0 {
		t.Error("the page gives answers away before one was given")
	}
	if key := st.Media.RenderKey; !strings.Contains(string(page.Body), key) ||
		strings.Contains(string(page.Body), "/media/"+key+"/320.jpg\"") {
		t.Error("the picture's address is not a signed one")
	}
	counts := func() story.Counts {
		n, err := story.Count(t.Context(), s.DB.Store, ann.ID, st.ID)
		must(t, err)
		return n[st.ID]
	}
	if n := counts().Views; n != 1 {
		t.Errorf("after a look there are %d views", n)
	}
	// What is read ahead is no look, and neither is the owner's own.
	s.As(cy).Get("/stories/ann", "HX-Request", "true").Want(200)
	s.As(cy).Get("/stories/ann", "Sec-Purpose", "prefetch;prerender").Want(200)
	s.As(ann).Get(path).Want(200).Has(`a[href="` + own + `/viewers"]`).HasNot(`form[action="` + own + `/reply"]`)
	if n := counts().Views; n != 1 {
		t.Errorf("after reading ahead there are %d views", n)
	}

	b.HTMX(own+"/answers/poll", webtest.Form("value", "1")).Want(200).Has(`[data-overlay=poll] .ov-chosen`).Says("100%")
	b.HTMX(own+"/answers/poll", webtest.Form("value", "0")).Want(200).Says("100%")
	b.HTMX(own+"/answers/quiz", webtest.Form("value", "1")).Want(200).Has(`.ov-wrong`, `.ov-right`)
	b.HTMX(own+"/answers/quiz", webtest.Form("value", "0")).Want(200).Has(`.ov-wrong`) // the first answer counts
	b.HTMX(own+"/answers/slide", webtest.Form("value", "80")).Want(200).Says("1 answer, 80 of 100 on average")
	b.HTMX(own+"/answers/ask", webtest.Form("text", "How <b>deep</b>?")).Want(200).Says("How <b>deep</b>?").HasNot(".ov b")
	for _, wrong := range []struct {
		overlay, field, value string
		status                int
		says                  string
	}{
		{"poll", "value", "2", 422, "from 0 to 1"}, {"poll", "value", "x", 422, "whole number"},
		{"poll", "value", "", 422, "from 0 to 1"}, {"slide", "value", "101", 422, "from 0 to 100"},
		{"ask", "text", " ", 422, "Write an answer"}, {"ask", "text", strings.Repeat("a", 301), 422, "at most 300"},
		{"out", "value", "1", 422, "You can’t answer this"}, {"none", "value", "1", 404, "no such overlay"},
	} {
		b.Post(own+"/answers/"+wrong.overlay, webtest.Form(wrong.field, wrong.value)).Want(wrong.status).Says(wrong.says)
	}
	if n := b.Post(own+"/tap", webtest.Form("tap", "sideways")).Want(422); !strings.Contains(n.Text(), "forward, back, exit or link") {
		t.Error(n.Text())
	}
	out := b.Get(own + "/links/out").Want(303)
	if to := out.Header.Get("Location"); to != "https://example.org/sea" {
		t.Errorf("the link leads to %s", to)
	}
	// What others link to is the story, so that nobody is led on under our name.
	for _, from := range []string{"cross-site", "same-site", "none"} {
		if to := b.Get(own+"/links/out", "Sec-Fetch-Site", from).Want(303).Header.Get("Location"); to != path {
			t.Errorf("from %s the link leads to %s", from, to)
		}
	}
	b.Get(own + "/links/poll").Want(404)
	b.Post(own+"/like", nil).Want(303)
	b.Post(own+"/like", nil).Want(303)
	b.Post(own+"/reply", webtest.Form("text", "Lovely")).Want(303)
	for _, tap := range []string{"forward", "forward", "back", "exit"} {
		b.Post(own+"/tap", webtest.Form("tap", tap)).Want(204)
	}
	if n := counts(); n != (story.Counts{StoryID: st.ID, Views: 1, Likes: 1, Replies: 1, Forward: 2, Back: 1, Exits: 1, Links: 1}) {
		t.Errorf("counted %+v", n)
	}
	s.As(ann).Get(own+"/viewers").Want(200).Says("bo", "Sea or hills?", "Sea 100% · Hills 0%", "1 answer")
	s.As(ann).Get(own+"/answers/ask").Want(200).Says("bo", "How <b>deep</b>?")
	for _, path := range []string{"/viewers", "/answers/ask", "/highlights"} {
		b.Get(own + path).Want(403)
		s.Visitor().Get(own + path).Want(303)
	}
	b.Post(own+"/delete", nil).Want(403)
	s.Visitor().Get("/stories/ann").Want(303)

	// Someone who blocks is gone from the list and from the numbers, answers included.
	must(t, people.Block(t.Context(), s.DB.Store, bo.ID, ann.ID))
	s.As(ann).Get(own + "/viewers").Want(200).HasNot(`a[href="/bo"]`).Says("No answers yet")
	if n := counts(); n.Views != 0 {
		t.Errorf("with a block: %+v", n)
	}
	b.Get("/stories/ann").Want(404)
}

// Many views at once over the pages are counted once for each viewer.
func TestManyViewersOfAPage(t *testing.T) {
	t.Parallel()
	s, ann, _, st := storyteller(t, story.Edit{})
	done := make(chan int, 300)
	for i := range 100 {
		c := s.As(s.User(fmt.Sprintf("viewer%d", i)))
		for range 3 {
			go func() { done <- c.Post("/story/"+st.Code()+"/view", nil).StatusCode }()
		}
	}
	for range 300 {
		if code := <-done; code != 204 {
			t.Errorf("a view answers %d", code)
		}
	}
	n, err := story.Count(t.Context(), s.DB.Store, ann.ID, st.ID)
	must(t, err)
	if n[st.ID].Views != 100 {
		t.Errorf("%d views of 100 viewers", n[st.ID].Views)
	}
	s.As(ann).Get("/stories/ann").Want(200).Says("100 views")
}

// Highlights are made of the archive, changed, ordered and deleted.
func TestHighlightPages(t *testing.T) {
	t.Parallel()
	s, ann, bo, st := storyteller(t, story.Edit{Overlays: &overlaid})
	a, b := s.As(ann), s.As(bo)
	s.Clock.Move(time.Second)
	second := s.NewStory(ann, story.Edit{})
	a.Get("/archive/stories?choose=1").Want(200).Has(`input[name=stories][value="` + st.ID.String() + `"]`)
	a.Post("/highlights", webtest.Form("title", "Sea")).Want(422).Says("Choose at least one story")
	a.Post("/highlights", webtest.Form("title", "", "stories", st.ID.String())).Want(422).Says("Give the highlight a name")
	a.Post("/highlights", webtest.Form("title", strings.Repeat("x", 31), "stories", st.ID.String())).Want(422).Says("at most 30")
	b.Post("/highlights", webtest.Form("title", "Theirs", "stories", st.ID.String())).Want(422).Says("Choose stories that you shared")
	made := a.Post("/highlights", url.Values{"title": {"Sea"},
		"stories": {st.ID.String(), second.String()}}).Want(303).Header.Get("Location")
	s.Clock.Move(48 * time.Hour)
	// It is there under its own address as well, which conversations and notifications name, and takes nothing any more.
	for _, path := range []string{made, "/stories/ann/" + st.Code()} {
		b.Get(path).Want(200).Has(`.story`, `.ov-poll`).HasNot(`form[action="/story/`+st.Code()+`/reply"]`,
			`.ov-option:not([disabled])`, `.ov-send`, `[data-slider]:not([disabled])`)
	}
	b.Get("/ann").Want(200).Has(`.highlights a[href="` + made + `"]`)
	b.Get(made + "/edit").Want(403)
	s.Visitor().Get("/ann").Want(200).HasNot(`.highlights`)

	a.Get(made + "/edit").Want(200)
	a.Post(made+"/edit", url.Values{"title": {"Hills"}, "had": {st.ID.String(), second.String()}, "keep": {second.String()},
		"cover": {second.String()}}).Want(303)
	if n := b.Get(made).Want(200).Says("Hills").Find(".story").Length(); n != 1 {
		t.Errorf("%d stories are left", n)
	}
	other := a.Post("/highlights", webtest.Form("title", "Woods", "stories", st.ID.String())).Want(303).Header.Get("Location")
	order := func() (out []string) {
		b.Get("/ann").Find(".highlights .tray-name").Each(func(_ int,
			e *goquery.Selection) {
			out = append(out, strings.TrimSpace(e.Text()))
		})
		return out
	}
	if got := fmt.Sprint(order()); got != "[Woods Hills]" {
		t.Errorf("order %s", got)
	}
	a.Post(other+"/move", webtest.Form("to", "last")).Want(303)
	if got := fmt.Sprint(order()); got != "[Hills Woods]" {
		t.Errorf("order %s", got)
	}
	// By the story: out of one, into another, into a new one.
	id := strings.TrimPrefix(other, "/highlights/")
	woods, err := models.ParseCode(id)
	must(t, err)
	a.Post("/story/"+second.Code()+"/highlights", webtest.Form("highlight", woods.String(), "title", "Rain")).Want(303)
	if got := fmt.Sprint(order()); got != "[Rain Woods]" { // the one without stories is its owner's alone
		t.Errorf("order %s", got)
	}
	b.Get(made).Want(404)
	if to := a.Get(made).Want(303).Header.Get("Location"); to != made+"/edit" {
		t.Errorf("an empty highlight leads to %s", to)
	}
	a.Post(other+"/delete", nil).Want(303)
	b.Get(other).Want(404)
	a.Get("/archive/stories").Want(200).Has(`a[href="/stories/ann/` + st.Code() + `"]`)

	// Hiding ends what is shown at once, also in highlights.
	a.Post("/bo/hide-stories", nil).Want(303)
	a.Get("/settings/stories").Want(200).Says("bo")
	if got := order(); len(got) != 0 {
		t.Errorf("somebody from whom stories are hidden sees %v", got)
	}
	a.Send(http.MethodDelete, "/bo/hide-stories", nil).Want(303)
	if got := order(); len(got) != 1 {
		t.Errorf("shown again: %v", got)
	}
}
