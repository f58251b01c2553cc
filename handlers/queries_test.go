package handlers_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"photogram/models"
	"photogram/models/modelstest"
	"photogram/views"
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
	t.Parallel()
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
	first, err := s.CreateCollection(t.Context(), ada.ID, "First", "")
	must(t, err)
	shared := true
	must(t, s.EditCollection(t.Context(), ada.ID, first, models.CollectionEdit{Shared: &shared}))
	people := 0
	talk, err := s.AddComment(t.Context(), ada.ID, post, "first")
	must(t, err)
	thread := talk.ID
	conversation, err := s.ReplyToStory(t.Context(), bo.ID, s.NewStory(ada, models.StoryEdit{}), models.StoryReply{Text: "hello"})
	must(t, err)
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
			said, err := s.AddComment(t.Context(), u.ID, post, "hello #sea @ada")
			must(t, err)
			for range 3 {
				_, err = s.Reply(t.Context(), other.ID, post, said.ID, "yes @bo")
				must(t, err)
				_, err = s.Reply(t.Context(), u.ID, post, thread, "indeed")
				must(t, err)
			}
			_, err = s.LikeComment(t.Context(), u.ID, post, thread)
			must(t, err)
			_, err = s.ReplyToStory(t.Context(), u.ID, s.NewStory(ada, models.StoryEdit{}), models.StoryReply{Reaction: models.Reactions[0]})
			must(t, err)
			_, err = s.SendMessage(t.Context(), ada.ID, conversation.ThreadID, "hello")
			must(t, err)
			tagged, photos := s.Draft(u, 2)
			s.Render(photos...)
			crowd := []models.PersonInput{{UserID: ada.ID}, {UserID: u.ID}, {UserID: bo.ID}}
			must(t, s.SetPeople(t.Context(), u.ID, tagged, map[models.ID][]models.PersonInput{photos[0].ID: crowd, photos[1].ID: crowd[:1]}))
			must(t, s.Publish(t.Context(), u.ID, tagged, models.PublishInput{}))
			_, err = s.Like(t.Context(), ada.ID, tagged)
			must(t, err)
			s.Post(ada, "#sea")
			album, items := s.Draft(ada, 3)
			s.Render(items...)
			must(t, s.Publish(t.Context(), ada.ID, album, models.PublishInput{}))
			more, err := s.CreateCollection(t.Context(), ada.ID, "More", "")
			must(t, err)
			for _, in := range []models.ID{first, more} {
				must(t, s.Collect(t.Context(), ada.ID, in, one, nil))
				must(t, s.Collect(t.Context(), ada.ID, in, album, nil))
			}
		}
		for n := 1; n > 0; {
			var err error
			n, err = s.DigestActivity(t.Context(), models.DigestBatch)
			must(t, err)
		}
	}
	island = models.PostEdit{Location: &[]string{"An island"}[0], Coordinates: &models.Coordinates{Latitude: 1, Longitude: 1}}
	must(t, s.EditPost(t.Context(), ada.ID, post, island))
	there, err := s.VisiblePost(t.Context(), 0, post)
	must(t, err)
	place := "/places/" + there.PlaceID.String()
	browsers := map[string]*webtest.Client{"visitor": s.Visitor(), "ada": s.As(ada), "bo": s.As(bo)}
	program := s.Program(ada, "basic public_content follower_list stories")
	type page struct{ who, path string }
	var pages []page
	for _, path := range []string{"/", "/explore", "/ada", "/tags/sea", "/search?q=z", "/p/" + post.Code(), "/p/" + post.Code() + "/likes", "/ada/followers", "/ada/following"} {
		pages = append(pages, page{"visitor", path}, page{"ada", path})
	}
	for _, path := range []string{"/tags/sea?sort=top", place, place + "?sort=top", "/search?q=z&kind=people", "/search?q=s&kind=tags", "/search?q=an&kind=places", "/search?q=hello&kind=posts"} {
		pages = append(pages, page{"visitor", path}, page{"ada", path})
	}
	for _, path := range []string{"/p/" + post.Code() + "/comments/" + thread.String(), "/p/" + post.Code() + "/comments/" + thread.String() + "/likes", "/ada/tagged"} {
		pages = append(pages, page{"visitor", path}, page{"ada", path})
	}
	pages = append(pages, page{"bo", "/settings/tags"}, page{"ada", "/settings/comments"}, page{"ada", "/complete?q=@z"}, page{"ada", "/complete?q=%23s"})
	pages = append(pages, page{"ada", "/tags"}, page{"ada", "/search"}, page{"ada", "/drafts"}, page{"bo", "/requests"}, page{"ada", "/settings/account"}, page{"ada", "/settings/connections"})
	for _, path := range []string{"/notifications", "/notifications?filter=follows", "/settings/notifications", "/inbox", views.ThreadPath(conversation.ThreadID)} {
		pages = append(pages, page{"ada", path})
	}
	list := "/collections/" + first.Code()
	for _, path := range []string{"/saved", "/collections", list, list + "/arrange", list + "/edit", "/p/" + post.Code() + "/collections"} {
		pages = append(pages, page{"ada", path})
	}
	mine, err := s.OwnCollection(t.Context(), ada.ID, first)
	must(t, err)
	for _, path := range []string{"/c/" + mine.Link, "/p/" + post.Code() + "/embed", "/p/" + post.Code() + "/embed/code", "/ada/feed.atom", "/tags/sea/feed.atom", "/oembed?url=" + s.URL + "/p/" + post.Code()} {
		pages = append(pages, page{"visitor", path})
	}
	self := "/users/" + ada.ID.String()
	for _, path := range []string{"/users/self/threads", "/threads/" + conversation.ThreadID.String() + "/messages", "/users/self/media/saved", "/users/self/collections", "/users/self/collections/" + first.String(), "/users/self/collections/" + first.String() + "/media"} {
		pages = append(pages, page{"api", path})
	}
	for _, path := range []string{"/users/self/notifications", "/users/self/feed", "/users/self/media/recent", "/users/self/media/liked", self + "/follows", self + "/followed-by", "/users/search?q=z", "/media/popular",
		"/media/" + post.String() + "/likes", "/media/" + post.String() + "/comments", "/media/" + post.String() + "/comments/" + thread.String() + "/replies", "/media/" + post.String() + "/comments/" + thread.String() + "/likes", "/tags/sea/media/recent", "/tags/search?q=s",
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
			s.Clock.Move(5 * time.Minute) // the first request marks the session as seen, the second does not
			fetch()
			for range 2 { // the lower counts: now and then a visit is noted
				s.Clock.Move(6e9) // nothing is remembered of authors
				before := count.n.Load()
				fetch()
				if n := count.n.Load() - before; out[p] == 0 || n < out[p] {
					out[p] = n
				}
			}
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
		if many[p] > 13 || many[p] == 0 {
			t.Errorf("%s as %s: %d queries", p.path, p.who, many[p])
		}
	}
}
