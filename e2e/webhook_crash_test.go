package e2e

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"photogram/web/webtest"
)

// A server that is killed while deliveries are under way loses none of what it
// acknowledged, and what is about one post comes in its order.
func TestDeliveriesSurviveACrash(t *testing.T) {
	t.Parallel()
	s := newServer(t, "PHOTOGRAM_FETCH_HOSTS=localhost")
	tokens := map[string]string{}
	for _, name := range []string{"ada", "bo"} {
		s.run("user", "add", "--username", name, "--email", name+"@example.org", "--password", "correct horse battery "+name)
		tokens[name] = s.run("token", "--user", name, "--scopes", "all")
	}
	s.start()
	id, _ := s.publish(tokens["ada"], "one")
	r := webtest.NewReceiver(t)
	s.must(tokens["ada"], http.MethodPost, "/v1/users/self/subscriptions",
		url.Values{"way": {"webhook"}, "activities": {"comments"}, "callback_url": {r.URL}})
	const rounds, each = 3, 12
	for round := range rounds {
		// From its third request on it keeps the sender waiting, until the sender is gone.
		before := len(r.Got())
		r.Answers(func(_ http.ResponseWriter, req *http.Request) {
			if len(r.Got()) > before+2 {
				<-req.Context().Done()
			}
		})
		for n := range each {
			s.must(tokens["bo"], http.MethodPost, "/v1/media/"+id+"/comments", url.Values{"text": {fmt.Sprint(round*each + n)}})
		}
		webtest.Eventually(t, "a delivery under way", func() bool { return len(r.Got()) > before+2 })
		s.kill()
		r.Answers(nil)
		s.start()
	}
	var order []string
	webtest.Eventually(t, "every event", func() bool {
		seen := map[string]bool{}
		order = nil
		for _, one := range r.Got() {
			if !seen[one.ID()] {
				seen[one.ID()], order = true, append(order, one.Text("data.comment.text"))
			}
		}
		return len(order) == rounds*each
	})
	for i, text := range order {
		if text != fmt.Sprint(i) {
			t.Fatalf("the events came as %q", order)
		}
	}
	t.Logf("%d events in %d requests", len(order), len(r.Got()))
}
