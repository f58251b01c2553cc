package models

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
)

func (t *tx) scheduleStory(st *Story, at time.Time, zone string) error {
	zone, err := CleanZone(zone)
	if err != nil {
		return err
	}
	err = t.Exec(`UPDATE stories SET state = 'scheduled', publish_at = ?, schedule_zone = ?, publish_problem = '', updated_at = ? WHERE owner_id = ? AND id = ?`,
		at.UTC().Truncate(time.Microsecond), zone, t.store.Now(), st.OwnerID, st.ID).Error
	if err != nil {
		return fmt.Errorf("plan story %d: %w", st.ID, err)
	}
	if zone == "" {
		return nil
	}
	return t.Exec(`UPDATE users SET time_zone = ? WHERE id = ? AND time_zone <> ?`, zone, st.OwnerID, zone).Error
}

// UnscheduleStory makes a planned story a draft again.
func (s *Store) UnscheduleStory(ctx context.Context, viewer, id ID) error {
	return s.ChangeStory(ctx, viewer, id, StoryChange{Replan: true})
}

// publishStory shares a locked story as soon as what it shows is ready.
func (t *tx) publishStory(ctx context.Context, st *Story) error {
	if _, err := t.pgx.Exec(ctx, `UPDATE stories SET state = 'publishing', publish_at = NULL, publish_problem = '', updated_at = $3 WHERE owner_id = $1 AND id = $2`, st.OwnerID, st.ID, t.store.Now()); err != nil {
		return fmt.Errorf("share story %d: %w", st.ID, err)
	}
	st.State, st.PublishProblem = Publishing, ""
	if _, err := t.pgx.Exec(ctx, `UPDATE posts SET publish_problem = '' WHERE owner_id = $1 AND id = $2 AND publish_problem <> ''`, st.OwnerID, st.ID); err != nil {
		return fmt.Errorf("share story %d: %w", st.ID, err)
	}
	return t.storyWhenReady(ctx, st)
}

// storyWhenReady shares a locked story in state publishing if what it shows is ready.
func (t *tx) storyWhenReady(ctx context.Context, st *Story) error {
	if st.State != Publishing {
		return nil
	}
	var waiting, live int
	err := t.pgx.QueryRow(ctx, `SELECT (SELECT count(*) FROM media WHERE owner_id = $1 AND post_id = $2 AND (state <> 'ready' OR render_key <> wanted_key OR video_key <> wanted_video_key)),
		(SELECT count(*) FROM stories WHERE owner_id = $1 AND state = 'published' AND expires_at > $3)`, st.OwnerID, st.ID, t.store.Now()).Scan(&waiting, &live)
	if err != nil || waiting > 0 {
		return err
	}
	if live >= MaxLiveStories {
		return t.storyFailed(ctx, st, fmt.Sprintf("You shared %d stories in the last 24 hours, which is the limit.", live))
	}
	now := t.store.Now()
	if _, err := t.pgx.Exec(ctx, `UPDATE stories SET state = 'published', pub_id = $3, published_at = $4, expires_at = $5, publish_at = NULL, updated_at = $4
		WHERE owner_id = $1 AND id = $2`, st.OwnerID, st.ID, t.store.NewID(), now, now.Add(StoryLife)); err != nil {
		return fmt.Errorf("share story %d: %w", st.ID, err)
	}
	st.State = Published
	return t.tellStory(ctx, st)
}

// tellStory tells those whom a story mentions, if they may see it.
func (t *tx) tellStory(ctx context.Context, st *Story) error {
	var list []Overlay
	if err := json.Unmarshal(st.OverlayData, &list); err != nil {
		return err
	}
	var people []int64
	for _, o := range list {
		if o.UserID != 0 && o.UserID != st.OwnerID && !slices.Contains(people, int64(o.UserID)) {
			people = append(people, int64(o.UserID))
		}
	}
	if len(people) == 0 {
		return nil
	}
	rows, err := t.pgx.Query(ctx, `SELECT m.id FROM users m, stories st JOIN users so ON so.id = st.owner_id
		WHERE m.id = ANY($1) AND m.suspended_at IS NULL AND st.owner_id = $2 AND st.id = $3 AND `+forViewerAt(liveStory, "m.id", "$4"), people, st.OwnerID, st.ID, t.store.Now())
	if err != nil {
		return fmt.Errorf("tell of story %d: %w", st.ID, err)
	}
	seeing, err := pgx.CollectRows(rows, pgx.RowTo[ID])
	if err != nil {
		return fmt.Errorf("tell of story %d: %w", st.ID, err)
	}
	for _, id := range seeing {
		if err := t.act(ctx, Activity{UserID: id, Kind: ActStoryMention, ActorID: st.OwnerID, OwnerID: st.OwnerID, PostID: st.ID}); err != nil {
			return err
		}
	}
	return nil
}

// storyMade brings the story of a locked post up to its media, of which something was made.
func (t *tx) storyMade(ctx context.Context, p *Post) error {
	st, err := t.ownStoryForUpdate(ctx, p.OwnerID, p.ID)
	if err != nil {
		return err
	}
	if st.PublishProblem != "" {
		if _, err := t.pgx.Exec(ctx, `UPDATE stories SET publish_problem = '' WHERE owner_id = $1 AND id = $2
			AND NOT EXISTS (SELECT 1 FROM media WHERE owner_id = $1 AND post_id = $2 AND state = 'failed')`, st.OwnerID, st.ID); err != nil {
			return fmt.Errorf("note that story %d is mended: %w", st.ID, err)
		}
	}
	return t.storyWhenReady(ctx, st)
}

