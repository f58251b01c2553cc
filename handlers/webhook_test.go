package handlers_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"photogram/models/comment"
	"photogram/models/subscription"
	"photogram/web/webtest"
)

// The portal makes a webhook, shows what it was sent and what came back, sends
// again, and shows nothing to others.
func TestWebhookPortal(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ana, bo := s.User("ana"), s.User("bo")
	id := s.Post(ana, "one")
	s.Digest()
	s.Work()
	r := webtest.NewReceiver(t)
	page, other := s.As(ana), s.As(bo)
	page.Get("/developers/webhooks").Want(200).Says("No webhooks")
	page.Post("/developers/webhooks", form("callback_url", "http://example.org/hook", "activity.likes", "on")).Want(422).
		Has("#f-callback_url-problem")
	page.Post("/developers/webhooks", form("callback_url", r.URL)).Want(422).Has("#f-activities-problem")
	page.Post("/developers/webhooks", form("callback_url", r.URL, "activity.comments", "on")).Want(200).Says("whsec_")
	list, _, err := subscription.List(t.Context(), s.DB.Store, subscription.Holder{UserID: ana.ID}, 0, 10)
	must(t, err)
	if len(list) != 1 {
		t.Fatalf("%d webhooks", len(list))
	}
	path := "/developers/webhooks/" + list[0].Key().String()
	page.Get("/developers/webhooks").Has("a[href='" + path + "']")
	page.Get(path).Want(200).Says("Nothing yet")
	page.Post(path+"/test", nil).Want(303)
	r.Wait(t, 1)
	shown := func(what string, texts ...string) {
		t.Helper()
		webtest.Eventually(t, what, func() bool {
			text := page.Get(path).Want(200).Find("main").Text()
			for _, one := range texts {
				if !strings.Contains(text, one) {
					return false
				}
			}
			return true
		})
	}
	shown("the test event", "Delivered", "answered 200", "webhook-signature: v1,")
	r.Answers(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusTeapot)
		_, _ = w.Write([]byte("<b>no</b>"))
	})
	_, err = comment.Add(t.Context(), s.DB.Store, bo.ID, id, "hello")
	must(t, err)
	shown("the refusal", "We’ll send it again", "It answered 418.", "<b>no</b>", "Next attempt")
	r.Answers(nil)
	page.Post(path+"/replay", form("hours", "1", "failed", "on")).Want(303)
	shown("what was sent again", "Attempt 2: answered 200")
	before := len(r.Got())
	page.Post(path+"/replay", form("delivery", "1")).Want(303)
	if got := r.Wait(t, before+1); got[0].ID() != got[before].ID() {
		t.Errorf("what was sent again is %s, and was %s", got[before].ID(), got[0].ID())
	}
	page.Post(path+"/replay", form("delivery", "99")).Want(404)
	page.Post(path+"/replay", form("hours", "x")).Want(422)
	page.Post(path+"/secret", nil).Want(200).Says("whsec_", "24 hours")

	// Nobody else sees it, or does anything to it.
	other.Get(path).Want(404)
	for _, action := range []string{"/test", "/on", "/secret", "/delete", "/replay"} {
		other.Post(path+action, form("hours", "1")).Want(404)
	}
	s.Visitor().Get(path).Want(303)
	// A receiver that is gone ends it, and it can be switched on again.
	r.AnswersStatus(http.StatusGone)
	page.Post(path+"/test", nil).Want(303)
	shown("the end", "the receiver is gone", "Switch it on again")
	page.Post(path+"/test", nil).Want(409)
	r.Answers(nil)
	page.Post(path+"/on", nil).Want(303)
	before = len(r.Got())
	r.Wait(t, before)
	s.Clock.Move(10 * time.Second)
	r.Wait(t, before+1)
	page.Post(path+"/delete", nil).Want(303)
	page.Get(path).Want(404)
	s.Check()
}
