package handlers_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/modelstest"
	"photogram/models/notify"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/web/webtest"
)

// next waits for an event of a kind and passes over others.
func next(t testing.TB, e *webtest.Events, name string) webtest.Event {
	t.Helper()
	late := time.After(webtest.Patience)
	for {
		select {
		case event, ok := <-e.C:
			if !ok {
				t.Fatalf("the stream ended before %s", name)
			}
			if event.Name == name {
				return event
			}
		case <-late:
			t.Fatalf("no %s came", name)
		}
	}
}

// badge waits for a badge with a number. The one of the moment at which the
// server began to listen may come before.
func badge(t testing.TB, e *webtest.Events, unread int64) webtest.Event {
	t.Helper()
	for {
		if b := next(t, e, "badge"); b.Get("unread").Int() == unread {
			return b
		}
	}
}

func ended(t testing.TB, what string, e *webtest.Events) {
	t.Helper()
	late := time.After(webtest.Patience)
	for {
		select {
		case _, open := <-e.C:
			if !open {
				return
			}
		case <-late:
			t.Fatalf("%s: the stream goes on", what)
		}
	}
}

func TestEvents(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	s.Work()
	ana, bo, cat := s.User("ana"), s.User("bo"), s.User("cat")
	must(t, people.Follow(t.Context(), s.DB.Store, ana.ID, bo.ID))
	postID := s.Post(ana, "one")
	stream := s.As(ana).Events("/events", "")
	first := next(t, stream, "badge")
	if first.ID != "0" || first.Get("unread").Int() != 0 {
		t.Errorf("first badge: %+v", first)
	}
	_, err := post.Like(t.Context(), s.DB.Store, bo.ID, postID)
	must(t, err)
	e := next(t, stream, "notification")
	if e.ID != "1" || e.Get("seq").String() != "1" || e.Get("unread").Int() != 1 || e.Get("kind").String() != "like" ||
		e.Get("text").String() != "bo liked your photo" || e.Get("url").String() != "/p/"+postID.Code() {
		t.Errorf("event: %+v", e)
	}
	_, err = post.Unlike(t.Context(), s.DB.Store, bo.ID, postID)
	must(t, err)
	badge(t, stream, 0)
	// Another device has seen them.
	must(t, people.Follow(t.Context(), s.DB.Store, cat.ID, ana.ID))
	next(t, stream, "notification")
	s.As(ana).Post("/notifications/seen", form("upto", "2")).Want(303)
	if b := badge(t, stream, 0); b.ID != "2" {
		t.Errorf("after they were seen: %+v", b)
	}
	private(t, s, bo)
	boStream := s.As(bo).Events("/events", "")
	next(t, boStream, "badge")
	must(t, people.Follow(t.Context(), s.DB.Store, cat.ID, bo.ID))
	if e := next(t, boStream, "notification"); e.Get("requests").Int() != 1 || e.Get("url").String() != "/requests" {
		t.Errorf("a request: %+v", e)
	}

	// Posts of people one follows and does not mute; the stream may begin late.
	top, _, err := post.ByUser(t.Context(), s.DB.Store, ana.ID, ana.ID, models.Page{Limit: 1})
	must(t, err)
	place := top[0].Key().String()
	at := func(postID models.ID) string {
		p, err := post.Visible(t.Context(), s.DB.Store, ana.ID, postID)
		must(t, err)
		return p.Key().String()
	}
	s.Post(cat, "not followed")
	fresh := s.Post(bo, "new")
	if e := next(t, stream, "posts"); e.Get("count").Int() != 1 || e.Get("posts.0").String() != at(fresh) {
		t.Errorf("posts: %+v", e)
	}
	s.Post(bo, "newer")
	late := s.As(ana).Events("/events?top="+place, "2")
	if e := next(t, late, "posts"); e.Get("count").Int() != 2 {
		t.Errorf("posts above the top: %+v", e)
	}
	_, err = s.DB.Pool().Exec(t.Context(), `UPDATE followers SET mutes_posts = true WHERE follower_id = $1`, ana.ID)
	must(t, err)
	muted := s.Post(bo, "muted")
	must(t, people.Follow(t.Context(), s.DB.Store, ana.ID, cat.ID))
	heard := s.Post(cat, "heard")
	for got := ""; got != at(heard); {
		if got = next(t, late, "posts").Get("posts.0").String(); got == at(muted) {
			t.Error("a muted post is told")
		}
	}
	// Who opens the address by hand, and who is not logged in.
	if a := s.As(ana).Get("/events").Want(303); a.Header.Get("Location") != "/notifications" {
		t.Errorf("by hand: %s", a.Header.Get("Location"))
	}
	if e := s.Visitor().Events("/events", ""); e.Status != http.StatusNoContent {
		t.Errorf("a visitor gets %d", e.Status)
	}
}

