package making

import (
	"context"
	"fmt"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"photogram/models"
	"photogram/models/post"
)

// What is made from originals can be lost, or left out when a site is restored,
// and is made again from them.

// remakeEvery is how often a page's readers can order the same thing, whatever
// comes of it.
const remakeEvery = time.Hour

var (
	waitingStates = []rivertype.JobState{rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning,
		rivertype.JobStateRetryable, rivertype.JobStateScheduled}
	anyStates = append([]rivertype.JobState{rivertype.JobStateCompleted, rivertype.JobStateCancelled,
		rivertype.JobStateDiscarded}, waitingStates...)
)

// Remake orders a lost file to be made again, once at a time. By request of a
// reader that is once in an hour.
func Remake(ctx context.Context, s *models.Store, f post.File, byReader bool) error {
	unique := river.UniqueOpts{ByArgs: true, ByState: waitingStates}
	if byReader {
		unique.ByState, unique.ByPeriod = anyStates, remakeEvery
	}
	err := s.InTx(ctx, func(t *models.Tx) error {
		order := func(job river.JobArgs) error { return t.Enqueue(ctx, job, &river.InsertOpts{UniqueOpts: unique}) }
		if f.Image != "" {
			return order(models.RenderAvatar{UserID: f.Owner, Key: f.Image, AppID: f.App, Again: true})
		}
		// What was made once and has failed since can only have failed for want of its files.
		if _, err := t.PG.Exec(ctx, `UPDATE media SET state = 'ready', failure = '' WHERE owner_id = $1 AND id = $2 AND state = 'failed'
			AND render_key = wanted_key AND video_key = wanted_video_key`, f.Owner, f.Media); err != nil {
			return err
		}
		switch f.Key[0] {
		case 'v':
			return order(models.TranscodeMedia{OwnerID: f.Owner, MediaID: f.Media, Again: true})
		case 'f':
			if _, err := t.PG.Exec(ctx, `UPDATE media SET has_full = false WHERE owner_id = $1 AND id = $2`, f.Owner, f.Media); err != nil {
				return err
			}
			return order(models.RenderFull{OwnerID: f.Owner, MediaID: f.Media})
		}
		return order(models.RenderMedia{OwnerID: f.Owner, MediaID: f.Media, Again: true})
	})
	if err != nil {
		return fmt.Errorf("order %s anew: %w", f.Key, err)
	}
	return nil
}

// RemakeWaiting orders again what waits to be made and has no job, as after a
// database was restored without its jobs. It returns how much that is.
func RemakeWaiting(ctx context.Context, s *models.Store) (n int, err error) {
	var items []post.Media
	err = models.Find(ctx, s.Pool(), &items, `SELECT * FROM media m WHERE state = 'pending' AND
		NOT EXISTS (SELECT FROM river_job j WHERE j.kind IN ('render_media', 'transcode_media')
		AND j.state NOT IN ('completed', 'cancelled', 'discarded')
		AND j.args @> jsonb_build_object('media_id', m.id::text))`, nil)
	if err != nil {
		return 0, fmt.Errorf("look for what waits to be made: %w", err)
	}
	for i := range items {
		if err := s.InTx(ctx, func(t *models.Tx) error { return post.EnqueueMaking(ctx, t, &items[i]) }); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// MediaRemade records that files which an item had before are there again: its
// renditions, or the video files. AVIF files follow.
func MediaRemade(ctx context.Context, s *models.Store, owner, id models.ID, key string, renditions bool) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		h, err := lockHolder(ctx, t, owner, id)
		if err != nil || h == nil {
			return err
		}
		tag, err := t.PG.Exec(ctx, `UPDATE media SET state = CASE WHEN render_key = wanted_key
			AND video_key = wanted_video_key THEN 'ready' ELSE state END,
				failure = CASE WHEN render_key = wanted_key AND video_key = wanted_video_key THEN '' ELSE failure END,
				has_preview = has_preview OR $4, avif = avif AND NOT $4
			WHERE owner_id = $1 AND id = $2 AND CASE WHEN $4 THEN render_key = $3 ELSE video_key = $3 END`, owner, id, key, renditions)
		if err != nil {
			return fmt.Errorf("record what was made anew of %d: %w", id, err)
		}
		if tag.RowsAffected() == 0 || !renditions {
			return nil
		}
		if err := h.coverAVIF(ctx, t, key, false); err != nil {
			return fmt.Errorf("record what was made anew of %d: %w", id, err)
		}
		return t.Enqueue(ctx, models.EncodeAVIF{OwnerID: owner, MediaID: id, Key: key}, nil)
	})
}

// MediaLost records why what an item showed cannot be made again, for its owner to see.
func MediaLost(ctx context.Context, s *models.Store, owner, id models.ID, reason string) error {
	return models.Do(ctx, s.Pool(), `UPDATE media SET state = 'failed', failure = @reason WHERE owner_id = @owner AND id = @id
		AND render_key = wanted_key AND video_key = wanted_video_key`, models.Args{"reason": reason, "owner": owner, "id": id})
}

// HasPicture is whether an account, or an app of theirs, shows the picture of that key.
func HasPicture(ctx context.Context, s *models.Store, owner, app models.ID, key string) (has bool, err error) {
	err = s.Pool().QueryRow(ctx, `SELECT EXISTS (SELECT FROM users WHERE id = $1 AND $2 = 0 AND avatar_key = $3)
		OR EXISTS (SELECT FROM apps WHERE id = $2 AND owner_id = $1 AND icon_key = $3)`, owner, app, key).Scan(&has)
	return has, err
}
