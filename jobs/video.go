package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/riverqueue/river"

	"photogram/media"
	"photogram/media/blob"
	"photogram/media/look"
	"photogram/models"
	"photogram/models/making"
	"photogram/models/post"
)

// transcodeMedia makes the files of one video.
type transcodeMedia struct {
	river.WorkerDefaults[models.TranscodeMedia]
	Deps
}

const unreadableVideo = "This video can't be processed. Try to save it as MP4 with H.264 and send it again."

// Timeout leaves room for the longest video; ffmpeg has limits of its own that
// follow the video's length.
func (w *transcodeMedia) Timeout(*river.Job[models.TranscodeMedia]) time.Duration {
	return 50 * time.Minute
}

func (w *transcodeMedia) Work(ctx context.Context, job *river.Job[models.TranscodeMedia]) error {
	m, err := post.MediaToTranscode(ctx, w.Store, job.Args.OwnerID, job.Args.MediaID)
	if err != nil || m == nil {
		return err
	}
	again := m.VideoKey == m.WantedVideoKey
	if again {
		if !job.Args.Again {
			return nil
		}
		if lost, err := w.lost(ctx, post.VideoKeys(m.VideoKey, m.VideoWidth, m.VideoHeight)); err != nil || !lost {
			return err
		}
	}
	var recipe look.Recipe
	if err := json.Unmarshal(m.Recipe, &recipe); err != nil {
		return fmt.Errorf("recipe of media %d: %w", m.ID, err)
	}
	result, err := w.transcode(ctx, m, recipe)
	if reason, final := videoRefusal(err, lastTry(job.JobRow, err)); final {
		return w.give(ctx, m, m.WantedVideoKey, again, reason, err)
	}
	if err != nil {
		return later(fmt.Errorf("transcode media %d: %w", m.ID, err))
	}
	if again {
		return making.MediaRemade(ctx, w.Store, m.OwnerID, m.ID, m.WantedVideoKey, false)
	}
	used, err := making.MediaTranscoded(ctx, w.Store, m.OwnerID, m.ID,
		making.Transcoded{Key: m.WantedVideoKey, Width: result.Width, Height: result.Height, Duration: result.Duration})
	if err == nil && !used {
		// The recipe changed or the post is gone; another job makes what is wanted now.
		err = w.dropUnused(ctx, post.VideoPrefix(m.WantedVideoKey))
	}
	return err
}

// progressEvery is how often progress is written down.
const progressEvery = time.Second

func (w *transcodeMedia) transcode(ctx context.Context, m *post.Media, recipe look.Recipe) (media.VideoResult, error) {
	dir, err := os.MkdirTemp(w.TempDir, "render-*")
	if err != nil {
		return media.VideoResult{}, away(fmt.Errorf("make room for a video: %w", err))
	}
	defer func() { _ = os.RemoveAll(dir) }()
	original := filepath.Join(dir, "original")
	if err := w.fetch(ctx, models.OriginalKey(m.OwnerID, m.ID), original); err != nil {
		return media.VideoResult{}, err
	}
	out := filepath.Join(dir, "out")
	if err := os.Mkdir(out, 0o700); err != nil {
		return media.VideoResult{}, fmt.Errorf("make room for a video: %w", err)
	}
	moving, err := w.Pool.Unpack(ctx, original, dir)
	if err != nil {
		return media.VideoResult{}, busy(err)
	}
	var told time.Time
	result, err := w.Videos.Transcode(ctx, media.VideoJob{Path: moving, Recipe: recipe, OutDir: out, Progress: func(percent int) {
		if time.Since(told) < progressEvery {
			return
		}
		told = time.Now()
		if err := post.VideoProgress(ctx, w.Store, m.OwnerID, m.ID, m.WantedVideoKey, percent); err != nil {
			w.Log.Warn("the progress of a video was not noted", "media", m.ID, "error", err)
		}
	}})
	if err != nil {
		return result, busy(err)
	}
	for _, f := range result.Files {
		if err := w.put(ctx, post.VideoPrefix(m.WantedVideoKey)+f.Name, filepath.Join(out, f.Name)); err != nil {
			return result, err
		}
	}
	return result, nil
}

func videoRefusal(err error, last bool) (string, bool) {
	reason, final := refusal(err, last)
	switch {
	case errors.Is(err, blob.ErrNotFound):
		reason = "The file of this video is missing. Send it again."
	case reason == unreadable:
		reason = unreadableVideo
	}
	return reason, final
}
