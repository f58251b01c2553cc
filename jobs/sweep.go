package jobs

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/riverqueue/river"

	"photogram/media/blob"
	"photogram/models"
)

// deleteBlobs frees the files of rows that are gone, unless something refers
// to them again.
type deleteBlobs struct {
	river.WorkerDefaults[models.DeleteBlobs]
	Deps
}

func (w *deleteBlobs) Work(ctx context.Context, job *river.Job[models.DeleteBlobs]) error {
	for _, key := range job.Args.Keys {
		inUse, err := w.Store.FileInUse(ctx, key)
		if err != nil {
			return err
		}
		if !inUse {
			if err := w.Blobs.Delete(ctx, key); err != nil {
				return err
			}
		}
	}
	for _, prefix := range job.Args.Prefixes {
		inUse, err := w.Store.FileInUse(ctx, prefix+"any")
		if err != nil {
			return err
		}
		if !inUse {
			if err := w.Blobs.DeletePrefix(ctx, prefix); err != nil {
				return err
			}
		}
	}
	return nil
}

// sweep frees what time has ended and files that no row knows.
type sweep struct {
	river.WorkerDefaults[models.Sweep]
	Deps
}

func (w *sweep) Work(ctx context.Context, _ *river.Job[models.Sweep]) error {
	if err := w.Store.Expire(ctx); err != nil {
		return err
	}
	if err := w.Store.ExpireContainers(ctx); err != nil {
		return err
	}
	if err := sweepTemp(w.TempDir, models.FileGrace); err != nil {
		return err
	}
	orphans, err := Orphans(ctx, w.Store, w.Blobs, models.FileGrace)
	if err != nil {
		return err
	}
	for _, key := range orphans {
		if err := w.Blobs.Delete(ctx, key); err != nil {
			return err
		}
	}
	if len(orphans) > 0 {
		w.Log.Info("files that nothing refers to are freed", "files", len(orphans))
	}
	return nil
}

func (w *sweep) Timeout(*river.Job[models.Sweep]) time.Duration { return 30 * time.Minute }

// Orphans lists files that no row refers to and that are older than the grace,
// so that none of an upload under way is among them.
func Orphans(ctx context.Context, store *models.Store, blobs blob.Store, grace time.Duration) ([]string, error) {
	var out []string
	err := blobs.List(ctx, "", func(e blob.Entry) error {
		if time.Since(e.ModTime) < grace {
			return nil
		}
		inUse, err := store.FileInUse(ctx, e.Key)
		if err == nil && !inUse {
			out = append(out, e.Key)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look for orphaned files: %w", err)
	}
	return out, nil
}

// Missing lists files that rows refer to but that are not there.
func Missing(ctx context.Context, store *models.Store, blobs blob.Store) ([]string, error) {
	have := map[string]bool{}
	if err := blobs.List(ctx, "", func(e blob.Entry) error {
		have[e.Key] = true
		return nil
	}); err != nil {
		return nil, fmt.Errorf("list files: %w", err)
	}
	var out []string
	err := store.Files(ctx, func(key string) error {
		if have[key] {
			return nil
		}
		// It may have been written since the listing.
		r, err := blobs.Get(ctx, key)
		if errors.Is(err, blob.ErrNotFound) {
			out = append(out, key)
			return nil
		}
		if err != nil {
			return err
		}
		return r.Close()
	})
	return out, err
}

// sweepTemp removes what programs that died left behind.
func sweepTemp(dir string, grace time.Duration) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("sweep temporary files: %w", err)
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || time.Since(info.ModTime()) < grace || !strings.HasPrefix(e.Name(), "upload-") && !strings.HasPrefix(e.Name(), "render-") {
			continue
		}
		if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
			return fmt.Errorf("sweep temporary files: %w", err)
		}
	}
	return nil
}
