package account

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"photogram/models"
	"photogram/models/access"
)

// LiveSession is what a stream's session is at the moment.
type LiveSession struct {
	UserID models.ID
	access.Badge
}

// LiveSessions finds which of these sessions still belong to an account that
// is not suspended, and those accounts' badges.
func LiveSessions(ctx context.Context, s *models.Store, hashes []models.Hash) (map[string]LiveSession, error) {
	raw := make([][]byte, len(hashes))
	for i, h := range hashes {
		raw[i] = h
	}
	rows, err := s.Pool().Query(ctx, `SELECT s.hash, u.id, coalesce(k.seq, 0), coalesce(k.unread, 0), coalesce(k.requests, 0),
		coalesce(k.messages, 0), coalesce(k.message_id, 0)
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

// Session lives.
const (
	SessionLife  = 60 * 24 * time.Hour // since the last visit
	VisitorLife  = time.Hour           // of a session without an account
	SessionTouch = 5 * time.Minute
)

// Session is a browser that visits. Token is known only to the browser; the
// row is found by its hash.
type Session struct {
	Hash      models.Hash `gorm:"primaryKey"`
	UserID    *models.ID
	Data      json.RawMessage `gorm:"type:jsonb"`
	UserAgent string
	Address   string
	CreatedAt time.Time
	SeenAt    time.Time
	ExpiresAt time.Time
}

// Viewer is the account that asks, as far as pages need to know it, with its badge.
type Viewer struct {
	ID         models.ID
	Username   string
	FullName   string
	Bio        string
	Website    string
	Email      string
	AvatarKey  string
	IsPrivate  bool
	IsBusiness bool
	IsAdmin    bool
	IsDemo     bool
	Grid       Grid
	// LikesHidden is whether the number of likes of new posts is hidden from others.
	LikesHidden bool
	TimeZone    string // as it was last chosen; empty is UTC

	PostsCount, FollowersCount, FollowingCount int64

	Unread   int
	Requests int
	Messages int
}

// Author is the viewer's short form.
func (v *Viewer) Author() access.Author {
	return access.Author{ID: v.ID, Username: v.Username, FullName: v.FullName, AvatarKey: v.AvatarKey, IsPrivate: v.IsPrivate,
		IsDemo: v.IsDemo}
}

// Visit is a session with who it belongs to; nil for visitors.
type Visit struct {
	Session
	Viewer *Viewer
}

// VisitByToken finds a live session and its account in one query. Without one
// it returns nil.
func VisitByToken(ctx context.Context, s *models.Store, token string) (*Visit, error) {
	hash, now := HashToken(token), s.Now()
	var row struct {
		Session
		Viewer
	}
	err := models.Take(ctx, s.Pool(), &row, `SELECT s.hash, s.user_id, s.data, s.user_agent, s.address, s.created_at, s.seen_at,
			s.expires_at, u.id, u.username, u.full_name, u.bio, u.website, u.email, u.avatar_key, u.is_private, u.is_business,
			u.is_admin, u.is_demo, u.time_zone, u.grid, u.likes_hidden, u.posts_count,
			u.followers_count, u.following_count, k.unread, k.requests, k.messages
		FROM sessions s
		LEFT JOIN users u ON u.id = s.user_id AND u.suspended_at IS NULL
		LEFT JOIN notification_counts k ON k.user_id = u.id
		WHERE s.hash = @hash AND s.expires_at > @now`, models.Args{"hash": hash, "now": now})
	if models.IsNoRows(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read a session: %w", err)
	}
	v := &Visit{Session: row.Session}
	if row.ID == 0 {
		v.UserID = nil
		return v, nil
	}
	v.Viewer = &row.Viewer
	if now.Sub(v.SeenAt) > SessionTouch {
		return v, touch(ctx, s, hash, row.ID, now)
	}
	return v, nil
}

func touch(ctx context.Context, s *models.Store, hash models.Hash, user models.ID, now time.Time) error {
	_, err := s.Pool().Exec(ctx, `WITH seen AS (UPDATE sessions SET seen_at = $3, expires_at = $4 WHERE hash = $1)
		UPDATE users SET active_at = $3 WHERE id = $2 AND active_at < $3::timestamptz - interval '1 hour'`,
		hash, user, now, now.Add(SessionLife))
	if err != nil {
		return fmt.Errorf("touch a session: %w", err)
	}
	return nil
}

// Browser is where a session comes from.
type Browser struct {
	Agent   string
	Address string
	// Expected is set where the owner need not be told that it is a new one.
	Expected bool
}

const insertSession = `INSERT INTO sessions (hash, user_id, data, user_agent, address, created_at, seen_at, expires_at)
	VALUES ($1, $2, $3, $4, $5, $6, $6, $7)`

// StartVisit keeps the session of somebody who is not logged in.
func StartVisit(ctx context.Context, s *models.Store, token string, data json.RawMessage, from Browser) error {
	now := s.Now()
	_, err := s.Pool().Exec(ctx, insertSession, HashToken(token), nil, data, cutAgent(from.Agent), from.Address, now, now.Add(VisitorLife))
	if err != nil {
		return fmt.Errorf("start a session: %w", err)
	}
	return nil
}

// StartSession logs somebody in who proved that the account is theirs when u was
// read. It fails when what the account logs in with was changed since.
// An account whose owner left comes back, which back says.
func StartSession(ctx context.Context, s *models.Store, token string, u *User, from Browser) (back bool, err error) {
	defer func() {
		if back {
			access.ForgetAuthor(s, u.ID)
		}
	}()
	err = s.InTx(ctx, func(t *models.Tx) error {
		now := s.Now()
		locked, err := LockLogin(ctx, t, u.ID)
		if models.KindOf(err) == models.NotFound || err == nil && locked.LoginVersion != u.LoginVersion {
			return ErrLoginChanged
		}
		if err != nil {
			return err
		}
		if err := barred(s, locked); err != nil {
			return err
		}
		if _, err := t.PG.Exec(ctx, insertSession, HashToken(token), u.ID, []byte(`{}`), cutAgent(from.Agent), from.Address, now,
			now.Add(SessionLife)); err != nil {
			return fmt.Errorf("start a session: %w", err)
		}
		if _, err := t.PG.Exec(ctx, `UPDATE users SET login_at = $2 WHERE id = $1`, u.ID, now); err != nil {
			return err
		}
		if back = locked.leaving(); back {
			return comeBack(ctx, t, locked)
		}
		if from.Expected || locked.LoginAt == nil {
			return nil
		}
		return Notice(ctx, t, locked, MailDevice,
			map[string]string{"agent": cutAgent(from.Agent), "address": from.Address, "at": now.Format(time.RFC3339)})
	})
	return back, err
}

func cutAgent(agent string) string {
	if len(agent) > 300 {
		agent = agent[:300]
	}
	return models.SafeText(agent)
}

// SaveSession writes what a session holds, and says whether it is still there:
// one that was ended meanwhile does not come back.
func SaveSession(ctx context.Context, s *models.Store, token string, data json.RawMessage) (there bool, err error) {
	now := s.Now()
	tag, err := s.Pool().Exec(ctx, `UPDATE sessions SET data = $2, seen_at = $3, expires_at = CASE
		WHEN user_id IS NULL THEN $4::timestamptz ELSE $5::timestamptz END WHERE hash = $1 AND expires_at > $3`,
		HashToken(token), data, now, now.Add(VisitorLife), now.Add(SessionLife))
	if err != nil {
		return false, fmt.Errorf("keep a session: %w", err)
	}
	return tag.RowsAffected() == 1, nil
}

// DeleteSession ends one session by its token.
func DeleteSession(ctx context.Context, s *models.Store, token string) error {
	return models.Do(ctx, s.Pool(), `DELETE FROM sessions WHERE hash = @token`, models.Args{"token": HashToken(token)})
}

// Sessions lists the browsers that are logged in to an account.
func Sessions(ctx context.Context, s *models.Store, user models.ID) ([]Session, error) {
	var out []Session
	err := s.Gorm(ctx).Where("user_id = ? AND expires_at > ?", int64(user), s.Now()).Order("seen_at DESC").Limit(50).Find(&out).Error
	return out, err
}

// EndSession ends one of an account's sessions by its hash.
func EndSession(ctx context.Context, s *models.Store, user models.ID, hash models.Hash) error {
	return models.Do(ctx, s.Pool(), `DELETE FROM sessions WHERE user_id = @user AND hash = @hash`, models.Args{"user": user, "hash": hash})
}
