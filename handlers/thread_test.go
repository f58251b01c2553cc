package handlers_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/inbox"
	"photogram/models/people"
	"photogram/models/story"
	"photogram/web/webtest"
)

func TestInbox(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ann, bo, cat := s.User("ann"), s.User("bo"), s.User("cat")
	storyID := s.NewStory(ann, story.Edit{})
	annPage, boPage := s.As(ann), s.As(bo)
	annPage.Get("/inbox").Want(200).Has(".empty a[href='/inbox/new']", "a[data-mail][aria-label=Inbox]")

	// From the story's page: a text, a reaction, and what is wrong.
	path := "/story/" + storyID.Code() + "/reply"
	a := boPage.Post(path, form("text", "what a light")).Want(303)
	if to := a.Header.Get("Location"); to != "/stories/ann/"+storyID.Code() {
		t.Errorf("a reply leads to %s", to)
	}
	if a = boPage.HTMX(path, form("reaction", "🔥", "text", "")); a.StatusCode != 204 ||
		!strings.Contains(a.Header.Get("HX-Trigger"), `"photogram:said":"Sent."`) {
		t.Errorf("%s: %v", a, a.Header)
	}
	boPage.Post(path, form("text", " ")).Want(422).Says("Write something first.")
	if a = boPage.HTMX(path, form("reaction", "x")).Want(422); !strings.Contains(a.Header.Get("HX-Trigger"), "Choose a reaction from") {
		t.Errorf("%s: %v", a, a.Header)
	}
	annPage.Post(path, form("text", "me")).Want(422).Says("This is your own story.")
	boPage.Post("/story/x/reply", form("text", "x")).Want(404)
	s.Visitor().Post(path, form("text", "x")).Want(303)
	digested(t, s)

	list := annPage.Get("/inbox").Want(200).Says("Reacted 🔥 to your story").Has(".thread-row.notice-new", "[data-threads]",
		"img.thread-thumb[src*='sig=']")
	if got := list.Find("a[data-mail]").AttrOr("aria-label", ""); got != "Inbox, 1 unread" {
		t.Errorf("the inbox is called %q", got)
	}
	talk := list.Find(".thread-row a.notice-link").AttrOr("href", "")
	page := annPage.Get(talk).Want(200).Says("bo replied to your story", "what a light", "🔥")
	page.Has("form[data-seen]", "ol.messages li.message", "form#end textarea[name=text]",
		"a[href='/stories/ann/"+storyID.Code()+"']", "[role=log]")
	boPage.Get(talk).Want(200).Says("You replied to their story").HasNot("form[data-seen]")
	first := strings.TrimPrefix(page.Find(".message").First().AttrOr("id", ""), "m-")
	upto := page.Find("form[data-seen] input[name=upto]").AttrOr("value", "")

	// Looking changes nothing, the form does.
	annPage.Get("/inbox").Has(".thread-row.notice-new")
	annPage.Post(talk+"/seen", form("upto", "x")).Want(422)
	if a := annPage.Post(talk+"/seen", form("upto", upto), "Accept", "application/json").Want(200); a.At("messages").Int() != 0 ||
		a.At("newest").String() != upto {
		t.Errorf("seen: %s", a.Body)
	}
	annPage.Get("/inbox").HasNot(".thread-row.notice-new")

	// Answers, with and without scripts.
	if a := annPage.Post(talk, form("text", "thank you")).Want(303).Header.Get("Location"); a != talk+"#end" {
		t.Errorf("an answer leads to %s", a)
	}
	annPage.Post(talk, form("text", strings.Repeat("x", 1001))).Want(422).Says("at most 1,000 characters").
		Has("textarea[aria-invalid=true]")
	annPage.HTMX(talk, form("text", "@bo look #fog")).Want(204)
	fresh := boPage.HTMX(talk+"?after="+upto, nil).Want(200).Says("thank you").Has("a[href='/tags/fog']")
	if fresh.IsPage() || fresh.Find(".message").Length() != 2 || boPage.HTMX(talk+"?after="+first, nil).Find(".message").Length() != 3 {
		t.Errorf("after %s: %s", upto, fresh.Text())
	}
	boPage.HTMX(talk+"?after=x", nil).Want(422)
	for range 52 {
		_, err := inbox.Send(t.Context(), s.DB.Store, bo.ID, codeID(t, talk), inbox.Say{Text: "again"})
		must(t, err)
	}
	page = boPage.Get(talk).Want(200)
	earlier := page.Find(".earlier a").AttrOr("href", "")
	if page.Find(".message").Length() != 50 || earlier == "" {
		t.Errorf("%d messages, earlier at %q", page.Find(".message").Length(), earlier)
	}
	boPage.Get(earlier).Want(200).Says("what a light", "Newest messages").HasNot("[role=log]", "[data-conversation]")
	if a := boPage.HTMX(earlier, nil).Want(200); a.IsPage() || a.Find(".part .message").Length() != 6 {
		t.Errorf("%s: %s", a, a.Text())
	}

	// Others find nothing.
	other := s.As(cat)
	for _, path := range []string{talk, "/inbox/Zz", "/inbox/!"} {
		other.Get(path).Want(404)
		other.HTMX(path+"?after=1", nil).Want(404)
		other.Post(path, form("text", "hi")).Want(404)
		other.Post(path+"/seen", form("upto", "1")).Want(404)
		other.Post(path+"/restore", form("until", "0")).Want(404)
		other.Send(http.MethodDelete, path, form()).Want(404)
	}
	s.Visitor().Get(talk).Want(303)

	// Deleted for one, with undo.
	a = boPage.Post(talk, form("_method", "DELETE")).Want(303)
	gone := boPage.Follow(a).Says("The conversation is deleted for you.").Has("[data-flash] form[action='" + talk +
		"/restore'] input[name=until]")
	boPage.Get(talk).Want(404)
	annPage.Get(talk).Want(200)
	boPage.Post(talk+"/restore", form("until", "x")).Want(422)
	a = boPage.Post(talk+"/restore", form("until", gone.Find("input[name=until]").AttrOr("value", ""))).Want(303)
	boPage.Follow(a).Want(200).Says("The conversation is back.", "again")

	// A block hides it from both; the end of the story ends replies and its picture.
	must(t, people.Block(t.Context(), s.DB.Store, bo.ID, ann.ID))
	for _, c := range []*webtest.Client{annPage, boPage} {
		c.Get(talk).Want(404)
		c.Get("/inbox").Want(200).HasNot(".thread-row")
		c.Post(talk, form("text", "hi")).Want(404)
	}
	must(t, people.Unblock(t.Context(), s.DB.Store, bo.ID, ann.ID))
	st, err := story.Visible(t.Context(), s.DB.Store, ann.ID, storyID)
	must(t, err)
	s.Clock.Move(st.ExpiresAt.Sub(s.Clock.Now()) - time.Microsecond)
	boPage.Post(path, form("text", "in time")).Want(303)
	boPage.Get(talk).Has("img.thread-thumb")
	s.Clock.Move(time.Microsecond)
	boPage.Post(path, form("text", "late")).Want(404)
	boPage.HTMX(path, form("reaction", "🔥")).Want(404)
	boPage.Get(talk).Want(200).Says("That story is over.").HasNot(".thread-thumb")
	annPage.Get(talk).Want(200).Has("img.thread-thumb")
	s.Check()
}

