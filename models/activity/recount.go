package activity

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"photogram/models"
	"photogram/models/access"
)

// maxBadge is where counting stops.
const maxBadge = 100

// recountSQL counts what is unread, and who asks to follow, anew. It needs the
// rows locked. The newest 200 are looked at, so that its cost has an end.
// Messages of those whom an account restricts, in what it muted, and requests are not counted.
var RecountSQL = `UPDATE notification_counts k
	SET unread = x.unread, requests = x.requests, messages = x.messages, message_id = x.message_id FROM (
		SELECT v.user_id,
			(SELECT count(*) FROM (SELECT 1 FROM (SELECT * FROM notifications m WHERE m.user_id = v.user_id AND m.seq > v.seen_seq
			ORDER BY m.seq DESC LIMIT 200) n
				WHERE ` + access.ForViewerAt(access.LiveNotification("n.since_id"), "v.user_id", "$2") + ` LIMIT ` +
	fmt.Sprint(maxBadge) + `) c) AS unread,
			(SELECT count(*) FROM (SELECT 1 FROM followers e JOIN users u ON u.id = e.follower_id
				WHERE e.user_id = v.user_id AND e.state = 'requested'
				AND ` + access.ForViewer(access.NotHidden("u"), "v.user_id") + ` LIMIT ` + fmt.Sprint(maxBadge) + `) c) AS requests,
			(SELECT count(*) FROM (SELECT 1 FROM (SELECT * FROM thread_members t WHERE t.user_id = v.user_id AND t.state = 'open'
			ORDER BY t.message_id DESC LIMIT 200) m
				WHERE m.message_id > m.seen_id AND NOT m.muted AND NOT EXISTS (SELECT 1 FROM restricts x WHERE x.user_id = v.user_id
				AND x.other_id = m.other_id)
					AND ` + access.ForViewer(access.VisibleThread, "v.user_id") + ` LIMIT ` + fmt.Sprint(maxBadge) + `) c) AS messages,
			coalesce(greatest((SELECT max(t.change_id) FROM thread_members t WHERE t.user_id = v.user_id AND t.state = 'open'),
				(SELECT max(t.change_id) FROM thread_members t WHERE t.user_id = v.user_id AND t.state = 'request')), 0) AS message_id
		FROM notification_counts v WHERE v.user_id = ANY($1)) x
	WHERE k.user_id = x.user_id`

// RecountAbout has everybody counted again who was told of an account, or talks
// with it, since it is hidden or shown from now on.
func RecountAbout(ctx context.Context, t *models.Tx, user models.ID) error {
	return Recount(ctx, t, `SELECT user_id FROM notifications WHERE actor_id = $1 UNION SELECT owner_id FROM likes
		WHERE user_id = $1 UNION SELECT user_id FROM thread_members WHERE other_id = $1`, user)
}

// ForgetUser removes what others were told of an account.
func ForgetUser(ctx context.Context, t *models.Tx, user models.ID) error {
	if err := RecountAbout(ctx, t, user); err != nil {
		return err
	}
	_, err := t.PG.Exec(ctx, `DELETE FROM notifications WHERE actor_id = $1`, user)
	return err
}

// ForgetPost removes what people were told of a post.
func ForgetPost(ctx context.Context, t *models.Tx, owner, post models.ID) error {
	return Recount(ctx, t, `WITH gone AS (DELETE FROM notifications WHERE owner_id = $1 AND post_id = $2 AND post_id <> 0
		RETURNING user_id) SELECT user_id FROM gone`, owner, post)
}

// RecountPost has everybody counted again who was told of a post, since others
// see it, or do not, from now on.
func RecountPost(ctx context.Context, t *models.Tx, owner, post models.ID) error {
	return Recount(ctx, t, `SELECT user_id FROM notifications WHERE owner_id = $1 AND post_id = $2 AND post_id <> 0`, owner, post)
}

// Recount records that the accounts which a statement lists are to be counted again.
func Recount(ctx context.Context, t *models.Tx, who string, args ...any) error {
	rows, err := t.PG.Query(ctx, who, args...)
	if err != nil {
		return err
	}
	users, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil || len(users) == 0 {
		return err
	}
	t.Acted = true
	slices.Sort(users)
	_, err = t.PG.Exec(ctx, `INSERT INTO activity (user_id, id, kind, actor_id, created_at) SELECT u, $2, 'recount', 0, $3
		FROM unnest($1::bigint[]) u`,
		slices.Compact(users), t.Store.NewID(), t.Store.Now())
	return err
}
