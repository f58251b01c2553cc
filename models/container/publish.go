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
	return s.InTx(ctx, func(t *models.Tx) error {
		if err := lockContainers(ctx, t, viewer); err != nil {
			return err
		}
		found, err := containers(s, t.DB, viewer, []models.ID{id})
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
		case Published:
			return nil
		case Expired:
			return ErrNone
		case InProgress:
			return ErrNotReady
		case InError:
			return models.Invalidf("creation_id", "This container failed: %s", c.Failure)
		}
		now := s.Now()
		var used int
		if err := t.PG.QueryRow(ctx, publishUsage, viewer, now.Add(-PublishPeriod)).Scan(&used); err != nil {
			return err
		}
		if used >= limit {
			return ErrPublishLimit
		}
		in := post.PublishInput{Edit: post.Edit{Caption: &c.Caption}, Children: c.children()}
		if c.Location != "" {
			in.Location = &c.Location
			if c.Latitude != nil && c.Longitude != nil {
				in.Coordinates = &index.Coordinates{Latitude: *c.Latitude, Longitude: *c.Longitude}
			}
		}
		if c.Kind == "carousel" {
			if err := post.InsertDraft(t, viewer, id); err != nil {
				return err
			}
		}
		if c.Story {
			if _, err = story.StartIn(ctx, t, viewer, id); err == nil {
				err = story.ShareIn(ctx, t, viewer, id, story.ShareInput{})
			}
		} else {
			err = post.PublishAlbum(ctx, t, viewer, id, in)
		}
		if err != nil {
			return err
		}
		if _, err := t.PG.Exec(ctx, `UPDATE containers SET published_at = $3 WHERE owner_id = $1
			AND id = $2`, viewer, id, now); err != nil {
			return err
		}
		if len(in.Children) == 0 {
			return nil
		}
		return t.Exec(`UPDATE containers SET used_by = ? WHERE owner_id = ? AND id IN ?`, id, viewer, models.KeysOf(in.Children)).Error
	})
}