func TestStreamsAreLimited(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, nil)
	s.Live.PerServer = 10
	s.StartOn(t)
	ana, bo := s.User("ana"), s.User("bo")
	var open []*webtest.Events
	for range 8 {
		e := s.As(ana).Events("/events", "")
		next(t, e, "badge")
		open = append(open, e)
	}
	if e := s.As(ana).Events("/events", ""); e.Status != http.StatusTooManyRequests {
		t.Errorf("the ninth stream gets %d", e.Status)
	}
	open[0].Close()
	webtest.Eventually(t, "room for another", func() bool { return s.Live.Streams() == 7 })
	for _, u := range []*account.User{ana, bo, bo} {
		next(t, s.As(u).Events("/events", ""), "badge")
	}
	if e := s.As(bo).Events("/events", ""); e.Status != http.StatusServiceUnavailable {
		t.Errorf("a stream on a full server gets %d", e.Status)
	}
	// A server that stops does not wait for its readers.
	s.Live.Stop()
	for _, e := range open[1:] {
		ended(t, "stopped", e)
	}
	webtest.Eventually(t, "no stream", func() bool { return s.Live.Streams() == 0 })
	if e := s.As(ana).Events("/events", ""); e.Status != http.StatusServiceUnavailable {
		t.Errorf("a stream on a server that stops gets %d", e.Status)
	}
}

func TestStreamsEndWithTheirSession(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, nil)
	s.Live.Heartbeat = 50 * time.Millisecond
	s.StartOn(t)
	ana, bo, cat := s.User("ana"), s.User("bo"), s.User("cat")
	here := s.As(ana)
	gone, other, suspended := here.Events("/events", ""), s.As(bo).Events("/events", ""), s.As(cat).Events("/events", "")
	for _, e := range []*webtest.Events{gone, other, suspended} {
		next(t, e, "badge")
	}
	here.Post("/logout", nil).Want(303)
	next(t, gone, "bye")
	ended(t, "logged out", gone)
	must(t, account.SetSuspended(t.Context(), s.DB.Store, cat.ID, true))
	ended(t, "suspended", suspended)
	// What no signal told is found at the heartbeat.
	_, err := s.DB.Pool().Exec(t.Context(), `INSERT INTO notification_counts (user_id, unread) VALUES ($1, 5)`, bo.ID)
	must(t, err)
	badge(t, other, 5)
}

// second is another server on the same database.
func second(t *testing.T, db *modelstest.DB) *webtest.Site {
	t.Helper()
	pool, err := models.NewPool(t.Context(), db.DSN, 8)
	must(t, err)
	t.Cleanup(pool.Close)
	store, err := models.Open(t.Context(), pool, models.Options{Now: db.Clock.Now, Log: slog.New(slog.DiscardHandler)})
	must(t, err)
	t.Cleanup(func() { must(t, store.Close()) })
	other := *db
	other.Store = store
	s := webtest.From(t, &other, nil)
	s.StartOn(t)
	return s
}

