package post

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"photogram/models"
)

// A video is a media item with a picture, its poster, which has renditions as
// a photo has, and video files under a key of their own. The key of the files
// does not depend on the poster, so another poster is made in a moment.

// videoVersion changes when the same original and recipe would give other video files.
const videoVersion = "1"

// Sizes of the video files: the longer and the shorter side at most, in pixels.
const (
	MaxVideoLong   = 1920
	MaxVideoShort  = 1080
	SmallVideoEdge = 480 // the shorter side of the smaller file
)

// The names of the video files of one key.
const (
	VideoName      = "video.mp4"
	SmallVideoName = "small.mp4"
)

// FitVideo is the size of the video file of a finished picture of w × h
// pixels: even numbers, as the coding wants, and never an enlargement but for
// a single row or column.
func FitVideo(w, h int) (int, int) {
	long, short := max(w, h), min(w, h)
	scale := min(1, MaxVideoLong/float64(long), MaxVideoShort/float64(short))
	return even(w, scale), even(h, scale)
}

// SmallVideo is the size of the smaller file beside a video of w × h pixels, or
// zeros when that is small enough by itself.
func SmallVideo(w, h int) (int, int) {
	short := min(w, h)
	if short <= SmallVideoEdge {
		return 0, 0
	}
	scale := SmallVideoEdge / float64(short)
	return even(w, scale), even(h, scale)
}

func even(v int, scale float64) int { return max(2, int(float64(v)*scale/2+0.5-1e-9)*2) }

// VideoPrefix is where the video files of one key are kept in blob storage.
func VideoPrefix(key string) string { return "v/" + key[:2] + "/" + key + "/" }

// VideoKeys lists the files of one key whose video is w × h pixels.
func VideoKeys(key string, w, h int) []string {
	out := []string{VideoPrefix(key) + VideoName}
	if small, _ := SmallVideo(w, h); small > 0 {
		out = append(out, VideoPrefix(key)+SmallVideoName)
	}
	return out
}

// VideoLimit is what a video that is sent may have; zeros where none are taken.
type VideoLimit struct {
	Bytes    int64
	Duration time.Duration
}

// Clip is a video as pages show it, beside its poster.
type Clip struct {
	Key           string // empty before it was made
	Width, Height int
	Duration      time.Duration
	HasSound      bool
	Loop          bool // was an animated picture
	Captions      []Caption
}

// IsVideo is whether the item is a video.
func (m *Media) IsVideo() bool { return m.Kind == Video }

// Duration is the length of a video.
func (m *Media) Duration() time.Duration { return time.Duration(m.DurationMs) * time.Millisecond }

// Clip is the item as pages show it, nil for a photo.
func (m *Media) Clip() *Clip {
	if !m.IsVideo() {
		return nil
	}
	return &Clip{m.VideoKey, m.VideoWidth, m.VideoHeight, m.Duration(), m.HasSound, m.Loop, m.Captions}
}

// setKeys names what the item asks for now.
func setKeys(s *models.Store, m *Media) (wanted string) {
	m.WantedKey = renderKey(s, m)
	if m.IsVideo() {
		m.WantedVideoKey = videoKey(s, m)
	}
	return m.WantedKey
}

// KeyNow is the key that renditions of an item have which are made now.
func KeyNow(s *models.Store, m *Media) string { return renderKey(s, m) }

// Recover gives a post's cover the key that its renditions have now; nothing else changes.
func Recover(ctx context.Context, t *models.Tx, p *Post, old, key string) error {
	_, err := t.PG.Exec(ctx, `UPDATE posts SET cover_key = $4, cover_avif = false WHERE owner_id = $1 AND id = $2 AND cover_key = $3`,
		p.OwnerID, p.ID, old, key)
	return err
}

