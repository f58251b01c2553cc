// Package saved is about what people keep for later, and their collections of it.
package saved

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/post"
	"photogram/models/tally"
)

// The post is locked before its saves are touched, in the order in which a
// deletion takes them, so that neither waits for the other.
var saveTarget = `target AS (
		SELECT p.owner_id, p.id FROM post_owners o JOIN posts p ON p.owner_id = o.owner_id AND p.id = o.post_id
		JOIN users u ON u.id = p.owner_id
		WHERE o.post_id = $1 AND p.state = 'published' AND ` + access.VisibleTo("$2") + ` FOR NO KEY UPDATE OF p)`

var saveSQL = `WITH ` + saveTarget + `,
	n AS (INSERT INTO saves (owner_id, post_id, user_id, id, created_at) SELECT owner_id, id, $2, $3, $4 FROM target
		ON CONFLICT DO NOTHING RETURNING owner_id, post_id),
	m AS (INSERT INTO ` + tally.MarkColumns + ` SELECT owner_id, $3, ` + tally.Saves.SQL() + `, post_id, $2, 1, $4 FROM n),
	c AS (UPDATE posts p SET saves_count = p.saves_count + 1 FROM n WHERE p.owner_id = n.owner_id AND p.id = n.post_id)
	SELECT owner_id, (SELECT use_budgets($5, $6, $7, $8, $9) FROM n) FROM target`

var unsaveSQL = `WITH ` + saveTarget + `,
	n AS (DELETE FROM saves s USING target t WHERE s.owner_id = t.owner_id AND s.post_id = t.id AND s.user_id = $2
	RETURNING s.owner_id, s.post_id, s.id, s.created_at),
	m AS (INSERT INTO ` + tally.MarkColumns + ` SELECT owner_id, -id, ` + tally.Saves.SQL() + `, post_id, $2, -1, created_at FROM n),
	c AS (UPDATE posts p SET saves_count = p.saves_count - 1 FROM n WHERE p.owner_id = n.owner_id AND p.id = n.post_id)
	SELECT owner_id FROM target`

// Save keeps a post for later. One statement checks who may see it, writes the
// save and counts it.
func Save(ctx context.Context, s *models.Store, viewer, post models.ID) error {
	_, err := save(ctx, s, s.Pool(), viewer, post)
	return err
}

// rower is the pool or a transaction.
type rower interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

func save(ctx context.Context, s *models.Store, on rower, viewer, post models.ID) (owner models.ID, err error) {
	var tats []time.Time
	args := append([]any{post, viewer, s.NewID(), s.Now()}, s.BudgetArgs(ctx, models.BudgetSave, viewer, 1)...)
	if err := on.QueryRow(ctx, saveSQL, args...).Scan(&owner, &tats); err != nil {
		return 0, saveError(models.BudgetSave.UsedUp(ctx, err), post)
	}
	s.Used(ctx, models.BudgetSave, viewer, tats)
	return owner, nil
}

func saveError(err error, post models.ID) error {
	if models.KindOf(err) == models.TooMany {
		return err
	}
	if models.IsNoRows(err) || models.HasCode(err, models.CodeForeignKey) {
		return models.ErrNoPost
	}
	return fmt.Errorf("save post %d: %w", post, err)
}

// Unsave takes a post out of what the viewer saved, and so out of all of their
// collections. It returns where it stood in those, for putting it back.
func Unsave(ctx context.Context, s *models.Store, viewer, post models.ID) (was []Spot, err error) {
	err = s.InTx(ctx, func(t *models.Tx) error {
		was = nil
		var owner models.ID
		if err := t.PG.QueryRow(ctx, unsaveSQL, post, viewer).Scan(&owner); err != nil {
			return saveError(err, post)
		}
		var rows []Spot
		err := models.Find(ctx, t.PG, &rows, `DELETE FROM collection_posts WHERE user_id = @viewer AND post_id = @post
			RETURNING collection_id AS collection, place`, models.Args{"viewer": viewer, "post": post})
		if err != nil {
			return fmt.Errorf("unsave post %d: %w", post, err)
		}
		was = rows
		return nil
	})
	return was, err
}

// Posts lists what the viewer saved and may still see, the newest save first.
func Posts(ctx context.Context, s *models.Store, viewer, before models.ID, limit int) ([]post.View, models.ID, error) {
	return post.Keyed(ctx, s, viewer, `SELECT p.*, `+post.LikedColumn+`, k.id AS list_key FROM saves k
		JOIN posts p ON p.owner_id = k.owner_id AND p.id = k.post_id JOIN users u ON u.id = p.owner_id
		WHERE k.user_id = @viewer AND k.id < @before AND `+access.ListedPost+`
		ORDER BY k.id DESC LIMIT @limit`, map[string]any{}, before, limit)
}
