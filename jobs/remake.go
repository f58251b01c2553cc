package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"photogram/media/blob"
	"photogram/models"
	"photogram/models/making"
	"photogram/models/post"
)

// errAway marks what fails for want of storage or of room on the disk, which
// says nothing of the file.
var errAway = errors.New("storage is away")

func away(err error) error {
	if err == nil || errors.Is(err, blob.ErrNotFound) {
		return err
	}
	return fmt.Errorf("%w: %w", errAway, err)
}

// awayAgain is when work that waits for storage is tried again.
const awayAgain = time.Minute

// later keeps a job that waits for storage or for the database from using up its attempts.
func later(err error) error {
	if errors.Is(err, errAway) || models.IsUnavailable(err) {
		return river.JobSnooze(awayAgain)
	}
	return err
}

// give ends a job that will always fail, and tells the owner and the administrator why.
func (d *Deps) give(ctx context.Context, m *post.Media, key string, again bool, reason string, cause error) error {
	var err error
	if again {
		err = making.MediaLost(ctx, d.Store, m.OwnerID, m.ID, reason)
	} else {
		err = making.MediaFailed(ctx, d.Store, m.OwnerID, m.ID, key, reason)
	}
	if err != nil {
		return err
	}
	return river.JobCancel(fmt.Errorf("media %d of %d: %w", m.ID, m.OwnerID, cause))
}

// lost is whether one of the files is not there.
func (d *Deps) lost(ctx context.Context, keys []string) (bool, error) {
	for _, key := range keys {
		_, err := d.Blobs.Stat(ctx, key)
		if errors.Is(err, blob.ErrNotFound) {
			return true, nil
		}
		if err != nil {
			return false, later(away(err))
		}
	}
	return false, nil
}

func (d *Deps) lostPicture(ctx context.Context, m *post.Media) (bool, error) {
	keys := append(models.RenditionKeys(m.RenderKey, m.Width), models.PreviewKey(m.OwnerID, m.ID))
	if m.AVIF {
		keys = append(keys, models.AVIFKeys(m.RenderKey, m.Width)...)
	}
	return d.lost(ctx, keys)
}

// Repaired is what was ordered, and what cannot be.
type Repaired struct {
	Ordered int
	Lost    []post.File // originals that are not there
}

// Repair orders everything that is missing and can be made again.
func Repair(ctx context.Context, store *models.Store, blobs blob.Store, missing []post.File) (r Repaired, err error) {
	there := map[string]bool{}
	ordered := map[string]bool{}
	for _, f := range missing {
		if f.IsOriginal() {
			r.Lost = append(r.Lost, f)
			continue
		}
		original := f.Original()
		has, asked := there[original]
		if !asked {
			_, err := blobs.Stat(ctx, original)
			if err != nil && !errors.Is(err, blob.ErrNotFound) {
				return r, fmt.Errorf("look for an original: %w", err)
			}
			has = err == nil
			if there[original] = has; !has && f.Image != "" {
				lost := f
				lost.Key = original
				r.Lost = append(r.Lost, lost)
			}
		}
		if what := original + f.Key[:1]; has && !ordered[what] {
			ordered[what] = true
			if err := making.Remake(ctx, store, f, false); err != nil {
				return r, err
			}
			r.Ordered++
		}
	}
	n, err := making.RemakeWaiting(ctx, store)
	r.Ordered += n
	return r, err
}
