package models

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// The post is locked before its saves are touched, in the order in which a
// deletion takes them, so that neither waits for the other.
var saveTarget = `target AS (
		SELECT p.owner_id, p.id FROM post_owners o JOIN posts p ON p.owner_id = o.owner_id AND p.id = o.post_id
		JOIN users u ON u.id = p.owner_id
		WHERE o.post_id = $1 AND p.state = 'published' AND ` + visibleTo("$2") + ` FOR NO KEY UPDATE OF p)`

var saveSQL = `WITH ` + saveTarget + `,
	n AS (INSERT INTO saves (owner_id, post_id, user_id, id, created_at) SELECT owner_id, id, $2, $3, $4 FROM target
		ON CONFLICT DO NOTHING RETURNING owner_id, post_id),
	c AS (UPDATE posts p SET saves_count = p.saves_count + 1 FROM n WHERE p.owner_id = n.owner_id AND p.id = n.post_id)
	SELECT owner_id, (SELECT use_budgets($5, $6, $7, $8, $9) FROM n) FROM target`

var unsaveSQL = `WITH ` + saveTarget + `,
	n AS (DELETE FROM saves s USING target t WHERE s.owner_id = t.owner_id AND s.post_id = t.id AND s.user_id = $2 RETURNING s.owner_id, s.post_id),
	c AS (UPDATE posts p SET saves_count = p.saves_count - 1 FROM n WHERE p.owner_id = n.owner_id AND p.id = n.post_id)
	SELECT owner_id FROM target`

// Save keeps a post for later. One statement checks who may see it, writes the
// save and counts it.
func (s *Store) Save(ctx context.Context, viewer, post ID) error {
	_, err := s.save(ctx, s.pool, viewer, post)
	return err
}

// rower is the pool or a transaction.
type rower interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

func (s *Store) save(ctx context.Context, on rower, viewer, post ID) (owner ID, err error) {
	var tats []time.Time
	args := append([]any{post, viewer, s.NewID(), s.Now()}, s.budgetArgs(ctx, BudgetSave, viewer, 1)...)
	if err := on.QueryRow(ctx, saveSQL, args...).Scan(&owner, &tats); err != nil {
		return 0, saveError(BudgetSave.usedUp(ctx, err), post)
	}
	s.used(ctx, BudgetSave, viewer, tats)
	return owner, nil
}

func saveError(err error, post ID) error {
	if KindOf(err) == TooMany {
		return err
	}
	if isNoRows(err) || hasCode(err, codeForeignKey) {
		return errNoPost
	}
	return fmt.Errorf("save post %d: %w", post, err)
}

// Unsave takes a post out of what the viewer saved, and so out of all of their
// collections. It returns where it stood in those, for putting it back.
func (s *Store) Unsave(ctx context.Context, viewer, post ID) (was []Spot, err error) {
	err = s.inTx(ctx, func(t *tx) error {
		was = nil
		var owner ID
		if err := t.pgx.QueryRow(ctx, unsaveSQL, post, viewer).Scan(&owner); err != nil {
			return saveError(err, post)
		}
		var rows []Spot
		err := t.Raw(`DELETE FROM collection_posts WHERE user_id = ? AND post_id = ? RETURNING collection_id AS collection, place`, viewer, post).Scan(&rows).Error
		if err != nil {
			return fmt.Errorf("unsave post %d: %w", post, err)
		}
		was = rows
		return nil
	})
	return was, err
}

// SavedPosts lists what the viewer saved and may still see, the newest save first.
func (s *Store) SavedPosts(ctx context.Context, viewer, before ID, limit int) ([]PostView, ID, error) {
	return s.keyedPosts(ctx, viewer, `SELECT p.*, `+likedColumn+`, k.id AS list_key FROM saves k
		JOIN posts p ON p.owner_id = k.owner_id AND p.id = k.post_id JOIN users u ON u.id = p.owner_id
		WHERE k.user_id = @viewer AND k.id < @before AND `+listedPost+`
		ORDER BY k.id DESC LIMIT @limit`, map[string]any{}, before, limit)
}

// keyedPosts reads a page of posts whose order is that of another row, which
// the statement selects as list_key; it uses @before and @limit.
func (s *Store) keyedPosts(ctx context.Context, viewer ID, sql string, args map[string]any, before ID, limit int) ([]PostView, ID, error) {
	args["viewer"], args["before"], args["limit"] = viewer, orNewest(before), limit+1
	var rows []struct {
		PostView
		ListKey ID
	}
	if err := s.gorm(ctx).Raw(sql, args).Scan(&rows).Error; err != nil {
		return nil, 0, err
	}
	var next ID
	if len(rows) > limit {
		rows = rows[:limit]
		next = rows[limit-1].ListKey
	}
	posts := make([]PostView, len(rows))
	for i := range rows {
		posts[i] = rows[i].PostView
	}
	return posts, next, s.completePosts(ctx, viewer, posts, albumItems)
}
