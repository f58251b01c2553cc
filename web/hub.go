package web

import (
	"context"
	"encoding/json"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/account"
	"photogram/models/feed"
	"photogram/models/notify"
	"photogram/urls"
	notifyview "photogram/views/notify"
	"photogram/views/ui"
)

// bell rings when something happened on any server. models.Store does it with
// LISTEN; another message bus could.
type bell interface {
	Listen(ctx context.Context, each func(models.Signal))
}

// Hub tells the people who have a page open what happens. Signals carry ids
// alone; the hub asks the database what is new to those of its readers whom
// they name, all in one query, and each reader once. It starts with its first
// stream.
type Hub struct {
	Heartbeat time.Duration // between looks at the sessions and signs of life
	WriteTime time.Duration // that a client may take for one event
	Queue     int           // events that may wait for a slow client before it is dropped
	PerPerson int           // streams of one account
	PerServer int           // streams of all

	store *models.Store
	bell  bell
	log   *slog.Logger

	begin sync.Once
	ctx   context.Context
	end   context.CancelFunc
	done  sync.WaitGroup
	woken chan struct{}

	mu      sync.Mutex
	readers map[models.ID]*reader
	// watchers are streams that read for themselves.
	watchers map[models.ID]map[chan struct{}]bool
	open     int
	todo     todo
}

// todo is what the hub has heard and not looked into yet.
type todo struct {
	users    map[models.ID]bool
	posts    []models.PublishedPost
	restored bool
}

// reader is an account with open streams. seq is how far its notifications
// were read for them; it is known once the first stream has caught up.
type reader struct {
	known   bool
	late    bool // something came before it was known
	seq     models.ID
	badge   access.Badge
	streams map[*stream]bool
}

// NewHub makes a hub that is not listening yet.
func NewHub(store *models.Store, log *slog.Logger) *Hub {
	h := &Hub{Heartbeat: 15 * time.Second, WriteTime: 10 * time.Second, Queue: 256, PerPerson: 8, PerServer: 10_000,
		store: store, bell: store, log: log, woken: make(chan struct{}, 1), readers: map[models.ID]*reader{},
		watchers: map[models.ID]map[chan struct{}]bool{}}
	h.todo.users = map[models.ID]bool{}
	h.ctx, h.end = context.WithCancel(context.Background())
	return h
}

// Stop ends all streams at once. None begins after it.
func (h *Hub) Stop() {
	h.end()
	h.begin.Do(func() {}) // and not later
	h.done.Wait()
}

// Streams is how many streams are open.
func (h *Hub) Streams() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.open
}

func (h *Hub) start() {
	h.begin.Do(func() {
		h.done.Go(func() { h.bell.Listen(h.ctx, h.hear) })
		h.done.Go(h.run)
	})
}

// hear notes a signal; run looks into it.
func (h *Hub) hear(s models.Signal) {
	h.mu.Lock()
	h.wakeWatchers(s)
	news := s.Restored
	h.todo.restored = h.todo.restored || s.Restored
	for _, id := range s.Users {
		if h.readers[id] != nil {
			h.todo.users[id], news = true, true
		}
	}
	if h.open > 0 && len(s.Posts) > 0 {
		h.todo.posts, news = append(h.todo.posts, s.Posts...), true
	}
	h.mu.Unlock()
	if news {
		h.wake()
	}
}

func (h *Hub) wake() {
	select {
	case h.woken <- struct{}{}:
	default:
	}
}

func (h *Hub) run() {
	beat := time.NewTicker(h.Heartbeat)
	defer beat.Stop()
	for {
		select {
		case <-h.ctx.Done():
			return
		case <-h.woken:
		case <-beat.C:
			if err := h.beat(); err != nil && h.ctx.Err() == nil {
				h.log.Warn("sessions of streams could not be looked at", "error", err)
			}
		}
		if err := h.look(); err != nil && h.ctx.Err() == nil {
			h.log.Warn("news for open pages wait", "error", err)
			time.AfterFunc(time.Second, h.wake)
		}
	}
}

// Sizes of the hub's questions.
const (
	askReaders  = 500
	askSessions = 1000
	askNews     = 100  // for one reader at a time
	maxMissed   = 1000 // after a cut; who missed more is told how much, and sent to the page
)

// look reads what is new to those whom signals named, and sends it. What it
// could not read stays to be read.
func (h *Hub) look() error {
	h.mu.Lock()
	todo := h.todo
	h.todo = nothing()
	if todo.restored {
		for id := range h.readers {
			todo.users[id] = true
		}
	}
	var at []notify.Position
	for id := range todo.users {
		switch r := h.readers[id]; {
		case r == nil:
		case !r.known:
			r.late = true
		default:
			at = append(at, notify.Position{UserID: id, Seq: r.seq})
		}
	}
	connected := slices.Collect(maps.Keys(h.readers))
	h.mu.Unlock()

	for chunk := range slices.Chunk(at, askReaders) {
		told, err := notify.Since(h.ctx, h.store, chunk, askNews)
		if err != nil {
			h.putBack(todo)
			return err
		}
		for id, t := range told {
			delete(todo.users, id)
			h.send(id, t)
		}
	}
	for len(todo.posts) > 0 {
		post := todo.posts[0]
		audience, err := feed.PostAudience(h.ctx, h.store, post, connected)
		if err != nil {
			h.putBack(todo)
			return err
		}
		todo.posts = todo.posts[1:]
		h.broadcast(audience, newPosts([]models.ID{post.PubID}))
	}
	if todo.restored {
		return h.missedPosts()
	}
	return nil
}

