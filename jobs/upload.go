package jobs

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"photogram/models"
	"photogram/models/post"
)

// watchUploads frees parts of uploads that expired. Every server does it for
// itself, since the parts are on its own disk.
func (r *Runner) watchUploads(ctx context.Context) {
	if r.deps.UploadDir == "" {
		return
	}
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		if err := SweepUploads(ctx, r.deps.Store, r.deps.UploadDir); err != nil && ctx.Err() == nil {
			r.deps.Log.Warn("parts of uploads were not freed", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// SweepUploads removes the parts of uploads that are finished or expired, as
// their rows say, and of those without a row once they are older than any
// unfinished upload is kept.
func SweepUploads(ctx context.Context, store *models.Store, dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("sweep uploads: %w", err)
	}
	for _, e := range entries {
		part, of, _ := strings.Cut(strings.TrimSuffix(e.Name(), ".info"), "_")
		id, err := models.ParseID(part)
		owner, err2 := models.ParseID(of)
		if err != nil || err2 != nil {
			continue // none of ours
		}
		open, known, err := post.UploadIsOpen(ctx, store, owner, id)
		if err != nil {
			return err
		}
		if info, err := e.Info(); open || !known && (err != nil || time.Since(info.ModTime()) < post.UploadLife) {
			continue
		}
		if err := os.Remove(filepath.Join(dir, e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("sweep uploads: %w", err)
		}
	}
	return nil
}
