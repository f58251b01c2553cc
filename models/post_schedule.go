package models

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
)

// A planned post is a row with a time. Every server looks for rows whose time
// has come and shares them, each in a transaction that locks it, so a post is
// shared once however many servers there are and whichever of them dies.

// schedule plans a locked post for a time.
func (t *tx) schedule(p *Post, at time.Time, zone string) error {
	zone, err := CleanZone(zone)
	if err != nil {
		return err
	}
	at = at.UTC().Truncate(time.Microsecond)
	err = t.Exec(`UPDATE posts SET state = 'scheduled', publish_at = ?, schedule_zone = ?, publish_problem = '', updated_at = ? WHERE owner_id = ? AND id = ?`,
		at, zone, t.store.Now(), p.OwnerID, p.ID).Error
	if err != nil {
		return fmt.Errorf("plan post %d: %w", p.ID, err)
	}
	p.State, p.PublishAt, p.ScheduleZone = Scheduled, &at, zone
	if zone == "" {
		return nil
	}
	return t.Exec(`UPDATE users SET time_zone = ? WHERE id = ? AND time_zone <> ?`, zone, p.OwnerID, zone).Error
}

// CleanZone checks the name of a time zone; the empty one stands for UTC.
func CleanZone(name string) (string, error) {
	if name == "" || name == "UTC" {
		return "", nil
	}
	if len(name) > 60 || name == "Local" {
		return "", Invalidf("time_zone", "The time zone is not known. Use a name such as Europe/Berlin.")
	}
	if _, err := time.LoadLocation(name); err != nil {
		return "", Invalidf("time_zone", "The time zone %q is not known. Use a name such as Europe/Berlin.", name)
	}
	return name, nil
}

// Unschedule makes a scheduled post a draft again.
func (s *Store) Unschedule(ctx context.Context, viewer, id ID) error {
	return s.ChangePost(ctx, viewer, id, PostChange{Replan: true})
}

// PublishDue shares one planned post whose time has come, and says which; 0
// when there is none. Posts that other servers are at, and those to be left
// out, are passed over, and so are those of hidden accounts.
func (s *Store) PublishDue(ctx context.Context, except []ID) (post ID, err error) {
	err = s.inTx(ctx, func(t *tx) error {
		post = 0
		var owner, id ID
		err := t.pgx.QueryRow(ctx, `SELECT p.owner_id, p.id FROM posts p JOIN users u ON u.id = p.owner_id AND u.suspended_at IS NULL
			WHERE p.state = 'scheduled' AND p.publish_at <= $1 AND p.id <> ALL($2) ORDER BY p.publish_at LIMIT 1 FOR UPDATE OF p SKIP LOCKED`,
			s.Now(), int64s(except)).Scan(&owner, &id)
		if isNoRows(err) {
			return nil
		}
		if err != nil {
			return err
		}
		post = id
		p, err := t.ownForUpdate(ctx, owner, id)
		if err != nil {
			return err
		}
		// What failed is tried once more; the planned time may be long after that.
		var failed []Media
		if err := t.Where("owner_id = ? AND post_id = ? AND state = 'failed'", int64(p.OwnerID), int64(p.ID)).Find(&failed).Error; err != nil {
			return err
		}
		for i := range failed {
			if err := t.retry(ctx, &failed[i]); err != nil {
				return err
			}
		}
		return t.publish(ctx, p)
	})
	return post, err
}

// publishFailed notes why a locked post can't be shared and tells its owner.
// One that waits to be shared becomes a draft; a planned one keeps its time,
// before which it can be put right.
func (t *tx) publishFailed(ctx context.Context, p *Post, reason string) error {
	if p.State == InStory {
		st, err := t.ownStoryForUpdate(ctx, p.OwnerID, p.ID)
		if err != nil {
			return err
		}
		return t.storyFailed(ctx, st, reason)
	}
	if p.State != Publishing && p.State != Scheduled {
		return nil
	}
	_, err := t.pgx.Exec(ctx, `UPDATE posts SET state = CASE state WHEN 'publishing' THEN 'draft' ELSE state END, publish_problem = $3, updated_at = $4 WHERE owner_id = $1 AND id = $2`,
		p.OwnerID, p.ID, reason, t.store.Now())
	if err != nil {
		return fmt.Errorf("note that post %d failed: %w", p.ID, err)
	}
	if p.PublishProblem == "" {
		if err := t.news(ctx, p.OwnerID, MailPlanFailed, map[string]string{"post": p.ID.String(), "reason": reason}); err != nil {
			return err
		}
	}
	return t.act(ctx, Activity{UserID: p.OwnerID, Kind: ActPublishFailed, ActorID: p.OwnerID, OwnerID: p.OwnerID, PostID: p.ID})
}

