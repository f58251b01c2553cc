package notify

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/activity"
	"photogram/models/subscription"
)

// The digest takes activity out in batches and makes notifications of it, in
// one transaction, so each has its effect once, whoever dies meanwhile. Any
// number of programs may do so at the same time: each takes what no other has.
//
// An account's row in notification_counts is locked before its notifications
// are numbered and until they are committed. A reader who has seen a number has
// therefore seen all below it, which is what lets a stream of events go on
// after it was cut.

// DigestBatch is how much activity one transaction takes.
const DigestBatch = 1000

const takeActivitySQL = `WITH b AS MATERIALIZED (SELECT user_id, id FROM activity ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED)
	DELETE FROM activity a USING b WHERE a.user_id = b.user_id AND a.id = b.id
	RETURNING a.user_id, a.id, a.kind, a.actor_id, a.owner_id, a.post_id, a.comment_id, a.thread_id, a.message_id, a.value,
		a.created_at`

// writeNotificationsSQL makes notifications of activity, as far as its
// recipient wants them. Whether they may see them is asked when they are read.
// Following somebody over and over tells them once a day.
var writeNotificationsSQL = `WITH a AS (
		SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[],
		$8::timestamptz[])
			AS a (user_id, id, kind, actor_id, owner_id, post_id, comment_id, created_at)),
	wanted AS (
		SELECT a.*, k.seq AS base, CASE a.kind
				WHEN 'like' THEN (SELECT l.id FROM likes l WHERE l.owner_id = a.owner_id AND l.post_id = a.post_id
				AND l.user_id = a.actor_id)
				WHEN 'comment_like' THEN (SELECT l.id FROM comment_likes l WHERE l.owner_id = a.owner_id
				AND l.comment_id = a.comment_id AND l.user_id = a.actor_id)
				ELSE 0 END AS since_id
		FROM a JOIN notification_counts k ON k.user_id = a.user_id JOIN users me ON me.id = a.user_id JOIN users u ON u.id = a.actor_id
		LEFT JOIN notification_settings s ON s.user_id = a.user_id AND s.kind = CASE a.kind WHEN 'tag_request' THEN 'tag' ELSE a.kind END
		WHERE a.kind <> ALL($9::text[]) AND (a.actor_id <> a.user_id OR a.kind IN ('publish_failed', 'low_stock')) AND ` +
	access.ForViewer(access.NotHidden("u"), "a.user_id") + `
			AND (s.who IS NULL OR s.who = 'following' AND EXISTS (
				SELECT 1 FROM following f WHERE f.user_id = a.user_id AND f.target_id = a.actor_id AND f.state = 'follows'))
			AND NOT (a.kind IN ('comment', 'reply', 'mention', 'tag', 'tag_request', 'story_mention') AND EXISTS (
				SELECT 1 FROM restricts x WHERE x.user_id = a.user_id AND x.other_id = a.actor_id))
			AND NOT (a.kind IN ('comment', 'reply', 'mention') AND me.muted_pattern <> '' AND coalesce(
				CASE WHEN a.comment_id <> 0 THEN (SELECT c.text FROM comments c WHERE c.owner_id = a.owner_id AND c.id = a.comment_id)
					ELSE (SELECT p.caption FROM posts p WHERE p.owner_id = a.owner_id AND p.id = a.post_id) END, '') ~* me.muted_pattern)),
	numbered AS (
		SELECT user_id, kind, owner_id, post_id, comment_id, CASE WHEN kind IN ('like', 'comment_like') THEN 0
		ELSE actor_id END AS actor_id,
			max(base) + row_number() OVER (PARTITION BY user_id ORDER BY max(id), kind) AS seq, min(since_id) AS since_id,
			min(created_at) AS created_at, max(created_at) AS updated_at
		FROM wanted WHERE since_id IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6),
	written AS (
		INSERT INTO notifications AS o (user_id, kind, owner_id, post_id, comment_id, actor_id, seq, since_id, created_at, updated_at)
		SELECT user_id, kind, owner_id, post_id, comment_id, actor_id, seq, since_id, created_at, updated_at FROM numbered
		ON CONFLICT (user_id, kind, owner_id, post_id, comment_id, actor_id) DO UPDATE
		SET seq = excluded.seq, updated_at = excluded.updated_at,
			since_id = CASE WHEN o.seq > (SELECT k.seen_seq FROM notification_counts k
			WHERE k.user_id = o.user_id) THEN least(o.since_id, excluded.since_id) ELSE excluded.since_id END
		WHERE o.kind NOT IN ('follow', 'request', 'approved') OR o.updated_at <= excluded.updated_at - interval '1 day'
		RETURNING user_id, seq)
	UPDATE notification_counts k SET seq = w.seq FROM (SELECT user_id, max(seq) AS seq FROM written GROUP BY 1) w
	WHERE k.user_id = w.user_id`

