package handlers_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"photogram/models/comment"
	"photogram/models/people"
	"photogram/web/webtest"
)

// commentsOf lists what a page or fragment shows: the text of each comment, replies indented.
func commentsOf(a *webtest.Answer) string {
	var out []string
	for _, e := range a.Find(".comment").EachIter() {
		text := strings.TrimSpace(e.Find(".rich").First().Text())
		if e.Closest(".reply").Length() > 0 {
			text = ">" + text
		}
		out = append(out, text)
	}
	return strings.Join(out, "|")
}

func TestRepliesOnPages(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo := s.User("ada"), s.User("bo")
	id := s.Post(ada, "")
	post := "/p/" + id.Code()
	a, b, v := s.As(ada), s.As(bo), s.Visitor()
	first, err := comment.Add(t.Context(), s.DB.Store, bo.ID, id, "first")
	must(t, err)
	thread := post + "/comments/" + first.ID.String()
	// Without scripts: a link, a page with a form, and back to the reply.
	link := a.Get(post).Find("#c-"+first.ID.String()+" .reply-link").AttrOr("href", "")
	page := a.Get(strings.TrimSuffix(link,
		"#comment-form")).Want(200).Has("#comment-form input[name=parent_id][value='"+first.ID.String()+"']", ".replying")
	if !strings.HasPrefix(link, thread) || commentsOf(page) != "first" {
		t.Errorf("%s: %s", link, commentsOf(page))
	}
	to := a.Post(post+"/comments", form("text", "r1", "parent_id", first.ID.String())).Want(303)
	if got := commentsOf(a.Follow(to)); got != "first|>r1" {
		t.Error(got)
	}
	v.Get(thread).Want(200).HasNot("form[action$='/comments']")
	// With scripts: the thread comes back, and an empty form beside it.
	r1 := strings.TrimPrefix(a.Get(post).Find(".reply .comment").First().AttrOr("id", ""), "c-")
	got := b.HTMX(post+"/comments", form("text", "r2", "parent_id", r1)).Want(200)
	if got.IsPage() || commentsOf(got) != "first|>r1|>@ada r2" || got.Header.Get("HX-Retarget") != "#t-"+first.ID.String() {
		t.Errorf("%s, %s", commentsOf(got), got.Header.Get("HX-Retarget"))
	}
	got.Has("#comment-form[hx-swap-oob=true] textarea")
	b.Get(post + "/comments/" + r1).Want(200).Has("#comment-form input[name=parent_id][value='" + r1 + "']").Says("Replying to ada")
	if text := b.Get(post + "/comments/" + r1).Find("#comment-form textarea").Text(); text != "@ada " {
		t.Errorf("the form begins with %q", text)
	}
	// What is refused keeps what it answers.
	long := strings.Repeat("x", 1001)
	for _, got := range []*webtest.Answer{a.HTMX(post+"/comments", form("text", long, "parent_id", r1)).Want(200),
		a.Post(post+"/comments", form("text", long, "parent_id", r1)).Want(422)} {
		got.Has("#comment-form input[value='"+r1+"']", "#comment-problem")
		if len(got.Find("#comment-form textarea").Text()) != 1001 {
			t.Errorf("%s lost the text", got)
		}
	}
	a.Post(post+"/comments", form("text", "x", "parent_id", "9")).Want(404)
	a.Post(post+"/comments", form("text", "x", "parent_id", "nonsense")).Want(404)
	// Long threads are read in parts, and nothing twice.
	for i := range 50 {
		_, err := comment.Reply(t.Context(), s.DB.Store, ada.ID, id, first.ID, fmt.Sprint("n", i))
		must(t, err)
	}
	shown := v.Get(post).Want(200)
	if label := shown.Find(".more-replies a").Text(); label != "View 50 more replies" {
		t.Error(label)
	}
	var all []string
	for got := shown; ; {
		part := commentsOf(got)
		all = append(all, strings.Split(strings.TrimPrefix(part, "first|"), "|")...)
		more, there := got.Find(".more-replies a").Attr("hx-get")
		if !there {
			break
		}
		got = v.HTMX(more, nil).Want(200)
		if got.IsPage() {
			t.Fatal("a page, not a part")
		}
	}
	if len(all) != 52 || all[51] != ">n49" {
		t.Errorf("%d replies: %v", len(all), all)
	}
	// The same by plain links.
	n := 0
	for path := thread; path != ""; n++ {
		path = v.Get(path).Want(200).Find(".more-replies a:contains('More')").AttrOr("href", "")
		path, _, _ = strings.Cut(path, "#")
	}
	if n != 3 {
		t.Errorf("%d pages", n)
	}
	// A new reply stands at the end, and the rest leads up to it.
	got = a.HTMX(post+"/comments", form("text", "last", "parent_id", first.ID.String())).Want(200)
	more := got.Find(".more-replies a").AttrOr("hx-get", "")
	if !strings.HasSuffix(commentsOf(got), ">n17|>last") || !strings.Contains(more, "&before=") {
		t.Errorf("%s, %s", commentsOf(got), more)
	}
	rest := v.HTMX(more, nil).Want(200)
	rest = v.HTMX(rest.Find(".more-replies a").AttrOr("hx-get", ""), nil).Want(200)
	if !strings.HasSuffix(commentsOf(rest), ">n49") {
		t.Error(commentsOf(rest))
	}
	// A reply far down has a page of its own thread that begins there.
	last := strings.TrimPrefix(got.Find(".reply .comment").Last().AttrOr("id", ""), "c-")
	if got := v.Get(post + "/comments/" + last).Want(200).Has(".more-replies a:contains('Earlier')"); commentsOf(got) != "first|>last" {
		t.Error(commentsOf(got))
	}
	v.Get(post + "/comments/9").Want(404)
	v.Get(post + "/comments/x").Want(404)
	v.Get(thread + "?after=x").Want(422)
	s.Check()
}

