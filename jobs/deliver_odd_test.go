package jobs_test

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"photogram/models/account"
	"photogram/models/comment"
	"photogram/models/subscription"
	"photogram/web"
	"photogram/web/webtest"
)

// holder is an account without an app.
func holder(u *account.User) subscription.Holder { return subscription.Holder{UserID: u.ID} }

// Receivers that do not answer as they should fail with the reason in the log, and
// get everything in the end.
func TestOddReceivers(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, nil)
	ana := s.User("ana")
	elsewhere := webtest.NewReceiver(t)
	hang := make(chan struct{})
	t.Cleanup(func() { close(hang) })
	for name, odd := range map[string]struct {
		answer http.HandlerFunc
		says   string
	}{
		"refuses": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }, "It answered 500."},
		"redirects": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, elsewhere.URL, http.StatusTemporaryRedirect)
		}, "not followed"},
		"one byte a second": {func(w http.ResponseWriter, r *http.Request) {
			for range 100 {
				_, _ = w.Write([]byte("x"))
				_ = http.NewResponseController(w).Flush()
				select {
				case <-hang:
					return
				case <-r.Context().Done():
					return
				case <-time.After(time.Second):
				}
			}
		}, "no whole answer within 15 seconds"},
		"hangs": {func(_ http.ResponseWriter, r *http.Request) {
			select {
			case <-hang:
			case <-r.Context().Done():
			}
		}, "no whole answer within 15 seconds"},
		"hangs up": {func(w http.ResponseWriter, _ *http.Request) {
			conn, _, _ := http.NewResponseController(w).Hijack()
			_ = conn.Close()
		}, "The connection ended"},
	} {
		r := webtest.NewReceiver(t)
		r.Answers(odd.answer)
		sub, _ := hook(t, s, ana, r.URL, "likes")
		seq, err := subscription.SendTest(t.Context(), s.DB.Store, holder(ana), sub.ID)
		must(t, err)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var d *subscription.Delivery
			webtest.Eventually(t, "an attempt", func() bool {
				d, _, err = subscription.OneDelivery(t.Context(), s.DB.Store, sub, seq)
				must(t, err)
				return d.Attempts > 0
			})
			if !strings.Contains(d.Problem, odd.says) || d.State != "waiting" || d.NextAt == nil {
				t.Errorf("%s: %q, %s", name, d.Problem, d.State)
			}
			r.Answers(nil)
			_, err := subscription.Replay(t.Context(), s.DB.Store, holder(ana), sub.ID, subscription.Range{Seq: seq})
			must(t, err)
			state(t, s, sub, seq, "delivered")
			names := map[string]bool{}
			for _, one := range r.Got() {
				names[one.ID()] = true
			}
			if len(names) != 1 {
				t.Errorf("%s: %d names of one event", name, len(names))
			}
		})
	}
	s.Work()
	t.Cleanup(func() {
		if n := len(elsewhere.Got()); n != 0 {
			t.Errorf("a redirect was followed %d times", n)
		}
	})
}

// Of an endless answer only its beginning is read and kept.
func TestLargeAnswers(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, nil)
	ana := s.User("ana")
	r := webtest.NewReceiver(t)
	r.Answers(func(w http.ResponseWriter, _ *http.Request) {
		for range 10 << 10 {
			if _, err := w.Write(bytes.Repeat([]byte("x"), 1<<10)); err != nil {
				return
			}
		}
	})
	sub, _ := hook(t, s, ana, r.URL, "likes")
	seq, err := subscription.SendTest(t.Context(), s.DB.Store, holder(ana), sub.ID)
	must(t, err)
	s.Work()
	state(t, s, sub, seq, "delivered")
	_, attempts, err := subscription.OneDelivery(t.Context(), s.DB.Store, sub, seq)
	must(t, err)
	if n := len(attempts[0].Answer); n < web.CallAnswer || n > 2*web.CallAnswer ||
		!strings.Contains(attempts[0].Answer, "not read any further") {
		t.Errorf("%d bytes are kept", n)
	}
}

// 410 ends a webhook at once; three days of failure switch it off, and its owner
// is told. Switched on again it gets what waited.
func TestDeadReceivers(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, nil)
	ana, bo := s.User("ana"), s.User("bo")
	id := s.Post(ana, "one")
	s.Digest()
	gone, dead := webtest.NewReceiver(t), webtest.NewReceiver(t)
	gone.AnswersStatus(http.StatusGone)
	dead.AnswersStatus(http.StatusInternalServerError)
	first, _ := hook(t, s, ana, gone.URL, "comments")
	second, _ := hook(t, s, ana, dead.URL, "comments")
	s.Work()
	_, err := comment.Add(t.Context(), s.DB.Store, bo.ID, id, "hello")
	must(t, err)
	is := func(sub *subscription.Subscription, want string) func() bool {
		return func() bool {
			now, err := subscription.Own(t.Context(), s.DB.Store, holder(ana), sub.ID)
			must(t, err)
			return now.State == want
		}
	}
	webtest.Eventually(t, "the end of one that is gone", is(first, subscription.Gone))
	for range 20 {
		if is(second, subscription.Off)() {
			break
		}
		tried := len(dead.Got())
		s.Clock.Move(5 * time.Hour)
		webtest.Eventually(t, "another attempt, or the end", func() bool {
			now, err := subscription.Own(t.Context(), s.DB.Store, holder(ana), second.ID)
			must(t, err)
			return len(dead.Got()) > tried || now.State == subscription.Off ||
				now.Claim == 0 && now.DueAt != nil && now.DueAt.After(s.Now())
		})
	}
	webtest.Eventually(t, "the end of one that is dead", is(second, subscription.Off))
	for _, of := range []string{gone.URL, dead.URL} { // each has a mail of its own
		if text := s.Mail(ana.Email, of); !strings.Contains(text, "no longer send anything") {
			t.Errorf("the mail says %s", text)
		}
	}
	dead.Answers(nil)
	on := true
	_, err = subscription.Update(t.Context(), s.DB.Store, holder(ana), second.ID, subscription.Input{On: &on})
	must(t, err)
	_, err = subscription.Replay(t.Context(), s.DB.Store, holder(ana), second.ID, subscription.Range{Seq: 1})
	must(t, err)
	state(t, s, second, 1, "delivered")
}

