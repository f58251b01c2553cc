// Package making records what was made of originals, or why it could not be, and
// lets posts and stories go on that waited for it.
package making

import (
	"context"
	"fmt"

	"photogram/models"
	"photogram/models/post"
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
		p, err := lockPostOfMedia(ctx, t, owner, id)
		if err != nil || p == nil {
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
		return made(ctx, t, p)
	})
	return used, err
}

// made brings a locked post up to an item of which something was made.
func made(ctx context.Context, t *models.Tx, p *post.Post) error {
	if err := post.Settle(ctx, t, p); err != nil {
		return err
	}
	if p.PublishProblem != "" {
		if err := solved(ctx, t, p); err != nil {
			return err
		}
	}
	if err := post.OrderFull(ctx, t, p); err != nil {
		return err
	}
	if p.State == post.InStory {
		return story.Made(ctx, t, p)
	}
	return post.PublishWhenReady(ctx, t, p)
}

// MediaFailed records that an item cannot be rendered, and why; key is that of
// its renditions or of its video files. One that was
// rendered meanwhile, by a job that ran twice, stays as it is.
func MediaFailed(ctx context.Context, s *models.Store, owner, id models.ID, key, reason string) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		p, err := lockPostOfMedia(ctx, t, owner, id)
		if err != nil || p == nil {
			return err
		}
		tag, err := t.PG.Exec(ctx, `UPDATE media SET state = 'failed', failure = $4, updated_at = $5 WHERE owner_id = $1 AND id = $2
			AND (wanted_key = $3 AND render_key <> $3 OR wanted_video_key = $3 AND video_key <> $3)`,
			owner, id, key, reason, s.Now())
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		return publishFailed(ctx, t, p, reason)
	})
}

// lockPostOfMedia locks the post that an item belongs to; nil when the item is
// gone. An item moves when drafts are made into an album, so the post is asked
// for again once it is locked.
func lockPostOfMedia(ctx context.Context, t *models.Tx, owner, id models.ID) (*post.Post, error) {
	var last models.ID
	for {
		var postID models.ID
		err := t.PG.QueryRow(ctx, `SELECT post_id FROM media WHERE owner_id = $1 AND id = $2`, owner, id).Scan(&postID)
		if models.IsNoRows(err) || err == nil && postID == last {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		p, err := post.Lock(ctx, t, owner, postID)
		if models.KindOf(err) != models.NotFound {
			return p, err
		}
		last = postID
	}
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
		p, err := lockPostOfMedia(ctx, t, owner, id)
		if err != nil || p == nil {
			return err
		}
		tag, err := t.PG.Exec(ctx, `UPDATE media SET avif = true WHERE owner_id = $1 AND id = $2 AND render_key = $3`, owner, id, key)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		used = true
		_, err = t.PG.Exec(ctx, `UPDATE posts SET cover_avif = true WHERE owner_id = $1 AND id = $2 AND cover_key = $3`, owner, p.ID, key)
		return err
	})
	return used, err
}
