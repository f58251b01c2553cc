package models

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// Servers tell each other what happened by NOTIFY, after the commit and with
// ids alone; whoever is interested reads the rest. A signal that is lost costs
// a delay, since readers look by themselves now and then.

const signalChannel = "photogram"

// maxPayload is below what PostgreSQL takes, 8,000 bytes.
const maxPayload = 7900

// Signal is what a server hears.
type Signal struct {
	Users []ID            // whose notifications or badges changed
	Posts []PublishedPost // that came into their author's followers' feeds
	// Restored says that the connection is new, so that signals may have been missed.
	Restored bool
}

// PublishedPost names a post that was just published.
type PublishedPost struct{ OwnerID, PostID, PubID ID }

// Signal tells all servers whose notifications changed.
func (s *Store) Signal(ctx context.Context, users []ID) error {
	var payloads []string
	var b strings.Builder
	for _, id := range users {
		if b.Len() > maxPayload-20 {
			payloads = append(payloads, b.String())
			b.Reset()
		}
		if b.Len() == 0 {
			b.WriteByte('u')
		}
		b.WriteByte(' ')
		b.WriteString(id.String())
	}
	if b.Len() > 0 {
		payloads = append(payloads, b.String())
	}
	return s.send(ctx, payloads...)
}

// SignalPost tells all servers of a published post.
func (s *Store) SignalPost(ctx context.Context, p PublishedPost) error {
	return s.send(ctx, fmt.Sprintf("p %s %s %s", p.OwnerID, p.PostID, p.PubID))
}

func (s *Store) send(ctx context.Context, payloads ...string) error {
	if len(payloads) == 0 {
		return nil
	}
	_, err := s.pool.Exec(ctx, `SELECT pg_notify($1, p) FROM unnest($2::text[]) p`, signalChannel, payloads)
	if err != nil {
		return fmt.Errorf("tell the servers: %w", err)
	}
	return nil
}

func parseSignal(payload string) (sig Signal, ok bool) {
	words := strings.Fields(payload)
	if len(words) < 2 {
		return sig, false
	}
	ids := make([]ID, 0, len(words)-1)
	for _, w := range words[1:] {
		id, err := ParseID(w)
		if err != nil {
			return sig, false
		}
		ids = append(ids, id)
	}
	switch {
	case words[0] == "u":
		sig.Users = ids
	case words[0] == "p" && len(ids) == 3:
		sig.Posts = []PublishedPost{{ids[0], ids[1], ids[2]}}
	default:
		return sig, false
	}
	return sig, true
}

const (
	listenIdle = 30 * time.Second // without a signal, then the connection is tried
	listenWait = 5 * time.Second  // for the database to answer
)

// Listen calls each with what any server on this database signals, until the
// context ends. It keeps one connection of its own, past a transaction pooler
// where Options.Direct says so, and makes a new one when that breaks.
func (s *Store) Listen(ctx context.Context, each func(Signal)) {
	wait := time.Duration(0)
	for ctx.Err() == nil {
		began := time.Now()
		err := s.listenOnce(ctx, each)
		if ctx.Err() != nil {
			return
		}
		if time.Since(began) > time.Minute {
			wait = 0
		}
		wait = min(max(2*wait, 100*time.Millisecond), 5*time.Second)
		s.Log.Warn("signals of other servers are not heard for a moment", "error", err)
		select {
		case <-ctx.Done():
		case <-time.After(wait/2 + rand.N(wait)):
		}
	}
}

func (s *Store) listenOnce(ctx context.Context, each func(Signal)) error {
	cfg := s.direct.Config().ConnConfig.Copy()
	cfg.Tracer = nil
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return fmt.Errorf("connect to listen: %w", err)
	}
	defer func() {
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = conn.Close(end)
	}()
	if _, err := conn.Exec(ctx, `LISTEN `+signalChannel); err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	each(Signal{Restored: true})
	for {
		idle, cancel := context.WithTimeout(ctx, listenIdle)
		n, err := conn.WaitForNotification(idle)
		quiet := idle.Err() != nil && ctx.Err() == nil
		cancel()
		if err != nil && quiet {
			// Nothing came: perhaps there was nothing, perhaps the connection is dead.
			ask, cancel := context.WithTimeout(ctx, listenWait)
			err = conn.Ping(ask)
			cancel()
			if err == nil {
				continue
			}
		}
		if err != nil {
			return fmt.Errorf("wait for signals: %w", err)
		}
		if sig, ok := parseSignal(n.Payload); ok {
			each(sig)
		}
	}
}
