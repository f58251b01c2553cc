package story

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/account"
	"photogram/models/activity"
	"photogram/models/post"
	"photogram/models/tally"
)

func schedule(ctx context.Context, t *models.Tx, st *Story, at time.Time, zone string) error {
	zone, err := models.CleanZone(zone)
	if err != nil {
		return err
	}
	err = models.Do(ctx, t.PG,
		`UPDATE stories SET state = 'scheduled', publish_at = @microsecond, schedule_zone = @zone, publish_problem = '', updated_at = @now
		WHERE owner_id = @owner AND id = @story`,
		models.Args{"microsecond": at.UTC().Truncate(time.Microsecond), "zone": zone, "now": t.Store.Now(), "owner": st.OwnerID,
			"story": st.ID})
	if err != nil {
		return fmt.Errorf("plan story %d: %w", st.ID, err)
	}
	if zone == "" {
		return nil
	}
	return models.Do(ctx, t.PG, `UPDATE users SET time_zone = @zone WHERE id = @owner AND time_zone <> @zone`,
		models.Args{"zone": zone, "owner": st.OwnerID})
}

// Unschedule makes a planned story a draft again.
func Unschedule(ctx context.Context, s *models.Store, viewer, id models.ID) error {
	return Change(ctx, s, viewer, id, Changes{Replan: true})
}

// share shares a locked story as soon as what it shows is ready.
func share(ctx context.Context, t *models.Tx, st *Story) error {
	if _, err := t.PG.Exec(ctx, `UPDATE stories SET state = 'publishing', publish_at = NULL, publish_problem = '', updated_at = $3
		WHERE owner_id = $1 AND id = $2`, st.OwnerID, st.ID, t.Store.Now()); err != nil {
		return fmt.Errorf("share story %d: %w", st.ID, err)
	}
	st.State, st.PublishProblem = post.Publishing, ""
	return shareWhenReady(ctx, t, st)
}

// shareWhenReady shares a locked story in state publishing if what it shows is ready.
func shareWhenReady(ctx context.Context, t *models.Tx, st *Story) error {
	if st.State != post.Publishing {
		return nil
	}
	var waiting, live int
	err := t.PG.QueryRow(ctx, `SELECT (SELECT count(*) FROM media WHERE owner_id = $1 AND story_id = $2
		AND (state <> 'ready' OR render_key <> wanted_key OR video_key <> wanted_video_key)),
		(SELECT count(*) FROM stories WHERE owner_id = $1 AND state = 'published' AND expires_at > $3)`, st.OwnerID, st.ID,
		t.Store.Now()).Scan(&waiting, &live)
	if err != nil || waiting > 0 {
		return err
	}
	if live >= MaxLiveStories {
		return Failed(ctx, t, st, fmt.Sprintf("You shared %d stories in the last 24 hours, which is the limit.", live))
	}
	now := t.Store.Now()
	if _, err := t.PG.Exec(ctx, `UPDATE stories
		SET state = 'published', pub_id = $3, published_at = $4, expires_at = $5, publish_at = NULL, updated_at = $4
		WHERE owner_id = $1 AND id = $2`, st.OwnerID, st.ID, t.Store.NewID(), now, now.Add(Life)); err != nil {
		return fmt.Errorf("share story %d: %w", st.ID, err)
	}
	st.State = post.Published
	if st.Kind == Shared && st.SharedOwnerID != st.OwnerID {
		if err := tally.Write(ctx, t, tally.Mark{Owner: st.SharedOwnerID, Post: st.SharedPostID, Actor: st.OwnerID,
			Metric: tally.Shares, N: 1}); err != nil {
			return err
		}
	}
	return notifyMentioned(ctx, t, st)
}

// notifyMentioned tells those whom a story mentions, if they may see it.
func notifyMentioned(ctx context.Context, t *models.Tx, st *Story) error {
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
	rows, err := t.PG.Query(ctx, `SELECT m.id FROM users m, stories st JOIN users so ON so.id = st.owner_id
		WHERE m.id = ANY($1) AND m.suspended_at IS NULL AND st.owner_id = $2 AND st.id = $3
		AND `+access.ForViewerAt(access.LiveStory, "m.id", "$4"), people, st.OwnerID, st.ID, t.Store.Now())
	if err != nil {
		return fmt.Errorf("tell of story %d: %w", st.ID, err)
	}
	seeing, err := pgx.CollectRows(rows, pgx.RowTo[models.ID])
	if err != nil {
		return fmt.Errorf("tell of story %d: %w", st.ID, err)
	}
	for _, id := range seeing {
		if err := activity.Record(ctx, t, activity.Activity{UserID: id, Kind: activity.ActStoryMention, ActorID: st.OwnerID,
			OwnerID: st.OwnerID, PostID: st.ID}); err != nil {
			return err
		}
	}
	return nil
}

