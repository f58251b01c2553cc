package handlers_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"photogram/models"
	"photogram/models/modelstest"
	"photogram/web"
	"photogram/web/webtest"
)

// counter counts statements that go to the database.
type counter struct{ n atomic.Int64 }

func (c *counter) TraceQueryStart(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryStartData) context.Context {
	if !strings.Contains(q.SQL, "INSERT INTO post_views") { // which is written now and then, beside the pages
		c.n.Add(1)
	}
	return ctx
}
func (c *counter) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}
func (c *counter) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return ctx
}
func (c *counter) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) { c.n.Add(1) }
func (c *counter) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData)     {}

// A page asks the database as often for many rows as for few.
func TestQueriesDoNotGrow(t *testing.T) {
	db := modelstest.New(t)
	count := &counter{}
	cfg, err := pgxpool.ParseConfig(db.DSN)
	must(t, err)
	cfg.ConnConfig.Tracer = count
	pool, err := pgxpool.NewWithConfig(t.Context(), cfg)
	must(t, err)
	t.Cleanup(pool.Close)
	plain := db.Store
	db.Store, err = models.Open(t.Context(), pool, models.Options{Now: db.Clock.Now, Log: slog.New(slog.DiscardHandler)})
	must(t, err)
	t.Cleanup(func() {
		must(t, db.Close())
		db.Store = plain
	})
	s := webtest.From(t, db, func(site *web.Site) { site.RateLimit = 100_000 })
	s.StartOn(t)

	ada, bo := s.User("ada"), s.User("bo")
	private(t, s, bo)
	post := s.Post(ada, "#sea @bo")
	must(t, s.Follow(t.Context(), ada.ID, bo.ID))
	must(t, s.ApproveFollow(t.Context(), bo.ID, ada.ID))
	must(t, s.RebuildFeed(t.Context(), ada.ID))
	people := 0
	var island models.PostEdit
	grow := func(n int) {
		for range n {
			people++
			u := s.User(fmt.Sprintf("zoe%d", people))
			other := s.User(fmt.Sprintf("asks%d", people))
			one := s.Post(u, "#sea #sun hello")
			must(t, s.EditPost(t.Context(), u.ID, one, island))
			must(t, s.FollowTag(t.Context(), ada.ID, fmt.Sprint("sea", people)))
			must(t, s.RememberSearch(t.Context(), ada.ID, models.SearchedPerson, u.ID.String()))
			_, items := s.Draft(ada, 2)
			s.Render(items...)
			must(t, s.Follow(t.Context(), u.ID, ada.ID))
			must(t, s.Follow(t.Context(), ada.ID, u.ID))
			must(t, s.Follow(t.Context(), other.ID, bo.ID))
			_, err := s.Like(t.Context(), u.ID, post)
			must(t, err)
			_, err = s.Like(t.Context(), ada.ID, one)
			must(t, err)
			_, err = s.AddComment(t.Context(), u.ID, post, "hello #sea @ada")
			must(t, err)
			s.Post(ada, "#sea")
			album, items := s.Draft(ada, 3)
			s.Render(items...)
			must(t, s.Publish(t.Context(), ada.ID, album, models.PublishInput{}))
		}
	}
	island = models.PostEdit{Location: &[]string{"An island"}[0], Coordinates: &models.Coordinates{Latitude: 1, Longitude: 1}}
	must(t, s.EditPost(t.Context(), ada.ID, post, island))
	there, err := s.VisiblePost(t.Context(), 0, post)
	must(t, err)
	place := "/places/" + there.PlaceID.String()
	browsers := map[string]*webtest.Client{"visitor": s.Visitor(), "ada": s.As(ada), "bo": s.As(bo)}
	program := s.Program(ada, "basic public_content follower_list")
	type page struct{ who, path string }
	var pages []page
	for _, path := range []string{"/", "/explore", "/ada", "/tags/sea", "/search?q=z", "/p/" + post.Code(), "/p/" + post.Code() + "/likes", "/ada/followers", "/ada/following"} {
		pages = append(pages, page{"visitor", path}, page{"ada", path})
	}
	for _, path := range []string{"/tags/sea?sort=top", place, place + "?sort=top", "/search?q=z&kind=people", "/search?q=s&kind=tags", "/search?q=an&kind=places", "/search?q=hello&kind=posts"} {
		pages = append(pages, page{"visitor", path}, page{"ada", path})
	}
	pages = append(pages, page{"ada", "/tags"}, page{"ada", "/search"}, page{"ada", "/drafts"}, page{"bo", "/requests"}, page{"ada", "/settings/account"}, page{"ada", "/settings/connections"})
	self := "/users/" + ada.ID.String()
	for _, path := range []string{"/users/self/feed", "/users/self/media/recent", "/users/self/media/liked", self + "/follows", self + "/followed-by", "/users/search?q=z", "/media/popular",
		"/media/" + post.String() + "/likes", "/media/" + post.String() + "/comments", "/tags/sea/media/recent", "/tags/search?q=s",
		"/tags/sea/media/top", "/users/self/tags", "/locations/search?q=an", "/locations/search?lat=1&lng=1", "/media/search?lat=1&lng=1", "/search/media?q=hello",
		"/locations/" + there.PlaceID.String() + "/media/recent"} {
		pages = append(pages, page{"api", path})
	}
	measure := func() map[page]int64 {
		out := map[page]int64{}
		for _, p := range pages {
			fetch := func() {
				if p.who == "api" {
					program.Call("GET", p.path).Want(200)
				} else {
					browsers[p.who].Get(p.path).Want(200)
				}
			}
			fetch()
			s.Clock.Move(6e9) // nothing is remembered of authors
			before := count.n.Load()
			fetch()
			out[p] = count.n.Load() - before
		}
		return out
	}
	grow(2)
	few := measure()
	grow(7)
	many := measure()
	for _, p := range pages {
		t.Logf("%2d %s %s", many[p], p.who, p.path)
		if many[p] > few[p] {
			t.Errorf("%s as %s: %d queries, %d with fewer rows", p.path, p.who, many[p], few[p])
		}
		if many[p] > 12 || many[p] == 0 {
			t.Errorf("%s as %s: %d queries", p.path, p.who, many[p])
		}
	}
}
