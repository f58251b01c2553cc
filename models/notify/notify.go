// Package notify tells people what others did: it turns recorded activity into
// notifications, and reads them through to their cause.
package notify

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/activity"
	"photogram/models/post"
)

// Notification is something that an account is told of.
type Notification struct {
	UserID    models.ID     `gorm:"primaryKey"` // whose it is
	Kind      activity.Kind `gorm:"primaryKey"`
	OwnerID   models.ID     `gorm:"primaryKey"` // the post, where there is one
	PostID    models.ID     `gorm:"primaryKey"`
	CommentID models.ID     `gorm:"primaryKey"`
	ActorID   models.ID     `gorm:"primaryKey"` // 0 for likes, which are told together
	Seq       models.ID     // its place in the list
	SinceID   models.ID
	CreatedAt time.Time
	UpdatedAt time.Time
}

// View is a notification with what a page shows of it.
type View struct {
	Notification
	At       time.Time       // of the newest cause
	New      bool            // it came after the account last looked
	Actors   []access.Author // the newest first, at most 3
	Others   int64           // beyond them
	Post     *post.View      // without its media; nil where there is none
	Story    *post.Picture   // what a story shows that could not be shared; nil where it is about none
	Comment  string          // the comment's text
	Outgoing access.Edge     // whether the viewer follows the actor, for follows
}

// likersCounted is how many likers are counted one by one; beyond, the post's
// own number is near enough.
const likersCounted = 20

// notificationRows reads notifications of each viewer in v, a list of accounts
// with a bound, in one snapshot with their badges. A viewer without any has one
// row of badges alone.
func notificationRows(bound, order string) string {
	viewer := func(rule string) string { return access.ForViewerAt(rule, "v.id", "$5") }
	return `SELECT v.id, coalesce(k.seq, 0), coalesce(k.unread, 0), coalesce(k.requests, 0), coalesce(k.messages, 0),
		coalesce(k.message_id, 0), r.*
		FROM unnest($1::bigint[], $2::bigint[]) AS v (id, bound) LEFT JOIN notification_counts k ON k.user_id = v.id
		LEFT JOIN LATERAL (
			SELECT n.kind, n.owner_id, n.post_id, n.comment_id, n.actor_id, n.seq, n.since_id, n.created_at, n.updated_at,
				coalesce(a.newest_at, n.updated_at), n.seq > k.seen_seq AND a.newest >= n.since_id AS fresh,
				a.actors, a.total, coalesce(p.likes_count, 0), coalesce(own.user_id, 0), coalesce(c.text, ''), coalesce(f.state, ''),
				coalesce(p.state, ''), coalesce(p.audience, ''), coalesce(p.caption, ''), coalesce(p.media_count, 0),
				coalesce(p.cover_key, ''), coalesce(p.cover_width, 0), coalesce(p.cover_height, 0),
				coalesce(p.cover_placeholder, ''), coalesce(p.cover_alt, ''), st.id IS NOT NULL,
				coalesce(m.render_key, ''), coalesce(m.alt_text, '')
			FROM notifications n
			LEFT JOIN posts p ON p.owner_id = n.owner_id AND p.id = n.post_id
			LEFT JOIN stories st ON n.kind = 'publish_failed' AND st.owner_id = n.owner_id AND st.id = n.post_id
			LEFT JOIN media m ON m.owner_id = st.owner_id AND m.story_id = st.id
			LEFT JOIN comments c ON c.owner_id = n.owner_id AND c.id = n.comment_id
			LEFT JOIN likes own ON n.kind = 'like' AND own.owner_id = n.owner_id AND own.post_id = n.post_id AND own.user_id = v.id
			LEFT JOIN following f ON n.kind IN ('follow', 'approved') AND f.user_id = v.id AND f.target_id = n.actor_id
			CROSS JOIN LATERAL (
				SELECT (array_agg(x.user_id ORDER BY x.id DESC))[1:3] AS actors, count(*) AS total, max(x.id) AS newest,
				max(x.created_at) AS newest_at FROM (
					(` + viewer(access.PostLikers) + ` AND n.kind = 'like' ORDER BY l.id DESC LIMIT ` + fmt.Sprint(likersCounted) + `)
					UNION ALL (` + viewer(access.CommentLikers) + ` AND n.kind = 'comment_like' ORDER BY l.id DESC LIMIT 100)
					UNION ALL SELECT n.actor_id, 0, NULL WHERE n.actor_id <> 0) x) a
			WHERE n.user_id = v.id AND ` + bound + ` AND ($4::text[] IS NULL OR n.kind = ANY($4))
			AND ` + viewer(access.LiveNotification("0")) + `
			ORDER BY ` + order + ` LIMIT $3) r ON true
		ORDER BY v.id, ` + order
}