// Made brings a locked story up to its item, of which something was made.
func Made(ctx context.Context, t *models.Tx, st *Story) error {
	if st.PublishProblem != "" {
		tag, err := t.PG.Exec(ctx, `UPDATE stories SET publish_problem = '' WHERE owner_id = $1 AND id = $2
			AND NOT EXISTS (SELECT 1 FROM media WHERE owner_id = $1 AND story_id = $2 AND state = 'failed')`, st.OwnerID, st.ID)
		if err == nil && tag.RowsAffected() > 0 {
			err = activity.RecountPost(ctx, t, st.OwnerID, st.ID)
		}
		if err != nil {
			return fmt.Errorf("note that story %d is mended: %w", st.ID, err)
		}
	}
	return shareWhenReady(ctx, t, st)
}

// ShareDue shares one planned story whose time has come, as PublishDue does a post.
func ShareDue(ctx context.Context, s *models.Store, except []models.ID) (story models.ID, err error) {
	err = s.InTx(ctx, func(t *models.Tx) error {
		story = 0
		var owner, id models.ID
		err := t.PG.QueryRow(ctx, `SELECT st.owner_id, st.id FROM stories st JOIN users u ON u.id = st.owner_id AND u.suspended_at IS NULL
			WHERE st.state = 'scheduled' AND st.publish_at <= $1 AND st.id <> ALL($2) ORDER BY st.publish_at LIMIT 1
			FOR UPDATE OF st SKIP LOCKED`,
			s.Now(), models.Int64s(except)).Scan(&owner, &id)
		if models.IsNoRows(err) {
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
		var failed []post.Media
		if err := t.Where("owner_id = ? AND story_id = ? AND state = 'failed'", int64(st.OwnerID),
			int64(st.ID)).Find(&failed).Error; err != nil {
			return err
		}
		for i := range failed {
			if err := post.Retry(ctx, t, &failed[i]); err != nil {
				return err
			}
		}
		return share(ctx, t, &st)
	})
	return story, err
}

// Failed notes why a locked story can't be shared and tells its owner. One
// that waits to be shared becomes a draft; a planned one keeps its time.
func Failed(ctx context.Context, t *models.Tx, st *Story, reason string) error {
	if st.State != post.Publishing && st.State != post.Scheduled {
		return nil
	}
	_, err := t.PG.Exec(ctx, `UPDATE stories SET state = CASE state WHEN 'publishing' THEN 'draft'
		ELSE state END, publish_problem = $3, updated_at = $4 WHERE owner_id = $1 AND id = $2`,
		st.OwnerID, st.ID, reason, t.Store.Now())
	if err != nil {
		return fmt.Errorf("note that story %d failed: %w", st.ID, err)
	}
	if st.PublishProblem == "" {
		if err := account.News(ctx, t, st.OwnerID, account.MailPlanFailed,
			map[string]string{"story": st.ID.String(), "reason": reason}); err != nil {
			return err
		}
	}
	st.PublishProblem = reason
	return activity.Record(ctx, t, activity.Activity{UserID: st.OwnerID, Kind: activity.ActPublishFailed, ActorID: st.OwnerID,
		OwnerID: st.OwnerID, PostID: st.ID})
}

// Delete removes a story of the viewer's with all that belongs to it. Its
// files follow a little later.
func Delete(ctx context.Context, s *models.Store, viewer, id models.ID) error {
	if _, err := Own(ctx, s, viewer, id); err != nil {
		return err
	}
	return s.InTx(ctx, func(t *models.Tx) error {
		if _, err := Lock(ctx, t, viewer, id); err != nil {
			if models.KindOf(err) == models.NotFound {
				return nil
			}
			return err
		}
		m, err := itemOf(ctx, t, viewer, id)
		if err == nil && m != nil {
			err = post.DropItems(ctx, t, *m)
		}
		if err == nil {
			err = activity.ForgetPost(ctx, t, viewer, id)
		}
		if err == nil {
			err = tally.ForgetPost(ctx, t, viewer, id)
		}
		if err != nil {
			return fmt.Errorf("delete story %d: %w", id, err)
		}
		for _, sql := range []string{
			`DELETE FROM story_views WHERE owner_id = $1 AND story_id = $2`,
			`DELETE FROM product_tags WHERE owner_id = $1 AND holder_id = $2`,
			`DELETE FROM stories WHERE owner_id = $1 AND id = $2`, // with its answers and its place in highlights
		} {
			if _, err := t.PG.Exec(ctx, sql, viewer, id); err != nil {
				return fmt.Errorf("delete story %d: %w", id, err)
			}
		}
		return nil
	})
}

// itemOf is the photo or video of a story, nil when it has none.
func itemOf(ctx context.Context, t *models.Tx, owner, id models.ID) (*post.Media, error) {
	return post.ItemWith(ctx, t, post.Media{OwnerID: owner, StoryID: &id})
}

// Plan plans a story of the viewer's, a draft or a planned one, for another time.
func Plan(ctx context.Context, s *models.Store, viewer, id models.ID, at time.Time, zone string) error {
	return Change(ctx, s, viewer, id, Changes{ShareInput: ShareInput{PublishAt: at, Zone: zone}, Replan: true})
}
