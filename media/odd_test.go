package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"photogram/media/look"
	"photogram/media/mediatest"
)

// odd is a file of testdata/odd, whose files are free of any rights (CC0).
func odd(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "odd", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// What lacks its end, and no pixel, is whole. What lacks pixels is not.
func TestAMissingEndIsNoDamage(t *testing.T) {
	t.Parallel()
	p := newTestPool(t, nil)
	read := func(name string) []byte {
		data, err := os.ReadFile(bimgFile(t, name))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	baseline := jpegBytes(t, scene(300, 200))
	progressive := odd(t, "progressive.jpg")
	webp := mediatest.Clip(t, "a.webp", "-f", "lavfi", "-i", "testsrc2=size=320x240", "-frames:v", "1", "-c:v", "libwebp")
	var filled []byte // one with a filler
	for side := 100; filled == nil; side += 2 {
		if b := mediatest.Clip(t, "b.webp", "-f", "lavfi", "-i", fmt.Sprintf("testsrc2=size=%dx100", side), "-frames:v", "1",
			"-c:v", "libwebp", "-lossless", "1"); b[16]&1 == 1 {
			filled = b
		}
	}
	still, moving := gifBytes(t, 64, 48, 1), gifBytes(t, 64, 48, 3)
	type state map[string][]byte
	cut := func(data []byte, n int) []byte { return bytes.Clone(data[:len(data)-n]) }
	part := func(data []byte, percent int) []byte { return bytes.Clone(data[:len(data)*percent/100]) }
	scan := bytes.LastIndex(progressive, []byte{0xff, 0xda})
	whole := state{
		"the sample": odd(t, "no_end_marker.jpg"), "JPEG": baseline, "JPEG, 1 byte off": cut(baseline, 1),
		"JPEG, 2 bytes off": cut(baseline, 2),
		"progressive JPEG":  progressive, "progressive JPEG, 1 byte off": cut(progressive, 1),
		"progressive JPEG, 2 bytes off": cut(progressive, 2),
		"camera's JPEG, 2 bytes off":    cut(read("test.jpg"), 2),
		"JPEG with more behind its end": append(bytes.Clone(baseline), "more"...),
		"GIF, trailer off":              cut(still, 1), "GIF, 2 bytes off": cut(still, 2), "moving GIF, 2 bytes off": cut(moving, 2),
		"WebP": webp, "WebP, filler off": cut(filled, 1),
		"WebP with its metadata cut off": append(webpSaying(webp, 200), "EXIF\xc0\x00\x00\x00II*\x00"...),
	}
	bad := state{
		"JPEG, 20 bytes off": cut(baseline, 20), "JPEG, half": part(baseline, 50), "JPEG, nearly all": part(baseline, 98),
		"progressive JPEG, half": part(progressive, 50), "progressive JPEG, nearly all": part(progressive, 98),
		"progressive JPEG without its last scan": bytes.Clone(progressive[:scan]),
		"camera's JPEG, half":                    part(read("test.jpg"), 50), "camera's JPEG, nearly all": part(read("test.jpg"), 99),
		"GIF, 3 bytes off": cut(still, 3), "moving GIF, 3 bytes off": cut(moving, 3),
		"WebP, 3 bytes off": cut(webp, 3), "WebP, half": part(webp, 50),
	}
	for name, data := range whole {
		path := writeTemp(t, data)
		info, err := p.Inspect(t.Context(), path)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if result, _ := render1(t, p, path, look.Recipe{}); result.Width == 0 || info.Frames < 1 {
			t.Errorf("%s: %+v", name, result)
		}
	}
	for name, data := range bad {
		if _, err := p.Inspect(t.Context(), writeTemp(t, data)); codeOf(err) != Damaged {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// webpSaying is a WebP whose outer box is longer than it is.
func webpSaying(data []byte, more int) []byte {
	data = bytes.Clone(data)
	size := len(data) - 8 + more
	data[4], data[5], data[6], data[7] = byte(size), byte(size>>8), byte(size>>16), byte(size>>24)
	return data
}

// Completeness is no sum of durations: a picture may stay, sound may go on, and
// a recording may begin late on the clock that it was cut out of.
func TestVideosThatEndOrBeginOddly(t *testing.T) {
	long(t)
	t.Parallel()
	v := NewVideos(VideoOptions{Logger: slog.New(slog.DiscardHandler)})
	second := []string{"-f", "lavfi", "-i", "testsrc2=size=160x120:rate=10:duration=1"}
	h264 := []string{"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"}
	vp8 := []string{"-c:v", "libvpx", "-deadline", "realtime"}
	made := func(name string, args ...[]string) []byte {
		var all []string
		for _, a := range args {
			all = append(all, a...)
		}
		return mediatest.Clip(t, name, all...)
	}
	late := []string{"-output_ts_offset", "100"}
	tone := []string{"-f", "lavfi", "-i", "sine=duration=4"}
	slides := filepath.Join("testdata", "odd", "slides_2s_8s.mp4")
	webm := made("a.webm", second, vp8)
	for _, c := range []struct {
		name string
		data []byte
		want time.Duration
	}{
		{"slides of 2 and 8 seconds", odd(t, "slides_2s_8s.mp4"), 10 * time.Second},
		{"the same as MOV", mediatest.Clip(t, "a.mov", "-i", slides, "-c", "copy"), 10 * time.Second},
		{"sound that goes on", odd(t, "sound_outlasts.mp4"), 5 * time.Second},
		{"sound that goes on, in WebM", made("b.webm", second, tone, vp8, []string{"-c:a", "libopus"}), 4 * time.Second},
		{"sound that goes on, in pieces", made("b.mp4", second, tone, h264,
			[]string{"-c:a", "aac", "-movflags", "+frag_keyframe+empty_moov"}), 4 * time.Second},
		{"GIF whose last picture stays", odd(t, "gif_last_frame_10s.gif"), 10300 * time.Millisecond},
		{"WebM whose last picture stays", patch(t, webm, "\x44\x89\x88", 0, be64(9000)...), 9 * time.Second},
		{"WebM that is cut off and says so", patch(t, webm, "\x44\x89\x88", 0, be64(9000)...)[:len(webm)*9/10], 900 * time.Millisecond},
		{"begins late, WebM", made("c.webm", second, vp8, late), time.Second},
		{"begins late, MP4", made("c.mp4", second, h264, late), time.Second},
		{"begins late, Matroska", made("c.mkv", second, h264, late), time.Second},
		{"pictures begin after the sound", made("d.mp4", []string{"-itsoffset", "3"}, second, tone, h264, []string{"-c:a", "aac"}),
			4 * time.Second},
		{"sound begins after the pictures", made("e.mp4", second, []string{"-itsoffset", "3"}, tone,
			[]string{"-map", "0", "-map", "1"}, h264, []string{"-c:a", "aac"}), 7 * time.Second},
		{"one picture and sound", made("f.mp4", []string{"-f", "lavfi", "-i", "color=size=160x120:rate=1:duration=1"}, tone, h264,
			[]string{"-c:a", "aac"}), 4 * time.Second},
	} {
		path := writeTemp(t, c.data)
		info, err := v.Inspect(context.Background(), path)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		made, err := v.Transcode(context.Background(), VideoJob{Path: path, OutDir: t.TempDir()})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		t.Logf("%s: looks %s, made %s", c.name, info.Duration, made.Duration)
		for what, d := range map[string]time.Duration{"looks": info.Duration, "made": made.Duration} {
			if d < c.want-250*time.Millisecond || d > c.want+250*time.Millisecond {
				t.Errorf("%s: %s %s, want %s", c.name, what, d, c.want)
			}
		}
	}
}

// be64 is a number of milliseconds as Matroska writes a length.
func be64(milliseconds float64) []byte {
	return binary.BigEndian.AppendUint64(nil, math.Float64bits(milliseconds))
}
