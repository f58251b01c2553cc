// Package notify tells people what others did: it turns recorded activity into
// notifications, and reads them through to their cause.
package notify

import (
	"context"
	"fmt"
	"slices"
	"time"

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
	Product  string          // what a product is called that it is about
	Picture  string          // the key of its cover
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
	viewer := func(rule string) string { return access.ForViewerAt(rule, "v.id", "@now") }
	return `SELECT v.id AS viewer_id, k.seq AS badge_seq, k.unread AS badge_unread, k.requests AS badge_requests,
			k.messages AS badge_messages, k.message_id AS badge_message_id, r.*
		FROM unnest(@viewers::bigint[], @bounds::bigint[]) AS v (id, bound) LEFT JOIN notification_counts k ON k.user_id = v.id
		LEFT JOIN LATERAL (
			SELECT n.kind, n.owner_id, n.post_id, n.comment_id, n.actor_id, n.seq, n.since_id, n.created_at, n.updated_at,
				coalesce(a.newest_at, n.updated_at) AS at, n.seq > k.seen_seq AND a.newest >= n.since_id AS new,
				a.actors, a.total, own.user_id IS NOT NULL AS own, c.text AS comment, f.state AS outgoing,
				p.likes_count, p.state, p.audience, p.caption, p.media_count, p.cover_key, p.cover_width, p.cover_height,
				p.cover_placeholder, p.cover_alt, st.id IS NOT NULL AS of_story, m.render_key AS story_key, m.alt_text AS story_alt,
				pr.title AS product, pr.cover_key AS product_key
			FROM notifications n
			LEFT JOIN posts p ON p.owner_id = n.owner_id AND p.id = n.post_id
			LEFT JOIN stories st ON n.kind = 'publish_failed' AND st.owner_id = n.owner_id AND st.id = n.post_id
			LEFT JOIN media m ON m.owner_id = st.owner_id AND m.story_id = st.id
			LEFT JOIN products pr ON n.kind IN ('low_stock', 'back_in_stock') AND pr.owner_id = n.owner_id AND pr.id = n.post_id
			LEFT JOIN comments c ON c.owner_id = n.owner_id AND c.id = n.comment_id
			LEFT JOIN likes own ON n.kind = 'like' AND own.owner_id = n.owner_id AND own.post_id = n.post_id AND own.user_id = v.id
			LEFT JOIN following f ON n.kind IN ('follow', 'approved') AND f.user_id = v.id AND f.target_id = n.actor_id
			CROSS JOIN LATERAL (
				SELECT (array_agg(x.user_id ORDER BY x.id DESC))[1:3] AS actors, count(*) AS total, max(x.id) AS newest,
				max(x.created_at) AS newest_at FROM (
					(` + viewer(access.PostLikers) + ` AND n.kind = 'like' ORDER BY l.id DESC LIMIT ` + fmt.Sprint(likersCounted) + `)
					UNION ALL (` + viewer(access.CommentLikers) + ` AND n.kind = 'comment_like' ORDER BY l.id DESC LIMIT 100)
					UNION ALL SELECT n.actor_id, 0, NULL WHERE n.actor_id <> 0) x) a
			WHERE n.user_id = v.id AND ` + bound + ` AND (@kinds::text[] IS NULL OR n.kind = ANY(@kinds))
			AND ` + viewer(access.LiveNotification("0")) + `
			ORDER BY ` + order + ` LIMIT @limit) r ON true
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
		return nil, 0, models.Invalidf("filter", "notify.error.filter-comments-follows-nothing-all")
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
	var rows []notificationRow
	err := models.Find(ctx, s.Pool(), &rows, sql, models.Args{"viewers": ids, "bounds": bounds, "limit": limit, "kinds": kinds,
		"now": s.Now()})
	if err != nil {
		return nil, err
	}
	out := map[models.ID]*Told{}
	actors := map[models.ID]map[models.ID][]int64{} // by account and place
	var people []models.ID
	for i := range rows {
		row := &rows[i]
		user := row.ViewerID
		if out[user] == nil {
			out[user], actors[user] = &Told{Badge: row.Badge}, map[models.ID][]int64{}
		}
		if row.Kind == "" {
			continue
		}
		n := row.view()
		out[user].Notifications = append(out[user].Notifications, n)
		actors[user][n.Seq] = row.Actors
		for _, id := range row.Actors {
			people = append(people, models.ID(id))
		}
		if n.Post != nil {
			people = append(people, n.OwnerID)
		}
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

// notificationRow is a row of notificationRows; without a kind it is a badge alone.
type notificationRow struct {
	ViewerID models.ID
	Badge    access.Badge `gorm:"embedded;embeddedPrefix:badge_"`
	Notification
	At       time.Time
	New      bool
	Actors   []int64
	Total    int64
	Own      bool // the viewer is one of them
	Comment  string
	Outgoing access.Edge
	OfStory  bool
	StoryKey string
	StoryAlt string
	Product  string

	ProductKey string

	LikesCount                           int64
	State                                post.State
	Audience                             access.Audience
	Caption                              string
	MediaCount, CoverWidth, CoverHeight  int
	CoverKey, CoverPlaceholder, CoverAlt string
}

// view is the row as a notification whose Others still counts all actors.
func (r *notificationRow) view() View {
	n := View{Notification: r.Notification, At: r.At, New: r.New, Others: r.Total, Comment: r.Comment, Outgoing: r.Outgoing,
		Product: r.Product, Picture: r.ProductKey}
	n.UserID = r.ViewerID
	if n.Kind == activity.ActLike && r.Total == likersCounted {
		n.Others = r.LikesCount
		if r.Own {
			n.Others--
		}
	}
	switch {
	case r.OfStory:
		n.Story = &post.Picture{Key: r.StoryKey, Alt: r.StoryAlt}
	case n.PostID != 0 && n.Kind != activity.ActStoryMention && !slices.Contains(activity.OfProducts, n.Kind):
		n.Post = &post.View{Viewer: r.ViewerID, Post: post.Post{OwnerID: n.OwnerID, ID: n.PostID, State: r.State, Audience: r.Audience,
			Caption: r.Caption, MediaCount: r.MediaCount, CoverKey: r.CoverKey, CoverWidth: r.CoverWidth, CoverHeight: r.CoverHeight,
			CoverPlaceholder: r.CoverPlaceholder, CoverAlt: r.CoverAlt}}
	}
	return n
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
