package e2e

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"photogram/media/mediatest"
)

// running lists the command lines of processes that run in a directory whose path
// begins so.
func running(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range files {
		line, err := os.ReadFile(f)
		in, linkErr := os.Readlink(filepath.Join(filepath.Dir(f), "cwd"))
		if err == nil && linkErr == nil && strings.HasPrefix(in, dir) { // it may be gone by now
			out = append(out, strings.ReplaceAll(string(line), "\x00", " "))
		}
	}
	return out
}

// A server that is killed while it makes a video takes ffmpeg along, and the
// next one makes the video and publishes the post.
func TestVideoAcrossAKilledServer(t *testing.T) {
	t.Parallel()
	film := mediatest.ClipFile(t, "film.mp4", "-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=30:duration=8", "-c:v", "libx264",
		"-preset", "ultrafast", "-pix_fmt", "yuv420p")
	s := newServer(t)
	s.start()
	s.run("user", "add", "--username", "ana", "--email", "ana@example.org", "--password", "quiet harbour lantern")
	token := s.run("token", "--user", "ana", "--scopes", "all")
	body, kind := photo(t, film)
	a, ok := s.call(t.Context(), token, http.MethodPost, "/v1/media/upload", strings.NewReader(string(body)), kind)
	var m struct {
		ID, State, Failure string
		Progress           *int
		Videos             *struct{}
	}
	if !ok || json.Unmarshal(a.Data, &m) != nil {
		t.Fatalf("upload: %+v", a)
	}
	if a, ok = s.form(t.Context(), token, "/v1/media/"+m.ID+"/publish", url.Values{"caption": {"Across"}}); !ok {
		t.Fatalf("publish: %+v", a)
	}
	data := ""
	for _, e := range s.env {
		if dir, found := strings.CutPrefix(e, "PHOTOGRAM_DATA_DIR="); found {
			data = dir
		}
	}
	made := filepath.Join(data, "tmp") // ffmpeg works in it
	wait := func(what string, reached func() bool) {
		t.Helper()
		for deadline := time.Now().Add(stepTime); !reached(); time.Sleep(20 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("%s did not happen: %+v\n%s", what, m, s.log.String())
			}
		}
	}
	transcoding := func() []string {
		var out []string
		for _, line := range running(t, made) {
			if strings.HasPrefix(line, "/") && strings.Contains(line, "libx264") {
				out = append(out, line)
			}
		}
		return out
	}
	wait("the making of the video", func() bool { return len(transcoding()) > 0 })
	s.kill()
	wait("the end of ffmpeg", func() bool { return len(transcoding()) == 0 })
	s.start()
	wait("publication", func() bool {
		a, _ := s.call(t.Context(), token, http.MethodGet, "/v1/media/"+m.ID, nil, "")
		m.Progress = nil
		return json.Unmarshal(a.Data, &m) == nil && m.State == "published" && m.Videos != nil && m.Progress == nil
	})
	if out := s.run("check"); out != "Nothing is wrong." {
		t.Error(out)
	}
}
