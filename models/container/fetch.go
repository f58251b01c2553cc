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
	err = s.Gorm(ctx).Where("owner_id = ? AND post_id = ?", int64(owner), int64(id)).Limit(1).Find(&items).Error
	if err != nil || len(items) == 0 {
		return &c, nil, err
	}
	return &c, &items[0], nil
}

// Fetched makes the draft of a container, once. It reports whether
// the file is in use.
func Fetched(ctx context.Context, s *models.Store, owner, id models.ID, up post.Upload) (used bool, err error) {
	first := func(t *models.Tx) (models.ID, error) {
		var c Container
		err := t.Raw(`SELECT * FROM containers WHERE owner_id = ? AND id = ? FOR UPDATE`, owner, id).Take(&c).Error
		if models.IsNoRows(err) || err == nil && c.State != "fetching" {
			return 0, post.ErrSettled
		}
		if err != nil {
			return 0, err
		}
		_, err = post.Lock(ctx, t, owner, id)
		if err == nil {
			return 0, post.ErrSettled
		}
		if models.KindOf(err) != models.NotFound {
			return 0, err
		}
		return id, post.InsertDraft(t, owner, id)
	}
	_, _, err = post.AddMediaWith(ctx, s, owner, 0, first, nil, up)
	if errors.Is(err, post.ErrSettled) {
		return false, nil
	}
	return err == nil, err
}

// Finish adds who and what else belongs to a container whose file is
// there. It may be repeated.
func Finish(ctx context.Context, s *models.Store, c *Container, item *post.Media) error {
	var people []post.PersonInput
	if err := json.Unmarshal(c.People, &people); err != nil {
		return fmt.Errorf("people of container %d: %w", c.ID, err)
	}
	var change post.Changes
	if len(people) > 0 {
		change.People = map[models.ID][]post.PersonInput{item.ID: people}
	}
	if c.PosterMs != nil && item.IsVideo() {
		poster := time.Duration(*c.PosterMs) * time.Millisecond
		change.Items = []post.ItemChange{{ID: item.ID, Poster: &poster}}
	}
	if err := post.Change(ctx, s, c.OwnerID, c.ID, change); err != nil {
		return err
	}
	return s.Gorm(ctx).Exec(`UPDATE containers SET state = 'ready' WHERE owner_id = ? AND id = ?
		AND state = 'fetching'`, c.OwnerID, c.ID).Error
}

// Failed records why a container came to nothing.
func Failed(ctx context.Context, s *models.Store, owner, id models.ID, reason, failure string) error {
	return s.Gorm(ctx).Exec(`UPDATE containers SET state = 'failed', reason = ?, failure = ? WHERE owner_id = ? AND id = ?
		AND state = 'fetching'`, reason, failure, owner, id).Error
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
