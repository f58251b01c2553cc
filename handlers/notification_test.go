package handlers_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"photogram/models/account"
	"photogram/models/comment"
	"photogram/models/notify"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/web/webtest"
)

type selection = goquery.Selection

func digested(t testing.TB, s *webtest.Site) {
	t.Helper()
	for n := 1; n > 0; {
		var err error
		n, err = notify.Digest(t.Context(), s.DB.Store, notify.DigestBatch)
		must(t, err)
	}
}

func TestNotificationsPage(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ana, bo, cat := s.User("ana"), s.User("bo"), s.User("cat")
	c := s.As(ana)
	c.Get("/notifications").Want(200).Has(".empty", "a[href='/notifications'][aria-current=page]").HasNot("form[data-seen]",
		"[data-notices]")
	if got := c.Get("/").Find("[data-bell]").AttrOr("aria-label", ""); got != "Notifications" {
		t.Errorf("the bell says %q", got)
	}

	postID := s.Post(ana, "one")
	private(t, s, ana)
	for _, u := range []*account.User{cat, bo} {
		must(t, people.Follow(t.Context(), s.DB.Store, u.ID, ana.ID))
	}
	must(t, people.ApproveFollow(t.Context(), s.DB.Store, ana.ID, bo.ID))
	digested(t, s)
	_, err := post.Like(t.Context(), s.DB.Store, bo.ID, postID)
	must(t, err)
	digested(t, s)
	s.Clock.Move(30 * time.Hour)
	c2, err := comment.Add(t.Context(), s.DB.Store, bo.ID, postID, "what a light")
	must(t, err)
	digested(t, s)

	page := c.Get("/notifications").Want(200)
	page.Says("bo liked your photo", "bo commented on your photo", "what a light", "cat wants to follow you",
		"1 person is waiting for your answer")
	page.Has(".notice-new", "a[href='/p/"+postID.Code()+"#c-"+c2.ID.String()+"']", "img.notice-thumb[src*='sig=']",
		"form[action='/requests/cat']", "a[href='/requests']")
	if n := page.Find(".notice").Length(); n != 3 || page.Find(".list-heading").Length() != 1 ||
		page.Find(".list-heading").Text() != "New" {
		t.Errorf("%d rows under %q", n, page.Find(".list-heading").Text())
	}
	bell := page.Find("[data-bell]")
	if bell.AttrOr("aria-label", "") != "Notifications, 3 new" || strings.TrimSpace(bell.Find("[data-unread]").Text()) != "3" {
		t.Errorf("the bell: %s", bell.Text())
	}
	// Looking changes nothing, the form does.
	if got := c.Get("/notifications").Find(".notice-new").Length(); got != 3 {
		t.Errorf("%d are new after a look", got)
	}
	upto := page.Find("form[data-seen] input[name=upto]").AttrOr("value", "")
	must(t, people.Follow(t.Context(), s.DB.Store, s.User("late").ID, ana.ID)) // came after the page was made
	digested(t, s)
	a := c.Post("/notifications/seen", form("upto", upto)).Want(303)
	page = c.Follow(a)
	if got := page.Find(".notice-new").Text(); !strings.Contains(got, "late") || page.Find(".notice-new").Length() != 1 {
		t.Errorf("new after they were seen: %s", got)
	}
	if got := page.Find(".list-heading").Map(func(_ int, e *selection) string { return e.Text() }); fmt.Sprint(got) != "[New "+
		"Today This week]" {
		t.Errorf("headings %v", got)
	}
	for _, bad := range []string{"", "x", "-1"} {
		c.Post("/notifications/seen", form("upto", bad)).Want(422)
	}
	if got := c.Post("/notifications/seen", form("upto", "99"), "Accept",
		"application/json").Want(200); got.At("unread").Int() != 0 || got.At("requests").Int() != 2 {
		t.Errorf("by script: %s", got.Body)
	}

	c.Get("/notifications?filter=comments").Want(200).Says("commented on your photo").HasNot("form[action='/requests/cat']")
	c.Get("/notifications?filter=follows").Want(200).Says("wants to follow you").HasNot(".notice-thumb")
	c.Get("/notifications?filter=nonsense").Want(422)
	c.Get("/notifications?before=nonsense").Want(422)

	// A request is answered where it is told.
	a = c.Post("/requests/cat", form("next", "/notifications")).Want(303)
	if to := a.Header.Get("Location"); to != "/notifications" {
		t.Errorf("approving leads to %s", to)
	}
	digested(t, s)
	if got := c.Get("/notifications?filter=follows"); strings.Contains(got.Text(), "cat asks") {
		t.Errorf("an answered request: %s", got.Text())
	}
	must(t, people.Block(t.Context(), s.DB.Store, ana.ID, bo.ID))
	if got := c.Get("/notifications").Text(); strings.Contains(got, "bo ") {
		t.Errorf("of somebody blocked: %s", got)
	}
	s.Visitor().Get("/notifications").Want(303)
}

