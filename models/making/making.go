// Package making records what was made of originals, or why it could not be, and
// lets posts and stories go on that waited for it.
package making

import (
	"context"
	"fmt"

	"photogram/models"
	"photogram/models/container"
	"photogram/models/inbox"
	"photogram/models/post"
	"photogram/models/shop"
	"photogram/models/story"
)

// MediaToRender finds an item that waits for its renditions, or has them; nil
// when it is gone or has failed.
func MediaToRender(ctx context.Context, s *models.Store, owner, id models.ID) (*post.Media, error) {
	var m post.Media
	err := s.Gorm(ctx).Where("owner_id = ? AND id = ?", int64(owner), int64(id)).Take(&m).Error
	if models.IsNoRows(err) || err == nil && m.State == "failed" {
		return nil, nil
	}
	return &m, err
}

// Rendered is what came of rendering an item.
type Rendered struct {
	Key           string
	Width, Height int
	Placeholder   string
	Color         string
}

// MediaRendered records new renditions, unless the recipe changed meanwhile,
// and publishes the post if that is all it waited for. It reports whether the
// renditions are in use.
func MediaRendered(ctx context.Context, s *models.Store, owner, id models.ID, r Rendered) (used bool, err error) {
	err = s.InTx(ctx, func(t *models.Tx) error {
		used = false
		h, err := lockHolder(ctx, t, owner, id)
		if err != nil || h == nil {
			return err
		}
		var old string
		err = t.PG.QueryRow(ctx, `UPDATE media m SET state = CASE WHEN m.kind = 'video' AND m.state = 'failed' THEN 'failed'
			WHEN m.video_key = m.wanted_video_key THEN 'ready' ELSE 'pending' END,
				failure = CASE WHEN m.kind = 'video' THEN m.failure
				ELSE '' END, render_key = $3, width = $4, height = $5, placeholder = $6, color = $7,
				has_preview = true, avif = false, updated_at = $8
			FROM (SELECT render_key FROM media WHERE owner_id = $1 AND id = $2) before
			WHERE m.owner_id = $1 AND m.id = $2 AND m.wanted_key = $3 RETURNING before.render_key`,
			owner, id, r.Key, r.Width, r.Height, r.Placeholder, r.Color, s.Now()).Scan(&old)
		if models.IsNoRows(err) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("record renditions of %d: %w", id, err)
		}
		used = true
		if old != "" && old != r.Key {
			if err := t.Free(ctx, models.DeleteBlobs{Prefixes: []string{models.RenditionPrefix(old)}}); err != nil {
				return err
			}
		}
		if err := t.Enqueue(ctx, models.EncodeAVIF{OwnerID: owner, MediaID: id, Key: r.Key}, nil); err != nil {
			return err
		}
		return h.made(ctx, t)
	})
	return used, err
}

// made brings what holds an item up to it when something was made of it.
func (h *holder) made(ctx context.Context, t *models.Tx) error {
	switch {
	case h.story != nil:
		return story.Made(ctx, t, h.story)
	case h.product != nil:
		return shop.Made(ctx, t, h.product.OwnerID, h.product.ID)
	case h.thread != nil:
		return h.thread.Made(ctx, t, h.message)
	case h.post == nil: // a container says what it holds when it is asked
		return nil
	}
	if err := post.SwapReplaced(ctx, t, h.post); err != nil {
		return err
	}
	if h.post.PublishProblem != "" {
		if err := solved(ctx, t, h.post); err != nil {
			return err
		}
	}
	if err := post.OrderFull(ctx, t, h.post); err != nil {
		return err
	}
	return post.PublishWhenReady(ctx, t, h.post)
}

