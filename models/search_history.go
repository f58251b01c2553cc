package models

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// MaxSearchHistory is how many searches are remembered.
const MaxSearchHistory = 20

// SearchKind is what somebody searched for and opened.
type SearchKind string

// The kinds of remembered searches.
const (
	SearchedText   SearchKind = "text"
	SearchedPerson SearchKind = "person"
	SearchedTag    SearchKind = "tag"
	SearchedPlace  SearchKind = "place"
)

// Searched is one remembered search. Person or Place is set for those kinds.
type Searched struct {
	ID        ID
	Kind      SearchKind
	Query     string // the text, or the name of the tag
	RefID     ID
	CreatedAt time.Time
	Person    *Author `gorm:"-"`
	PlaceName string
}

// RememberSearch keeps what the viewer searched for at the top of their
// history, unless they switched it off. The value is the text, the tag's name,
// or the id of the person or place.
func (s *Store) RememberSearch(ctx context.Context, viewer ID, kind SearchKind, value string) error {
	var ref ID
	var query string
	var err error
	switch kind {
	case SearchedText:
		query, err = CleanText("q", value, MaxQuery, false)
	case SearchedTag:
		query = TagName(strings.TrimLeft(value, hashSigns))
	case SearchedPerson, SearchedPlace:
		ref, err = ParseID(value)
		if err != nil {
			err = Invalidf("value", "This is not an id.")
		}
	default:
		err = Invalidf("kind", "The kind is one of text, person, tag and place.")
	}
	if err != nil || query == "" && ref == 0 {
		return err
	}
	return s.inTx(ctx, func(t *tx) error {
		var on bool
		err := t.pgx.QueryRow(ctx, `SELECT NOT search_history_off FROM users WHERE id = $1 FOR NO KEY UPDATE`, viewer).Scan(&on)
		if isNoRows(err) || err == nil && !on {
			return nil
		}
		if err != nil {
			return fmt.Errorf("remember a search: %w", err)
		}
		batch := &pgx.Batch{}
		batch.Queue(`INSERT INTO search_history (user_id, id, kind, query, ref_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (user_id, kind, query, ref_id) DO UPDATE SET id = excluded.id, created_at = excluded.created_at`, viewer, s.NewID(), kind, query, ref, s.Now())
		batch.Queue(`DELETE FROM search_history WHERE user_id = $1 AND id <= (SELECT id FROM search_history WHERE user_id = $1 ORDER BY id DESC OFFSET $2 LIMIT 1)`, viewer, MaxSearchHistory)
		if err := t.pgx.SendBatch(ctx, batch).Close(); err != nil {
			return fmt.Errorf("remember a search: %w", err)
		}
		return nil
	})
}

// SearchHistory is what the viewer searched for, the newest first. People and
// places that are hidden from them by now are left out.
func (s *Store) SearchHistory(ctx context.Context, viewer ID) ([]Searched, error) {
	var rows []struct {
		Searched
		PersonID           ID
		Username, FullName string
		AvatarKey          string
		IsPrivate, IsDemo  bool
	}
	err := s.gorm(ctx).Raw(`SELECT h.id, h.kind, h.query, h.ref_id, h.created_at, coalesce(u.id, 0) AS person_id, coalesce(u.username, '') AS username, coalesce(u.full_name, '') AS full_name,
			coalesce(u.avatar_key, '') AS avatar_key, coalesce(u.is_private, false) AS is_private, coalesce(u.is_demo, false) AS is_demo, coalesce(pl.name, '') AS place_name
		FROM search_history h LEFT JOIN users u ON h.kind = 'person' AND u.id = h.ref_id AND `+notHidden("u")+`
		LEFT JOIN places pl ON h.kind = 'place' AND pl.id = h.ref_id AND `+visiblePlace+`
		WHERE h.user_id = @viewer AND (h.kind <> 'person' OR u.id IS NOT NULL) AND (h.kind <> 'place' OR pl.id IS NOT NULL)
		ORDER BY h.id DESC LIMIT @limit`, map[string]any{"viewer": viewer, "limit": MaxSearchHistory}).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read the search history: %w", err)
	}
	out := make([]Searched, len(rows))
	for i, r := range rows {
		out[i] = r.Searched
		if r.PersonID != 0 {
			out[i].Person = &Author{ID: r.PersonID, Username: r.Username, FullName: r.FullName, AvatarKey: r.AvatarKey, IsPrivate: r.IsPrivate, IsDemo: r.IsDemo}
		}
	}
	return out, nil
}

// RemembersSearches is whether the viewer's searches are remembered.
func (s *Store) RemembersSearches(ctx context.Context, viewer ID) (on bool, err error) {
	err = s.pool.QueryRow(ctx, `SELECT NOT search_history_off FROM users WHERE id = $1`, viewer).Scan(&on)
	return on, err
}

// ForgetSearch takes one search out of the viewer's history.
func (s *Store) ForgetSearch(ctx context.Context, viewer, id ID) error {
	_, err := s.pool.Exec(ctx, `DELETE FROM search_history WHERE user_id = $1 AND id = $2`, viewer, id)
	return err
}

// ForgetSearches empties the viewer's history.
func (s *Store) ForgetSearches(ctx context.Context, viewer ID) error {
	_, err := s.pool.Exec(ctx, `DELETE FROM search_history WHERE user_id = $1`, viewer)
	return err
}

// SetSearchHistory switches the viewer's history on, or off, which empties it.
func (s *Store) SetSearchHistory(ctx context.Context, viewer ID, on bool) error {
	batch := &pgx.Batch{}
	batch.Queue(`UPDATE users SET search_history_off = NOT $2, updated_at = $3 WHERE id = $1`, viewer, on, s.Now())
	if !on {
		batch.Queue(`DELETE FROM search_history WHERE user_id = $1`, viewer)
	}
	if err := s.pool.SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("switch the search history: %w", err)
	}
	return nil
}
