package api_test

import (
	"log/slog"
	"net/http"
	"strconv"
	"sync"
	"testing"

	"photogram/models"
	"photogram/models/modelstest"
	"photogram/web"
	"photogram/web/webtest"
)

// The limit of a token is exact: 16 clients at once, on two servers with
// connections of their own, get through as often as it says and no more.
func TestLimitAcrossServers(t *testing.T) {
	t.Parallel()
	const limit, clients, calls = 100, 16, 20
	db := modelstest.New(t)
	change := func(site *web.Site) { site.RateLimit = limit }
	first := webtest.From(t, db, change)
	first.StartOn(t)
	pool, err := models.NewPool(t.Context(), db.DSN, 8)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	store, err := models.Open(t.Context(), pool, models.Options{Now: db.Clock.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	other := *db
	other.Store = store
	second := webtest.From(t, &other, change)
	second.StartOn(t)

	token := first.Token(first.User("ada"), "basic")
	var mu sync.Mutex
	passed, refused, left := 0, 0, map[int]bool{}
	var wg sync.WaitGroup
	for i := range clients {
		p := []*webtest.Site{first, second}[i%2].WithToken(token)
		wg.Go(func() {
			for range calls {
				a := p.Call("GET", "/users/self")
				n, err := strconv.Atoi(a.Header.Get("X-Ratelimit-Remaining"))
				mu.Lock()
				switch {
				case err != nil:
					t.Error(err)
				case a.StatusCode == http.StatusOK:
					passed++
					if left[n] {
						t.Errorf("two calls were told that %d are left", n)
					}
					left[n] = true
				case a.StatusCode == http.StatusTooManyRequests:
					refused++
				default:
					t.Errorf("%s: %s", a, a.Body)
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	t.Logf("%d clients on two servers, %d calls: %d passed a limit of %d, %d were refused", clients, clients*calls, passed, limit, refused)
	if passed != limit || refused != clients*calls-limit {
		t.Errorf("%d passed and %d were refused", passed, refused)
	}
}
