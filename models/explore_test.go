package models_test

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
	"photogram/models/modelstest"
)

// see puts a post before n people.
func see(t *testing.T, db *modelstest.DB, owner *models.User, id models.ID, n int) {
	t.Helper()
	for range n {
		db.Seen(0, models.PostView{Post: models.Post{OwnerID: owner.ID, ID: id, State: models.Published}})
	}
	must(t, db.FlushViews(context.Background()))
}

func explored(t *testing.T, db *modelstest.DB, viewer models.ID) []models.ID {
	t.Helper()
	if _, err := db.RankExplore(context.Background()); err != nil {
		t.Fatal(err)
	}
	posts, _, err := db.Explore(context.Background(), viewer, models.ExploreKey{}, 50)
	must(t, err)
	return codes(posts)
}

func TestExploreRanking(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	reader := db.User("reader")
	var people []*models.User
	for i := range 6 {
		people = append(people, db.User(fmt.Sprint("p", i)))
	}
	ancient := db.Post(people[0], "older than the window")
	db.Clock.Move(models.ExploreWindow)
	old := db.Post(people[1], "once loved")
	for _, u := range people {
		_, err := db.Like(ctx, u.ID, old)
		must(t, err)
	}
	db.Clock.Move(9 * 24 * time.Hour)
	scrolled, answered, fresh := db.Post(people[2], "many scrolled past"), db.Post(people[3], "few saw, all answered"), db.Post(people[4], "nobody saw")
	see(t, db, people[2], scrolled, 400)
	see(t, db, people[3], answered, 10)
	for _, id := range []models.ID{scrolled, answered} {
		_, err := db.Like(ctx, people[5].ID, id)
		must(t, err)
	}
	equal(t, "the order", explored(t, db, 0), []models.ID{answered, fresh, old, scrolled, ancient})
	_, err := db.AddComment(ctx, people[5].ID, fresh, "a comment is worth two likes")
	must(t, err)
	equal(t, "after a comment", explored(t, db, 0), []models.ID{fresh, answered, old, scrolled, ancient})
	db.Clock.Move(5 * 24 * time.Hour)
	equal(t, "when one has left the window", explored(t, db, 0), []models.ID{fresh, answered, scrolled, old, ancient})

	// The same for everybody, less what they do not want.
	must(t, db.Follow(ctx, reader.ID, people[3].ID))
	must(t, db.MuteWord(ctx, reader.ID, "scrolled"))
	must(t, db.MutePosts(ctx, reader.ID, people[3].ID))
	must(t, db.Block(ctx, reader.ID, people[1].ID))
	equal(t, "for somebody who mutes and blocks", explored(t, db, reader.ID), []models.ID{fresh, ancient})
	equal(t, "for everybody else", explored(t, db, 0), []models.ID{fresh, answered, scrolled, old, ancient})
	var generations int
	must(t, db.Pool().QueryRow(ctx, `SELECT count(DISTINCT generation) FROM explore_ranks`).Scan(&generations))
	if generations != 3 {
		t.Errorf("%d rankings are kept", generations)
	}
	// Whoever reads on stays in their ranking while it is kept, and loses nothing after that.
	_, next, err := db.Explore(ctx, 0, models.ExploreKey{}, 2)
	must(t, err)
	see(t, db, people[3], answered, 1000)
	for range 4 {
		posts, _, err := db.Explore(ctx, 0, next, 50)
		must(t, err)
		if got := fmt.Sprint(codes(posts)); got != fmt.Sprint([]models.ID{scrolled, old, ancient}) && got != fmt.Sprint([]models.ID{answered, old, ancient}) {
			t.Errorf("read on: %s", got)
		}
		_, err = db.RankExplore(ctx)
		must(t, err)
	}
	must(t, db.DeletePost(ctx, people[4].ID, fresh))
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
	var posts []models.PostView
	for range 5 {
		id := db.Post(ann, "")
		posts = append(posts, models.PostView{Post: models.Post{OwnerID: ann.ID, ID: id, State: models.Published}})
	}
	gone := db.Post(ann, "")
	must(t, db.DeletePost(ctx, ann.ID, gone))
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			for i := range 50 {
				db.Seen(7, posts...)
				db.Seen(ann.ID, posts...) // the owner
				db.Seen(7, models.PostView{Post: models.Post{OwnerID: ann.ID, ID: gone, State: models.Published}}, models.PostView{Post: models.Post{OwnerID: ann.ID, ID: posts[0].ID, State: models.Draft}})
				if i%17 == 0 {
					if err := db.FlushViews(ctx); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	wg.Wait()
	must(t, db.FlushViews(ctx))
	for _, p := range posts {
		if n, err := db.Impressions(ctx, ann.ID, p.ID, db.Now()); err != nil || n != 1000 {
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
	if _, err := db.RankExplore(ctx); err != nil {
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
		"people, common": func(v models.ID) error { _, err := s.SearchPeople(ctx, v, "us", 20); return err },
		"people, rare":   func(v models.ID) error { _, err := s.SearchPeople(ctx, v, "user12345", 20); return err },
		"people, name":   func(v models.ID) error { _, err := s.SearchPeople(ctx, v, "sam person77", 20); return err },
		"people, words":  func(v models.ID) error { _, err := s.SearchPeople(ctx, v, "person77 sa", 20); return err },
		"people, nobody": func(v models.ID) error { _, err := s.SearchPeople(ctx, v, "uzer17777", 20); return err },
		"tags":           func(models.ID) error { _, err := s.SearchTags(ctx, "topic77", 20); return err },
		"places":         func(v models.ID) error { _, err := s.SearchPlaces(ctx, v, "place 19", 20); return err },
		"places, word":   func(v models.ID) error { _, err := s.SearchPlaces(ctx, v, "1999", 20); return err },
		"places, near": func(models.ID) error {
			_, err := s.PlacesNear(ctx, models.Coordinates{Latitude: 10, Longitude: -160}, 5000, 20)
			return err
		},
		"posts near": func(v models.ID) error {
			_, _, err := s.PostsNear(ctx, v, models.Coordinates{Latitude: 10, Longitude: -160}, 5000, page)
			return err
		},
		"posts, common":   func(v models.ID) error { _, err := s.SearchPosts(ctx, v, "common words", false, page); return err },
		"posts, rare":     func(v models.ID) error { _, err := s.SearchPosts(ctx, v, "word123 common", false, page); return err },
		"posts, mistyped": func(v models.ID) error { _, err := s.SearchPosts(ctx, v, "commmon", false, page); return err },
		"tag":             func(v models.ID) error { _, _, err := s.TagPosts(ctx, v, "topic10000", page); return err },
		"tag, top": func(v models.ID) error {
			_, _, err := s.TopTagPosts(ctx, v, "topic10000", models.TopKey{}, 24)
			return err
		},
		"tag, related":  func(models.ID) error { _, err := s.RelatedTags(ctx, 10000, 8); return err },
		"place":         func(v models.ID) error { _, _, err := s.PlacePosts(ctx, v, 77, page); return err },
		"place, top":    func(v models.ID) error { _, _, err := s.TopPlacePosts(ctx, v, 77, models.TopKey{}, 24); return err },
		"place by id":   func(v models.ID) error { _, err := s.PlaceByID(ctx, v, 77); return err },
		"tag by name":   func(v models.ID) error { _, err := s.TagFor(ctx, v, "topic77"); return err },
		"explore":       func(v models.ID) error { _, _, err := s.Explore(ctx, v, models.ExploreKey{}, 24); return err },
		"explore, end":  func(v models.ID) error { _, _, err := s.Explore(ctx, v, models.ExploreKey{Before: 1}, 24); return err },
		"recent":        func(v models.ID) error { _, _, err := s.RecentPosts(ctx, v, page); return err },
		"history":       func(v models.ID) error { _, err := s.SearchHistory(ctx, v); return err },
		"followed tags": func(v models.ID) error { _, _, err := s.FollowedTags(ctx, v, 0, 30); return err },
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
