package tally_test

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/modelstest"
	"photogram/models/tally"
)

// counted is how many views all accounts and all posts have.
func counted(t *testing.T, db *modelstest.DB) (accounts, posts int64) {
	t.Helper()
	rows, err := db.Pool().Query(t.Context(), `SELECT post_id, counts FROM insight_counts WHERE span = 'day'`)
	must(t, err)
	defer rows.Close()
	for rows.Next() {
		var post int64
		var packed []byte
		must(t, rows.Scan(&post, &packed))
		c := tally.Counts{}
		must(t, c.Read(packed))
		if post == 0 {
			accounts += c.Sum(tally.Views)
		} else {
			posts += c.Sum(tally.Views)
		}
	}
	must(t, rows.Err())
	return accounts, posts
}

func wantCounted(t *testing.T, db *modelstest.DB, want int64) {
	t.Helper()
	if accounts, posts := counted(t, db); accounts != want || posts != want {
		t.Errorf("%d views of accounts and %d of posts, not %d", accounts, posts, want)
	}
}

func looks(post models.ID, from, to int) (out []tally.Look) {
	for i := from; i < to; i++ {
		out = append(out, tally.Look{Post: post, Guest: fmt.Sprint(i)})
	}
	return out
}

// A batch whose answer was lost is written again and counted once.
func TestOnceOnRetry(t *testing.T) {
	t.Parallel()
	db := modelstest.New(t)
	post := db.Post(db.User("ann"), "")
	tally.Count(db.Store, looks(post, 0, 50)...)
	must(t, tally.FlushAgain(t.Context(), db.Store))
	wantCounted(t, db, 50)
	tally.Count(db.Store, looks(post, 0, 20)...)
	must(t, tally.FlushAgain(t.Context(), db.Store))
	wantCounted(t, db, 70)
}

// While the database is away looks wait, and are counted once when it is back.
func TestDatabaseAway(t *testing.T) {
	t.Parallel()
	db := modelstest.New(t)
	post := db.Post(db.User("ann"), "")
	tally.Count(db.Store, looks(post, 0, 10)...)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := tally.Flush(gone, db.Store); err == nil {
		t.Error("written without a database")
	}
	tally.Count(db.Store, looks(post, 10, 15)...)
	must(t, tally.Flush(t.Context(), db.Store))
	must(t, tally.Flush(t.Context(), db.Store))
	wantCounted(t, db, 15)
}

// Several programs that write the same rows at once lose nothing.
func TestServersAtOnce(t *testing.T) {
	t.Parallel()
	db := modelstest.New(t)
	ann, bob := db.User("ann"), db.User("bob")
	posts := []models.ID{db.Post(ann, ""), db.Post(bob, ""), db.Post(ann, "")}
	stores := []*models.Store{db.Store}
	for range 2 {
		pool, err := models.NewPool(t.Context(), db.DSN, 4)
		must(t, err)
		t.Cleanup(pool.Close)
		other, err := models.Open(t.Context(), pool, models.Options{Now: db.Clock.Now, Log: slog.New(slog.DiscardHandler)})
		must(t, err)
		t.Cleanup(func() { must(t, other.Close()) })
		stores = append(stores, other)
	}
	var wg sync.WaitGroup
	for n, s := range stores {
		wg.Go(func() {
			for round := range 10 {
				for i, post := range posts {
					tally.Count(s, looks(post, 100*i+n+round, 100*i+n+round+7)...)
				}
				if err := tally.Flush(context.Background(), s); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	wantCounted(t, db, 3*10*3*7)
}

// What is more than people do is not counted, and memory is bounded.
func TestBounds(t *testing.T) {
	t.Parallel()
	db := modelstest.New(t)
	ann := db.User("ann")
	post := db.Post(ann, "")
	for range 100 {
		tally.Count(db.Store, tally.Look{Post: post, Guest: "eager"})
	}
	must(t, tally.Flush(t.Context(), db.Store))
	wantCounted(t, db, tally.PerHour)
	db.Clock.Move(time.Hour)
	for i := range 2 * tally.PerMinute {
		tally.Count(db.Store, tally.Look{Post: models.ID(i + 1), Guest: "machine"})
	}
	if n, _ := tally.Waiting(db.Store); n > tally.PerMinute {
		t.Errorf("%d of one viewer in a minute", n)
	}
	tally.Count(db.Store, tally.Look{Post: post, Viewer: 7, N: -1})
	for i := range tally.LooksMost + 1000 {
		tally.Count(db.Store, tally.Look{Post: 1, Guest: fmt.Sprint("crowd", i)})
	}
	if n, _ := tally.Waiting(db.Store); n > tally.LooksMost {
		t.Errorf("%d looks wait", n)
	}
	must(t, tally.Flush(t.Context(), db.Store))
	wantCounted(t, db, tally.PerHour)
}

func TestBots(t *testing.T) {
	t.Parallel()
	db := modelstest.New(t)
	for agent, bot := range map[string]bool{
		"": true, "curl/8.5.0": true, "Go-http-client/1.1": true, "python-requests/2.31.0": true,
		"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)":                                                  true,
		"Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)":                    true,
		"facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)":                                                 true,
		"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.0.0 Safari/537.36":             true,
		"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0":                                                    false,
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/604.1": false,
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0": false,
		"Mozilla/5.0 (Linux; Android 14; CUBOT X70) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36":   false,
	} {
		for range 2 { // read, and then known
			if tally.Bot(db.Store, agent) != bot {
				t.Errorf("%q: bot %v", agent, !bot)
			}
		}
	}
}