func codeID(t *testing.T, talk string) models.ID {
	t.Helper()
	id, err := models.ParseCode(strings.TrimPrefix(talk, "/inbox/"))
	must(t, err)
	return id
}

func TestMessageLimit(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ann, bo := s.User("ann"), s.User("bo")
	story := s.NewStory(ann, story.Edit{})
	c := s.As(bo)
	for range 60 {
		c.HTMX("/story/"+story.Code()+"/reply", form("reaction", "🔥")).Want(204)
	}
	c.HTMX("/story/"+story.Code()+"/reply", form("reaction", "🔥")).Want(429)
	list, _, err := inbox.List(t.Context(), s.DB.Store, bo.ID, 0, 1)
	must(t, err)
	c.Post("/inbox/"+list[0].ThreadID.Code(), form("text", "hi")).Want(429)
	s.Check()
}

func TestInboxPages(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ann := s.User("ann")
	story := s.NewStory(ann, story.Edit{})
	for i, name := range []string{"ana", "bea", "cleo"} {
		_, err := inbox.ReplyToStory(t.Context(), s.DB.Store, s.User(name).ID, story, inbox.StoryReply{Reaction: inbox.Reactions[i]})
		must(t, err)
	}
	list, next, err := inbox.List(t.Context(), s.DB.Store, ann.ID, 0, 2)
	must(t, err)
	if len(list) != 2 || next == 0 {
		t.Fatalf("%d threads, then %d", len(list), next)
	}
	s.As(ann).Get("/inbox?before=" + next.String()).Want(200).Says("Reacted ❤️ to your story").HasNot("[data-threads]")
	s.As(ann).Get("/inbox?before=x").Want(422)
}

// What one says is told to the other's stream, and to one's own other pages.
func TestMessagesComeLive(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	s.Work()
	ann, bo := s.User("ann"), s.User("bo")
	story := s.NewStory(ann, story.Edit{})
	at := s.As(ann).Events("/events", "")
	defer at.Close()
	own := s.As(bo).Events("/events", "")
	defer own.Close()
	for _, e := range []*webtest.Events{at, own} {
		if b := next(t, e, "badge"); b.Get("newest").String() != "0" || b.Get("messages").Int() != 0 {
			t.Errorf("at first: %s", b.Data)
		}
	}
	m, err := inbox.ReplyToStory(t.Context(), s.DB.Store, bo.ID, story, inbox.StoryReply{Text: "hello"})
	must(t, err)
	for e, unread := range map[*webtest.Events]int64{at: 1, own: 0} {
		for {
			b := next(t, e, "badge")
			if b.Get("newest").String() == m.ID.String() {
				if b.Get("messages").Int() != unread {
					t.Errorf("%s", b.Data)
				}
				break
			}
		}
	}
}
