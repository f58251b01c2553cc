package discover

import (
	"context"
	"fmt"
	"time"

	"photogram/models"
	"photogram/models/index"
)

const (
	// SoughtLife is how long it is remembered that a program looked up a hashtag.
	SoughtLife = 7 * 24 * time.Hour
	// MaxSought is how many of these hashtags an account has.
	MaxSought = 30
)

// NoteSought remembers that a program looked up a hashtag for the viewer.
func NoteSought(ctx context.Context, s *models.Store, viewer, tag models.ID) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		if err := models.Do(ctx, t.PG, `INSERT INTO sought_hashtags (user_id, tag_id, sought_at) VALUES (@viewer, @tag, @now)
			ON CONFLICT (user_id, tag_id) DO UPDATE SET sought_at = excluded.sought_at`,
			models.Args{"viewer": viewer, "tag": tag, "now": s.Now()}); err != nil {
			return fmt.Errorf("remember a hashtag: %w", err)
		}
		return models.Do(ctx, t.PG, `DELETE FROM sought_hashtags h USING (SELECT tag_id FROM sought_hashtags
			WHERE user_id = @viewer ORDER BY sought_at DESC OFFSET @most) late WHERE h.user_id = @viewer AND h.tag_id = late.tag_id`,
			models.Args{"viewer": viewer, "most": MaxSought})
	})
}

// Sought lists the hashtags that programs looked up for the viewer, the latest first.
func Sought(ctx context.Context, s *models.Store, viewer models.ID) ([]index.Tag, error) {
	var tags []index.Tag
	err := models.Find(ctx, s.Pool(), &tags, `SELECT t.* FROM sought_hashtags h JOIN tags t ON t.id = h.tag_id
		WHERE h.user_id = @viewer AND h.sought_at > @since ORDER BY h.sought_at DESC, t.id LIMIT @most`,
		models.Args{"viewer": viewer, "since": s.Now().Add(-SoughtLife), "most": MaxSought})
	if err != nil {
		return nil, fmt.Errorf("read looked up hashtags: %w", err)
	}
	return tags, nil
}