// EnqueueMaking orders what the item asks for.
func EnqueueMaking(ctx context.Context, t *models.Tx, m *Media) error {
	if m.IsVideo() {
		if err := t.Enqueue(ctx, models.TranscodeMedia{OwnerID: m.OwnerID, MediaID: m.ID}, nil); err != nil {
			return err
		}
	}
	return t.Enqueue(ctx, models.RenderMedia{OwnerID: m.OwnerID, MediaID: m.ID}, nil)
}

func videoKey(s *models.Store, m *Media) string {
	mac := hmac.New(sha256.New, s.Secret())
	fmt.Fprintf(mac, "video\x00%s\x00%d\x00%x\x00%s\x00%s", videoVersion, m.ID, m.SHA256, m.Filter, canonicalJSON(m.Recipe))
	return hex.EncodeToString(mac.Sum(nil)[:20])
}

// MediaToTranscode finds a video that waits for its files, or has them; nil when
// it is gone or has failed.
func MediaToTranscode(ctx context.Context, s *models.Store, owner, id models.ID) (*Media, error) {
	var m Media
	err := s.Gorm(ctx).Where("owner_id = ? AND id = ?", int64(owner), int64(id)).Take(&m).Error
	if models.IsNoRows(err) || err == nil && m.State == "failed" {
		return nil, nil
	}
	return &m, err
}

// VideoProgress notes how far a video is, in per cent.
func VideoProgress(ctx context.Context, s *models.Store, owner, id models.ID, key string, percent int) error {
	_, err := s.Pool().Exec(ctx, `UPDATE media SET progress = $4 WHERE owner_id = $1 AND id = $2 AND wanted_video_key = $3
		AND video_key <> $3`, owner, id, key, percent)
	return err
}

// SetPoster chooses the frame that stands for a video of the viewer's and
// orders its rendering.
func SetPoster(ctx context.Context, s *models.Store, viewer, post, item models.ID, at time.Duration) error {
	return Change(ctx, s, viewer, post, Changes{Items: []ItemChange{{ID: item, Poster: &at}}})
}

// setPoster needs what holds the video locked.
func setPoster(ctx context.Context, t *models.Tx, m *Media, at time.Duration) error {
	if !m.IsVideo() {
		return models.Invalidf("poster", "post.error.only-video-frame-choose")
	}
	if at < 0 || at > m.Duration() {
		return models.Invalidf("poster", "post.error.frame-must-between-0-seconds", "duration", Seconds(m.Duration()))
	}
	m.PosterMs = int(at.Milliseconds())
	key := renderKey(t.Store, m)
	if key == m.WantedKey {
		return nil
	}
	state := "pending"
	if key == m.RenderKey && m.VideoKey == m.WantedVideoKey {
		state = "ready"
	}
	if err := models.Do(ctx, t.PG,
		`UPDATE media SET poster_ms = @poster_ms, wanted_key = @key, state = @state, failure = '', updated_at = @now WHERE owner_id = @owner
		AND id = @media`,
		models.Args{"poster_ms": m.PosterMs, "key": key, "state": state, "now": t.Store.Now(), "owner": m.OwnerID,
			"media": m.ID}); err != nil {
		return fmt.Errorf("choose the poster of %d: %w", m.ID, err)
	}
	if err := t.Enqueue(ctx, models.RenderMedia{OwnerID: m.OwnerID, MediaID: m.ID}, nil); err != nil {
		return err
	}
	if m.VideoKey == m.WantedVideoKey {
		return nil
	}
	return t.Enqueue(ctx, models.TranscodeMedia{OwnerID: m.OwnerID, MediaID: m.ID}, nil) // it may have failed
}

// Seconds writes a length for people, such as "12.5".
func Seconds(d time.Duration) string {
	return fmt.Sprintf("%g", float64(d.Round(100*time.Millisecond))/float64(time.Second))
}

// VideoAccess says who may fetch the video files of a key.
func VideoAccess(ctx context.Context, s *models.Store, viewer models.ID, key string) (Access, error) {
	return fileAccess(ctx, s, viewer, "video_key", key)
}
