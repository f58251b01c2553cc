package jobs_test

import (
	"context"
	"crypto/ecdh"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"photogram/jobs"
	"photogram/models/account"
	"photogram/models/subscription"
	"photogram/web"
	"photogram/web/webtest"
)

// pushedTo sends what is for any push service to one receiver.
type pushedTo struct {
	to    string
	calls *web.Caller
}

func (p pushedTo) Call(ctx context.Context, method, address string, header http.Header, body []byte) (subscription.Reply, error) {
	u, err := url.Parse(address)
	if err != nil {
		return subscription.Reply{}, err
	}
	return p.calls.Call(ctx, method, p.to+u.Path, header, body)
}

// push subscribes a browser of somebody's.
func push(t *testing.T, s *webtest.Site, u *account.User, activities ...string) *subscription.Subscription {
	t.Helper()
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	must(t, err)
	auth := make([]byte, 16)
	_, _ = rand.Read(auth)
	raw, err := json.Marshal(map[string]any{"endpoint": "https://push.example.net/wp/" + rand.Text(), "keys": map[string]string{
		"p256dh": base64.RawURLEncoding.EncodeToString(key.PublicKey().Bytes()), "auth": base64.RawURLEncoding.EncodeToString(auth)}})
	must(t, err)
	sub, _, err := subscription.Create(t.Context(), s.DB.Store, subscription.Holder{UserID: u.ID}, subscription.Input{
		Way: subscription.WebPush, Activities: activities, Target: &subscription.Target{Push: raw, KeyID: s.DB.PushKey().ID}})
	must(t, err)
	return sub
}

// A push service that refuses three times is asked no more, one that says when
// it may be asked again is asked then, and one that no longer knows a browser ends it.
func TestPushServicesRefuse(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, nil)
	r := webtest.NewReceiver(t)
	d := s.Deps()
	d.Call = pushedTo{r.URL, web.NewCaller([]string{"localhost", "127.0.0.1"})}
	runner, err := jobs.Start(t.Context(), d)
	must(t, err)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), webtest.Patience)
		defer cancel()
		must(t, runner.Stop(ctx))
	})
	bo := s.User("bo")
	now := func(sub *subscription.Subscription) *subscription.Subscription {
		t.Helper()
		got, err := subscription.Own(t.Context(), s.DB.Store, subscription.Holder{UserID: sub.UserID}, sub.ID)
		must(t, err)
		return got
	}
	tries := func(sub *subscription.Subscription, n int) subscription.Delivery {
		t.Helper()
		var last *subscription.Delivery
		webtest.Eventually(t, "an attempt", func() bool {
			var err error
			last, _, err = subscription.OneDelivery(t.Context(), s.DB.Store, sub, 1)
			return err == nil && last.Attempts >= n
		})
		return *last
	}

	busy := s.User("busy")
	sub, photo := push(t, s, busy, "likes"), s.Post(busy, "one")
	r.Answers(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "900")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	like(t, s, bo, photo)
	one := tries(sub, 1)
	if got := now(sub); one.NextAt == nil || one.NextAt.Before(s.Clock.Now().Add(15*time.Minute)) || got.State != subscription.On ||
		got.OpenUntil == nil || got.OpenUntil.Before(s.Clock.Now().Add(15*time.Minute)) {
		t.Errorf("the next attempt is at %v, and it is %s", one.NextAt, got.State)
	}
	r.Answers(nil)
	s.Clock.Move(25 * time.Minute)
	state(t, s, sub, 1, "delivered")

	old := s.User("old")
	sub, photo = push(t, s, old, "likes"), s.Post(old, "two")
	r.AnswersStatus(http.StatusForbidden) // as for a key that was changed
	like(t, s, bo, photo)
	for n := 1; n <= 3; n++ {
		tries(sub, n)
		s.Clock.Move(time.Hour)
	}
	webtest.Eventually(t, "the end", func() bool { return now(sub).State == subscription.Gone })
	if got := now(sub); !strings.Contains(got.Problem, "again and again") || !strings.Contains(got.Problem, "403") {
		t.Errorf("it ended because: %q", got.Problem)
	}

	lost := s.User("lost")
	sub, photo = push(t, s, lost, "likes"), s.Post(lost, "three")
	r.AnswersStatus(http.StatusGone)
	like(t, s, bo, photo)
	webtest.Eventually(t, "the end", func() bool { return now(sub).State == subscription.Gone })
	if n := tries(sub, 1).Attempts; n != 1 {
		t.Errorf("a browser that is gone was asked %d times", n)
	}
}
