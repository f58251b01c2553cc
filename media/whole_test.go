package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
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
	wide := image.NewPaletted(image.Rect(0, 0, 90, 60), color.Palette{color.White, color.Black, color.RGBA{200, 40, 40, 255}})
	for name, data := range map[string][]byte{
		"PNG": pngBytes(t, scene(300, 200)), "large PNG": pngBytes(t, scene(3000, 2000)), "PNG with a palette": pngBytes(t, wide),
		"interlaced PNG": pngOf(67, 43, 8, 2, 1, pngChunk{"IDAT", deflated(adam7(67, 43, 3))}),
	} {
		const end, sum = 12, 4 // bytes of the end mark, of a checksum
		pixels := bytes.LastIndex(data, []byte("IDAT")) + 4
		last := len(data) - end - sum - 1 // of the checksum inside the pixels' stream
		changed := func(at ...int) []byte {
			d := bytes.Clone(data)
			for _, i := range at {
				d[i] ^= 1
			}
			return d
		}
		whole := map[string][]byte{"as it is": data, "a changed end": changed(len(data) - 1),
			"a changed checksum of the piece": changed(len(data) - end - 1), "more behind the end": append(bytes.Clone(data), "more"...)}
		for cut := range end + sum + 1 {
			whole[fmt.Sprintf("%d bytes off", cut)] = data[:len(data)-cut]
		}
		for what, d := range whole {
			if _, err := p.Inspect(t.Context(), writeTemp(t, d)); err != nil {
				t.Errorf("%s, %s: %v", name, what, err)
			}
		}
		bad := map[string][]byte{"a changed header": changed(30), "a changed checksum of the pixels": changed(last, len(data)-end-1),
			"another checksum of the pixels": reckoned(changed(last), pixels-4, last+1)}
		if palette := bytes.Index(data, []byte("PLTE")); palette > 0 {
			bad["a changed palette"] = changed(palette + 4)
		}
		for cut := end + sum + 1; cut < end+sum+30; cut++ {
			bad[fmt.Sprintf("%d bytes off", cut)] = data[:len(data)-cut]
		}
		for what, d := range bad {
			if _, err := p.Inspect(t.Context(), writeTemp(t, d)); codeOf(err) != Damaged {
				t.Errorf("%s, %s: %v", name, what, err)
			}
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
	long(t)
	t.Parallel()
	v := NewVideos(VideoOptions{Logger: slog.New(slog.DiscardHandler)})
	card := mediatest.Clip(t, "a.mp4", append(mediatest.Card("320x240", "25"), mediatest.H264()...)...)
	slides := mediatest.Clip(t, "slides.mp4", "-f", "lavfi", "-i", "color=red:size=320x240:rate=1:duration=3", "-c:v", "libx264",
		"-preset", "ultrafast", "-pix_fmt", "yuv420p")
	outlasts := mediatest.Clip(t, "sound.mp4", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=1", "-f", "lavfi", "-i",
		"sine=duration=4",
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

// reckoned is a PNG whose chunk has the checksum of what it holds.
func reckoned(data []byte, kind, end int) []byte {
	binary.BigEndian.PutUint32(data[end:], crc32.ChecksumIEEE(data[kind:end]))
	return data
}
