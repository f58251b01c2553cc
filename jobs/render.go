package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"photogram/media"
	"photogram/media/blob"
	"photogram/media/look"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/app"
	"photogram/models/making"
	"photogram/models/post"
	"photogram/models/upkeep"
)

// renderMedia makes the renditions of one photo.
type renderMedia struct {
	river.WorkerDefaults[models.RenderMedia]
	Deps
}

const unreadable = "This photo can't be processed. Try to save it as JPEG and send it again."

// renderTimeout leaves room for a child that a busy machine gives little time.
const renderTimeout = 5 * time.Minute

func (w *renderMedia) Timeout(*river.Job[models.RenderMedia]) time.Duration { return renderTimeout }

func (w *renderMedia) Work(ctx context.Context, job *river.Job[models.RenderMedia]) error {
	m, err := making.MediaToRender(ctx, w.Store, job.Args.OwnerID, job.Args.MediaID)
	if err != nil || m == nil {
		return err
	}
	again := m.Ready()
	if again {
		if !job.Args.Again {
			return nil
		}
		if lost, err := w.lostPicture(ctx, m); err != nil || !lost {
			return err
		}
	}
	var recipe look.Recipe
	if err := json.Unmarshal(m.Recipe, &recipe); err != nil {
		return fmt.Errorf("recipe of media %d: %w", m.ID, err)
	}
	var frame *time.Duration
	if m.IsVideo() {
		at := time.Duration(m.PosterMs) * time.Millisecond
		frame, recipe = &at, media.VideoRecipe(recipe)
	}
	order := media.RenderJob{Recipe: recipe, Preview: again || !m.HasPreview || m.IsVideo()}
	if again {
		order.Width, order.Height = m.Width, m.Height
	}
	result, err := w.render(ctx, models.OriginalKey(m.OwnerID, m.ID), frame, order, func(dir string, r media.Result) error {
		for _, f := range r.Files {
			key := models.RenditionPrefix(m.WantedKey) + f.Name
			if f.Name == media.PreviewName {
				key = models.PreviewKey(m.OwnerID, m.ID)
			} else if !slices.Contains(models.RenditionKeys(m.WantedKey, r.Width), key) {
				continue // of a later generation
			}
			if err := w.put(ctx, key, filepath.Join(dir, f.Name)); err != nil {
				return err
			}
		}
		return nil
	})
	if reason, final := refusal(err, lastTry(job.JobRow, err)); final {
		return w.give(ctx, m, m.WantedKey, again, reason, err)
	}
	if err != nil {
		return later(fmt.Errorf("render media %d: %w", m.ID, err))
	}
	if again {
		return making.MediaRemade(ctx, w.Store, m.OwnerID, m.ID, m.WantedKey, true)
	}
	used, err := making.MediaRendered(ctx, w.Store, m.OwnerID, m.ID,
		making.Rendered{Key: m.WantedKey, Width: result.Width, Height: result.Height,
			Placeholder: result.Placeholder, Color: result.Color})
	if err == nil && !used {
		// The recipe changed or the post is gone; another job makes what is wanted now.
		err = w.dropUnused(ctx, models.RenditionPrefix(m.WantedKey))
	}
	return err
}

// dropUnused frees files under a prefix that this program wrote.
func (d *Deps) dropUnused(ctx context.Context, prefix string) error {
	return deleteFiles(ctx, d.Store, d.Blobs, models.DeleteBlobs{Prefixes: []string{prefix}})
}

// fewTries are enough for what does not fail by chance.
const fewTries = 3

// lastTry is whether a job that ended with err is not tried again.
func lastTry(job *rivertype.JobRow, err error) bool {
	return job.Attempt >= job.MaxAttempts || job.Attempt >= fewTries &&
		(errors.Is(err, media.ErrNotMade) || errors.Is(err, media.ErrKilled))
}

// refusal says whether rendering failed for good, and what to tell the owner.
func refusal(err error, last bool) (string, bool) {
	var e *media.Error
	switch {
	case err == nil:
		return "", false
	case errors.Is(err, media.ErrKilled) && !last: // by a system short of memory
		return "", false
	case errors.As(err, &e):
		return e.Message, true
	case errors.Is(err, blob.ErrNotFound):
		return "The file of this photo is missing. Send it again.", true
	case errors.Is(err, errAway):
		return "", false
	case last:
		return unreadable, true
	}
	return "", false
}

// render brings an original to the disk, renders it, or a frame of it, and
// hands the results to keep. Nothing stays on the disk.
func (d *Deps) render(ctx context.Context, key string, frame *time.Duration, job media.RenderJob,
	keep func(dir string, r media.Result) error) (media.Result, error) {
	dir, err := os.MkdirTemp(d.TempDir, "render-*")
	if err != nil {
		return media.Result{}, away(fmt.Errorf("make room to render: %w", err))
	}
	defer func() { _ = os.RemoveAll(dir) }()
	original := filepath.Join(dir, "original")
	if err := d.fetch(ctx, key, original); err != nil {
		return media.Result{}, err
	}
	if frame != nil {
		still := filepath.Join(dir, "frame.jpg")
		moving, err := d.Pool.Unpack(ctx, original, dir)
		if err != nil {
			return media.Result{}, busy(err)
		}
		if err := d.Videos.Frame(ctx, moving, *frame, still); err != nil {
			return media.Result{}, busy(err)
		}
		original = still
	}
	out := filepath.Join(dir, "out")
	if err := os.Mkdir(out, 0o700); err != nil {
		return media.Result{}, fmt.Errorf("make room to render: %w", err)
	}
	job.Path, job.OutDir = original, out
	result, err := d.Pool.Render(ctx, job)
	if err != nil {
		return result, busy(err)
	}
	return result, keep(out, result)
}

