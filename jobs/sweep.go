package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/riverqueue/river"

	"photogram/media/blob"
	"photogram/models"
	"photogram/models/container"
	"photogram/models/making"
	"photogram/models/order"
	"photogram/models/post"
	"photogram/models/shop"
	"photogram/models/upkeep"
)

// deleteBlobs frees the files of rows that were deleted, unless something refers
// to them again. That a job names a file is the proof that it was ours.
type deleteBlobs struct {
	river.WorkerDefaults[models.DeleteBlobs]
	Deps
}

// heldAgain is when to look again whether a backup is done.
const heldAgain = time.Minute

func (w *deleteBlobs) Work(ctx context.Context, job *river.Job[models.DeleteBlobs]) error {
	if err := CheckClaim(ctx, w.Store, w.Blobs); err != nil {
		return err
	}
	held, err := upkeep.FilesHeld(ctx, w.Store)
	if err != nil {
		return err
	}
	if held {
		return river.JobSnooze(heldAgain)
	}
	return deleteFiles(ctx, w.Store, w.Blobs, job.Args)
}

// deleteFiles frees what no row refers to.
func deleteFiles(ctx context.Context, store *models.Store, blobs blob.Store, files models.DeleteBlobs) error {
	for _, key := range files.Keys {
		inUse, err := making.FileInUse(ctx, store, key)
		if err != nil {
			return err
		}
		if !inUse {
			if err := blobs.Delete(ctx, key); err != nil {
				return err
			}
		}
	}
	for _, prefix := range files.Prefixes {
		inUse, err := making.FileInUse(ctx, store, prefix+"any")
		if err != nil {
			return err
		}
		if !inUse {
			if err := blobs.DeletePrefix(ctx, prefix); err != nil {
				return err
			}
		}
	}
	return nil
}

// sweep frees what time has ended, and files that no row has known for long.
type sweep struct {
	river.WorkerDefaults[models.Sweep]
	Deps
	began time.Time
}

func (w *sweep) Work(ctx context.Context, _ *river.Job[models.Sweep]) error {
	if wait := w.Calm - time.Since(w.began); wait > 0 {
		return river.JobSnooze(wait)
	}
	if err := upkeep.Expire(ctx, w.Store); err != nil {
		return err
	}
	if err := order.Sweep(ctx, w.Store); err != nil {
		return err
	}
	if err := container.Expire(ctx, w.Store); err != nil {
		return err
	}
	if err := shop.Expire(ctx, w.Store); err != nil {
		return err
	}
	if err := sweepTemp(w.TempDir, models.FileGrace); err != nil {
		return err
	}
	s := Sweeper{Store: w.Store, Blobs: w.Blobs, Log: w.Log}
	_, err := s.Sweep(ctx)
	return err
}

func (w *sweep) Timeout(*river.Job[models.Sweep]) time.Duration { return 30 * time.Minute }

// Sweeper deletes files that no row refers to. That a row is absent proves little,
// so a file waits in quarantine, where it lies, few go at a time, and none when
// many originals look like that at once.
type Sweeper struct {
	Store  *models.Store
	Blobs  blob.Store
	Log    *slog.Logger
	DryRun bool
	Limit  int // how many may go, however many there are; 0 is a small share, or none
}

// Swept is what a sweep found.
type Swept struct {
	Files, Originals         int // there are
	Orphans, OrphanOriginals int // that no row refers to
	Due                      []upkeep.Orphan
	Waiting                  []upkeep.Orphan // the oldest of those that stay for now
	Stopped                  string          // why nothing goes
	Deleted                  int
}

const (
	fewFiles     = 100
	fewOriginals = 3
)

