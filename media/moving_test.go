package media

import (
	"bytes"
	"encoding/binary"
	"image"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"photogram/media/mediatest"
)

func newTestIntake(t *testing.T) *Intake {
	return &Intake{Pool: newTestPool(t, nil), Videos: NewVideos(VideoOptions{Logger: slog.New(slog.DiscardHandler)}), TempDir: t.TempDir()}
}

func (in *Intake) look(t *testing.T, data []byte, videos bool) (string, kept, error) {
	t.Helper()
	path := writeTemp(t, data)
	k, err := in.inspect(t.Context(), path, data[:min(len(data), SniffLen)], videos)
	return path, k, err
}

// Animated pictures move, whatever their format is.
func TestAnimatedPicturesMove(t *testing.T) {
	long(t)
	t.Parallel()
	in := newTestIntake(t)
	card := []string{"-f", "lavfi", "-i", "testsrc2=size=128x96:rate=10:duration=1"}
	made := func(name string, args ...string) []byte {
		return mediatest.Clip(t, name, append(card[:len(card):len(card)], args...)...)
	}
	clear := mediatest.Clip(t, "b.webp", "-f", "lavfi", "-i",
		"testsrc2=size=64x64:rate=5:duration=1,format=rgba,geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':a='if(lt(X,32),0,255)'", "-c:v",
		"libwebp_anim", "-lossless", "1")
	for name, c := range map[string]struct {
		data  []byte
		lasts time.Duration
		moves bool // from its beginning to its end
	}{
		"the sample": {odd(t, "animated.png"), 600 * time.Millisecond, true},
		"GIF":        {made("a.gif"), time.Second, true},
		"APNG":       {made("a.png", "-f", "apng", "-pix_fmt", "rgba"), time.Second, true},
		"WebP":       {made("a.webp", "-c:v", "libwebp_anim"), time.Second, true},
		"AVIF":       {made("a.avif", "-c:v", "libaom-av1", "-cpu-used", "8"), time.Second, true},
	} {
		path, k, err := in.look(t, c.data, true)
		if err != nil || !k.video || !k.Loop || k.notice != "" || k.Format.IsVideo() {
			t.Errorf("%s: %+v, %v", name, k, err)
			continue
		}
		near := func(what string, d time.Duration) {
			if d < c.lasts-120*time.Millisecond || d > c.lasts+120*time.Millisecond {
				t.Errorf("%s: %s %s, want %s", name, what, d, c.lasts)
			}
		}
		near("looks", k.Duration)
		dir := t.TempDir()
		moving, err := in.Pool.Unpack(t.Context(), path, dir)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		result, err := in.Videos.Transcode(t.Context(), VideoJob{Path: moving, OutDir: dir})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		near("made", result.Duration)
		first := shownAt(t, in, filepath.Join(dir, "video.mp4"), 0)
		if d := meanDifference(t, first, shownAt(t, in, filepath.Join(dir, "video.mp4"), c.lasts-50*time.Millisecond)); d < 3 {
			t.Errorf("%s: the first and the last picture differ by %.2f levels", name, d)
		}
		if d := meanDifference(t, first, shownAt(t, in, moving, 0)); d > 12 {
			t.Errorf("%s: the poster differs from the video by %.2f levels", name, d)
		}
	}
	path, _, err := in.look(t, clear, true)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	moving, err := in.Pool.Unpack(t.Context(), path, dir)
	if err != nil {
		t.Fatal(err)
	}
	if r, g, b, _ := shownAt(t, in, moving, 0).At(10, 30).RGBA(); r>>8 < 250 || g>>8 < 250 || b>>8 < 250 {
		t.Errorf("what is transparent is %d %d %d, not white", r>>8, g>>8, b>>8)
	}
}

func shownAt(t *testing.T, in *Intake, path string, at time.Duration) image.Image {
	t.Helper()
	frame := filepath.Join(t.TempDir(), "frame.jpg")
	if err := in.Videos.Frame(t.Context(), path, at, frame); err != nil {
		t.Fatal(err)
	}
	return decodeFile(t, frame)
}

// Where an animation cannot move its sender is told, and the limits are those of GIFs.
func TestAnimationsThatDoNotMove(t *testing.T) {
	t.Parallel()
	in := newTestIntake(t)
	webp := mediatest.Clip(t, "a.webp", "-f", "lavfi", "-i", "testsrc2=size=128x96:rate=10:duration=1", "-c:v", "libwebp_anim")
	frames := func(n uint32) []byte { return patch(t, odd(t, "animated.png"), "acTL", 0, be32(n)...) }
	for name, c := range map[string]struct {
		data   []byte
		videos bool
		notice string
	}{
		"a site without videos": {odd(t, "animated.png"), false, "can't take videos"},
		"WebP without videos":   {webp, false, "can't take videos"},
		"frames that are none":  {bytes.ReplaceAll(odd(t, "animated.png"), []byte("fcTL"), []byte("fxTL")), true, "can't be read"},
	} {
		if _, k, err := in.look(t, c.data, c.videos); err != nil || k.video || !strings.Contains(k.notice, c.notice) {
			t.Errorf("%s: %+v, %v", name, k, err)
		}
	}
	if _, k, err := in.look(t, frames(1), true); err != nil || k.video || k.notice != "" {
		t.Errorf("one frame: %+v, %v", k, err)
	}
	if _, _, err := in.look(t, frames(601), true); codeOf(err) != TooManyFrames {
		t.Errorf("601 frames: %v", err)
	}
	long := bytes.Clone(webp)
	for at := bytes.Index(long, []byte("ANMF")); at >= 0 && at+24 < len(long); {
		copy(long[at+20:], binary.LittleEndian.AppendUint32(nil, 20_000)[:3])
		next := bytes.Index(long[at+4:], []byte("ANMF"))
		if next < 0 {
			break
		}
		at += 4 + next
	}
	if _, _, err := in.look(t, long, true); codeOf(err) != TooLong {
		t.Errorf("WebP of 200 s: %v", err)
	}
	if _, err := in.Videos.inspectWebP(writeTemp(t, webp), Info{Width: 2000, Height: 2000, Frames: 41}); err == nil {
		t.Error("164 megapixels of frames are taken")
	} else if notice, err := stillNotice(err); err != nil || !strings.Contains(notice, "160 megapixels") {
		t.Errorf("%q, %v", notice, err)
	}
}
