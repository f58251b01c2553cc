package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// keyed makes a collection with an Idempotency-Key; the status is 0 when the server is not there.
func (s *server) keyed(ctx context.Context, token, name string) (status int, id string, replayed bool) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.base+"/v1/users/self/collections",
		strings.NewReader(url.Values{"name": {name}}.Encode()))
	if err != nil {
		return 0, "", false
	}
	for name, value := range map[string]string{"Authorization": "Bearer " + token,
		"Content-Type": "application/x-www-form-urlencoded", "Idempotency-Key": name} {
		req.Header.Set(name, value)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, "", false
	}
	defer func() { _ = res.Body.Close() }()
	var a struct{ Data struct{ ID string } }
	if json.NewDecoder(res.Body).Decode(&a) != nil {
		return 0, "", false
	}
	return res.StatusCode, a.Data.ID, res.Header.Get("Idempotency-Replayed") == "true"
}

// A server that is killed takes no answer with it, and nothing is carried out
// twice by sending every call again.
func TestKeysSurviveACrash(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.run("user", "add", "--username", "ada", "--email", "ada@example.org", "--password", "correct horse battery ada")
	token := s.run("token", "--user", "ada", "--scopes", "all")
	s.start()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var mu sync.Mutex
	acknowledged, sent := map[string]string{}, []string{}
	enough := make(chan struct{})
	var senders sync.WaitGroup
	for sender := range 4 {
		senders.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				name := fmt.Sprintf("shelf %d-%d", sender, n)
				mu.Lock()
				sent = append(sent, name)
				mu.Unlock()
				status, id, _ := s.keyed(ctx, token, name)
				if status != http.StatusOK {
					return // the server is gone
				}
				mu.Lock()
				if acknowledged[name] = id; len(acknowledged) == 25 {
					close(enough)
				}
				mu.Unlock()
			}
		})
	}
	<-enough
	s.kill()
	senders.Wait()
	s.start()
	for _, name := range sent {
		status, id, replayed := s.keyed(ctx, token, name)
		first, known := acknowledged[name]
		switch {
		case known && (status != http.StatusOK || !replayed || id != first):
			t.Errorf("%s was made as %s; afterwards: %d, %s, replayed %v", name, first, status, id, replayed)
		case !known && status != http.StatusOK && status != http.StatusConflict:
			t.Errorf("%s, which was cut off: %d", name, status)
		}
	}
	s.stop()
	made := map[string]int{}
	for _, name := range s.lines(`SELECT name FROM collections`) {
		made[name]++
	}
	for _, name := range sent {
		if _, known := acknowledged[name]; made[name] > 1 || known && made[name] != 1 {
			t.Errorf("%s was made %d times", name, made[name])
		}
	}
	t.Logf("%d calls, %d acknowledged before the end", len(sent), len(acknowledged))
}
