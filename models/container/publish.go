package container

import (
	"context"
	"time"

	"photogram/models"
	"photogram/models/index"
	"photogram/models/post"
	"photogram/models/story"
)

// PublishUsage is how much the viewer published through containers in
// PublishPeriod up to now, from a time on.
func PublishUsage(ctx context.Context, s *models.Store, viewer models.ID, since time.Time) (n int, err error) {
	if first := s.Now().Add(-PublishPeriod); since.Before(first) {
		since = first
	}
	err = s.Pool().QueryRow(ctx, publishUsage, viewer, since).Scan(&n)
	return n, err
}

const publishUsage = `SELECT count(*) FROM containers WHERE owner_id = $1 AND published_at > $2`

// Publish publishes a container of the viewer's that is finished, at
// most limit of them in PublishPeriod. Publishing one again changes nothing.
func Publish(ctx context.Context, s *models.Store, viewer, id models.ID, limit int) error {
	return PublishAt(ctx, s, viewer, id, time.Time{}, limit)
}

// PublishAt is Publish at a time, or at that of the container when it is zero. What was
// planned once is changed as posts and stories are.
func PublishAt(ctx context.Context, s *models.Store, viewer, id models.ID, at time.Time, limit int) error {
	if !at.IsZero() {
		if err := post.CheckTime(at, s.Now(), true); err != nil {
			return err
		}
	}
	return s.InTx(ctx, func(t *models.Tx) error {
		if err := lockContainers(ctx, t, viewer); err != nil {
			return err
		}
		found, err := containers(ctx, s, t.PG, viewer, []models.ID{id})
		if err != nil {
			return err
		}
		c := found[id]
		if c == nil {
			return ErrNone
		}
		if c.Item {
			return ErrNotAlone
		}
		switch c.Status {
		case Published, Scheduled:
			if !at.IsZero() {
				return models.Say(models.Error{Kind: models.Conflict, Field: "publish_at"}, "container.error.published-or-planned")
			}
			return nil
		case Expired:
			return ErrNone
		case InProgress:
			return ErrNotReady
		case InError:
			return models.Invalidf("creation_id", "container.error.container-failed", "failure", c.Failure)
		}
		now := s.Now()
		var used int
		if err := t.PG.QueryRow(ctx, publishUsage, viewer, now.Add(-PublishPeriod)).Scan(&used); err != nil {
			return err
		}
		if used >= limit {
			return ErrPublishLimit
		}
		if at.IsZero() && c.PublishAt != nil {
			at = *c.PublishAt
		}
		if err := share(ctx, t, c, at); err != nil {
			return err
		}
		if _, err := t.PG.Exec(ctx, `UPDATE containers SET published_at = $3 WHERE owner_id = $1
			AND id = $2`, viewer, id, now); err != nil {
			return err
		}
		children := c.children()
		if len(children) == 0 {
			return nil
		}
		return models.Do(ctx, t.PG, `UPDATE containers SET used_by = @id WHERE owner_id = @viewer AND id = ANY(@children)`,
			models.Args{"id": id, "viewer": viewer, "children": models.Int64s(children)})
	})
}

// share makes a post or a story, with the container's id, of what it and its children hold.
func share(ctx context.Context, t *models.Tx, c *View, at time.Time) error {
	holders := append(c.children(), c.ID)
	if _, err := lock(ctx, t, c.OwnerID, holders); err != nil {
		return err
	}
	var items []models.ID
	for _, id := range holders {
		m, err := itemOf(ctx, t, c.OwnerID, id)
		switch {
		case err != nil:
			return err
		case m == nil:
		case c.Story:
			return story.ShareItemIn(ctx, t, m, c.ID, story.ShareInput{PublishAt: at})
		default:
			if err := post.MoveProducts(ctx, t, c.OwnerID, id, c.ID, m.ID); err != nil {
				return err
			}
			items = append(items, m.ID)
		}
	}
	if err := post.DraftOf(ctx, t, c.OwnerID, c.ID, items); err != nil {
		return err
	}
	if err := post.NoteProducts(ctx, t, c.OwnerID, c.ID); err != nil {
		return err
	}
	in := post.PublishInput{Edit: post.Edit{Caption: &c.Caption}, PublishAt: at}
	if c.Location != "" {
		in.Location = &c.Location
		if c.Latitude != nil && c.Longitude != nil {
			in.Coordinates = &index.Coordinates{Latitude: *c.Latitude, Longitude: *c.Longitude}
		}
	}
	return post.PublishIn(ctx, t, c.OwnerID, c.ID, in)
}
