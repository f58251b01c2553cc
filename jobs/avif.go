package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/riverqueue/river"

	"photogram/media"
	"photogram/media/blob"
	"photogram/media/look"
	"photogram/models"
	"photogram/models/making"
	"photogram/models/post"
)

// encodeAVIF makes AVIF files of a photo that is on show already. They are kept
// only when each is smaller than the WebP of its width, since a page offers a
// browser one format in all widths.
type encodeAVIF struct {
	river.WorkerDefaults[models.EncodeAVIF]
	Deps
}

func (w *encodeAVIF) Timeout(*river.Job[models.EncodeAVIF]) time.Duration { return renderTimeout }

// errNoGain ends the work for files that are not worth keeping.
var errNoGain = errors.New("AVIF is not smaller")

func (w *encodeAVIF) Work(ctx context.Context, job *river.Job[models.EncodeAVIF]) error {
	if !w.AVIF {
		return nil
	}
	m, err := making.MediaWithoutAVIF(ctx, w.Store, job.Args.OwnerID, job.Args.MediaID, job.Args.Key)
	if err != nil || m == nil || m.Kind != post.Image || m.WantedKey != m.RenderKey {
		return err
	}
	var recipe look.Recipe
	if err := json.Unmarshal(m.Recipe, &recipe); err != nil {
		return fmt.Errorf("recipe of media %d: %w", m.ID, err)
	}
	prefix := models.RenditionPrefix(m.RenderKey)
	order := media.RenderJob{Recipe: recipe, AVIF: true, Width: m.Width, Height: m.Height}
	_, err = w.render(ctx, models.OriginalKey(m.OwnerID, m.ID), nil, order, func(dir string, r media.Result) error {
		files := slices.DeleteFunc(r.Files, func(f media.File) bool {
			return !slices.Contains(models.AVIFKeys(m.RenderKey, m.Width), prefix+f.Name)
		})
		for _, f := range files {
			size, err := w.size(ctx, prefix+strings.TrimSuffix(f.Name, ".avif")+".webp")
			if err != nil {
				return err
			}
			if f.Bytes >= size {
				return errNoGain
			}
		}
		for _, f := range files {
			if err := w.put(ctx, prefix+f.Name, filepath.Join(dir, f.Name)); err != nil {
				return err
			}
		}
		return nil
	})
	if errors.Is(err, errNoGain) || errors.Is(err, blob.ErrNotFound) {
		return nil
	}
	if _, final := refusal(err, lastTry(job.JobRow, err)); final {
		// The photo is on show as it is, so nobody needs to know.
		w.Log.Info("a photo stays without AVIF", "media", m.ID, "reason", err)
		return nil
	}
	if err != nil {
		return fmt.Errorf("encode media %d as AVIF: %w", m.ID, err)
	}
	used, err := making.AVIFMade(ctx, w.Store, m.OwnerID, m.ID, m.RenderKey)
	if err != nil || used {
		return err
	}
	return w.dropUnused(ctx, prefix) // the photo was edited or deleted meanwhile
}

func (w *encodeAVIF) size(ctx context.Context, key string) (int64, error) {
	e, err := w.Blobs.Stat(ctx, key)
	return e.Size, err
}