// ShareDueStory shares one planned story whose time has come, as PublishDue does a post.
func (s *Store) ShareDueStory(ctx context.Context, except []ID) (story ID, err error) {
	err = s.inTx(ctx, func(t *tx) error {
		story = 0
		var owner, id ID
		err := t.pgx.QueryRow(ctx, `SELECT st.owner_id, st.id FROM stories st JOIN users u ON u.id = st.owner_id AND u.suspended_at IS NULL
			WHERE st.state = 'scheduled' AND st.publish_at <= $1 AND st.id <> ALL($2) ORDER BY st.publish_at LIMIT 1 FOR UPDATE OF st SKIP LOCKED`,
			s.Now(), int64s(except)).Scan(&owner, &id)
		if isNoRows(err) {
			return nil
		}
		if err != nil {
			return err
		}
		var st Story
		if err := t.Where("owner_id = ? AND id = ?", int64(owner), int64(id)).Take(&st).Error; err != nil {
			return err
		}
		story = st.ID
		// What failed is tried once more, as with posts.
		var failed []Media
		if err := t.Where("owner_id = ? AND post_id = ? AND state = 'failed'", int64(st.OwnerID), int64(st.ID)).Find(&failed).Error; err != nil {
			return err
		}
		for i := range failed {
			if err := t.retry(ctx, &failed[i]); err != nil {
				return err
			}
		}
		return t.publishStory(ctx, &st)
	})
	return story, err
}

// storyFailed notes why a locked story can't be shared and tells its owner. One
// that waits to be shared becomes a draft; a planned one keeps its time.
func (t *tx) storyFailed(ctx context.Context, st *Story, reason string) error {
	if st.State != Publishing && st.State != Scheduled {
		return nil
	}
	_, err := t.pgx.Exec(ctx, `UPDATE stories SET state = CASE state WHEN 'publishing' THEN 'draft' ELSE state END, publish_problem = $3, updated_at = $4 WHERE owner_id = $1 AND id = $2`,
		st.OwnerID, st.ID, reason, t.store.Now())
	if err != nil {
		return fmt.Errorf("note that story %d failed: %w", st.ID, err)
	}
	if st.PublishProblem == "" {
		if err := t.news(ctx, st.OwnerID, MailPlanFailed, map[string]string{"story": st.ID.String(), "reason": reason}); err != nil {
			return err
		}
	}
	st.PublishProblem = reason
	// The post that holds its media says so for the notification.
	if _, err := t.pgx.Exec(ctx, `UPDATE posts SET publish_problem = $3 WHERE owner_id = $1 AND id = $2`, st.OwnerID, st.ID, reason); err != nil {
		return err
	}
	return t.act(ctx, Activity{UserID: st.OwnerID, Kind: ActPublishFailed, ActorID: st.OwnerID, OwnerID: st.OwnerID, PostID: st.ID})
}

// openStory is an error when a locked post holds the media of a story that is shared.
func (t *tx) openStory(ctx context.Context, p *Post) error {
	if p.State != InStory {
		return nil
	}
	var state PostState
	err := t.pgx.QueryRow(ctx, `SELECT state FROM stories WHERE owner_id = $1 AND id = $2 FOR UPDATE`, p.OwnerID, p.ID).Scan(&state)
	if isNoRows(err) {
		return errNoPost
	}
	if err != nil || state == Draft || state == Scheduled {
		return err
	}
	return &Error{Kind: Conflict, Message: "This story is shared already. Delete it to share another."}
}

// DeleteStory removes a story of the viewer's with all that belongs to it. Its
// files follow a little later.
func (s *Store) DeleteStory(ctx context.Context, viewer, id ID) error {
	st, err := s.OwnStory(ctx, viewer, id)
	if err != nil {
		return err
	}
	if st.Kind == "image" || st.Kind == "video" {
		return s.DeletePost(ctx, viewer, id)
	}
	return s.inTx(ctx, func(t *tx) error {
		if err := t.forgetPost(ctx, viewer, id); err != nil {
			return err
		}
		return t.forgetStory(ctx, viewer, id)
	})
}

// forgetStory removes a story and what others did with it.
func (t *tx) forgetStory(ctx context.Context, owner, id ID) error {
	for _, sql := range []string{
		`DELETE FROM story_views WHERE owner_id = $1 AND story_id = $2`,
		`DELETE FROM stories WHERE owner_id = $1 AND id = $2`, // with its answers and its place in highlights
	} {
		if _, err := t.pgx.Exec(ctx, sql, owner, id); err != nil {
			return fmt.Errorf("delete story %d: %w", id, err)
		}
	}
	return nil
}

// PlanStory plans a story of the viewer's, a draft or a planned one, for another time.
func (s *Store) PlanStory(ctx context.Context, viewer, id ID, at time.Time, zone string) error {
	return s.ChangeStory(ctx, viewer, id, StoryChange{ShareInput: ShareInput{PublishAt: at, Zone: zone}, Replan: true})
}
