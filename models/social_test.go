package models_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/modelstest"
)

func codes(posts []models.PostView) []models.ID {
	out := make([]models.ID, len(posts))
	for i, p := range posts {
		out[i] = p.ID
	}
	return out
}

// readFeed reads the whole feed in pages of n.
func readFeed(t *testing.T, db *modelstest.DB, viewer models.ID, n int) []models.ID {
	t.Helper()
	var all []models.ID
	var before models.ID
	for {
		posts, next, err := db.Feed(context.Background(), viewer, models.Page{Before: before, Limit: n})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, codes(posts)...)
		if next == 0 {
			return all
		}
		before = next
	}
}

func equal(t *testing.T, what string, got, want []models.ID) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func TestFeedPullAndPushAgree(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	reader, ann, ben, cat := db.User("reader"), db.User("ann"), db.User("ben"), db.User("cat")
	for _, u := range []*models.User{ann, ben} {
		if err := db.Follow(ctx, reader.ID, u.ID); err != nil {
			t.Fatal(err)
		}
	}
	var want []models.ID
	add := func(id models.ID) { want = append([]models.ID{id}, want...) }
	for i := range 4 {
		add(db.Post(ann, fmt.Sprint("a", i)))
		db.Post(cat, "not followed")
		add(db.Post(ben, fmt.Sprint("b", i)))
		add(db.Post(reader, fmt.Sprint("own", i)))
	}
	equal(t, "pulled", readFeed(t, db, reader.ID, 5), want)
	if err := db.RebuildFeed(ctx, reader.ID); err != nil {
		t.Fatal(err)
	}
	equal(t, "pushed", readFeed(t, db, reader.ID, 5), want)
	add(db.Post(ben, "after the rebuild"))
	add(db.Post(reader, "own, after the rebuild"))
	equal(t, "pushed after publishing", readFeed(t, db, reader.ID, 3), want)

	if err := db.Unfollow(ctx, reader.ID, ben.ID); err != nil {
		t.Fatal(err)
	}
	posts, _, err := db.Feed(ctx, reader.ID, models.Page{Limit: 50})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range posts {
		if p.OwnerID == ben.ID {
			t.Errorf("post %d of somebody unfollowed is in the feed", p.ID)
		}
	}
	if err := db.Follow(ctx, reader.ID, ben.ID); err != nil {
		t.Fatal(err)
	}
	equal(t, "followed again", readFeed(t, db, reader.ID, 4), want)
	db.Check()
}

func TestReaderKeepsPlaceWhilePostsComeAndGo(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	reader, ann := db.User("reader"), db.User("ann")
	if err := db.Follow(ctx, reader.ID, ann.ID); err != nil {
		t.Fatal(err)
	}
	var ids []models.ID
	for i := range 10 {
		ids = append([]models.ID{db.Post(ann, fmt.Sprint(i))}, ids...)
	}
	first, next, err := db.Feed(ctx, reader.ID, models.Page{Limit: 4})
	if err != nil {
		t.Fatal(err)
	}
	db.Post(ann, "newer")
	if err := db.DeletePost(ctx, ann.ID, ids[3]); err != nil { // the last one shown
		t.Fatal(err)
	}
	second, _, err := db.Feed(ctx, reader.ID, models.Page{Limit: 6, Before: next})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "both pages", append(codes(first), codes(second)...), ids)
	db.Check()
}

