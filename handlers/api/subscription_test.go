package api_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"photogram/models/app"
	"photogram/models/comment"
	"photogram/models/post"
	"photogram/models/subscription"
	"photogram/web/webtest"
)

// What is refused is named, with the limit, and changes nothing.
func TestBadSubscriptions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const root = "/users/self/subscriptions"
	for _, bad := range []struct {
		says   string
		params []string
	}{
		{"way", []string{"activities", "likes"}},
		{"way", []string{"way", "pigeon", "activities", "likes"}},
		{"activities", []string{"way", "sse"}},
		{"activities", []string{"way", "sse", "activities", "weather"}},
		{"callback_url", []string{"way", "webhook", "activities", "likes"}},
		{"https://", []string{"way", "webhook", "activities", "likes", "callback_url", "http://example.org/hook"}},
		{"not on the public internet", []string{"way", "webhook", "activities", "likes", "callback_url", "https://127.0.0.1/hook"}},
		{"not on the public internet", []string{"way", "webhook", "activities", "likes", "callback_url", "https://169.254.169.254/"}},
		{"not on the public internet", []string{"way", "webhook", "activities", "likes", "callback_url", "https://[::ffff:10.0.0.1]/"}},
		{"password", []string{"way", "webhook", "activities", "likes", "callback_url", "https://a:b@example.org/"}},
		{"500", []string{"way", "webhook", "activities", "likes", "callback_url", "https://example.org/" + strings.Repeat("a", 500)}},
		{"encoded", []string{"way", "webhook", "activities", "likes", "callback_url", "https://exämple.org/"}},
		{"callback_url", []string{"way", "web_push", "activities", "likes", "callback_url", "https://example.org/"}},
		{"endpoint", []string{"way", "web_push", "activities", "likes", "subscription", "{}"}},
		{"GET /users/self/events", []string{"way", "sse", "activities", "likes", "callback_url", "https://example.org/"}},
		{"verify_token", []string{"way", "webhook", "activities", "likes", "callback_url", "https://example.org/", "verify_token",
			strings.Repeat("v", 201)}},
	} {
		w.Prog.Call("POST", root, bad.params...).Refused(400, "APIInvalidParametersError", bad.says)
	}
	if n := len(w.Prog.Call("GET", root).At("data").Array()); n != 0 {
		t.Errorf("%d subscriptions were made", n)
	}
	for range subscription.MaxOfOne {
		w.Prog.Call("POST", root, "way", "webhook", "activities", "likes", "callback_url", "https://example.org/hook").Want(200)
	}
	w.Prog.Call("POST", root, "way", "webhook", "activities", "likes", "callback_url", "https://example.org/hook").Refused(400,
		"APIInvalidParametersError", "20 subscriptions")
	// Nobody sees or changes another's.
	id := w.Prog.Call("GET", root).At("data.0.id").String()
	other := w.Program(w.Bo, allScopes)
	for _, c := range []struct{ method, path string }{{"GET", ""}, {"PATCH", ""}, {"DELETE", ""}, {"POST", "/rotate"}, {"POST", "/test"},
		{"GET", "/deliveries"}, {"POST", "/deliveries/1/replay"}} {
		params := []string(nil)
		if c.method == "PATCH" {
			params = []string{"activities", "comments"}
		}
		other.Call(c.method, root+"/"+id+c.path, params...).Refused(400, "APINotFoundError", "does not exist")
	}
}

// A callback that is asked answers with the challenge before anything is kept.
func TestChallenges(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := webtest.NewReceiver(t)
	ask := func() *webtest.Answer {
		return w.Prog.Call("POST", "/users/self/subscriptions", "way", "webhook", "activities", "likes", "callback_url", r.URL,
			"verify_token", "mine")
	}
	ask().Want(http.StatusOK)
	q, _ := url.ParseQuery(r.Got()[0].Query)
	if r.Got()[0].Method != "GET" || q.Get("hub.mode") != "subscribe" || q.Get("hub.verify_token") != "mine" ||
		q.Get("hub.challenge") == "" {
		t.Errorf("the challenge was %v", r.Got()[0])
	}
	r.Answers(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("no")) })
	ask().Refused(400, "APIInvalidParametersError", "Challenge verification failed")
	r.AnswersStatus(302)
	ask().Refused(400, "APIInvalidParametersError", "302")
	if n := len(w.Prog.Call("GET", "/subscriptions").At("data").Array()); n != 1 {
		t.Errorf("%d subscriptions", n)
	}
}

