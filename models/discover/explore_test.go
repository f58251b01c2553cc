package discover_test

import (
	"context"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/comment"
	"photogram/models/discover"
	"photogram/models/feed"
	"photogram/models/index"
	"photogram/models/modelstest"
	"photogram/models/people"
	"photogram/models/post"
)

// see puts a post before n people.
func see(t *testing.T, db *modelstest.DB, owner *account.User, id models.ID, n int) {
	t.Helper()
	for range n {
		feed.Seen(db.Store, 0, post.View{Post: post.Post{OwnerID: owner.ID, ID: id, State: post.Published}})
	}
	must(t, feed.FlushViews(context.Background(), db.Store))
}

func explored(t *testing.T, db *modelstest.DB, viewer models.ID) []models.ID {
	t.Helper()
	if _, err := discover.RankExplore(context.Background(), db.Store); err != nil {
		t.Fatal(err)
	}
	posts, _, err := discover.Page(context.Background(), db.Store, viewer, discover.ExploreKey{}, 50)
	must(t, err)
	return modelstest.PostIDs(posts)
}

func TestExploreRanking(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	reader := db.User("reader")
	var peopleList []*account.User
	for i := range 6 {
		peopleList = append(peopleList, db.User(fmt.Sprint("p", i)))
	}
	ancient := db.Post(peopleList[0], "older than the window")
	db.Clock.Move(discover.ExploreWindow)
	old := db.Post(peopleList[1], "once loved")
	for _, u := range peopleList {
		_, err := post.Like(ctx, db.Store, u.ID, old)
		must(t, err)
	}
	db.Clock.Move(9 * 24 * time.Hour)
	scrolled, answered, fresh := db.Post(peopleList[2], "many scrolled past"), db.Post(peopleList[3], "few saw, all answered"),
		db.Post(peopleList[4], "nobody saw")
	see(t, db, peopleList[2], scrolled, 400)
	see(t, db, peopleList[3], answered, 10)
	for _, id := range []models.ID{scrolled, answered} {
		_, err := post.Like(ctx, db.Store, peopleList[5].ID, id)
		must(t, err)
	}
	equal(t, "the order", explored(t, db, 0), []models.ID{answered, fresh, old, scrolled, ancient})
	_, err := comment.Add(ctx, db.Store, peopleList[5].ID, fresh, "a comment is worth two likes")
	must(t, err)
	equal(t, "after a comment", explored(t, db, 0), []models.ID{fresh, answered, old, scrolled, ancient})
	db.Clock.Move(5 * 24 * time.Hour)
	equal(t, "when one has left the window", explored(t, db, 0), []models.ID{fresh, answered, scrolled, old, ancient})

	// The same for everybody, less what they do not want.
	must(t, people.Follow(ctx, db.Store, reader.ID, peopleList[3].ID))
	must(t, people.MuteWord(ctx, db.Store, reader.ID, "scrolled"))
	must(t, people.MutePosts(ctx, db.Store, reader.ID, peopleList[3].ID))
	must(t, people.Block(ctx, db.Store, reader.ID, peopleList[1].ID))
	equal(t, "for somebody who mutes and blocks", explored(t, db, reader.ID), []models.ID{fresh, ancient})
	equal(t, "for everybody else", explored(t, db, 0), []models.ID{fresh, answered, scrolled, old, ancient})
	var generations int
	must(t, db.Pool().QueryRow(ctx, `SELECT count(DISTINCT generation) FROM explore_ranks`).Scan(&generations))
	if generations != 3 {
		t.Errorf("%d rankings are kept", generations)
	}
	// Whoever reads on stays in their ranking while it is kept, and loses nothing after that.
	_, next, err := discover.Page(ctx, db.Store, 0, discover.ExploreKey{}, 2)
	must(t, err)
	see(t, db, peopleList[3], answered, 1000)
	for range 4 {
		posts, _, err := discover.Page(ctx, db.Store, 0, next, 50)
		must(t, err)
		if got := fmt.Sprint(modelstest.PostIDs(posts)); got != fmt.Sprint([]models.ID{scrolled, old, ancient}) &&
			got != fmt.Sprint([]models.ID{answered, old, ancient}) {
			t.Errorf("read on: %s", got)
		}
		_, err = discover.RankExplore(ctx, db.Store)
		must(t, err)
	}
	must(t, post.Delete(ctx, db.Store, peopleList[4].ID, fresh))
	if got := explored(t, db, 0); len(got) != 4 {
		t.Errorf("a deleted post is still there: %v", got)
	}
	db.Check()
}

