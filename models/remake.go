package models

import (
	"context"
	"fmt"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// What is made from originals can be lost, or left out when a site is restored,
// and is made again from them.

// remakeEvery is how often a page's readers can order the same thing, whatever
// comes of it.
const remakeEvery = time.Hour

var (
	waitingStates = []rivertype.JobState{rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning, rivertype.JobStateRetryable, rivertype.JobStateScheduled}
	anyStates     = append([]rivertype.JobState{rivertype.JobStateCompleted, rivertype.JobStateCancelled, rivertype.JobStateDiscarded}, waitingStates...)
)

// Remake orders a lost file to be made again, once at a time. By request of a
// reader that is once in an hour.
func (s *Store) Remake(ctx context.Context, f File, byReader bool) error {
	unique := river.UniqueOpts{ByArgs: true, ByState: waitingStates}
	if byReader {
		unique.ByState, unique.ByPeriod = anyStates, remakeEvery
	}
	err := s.inTx(ctx, func(t *tx) error {
		order := func(job river.JobArgs) error { return t.enqueue(ctx, job, &river.InsertOpts{UniqueOpts: unique}) }
		if f.Image != "" {
			return order(RenderAvatar{UserID: f.Owner, Key: f.Image, AppID: f.App, Again: true})
		}
		// What was made once and has failed since can only have failed for want of its files.
		if _, err := t.pgx.Exec(ctx, `UPDATE media SET state = 'ready', failure = '' WHERE owner_id = $1 AND id = $2 AND state = 'failed'
			AND render_key = wanted_key AND video_key = wanted_video_key`, f.Owner, f.Media); err != nil {
			return err
		}
		switch f.Key[0] {
		case 'v':
			return order(TranscodeMedia{f.Owner, f.Media, true})
		case 'f':
			if _, err := t.pgx.Exec(ctx, `UPDATE media SET has_full = false WHERE owner_id = $1 AND id = $2`, f.Owner, f.Media); err != nil {
				return err
			}
			return order(RenderFull{f.Owner, f.Media})
		}
		return order(RenderMedia{f.Owner, f.Media, true})
	})
	if err != nil {
		return fmt.Errorf("order %s anew: %w", f.Key, err)
	}
	return nil
}

// RemakeWaiting orders again what waits to be made and has no job, as after a
// database was restored without its jobs. It returns how much that is.
func (s *Store) RemakeWaiting(ctx context.Context) (n int, err error) {
	var items []Media
	err = s.gorm(ctx).Raw(`SELECT * FROM media m WHERE state = 'pending' AND NOT EXISTS (SELECT FROM river_job j WHERE j.kind IN ('render_media', 'transcode_media')
		AND j.state NOT IN ('completed', 'cancelled', 'discarded') AND j.args @> jsonb_build_object('media_id', m.id::text))`).Scan(&items).Error
	if err != nil {
		return 0, fmt.Errorf("look for what waits to be made: %w", err)
	}
	for i := range items {
		if err := s.inTx(ctx, func(t *tx) error { return t.enqueueMaking(ctx, &items[i]) }); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// MediaRemade records that files which an item had before are there again: its
// renditions, or the video files. AVIF files follow.
func (s *Store) MediaRemade(ctx context.Context, owner, id ID, key string, renditions bool) error {
	return s.inTx(ctx, func(t *tx) error {
		p, err := t.lockPostOfMedia(ctx, owner, id)
		if err != nil || p == nil {
			return err
		}
		tag, err := t.pgx.Exec(ctx, `UPDATE media SET state = CASE WHEN render_key = wanted_key AND video_key = wanted_video_key THEN 'ready' ELSE state END,
				failure = CASE WHEN render_key = wanted_key AND video_key = wanted_video_key THEN '' ELSE failure END,
				has_preview = has_preview OR $4, avif = avif AND NOT $4
			WHERE owner_id = $1 AND id = $2 AND CASE WHEN $4 THEN render_key = $3 ELSE video_key = $3 END`, owner, id, key, renditions)
		if err != nil {
			return fmt.Errorf("record what was made anew of %d: %w", id, err)
		}
		if tag.RowsAffected() == 0 || !renditions {
			return nil
		}
		if _, err := t.pgx.Exec(ctx, `UPDATE posts SET cover_avif = false WHERE owner_id = $1 AND id = $2 AND cover_key = $3`, owner, p.ID, key); err != nil {
			return fmt.Errorf("record what was made anew of %d: %w", id, err)
		}
		return t.enqueue(ctx, EncodeAVIF{owner, id, key}, nil)
	})
}

// MediaLost records why what an item showed cannot be made again, for its owner to see.
func (s *Store) MediaLost(ctx context.Context, owner, id ID, reason string) error {
	return s.gorm(ctx).Exec(`UPDATE media SET state = 'failed', failure = ? WHERE owner_id = ? AND id = ? AND render_key = wanted_key AND video_key = wanted_video_key`, reason, owner, id).Error
}

// HasPicture is whether an account, or an app of theirs, shows the picture of that key.
func (s *Store) HasPicture(ctx context.Context, owner, app ID, key string) (has bool, err error) {
	err = s.pool.QueryRow(ctx, `SELECT EXISTS (SELECT FROM users WHERE id = $1 AND $2 = 0 AND avatar_key = $3)
		OR EXISTS (SELECT FROM apps WHERE id = $2 AND owner_id = $1 AND icon_key = $3)`, owner, app, key).Scan(&has)
	return has, err
}