// Two hundred readers on two servers hear of all that happens, each thing once,
// although they are cut off again and again.
func TestEventsAreNeitherLostNorRepeated(t *testing.T) {
	t.Parallel()
	const people, each, rounds, perRound = 25, 8, 25, 20
	const events = rounds * perRound
	db := modelstest.New(t)
	a := webtest.From(t, db, nil)
	a.StartOn(t)
	servers := []*webtest.Site{a, second(t, db)}
	_, err := db.Pool().Exec(t.Context(), `INSERT INTO users (id, username) SELECT i, 'u' || i FROM generate_series(1, $1::int) i`, events)
	must(t, err)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var readers sync.WaitGroup
	var cuts, complete atomic.Int64
	var told []*account.User
	for p := range people {
		u := db.User(fmt.Sprintf("reader%d", p))
		told = append(told, u)
		for i := range each {
			clients := []*webtest.Client{servers[0].As(u), servers[1].As(u)}
			readers.Go(func() {
				seen := map[string]int{}
				last, at := "0", int64(0)
				for turn := i; ctx.Err() == nil; turn++ {
					e := clients[turn%2].Events("/events", last)
					if e.Status == http.StatusTooManyRequests { // the stream that was just cut is still there
						time.Sleep(20 * time.Millisecond)
						continue
					}
					if e.Status != http.StatusOK {
						t.Errorf("a stream got %d", e.Status)
						return
					}
					unhang := context.AfterFunc(ctx, e.Close)
					cut := 30 + (p*7+i*13)%60 // events until this reader is cut off
					for event := range e.C {
						if event.ID != "" {
							last = event.ID
						}
						if event.Name != "notification" {
							continue
						}
						seq := event.Get("seq").Int()
						if seen[event.Get("url").String()]++; seq <= at {
							t.Errorf("reader %d.%d is told %d after %d", p, i, seq, at)
						}
						at = seq
						if cut--; cut == 0 {
							cuts.Add(1)
							break
						}
						if len(seen) == events {
							break
						}
					}
					unhang()
					e.Close()
					if len(seen) == events {
						complete.Add(1)
						for url, n := range seen {
							if n != 1 {
								t.Errorf("reader %d.%d is told of %s %d times", p, i, url, n)
							}
						}
						return
					}
				}
				t.Errorf("reader %d.%d heard of %d of %d", p, i, len(seen), events)
			})
		}
	}
	webtest.Eventually(t, "all readers", func() bool { return servers[0].Live.Streams()+servers[1].Live.Streams() == people*each })
	began := time.Now()
	for round := range rounds {
		for _, u := range told {
			_, err := db.Pool().Exec(ctx, `INSERT INTO followers (user_id, follower_id, id, state) SELECT $1, i, i, 'follows'
				FROM generate_series($2::bigint, $3::bigint) i`, u.ID, round*perRound+1, (round+1)*perRound)
			must(t, err)
			_, err = db.Pool().Exec(ctx, `INSERT INTO activity (user_id, id, kind, actor_id) SELECT $1, i, 'follow', i
				FROM generate_series($2::bigint, $3::bigint) i`, u.ID, round*perRound+1, (round+1)*perRound)
			must(t, err)
		}
		if round%5 == 0 { // as autovacuum would; plans made for empty tables are of no use
			_, err := db.Pool().Exec(ctx, `ANALYZE`)
			must(t, err)
		}
		for i := range 4 {
			must(t, func() error { _, err := notify.Digest(ctx, servers[i%2].DB.Store, 200); return err }())
		}
	}
	for n := 1; n > 0; {
		n, err = notify.Digest(ctx, db.Store, notify.DigestBatch)
		must(t, err)
	}
	done := make(chan struct{})
	go func() { readers.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(5 * time.Minute):
		stop()
		<-done
	}
	t.Logf("%d readers heard of %d events in %s, cut off %d times", complete.Load(), events,
		time.Since(began).Round(time.Millisecond), cuts.Load())
}
