package post

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"photogram/models"
)

// A planned post is a row with a time. Every server looks for rows whose time
// has come and shares them, each in a transaction that locks it, so a post is
// shared once however many servers there are and whichever of them dies.

// schedule plans a locked post for a time.
func schedule(ctx context.Context, t *models.Tx, p *Post, at time.Time, zone string) error {
	zone, err := models.CleanZone(zone)
	if err != nil {
		return err
	}
	at = at.UTC().Truncate(time.Microsecond)
	err = models.Do(ctx, t.PG,
		`UPDATE posts SET state = 'scheduled', publish_at = @at, schedule_zone = @zone, publish_problem = '', updated_at = @now
		WHERE owner_id = @owner AND id = @post`,
		models.Args{"at": at, "zone": zone, "now": t.Store.Now(), "owner": p.OwnerID, "post": p.ID})
	if err != nil {
		return fmt.Errorf("plan post %d: %w", p.ID, err)
	}
	p.State, p.PublishAt, p.ScheduleZone = Scheduled, &at, zone
	if zone == "" {
		return nil
	}
	return models.Do(ctx, t.PG, `UPDATE users SET time_zone = @zone WHERE id = @owner AND time_zone <> @zone`,
		models.Args{"zone": zone, "owner": p.OwnerID})
}

// Unschedule makes a scheduled post a draft again.
func Unschedule(ctx context.Context, s *models.Store, viewer, id models.ID) error {
	return Change(ctx, s, viewer, id, Changes{Replan: true})
}

// PublishDue shares one planned post whose time has come, and says which; 0
// when there is none. Posts that other servers are at, and those to be left
// out, are passed over, and so are those of hidden accounts.
func PublishDue(ctx context.Context, s *models.Store, except []models.ID) (post models.ID, err error) {
	err = s.InTx(ctx, func(t *models.Tx) error {
		post = 0
		var owner, id models.ID
		err := t.PG.QueryRow(ctx, `SELECT p.owner_id, p.id FROM posts p JOIN users u ON u.id = p.owner_id AND u.suspended_at IS NULL
			WHERE p.state = 'scheduled' AND p.publish_at <= $1 AND p.id <> ALL($2) ORDER BY p.publish_at LIMIT 1
			FOR UPDATE OF p SKIP LOCKED`,
			s.Now(), models.Int64s(except)).Scan(&owner, &id)
		if models.IsNoRows(err) {
			return nil
		}
		if err != nil {
			return err
		}
		post = id
		p, err := Lock(ctx, t, owner, id)
		if err != nil {
			return err
		}
		// What failed is tried once more; the planned time may be long after that.
		var failed []Media
		if err := t.Where("owner_id = ? AND post_id = ? AND state = 'failed'", int64(p.OwnerID),
			int64(p.ID)).Find(&failed).Error; err != nil {
			return err
		}
		for i := range failed {
			if err := Retry(ctx, t, &failed[i]); err != nil {
				return err
			}
		}
		return publish(ctx, t, p)
	})
	return post, err
}

// Planned lists the viewer's planned posts in the order of their times. There
// are at most MaxDrafts.
func Planned(ctx context.Context, s *models.Store, viewer models.ID) ([]View, error) {
	var posts []View
	err := models.Find(ctx, s.Pool(), &posts, `SELECT p.*, false AS liked FROM posts p WHERE p.owner_id = @viewer AND p.state = 'scheduled'
		ORDER BY p.publish_at, p.id LIMIT @max_drafts`, models.Args{"viewer": viewer, "max_drafts": MaxDrafts})
	if err != nil {
		return nil, fmt.Errorf("read planned posts: %w", err)
	}
	return posts, Complete(ctx, s, viewer, posts, AlbumItems)
}

// UnplannedDrafts lists the newest drafts of the viewer's that have no time yet.
func UnplannedDrafts(ctx context.Context, s *models.Store, viewer models.ID, limit int) ([]View, error) {
	var posts []View
	err := models.Find(ctx, s.Pool(), &posts, `SELECT p.*, false AS liked FROM posts p WHERE p.owner_id = @viewer AND p.state = 'draft'
		ORDER BY p.id DESC LIMIT @limit`, models.Args{"viewer": viewer, "limit": limit})
	if err != nil {
		return nil, fmt.Errorf("read drafts: %w", err)
	}
	return posts, Complete(ctx, s, viewer, posts, AlbumItems)
}

// MovePlanned plans a post of the viewer's, a draft or a planned one, for another time.
func MovePlanned(ctx context.Context, s *models.Store, viewer, id models.ID, at time.Time, zone string) error {
	return Change(ctx, s, viewer, id, Changes{PublishInput: PublishInput{PublishAt: at, Zone: zone}, Replan: true})
}

// replan moves a locked draft or planned post to another time; the zero time
// makes it a draft, and changes nothing of others.
func replan(ctx context.Context, t *models.Tx, p *Post, in PublishInput) error {
	switch {
	case in.PublishAt.IsZero() && p.State != Scheduled:
		return nil
	case in.PublishAt.IsZero():
		return models.Do(ctx, t.PG,
			`UPDATE posts SET state = 'draft', publish_at = NULL, publish_problem = '', updated_at = @now WHERE owner_id = @owner
			AND id = @post`, models.Args{"now": t.Store.Now(), "owner": p.OwnerID, "post": p.ID})
	case p.State != Draft && p.State != Scheduled:
		return models.Say(models.Error{Kind: models.Conflict, Field: "publish_at"}, "post.error.only-drafts-planned-posts-can")
	}
	return publishPost(ctx, t, p, in)
}

// ArrangePlanned moves a planned post in the order of sharing. The times stay;
// the posts between the two places move on by one.
func ArrangePlanned(ctx context.Context, s *models.Store, viewer, id models.ID, m models.Move) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		rows, err := t.PG.Query(ctx, `SELECT id, publish_at, schedule_zone FROM posts WHERE owner_id = $1 AND state = 'scheduled'
			ORDER BY publish_at DESC, id DESC FOR UPDATE`, viewer)
		if err != nil {
			return err
		}
		type slot struct {
			ID   models.ID
			At   time.Time
			Zone string
		}
		slots, err := pgx.CollectRows(rows, pgx.RowToStructByPos[slot])
		if err != nil {
			return err
		}
		list := make([]models.Placed, len(slots))
		for i, p := range slots {
			list[i] = models.Placed{ID: p.ID, Place: models.ID(len(slots)-i) * models.PlaceGap, Shown: true}
		}
		top := models.ID(len(slots)+1) * models.PlaceGap
		changed, err := models.Rearrange(list, id, m, top)
		if err != nil || len(changed) == 0 {
			return err
		}
		for _, c := range changed {
			at := slices.IndexFunc(list, func(p models.Placed) bool { return p.ID == c.ID })
			list[at].Place = c.Place
		}
		slices.SortFunc(list, func(a, b models.Placed) int { return int(b.Place - a.Place) })
		for i, p := range list {
			if p.ID == slots[i].ID {
				continue
			}
			if _, err := t.PG.Exec(ctx, `UPDATE posts SET publish_at = $3, schedule_zone = $4, updated_at = $5 WHERE owner_id = $1
				AND id = $2`, viewer, p.ID, slots[i].At, slots[i].Zone, s.Now()); err != nil {
				return fmt.Errorf("move planned post %d: %w", p.ID, err)
			}
		}
		return nil
	})
}
