package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"time"
)

// acknowledged is what the server said it had done.
type acknowledged struct {
	mu       sync.Mutex
	uploaded map[string]bool            // media id → publication acknowledged
	liked    map[string]map[string]bool // media id → tokens
	comments map[string][]string        // media id → comment ids
}

func (k *acknowledged) any() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	for id, published := range k.uploaded {
		if published {
			return id
		}
	}
	return ""
}

// reaches waits until so many posts are shared, and as many comments written.
func (k *acknowledged) reaches(t *testing.T, n int) {
	t.Helper()
	waitFor(t, fmt.Sprintf("%d posts with comments", n), func() bool {
		k.mu.Lock()
		defer k.mu.Unlock()
		published, comments := 0, 0
		for id, done := range k.uploaded {
			if done {
				published++
			}
			comments += len(k.comments[id])
		}
		return published >= n && comments >= n
	})
}

func TestNothingAcknowledgedIsLostByKills(t *testing.T) {
	t.Parallel()
	const rounds = 10
	s := newServer(t, "PHOTOGRAM_API_RATE_LIMIT=1000000", "PHOTOGRAM_API_ACTION_LIMIT=1000000")
	s.start()
	names := []string{"ann", "ben", "cleo"}
	var tokens []string
	for _, name := range names {
		s.run("user", "add", "--username", name, "--email", name+"@example.org", "--password", "correct horse battery "+name)
		tokens = append(tokens, s.run("token", "--user", name, "--scopes", "all"))
	}
	body, kind := photo(t, "static/demo/gradient-fold.jpg")
	known := &acknowledged{uploaded: map[string]bool{}, liked: map[string]map[string]bool{}, comments: map[string][]string{}}
	for round := range rounds {
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		for _, token := range tokens {
			wg.Go(func() { s.share(ctx, token, known, body, kind) })
			wg.Go(func() { s.react(ctx, token, known) })
		}
		known.reaches(t, round+1)
		time.Sleep(rand.N(300 * time.Millisecond)) // the random moment is the test
		s.kill()
		cancel()
		wg.Wait()
		s.start()
		s.verify(tokens, known, round)
		if out := s.run("check"); out != "Nothing is wrong." {
			t.Errorf("round %d: %s", round, out)
		}
	}
	published, likes, comments := 0, 0, 0
	for id, done := range known.uploaded {
		if done {
			published++
		}
		likes += len(known.liked[id])
		comments += len(known.comments[id])
	}
	t.Logf("%d kills; acknowledged and found again: %d uploads, %d publications, %d likes, %d comments", rounds,
		len(known.uploaded), published, likes, comments)
	if published < rounds || likes == 0 || comments < rounds {
		t.Errorf("too little happened to prove anything")
	}
	if code := s.stop(); code != 0 {
		t.Errorf("a polite stop exits with %d\n%s", code, s.log.String())
	}
}

func (s *server) share(ctx context.Context, token string, known *acknowledged, body []byte, kind string) {
	const most = 4 // of a round, since what renders them gives way to all else on the machine
	for range most {
		a, ok := s.call(ctx, token, http.MethodPost, "/v1/media/upload", bytes.NewReader(body), kind)
		if !ok {
			return
		}
		var media struct{ ID string }
		if json.Unmarshal(a.Data, &media) != nil {
			return
		}
		known.mu.Lock()
		known.uploaded[media.ID] = false
		known.mu.Unlock()
		if _, ok := s.form(ctx, token, "/v1/media/"+media.ID+"/publish", url.Values{"caption": {"#crash"}}); ok {
			known.mu.Lock()
			known.uploaded[media.ID] = true
			known.mu.Unlock()
		}
	}
}

func (s *server) react(ctx context.Context, token string, known *acknowledged) {
	for ctx.Err() == nil {
		id := known.any()
		if id == "" {
			time.Sleep(10 * time.Millisecond)
			continue
		}
		if _, ok := s.form(ctx, token, "/v1/media/"+id+"/likes", nil); ok {
			known.mu.Lock()
			if known.liked[id] == nil {
				known.liked[id] = map[string]bool{}
			}
			known.liked[id][token] = true
			known.mu.Unlock()
		}
		if a, ok := s.form(ctx, token, "/v1/media/"+id+"/comments", url.Values{"text": {"still here"}}); ok {
			var comment struct{ ID string }
			if json.Unmarshal(a.Data, &comment) == nil {
				known.mu.Lock()
				known.comments[id] = append(known.comments[id], comment.ID)
				known.mu.Unlock()
			}
		}
	}
}

// verify looks every acknowledged thing up again.
func (s *server) verify(tokens []string, known *acknowledged, round int) {
	s.t.Helper()
	ctx := s.t.Context()
	for id, published := range known.uploaded {
		deadline := time.Now().Add(stepTime)
		for {
			owner := ""
			var media struct {
				State    string
				HasLiked bool `json:"user_has_liked"`
			}
			for _, token := range tokens {
				if a, ok := s.call(ctx, token, http.MethodGet, "/v1/media/"+id, nil, ""); ok && json.Unmarshal(a.Data, &media) == nil {
					owner = token
					break
				}
			}
			if owner == "" {
				s.t.Fatalf("round %d: media %s was acknowledged and is gone", round, id)
			}
			if !published || media.State == "published" {
				break
			}
			if time.Now().After(deadline) {
				s.t.Fatalf("%s\n%s\nround %d: the publication of %s was acknowledged, and its state is %s", s.told(), s.rows(
					`SELECT id::text || ' ' || state || ' ' || failure FROM media WHERE state <> 'ready'`,
					`SELECT to_jsonb(j)::text FROM river_job j WHERE state NOT IN ('completed', 'available')`,
					`SELECT to_jsonb(l)::text FROM river_leader l`), round, id, media.State)
			}
			time.Sleep(50 * time.Millisecond)
		}
		for token := range known.liked[id] {
			var media struct {
				HasLiked bool `json:"user_has_liked"`
			}
			if a, ok := s.call(ctx, token, http.MethodGet, "/v1/media/"+id, nil, ""); !ok ||
				json.Unmarshal(a.Data, &media) != nil || !media.HasLiked {
				s.t.Fatalf("round %d: a like of %s was acknowledged and is gone", round, id)
			}
		}
		s.verifyComments(ctx, tokens[0], id, known.comments[id], round)
	}
}

func (s *server) verifyComments(ctx context.Context, token, id string, want []string, round int) {
	s.t.Helper()
	if len(want) == 0 {
		return
	}
	have := map[string]bool{}
	before := ""
	for {
		req := "/v1/media/" + id + "/comments?count=100&max_id=" + before
		var page struct {
			Data       []struct{ ID string }
			Pagination struct {
				Next string `json:"next_max_id"`
			}
		}
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.base+req, nil)
		if err != nil {
			s.t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+token)
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			s.t.Fatal(err)
		}
		err = json.NewDecoder(res.Body).Decode(&page)
		_ = res.Body.Close()
		if err != nil {
			s.t.Fatal(err)
		}
		for _, c := range page.Data {
			have[c.ID] = true
		}
		if before = page.Pagination.Next; before == "" {
			break
		}
	}
	for _, c := range want {
		if !have[c] {
			s.t.Fatalf("round %d: comment %s on %s was acknowledged and is gone", round, c, id)
		}
	}
}
