package container

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"photogram/models"
	"photogram/models/post"
)

// ToFetch finds a container whose file is to be fetched, with the item
// that came of it if it was fetched already; nil when there is nothing to do.
func ToFetch(ctx context.Context, s *models.Store, owner, id models.ID) (*Container, *post.Media, error) {
	var c Container
	err := s.Gorm(ctx).Where("owner_id = ? AND id = ? AND state = 'fetching'", int64(owner), int64(id)).Take(&c).Error
	if models.IsNoRows(err) || err == nil && !s.Now().Before(c.CreatedAt.Add(Life)) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	var items []post.Media
	err = s.Gorm(ctx).Where("owner_id = ? AND container_id = ?", int64(owner), int64(id)).Limit(1).Find(&items).Error
	if err != nil || len(items) == 0 {
		return &c, nil, err
	}
	return &c, &items[0], nil
}

// Fetched keeps what a container is to hold, once. It reports whether the file is in use.
func Fetched(ctx context.Context, s *models.Store, owner, id models.ID, up post.Upload) (used bool, err error) {
	err = s.InTx(ctx, func(t *models.Tx) error {
		used = false
		found, err := lock(ctx, t, owner, []models.ID{id})
		if err != nil || len(found) == 0 || found[0].State != "fetching" {
			return err
		}
		if m, err := itemOf(ctx, t, owner, id); err != nil || m != nil {
			return err
		}
		used = true
		return post.AddToContainer(ctx, t, owner, id, up)
	})
	return used && err == nil, err
}

// Takes says why a file can't be that of a container.
func (c *Container) Takes(up post.Upload) error {
	switch {
	case c.Kind == post.Video && !up.Video:
		return models.Invalidf("file", "shop.error.file-at-video-url-no")
	case c.Kind == post.Image && up.Video && !up.Loop:
		return models.Invalidf("file", "shop.error.file-at-image-url-video")
	}
	return nil
}

// Keep makes a container of a file that is here. Where trying again would not
// mend what is wrong, also when it was received, the container tells why.
func Keep(ctx context.Context, s *models.Store, c *Container, up post.Upload, received error) error {
	err := received
	if err == nil {
		err = keep(ctx, s, c, up)
	}
	if err == nil {
		return nil
	}
	reason, failure, final := Blame(c, err)
	if !final {
		return err
	}
	if err := Failed(ctx, s, c.OwnerID, c.ID, reason, failure); err != nil {
		return err
	}
	c.Reason, c.Failure = reason, failure
	return err
}

func keep(ctx context.Context, s *models.Store, c *Container, up post.Upload) error {
	if err := c.Takes(up); err != nil {
		return err
	}
	up.AltText = c.AltText
	used, err := Fetched(ctx, s, c.OwnerID, c.ID, up)
	if err == nil && !used {
		err = models.Say(models.Error{Kind: models.Conflict}, "container.error.has-its-file")
	}
	if err != nil {
		return err
	}
	fetched, item, err := ToFetch(ctx, s, c.OwnerID, c.ID)
	if err != nil || fetched == nil || item == nil {
		return err
	}
	return Finish(ctx, s, fetched, item)
}

// FetchFrom has the file of a container that was to come in parts fetched from an address.
func FetchFrom(ctx context.Context, s *models.Store, viewer, id models.ID, address string) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		found, err := lock(ctx, t, viewer, []models.ID{id})
		if err != nil {
			return err
		}
		if len(found) == 0 || found[0].State != "fetching" || !found[0].Resumable {
			return ErrNone
		}
		if err := models.Do(ctx, t.PG, `UPDATE containers SET source = @address, resumable = false WHERE owner_id = @viewer AND id = @id`,
			models.Args{"address": address, "viewer": viewer, "id": id}); err != nil {
			return err
		}
		return t.Enqueue(ctx, FetchContainer{viewer, id}, nil)
	})
}

// Blame says of an error why a container came to nothing, and whether trying again would not mend it.
func Blame(c *Container, err error) (reason, failure string, final bool) {
	var e *models.Error
	if !errors.As(err, &e) || e.Kind != models.Invalid && e.Kind != models.TooLarge {
		return FetchOther, "The media could not be made.", false
	}
	reason = FetchOther
	switch {
	case e.Field == "url":
		reason = FetchUnreachable
	case e.Kind == models.TooLarge:
		reason = FetchTooLarge
	case e.Field == "file" && c.Kind == post.Video:
		reason = FetchNoVideo
	case e.Field == "file":
		reason = FetchNoPhoto
	}
	return reason, e.Message(), true
}

// Finish adds who and what else belongs to a container whose file is
// there. It may be repeated.
func Finish(ctx context.Context, s *models.Store, c *Container, item *post.Media) error {
	var people []post.PersonInput
	if err := json.Unmarshal(c.People, &people); err != nil {
		return fmt.Errorf("people of container %d: %w", c.ID, err)
	}
	change := post.ItemChange{ID: item.ID}
	if c.PosterMs != nil && item.IsVideo() {
		poster := time.Duration(*c.PosterMs) * time.Millisecond
		change.Poster = &poster
	}
	return s.InTx(ctx, func(t *models.Tx) error {
		found, err := lock(ctx, t, c.OwnerID, []models.ID{c.ID})
		if err != nil || len(found) == 0 || found[0].State != "fetching" {
			return err
		}
		m, err := itemOf(ctx, t, c.OwnerID, c.ID)
		if err != nil || m == nil {
			return err
		}
		if len(people) > 0 {
			if err := post.TagIn(ctx, t, m, people); err != nil {
				return err
			}
		}
		if err := m.Change(ctx, t, &change); err != nil {
			return err
		}
		return models.Do(ctx, t.PG, `UPDATE containers SET state = 'ready' WHERE owner_id = @owner AND id = @id`,
			models.Args{"owner": c.OwnerID, "id": c.ID})
	})
}

// Failed records why a container came to nothing.
func Failed(ctx context.Context, s *models.Store, owner, id models.ID, reason, failure string) error {
	return models.Do(ctx, s.Pool(),
		`UPDATE containers SET state = 'failed', reason = @reason, failure = @failure WHERE owner_id = @owner AND id = @id
		AND state = 'fetching'`, models.Args{"reason": reason, "failure": failure, "owner": owner, "id": id})
}

// FetchContainer gets the file of a container.
type FetchContainer struct {
	OwnerID models.ID `json:"owner_id"`
	ID      models.ID `json:"id"`
}

// Kind names the job.
func (FetchContainer) Kind() string { return "fetch_container" }

// InsertOpts puts the job into its queue.
func (FetchContainer) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: FetchQueue, MaxAttempts: 3}
}