var (
	notificationPage = notificationRows("n.seq < v.bound", "seq DESC")
	notificationTail = notificationRows("n.seq > v.bound", "seq")
)

// NotificationFilters are parts of the list, by name.
var Filters = map[string][]activity.Kind{
	"":         nil,
	"comments": {activity.ActComment, activity.ActReply, activity.ActMention, activity.ActCommentLike, activity.ActStoryMention},
	"follows":  {activity.ActFollow, activity.ActRequest, activity.ActApproved},
}

// List lists what the viewer has been told, newest first, as far as
// its cause is still there.
func List(ctx context.Context, s *models.Store, viewer models.ID, filter string, before models.ID, limit int) ([]View, models.ID, error) {
	kinds, ok := Filters[filter]
	if !ok {
		return nil, 0, models.Invalidf("filter", "The filter is comments or follows, or nothing for all.")
	}
	states, err := readNotifications(ctx, s, notificationPage, []Position{{viewer, models.OrNewest(before)}}, limit+1, kinds)
	if err != nil {
		return nil, 0, fmt.Errorf("read notifications of %d: %w", viewer, err)
	}
	list := states[viewer].Notifications
	var next models.ID
	if len(list) > limit {
		list = list[:limit]
		next = list[limit-1].Seq
	}
	return list, next, nil
}

// Position is how far in their notifications an account's reader has come.
type Position struct {
	UserID models.ID
	Seq    models.ID
}

// Told is what is new to an account since a position, oldest first.
type Told struct {
	access.Badge
	Notifications []View
	// More says that there are more than were asked for.
	More bool
}

// Since reads, in one snapshot, what is new to each of these accounts, at most
// limit for each. Their numbers follow the order of commits, so what is read
// next time begins where this ended and nothing is missed.
func Since(ctx context.Context, s *models.Store, at []Position, limit int) (map[models.ID]*Told, error) {
	states, err := readNotifications(ctx, s, notificationTail, at, limit+1, nil)
	if err != nil {
		return nil, fmt.Errorf("read new notifications: %w", err)
	}
	for _, t := range states {
		if len(t.Notifications) > limit {
			t.Notifications, t.More = t.Notifications[:limit], true
		}
	}
	return states, nil
}

func readNotifications(ctx context.Context, s *models.Store, sql string, at []Position, limit int,
	kinds []activity.Kind) (map[models.ID]*Told, error) {
	ids, bounds := make([]int64, len(at)), make([]int64, len(at))
	for i, p := range at {
		ids[i], bounds[i] = int64(p.UserID), int64(p.Seq)
	}
	rows, err := s.Pool().Query(ctx, sql, ids, bounds, limit, kinds, s.Now())
	if err != nil {
		return nil, err
	}
	out := map[models.ID]*Told{}
	actors := map[models.ID]map[models.ID][]int64{} // by account and place
	var people []models.ID
	defer rows.Close()
	for rows.Next() {
		var user models.ID
		var b access.Badge
		n, list, err := scanNotification(rows, &user, &b)
		if err != nil {
			return nil, err
		}
		if out[user] == nil {
			out[user], actors[user] = &Told{Badge: b}, map[models.ID][]int64{}
		}
		if n == nil {
			continue
		}
		out[user].Notifications = append(out[user].Notifications, *n)
		actors[user][n.Seq] = list
		for _, id := range list {
			people = append(people, models.ID(id))
		}
		if n.Post != nil {
			people = append(people, n.OwnerID)
		}
	}
	if rows.Err() != nil {
		return nil, rows.Err()
	}
	authors, err := access.Authors(ctx, s, people)
	if err != nil {
		return nil, fmt.Errorf("read authors: %w", err)
	}
	for user, told := range out {
		for i := range told.Notifications {
			n := &told.Notifications[i]
			for _, id := range actors[user][n.Seq] {
				n.Actors = append(n.Actors, authors[models.ID(id)])
			}
			n.Others -= int64(len(n.Actors))
			if n.Post != nil {
				n.Post.Author = authors[n.OwnerID]
			}
		}
	}
	return out, nil
}

