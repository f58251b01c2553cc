package media

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"photogram/media/look"
	"photogram/media/mediatest"
	"photogram/models"
)

// Whatever is accepted is made, however wide or tall it is.
func TestExtremeShapesAreMade(t *testing.T) {
	long(t)
	t.Parallel()
	p := newTestPool(t, nil)
	files := map[string][]byte{"the strip": odd(t, "strip_12000x120.jpg"), "the panorama": odd(t, "pano_6_1.jpg")}
	for _, s := range [][2]int{{16383, 16}, {16, 16383}, {8000, 100}} {
		name := fmt.Sprintf("%d × %d", s[0], s[1])
		files[name+" JPEG"] = jpegBytes(t, scene(s[0], s[1]))
		files[name+" PNG, 16 bits"] = mediatest.PNG16(s[0], s[1])
		files[name+" TIFF"] = mediatest.TIFF{W: s[0], H: s[1]}.Bytes()
	}
	for name, data := range files {
		path := writeTemp(t, data)
		if _, err := p.Inspect(t.Context(), path); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for what, job := range map[string]RenderJob{
			"as it is": {Preview: true}, "edited": {Preview: true,
				Recipe: look.Recipe{Straighten: 5, Rotate: 90, Filter: "Ember", Structure: 40, Sharpen: 30}},
			"in full": {Full: true}, "as AVIF": {AVIF: true}, "as a profile picture": {Enlarge: true},
		} {
			job.Path, job.OutDir = path, t.TempDir()
			if _, err := p.Render(t.Context(), job); err != nil {
				t.Errorf("%s, %s: %v", name, what, err)
			}
		}
	}
}

func TestExtremeVideosAreMade(t *testing.T) {
	t.Parallel()
	v, p := NewVideos(VideoOptions{Logger: slog.New(slog.DiscardHandler)}), newTestPool(t, nil)
	for _, size := range []string{"4096x16", "16x4096"} {
		path := clip(t, "a.mp4", append(testCard(size, "5"), h264()...)...)
		if _, err := v.Inspect(t.Context(), path); err != nil {
			t.Errorf("%s: %v", size, err)
			continue
		}
		if _, err := v.Transcode(t.Context(), VideoJob{Path: path, OutDir: t.TempDir()}); err != nil {
			t.Errorf("%s: %v", size, err)
		}
		poster := filepath.Join(t.TempDir(), "frame.jpg")
		err := v.Frame(context.Background(), path, time.Second/2, poster)
		if err == nil {
			_, err = p.Render(t.Context(), RenderJob{Path: poster, OutDir: t.TempDir()})
		}
		if err != nil {
			t.Errorf("the poster of %s: %v", size, err)
		}
	}
}

// A long screenshot can be read: up to 1:20, something is 640 pixels wide, or as
// wide as the original.
func TestLongScreenshotsCanBeRead(t *testing.T) {
	t.Parallel()
	p := newTestPool(t, nil)
	result, dir := render1(t, p, writeTemp(t, odd(t, "long_screenshot.png")), look.Recipe{})
	if im := largest(t, result, dir); result.Width < 640 || im.Bounds().Dx() != result.Width {
		t.Errorf("%d × %d", result.Width, result.Height)
	}
	for w := 16; w <= 3000; w += 37 {
		for ratio := 1; ratio <= 20; ratio++ {
			if got, h := models.FitRendition(w, w*ratio); got < min(w, 640) || h > models.MaxTallHeight {
				t.Errorf("%d × %d becomes %d × %d", w, w*ratio, got, h)
			}
		}
	}
	before := RenderJob{Path: writeTemp(t, odd(t, "long_screenshot.png")), OutDir: t.TempDir(), Width: 369, Height: 4096}
	if again, err := p.Render(t.Context(), before); err != nil || again.Width != 369 || again.Height != 4096 {
		t.Errorf("made anew as it was: %+v, %v", again, err)
	}
}