// Digest makes notifications of one batch of activity and tells all
// servers of it. It returns how much it took; less than limit means that there
// is no more for now. With a limit of 1, what the database cannot take is
// dropped and logged, so that it does not hold up all others.
func Digest(ctx context.Context, s *models.Store, limit int) (int, error) {
	var taken []subscription.Event
	var users []models.ID
	err := s.InTx(ctx, func(t *models.Tx) error {
		rows, err := t.PG.Query(ctx, takeActivitySQL, limit)
		if err != nil {
			return err
		}
		if taken, err = pgx.CollectRows(rows, pgx.RowToStructByPos[subscription.Event]); err != nil || len(taken) == 0 {
			return err
		}
		users = recipients(taken)
		if err := notify(ctx, t, users, taken); err != nil {
			return err
		}
		return subscription.Record(ctx, t, taken)
	})
	if IsBadData(err) && limit == 1 && len(taken) == 1 {
		a := taken[0]
		s.Log.Error("activity that can't be told is dropped", "kind", a.Kind, "user", a.UserID, "error", err)
		_, err = s.Pool().Exec(ctx, `DELETE FROM activity WHERE user_id = $1 AND id = $2`, a.UserID, a.ID)
	}
	if err != nil {
		return 0, fmt.Errorf("digest activity: %w", err)
	}
	if len(taken) == 0 {
		return 0, nil
	}
	return len(taken), s.Signal(ctx, users)
}

// IsBadData says whether the database refused what it was given, and will again.
func IsBadData(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && strings.HasPrefix(pg.Code, "22")
}

// recipients lists the accounts in the order in which they are locked.
func recipients(list []subscription.Event) []models.ID {
	var out []models.ID
	for _, a := range list {
		out = append(out, a.UserID)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func notify(ctx context.Context, t *models.Tx, users []models.ID, list []subscription.Event) error {
	var kinds []string
	var at []time.Time
	columns := make([][]int64, 6)
	for _, a := range list {
		kinds, at = append(kinds, string(a.Kind)), append(at, a.CreatedAt)
		for i, id := range []models.ID{a.UserID, a.ID, a.ActorID, a.OwnerID, a.PostID, a.CommentID} {
			columns[i] = append(columns[i], int64(id))
		}
	}
	ids := models.Int64s(users)
	batch := &pgx.Batch{}
	// Every table is found by its key here. Plans that were made while they were small would be kept for long.
	batch.Queue(`SET LOCAL enable_seqscan = off`)
	// The accounts are kept from being deleted meanwhile; those that are gone already get nothing.
	batch.Queue(`SELECT 1 FROM users WHERE id = ANY($1) ORDER BY id FOR KEY SHARE`, ids)
	batch.Queue(`INSERT INTO notification_counts (user_id) SELECT id FROM users WHERE id = ANY($1) ORDER BY id ON CONFLICT DO NOTHING`, ids)
	batch.Queue(`SELECT 1 FROM notification_counts WHERE user_id = ANY($1) ORDER BY user_id FOR NO KEY UPDATE`, ids)
	batch.Queue(writeNotificationsSQL, columns[0], columns[1], kinds, columns[2], columns[3], columns[4], columns[5], at,
		activity.Untold)
	batch.Queue(activity.RecountSQL, ids, t.Store.Now())
	batch.Queue(mailSoonSQL, ids, t.Store.Now().Add(mailTogether))
	return t.PG.SendBatch(ctx, batch).Close()
}

// notificationLife is how long notifications are kept.
const NotificationLife = 90 * 24 * time.Hour

// expireNotifications removes old notifications and has their owners counted again.
const ExpireNotifications = `WITH gone AS (DELETE FROM notifications WHERE updated_at < $1 RETURNING user_id)
	INSERT INTO activity (user_id, id, kind, actor_id, created_at)
	SELECT DISTINCT user_id, $2::bigint, 'recount', 0, $3::timestamptz FROM gone`
