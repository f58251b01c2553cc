package web

import (
	"bytes"
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/account"
	"photogram/models/feed"
	"photogram/models/notify"
)

// message is an event of a stream; without a name it is a sign of life.
type message struct {
	id    models.ID
	event string
	data  []byte
}

// stream is one open page, or one browser with many.
type stream struct {
	user    models.ID
	session models.Hash
	top     models.ID // the newest post on the page, or 0
	queue   chan message
	once    sync.Once
	over    chan struct{} // closed when the stream is to end
	last    message       // to say before it ends
}

// send queues messages. A client that is too slow for them is dropped; it
// comes back by itself and goes on where it was.
func (s *stream) send(messages ...message) {
	for _, m := range messages {
		select {
		case s.queue <- m:
		default:
			s.finish(message{})
			return
		}
	}
}

func (s *stream) finish(last message) {
	s.once.Do(func() {
		s.last = last
		close(s.over)
	})
}

var (
	errManyStreams = &models.Error{Kind: models.TooMany, Message: "This account has many pages open already.", RetryAfter: 30}
	errFullHub     = &models.Error{Kind: models.Unavailable, Message: "This server has no room for more live pages just now."}
)

func (h *Hub) join(s *stream) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	r := h.readers[s.user]
	switch {
	case h.ctx.Err() != nil || h.open >= h.PerServer:
		return errFullHub
	case r == nil:
		r = &reader{streams: map[*stream]bool{}}
		h.readers[s.user] = r
	case len(r.streams) >= h.PerPerson:
		return errManyStreams
	}
	r.streams[s] = true
	h.open++
	h.start()
	return nil
}

func (h *Hub) leave(s *stream) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r := h.readers[s.user]
	delete(r.streams, s)
	h.open--
	if len(r.streams) == 0 {
		delete(h.readers, s.user)
	}
}

// caughtUp says how far a new stream has read; the reader's others may be further back.
func (h *Hub) caughtUp(s *stream, b access.Badge) {
	h.mu.Lock()
	r := h.readers[s.user]
	late := false
	if !r.known {
		r.known, r.seq, r.badge = true, b.Seq, b
		if late = r.late; late {
			h.todo.users[s.user] = true
		}
	}
	h.mu.Unlock()
	if late {
		h.wake()
	}
}

// Stream answers with the events of the request's account until the client
// leaves, the session ends or the server stops. Last-Event-ID, or ?last=, is
// the place from which to go on: everything after it is sent, unless that is
// too much, when a badge says how much and the page shows what. ?top= is the
// place of the newest post on the page.
func (h *Hub) Stream(c *gin.Context) error {
	s := &stream{user: ViewerID(c), session: account.HashToken(Session(c).ID), queue: make(chan message, h.Queue),
		over: make(chan struct{})}
	from := c.GetHeader("Last-Event-ID")
	if from == "" {
		from = c.Query("last")
	}
	last, known := position(from)
	s.top, _ = position(c.Query("top"))
	if err := h.join(s); err != nil {
		return err
	}
	defer h.leave(s)
	ctx := c.Request.Context()
	// From here on the stream hears all that is new; what it hears twice it tells once.
	first, sent, err := h.catchUp(ctx, s, last, known)
	if err != nil {
		return err
	}
	head := c.Writer.Header()
	head.Set("Content-Type", "text/event-stream; charset=utf-8")
	head.Set("Cache-Control", "no-store")
	head.Set("X-Accel-Buffering", "no")
	c.Status(http.StatusOK)
	w := &eventWriter{w: c.Writer, control: http.NewResponseController(c.Writer), limit: h.WriteTime}
	defer w.reset()
	if err := w.write([]byte("retry: 2000\n\n")); err != nil {
		return nil
	}
	for _, m := range first {
		if err := w.event(m); err != nil {
			return nil // the client is gone, and with it whoever could be told
		}
	}
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-h.ctx.Done():
			return nil
		case <-s.over:
			if s.last.event != "" {
				_ = w.event(s.last)
			}
			return nil
		case m := <-s.queue:
			if m.event == "notification" {
				if m.id <= sent {
					continue
				}
				sent = m.id
			}
			if err := w.event(m); err != nil {
				return nil
			}
		}
	}
}

// catchUp reads what a new stream begins with.
func (h *Hub) catchUp(ctx context.Context, s *stream, last models.ID, known bool) ([]message, models.ID, error) {
	if !known {
		last = 1<<63 - 1
	}
	t := &notify.Told{}
	for more := true; more; {
		told, err := notify.Since(ctx, h.store, []notify.Position{{UserID: s.user, Seq: last}}, askNews)
		if err != nil {
			return nil, 0, err
		}
		next := told[s.user]
		if next == nil { // the account was deleted a moment ago
			break
		}
		next.Notifications = append(t.Notifications, next.Notifications...)
		t, more = next, next.More
		if more && len(t.Notifications) >= maxMissed {
			t.Notifications, more = nil, false
		} else if more {
			last = t.Notifications[len(t.Notifications)-1].Seq
		}
	}
	h.caughtUp(s, t.Badge)
	messages := messagesOf(ctx, t)
	if s.top != 0 {
		posts, err := feed.NewerPosts(ctx, h.store, s.user, s.top, askNews)
		if err != nil {
			return nil, 0, err
		}
		if len(posts) > 0 {
			messages = append(messages, newPosts(posts))
		}
	}
	return messages, t.Seq, nil
}

// position reads a place in a list; anything else counts as none.
func position(s string) (models.ID, bool) {
	if s == "0" {
		return 0, true
	}
	id, err := models.ParseID(s)
	return id, err == nil
}

// eventWriter writes events, each within its time.
type eventWriter struct {
	w       http.ResponseWriter
	control *http.ResponseController
	limit   time.Duration
	buf     bytes.Buffer
}

// event writes a message; its data is one line of JSON.
func (e *eventWriter) event(m message) error {
	e.buf.Reset()
	if m.event == "" {
		e.buf.WriteString(":\n\n")
		return e.write(e.buf.Bytes())
	}
	if m.id != 0 || m.event == "badge" {
		e.buf.WriteString("id: " + m.id.String() + "\n")
	}
	e.buf.WriteString("event: " + m.event + "\ndata: ")
	e.buf.Write(m.data)
	e.buf.WriteString("\n\n")
	return e.write(e.buf.Bytes())
}

func (e *eventWriter) write(b []byte) error {
	if err := e.control.SetWriteDeadline(time.Now().Add(e.limit)); err != nil {
		return err
	}
	if _, err := e.w.Write(b); err != nil {
		return err
	}
	return e.control.Flush()
}

// reset takes the limit from the connection, which may serve other requests.
func (e *eventWriter) reset() { _ = e.control.SetWriteDeadline(time.Time{}) }
