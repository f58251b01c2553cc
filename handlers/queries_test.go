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
	"photogram/models/comment"
	"photogram/models/discover"
	"photogram/models/feed"
	"photogram/models/inbox"
	"photogram/models/index"
	"photogram/models/modelstest"
	"photogram/models/notify"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/models/saved"
	"photogram/models/story"
	"photogram/urls"
	"photogram/web"
	"photogram/web/webtest"
)

// counter counts statements that go to the database.
type counter struct{ n atomic.Int64 }

func (c *counter) TraceQueryStart(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryStartData) context.Context {
	// What is written now and then, beside the pages, does not count.
	if !strings.Contains(q.SQL, "INSERT INTO post_views") && !models.IsBackground(ctx) {
		c.n.Add(1)
	}
	return ctx
}
func (c *counter) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}
func (c *counter) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return ctx
}
func (c *counter) TraceBatchQuery(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchQueryData) {
	if !models.IsBackground(ctx) {
		c.n.Add(1)
	}
}
func (c *counter) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

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
	postID := s.Post(ada, "#sea @bo")
	must(t, people.Follow(t.Context(), s.DB.Store, ada.ID, bo.ID))
	must(t, people.ApproveFollow(t.Context(), s.DB.Store, bo.ID, ada.ID))
	must(t, feed.Rebuild(t.Context(), s.DB.Store, ada.ID))
	first, err := saved.Create(t.Context(), s.DB.Store, ada.ID, "First", "")
	must(t, err)
	shared := true
	must(t, saved.Edit(t.Context(), s.DB.Store, ada.ID, first, saved.CollectionEdit{Shared: &shared}))
	peopleName := 0
	talk, err := comment.Add(t.Context(), s.DB.Store, ada.ID, postID, "first")
	must(t, err)
	thread := talk.ID
	conversation, err := inbox.ReplyToStory(t.Context(), s.DB.Store, bo.ID, s.NewStory(ada, story.Edit{}), inbox.StoryReply{Text: "hello"})
	must(t, err)
	var island post.Edit
	grow := func(n int) {
		for range n {
			peopleName++
			u := s.User(fmt.Sprintf("zoe%d", peopleName))
			other := s.User(fmt.Sprintf("asks%d", peopleName))
			one := s.Post(u, "#sea #sun hello")
			must(t, post.EditText(t.Context(), s.DB.Store, u.ID, one, island))
			must(t, discover.FollowTag(t.Context(), s.DB.Store, ada.ID, fmt.Sprint("sea", peopleName)))
			must(t, discover.RememberSearch(t.Context(), s.DB.Store, ada.ID, discover.SearchedPerson, u.ID.String()))
			_, items := s.Draft(ada, 2)
			s.Render(items...)
			must(t, people.Follow(t.Context(), s.DB.Store, u.ID, ada.ID))
			must(t, people.Follow(t.Context(), s.DB.Store, ada.ID, u.ID))
			must(t, people.Follow(t.Context(), s.DB.Store, other.ID, bo.ID))
			_, err := post.Like(t.Context(), s.DB.Store, u.ID, postID)
			must(t, err)
			_, err = post.Like(t.Context(), s.DB.Store, ada.ID, one)
			must(t, err)
			said, err := comment.Add(t.Context(), s.DB.Store, u.ID, postID, "hello #sea @ada")
			must(t, err)
			for range 3 {
				_, err = comment.Reply(t.Context(), s.DB.Store, other.ID, postID, said.ID, "yes @bo")
				must(t, err)
				_, err = comment.Reply(t.Context(), s.DB.Store, u.ID, postID, thread, "indeed")
				must(t, err)
			}
			_, err = comment.Like(t.Context(), s.DB.Store, u.ID, postID, thread)
			must(t, err)
			_, err = inbox.ReplyToStory(t.Context(), s.DB.Store, u.ID, s.NewStory(ada, story.Edit{}),
				inbox.StoryReply{Reaction: inbox.Reactions[0]})
			must(t, err)
			_, err = inbox.Send(t.Context(), s.DB.Store, ada.ID, conversation.ThreadID, inbox.Say{Text: "hello"})
			must(t, err)
			tagged, photos := s.Draft(u, 2)
			s.Render(photos...)
			crowd := []post.PersonInput{{UserID: ada.ID}, {UserID: u.ID}, {UserID: bo.ID}}
			must(t, post.SetPeople(t.Context(), s.DB.Store, u.ID, tagged,
				map[models.ID][]post.PersonInput{photos[0].ID: crowd, photos[1].ID: crowd[:1]}))
			must(t, post.Publish(t.Context(), s.DB.Store, u.ID, tagged, post.PublishInput{}))
			_, err = post.Like(t.Context(), s.DB.Store, ada.ID, tagged)
			must(t, err)
			s.Post(ada, "#sea")
			album, items := s.Draft(ada, 3)
			s.Render(items...)
			must(t, post.Publish(t.Context(), s.DB.Store, ada.ID, album, post.PublishInput{}))
			more, err := saved.Create(t.Context(), s.DB.Store, ada.ID, "More", "")
			must(t, err)
			for _, in := range []models.ID{first, more} {
				must(t, saved.Collect(t.Context(), s.DB.Store, ada.ID, in, one, nil))
				must(t, saved.Collect(t.Context(), s.DB.Store, ada.ID, in, album, nil))
			}
		}
		for n := 1; n > 0; {
			var err error
			n, err = notify.Digest(t.Context(), s.DB.Store, notify.DigestBatch)
			must(t, err)
		}
	}
	island = post.Edit{Location: &[]string{"An island"}[0], Coordinates: &index.Coordinates{Latitude: 1, Longitude: 1}}
	must(t, post.EditText(t.Context(), s.DB.Store, ada.ID, postID, island))
	there, err := post.Visible(t.Context(), s.DB.Store, 0, postID)
	must(t, err)
	place := "/places/" + there.PlaceID.String()
	browsers := map[string]*webtest.Client{"visitor": s.Visitor(), "ada": s.As(ada), "bo": s.As(bo)}
	program := s.Program(ada, "basic public_content follower_list stories")
	type page struct{ who, path string }
	var pages []page
	for _, path := range []string{"/", "/explore", "/ada", "/tags/sea", "/search?q=z", "/p/" + postID.Code(),
		"/p/" + postID.Code() + "/likes", "/ada/followers", "/ada/following"} {
		pages = append(pages, page{"visitor", path}, page{"ada", path})
	}
	for _, path := range []string{"/tags/sea?sort=top", place, place + "?sort=top", "/search?q=z&kind=people",
		"/search?q=s&kind=tags", "/search?q=an&kind=places", "/search?q=hello&kind=posts"} {
		pages = append(pages, page{"visitor", path}, page{"ada", path})
	}
	for _, path := range []string{"/p/" + postID.Code() + "/comments/" + thread.String(),
		"/p/" + postID.Code() + "/comments/" + thread.String() + "/likes", "/ada/tagged"} {
		pages = append(pages, page{"visitor", path}, page{"ada", path})
	}
	pages = append(pages, page{"bo", "/settings/tags"}, page{"ada", "/settings/comments"}, page{"ada", "/complete?q=@z"},
		page{"ada", "/complete?q=%23s"})
	pages = append(pages, page{"ada", "/tags"}, page{"ada", "/search"}, page{"ada", "/drafts"}, page{"bo", "/requests"},
		page{"ada", "/settings/account"}, page{"ada", "/settings/connections"})
	for _, path := range []string{"/notifications", "/notifications?filter=follows", "/settings/notifications", "/inbox",
		urls.Thread(conversation.ThreadID)} {
		pages = append(pages, page{"ada", path})
	}
	for _, path := range []string{"/insights", "/insights?range=365", "/insights/days.csv?range=90", "/insights/posts.csv",
		"/insights/report.json", "/p/" + postID.Code() + "/insights", "/settings/insights"} {
		pages = append(pages, page{"ada", path})
	}
	list := "/collections/" + first.Code()
	for _, path := range []string{"/saved", "/collections", list, list + "/arrange", list + "/edit",
		"/p/" + postID.Code() + "/collections"} {
		pages = append(pages, page{"ada", path})
	}
	mine, err := saved.Own(t.Context(), s.DB.Store, ada.ID, first)
	must(t, err)
	for _, path := range []string{"/c/" + mine.Link, "/p/" + postID.Code() + "/embed", "/p/" + postID.Code() + "/embed/code",
		"/ada/feed.atom", "/tags/sea/feed.atom", "/oembed?url=" + s.URL + "/p/" + postID.Code()} {
		pages = append(pages, page{"visitor", path})
	}
	self := "/users/" + ada.ID.String()
	for _, path := range []string{"/users/self/threads", "/threads/" + conversation.ThreadID.String() + "/messages",
		"/users/self/media/saved", "/users/self/collections", "/users/self/collections/" + first.String(),
		"/users/self/collections/" + first.String() + "/media"} {
		pages = append(pages, page{"api", path})
	}
	for _, path := range []string{"/users/self/notifications", "/users/self/feed", "/users/self/media/recent",
		"/users/self/media/liked", self + "/follows", self + "/followed-by", "/users/search?q=z", "/media/popular",
		"/media/" + postID.String() + "/likes", "/media/" + postID.String() + "/comments",
		"/media/" + postID.String() + "/comments/" + thread.String() + "/replies",
		"/media/" + postID.String() + "/comments/" + thread.String() + "/likes", "/tags/sea/media/recent", "/tags/search?q=s",
		"/tags/sea/media/top", "/users/self/tags", "/locations/search?q=an", "/locations/search?lat=1&lng=1",
		"/media/search?lat=1&lng=1", "/search/media?q=hello",
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
