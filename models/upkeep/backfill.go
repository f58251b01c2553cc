package upkeep

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"photogram/models"
	"photogram/models/index"
	"photogram/models/post"
)

// backfillStep is how many rows one step of Backfill brings in.
const backfillStep = 200

// Backfill brings what was there before these tables into them, one step, and
// says whether there is more to do.
func Backfill(ctx context.Context, s *models.Store) (more bool, err error) {
	err = s.InTx(ctx, func(t *models.Tx) error {
		more = false
		var what string
		var after models.ID
		err := t.PG.QueryRow(ctx, `SELECT what, after_id FROM search_backfill ORDER BY what LIMIT 1
			FOR UPDATE SKIP LOCKED`).Scan(&what, &after)
		if models.IsNoRows(err) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("look what is to be indexed: %w", err)
		}
		more = true
		list, each := `SELECT id, id FROM users WHERE id > $1 ORDER BY id LIMIT $2`, backfillUser
		switch what {
		case "tags":
			list, each = `SELECT id, id FROM tags WHERE id > $1 ORDER BY id LIMIT $2`, backfillTag
		case "posts":
			list, each = `SELECT post_id, owner_id FROM post_owners WHERE post_id > $1 ORDER BY post_id LIMIT $2`, backfillPost
		}
		rows, err := t.PG.Query(ctx, list, after, backfillStep)
		if err != nil {
			return err
		}
		type pair struct{ id, owner models.ID }
		pairs, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (p pair, err error) {
			err = row.Scan(&p.id, &p.owner)
			return p, err
		})
		if err != nil {
			return err
		}
		for _, p := range pairs {
			if err := each(ctx, t, p.owner, p.id); err != nil {
				return fmt.Errorf("index %s %d: %w", what, p.id, err)
			}
			after = p.id
		}
		if len(pairs) < backfillStep {
			_, err = t.PG.Exec(ctx, `DELETE FROM search_backfill WHERE what = $1`, what)
		} else {
			_, err = t.PG.Exec(ctx, `UPDATE search_backfill SET after_id = $2 WHERE what = $1`, what, after)
		}
		return err
	})
	return more, err
}

func backfillUser(ctx context.Context, t *models.Tx, _, id models.ID) error {
	return index.SetPeopleKeys(ctx, t, id)
}

func backfillTag(ctx context.Context, t *models.Tx, _, id models.ID) error {
	var name string
	if err := t.PG.QueryRow(ctx, `SELECT name FROM tags WHERE id = $1 FOR NO KEY UPDATE`, id).Scan(&name); err != nil {
		return err
	}
	_, err := t.PG.Exec(ctx, `UPDATE tags SET key = $2 WHERE id = $1`, id, index.FoldText(name))
	return err
}

func backfillPost(ctx context.Context, t *models.Tx, owner, id models.ID) error {
	p, err := post.Lock(ctx, t, owner, id)
	if models.KindOf(err) == models.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	if p.Location != "" && p.PlaceID == nil {
		place, err := index.FindPlace(ctx, t, p.Location)
		if err != nil {
			return err
		}
		if err := models.Do(ctx, t.PG, `UPDATE posts SET place_id = @place WHERE owner_id = @owner AND id = @id`,
			models.Args{"place": place, "owner": owner, "id": id}); err != nil {
			return err
		}
	}
	if p.State != post.Published {
		return nil
	}
	return index.Index(ctx, t, owner, id)
}
