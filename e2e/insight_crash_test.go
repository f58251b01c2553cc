package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"photogram/models"
)

// seenLog is the raw log of what visitors were shown: acknowledged, and sent when
// the server died.
type seenLog struct {
	mu     sync.Mutex
	acked  []time.Time
	guests map[int]bool
	maybe  int
	next   int
}

// look is a visitor whose browser says that a post was seen.
func (l *seenLog) look(s *server, code string) {
	l.mu.Lock()
	l.next++
	guest := l.next / 2 // everybody looks twice
	l.mu.Unlock()
	req, err := http.NewRequest(http.MethodPost, s.base+"/insights/looks", strings.NewReader(url.Values{"seen": {code}}.Encode()))
	if err != nil {
		s.t.Error(err)
		return
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("User-Agent", fmt.Sprintf("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0 n%d", guest))
	res, err := http.DefaultClient.Do(req)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.guests[guest] = true
	if err != nil {
		l.maybe++
		return
	}
	_ = res.Body.Close()
	if res.StatusCode == http.StatusNoContent {
		l.acked = append(l.acked, time.Now())
	}
}

// since counts what was acknowledged after a time.
func (l *seenLog) since(t time.Time) (n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, at := range l.acked {
		if at.After(t) {
			n++
		}
	}
	return n
}

// Views that were acknowledged are counted but for those of the last 10 seconds
// before a kill, and none is counted twice.
func TestViewsSurviveKills(t *testing.T) {
	t.Parallel()
	const rounds, each = 3, 200
	s := newServer(t)
	s.start()
	s.run("user", "add", "--username", "ann", "--email", "ann@example.org", "--password", "correct horse battery ann")
	token := s.run("token", "--user", "ann", "--scopes", "all")
	body, kind := photo(t, "static/demo/gradient-fold.jpg")
	a, ok := s.call(t.Context(), token, http.MethodPost, "/v1/media/upload", bytes.NewReader(body), kind)
	var media struct{ ID string }
	if !ok || json.Unmarshal(a.Data, &media) != nil {
		t.Fatalf("%+v\n%s", a, s.log.String())
	}
	s.form(t.Context(), token, "/v1/media/"+media.ID+"/publish", url.Values{"caption": {"seen by many"}})
	id, err := models.ParseID(strings.Split(media.ID, "_")[0])
	if err != nil {
		t.Fatal(err)
	}
	waitFor(t, "the post is shared", func() bool {
		res, err := http.Get(s.base + "/p/" + id.Code())
		if err != nil {
			return false
		}
		_ = res.Body.Close()
		return res.StatusCode == http.StatusOK
	})
	log, lost := &seenLog{guests: map[int]bool{}}, 0
	for round := range rounds {
		stop := make(chan struct{})
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				for {
					select {
					case <-stop:
						return
					default:
						log.look(s, id.Code())
					}
				}
			})
		}
		want := log.since(time.Time{}) + each
		waitFor(t, "views are acknowledged", func() bool { return log.since(time.Time{}) >= want })
		if round > 0 {
			time.Sleep(rand.N(6 * time.Second)) // the random moment in a batch is the test
		}
		s.kill()
		lost += log.since(time.Now().Add(-10 * time.Second))
		close(stop)
		wg.Wait()
		s.start()
	}
	for range 50 {
		log.look(s, id.Code())
	}
	numbers := func() (views, reach int) {
		a, ok := s.call(t.Context(), token, http.MethodGet, "/v1/media/"+media.ID+"/insights?metric=views,reach", nil, "")
		var list []struct {
			Name  string
			Total struct{ Value int } `json:"total_value"`
		}
		if !ok || json.Unmarshal(a.Data, &list) != nil || len(list) != 2 {
			t.Fatalf("%+v", a)
		}
		return list[0].Total.Value, list[1].Total.Value
	}
	acked := log.since(time.Time{})
	waitFor(t, "the last views show", func() bool {
		views, _ := numbers()
		return views >= acked-lost
	})
	views, reach := numbers()
	t.Logf("%d kills, %d views acknowledged, of which %d might be lost, and %d without an answer: %d counted, %d people of %d",
		rounds, acked,
		lost, log.maybe, views, reach, len(log.guests))
	if views > acked+log.maybe || reach > len(log.guests)*112/100 {
		t.Errorf("more is counted than happened")
	}
	if out := s.run("check"); out != "Nothing is wrong." {
		t.Error(out)
	}
}