// scanNotification reads a row of notificationRows; its Others still counts all actors.
func scanNotification(rows pgx.Rows, user *models.ID, b *access.Badge) (*View, []int64, error) {
	var kind, text, following, state, audience, caption, key, placeholder, alt, storyKey, storyAlt *string
	var owner, postName, comment, actor, seq, since, total, likes, own *int64
	var created, updated, at *time.Time
	var fresh, ofStory *bool
	var media, width, height *int
	var actors []int64
	err := rows.Scan(user, &b.Seq, &b.Unread, &b.Requests, &b.Messages, &b.MessageID, &kind, &owner, &postName, &comment, &actor,
		&seq, &since, &created, &updated, &at, &fresh,
		&actors, &total, &likes, &own, &text, &following, &state, &audience, &caption, &media, &key, &width, &height, &placeholder, &alt,
		&ofStory, &storyKey, &storyAlt)
	if err != nil || kind == nil {
		return nil, nil, err
	}
	n := &View{At: *at, New: fresh != nil && *fresh, Others: *total, Comment: *text, Outgoing: access.Edge(*following),
		Notification: Notification{UserID: *user, Kind: activity.Kind(*kind), OwnerID: models.ID(*owner),
			PostID: models.ID(*postName), CommentID: models.ID(*comment), ActorID: models.ID(*actor),
			Seq: models.ID(*seq), SinceID: models.ID(*since), CreatedAt: *created, UpdatedAt: *updated}}
	if n.Kind == activity.ActLike && *total == likersCounted {
		n.Others = *likes
		if *own != 0 {
			n.Others--
		}
	}
	switch {
	case *ofStory:
		n.Story = &post.Picture{Key: *storyKey, Alt: *storyAlt}
	case n.PostID != 0 && n.Kind != activity.ActStoryMention:
		n.Post = &post.View{Viewer: *user, Post: post.Post{OwnerID: n.OwnerID, ID: n.PostID, State: post.State(*state),
			Audience: access.Audience(*audience), Caption: *caption, MediaCount: *media,
			CoverKey: *key, CoverWidth: *width, CoverHeight: *height, CoverPlaceholder: *placeholder, CoverAlt: *alt}}
	}
	return n, actors, nil
}

// BadgeOf is an account's badge.
func BadgeOf(ctx context.Context, s *models.Store, user models.ID) (b access.Badge, err error) {
	err = s.Pool().QueryRow(ctx, `SELECT seq, unread, requests, messages, message_id FROM notification_counts
		WHERE user_id = $1`, user).Scan(&b.Seq, &b.Unread, &b.Requests, &b.Messages, &b.MessageID)
	if models.IsNoRows(err) {
		err = nil
	}
	return b, err
}

// See marks everything up to a place in the list as seen; 0 is
// the newest. What came later stays new.
func See(ctx context.Context, s *models.Store, user, upto models.ID) error {
	err := s.InTx(ctx, func(t *models.Tx) error {
		// The lock comes first, so that the count is taken of what was committed before.
		if _, err := t.PG.Exec(ctx, `SELECT 1 FROM notification_counts WHERE user_id = $1 FOR NO KEY UPDATE`, user); err != nil {
			return err
		}
		if _, err := t.PG.Exec(ctx, `UPDATE notification_counts SET seen_seq = greatest(seen_seq, least($2, seq))
			WHERE user_id = $1`, user, models.OrNewest(upto)); err != nil {
			return err
		}
		_, err := t.PG.Exec(ctx, activity.RecountSQL, []int64{int64(user)}, s.Now())
		return err
	})
	if err != nil {
		return fmt.Errorf("mark notifications of %d as seen: %w", user, err)
	}
	return s.Signal(ctx, []models.ID{user})
}
