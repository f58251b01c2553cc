package handlers_test

import (
	"testing"

	"github.com/PuerkitoBio/goquery"

	"photogram/models/account"
	"photogram/models/post"
	"photogram/web/webtest"
)

// Only places of which somebody may know complete what they write.
func TestPlacesCompleteWhatOneWrites(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo := s.User("ada"), s.User("bo")
	at := func(u *account.User, place string) {
		id, items := s.Draft(u, 1)
		s.Render(items...)
		must(t, post.Publish(t.Context(), s.DB.Store, u.ID, id, post.PublishInput{Edit: post.Edit{Location: &place}}))
	}
	at(ada, "Harbour wall")
	at(bo, "Harbour of secrets")
	private := true
	must(t, account.UpdateProfile(t.Context(), s.DB.Store, bo.ID, account.ProfileInput{IsPrivate: &private}))
	names := func(c *webtest.Client, written string) (out string) {
		c.Get("/complete?place=" + written).Want(200).Find("[role=option]").Each(func(_ int, e *goquery.Selection) {
			out += e.AttrOr("data-insert", "") + "|"
		})
		return out
	}
	if got := names(s.As(ada), "harb"); got != "Harbour wall|" {
		t.Errorf("ada is offered %q", got)
	}
	if got := names(s.As(bo), "har"); got != "Harbour wall|Harbour of secrets|" && got != "Harbour of secrets|Harbour wall|" {
		t.Errorf("bo is offered %q", got)
	}
	if got := names(s.As(ada), "zzz"); got != "" {
		t.Errorf("%q", got)
	}
	draft, _ := s.Draft(ada, 1)
	s.As(ada).Get("/p/" + draft.Code() + "/edit").Has("input[name=location][data-complete=place]")
	s.As(ada).Get("/settings").Has("[data-avatar] input[name=crop]", "template[data-avatar-dialog]")
}