func nothing() todo { return todo{users: map[models.ID]bool{}} }

// putBack puts back what is still to be looked into.
func (h *Hub) putBack(t todo) {
	h.mu.Lock()
	defer h.mu.Unlock()
	maps.Copy(h.todo.users, t.users)
	h.todo.posts = append(t.posts, h.todo.posts...)
	h.todo.restored = h.todo.restored || t.restored
}

// send sends a reader what is new and moves their position.
func (h *Hub) send(id models.ID, t *notify.Told) {
	messages := messagesOf(h.ctx, t)
	h.mu.Lock()
	r := h.readers[id]
	if r == nil {
		h.mu.Unlock()
		return
	}
	r.seq, r.badge = t.Seq, t.Badge
	if t.More {
		r.seq = t.Notifications[len(t.Notifications)-1].Seq
		h.todo.users[id] = true
	}
	h.mu.Unlock()
	h.broadcast([]models.ID{id}, messages...)
	if t.More {
		h.wake()
	}
}

// broadcast queues messages for every stream of some readers.
func (h *Hub) broadcast(to []models.ID, messages ...message) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, id := range to {
		if r := h.readers[id]; r != nil {
			for s := range r.streams {
				s.send(messages...)
			}
		}
	}
}

// missedPosts asks, after signals may have been lost, what is newer than the
// pages that are open.
func (h *Hub) missedPosts() error {
	h.mu.Lock()
	var open []*stream
	for _, r := range h.readers {
		for s := range r.streams {
			if s.top != 0 {
				open = append(open, s)
			}
		}
	}
	h.mu.Unlock()
	for _, s := range open {
		posts, err := feed.NewerPosts(h.ctx, h.store, s.user, s.top, askNews)
		if err != nil {
			return err
		}
		if len(posts) > 0 {
			s.send(newPosts(posts))
		}
	}
	return nil
}

// beat gives every stream a sign of life, ends those whose session is over, and
// finds out whose signals were lost.
func (h *Hub) beat() error {
	h.mu.Lock()
	var all []*stream
	for _, r := range h.readers {
		all = slices.AppendSeq(all, maps.Keys(r.streams))
	}
	h.mu.Unlock()
	for chunk := range slices.Chunk(all, askSessions) {
		hashes := make([]models.Hash, len(chunk))
		for i, s := range chunk {
			hashes[i] = s.session
		}
		alive, err := account.LiveSessions(h.ctx, h.store, hashes)
		if err != nil {
			return err
		}
		h.mu.Lock()
		for _, s := range chunk {
			l, ok := alive[string(s.session)]
			if !ok || l.UserID != s.user {
				s.finish(message{event: "bye", data: []byte("{}")})
				continue
			}
			s.send(message{})
			if r := h.readers[s.user]; r != nil && r.known && (l.Seq > r.seq || l.Badge != r.badge) {
				h.todo.users[s.user] = true
			}
		}
		h.mu.Unlock()
	}
	return nil
}

// messagesOf writes what a reader is told; without news it is the badge alone.
func messagesOf(ctx context.Context, t *notify.Told) []message {
	var out []message
	for _, n := range t.Notifications {
		data, _ := json.Marshal(liveNotification{LiveBadge: LiveBadgeOf(t.Badge), Seq: n.Seq, Kind: string(n.Kind),
			Text: liveText(ctx, n), URL: urls.Notification(n)})
		out = append(out, message{id: n.Seq, event: "notification", data: data})
	}
	if len(out) == 0 {
		out = append(out, badgeMessage(t.Badge))
	}
	return out
}

type liveNotification struct {
	LiveBadge
	Seq  models.ID `json:"seq"`
	Kind string    `json:"kind"`
	Text string    `json:"text"`
	URL  string    `json:"url"`
}

// LiveBadge is a badge as scripts are told of it.
type LiveBadge struct {
	Unread   int       `json:"unread"`
	Requests int       `json:"requests"`
	Messages int       `json:"messages"`
	Newest   models.ID `json:"newest"` // of all messages
}

// LiveBadgeOf makes a LiveBadge.
func LiveBadgeOf(b access.Badge) LiveBadge {
	return LiveBadge{b.Unread, b.Requests, b.Messages, b.MessageID}
}

type livePosts struct {
	Count int         `json:"count"`
	Posts []models.ID `json:"posts"` // their places in the feed, newest first
}

// badgeMessage carries the place as its id, so that a stream that is cut goes on from there.
func badgeMessage(b access.Badge) message {
	data, _ := json.Marshal(LiveBadgeOf(b)) // cannot fail, as with the others
	return message{id: b.Seq, event: "badge", data: data}
}

func newPosts(places []models.ID) message {
	data, _ := json.Marshal(livePosts{len(places), places})
	return message{event: "posts", data: data}
}

// liveText is a notification in a line, with the comment's beginning isolated
// from the words around it in its direction.
func liveText(ctx context.Context, n notify.View) string {
	text := notifyview.NotificationText(ctx, n)
	if n.Comment != "" {
		text += ": \u2068" + ui.Shorten(n.Comment, 80) + "\u2069"
	}
	return text
}
