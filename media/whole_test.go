package media

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"photogram/media/look"
	"photogram/media/mediatest"
)

// A PNG is whole when all of its pixels are there, whatever else is missing, and
// on every version of libvips.
func TestPNGWithAllItsPixelsIsWhole(t *testing.T) {
	t.Parallel()
	p := newTestPool(t, nil)
	plain := pngBytes(t, scene(300, 200))
	laced := pngOf(67, 43, 8, 2, 1, pngChunk{"IDAT", deflated(adam7(67, 43, 3))})
	for name, data := range map[string][]byte{"PNG": plain, "interlaced PNG": laced} {
		for _, c := range []struct {
			name string
			size int
		}{{"whole", len(data)}, {"without its end mark", len(data) - 12}} {
			if _, err := p.Inspect(t.Context(), writeTemp(t, data[:c.size])); err != nil {
				t.Errorf("%s, %s: %v", name, c.name, err)
			}
		}
		if _, err := p.Inspect(t.Context(), writeTemp(t, data[:len(data)-12-4-30])); codeOf(err) != Damaged {
			t.Errorf("%s without its last pixels: %v", name, err)
		}
	}
	short := pngOf(64, 64, 8, 2, 0, pngChunk{"IDAT", deflated(63 * (1 + 3*64))})
	if _, err := p.Inspect(t.Context(), writeTemp(t, short)); codeOf(err) != Damaged {
		t.Errorf("a PNG that is closed a row too early: %v", err)
	}
}

// A video is as long as its packets say, and shows its last picture as long as
// something is still to be seen or heard, on every version of ffmpeg.
func TestVideosAreAsLongAsTheyPlay(t *testing.T) {
	t.Parallel()
	v := NewVideos(VideoOptions{Logger: slog.New(slog.DiscardHandler)})
	card := mediatest.Clip(t, "a.mp4", append(mediatest.Card("320x240", "25"), mediatest.H264()...)...)
	slides := mediatest.Clip(t, "slides.mp4", "-f", "lavfi", "-i", "color=red:size=320x240:rate=1:duration=3", "-vf", "setpts='if(eq(N,0),0,N*1)/TB'", "-t", "3",
		"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
	outlasts := mediatest.Clip(t, "sound.mp4", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=1", "-f", "lavfi", "-i", "sine=duration=4",
		"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")
	held := gifHolding(t, 500)
	for _, c := range []struct {
		name string
		data []byte
		want time.Duration
	}{
		{"says it lasts two hours", patch(t, card, "mvhd", 16, be32(7_200_000)...), time.Second},
		{"slides", slides, 3 * time.Second},
		{"sound that goes on", outlasts, 4 * time.Second},
		{"GIF whose last frame stays", held, 5200 * time.Millisecond},
	} {
		dir := t.TempDir()
		path := filepath.Join(dir, "upload")
		if err := os.WriteFile(path, c.data, 0o600); err != nil {
			t.Fatal(err)
		}
		near := func(what string, d time.Duration) {
			if d < c.want-150*time.Millisecond || d > c.want+150*time.Millisecond {
				t.Errorf("%s: %s %s, want %s", c.name, what, d, c.want)
			}
		}
		info, err := v.Inspect(context.Background(), path)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		near("looks", info.Duration)
		made, err := v.Transcode(context.Background(), VideoJob{Path: path, OutDir: dir, Recipe: look.Recipe{}})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		near("shows pictures for", made.Duration)
	}
}

// gifHolding has a first frame of 20 hundredths of a second and a last one of hold.
func gifHolding(t *testing.T, hold int) []byte {
	t.Helper()
	data := bytes.Clone(gifBytes(t, 64, 48, 2))
	mark := []byte{0x21, 0xf9, 0x04}
	for i, delay := 0, 20; i < 2; i, delay = i+1, hold {
		at := bytes.Index(data, mark)
		if i == 1 {
			at = bytes.LastIndex(data, mark)
		}
		if at < 0 {
			t.Fatal("there is no delay")
		}
		data[at+4], data[at+5] = byte(delay), byte(delay>>8)
	}
	return data
}
