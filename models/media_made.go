package models

import (
	"context"
	"fmt"
)

// MediaToRender finds an item that waits for its renditions, or has them; nil
// when it is gone or has failed.
func (s *Store) MediaToRender(ctx context.Context, owner, id ID) (*Media, error) {
	var m Media
	err := s.gorm(ctx).Where("owner_id = ? AND id = ?", int64(owner), int64(id)).Take(&m).Error
	if isNoRows(err) || err == nil && m.State == "failed" {
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
func (s *Store) MediaRendered(ctx context.Context, owner, id ID, r Rendered) (used bool, err error) {
	err = s.inTx(ctx, func(t *tx) error {
		used = false
		p, err := t.lockPostOfMedia(ctx, owner, id)
		if err != nil || p == nil {
			return err
		}
		var old string
		err = t.pgx.QueryRow(ctx, `UPDATE media m SET state = CASE WHEN m.kind = 'video' AND m.state = 'failed' THEN 'failed' WHEN m.video_key = m.wanted_video_key THEN 'ready' ELSE 'pending' END,
				failure = CASE WHEN m.kind = 'video' THEN m.failure ELSE '' END, render_key = $3, width = $4, height = $5, placeholder = $6, color = $7,
				has_preview = true, avif = false, updated_at = $8
			FROM (SELECT render_key FROM media WHERE owner_id = $1 AND id = $2) before
			WHERE m.owner_id = $1 AND m.id = $2 AND m.wanted_key = $3 RETURNING before.render_key`,
			owner, id, r.Key, r.Width, r.Height, r.Placeholder, r.Color, s.Now()).Scan(&old)
		if isNoRows(err) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("record renditions of %d: %w", id, err)
		}
		used = true
		if old != "" && old != r.Key {
			if err := t.free(ctx, DeleteBlobs{Prefixes: []string{RenditionPrefix(old)}}); err != nil {
				return err
			}
		}
		if err := t.enqueue(ctx, EncodeAVIF{owner, id, r.Key}, nil); err != nil {
			return err
		}
		return t.made(ctx, p)
	})
	return used, err
}

// made brings a locked post up to an item of which something was made.
func (t *tx) made(ctx context.Context, p *Post) error {
	if err := t.settle(ctx, p); err != nil {
		return err
	}
	if p.PublishProblem != "" {
		if err := t.solved(ctx, p); err != nil {
			return err
		}
	}
	if err := t.orderFull(ctx, p); err != nil {
		return err
	}
	if p.State == InStory {
		return t.storyMade(ctx, p)
	}
	return t.publishWhenReady(ctx, p)
}

// MediaFailed records that an item cannot be rendered, and why; key is that of
// its renditions or of its video files. One that was
// rendered meanwhile, by a job that ran twice, stays as it is.
func (s *Store) MediaFailed(ctx context.Context, owner, id ID, key, reason string) error {
	return s.inTx(ctx, func(t *tx) error {
		p, err := t.lockPostOfMedia(ctx, owner, id)
		if err != nil || p == nil {
			return err
		}
		tag, err := t.pgx.Exec(ctx, `UPDATE media SET state = 'failed', failure = $4, updated_at = $5 WHERE owner_id = $1 AND id = $2
			AND (wanted_key = $3 AND render_key <> $3 OR wanted_video_key = $3 AND video_key <> $3)`,
			owner, id, key, reason, s.Now())
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		return t.publishFailed(ctx, p, reason)
	})
}

// lockPostOfMedia locks the post that an item belongs to; nil when the item is
// gone. An item moves when drafts are made into an album, so the post is asked
// for again once it is locked.
func (t *tx) lockPostOfMedia(ctx context.Context, owner, id ID) (*Post, error) {
	var last ID
	for {
		var post ID
		err := t.pgx.QueryRow(ctx, `SELECT post_id FROM media WHERE owner_id = $1 AND id = $2`, owner, id).Scan(&post)
		if isNoRows(err) || err == nil && post == last {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		p, err := t.ownForUpdate(ctx, owner, post)
		if KindOf(err) != NotFound {
			return p, err
		}
		last = post
	}
}

// MediaWithoutAVIF finds an item whose renditions have that key and no AVIF yet;
// nil when there is none.
func (s *Store) MediaWithoutAVIF(ctx context.Context, owner, id ID, key string) (*Media, error) {
	var m Media
	err := s.gorm(ctx).Where("owner_id = ? AND id = ? AND render_key = ? AND NOT avif", int64(owner), int64(id), key).Take(&m).Error
	if isNoRows(err) {
		return nil, nil
	}
	return &m, err
}

// AVIFMade records that the renditions of a key are there as AVIF too. It reports
// whether they are still in use.
func (s *Store) AVIFMade(ctx context.Context, owner, id ID, key string) (used bool, err error) {
	err = s.inTx(ctx, func(t *tx) error {
		used = false
		p, err := t.lockPostOfMedia(ctx, owner, id)
		if err != nil || p == nil {
			return err
		}
		tag, err := t.pgx.Exec(ctx, `UPDATE media SET avif = true WHERE owner_id = $1 AND id = $2 AND render_key = $3`, owner, id, key)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		used = true
		_, err = t.pgx.Exec(ctx, `UPDATE posts SET cover_avif = true WHERE owner_id = $1 AND id = $2 AND cover_key = $3`, owner, p.ID, key)
		return err
	})
	return used, err
}
