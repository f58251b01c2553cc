package making

import (
	"context"
	"fmt"
	"time"

	"photogram/models"
	"photogram/models/post"
)

// Transcoded is what came of a video.
type Transcoded struct {
	Key           string
	Width, Height int
	Duration      time.Duration
}

// MediaTranscoded records new video files, unless the recipe changed meanwhile,
// and publishes the post if that is all it waited for. It reports whether the
// files are in use.
func MediaTranscoded(ctx context.Context, s *models.Store, owner, id models.ID, r Transcoded) (used bool, err error) {
	err = s.InTx(ctx, func(t *models.Tx) error {
		used = false
		h, err := lockHolder(ctx, t, owner, id)
		if err != nil || h == nil {
			return err
		}
		var old string
		err = t.PG.QueryRow(ctx, `UPDATE media m SET state = CASE WHEN m.state = 'failed' THEN 'failed'
			WHEN m.render_key = m.wanted_key THEN 'ready' ELSE 'pending' END, video_key = $3,
				video_width = $4, video_height = $5, duration_ms = $6, progress = 100, updated_at = $7
			FROM (SELECT video_key FROM media WHERE owner_id = $1 AND id = $2) before
			WHERE m.owner_id = $1 AND m.id = $2 AND m.wanted_video_key = $3 RETURNING before.video_key`,
			owner, id, r.Key, r.Width, r.Height, r.Duration.Milliseconds(), s.Now()).Scan(&old)
		if models.IsNoRows(err) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("record the video of %d: %w", id, err)
		}
		used = true
		if old != "" && old != r.Key {
			if err := t.Free(ctx, models.DeleteBlobs{Prefixes: []string{post.VideoPrefix(old)}}); err != nil {
				return err
			}
		}
		return h.made(ctx, t)
	})
	return used, err
}
