package jobs_test

import (
	"net/http"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/comment"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/models/subscription"
	"photogram/web/webtest"
)

// hook subscribes an account's webhook for activities.
func hook(t *testing.T, s *webtest.Site, u *account.User, address string, activities ...string) (*subscription.Subscription, string) {
	t.Helper()
	sub, secret, err := subscription.Create(t.Context(), s.DB.Store, subscription.Holder{UserID: u.ID}, subscription.Input{
		Way: subscription.Webhook, Activities: activities, Target: &subscription.Target{CallbackURL: address}})
	must(t, err)
	return sub, secret
}

// state waits until the newest delivery of a subscription is in a state.
func state(t *testing.T, s *webtest.Site, sub *subscription.Subscription, seq models.ID, want string) subscription.Delivery {
	t.Helper()
	var d *subscription.Delivery
	webtest.Eventually(t, "a delivery that is "+want, func() bool {
		var err error
		d, _, err = subscription.OneDelivery(t.Context(), s.DB.Store, sub, seq)
		return err == nil && d.State == want
	})
	return *d
}

func like(t *testing.T, s *webtest.Site, u *account.User, id models.ID) {
	t.Helper()
	_, err := post.Like(t.Context(), s.DB.Store, u.ID, id)
	must(t, err)
}

// What happens reaches whoever subscribed to it, once, and nobody else.
func TestWebhooksAreDelivered(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, nil)
	ana, bo := s.User("ana"), s.User("bo")
	id := s.Post(ana, "one")
	r := webtest.NewReceiver(t)
	sub, _ := hook(t, s, ana, r.URL, "comments", "likes", "follows")
	hook(t, s, bo, r.URL, "comments")
	s.Work()
	_, err := comment.Add(t.Context(), s.DB.Store, bo.ID, id, "Schön 😀")
	must(t, err)
	got := r.Wait(t, 1)
	if got[0].Text("type") != "comment" || got[0].Text("data.comment.text") != "Schön 😀" || got[0].Text("data.from.username") != "bo" ||
		got[0].Text("data.media_id") != id.String()+"_"+ana.ID.String() {
		t.Errorf("the comment is told as %s", got[0].Body)
	}
	like(t, s, bo, id)
	must(t, people.Follow(t.Context(), s.DB.Store, bo.ID, ana.ID))
	got = r.Wait(t, 3)
	state(t, s, sub, 3, "delivered")
	kinds := map[string]bool{}
	for _, one := range got {
		kinds[one.Text("type")] = true
	}
	if len(got) != 3 || !kinds["like"] || !kinds["follow"] {
		t.Errorf("%d requests: %v", len(got), kinds)
	}
}

// A receiver that fails is asked again by the schedule, in the order of what is
// about one object, and gets everything in the end, each with the name it had.
func TestAReceiverIsAwayForAnHour(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, nil)
	ana, bo := s.User("ana"), s.User("bo")
	id := s.Post(ana, "one")
	r := webtest.NewReceiver(t)
	r.AnswersStatus(http.StatusServiceUnavailable)
	sub, _ := hook(t, s, ana, r.URL, "comments")
	s.Work()
	const said = 5
	for i := range said {
		_, err := comment.Add(t.Context(), s.DB.Store, bo.ID, id, string(rune('a'+i)))
		must(t, err)
	}
	r.Wait(t, 1)
	for range 12 { // an hour
		s.Clock.Move(5 * time.Minute)
		before := len(r.Got())
		webtest.Eventually(t, "no more requests for now", func() bool {
			sub, err := subscription.Own(t.Context(), s.DB.Store, subscription.Holder{UserID: ana.ID}, sub.ID)
			must(t, err)
			return sub.Claim == 0 && sub.DueAt != nil && sub.DueAt.After(s.Now())
		})
		if now := len(r.Got()); now > before+1 {
			t.Errorf("a receiver that is away got %d requests in five minutes", now-before)
		}
	}
	tried := len(r.Got())
	for _, one := range r.Got() {
		if one.Text("data.comment.text") != "a" {
			t.Errorf("%q was sent while one before it waits", one.Text("data.comment.text"))
		}
	}
	r.Answers(nil)
	s.Clock.Move(3 * time.Hour) // beyond the longest pause there may be by now
	got := r.Wait(t, tried+said)[tried:]
	state(t, s, sub, said, "delivered")
	names := map[string]bool{}
	for i, one := range got {
		if one.Text("data.comment.text") != string(rune('a'+i)) || names[one.ID()] {
			t.Errorf("the %d. is %s", i+1, one.Body)
		}
		names[one.ID()] = true
	}
	if first := r.Got()[0]; first.ID() != got[0].ID() || len(r.Got()) != tried+said {
		t.Errorf("the first is %s at first and %s in the end; %d requests", first.ID(), got[0].ID(), len(r.Got())-tried)
	}
}
