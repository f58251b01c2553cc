package web

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/access"
)

// silence is a bell that never rings.
type silence struct{}

func (silence) Listen(ctx context.Context, _ func(models.Signal)) { <-ctx.Done() }

func testHub(t *testing.T) *Hub {
	t.Helper()
	h := NewHub(nil, slog.New(slog.DiscardHandler))
	h.bell = silence{}
	t.Cleanup(h.Stop)
	return h
}

func testStream(t *testing.T, h *Hub, user models.ID, queue int) *stream {
	t.Helper()
	s := &stream{user: user, queue: make(chan message, queue), over: make(chan struct{})}
	if err := h.join(s); err != nil {
		t.Fatal(err)
	}
	return s
}

// A client that does not keep up is dropped, and nobody waits for it.
func TestSlowStreamsAreDropped(t *testing.T) {
	t.Parallel()
	h := testHub(t)
	slow, quick, other := testStream(t, h, 1, 2), testStream(t, h, 1, 9), testStream(t, h, 2, 9)
	for i := range 5 {
		h.broadcast([]models.ID{1}, message{id: models.ID(i + 1), event: "notification"})
	}
	select {
	case <-slow.over:
	default:
		t.Error("the slow stream goes on")
	}
	if len(quick.queue) != 5 || len(other.queue) != 0 {
		t.Errorf("%d and %d messages wait for others", len(quick.queue), len(other.queue))
	}
	select {
	case <-quick.over:
		t.Error("the quick stream ended")
	default:
	}
	for _, s := range []*stream{slow, quick, other} {
		h.leave(s)
	}
	if h.Streams() != 0 || len(h.readers) != 0 {
		t.Errorf("%d streams of %d readers are left", h.Streams(), len(h.readers))
	}
}

// A client that takes nothing off its connection ends its stream in time.
func TestWritesHaveAnEnd(t *testing.T) {
	t.Parallel()
	ended := make(chan error, 1)
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		w := &eventWriter{w: rw, control: http.NewResponseController(rw), limit: 200 * time.Millisecond}
		big := message{event: "posts", data: []byte(`"` + strings.Repeat("x", 1<<20) + `"`)}
		var err error
		for range 200 {
			if err = w.event(big); err != nil {
				break
			}
		}
		ended <- err
	}))
	defer server.Close()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if _, err := conn.Write([]byte("GET / HTTP/1.1\r\nHost: x\r\n\r\n")); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-ended:
		if err == nil {
			t.Error("200 MB were written to a client that reads nothing")
		}
	case <-time.After(10 * time.Minute):
		t.Error("the stream hangs")
	}
}

// A signal that comes before a new reader has caught up is looked into afterwards.
func TestSignalsBeforeTheFirstPosition(t *testing.T) {
	t.Parallel()
	h := testHub(t)
	s := testStream(t, h, 1, 9)
	h.hear(models.Signal{Users: []models.ID{1, 2}})
	for h.late(1) != true {
		time.Sleep(time.Millisecond)
	}
	if len(h.todo.users) != 0 {
		t.Errorf("%v wait although their place is not known", h.todo.users)
	}
	h.end() // what follows would ask the database
	h.done.Wait()
	h.caughtUp(s, access.Badge{Seq: 7})
	if !h.todo.users[1] || h.readers[1].seq != 7 {
		t.Errorf("to look into: %v, from %d", h.todo.users, h.readers[1].seq)
	}
}

func (h *Hub) late(user models.ID) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.readers[user].late
}
