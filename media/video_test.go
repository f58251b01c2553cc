package media

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"photogram/media/look"
	"photogram/media/mediatest"
)

var (
	clip     = mediatest.ClipFile
	testCard = mediatest.Card
	h264     = mediatest.H264
)

// probeFile is what ffprobe says of a file.
func probeFile(t testing.TB, path string) (streams []map[string]any, format map[string]any) {
	t.Helper()
	out, err := exec.Command("ffprobe", "-v", "error", "-of", "json", "-show_streams", "-show_format", path).Output()
	if err != nil {
		t.Fatalf("ffprobe %s: %v", path, err)
	}
	var all struct {
		Streams []map[string]any
		Format  map[string]any
	}
	if err := json.Unmarshal(out, &all); err != nil {
		t.Fatal(err)
	}
	return all.Streams, all.Format
}

func TestVideosOfManyKinds(t *testing.T) {
	long(t)
	t.Parallel()
	v := NewVideos(VideoOptions{})
	ctx := context.Background()
	for _, c := range []struct {
		name, file string
		args       []string
		w, h       int // of the source, upright
		outW, outH int // of the file
		sound      bool
		rate       string
		small      bool
	}{
		{"MP4", "a.mp4", append(testCard("320x240", "25"), h264()...), 320, 240, 320, 240, true, "25/1", false},
		{"MOV with PCM", "a.mov", append(testCard("320x240", "25"), "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt",
			"yuv420p", "-c:a", "pcm_s16le"), 320, 240, 320, 240, true, "25/1", false},
		{"WebM", "a.webm", append(testCard("160x120", "10"), "-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus"), 160,
			120, 160, 120, true, "10/1", false},
		{"odd sizes, no sound", "odd.mp4", []string{"-f", "lavfi", "-i", "testsrc2=size=322x242:duration=1:rate=25", "-vf",
			"format=yuv444p,scale=321:241", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv444p"}, 321, 241, 320, 240,
			false, "25/1", false},
		{"60 frames", "sixty.mp4", append(testCard("320x240", "60"), h264()...), 320, 240, 320, 240, true, "30/1", false},
		{"large and upright", "tall.mp4", append(testCard("800x1400", "5"), h264()...), 800, 1400, 800, 1400, true, "5/1", true},
		{"animated GIF", "a.gif", []string{"-f", "lavfi", "-i", "testsrc2=size=120x90:duration=1:rate=10"}, 120, 90, 120, 90, false,
			"10/1", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := clip(t, c.file, c.args...)
			info, err := v.Inspect(ctx, path)
			if err != nil {
				t.Fatal(err)
			}
			if info.Width != c.w || info.Height != c.h || info.HasSound != c.sound || info.Duration < 900*time.Millisecond ||
				info.Duration > 1200*time.Millisecond {
				t.Errorf("inspected: %+v", info)
			}
			dir := t.TempDir()
			last := -1
			r, err := v.Transcode(ctx, VideoJob{Path: path, OutDir: dir, Progress: func(p int) { last = p }})
			if err != nil {
				t.Fatal(err)
			}
			if last < 0 {
				t.Error("no progress was told")
			}
			if r.Width != c.outW || r.Height != c.outH || (len(r.Files) == 2) != c.small {
				t.Errorf("made %+v", r)
			}
			streams, format := probeFile(t, filepath.Join(dir, "video.mp4"))
			s := streams[0]
			if s["codec_name"] != "h264" || s["pix_fmt"] != "yuv420p" || s["r_frame_rate"] != c.rate ||
				s["color_space"] != "bt709" || int(s["width"].(float64)) != c.outW {
				t.Errorf("video stream: %v", s)
			}
			if (len(streams) == 2) != c.sound || c.sound && streams[1]["codec_name"] != "aac" {
				t.Errorf("%d streams, sound %v", len(streams), c.sound)
			}
			if tags, _ := format["tags"].(map[string]any); tags["encoder"] != nil || tags["creation_time"] != nil {
				t.Errorf("metadata is left: %v", tags)
			}
			raw, err := os.ReadFile(filepath.Join(dir, "video.mp4"))
			if err != nil {
				t.Fatal(err)
			}
			if moov, mdat := strings.Index(string(raw), "moov"), strings.Index(string(raw), "mdat"); moov < 0 || moov > mdat {
				t.Errorf("the index is at %d, behind the frames at %d", moov, mdat)
			}
			entries, _ := os.ReadDir(dir)
			if len(entries) != len(r.Files) {
				t.Errorf("files are left: %v", entries)
			}
			t.Logf("%s of processor, %d MB of memory", r.CPU.Round(time.Millisecond), r.Memory>>20)
		})
	}
}

// A phone's video lies on its side and says so.
func TestVideoRotationIsHonoured(t *testing.T) {
	t.Parallel()
	flat, err := os.ReadFile(clip(t, "flat.mp4", append(testCard("320x240", "10"), h264()...)...))
	if err != nil {
		t.Fatal(err)
	}
	// The matrix of a track (ISO/IEC 14496-12, 8.3.2) that turns to the right.
	matrix := slices.Concat(be32(0), be32(1<<16), be32(0), be32(0xffff0000), be32(0), be32(0), be32(240<<16), be32(0), be32(1<<30))
	copy(flat[bytes.Index(flat, []byte("tkhd"))+44:], matrix)
	turned := writeTemp(t, flat)
	v := NewVideos(VideoOptions{})
	info, err := v.Inspect(context.Background(), turned)
	if err != nil || info.Width != 240 || info.Height != 320 {
		t.Fatalf("%+v, %v", info, err)
	}
	dir := t.TempDir()
	r, err := v.Transcode(context.Background(),
		VideoJob{Path: turned, OutDir: dir, Recipe: look.Recipe{Rotate: 90, Crop: &look.Crop{X: 0, Y: 0, W: 0.5, H: 1}}})
	if err != nil || r.Width != 160 || r.Height != 240 {
		t.Fatalf("%+v, %v", r, err)
	}
	streams, _ := probeFile(t, filepath.Join(dir, "video.mp4"))
	if s := streams[0]; s["side_data_list"] != nil {
		t.Errorf("the turn is still only noted: %v", s)
	}
}

func TestVideoFrame(t *testing.T) {
	t.Parallel()
	path := clip(t, "a.mp4", append(testCard("320x240", "10"), h264()...)...)
	v := NewVideos(VideoOptions{})
	pool := newTestPool(t, nil)
	for _, at := range []time.Duration{0, 500 * time.Millisecond, time.Second, time.Hour} {
		out := filepath.Join(t.TempDir(), "frame.jpg")
		if err := v.Frame(context.Background(), path, at, out); err != nil {
			t.Fatalf("%s: %v", at, err)
		}
		info, err := pool.Inspect(context.Background(), out)
		if err != nil || info.Width != 320 || info.Height != 240 {
			t.Errorf("%s: %+v, %v", at, info, err)
		}
	}
}

func codeOf(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}