// MediaFailed records that an item cannot be rendered, and why; key is that of
// its renditions or of its video files. One that was
// rendered meanwhile, by a job that ran twice, stays as it is.
func MediaFailed(ctx context.Context, s *models.Store, owner, id models.ID, key, reason string) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		h, err := lockHolder(ctx, t, owner, id)
		if err != nil || h == nil {
			return err
		}
		tag, err := t.PG.Exec(ctx, `UPDATE media SET state = 'failed', failure = $4, updated_at = $5 WHERE owner_id = $1 AND id = $2
			AND (wanted_key = $3 AND render_key <> $3 OR wanted_video_key = $3 AND video_key <> $3)`,
			owner, id, key, reason, s.Now())
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		return h.failed(ctx, t, reason)
	})
}

// holder is what an item belongs to: a post, a story, a product, a message in a thread, or a container.
type holder struct {
	post    *post.Post
	story   *story.Story
	product *shop.Product
	thread  *inbox.Locked
	message models.ID
}

// lockHolder locks what an item belongs to; nil when the item is gone. An item
// moves when a container is published, or drafts are made into an album or into
// stories, so it is asked for again once its holder is locked.
func lockHolder(ctx context.Context, t *models.Tx, owner, id models.ID) (*holder, error) {
	item := post.Media{OwnerID: owner, ID: id}
	m, err := post.ItemWith(ctx, t, item)
	for err == nil && m != nil {
		h, failed := lockOf(ctx, t, m)
		if failed != nil && models.KindOf(failed) != models.NotFound {
			return nil, failed
		}
		var now *post.Media
		if now, err = post.ItemWith(ctx, t, item); err == nil && now != nil && now.Holder() == m.Holder() {
			return h, failed
		}
		m = now
	}
	return nil, err
}

func lockOf(ctx context.Context, t *models.Tx, m *post.Media) (h *holder, err error) {
	h = &holder{}
	switch {
	case m.PostID != nil:
		h.post, err = post.Lock(ctx, t, m.OwnerID, *m.PostID)
	case m.StoryID != nil:
		h.story, err = story.Lock(ctx, t, m.OwnerID, *m.StoryID)
	case m.ProductID != nil:
		h.product, err = shop.Lock(ctx, t, m.OwnerID, *m.ProductID)
	case m.MessageID != nil:
		h.message = *m.MessageID
		h.thread, err = inbox.LockOf(ctx, t, *m.ThreadID)
	default:
		_, err = container.Lock(ctx, t, m.OwnerID, *m.ContainerID)
	}
	return h, err
}

// MediaWithoutAVIF finds an item whose renditions have that key and no AVIF yet;
// nil when there is none.
func MediaWithoutAVIF(ctx context.Context, s *models.Store, owner, id models.ID, key string) (*post.Media, error) {
	var m post.Media
	err := s.Gorm(ctx).Where("owner_id = ? AND id = ? AND render_key = ? AND NOT avif", int64(owner), int64(id), key).Take(&m).Error
	if models.IsNoRows(err) {
		return nil, nil
	}
	return &m, err
}

// AVIFMade records that the renditions of a key are there as AVIF too. It reports
// whether they are still in use.
func AVIFMade(ctx context.Context, s *models.Store, owner, id models.ID, key string) (used bool, err error) {
	err = s.InTx(ctx, func(t *models.Tx) error {
		used = false
		h, err := lockHolder(ctx, t, owner, id)
		if err != nil || h == nil {
			return err
		}
		tag, err := t.PG.Exec(ctx, `UPDATE media SET avif = true WHERE owner_id = $1 AND id = $2 AND render_key = $3`, owner, id, key)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		used = true
		return h.coverAVIF(ctx, t, key, true)
	})
	return used, err
}

// coverAVIF notes of a post whether its cover, which has that key, is there as AVIF.
func (h *holder) coverAVIF(ctx context.Context, t *models.Tx, key string, made bool) error {
	if h.post == nil {
		return nil
	}
	_, err := t.PG.Exec(ctx, `UPDATE posts SET cover_avif = $4 WHERE owner_id = $1 AND id = $2 AND cover_key = $3`,
		h.post.OwnerID, h.post.ID, key, made)
	return err
}