// busy marks what fails for want of time on a busy machine, which is no fault of
// the file's, to be tried again.
func busy(err error) error {
	if models.KindOf(err) == models.Unavailable || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return away(err)
	}
	return err
}

func (d *Deps) fetch(ctx context.Context, key, path string) error {
	r, err := d.Blobs.Get(ctx, key)
	if err != nil {
		return away(fmt.Errorf("get %s: %w", key, err))
	}
	defer func() { _ = r.Close() }()
	// Its directory lets nobody else in; what decodes may run as another user.
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return away(fmt.Errorf("write %s: %w", key, err))
	}
	if _, err := io.Copy(f, r); err != nil {
		_ = f.Close()
		return away(fmt.Errorf("write %s: %w", key, err))
	}
	return away(f.Close())
}

func (d *Deps) put(ctx context.Context, key, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("read a rendition: %w", err)
	}
	defer func() { _ = f.Close() }()
	kind := "image/jpeg"
	switch filepath.Ext(path) {
	case ".webp":
		kind = "image/webp"
	case ".mp4":
		kind = "video/mp4"
	case ".avif":
		kind = "image/avif"
	}
	if err := d.Blobs.Put(ctx, key, f, kind); err != nil {
		return away(fmt.Errorf("put %s: %w", key, err))
	}
	return nil
}

// renderFull makes the unedited picture of a photo in full size.
type renderFull struct {
	river.WorkerDefaults[models.RenderFull]
	Deps
}

func (w *renderFull) Timeout(*river.Job[models.RenderFull]) time.Duration { return renderTimeout }

func (w *renderFull) Work(ctx context.Context, job *river.Job[models.RenderFull]) error {
	owner, item := job.Args.OwnerID, job.Args.MediaID
	wanted, err := post.WantsFull(ctx, w.Store, owner, item)
	if err != nil || !wanted {
		return err
	}
	key := post.FullKey(owner, item)
	_, err = w.render(ctx, models.OriginalKey(owner, item), nil, media.RenderJob{Full: true}, func(dir string, _ media.Result) error {
		return w.put(ctx, key, filepath.Join(dir, media.FullName))
	})
	if _, final := refusal(err, lastTry(job.JobRow, err)); final {
		w.Log.Warn("a full picture was not made", "media", item, "error", err)
		return river.JobCancel(fmt.Errorf("render media %d in full: %w", item, err))
	}
	if err != nil {
		return later(fmt.Errorf("render media %d in full: %w", item, err))
	}
	used, err := post.FullRendered(ctx, w.Store, owner, item)
	if err == nil && !used {
		err = w.Blobs.Delete(ctx, key)
	}
	return err
}

// renderAvatar makes an account's picture.
type renderAvatar struct {
	river.WorkerDefaults[models.RenderAvatar]
	Deps
}

func (w *renderAvatar) Timeout(*river.Job[models.RenderAvatar]) time.Duration { return renderTimeout }

func (w *renderAvatar) Work(ctx context.Context, job *river.Job[models.RenderAvatar]) error {
	user, appID, key := job.Args.UserID, job.Args.AppID, job.Args.Key
	crop := job.Args.Crop
	if job.Args.Again {
		if appID == 0 {
			var err error
			if crop, err = account.AvatarCrop(ctx, w.Store, user); err != nil {
				return err
			}
		}
		if shown, err := making.HasPicture(ctx, w.Store, user, appID, key); err != nil || !shown {
			return err
		}
	}
	original := models.AvatarOriginalKey(user, key)
	order := media.RenderJob{Recipe: look.Recipe{Crop: cropOf(crop)}, Enlarge: true}
	_, err := w.render(ctx, original, nil, order, func(dir string, r media.Result) error {
		for _, f := range r.Files {
			to := models.AvatarPrefix(key) + f.Name
			if !slices.Contains(models.AvatarKeys(key), to) {
				continue
			}
			if err := w.put(ctx, to, filepath.Join(dir, f.Name)); err != nil {
				return err
			}
		}
		return nil
	})
	if _, final := refusal(err, lastTry(job.JobRow, err)); final {
		w.Log.Warn("a profile picture was not rendered", "user", user, "error", err)
		return river.JobCancel(fmt.Errorf("render the picture of %d: %w", user, err))
	}
	if err != nil {
		return later(fmt.Errorf("render the picture of %d: %w", user, err))
	}
	if job.Args.Again {
		return nil
	}
	if appID != 0 {
		err = app.SetIcon(ctx, w.Store, user, appID, key)
	} else {
		err = account.SetAvatar(ctx, w.Store, user, key, crop)
	}
	if models.KindOf(err) == models.NotFound { // the account or the app is gone
		return upkeep.FreeFiles(ctx, w.Store, original)
	}
	return err
}

// cropOf reads what account.ProfileInput has as a crop.
func cropOf(s string) *look.Crop {
	var c look.Crop
	if n, _ := fmt.Sscanf(s, "%g,%g,%g,%g", &c.X, &c.Y, &c.W, &c.H); n < 4 {
		return nil
	}
	return &c
}