func TestImpressionsUnderConcurrency(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	ann := db.User("ann")
	var posts []post.View
	for range 5 {
		id := db.Post(ann, "")
		posts = append(posts, post.View{Post: post.Post{OwnerID: ann.ID, ID: id, State: post.Published}})
	}
	gone := db.Post(ann, "")
	must(t, post.Delete(ctx, db.Store, ann.ID, gone))
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			for i := range 50 {
				feed.Seen(db.Store, 7, posts...)
				feed.Seen(db.Store, ann.ID, posts...) // the owner
				feed.Seen(db.Store, 7, post.View{Post: post.Post{OwnerID: ann.ID, ID: gone, State: post.Published}},
					post.View{Post: post.Post{OwnerID: ann.ID, ID: posts[0].ID, State: post.Draft}})
				if i%17 == 0 {
					if err := feed.FlushViews(ctx, db.Store); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	wg.Wait()
	must(t, feed.FlushViews(ctx, db.Store))
	for _, p := range posts {
		if n, err := feed.Impressions(ctx, db.Store, ann.ID, p.ID, db.Now()); err != nil || n != 1000 {
			t.Errorf("seen %d times (%v)", n, err)
		}
	}
}

// recorder keeps the statements that go to the database.
type recorder struct {
	mu   sync.Mutex
	list []pgx.TraceQueryStartData
}

func (r *recorder) TraceQueryStart(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryStartData) context.Context {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.list = append(r.list, q)
	return ctx
}
func (r *recorder) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

var seqScan = regexp.MustCompile(`Seq Scan on (users|usernames|people_keys|tags|post_tags|places|post_places|posts|post_search|search_words|post_owners|explore_ranks|media)\b`)

// No search and no list of posts reads a large table from end to end.
func TestSearchesUseIndexes(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	fill(t, db, 20_000)
	if _, err := discover.RankExplore(ctx, db.Store); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Pool().Exec(ctx, `ANALYZE explore_ranks`); err != nil {
		t.Fatal(err)
	}
	cfg, err := pgxpool.ParseConfig(db.DSN)
	must(t, err)
	rec := &recorder{}
	cfg.ConnConfig.Tracer = rec
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	must(t, err)
	defer pool.Close()
	s, err := models.Open(ctx, pool, models.Options{Now: db.Clock.Now, Log: slog.New(slog.DiscardHandler)})
	must(t, err)
	defer func() { must(t, s.Close()) }()
	page := models.Page{Limit: 24}
	reads := map[string]func(viewer models.ID) error{
		"people, common": func(v models.ID) error { _, err := discover.SearchPeople(ctx, s, v, "us", 20); return err },
		"people, rare":   func(v models.ID) error { _, err := discover.SearchPeople(ctx, s, v, "user12345", 20); return err },
		"people, name":   func(v models.ID) error { _, err := discover.SearchPeople(ctx, s, v, "sam person77", 20); return err },
		"people, words":  func(v models.ID) error { _, err := discover.SearchPeople(ctx, s, v, "person77 sa", 20); return err },
		"people, nobody": func(v models.ID) error { _, err := discover.SearchPeople(ctx, s, v, "uzer17777", 20); return err },
		"tags":           func(models.ID) error { _, err := discover.SearchTags(ctx, s, "topic77", 20); return err },
		"places":         func(v models.ID) error { _, err := discover.SearchPlaces(ctx, s, v, "place 19", 20); return err },
		"places, word":   func(v models.ID) error { _, err := discover.SearchPlaces(ctx, s, v, "1999", 20); return err },
		"places, near": func(models.ID) error {
			_, err := discover.PlacesNear(ctx, s, index.Coordinates{Latitude: 10, Longitude: -160}, 5000, 20)
			return err
		},
		"posts near": func(v models.ID) error {
			_, _, err := discover.PostsNear(ctx, s, v, index.Coordinates{Latitude: 10, Longitude: -160}, 5000, page)
			return err
		},
		"posts, common": func(v models.ID) error {
			_, err := discover.SearchPosts(ctx, s, v, "common words", false, page)
			return err
		},
		"posts, rare": func(v models.ID) error {
			_, err := discover.SearchPosts(ctx, s, v, "word123 common", false, page)
			return err
		},
		"posts, mistyped": func(v models.ID) error { _, err := discover.SearchPosts(ctx, s, v, "commmon", false, page); return err },
		"tag":             func(v models.ID) error { _, _, err := discover.TagPosts(ctx, s, v, "topic10000", page); return err },
		"tag, top": func(v models.ID) error {
			_, _, err := discover.TopTagPosts(ctx, s, v, "topic10000", discover.TopKey{}, 24)
			return err
		},
		"tag, related": func(models.ID) error { _, err := discover.RelatedTags(ctx, s, 10000, 8); return err },
		"place":        func(v models.ID) error { _, _, err := discover.PlacePosts(ctx, s, v, 77, page); return err },
		"place, top": func(v models.ID) error {
			_, _, err := discover.TopPlacePosts(ctx, s, v, 77, discover.TopKey{}, 24)
			return err
		},
		"place by id": func(v models.ID) error { _, err := discover.PlaceByID(ctx, s, v, 77); return err },
		"tag by name": func(v models.ID) error { _, err := discover.TagFor(ctx, s, v, "topic77"); return err },
		"explore":     func(v models.ID) error { _, _, err := discover.Page(ctx, s, v, discover.ExploreKey{}, 24); return err },
		"explore, end": func(v models.ID) error {
			_, _, err := discover.Page(ctx, s, v, discover.ExploreKey{Before: 1}, 24)
			return err
		},
		"recent":        func(v models.ID) error { _, _, err := discover.RecentPosts(ctx, s, v, page); return err },
		"history":       func(v models.ID) error { _, err := discover.SearchHistory(ctx, s, v); return err },
		"followed tags": func(v models.ID) error { _, _, err := discover.FollowedTags(ctx, s, v, 0, 30); return err },
	}
	for name, read := range reads {
		for _, viewer := range []models.ID{0, 500} {
			rec.list = nil
			if err := read(viewer); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			tx, err := db.Pool().Begin(ctx)
			must(t, err)
			for _, q := range rec.list {
				sql := strings.TrimSpace(q.SQL)
				if strings.Contains(sql, "set_config") { // holds for what follows
					_, err := tx.Exec(ctx, q.SQL, q.Args...)
					must(t, err)
				}
				if !strings.HasPrefix(sql, "SELECT") && !strings.HasPrefix(sql, "WITH") || strings.Contains(sql, "set_config") {
					continue
				}
				rows, err := tx.Query(ctx, "EXPLAIN "+q.SQL, q.Args...)
				must(t, err)
				plan, err := pgx.CollectRows(rows, pgx.RowTo[string])
				must(t, err)
				if text := strings.Join(plan, "\n"); seqScan.MatchString(text) {
					t.Errorf("%s for %d:\n%s\n%s", name, viewer, q.SQL, text)
				}
			}
			must(t, tx.Rollback(ctx))
			t.Logf("%-16s %6d", name, viewer)
		}
	}
}