// Sweep finds orphans, notes them, and deletes those that are due.
func (s *Sweeper) Sweep(ctx context.Context) (Swept, error) {
	var found Swept
	if err := CheckClaim(ctx, s.Store, s.Blobs); err != nil {
		return found, err
	}
	orphans, err := found.scan(ctx, s.Store, s.Blobs, models.FileGrace)
	if err == nil && !s.DryRun {
		err = upkeep.QuarantineOrphans(ctx, s.Store, orphans)
	}
	if err != nil {
		return found, err
	}
	limit := s.Limit
	if limit == 0 {
		limit = max(fewFiles, found.Files/100)
		if found.OrphanOriginals > max(fewOriginals, found.Originals/10) {
			found.Stopped = fmt.Sprintf("%d of %d originals look orphaned, which is more than a tenth; "+
				"photogram sweep --limit N deletes N of those that are due nevertheless", found.OrphanOriginals, found.Originals)
		}
	}
	if held, err := upkeep.FilesHeld(ctx, s.Store); err != nil {
		return found, err
	} else if held {
		found.Stopped = "a backup is being written"
	}
	list, err := upkeep.Orphans(ctx, s.Store, limit+fewFiles)
	if err != nil {
		return found, err
	}
	before := s.Store.Now().Add(-upkeep.Quarantine)
	for _, o := range list {
		if o.Found.After(before) || len(found.Due) == limit {
			found.Waiting = append(found.Waiting, o)
		} else {
			found.Due = append(found.Due, o)
		}
	}
	return found, s.deleteDue(ctx, &found)
}

func (s *Sweeper) deleteDue(ctx context.Context, found *Swept) error {
	if found.Stopped != "" && found.Orphans > 0 {
		s.Log.Error("no orphaned files are deleted", "reason", found.Stopped, "orphans", found.Orphans, "due", len(found.Due))
	}
	if found.Stopped != "" || s.DryRun {
		return nil
	}
	for _, o := range found.Due {
		inUse, err := making.FileInUse(ctx, s.Store, o.Key)
		if err != nil {
			return err
		}
		if !inUse {
			if err := s.Blobs.Delete(ctx, o.Key); err != nil {
				return err
			}
			found.Deleted++
			s.Log.Info("a file is deleted that nothing refers to", "key", o.Key, "bytes", o.Bytes, "since", o.Found)
		}
		if err := upkeep.ForgetOrphan(ctx, s.Store, o.Key); err != nil {
			return err
		}
	}
	return nil
}

// scan lists files that no row refers to and that are older than the grace,
// so that none of an upload under way is among them.
func (found *Swept) scan(ctx context.Context, store *models.Store, blobs blob.Store, grace time.Duration) ([]upkeep.Orphan, error) {
	var out []upkeep.Orphan
	err := blobs.List(ctx, "", func(e blob.Entry) error {
		if !making.OursKey(e.Key) {
			return nil
		}
		found.Files++
		original := making.IsOriginalKey(e.Key)
		if original {
			found.Originals++
		}
		if time.Since(e.ModTime) < grace {
			return nil
		}
		inUse, err := making.FileInUse(ctx, store, e.Key)
		if err != nil || inUse {
			return err
		}
		found.Orphans++
		if original {
			found.OrphanOriginals++
		}
		out = append(out, upkeep.Orphan{Key: e.Key, Bytes: e.Size})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look for orphaned files: %w", err)
	}
	return out, nil
}

// Orphans lists files that no row refers to and that are older than the grace.
func Orphans(ctx context.Context, store *models.Store, blobs blob.Store, grace time.Duration) ([]upkeep.Orphan, error) {
	var found Swept
	return found.scan(ctx, store, blobs, grace)
}

// Missing lists files that rows refer to but that are not there.
func Missing(ctx context.Context, store *models.Store, blobs blob.Store) ([]post.File, error) {
	have := map[string]bool{}
	if err := blobs.List(ctx, "", func(e blob.Entry) error {
		have[e.Key] = true
		return nil
	}); err != nil {
		return nil, fmt.Errorf("list files: %w", err)
	}
	var out []post.File
	err := making.Files(ctx, store, func(f post.File) error {
		if have[f.Key] || f.Optional {
			return nil
		}
		// It may have been written since the listing.
		_, err := blobs.Stat(ctx, f.Key)
		if errors.Is(err, blob.ErrNotFound) {
			out = append(out, f)
			return nil
		}
		return err
	})
	return out, err
}

// tempNames are how our temporary files begin.
var tempNames = []string{"upload-", "render-", "backup-", "import-"}

// sweepTemp removes what programs that died left behind.
func sweepTemp(dir string, grace time.Duration) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("sweep temporary files: %w", err)
	}
	for _, e := range entries {
		info, err := e.Info()
		ours := slices.ContainsFunc(tempNames, func(p string) bool { return strings.HasPrefix(e.Name(), p) })
		if err != nil || time.Since(info.ModTime()) < grace || !ours {
			continue
		}
		if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
			return fmt.Errorf("sweep temporary files: %w", err)
		}
	}
	return nil
}