// solved forgets why a locked post could not be shared once nothing of it has failed.
func (t *tx) solved(ctx context.Context, p *Post) error {
	tag, err := t.pgx.Exec(ctx, `UPDATE posts SET publish_problem = '' WHERE owner_id = $1 AND id = $2
		AND NOT EXISTS (SELECT 1 FROM media WHERE owner_id = $1 AND post_id = $2 AND state = 'failed')`, p.OwnerID, p.ID)
	if err != nil || tag.RowsAffected() == 0 {
		return err
	}
	return t.recountPost(ctx, p.OwnerID, p.ID)
}

// Planned lists the viewer's planned posts in the order of their times. There
// are at most MaxDrafts.
func (s *Store) Planned(ctx context.Context, viewer ID) ([]PostView, error) {
	var posts []PostView
	err := s.gorm(ctx).Raw(`SELECT p.*, false AS liked FROM posts p WHERE p.owner_id = ? AND p.state = 'scheduled' ORDER BY p.publish_at, p.id LIMIT ?`, viewer, MaxDrafts).Scan(&posts).Error
	if err != nil {
		return nil, fmt.Errorf("read planned posts: %w", err)
	}
	return posts, s.completePosts(ctx, viewer, posts, albumItems)
}

// UnplannedDrafts lists the newest drafts of the viewer's that have no time yet.
func (s *Store) UnplannedDrafts(ctx context.Context, viewer ID, limit int) ([]PostView, error) {
	var posts []PostView
	err := s.gorm(ctx).Raw(`SELECT p.*, false AS liked FROM posts p WHERE p.owner_id = ? AND p.state = 'draft' AND `+notContainer+` ORDER BY p.id DESC LIMIT ?`, viewer, limit).Scan(&posts).Error
	if err != nil {
		return nil, fmt.Errorf("read drafts: %w", err)
	}
	return posts, s.completePosts(ctx, viewer, posts, albumItems)
}

// MovePlanned plans a post of the viewer's, a draft or a planned one, for another time.
func (s *Store) MovePlanned(ctx context.Context, viewer, id ID, at time.Time, zone string) error {
	return s.ChangePost(ctx, viewer, id, PostChange{PublishInput: PublishInput{PublishAt: at, Zone: zone}, Replan: true})
}

// replan moves a locked draft or planned post to another time; the zero time
// makes it a draft, and changes nothing of others.
func (t *tx) replan(ctx context.Context, p *Post, in PublishInput) error {
	switch {
	case in.PublishAt.IsZero() && p.State != Scheduled:
		return nil
	case in.PublishAt.IsZero():
		return t.Exec(`UPDATE posts SET state = 'draft', publish_at = NULL, publish_problem = '', updated_at = ? WHERE owner_id = ? AND id = ?`,
			t.store.Now(), p.OwnerID, p.ID).Error
	case p.State != Draft && p.State != Scheduled:
		return &Error{Kind: Conflict, Field: "publish_at", Message: "Only drafts and planned posts can be planned."}
	}
	return t.publishPost(ctx, p, in)
}

// ArrangePlanned moves a planned post in the order of sharing. The times stay;
// the posts between the two places move on by one.
func (s *Store) ArrangePlanned(ctx context.Context, viewer, id ID, m Move) error {
	return s.inTx(ctx, func(t *tx) error {
		rows, err := t.pgx.Query(ctx, `SELECT id, publish_at, schedule_zone FROM posts WHERE owner_id = $1 AND state = 'scheduled' ORDER BY publish_at DESC, id DESC FOR UPDATE`, viewer)
		if err != nil {
			return err
		}
		type slot struct {
			ID   ID
			At   time.Time
			Zone string
		}
		slots, err := pgx.CollectRows(rows, pgx.RowToStructByPos[slot])
		if err != nil {
			return err
		}
		list := make([]placed, len(slots))
		for i, p := range slots {
			list[i] = placed{ID: p.ID, Place: ID(len(slots)-i) * placeGap, Shown: true}
		}
		top := ID(len(slots)+1) * placeGap
		changed, err := rearrange(list, id, m, top)
		if err != nil || len(changed) == 0 {
			return err
		}
		for _, c := range changed {
			at := slices.IndexFunc(list, func(p placed) bool { return p.ID == c.ID })
			list[at].Place = c.Place
		}
		slices.SortFunc(list, func(a, b placed) int { return int(b.Place - a.Place) })
		for i, p := range list {
			if p.ID == slots[i].ID {
				continue
			}
			if _, err := t.pgx.Exec(ctx, `UPDATE posts SET publish_at = $3, schedule_zone = $4, updated_at = $5 WHERE owner_id = $1 AND id = $2`, viewer, p.ID, slots[i].At, slots[i].Zone, s.Now()); err != nil {
				return fmt.Errorf("move planned post %d: %w", p.ID, err)
			}
		}
		return nil
	})
}
