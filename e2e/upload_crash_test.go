package e2e

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strconv"
	"testing"
	"time"

	"photogram/media/mediatest"
)

// loggedIn is a client with a session of its own.
func (s *server) loggedIn(name, password string) *http.Client {
	s.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	c := &http.Client{Jar: jar, Timeout: stepTime,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := c.PostForm(s.base+"/login", url.Values{"login": {name}, "password": {password}})
	if err != nil {
		s.t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusSeeOther {
		s.t.Fatalf("login: %s", res.Status)
	}
	return c
}

// told is an answer, read to its end; its status is 0 when the server is not there.
type told struct {
	status int
	header http.Header
	body   []byte
}

func (a told) String() string { return fmt.Sprintf("%d %s", a.status, a.body) }

// tell makes a request of the tus protocol.
func (s *server) tell(c *http.Client, method, path string, body []byte, headers map[string]string) told {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), method, s.base+path, bytes.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Tus-Resumable", "1.0.0")
	req.Header.Set("Accept", "application/json")
	for name, v := range headers {
		req.Header.Set(name, v)
	}
	res, err := c.Do(req)
	if err != nil {
		return told{}
	}
	defer func() { _ = res.Body.Close() }()
	text, _ := io.ReadAll(res.Body)
	return told{res.StatusCode, res.Header, text}
}

// A server that is killed while it makes a photo of an upload makes one of it, whatever it had done.
func TestAnUploadBecomesOnePhotoAcrossKills(t *testing.T) {
	t.Parallel()
	const rounds, together = 5, 4
	s := newServer(t)
	s.start()
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(s.log.String())
		}
	})
	const password = "correct horse battery ann"
	s.run("user", "add", "--username", "ann", "--email", "ann@example.org", "--password", password)
	c := s.loggedIn("ann", password)
	answered, interrupted := 0, 0
	for round := range rounds {
		paths := make([]string, together)
		sent := make([][]byte, together)
		for i := range together {
			sent[i] = mediatest.Photo(900+i, 700+round)
			meta := fmt.Sprintf("batch %s,place %s", base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "round-%d", round)),
				base64.StdEncoding.EncodeToString([]byte(strconv.Itoa(i))))
			a := s.tell(c, http.MethodPost, "/new/tus", nil,
				map[string]string{"Upload-Length": strconv.Itoa(len(sent[i])), "Upload-Metadata": meta})
			if a.status != http.StatusCreated {
				t.Fatalf("begin: %s", a)
			}
			paths[i] = a.header.Get("Location")
		}
		ended := make(chan bool, together)
		for i := range together {
			go func() {
				a := s.tell(c, http.MethodPatch, paths[i], sent[i],
					map[string]string{"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"})
				ended <- a.status == http.StatusNoContent
			}()
		}
		// The moment of the kill is what is varied here.
		time.Sleep(time.Duration(10+rand.IntN(150)) * time.Millisecond)
		s.kill()
		for range together {
			if <-ended {
				answered++
			} else {
				interrupted++
			}
		}
		s.start()
		for i := range together {
			head := s.tell(c, http.MethodHead, paths[i], nil, nil)
			if head.status != http.StatusOK {
				t.Fatalf("round %d, file %d: %s", round, i, head)
			}
			at, _ := strconv.Atoi(head.header.Get("Upload-Offset"))
			if at < len(sent[i]) {
				a := s.tell(c, http.MethodPatch, paths[i], sent[i][at:],
					map[string]string{"Upload-Offset": strconv.Itoa(at), "Content-Type": "application/offset+octet-stream"})
				if a.status != http.StatusNoContent {
					t.Fatalf("round %d, file %d, from %d on: %s", round, i, at, a)
				}
			}
			var outcome struct{ State string }
			if a := s.tell(c, http.MethodGet, paths[i], nil, nil); json.Unmarshal(a.body, &outcome) != nil || outcome.State != "done" {
				t.Fatalf("round %d, file %d: %s", round, i, a)
			}
		}
	}
	if drafts := s.lines(`SELECT count(*)::text FROM posts GROUP BY media_count ORDER BY media_count`); len(drafts) != 1 ||
		drafts[0] != strconv.Itoa(rounds) {
		t.Errorf("drafts by their number of photos: %v, want %d of %d", drafts, rounds, together)
	}
	if wrong := s.lines(`SELECT m.post_id || ' ' || m.pos || ' ' || u.place FROM media m JOIN uploads u ON u.owner_id = m.owner_id
		AND u.id = m.id WHERE m.pos <> u.place`); len(wrong) != 0 {
		t.Errorf("out of order: %v", wrong)
	}
	t.Logf("%d kills: %d uploads were answered, %d were not; each is one photo", rounds, answered, interrupted)
	if interrupted == 0 {
		t.Error("no kill hit an upload")
	}
	if files := uploadFiles(s); len(files) != 0 {
		t.Errorf("left behind: %v", files)
	}
	if out := s.run("check", "--grace", "0s"); out != "Nothing is wrong." {
		t.Error(out)
	}
}
