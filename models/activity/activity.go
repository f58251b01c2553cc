// Package activity records what people did that others are told of, in the
// transaction in which they did it. It must not know how they are told.
package activity

import (
	"context"
	"fmt"
	"slices"

	"photogram/models"
)

// Kind says what happened that somebody should be told.
type Kind string

// The kinds of activity. Those in the second group change what can be told
// and need no notification of their own: the digest counts again.
const (
	ActLike          Kind = "like"
	ActCommentLike   Kind = "comment_like"
	ActComment       Kind = "comment"
	ActReply         Kind = "reply"
	ActMention       Kind = "mention" // in a caption, or in a comment when there is one
	ActFollow        Kind = "follow"
	ActRequest       Kind = "request"
	ActApproved      Kind = "approved" // of the recipient's request
	ActTag           Kind = "tag"      // tagged in a photo
	ActTagRequest    Kind = "tag_request"
	ActPublishFailed Kind = "publish_failed" // a post of the recipient's own
	ActStoryMention  Kind = "story_mention"  // on a story, whose id stands in place of a post's
	ActLowStock      Kind = "low_stock"      // of a product of the recipient's own, whose id stands in place of a post's
	ActBackInStock   Kind = "back_in_stock"  // a product that the recipient waits for
	ActRecount       Kind = "recount"

	// These are for subscriptions alone; pages show them elsewhere.
	ActMessage       Kind = "message"
	ActStoryReply    Kind = "story_reply"
	ActStoryReaction Kind = "story_reaction"
	ActReaction      Kind = "message_reaction" // to a message of the recipient's
	ActPublished     Kind = "published"        // a post of the recipient's own
	ActStoryPeriod   Kind = "story_period"     // a story of the recipient's own is an hour past its end

	// Milestones: a number of views, or of followers, was reached.
	ActPostMilestone     Kind = "post_milestone"
	ActStoryMilestone    Kind = "story_milestone"
	ActFollowerMilestone Kind = "follower_milestone"
)

// OfProducts are the kinds that are about a product.
var OfProducts = []Kind{ActLowStock, ActBackInStock}

var milestones = []Kind{ActPostMilestone, ActStoryMilestone, ActFollowerMilestone}

// What becomes of an order, for its seller and its buyer. OwnerID is the seller and
// Value the order. Mails tell people of it.
const (
	OrderPlaced    Kind = "order.placed"
	OrderConfirmed Kind = "order.confirmed"
	OrderPaid      Kind = "order.paid"
	OrderExpired   Kind = "order.expired"
	OrderShipped   Kind = "order.shipped"
	OrderDelivered Kind = "order.delivered"
	OrderCancelled Kind = "order.cancelled"
	OrderRefunded  Kind = "order.refunded"
	OrderReturned  Kind = "order.returned"
	OrderWithdrawn Kind = "order.withdrawn"
)

// Orders are the kinds of what becomes of an order.
var Orders = []Kind{OrderPlaced, OrderConfirmed, OrderPaid, OrderExpired, OrderShipped, OrderDelivered, OrderCancelled, OrderRefunded,
	OrderReturned, OrderWithdrawn}

// Untold are the kinds that make no notification.
var Untold = slices.Concat([]Kind{ActRecount, ActMessage, ActStoryReply, ActStoryReaction, ActReaction, ActPublished, ActStoryPeriod},
	milestones, Orders)

// ofOneself are the kinds of what nobody else did.
var ofOneself = slices.Concat([]Kind{ActRecount, ActPublishFailed, ActPublished, ActStoryPeriod, ActLowStock}, milestones, Orders)

// Activity is one thing that happened, for one person to be told.
type Activity struct {
	UserID    models.ID // who is to be told
	Kind      Kind
	ActorID   models.ID
	OwnerID   models.ID // of the post, where there is one
	PostID    models.ID
	CommentID models.ID
	ThreadID  models.ID // the message, where there is one
	MessageID models.ID
	Value     int64 // the number that was reached
}

// Record records what happened, in the transaction in which it does.
func Record(ctx context.Context, t *models.Tx, list ...Activity) error {
	for _, a := range list {
		if a.UserID == 0 || a.UserID == a.ActorID && !slices.Contains(ofOneself, a.Kind) {
			continue
		}
		_, err := t.PG.Exec(ctx, `INSERT INTO activity (user_id, id, kind, actor_id, owner_id, post_id, comment_id, thread_id, message_id,
			value, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
			a.UserID, t.Store.NewID(), a.Kind, a.ActorID, a.OwnerID, a.PostID, a.CommentID, a.ThreadID, a.MessageID, a.Value,
			t.Store.Now())
		if err != nil {
			return fmt.Errorf("record %s: %w", a.Kind, err)
		}
	}
	t.Acted = t.Acted || len(list) > 0
	return nil
}
