package subscription

import (
	"context"
	"fmt"
	"slices"
	"time"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/activity"
)

// Delivery is one event for one subscription.
type Delivery struct {
	Seq                                 models.ID
	EventID                             models.ID
	Kind                                activity.Kind
	AboutID                             models.ID // whose event it is
	ActorID, OwnerID, PostID, CommentID models.ID
	ThreadID, MessageID                 models.ID
	Value                               int64
	State                               string
	Attempts                            int
	NextAt                              *time.Time
	Status                              int
	Problem                             string
	CreatedAt                           time.Time
	DoneAt                              *time.Time
}

// deliveryColumns are those of Delivery, from deliveries AS n.
const deliveryColumns = `n.seq, n.event_id, n.kind, n.about_id, n.actor_id, n.owner_id, n.post_id, n.comment_id, n.thread_id,
	n.message_id, n.value, n.state, n.attempts, n.next_at, n.status, n.problem, n.created_at, n.done_at`

// Test is the kind of a delivery that was asked for to try a receiver.
const Test activity.Kind = "test"

// Content is what a delivery tells, as whoever gets it may see it now.
type Content struct {
	Delivery
	Live     bool // its cause is there, and the receiver may see it
	Actor    access.Author
	Text     string // of the comment or message
	ParentID models.ID
	Reaction string
	StoryID  models.ID // that a message answers
	StoryOf  models.ID // its owner
	Video    bool      // the post's first item
	Items    int       // of the post
	Order    Order     // that it is about
}

// Order is what an event tells of one.
type Order struct {
	ID            models.ID
	Number, State string
}

// StoryRef is the story that an event is about, or 0.
func (c *Content) StoryRef() models.ID {
	if c.Kind == activity.ActStoryMention || c.Kind == activity.ActStoryPeriod {
		return c.PostID
	}
	return c.StoryID
}

// PostRef is the post that an event is about, or 0.
func (c *Content) PostRef() models.ID {
	if c.Kind == activity.ActStoryMention || c.Kind == activity.ActStoryPeriod {
		return 0
	}
	return c.PostID
}

// readSQL reads deliveries with what they tell. v.viewer is by whose eyes: those
// whom an event is about, or nobody's for what is public.
var readSQL = `SELECT ` + deliveryColumns + `,
		` + access.ForViewerAt(access.LiveEvent, "v.viewer", "$5") + `,
		` + access.AuthorColumns + `,
		coalesce(c.text, m.text, ''), coalesce(c.parent_id, 0), coalesce(m.reaction, ''),
		coalesce(h.story_id, 0), coalesce(h.owner_id, 0), coalesce(i.video_key, '') <> '', coalesce(p.media_count, 0),
		coalesce(o.id, 0), coalesce(o.number, ''), coalesce(o.state, '')
	FROM deliveries n CROSS JOIN LATERAL (SELECT CASE WHEN $4 THEN 0 ELSE n.about_id END AS viewer) v
	JOIN users u ON u.id = n.actor_id
	LEFT JOIN comments c ON c.owner_id = n.owner_id AND c.id = n.comment_id AND n.comment_id <> 0
	LEFT JOIN messages m ON m.thread_id = n.thread_id AND m.id = n.message_id AND n.message_id <> 0
	LEFT JOIN thread_members h ON h.user_id = n.about_id AND h.thread_id = n.thread_id AND n.thread_id <> 0
	LEFT JOIN posts p ON p.owner_id = n.owner_id AND p.id = n.post_id AND n.post_id <> 0
	LEFT JOIN media i ON i.owner_id = p.owner_id AND i.id = p.cover_id
	LEFT JOIN orders o ON n.kind LIKE 'order.%' AND o.seller_id = n.owner_id AND o.id = n.value AND n.about_id IN (o.seller_id, o.buyer_id)
	WHERE n.user_id = $1 AND n.subscription_id = $2 AND n.seq = ANY($3) ORDER BY n.seq`

// readContent reads what deliveries of a subscription tell. Those of an actor
// who is gone are not among them.
func readContent(ctx context.Context, q models.Querier, now time.Time, sub *Subscription, seqs ...models.ID) ([]Content, error) {
	rows, err := q.Query(ctx, readSQL, sub.UserID, sub.ID, models.Int64s(seqs), sub.Public(), now)
	if err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	defer rows.Close()
	var out []Content
	for rows.Next() {
		var c Content
		var live *bool
		d, a := &c.Delivery, &c.Actor
		if err := rows.Scan(&d.Seq, &d.EventID, &d.Kind, &d.AboutID, &d.ActorID, &d.OwnerID, &d.PostID, &d.CommentID, &d.ThreadID,
			&d.MessageID, &d.Value, &d.State, &d.Attempts, &d.NextAt, &d.Status, &d.Problem, &d.CreatedAt, &d.DoneAt, &live,
			&a.ID, &a.Username, &a.FullName, &a.AvatarKey, &a.IsPrivate, &a.IsDemo, &a.Suspended,
			&c.Text, &c.ParentID, &c.Reaction, &c.StoryID, &c.StoryOf, &c.Video, &c.Items,
			&c.Order.ID, &c.Order.Number, &c.Order.State); err != nil {
			return nil, fmt.Errorf("read events: %w", err)
		}
		c.Live = live != nil && *live && (c.Order.ID != 0 || !slices.Contains(activity.Orders, c.Kind))
		out = append(out, c)
	}
	return out, rows.Err()
}
