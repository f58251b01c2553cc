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
	Live        bool          // its cause is there, and the receiver may see it
	Actor       access.Author `gorm:"embedded"`
	Text        string        // of the comment or message
	ParentID    models.ID
	Reaction    string
	Photos      int    // of the message
	CardKind    string // post or story: what the message shows as a card, if the receiver may see it
	CardOwnerID models.ID
	CardOf      string // its owner's username
	CardID      models.ID
	StoryID     models.ID // that a message answers
	StoryOf     models.ID // its owner
	Video       bool      // the post's first item
	Items       int       // of the post
	Order       Order     `gorm:"embedded;embeddedPrefix:order_"` // that it is about
}

// Order is what an event tells of one.
type Order struct {
	ID            models.ID
	Number, State string
}

// ofStories are kinds with a story's id in place of a post's.
var ofStories = []activity.Kind{activity.ActStoryMention, activity.ActStoryPeriod, activity.ActStoryMilestone}

// StoryRef is the story that an event is about, or 0.
func (c *Content) StoryRef() models.ID {
	if slices.Contains(ofStories, c.Kind) {
		return c.PostID
	}
	return c.StoryID
}

// PostRef is the post that an event is about, or 0.
func (c *Content) PostRef() models.ID {
	if slices.Contains(ofStories, c.Kind) {
		return 0
	}
	return c.PostID
}

// cardSQL is the post or the story that a message m shows, as far as the viewer may see it.
var cardSQL = `SELECT m.card_kind AS kind, p.owner_id, u.username FROM posts p JOIN users u ON u.id = p.owner_id
		WHERE m.card_kind = 'post' AND p.owner_id = m.card_owner_id AND p.id = m.card_id AND ` + access.ListedPost + `
	UNION ALL SELECT m.card_kind, st.owner_id, so.username FROM stories st JOIN users so ON so.id = st.owner_id
		WHERE m.card_kind = 'story' AND st.owner_id = m.card_owner_id AND st.id = m.card_id AND ` + access.VisibleStory

// readSQL reads deliveries with what they tell. v.viewer is by whose eyes: those
// whom an event is about, or nobody's for what is public.
var readSQL = `SELECT ` + deliveryColumns + `,
		` + access.ForViewerAt(access.LiveEvent, "v.viewer", "@now") + ` AS live,
		` + access.AuthorColumns + `,
		coalesce(c.text, m.text) AS text, c.parent_id,
		CASE WHEN n.kind = 'message_reaction' THEN mr.reaction ELSE m.reaction END AS reaction,
		m.photos, card.kind AS card_kind, card.owner_id AS card_owner_id, card.username AS card_of, m.card_id,
		CASE WHEN m.to_story THEN m.card_id ELSE h.story_id END AS story_id,
		CASE WHEN m.to_story THEN m.card_owner_id ELSE h.owner_id END AS story_of,
		i.video_key <> '' AS video, p.media_count AS items, o.id AS order_id, o.number AS order_number, o.state AS order_state
	FROM deliveries n CROSS JOIN LATERAL (SELECT CASE WHEN @public THEN 0 ELSE n.about_id END AS viewer) v
	JOIN users u ON u.id = n.actor_id
	LEFT JOIN comments c ON c.owner_id = n.owner_id AND c.id = n.comment_id AND n.comment_id <> 0
	LEFT JOIN messages m ON m.thread_id = n.thread_id AND m.id = n.message_id AND n.message_id <> 0
	LEFT JOIN LATERAL (` + access.ForViewerAt(cardSQL, "v.viewer", "@now") + `) card ON true
	LEFT JOIN message_reactions mr ON n.kind = 'message_reaction' AND mr.thread_id = n.thread_id AND mr.message_id = n.message_id
		AND mr.user_id = n.actor_id
	LEFT JOIN thread_members h ON h.user_id = n.about_id AND h.thread_id = n.thread_id AND n.thread_id <> 0
	LEFT JOIN posts p ON p.owner_id = n.owner_id AND p.id = n.post_id AND n.post_id <> 0
	LEFT JOIN media i ON i.owner_id = p.owner_id AND i.id = p.cover_id
	LEFT JOIN orders o ON n.kind LIKE 'order.%' AND o.seller_id = n.owner_id AND o.id = n.value AND n.about_id IN (o.seller_id, o.buyer_id)
	WHERE n.user_id = @user AND n.subscription_id = @subscription AND n.seq = ANY(@seqs) ORDER BY n.seq`

// readContent reads what deliveries of a subscription tell. Those of an actor
// who is gone are not among them.
func readContent(ctx context.Context, q models.Querier, now time.Time, sub *Subscription, seqs ...models.ID) ([]Content, error) {
	var out []Content
	err := models.Find(ctx, q, &out, readSQL, models.Args{"user": sub.UserID, "subscription": sub.ID, "seqs": models.Int64s(seqs),
		"public": sub.Public(), "now": now})
	if err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	for i := range out {
		c := &out[i]
		c.Live = c.Live && (c.Order.ID != 0 || !slices.Contains(activity.Orders, c.Kind)) &&
			(c.Kind != activity.ActReaction || c.Reaction != "")
	}
	return out, nil
}
