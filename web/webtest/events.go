package webtest

import (
	"bufio"
	"context"
	"net/http"
	"strings"

	"github.com/tidwall/gjson"
)

// Event is one event of a stream.
type Event struct{ ID, Name, Data string }

// Get is a value of the event's JSON.
func (e Event) Get(path string) gjson.Result { return gjson.Get(e.Data, path) }

// Events is an open stream. C is closed when it ends.
type Events struct {
	C      <-chan Event
	Status int
	cancel context.CancelFunc
}

// Close leaves the stream.
func (e *Events) Close() { e.cancel() }

// Events opens a stream as a browser does; last is the Last-Event-ID, or "".
func (c *Client) Events(path, last string) *Events {
	c.t.Helper()
	ctx, cancel := context.WithCancel(c.t.Context())
	r := c.Request(http.MethodGet, path, nil).WithContext(ctx)
	r.Header.Set("Accept", "text/event-stream")
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	type head struct {
		status int
		err    error
	}
	heads, out := make(chan head, 1), make(chan Event, 1000)
	go func() {
		defer close(out)
		res, err := (&http.Client{Jar: c.http.Jar, CheckRedirect: c.http.CheckRedirect}).Do(r)
		if err != nil {
			heads <- head{0, err}
			return
		}
		defer func() { _ = res.Body.Close() }()
		heads <- head{res.StatusCode, nil}
		if !strings.HasPrefix(res.Header.Get("Content-Type"), "text/event-stream") {
			return
		}
		var e Event
		for lines := bufio.NewScanner(res.Body); lines.Scan(); {
			name, value, _ := strings.Cut(lines.Text(), ": ")
			switch name {
			case "id":
				e.ID = value
			case "event":
				e.Name = value
			case "data":
				e.Data = value
			case "":
				if e.Name != "" {
					select {
					case out <- e:
					case <-ctx.Done():
						return
					}
				}
				e = Event{}
			}
		}
	}()
	first := <-heads
	if first.err != nil {
		cancel()
		c.t.Fatalf("%s: %v", path, first.err)
	}
	return &Events{out, first.status, cancel}
}
