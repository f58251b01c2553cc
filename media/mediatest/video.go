package mediatest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// ClipFile makes a video with ffmpeg, whose arguments are given but for the
// name at the end, and gives its path.
func ClipFile(t testing.TB, name string, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	out, err := exec.Command("ffmpeg", append(append([]string{"-v", "error", "-y"}, args...), path)...).CombinedOutput()
	if err != nil {
		t.Fatalf("ffmpeg %s: %v: %s", strings.Join(args, " "), err, out)
	}
	return path
}

// Clip is the bytes of ClipFile.
func Clip(t testing.TB, name string, args ...string) []byte {
	t.Helper()
	data, err := os.ReadFile(ClipFile(t, name, args...))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// Card is the input of a second of moving picture, and a tone.
func Card(size, rate string) []string {
	return []string{"-f", "lavfi", "-i", "testsrc2=size=" + size + ":rate=" + rate + ":duration=1", "-f", "lavfi", "-i",
		"sine=frequency=440:duration=1"}
}

// H264 is the coding that cameras use, made quickly.
func H264() []string {
	return []string{"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"}
}

// Video is a second of 320 × 240 with sound, as MP4.
func Video(t testing.TB) []byte { return Clip(t, "a.mp4", append(Card("320x240", "25"), H264()...)...) }
