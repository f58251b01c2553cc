package making

import (
	"context"
	"fmt"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/activity"
	"photogram/models/post"
	"photogram/models/story"
)

// failed notes why what holds an item can't be shared and tells its owner.
func (h *holder) failed(ctx context.Context, t *models.Tx, reason string) error {
	switch {
	case h.post != nil:
		return publishFailed(ctx, t, h.post, reason)
	case h.story != nil:
		return story.Failed(ctx, t, h.story, reason)
	case h.thread != nil:
		return h.thread.Made(ctx, t, h.message)
	}
	return nil
}

// publishFailed notes why a locked post can't be shared and tells its owner.
// One that waits to be shared becomes a draft; a planned one keeps its time,
// before which it can be put right.
func publishFailed(ctx context.Context, t *models.Tx, p *post.Post, reason string) error {
	if p.State != post.Publishing && p.State != post.Scheduled {
		return nil
	}
	_, err := t.PG.Exec(ctx, `UPDATE posts SET state = CASE state WHEN 'publishing' THEN 'draft'
		ELSE state END, publish_problem = $3, updated_at = $4 WHERE owner_id = $1 AND id = $2`,
		p.OwnerID, p.ID, reason, t.Store.Now())
	if err != nil {
		return fmt.Errorf("note that post %d failed: %w", p.ID, err)
	}
	if p.PublishProblem == "" {
		if err := account.News(ctx, t, p.OwnerID, account.MailPlanFailed,
			map[string]string{"post": p.ID.String(), "reason": reason}); err != nil {
			return err
		}
	}
	return activity.Record(ctx, t, activity.Activity{UserID: p.OwnerID, Kind: activity.ActPublishFailed, ActorID: p.OwnerID,
		OwnerID: p.OwnerID, PostID: p.ID})
}

// solved forgets why a locked post could not be shared once nothing of it has failed.
func solved(ctx context.Context, t *models.Tx, p *post.Post) error {
	tag, err := t.PG.Exec(ctx, `UPDATE posts SET publish_problem = '' WHERE owner_id = $1 AND id = $2
		AND NOT EXISTS (SELECT 1 FROM media WHERE owner_id = $1 AND post_id = $2 AND state = 'failed')`, p.OwnerID, p.ID)
	if err != nil || tag.RowsAffected() == 0 {
		return err
	}
	return activity.RecountPost(ctx, t, p.OwnerID, p.ID)
}