func TestCommentControls(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo := s.User("ada"), s.User("bo")
	id := s.Post(ada, "")
	post := "/p/" + id.Code()
	a, b, v := s.As(ada), s.As(bo), s.Visitor()
	c, err := comment.Add(t.Context(), s.DB.Store, bo.ID, id, "one")
	must(t, err)
	s.Clock.Move(time.Second)
	_, err = comment.Add(t.Context(), s.DB.Store, bo.ID, id, "two")
	must(t, err)
	at := post + "/comments/" + c.ID.String()
	// Likes.
	heart := "#like-c-" + c.ID.String()
	if got := a.HTMX(at+"/like", form()).Want(200); got.IsPage() || got.Find(heart).AttrOr("aria-pressed", "") != "true" ||
		!strings.Contains(got.Text(), "1 like") {
		t.Errorf("%s", got.Body)
	}
	a.Get(at + "/likes").Want(200).Has("a[href='/ada']")
	if to := a.Post(at+"/like", undo).Want(303).Header.Get("Location"); !strings.HasPrefix(to, at) {
		t.Error(to)
	}
	a.Get(post).Has(heart + "[aria-pressed=false]")
	v.Post(at+"/like", nil).Want(303)
	v.Get(post).HasNot(".comment-like", ".comment-menu", ".reply-link")
	// Changing the text, for a while and by its author.
	a.Get(post).HasNot(".comment-edit")
	b.Get(post).Has(".comment-edit form[action='" + at + "'] input[value=PATCH]")
	patch := func(text string) []string { return []string{"_method", "PATCH", "text", text} }
	if got := b.HTMX(at, form(patch("changed")...)).Want(200); commentsOf(got) != "changed" || !strings.Contains(got.Text(), "edited") {
		t.Errorf("%s", got.Body)
	}
	b.HTMX(at, form(patch(" ")...)).Want(200).Has("details.comment-edit[open] .problem")
	b.Post(at, form(patch(" ")...)).Want(422).Has("details.comment-edit[open] .problem")
	b.Post(at, form(patch("again")...)).Want(303)
	a.Post(at, form(patch("by another")...)).Want(403)
	s.Clock.Move(comment.EditWindow)
	b.Get(post).HasNot(".comment-edit")
	b.Post(at, form(patch("late")...)).Want(403)
	// Pins.
	b.Post(at+"/pin", nil).Want(403)
	b.Get(post).HasNot("form[action$='/pin']", "form[action$='/hide']")
	if got := a.HTMX(at+"/pin", form()).Want(200).Has("#comment-pinned .comment-note"); commentsOf(got) != "again|two" {
		t.Error(commentsOf(got))
	}
	a.Post(at+"/pin", undo).Want(303)
	// Hiding, which its author does not see.
	a.HTMX(at+"/hide", form()).Want(200).Has(".comment-hidden form[action='" + at +
		"/hide'] input[value=DELETE]").Says("Hidden from others")
	b.Get(post).Has("#c-"+c.ID.String()).HasNot(".comment-hidden", ".comment-note")
	v.Get(post).HasNot("#c-" + c.ID.String())
	v.Get(at).Want(404)
	s.As(s.User("cy")).Post(at+"/like", nil).Want(404)
	a.Post(at+"/hide", undo).Want(303)
	v.Get(post).Has("#c-" + c.ID.String())
	// Deleting.
	a.Post(at, undo).Want(303)
	v.Get(at).Want(404)
	s.Check()
}