// Signatures are those of Standard Webhooks, with both secrets while one is
// rotated, also in a job that runs meanwhile, and bodies are ASCII.
func TestSignatures(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, nil)
	ana, bo := s.User("ana"), s.User("bo")
	id := s.Post(ana, "one")
	s.Digest()
	r := webtest.NewReceiver(t)
	sub, old := hook(t, s, ana, r.URL, "comments")
	s.Work()
	verified := func(secret string, one webtest.Received) bool {
		w, err := standardwebhooks.NewWebhook(secret)
		must(t, err)
		return w.Verify([]byte(one.Body), one.Header) == nil
	}
	say := func(n int) webtest.Received {
		_, err := comment.Add(t.Context(), s.DB.Store, bo.ID, id, fmt.Sprintf("Grüße 😀 %d", n))
		must(t, err)
		return r.Wait(t, n)[n-1]
	}
	one := say(1)
	if !verified(old, one) || strings.ContainsFunc(one.Body, func(r rune) bool { return r > '~' }) ||
		!strings.Contains(one.Body, `Gr\u00fc\u00dfe \ud83d\ude00`) {
		t.Errorf("%v %s", one.Header, one.Body)
	}
	fresh, err := subscription.Rotate(t.Context(), s.DB.Store, holder(ana), sub.ID)
	must(t, err)
	if one = say(2); !verified(old, one) || !verified(fresh, one) {
		t.Errorf("while it is rotated: %s", one.Header.Get("Webhook-Signature"))
	}
	s.Clock.Move(subscription.SecretGrace)
	_, err = comment.Add(t.Context(), s.DB.Store, bo.ID, id, "later")
	must(t, err)
	if one = r.Wait(t, 3)[2]; strings.Contains(one.Header.Get("Webhook-Signature"), " ") {
		t.Errorf("the old secret signs after a day: %s", one.Header.Get("Webhook-Signature"))
	}
}

// What its receiver may not see any more when it is sent is not sent.
func TestHiddenIsNotDelivered(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, nil)
	ana, bo := s.User("ana"), s.User("bo")
	private := true
	id := s.Post(ana, "with @bo")
	s.Digest()
	r := webtest.NewReceiver(t)
	sub, _ := hook(t, s, bo, r.URL, "mentions")
	_, err := comment.Add(t.Context(), s.DB.Store, ana.ID, id, "hello @bo")
	must(t, err)
	s.Digest()
	must(t, account.UpdateProfile(t.Context(), s.DB.Store, ana.ID, account.ProfileInput{IsPrivate: &private}))
	s.Work()
	d := state(t, s, sub, 1, "dropped")
	if len(r.Got()) != 0 || d.Problem == "" {
		t.Errorf("%d requests about what is hidden; %q", len(r.Got()), d.Problem)
	}
}

// Fifty receivers that hang delay nobody else: the others are done while not one
// of those has answered.
func TestManyDeadReceivers(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, nil)
	ana := s.User("ana")
	hang := make(chan struct{})
	t.Cleanup(func() { close(hang) })
	var dead []*subscription.Subscription
	for i := range 50 {
		u := s.User(fmt.Sprintf("dead%d", i))
		r := webtest.NewReceiver(t)
		r.Answers(func(_ http.ResponseWriter, r *http.Request) {
			select {
			case <-hang:
			case <-r.Context().Done():
			}
		})
		sub, _ := hook(t, s, u, r.URL, "likes")
		dead = append(dead, sub)
	}
	r := webtest.NewReceiver(t)
	sub, _ := hook(t, s, ana, r.URL, "likes")
	s.Work()
	test := func() {
		_, err := subscription.SendTest(t.Context(), s.DB.Store, holder(ana), sub.ID)
		must(t, err)
	}
	test()
	r.Wait(t, 1) // it is known to answer
	for _, one := range dead {
		_, err := subscription.SendTest(t.Context(), s.DB.Store, subscription.Holder{UserID: one.UserID}, one.ID)
		must(t, err)
	}
	var took []time.Duration
	for i := range 10 {
		began := time.Now()
		test()
		r.Wait(t, i+2)
		took = append(took, time.Since(began).Round(time.Millisecond))
	}
	slices.Sort(took)
	t.Logf("a delivery beside 50 that hang took %v to %v, %v in the middle", took[0], took[len(took)-1], took[len(took)/2])
	state(t, s, sub, 11, "delivered")
}