func TestDraftPublishedLateStandsAtTheTop(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	ann := db.User("ann")
	draft, items := db.Draft(ann, 2)
	db.Clock.Move(time.Hour)
	newer := db.Post(ann, "made later, published first")
	if err := db.Publish(ctx, ann.ID, draft, models.PublishInput{}); err != nil {
		t.Fatal(err)
	}
	p, err := db.VisiblePost(ctx, ann.ID, draft)
	if err != nil || p.State != models.Publishing {
		t.Fatalf("state %v, error %v", p.State, err)
	}
	if _, err := db.VisiblePost(ctx, 0, draft); models.KindOf(err) != models.NotFound {
		t.Errorf("a stranger sees a post that is not published: %v", err)
	}
	db.Render(items[0])
	db.Render(items[1])
	posts, _, err := db.UserPosts(ctx, 0, ann.ID, models.Page{Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "profile", codes(posts), []models.ID{draft, newer})
	if len(posts[0].Items) != 2 || posts[0].Kind != "carousel" {
		t.Errorf("album has %d items and kind %s", len(posts[0].Items), posts[0].Kind)
	}
	db.Check()
}

func TestVisibility(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	owner, follower, stranger, blocked := db.User("owner"), db.User("follower"), db.User("stranger"), db.User("blocked")
	private := true
	if err := db.Follow(ctx, follower.ID, owner.ID); err != nil {
		t.Fatal(err)
	}
	if err := db.UpdateProfile(ctx, owner.ID, models.ProfileInput{IsPrivate: &private}); err != nil {
		t.Fatal(err)
	}
	if err := db.Follow(ctx, stranger.ID, owner.ID); err != nil { // a request, by now
		t.Fatal(err)
	}
	id := db.Post(owner, "private #hidden")
	if err := db.Block(ctx, owner.ID, blocked.ID); err != nil {
		t.Fatal(err)
	}
	sees := func(who string, viewer models.ID, want bool) {
		t.Helper()
		_, err := db.VisiblePost(ctx, viewer, id)
		if got := err == nil; got != want {
			t.Errorf("%s sees the post: %v, want %v (%v)", who, got, want, err)
		}
		_, err = db.Like(ctx, viewer, id)
		if got := err == nil; got != want && viewer != 0 {
			t.Errorf("%s can like it: %v, want %v (%v)", who, got, want, err)
		}
		_, err = db.AddComment(ctx, viewer, id, "hello")
		if got := err == nil; got != want && viewer != 0 {
			t.Errorf("%s can comment: %v, want %v (%v)", who, got, want, err)
		}
		posts, _, err := db.TagPosts(ctx, viewer, "hidden", models.Page{Limit: 5})
		if err != nil || (len(posts) == 1) != want {
			t.Errorf("%s finds it by tag: %d, want %v (%v)", who, len(posts), want, err)
		}
	}
	sees("the owner", owner.ID, true)
	sees("a follower", follower.ID, true)
	sees("a requester", stranger.ID, false)
	sees("a blocked person", blocked.ID, false)
	sees("a visitor", 0, false)
	if err := db.ApproveFollow(ctx, owner.ID, stranger.ID); err != nil {
		t.Fatal(err)
	}
	sees("an approved requester", stranger.ID, true)
	if _, err := db.UserByID(ctx, blocked.ID, owner.ID); models.KindOf(err) != models.NotFound {
		t.Errorf("a blocked person finds the account: %v", err)
	}
	found, err := db.SearchPeople(ctx, blocked.ID, "own", 10)
	if err != nil || len(found) != 0 {
		t.Errorf("a blocked person finds %d accounts (%v)", len(found), err)
	}
	if err := db.SetSuspended(ctx, owner.ID, true); err != nil {
		t.Fatal(err)
	}
	sees("a follower of a suspended account", follower.ID, false)
	db.Check()
}

func TestCountersUnderConcurrency(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	author := db.User("author")
	posts := []models.ID{db.Post(author, "#one #two"), db.Post(author, "#two #three")}
	var people []*models.User
	for i := range 12 {
		people = append(people, db.User(fmt.Sprintf("p%d", i)))
	}
	var wg sync.WaitGroup
	for i, u := range people {
		wg.Go(func() {
			for round := range 15 {
				post := posts[(i+round)%2]
				other := people[(i+round+1)%len(people)]
				var err error
				switch (i + round) % 7 {
				case 0:
					_, err = db.Like(ctx, u.ID, post)
				case 1:
					_, err = db.Unlike(ctx, u.ID, post)
				case 2:
					err = db.Follow(ctx, u.ID, other.ID)
				case 3:
					err = db.Unfollow(ctx, u.ID, other.ID)
				case 4:
					var c *models.CommentView
					if c, err = db.AddComment(ctx, u.ID, post, "hi"); err == nil && round%2 == 0 {
						err = db.DeleteComment(ctx, author.ID, post, c.ID)
					}
				case 5:
					caption := fmt.Sprintf("#one #t%d #t%d", round%3, i%4)
					err = db.EditPost(ctx, author.ID, post, models.PostEdit{Caption: &caption})
				case 6:
					_, _, err = db.Feed(ctx, u.ID, models.Page{Limit: 3})
				}
				if err != nil && models.KindOf(err) == 0 {
					t.Errorf("round %d: %v", round, err)
				}
			}
		})
	}
	wg.Wait()
	db.Check()
}

func TestFeedsAreTrimmed(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	reader, cold, ann := db.User("reader"), db.User("cold"), db.User("ann")
	for _, u := range []*models.User{reader, cold} {
		if err := db.Follow(ctx, u.ID, ann.ID); err != nil {
			t.Fatal(err)
		}
		if _, _, err := db.Feed(ctx, u.ID, models.Page{Limit: 1}); err != nil { // asks for a feed
			t.Fatal(err)
		}
		if err := db.RebuildFeed(ctx, u.ID); err != nil {
			t.Fatal(err)
		}
	}
	post := db.Post(ann, "kept")
	if _, err := db.Pool().Exec(ctx, `INSERT INTO feed SELECT $1, i, $2, i FROM generate_series(1, 600) i`, reader.ID, ann.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Pool().Exec(ctx, `UPDATE users SET active_at = $1 WHERE id = $2`, db.Now().Add(-models.FeedLife-time.Hour), cold.ID); err != nil {
		t.Fatal(err)
	}
	if err := db.TrimFeeds(ctx); err != nil {
		t.Fatal(err)
	}
	for u, want := range map[models.ID]int{reader.ID: 500, cold.ID: 0} {
		var n int
		if err := db.Pool().QueryRow(ctx, `SELECT count(*) FROM feed WHERE user_id = $1`, u).Scan(&n); err != nil || n != want {
			t.Errorf("a feed of %d posts, want %d (%v)", n, want, err)
		}
	}
	equal(t, "a trimmed feed", readFeed(t, db, reader.ID, 5), []models.ID{post})
	equal(t, "a forgotten feed", readFeed(t, db, cold.ID, 5), []models.ID{post})
}
