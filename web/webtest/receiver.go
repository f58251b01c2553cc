package webtest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tidwall/gjson"
)

// Received is a request that a Receiver got.
type Received struct {
	Method string
	Query  string
	Header http.Header
	Body   string
	At     time.Time
}

// ID is the event's name.
func (r Received) ID() string { return r.Header.Get("Webhook-Id") }

// Text is a value of the body.
func (r Received) Text(path string) string { return gjson.Get(r.Body, path).String() }

// Receiver is somebody's server on loopback that webhooks are sent to.
type Receiver struct {
	URL string

	mu     sync.Mutex
	got    []Received
	answer http.HandlerFunc
}

// NewReceiver starts a receiver that takes everything, and answers challenges.
func NewReceiver(t testing.TB) *Receiver {
	t.Helper()
	r := &Receiver{}
	server := httptest.NewServer(r)
	t.Cleanup(server.Close)
	r.URL = "http://localhost" + server.URL[strings.LastIndexByte(server.URL, ':'):] + "/hook"
	return r
}

func (r *Receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, _ := io.ReadAll(req.Body)
	r.mu.Lock()
	r.got = append(r.got, Received{req.Method, req.URL.RawQuery, req.Header, string(body), time.Now()})
	answer := r.answer
	r.mu.Unlock()
	switch {
	case answer != nil:
		answer(w, req)
	case req.Method == http.MethodGet:
		_, _ = io.WriteString(w, req.URL.Query().Get("hub.challenge"))
	}
}

// Answers says how the receiver answers from now on; nil is as it should.
func (r *Receiver) Answers(how http.HandlerFunc) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answer = how
}

// AnswersStatus is Answers with a status.
func (r *Receiver) AnswersStatus(status int) {
	r.Answers(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
}

// Got lists what was received.
func (r *Receiver) Got() []Received {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.got)
}

// Wait waits for so many requests and returns them.
func (r *Receiver) Wait(t testing.TB, n int) []Received {
	t.Helper()
	Eventually(t, "requests at a receiver", func() bool { return len(r.Got()) >= n })
	return r.Got()
}
