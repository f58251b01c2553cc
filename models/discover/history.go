package discover

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"photogram/models"
	"photogram/models/access"
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
	ID        models.ID
	Kind      SearchKind
	Query     string // the text, or the name of the tag
	RefID     models.ID
	CreatedAt time.Time
	Person    *access.Author `gorm:"-"`
	PlaceName string
}

// RememberSearch keeps what the viewer searched for at the top of their
// history, unless they switched it off. The value is the text, the tag's name,
// or the id of the person or place.
func RememberSearch(ctx context.Context, s *models.Store, viewer models.ID, kind SearchKind, value string) error {
	var ref models.ID
	var query string
	var err error
	switch kind {
	case SearchedText:
		query, err = models.CleanText("q", value, MaxQuery, false)
	case SearchedTag:
		query = models.TagName(strings.TrimLeft(value, models.HashSigns))
	case SearchedPerson, SearchedPlace:
		ref, err = models.ParseID(value)
		if err != nil {
			err = models.Invalidf("value", "discover.error.not-id")
		}
	default:
		err = models.Invalidf("kind", "discover.error.kind-one-text-person-tag")
	}
	if err != nil || query == "" && ref == 0 {
		return err
	}
	return s.InTx(ctx, func(t *models.Tx) error {
		var on bool
		err := t.PG.QueryRow(ctx, `SELECT NOT search_history_off FROM users WHERE id = $1 FOR NO KEY UPDATE`, viewer).Scan(&on)
		if models.IsNoRows(err) || err == nil && !on {
			return nil
		}
		if err != nil {
			return fmt.Errorf("remember a search: %w", err)
		}
		batch := &pgx.Batch{}
		batch.Queue(`INSERT INTO search_history (user_id, id, kind, query, ref_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (user_id, kind, query, ref_id) DO UPDATE
			SET id = excluded.id, created_at = excluded.created_at`, viewer, s.NewID(), kind, query, ref, s.Now())
		batch.Queue(`DELETE FROM search_history WHERE user_id = $1
			AND id <= (SELECT id FROM search_history WHERE user_id = $1 ORDER BY id DESC OFFSET $2 LIMIT 1)`, viewer, MaxSearchHistory)
		if err := t.PG.SendBatch(ctx, batch).Close(); err != nil {
			return fmt.Errorf("remember a search: %w", err)
		}
		return nil
	})
}

// SearchHistory is what the viewer searched for, the newest first. People and
// places that are hidden from them by now are left out.
func SearchHistory(ctx context.Context, s *models.Store, viewer models.ID) ([]Searched, error) {
	var rows []struct {
		Searched
		PersonID           models.ID
		Username, FullName string
		AvatarKey          string
		IsPrivate, IsDemo  bool
	}
	err := models.Find(ctx, s.Pool(), &rows, `SELECT h.id, h.kind, h.query, h.ref_id, h.created_at, coalesce(u.id, 0) AS person_id,
		coalesce(u.username, '') AS username, coalesce(u.full_name, '') AS full_name,
			coalesce(u.avatar_key, '') AS avatar_key, coalesce(u.is_private, false) AS is_private,
			coalesce(u.is_demo, false) AS is_demo, coalesce(pl.name, '') AS place_name
		FROM search_history h LEFT JOIN users u ON h.kind = 'person' AND u.id = h.ref_id AND `+access.NotHidden("u")+`
		LEFT JOIN places pl ON h.kind = 'place' AND pl.id = h.ref_id AND `+access.VisiblePlace+`
		WHERE h.user_id = @viewer AND (h.kind <> 'person' OR u.id IS NOT NULL) AND (h.kind <> 'place' OR pl.id IS NOT NULL)
		ORDER BY h.id DESC LIMIT @limit`, models.Args{"viewer": viewer, "limit": MaxSearchHistory})
	if err != nil {
		return nil, fmt.Errorf("read the search history: %w", err)
	}
	out := make([]Searched, len(rows))
	for i, r := range rows {
		out[i] = r.Searched
		if r.PersonID != 0 {
			out[i].Person = &access.Author{ID: r.PersonID, Username: r.Username, FullName: r.FullName, AvatarKey: r.AvatarKey,
				IsPrivate: r.IsPrivate, IsDemo: r.IsDemo}
		}
	}
	return out, nil
}

// RemembersSearches is whether the viewer's searches are remembered.
func RemembersSearches(ctx context.Context, s *models.Store, viewer models.ID) (on bool, err error) {
	err = s.Pool().QueryRow(ctx, `SELECT NOT search_history_off FROM users WHERE id = $1`, viewer).Scan(&on)
	return on, err
}

// ForgetSearch takes one search out of the viewer's history.
func ForgetSearch(ctx context.Context, s *models.Store, viewer, id models.ID) error {
	_, err := s.Pool().Exec(ctx, `DELETE FROM search_history WHERE user_id = $1 AND id = $2`, viewer, id)
	return err
}

// ForgetSearches empties the viewer's history.
func ForgetSearches(ctx context.Context, s *models.Store, viewer models.ID) error {
	_, err := s.Pool().Exec(ctx, `DELETE FROM search_history WHERE user_id = $1`, viewer)
	return err
}

// SetSearchHistory switches the viewer's history on, or off, which empties it.
func SetSearchHistory(ctx context.Context, s *models.Store, viewer models.ID, on bool) error {
	batch := &pgx.Batch{}
	batch.Queue(`UPDATE users SET search_history_off = NOT $2, updated_at = $3 WHERE id = $1`, viewer, on, s.Now())
	if !on {
		batch.Queue(`DELETE FROM search_history WHERE user_id = $1`, viewer)
	}
	if err := s.Pool().SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("switch the search history: %w", err)
	}
	return nil
}
