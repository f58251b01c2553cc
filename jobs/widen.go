package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"time"

	"github.com/riverqueue/river"

	"photogram/media"
	"photogram/media/look"
	"photogram/models"
	"photogram/models/making"
	"photogram/models/post"
)

// widenEvery is how often what could not be made again is tried once more.
const widenEvery = 24 * time.Hour

// widenMedia makes renditions of the first generation again, one with each job. Those
// that there are stay on show until then, and for good where it fails.
type widenMedia struct {
	river.WorkerDefaults[models.WidenMedia]
	Deps
}

func (w *widenMedia) Timeout(*river.Job[models.WidenMedia]) time.Duration { return renderTimeout }

func (w *widenMedia) Work(ctx context.Context, job *river.Job[models.WidenMedia]) error {
	m, err := making.NextNarrow(ctx, w.Store, job.Args)
	if err != nil || m == nil {
		return err
	}
	if m.Ready() {
		if err := w.widen(ctx, m); err != nil {
			if _, final := refusal(err, lastTry(job.JobRow, err)); !final {
				return later(fmt.Errorf("make media %d again: %w", m.ID, err))
			}
			w.Log.Info("a photo stays in the widths that it has", "media", m.ID, "reason", err)
		}
	}
	return w.Store.InTx(ctx, func(t *models.Tx) error {
		return t.Enqueue(ctx, models.WidenMedia{OwnerID: m.OwnerID, MediaID: m.ID}, nil)
	})
}

func (w *widenMedia) widen(ctx context.Context, m *post.Media) error {
	var recipe look.Recipe
	if err := json.Unmarshal(m.Recipe, &recipe); err != nil {
		return fmt.Errorf("recipe of media %d: %w", m.ID, err)
	}
	var frame *time.Duration
	if m.IsVideo() {
		at := time.Duration(m.PosterMs) * time.Millisecond
		frame, recipe = &at, media.VideoRecipe(recipe)
	}
	key := post.KeyNow(w.Store, m)
	prefix := models.RenditionPrefix(key)
	order := media.RenderJob{Recipe: recipe, Width: m.Width, Height: m.Height}
	_, err := w.render(ctx, models.OriginalKey(m.OwnerID, m.ID), frame, order, func(dir string, r media.Result) error {
		for _, f := range r.Files {
			if err := w.put(ctx, prefix+f.Name, filepath.Join(dir, f.Name)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	used, err := making.MediaWidened(ctx, w.Store, m, key)
	if err == nil && !used {
		err = w.dropUnused(ctx, prefix) // it was edited or deleted meanwhile
	}
	return err
}
