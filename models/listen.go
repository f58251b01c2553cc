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

// signal tells all servers whose notifications changed.
func (s *Store) signal(ctx context.Context, users []ID) error {
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

// signalPost tells all servers of a published post.
func (s *Store) signalPost(ctx context.Context, p PublishedPost) error {
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
		s.log.Warn("signals of other servers are not heard for a moment", "error", err)
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

// LiveSession is what a stream's session is at the moment.
type LiveSession struct {
	UserID ID
	Badge
}

// LiveSessions finds which of these sessions still belong to an account that
// is not suspended, and those accounts' badges.
func (s *Store) LiveSessions(ctx context.Context, hashes []Hash) (map[string]LiveSession, error) {
	raw := make([][]byte, len(hashes))
	for i, h := range hashes {
		raw[i] = h
	}
	rows, err := s.pool.Query(ctx, `SELECT s.hash, u.id, coalesce(k.seq, 0), coalesce(k.unread, 0), coalesce(k.requests, 0), coalesce(k.messages, 0), coalesce(k.message_id, 0)
		FROM sessions s JOIN users u ON u.id = s.user_id AND u.suspended_at IS NULL LEFT JOIN notification_counts k ON k.user_id = u.id
		WHERE s.hash = ANY($1) AND s.expires_at > $2`, raw, s.Now())
	if err != nil {
		return nil, fmt.Errorf("look after sessions: %w", err)
	}
	defer rows.Close()
	out := map[string]LiveSession{}
	for rows.Next() {
		var hash []byte
		var l LiveSession
		if err := rows.Scan(&hash, &l.UserID, &l.Seq, &l.Unread, &l.Requests, &l.Messages, &l.MessageID); err != nil {
			return nil, err
		}
		out[string(hash)] = l
	}
	return out, rows.Err()
}

var postAudienceSQL = `SELECT f.follower_id FROM followers f JOIN posts p ON p.owner_id = f.user_id AND p.id = $2 JOIN users u ON u.id = p.owner_id
	JOIN users me ON me.id = f.follower_id
	WHERE f.user_id = $1 AND f.follower_id = ANY($3) AND f.state = 'follows' AND NOT f.mutes_posts
		AND ` + forViewer(listedPost, "f.follower_id") + ` AND (me.muted_pattern = '' OR p.caption !~* me.muted_pattern)`

// PostAudience finds which of these accounts follow a post's author, may see
// the post and want to.
func (s *Store) PostAudience(ctx context.Context, p PublishedPost, among []ID) ([]ID, error) {
	rows, err := s.pool.Query(ctx, postAudienceSQL, p.OwnerID, p.PostID, int64s(among))
	if err != nil {
		return nil, fmt.Errorf("find who reads post %d: %w", p.PostID, err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[ID])
}

var newerPostsSQL = `SELECT n.pub_id FROM following f CROSS JOIN LATERAL (
		SELECT p.pub_id FROM posts p JOIN users u ON u.id = p.owner_id
		WHERE p.owner_id = f.target_id AND p.pub_id > $2 AND ` + forViewer(listedPost, "$1") + ` AND ` + forViewer(unmuted("p.caption"), "$1") + `
		ORDER BY p.pub_id DESC LIMIT $3) n
	WHERE f.user_id = $1 AND f.state = 'follows' AND NOT f.mutes_posts ORDER BY n.pub_id DESC LIMIT $3`

// NewerPosts lists the places of posts above top by those whom the viewer
// follows, newest first.
func (s *Store) NewerPosts(ctx context.Context, viewer, top ID, limit int) ([]ID, error) {
	rows, err := s.pool.Query(ctx, newerPostsSQL, viewer, top, limit)
	if err != nil {
		return nil, fmt.Errorf("look for newer posts: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[ID])
}
