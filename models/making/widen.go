package making

import (
	"context"
	"fmt"

	"photogram/models"
	"photogram/models/post"
)

// NextNarrow finds the item after another whose renditions are of the first generation;
// nil after the last.
func NextNarrow(ctx context.Context, s *models.Store, after models.WidenMedia) (*post.Media, error) {
	var m post.Media
	err := models.Take(ctx, s.Pool(), &m, `SELECT * FROM media WHERE length(render_key) = 40 AND (owner_id, id) > (@owner, @id)
		ORDER BY owner_id, id LIMIT 1`, models.Args{"owner": after.OwnerID, "id": after.MediaID})
	if models.IsNoRows(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look for renditions of the first generation: %w", err)
	}
	return &m, nil
}

// MediaWidened records that an item as it is has renditions with another key, and frees
// those that it had. It reports whether they are in use: not when it was edited meanwhile.
func MediaWidened(ctx context.Context, s *models.Store, m *post.Media, key string) (used bool, err error) {
	err = s.InTx(ctx, func(t *models.Tx) error {
		used = false
		h, err := lockHolder(ctx, t, m.OwnerID, m.ID)
		if err != nil || h == nil {
			return err
		}
		tag, err := t.PG.Exec(ctx, `UPDATE media SET render_key = $4, wanted_key = $4, avif = false WHERE owner_id = $1 AND id = $2
			AND render_key = $3 AND wanted_key = $3`, m.OwnerID, m.ID, m.RenderKey, key)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		used = true
		if err := t.Free(ctx, models.DeleteBlobs{Prefixes: []string{models.RenditionPrefix(m.RenderKey)}}); err != nil {
			return err
		}
		if err := t.Enqueue(ctx, models.EncodeAVIF{OwnerID: m.OwnerID, MediaID: m.ID, Key: key}, nil); err != nil {
			return err
		}
		if h.post != nil {
			return post.Recover(ctx, t, h.post, m.RenderKey, key)
		}
		return h.made(ctx, t)
	})
	return used, err
}