func TestCommentSettings(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo := s.User("ada"), s.User("bo")
	id := s.Post(ada, "")
	post := "/p/" + id.Code()
	a, b := s.As(ada), s.As(bo)
	// Off and on at once, from the menu.
	b.Post(post+"/commenting", undo).Want(403)
	a.Get(post).Has("form[action='" + post + "/commenting'] input[value=DELETE]")
	if to := a.Post(post+"/commenting", form("_method", "DELETE", "next", "/ada")).Want(303).Header.Get("Location"); to != "/ada" {
		t.Error(to)
	}
	b.Get(post).HasNot("#comment-form").Says("turned off")
	b.Post(post+"/comments", form("text", "x")).Want(422).Says("turned off")
	a.Post(post+"/commenting", nil).Want(303)
	// Who may, in the editor.
	a.Get(post + "/edit").Want(200).Has("select[name=comments_from] option[value=everyone][selected]")
	a.Post(post+"/edit", form("fields", "comments_enabled", "comments_enabled", "on", "comments_from", "followers", "action",
		"save")).Want(303)
	b.Get(post).HasNot("#comment-form", ".reply-link").Says("Only followers can comment")
	must(t, people.Follow(t.Context(), s.DB.Store, bo.ID, ada.ID))
	b.Get(post).Has("#comment-form")
	// Words.
	a.Get("/settings/comments").Want(200).Has("textarea[name=words]")
	a.Post("/settings/comments", form("words", "Spam, buy now\n#ad")).Want(303)
	if got := a.Get("/settings/comments").Find("textarea[name=words]").Text(); got != "spam\nbuy now\n#ad" {
		t.Errorf("%q", got)
	}
	a.Post("/settings/comments", form("words", strings.Repeat("x", 61))).Want(422).Has(".problem")
	b.Post(post+"/comments", form("text", "so much SPAM")).Want(303)
	a.Get(post).Has(".comment-hidden").Says("contains one of your words")
	s.Visitor().Get(post).HasNot(".comment")
	s.Check()
}

func TestComplete(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada := s.User("ada")
	s.User("anna")
	s.User("ann")
	bad := s.User("andy")
	s.Post(ada, "#sea #seaside")
	must(t, people.Block(t.Context(), s.DB.Store, bad.ID, ada.ID))
	c := s.As(ada)
	list := c.Get("/complete?q=@an").Want(200)
	if list.IsPage() || list.Find("[role=listbox] [role=option][data-insert]").Length() != 2 {
		t.Errorf("%s", list.Body)
	}
	tags := c.Get("/complete?q=%23SEA", "Accept", "application/json").Want(200)
	if got := tags.List("tags.#.name"); len(got) != 2 || tags.At("people").Raw != "[]" {
		t.Errorf("%s", tags.Body)
	}
	people := c.Get("/complete?q=@an", "Accept", "application/json").Want(200)
	if got := people.List("people.#.username"); len(got) != 2 {
		t.Errorf("%s", people.Body)
	}
	for _, q := range []string{"", "an", "@", "%23", "@%25", "%23%25%25"} {
		if n := c.Get("/complete?q=" + q).Want(200).Find("[role=option]").Length(); n != 0 {
			t.Errorf("%q finds %d", q, n)
		}
	}
	c.Get("/complete?q=@" + strings.Repeat("x", 101)).Want(422)
	s.Visitor().Get("/complete?q=@an").Want(303)
}
