package models

import (
	"context"
	"fmt"
)

// ActivityKind says what happened that somebody should be told.
type ActivityKind string

// The kinds of activity. Those in the second group change what can be told
// and need no notification of their own: the digest counts again.
const (
	ActLike          ActivityKind = "like"
	ActCommentLike   ActivityKind = "comment_like"
	ActComment       ActivityKind = "comment"
	ActReply         ActivityKind = "reply"
	ActMention       ActivityKind = "mention" // in a caption, or in a comment when there is one
	ActFollow        ActivityKind = "follow"
	ActRequest       ActivityKind = "request"
	ActApproved      ActivityKind = "approved" // of the recipient's request
	ActTag           ActivityKind = "tag"      // tagged in a photo
	ActTagRequest    ActivityKind = "tag_request"
	ActPublishFailed ActivityKind = "publish_failed" // a post of the recipient's own
	ActStoryMention  ActivityKind = "story_mention"  // on a story, whose id stands in place of a post's
	ActRecount       ActivityKind = "recount"
)

// Activity is one thing that happened, for one person to be told.
type Activity struct {
	UserID    ID // who is to be told
	Kind      ActivityKind
	ActorID   ID
	OwnerID   ID // of the post, where there is one
	PostID    ID
	CommentID ID
}

// act records what happened, in the transaction in which it does.
func (t *tx) act(ctx context.Context, list ...Activity) error {
	for _, a := range list {
		if a.UserID == 0 || a.UserID == a.ActorID && a.Kind != ActRecount && a.Kind != ActPublishFailed {
			continue
		}
		_, err := t.pgx.Exec(ctx, `INSERT INTO activity (user_id, id, kind, actor_id, owner_id, post_id, comment_id, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			a.UserID, t.store.NewID(), a.Kind, a.ActorID, a.OwnerID, a.PostID, a.CommentID, t.store.Now())
		if err != nil {
			return fmt.Errorf("record %s: %w", a.Kind, err)
		}
	}
	t.acted = t.acted || len(list) > 0
	return nil
}

// nudge wakes the digest of this program. Others look by themselves.
func (s *Store) nudge() {
	select {
	case s.acted <- struct{}{}:
	default:
	}
}

// Acted receives after activity was recorded by this program.
func (s *Store) Acted() <-chan struct{} { return s.acted }