// An app subscribes for itself as programs of the Instagram API v1 do, with its secret.
func TestLegacySubscriptions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Work()
	ctx := t.Context()
	row, secret, err := app.Create(ctx, w.DB.Store, w.Ada.ID, app.Input{Name: "Prints", Scopes: "basic", Confidential: true,
		QueryToken:   true,
		RedirectURIs: "https://example.org/"})
	w.Must(err)
	r := webtest.NewReceiver(t)
	v := w.Visitor()
	call := func(method string, pairs ...string) *webtest.Answer {
		form := webtest.Form(append([]string{"client_id", row.ClientID(), "client_secret", secret}, pairs...)...)
		if method != "POST" {
			return v.Send(method, "/v1/subscriptions?"+form.Encode(), nil)
		}
		return v.Send(method, "/v1/subscriptions/", form)
	}
	v.Post("/v1/subscriptions", webtest.Form("client_id", row.ClientID(), "client_secret", "wrong", "object", "tag")).Refused(400,
		"OAuthAccessTokenException", "client_secret")
	for _, bad := range [][]string{{"object", "tag", "aspect", "media", "callback_url", r.URL},
		{"object", "geography", "aspect", "media", "callback_url", r.URL}, {"object", "moon", "aspect", "media", "callback_url", r.URL},
		{"object", "geography", "aspect", "media", "callback_url", r.URL, "lat", "1", "lng", "1", "radius", "6000"},
		{"object", "user", "aspect", "likes", "callback_url", r.URL}, {"object", "user", "aspect", "media"}} {
		call("POST", bad...).Refused(400, "APIInvalidParametersError", "")
	}
	sub := call("POST", "object", "tag", "object_id", "larch", "aspect", "media", "verify_token", "t", "callback_url", r.URL).Want(200)
	if sub.At("data.type").String() != "subscribe" || sub.At("data.object_id").String() != "larch" {
		t.Errorf("%s", sub.Body)
	}
	call("POST", "object", "geography", "aspect", "media", "lat", "53.7", "lng", "7.15", "radius", "1000", "callback_url", r.URL).Want(200)
	asked := len(r.Got())
	w.Post(w.Bo, "Under a #larch")
	got := r.Wait(t, asked+1)[asked]
	if got.Text("0.object") != "tag" || got.Text("0.object_id") != "larch" || got.Text("0.changed_aspect") != "media" ||
		got.Text("0.data") != "{}" || got.Text("0.subscription_id") != sub.At("data.id").String() {
		t.Errorf("told %s", got.Body)
	}
	if sig := got.Header.Get("X-Hub-Signature"); len(sig) != 40 || strings.Contains(sig, "=") {
		t.Errorf("the signature is %q", sig)
	}
	if n := len(call("GET").Want(200).At("data").Array()); n != 2 {
		t.Errorf("%d subscriptions", n)
	}
	call("DELETE", "id", sub.At("data.id").String()).Want(200)
	call("DELETE", "object", "all").Want(200)
	if n := len(call("GET").At("data").Array()); n != 0 {
		t.Errorf("%d subscriptions are left", n)
	}
}

// A stream tells what happens as it does, goes on where it was cut, and tells
// nothing that its reader may not see any more.
func TestStreamOfEvents(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Digest()
	w.Work()
	w.Prog.Call("POST", "/users/self/subscriptions", "way", "sse", "activities", "comments,likes").Want(200)
	w.Prog.Call("POST", "/users/self/subscriptions", "way", "sse", "activities", "comments").Refused(400, "APIInvalidParametersError",
		"you can have one")
	path := w.URL + "/v1/users/self/events?access_token=" + w.Prog.Token
	stream := w.Visitor().Events(path, "")
	say := func(text string) {
		_, err := comment.Add(t.Context(), w.DB.Store, w.Bo.ID, w.Adas, text)
		w.Must(err)
	}
	say("first")
	e := <-stream.C
	if e.Name != "comment" || e.Get("data.comment.text").String() != "first" || e.ID != "1" {
		t.Errorf("the first event is %v", e)
	}
	stream.Close()
	say("gone")
	say("second")
	_, err := post.Like(t.Context(), w.DB.Store, w.Bo.ID, w.Adas)
	w.Must(err)
	webtest.Eventually(t, "events that are kept", func() bool {
		list, _, err := subscription.List(t.Context(), w.DB.Store, subscription.Holder{UserID: w.Ada.ID}, 0, 1)
		w.Must(err)
		return list[0].Seq == 4
	})
	_, err = w.DB.Pool().Exec(t.Context(), `DELETE FROM comments WHERE text = 'gone'`)
	w.Must(err)
	stream = w.Visitor().Events(path, "1")
	var names []string
	for range 2 {
		e := <-stream.C
		names = append(names, e.Name+" "+e.ID+" "+e.Get("data.comment.text").String())
	}
	if names[0] != "comment 3 second" || names[1] != "like 4 " {
		t.Errorf("after a cut: %q", names)
	}
	stream.Close()
}