func TestOlderNotifications(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ana := s.User("ana")
	for i := range 70 {
		must(t, people.Follow(t.Context(), s.DB.Store, s.User(fmt.Sprintf("fan%d", i)).ID, ana.ID))
		s.Clock.Move(2 * time.Hour)
	}
	digested(t, s)
	must(t, notify.See(t.Context(), s.DB.Store, ana.ID, 0))
	c := s.As(ana)
	seen := map[string]bool{}
	var headings []string
	path := "/notifications"
	for path != "" {
		a := c.HTMX(path, nil).Want(200)
		if a.IsPage() {
			t.Fatalf("%s is a page", a)
		}
		a.Find(".notice").Each(func(_ int, e *selection) { seen[e.AttrOr("id", "")] = true })
		a.Find(".list-heading").Each(func(_ int, e *selection) { headings = append(headings, e.Text()) })
		path = a.Find("[data-older]").AttrOr("data-older", "")
		if path != "" {
			if u, err := url.Parse(path); err != nil || u.Query().Get("under") == "" {
				t.Errorf("older: %s", path)
			}
		}
	}
	if len(seen) != 70 || fmt.Sprint(headings) != "[Today This week]" {
		t.Errorf("%d rows under %v", len(seen), headings)
	}
	c.Get("/notifications?before=9&under=%3Cscript%3E").Want(200).HasNot("main script")
}

func TestNotificationSettingsPage(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ana := s.User("ana")
	c := s.As(ana)
	page := c.Get("/settings/notifications").Want(200)
	if n := page.Find("select").Length(); n != len(account.NotificationKinds) ||
		page.Find("select option[selected][value=everyone], select option[selected][value=never]").Length() != n {
		t.Errorf("%d choices: %s", n, page.Text())
	}
	page.Has("a[href='/settings/notifications'][aria-current=page]")
	a := c.Post("/settings/notifications", form("like", "following", "follow", "off")).Want(303)
	c.Follow(a).Says("We saved your choices.").Has("select[name=like] option[selected][value=following]",
		"select[name=follow] option[selected][value=off]", "select[name=tag] option[selected][value=everyone]")
	a = c.Post("/settings/notifications", form("mail_like", "daily", "mail_tag", "at_once", "time_zone", "Asia/Tokyo")).Want(303)
	c.Follow(a).Has("select[name=mail_like] option[selected][value=daily]", "select[name=mail_tag] option[selected][value=at_once]",
		"select[name=mail_follow] option[selected][value=never]", "input[name=time_zone][value='Asia/Tokyo']")
	c.Post("/settings/notifications", form("mail_like", "never", "time_zone", "Middle/Earth")).Want(422).Says("We don’t know")
	c.Get("/settings/notifications").Has("select[name=mail_like] option[selected][value=daily]")
	c.Post("/settings/notifications", form("mail_like", "hourly")).Want(422).Says("Choose one of never, at_once and daily.")

	// The address in a mail works without a login, says what it ends, and undoes it.
	path := "/mail/stop/" + account.MailStopToken(s.DB.Store, ana.ID, account.StopNotifications)
	visitor := s.Visitor()
	visitor.Get(path).Want(200).Says("Likes on your photos").Says("Photos of you")
	c.Get("/settings/notifications").Has("select[name=mail_like] option[selected][value=daily]")
	stopped := visitor.Post(path, form("List-Unsubscribe", "One-Click")).Want(200).Says("These emails have stopped").
		Says("Likes on your photos")
	c.Get("/settings/notifications").Has("select[name=mail_like] option[selected][value=never]",
		"select[name=like] option[selected][value=following]")
	undo := stopped.Find("input[name=undo]").AttrOr("value", "")
	visitor.Post(path, form("undo", strings.Replace(undo, "daily", "at_once", 1))).Want(404)
	visitor.Post(path, form("undo", undo)).Want(200).Says("These emails are back")
	c.Get("/settings/notifications").Has("select[name=mail_like] option[selected][value=daily]",
		"select[name=mail_tag] option[selected][value=at_once]")
	c.Post("/settings/notifications", form("like", "nobody")).Want(422).Says("Choose one of everyone, following and off.")
}
