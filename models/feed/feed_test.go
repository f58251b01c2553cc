package feed_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/comment"
	"photogram/models/discover"
	"photogram/models/feed"
	"photogram/models/modelstest"
	"photogram/models/people"
	"photogram/models/post"
)

// readFeed reads the whole feed in pages of n.
func readFeed(t *testing.T, db *modelstest.DB, viewer models.ID, n int) []models.ID {
	t.Helper()
	var all []models.ID
	var before models.ID
	for {
		posts, next, err := feed.Page(context.Background(), db.Store, viewer, models.Page{Before: before, Limit: n})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, modelstest.PostIDs(posts)...)
		if next == 0 {
			return all
		}
		before = next
	}
}

func TestFeedPullAndPushAgree(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	reader, ann, ben, cat := db.User("reader"), db.User("ann"), db.User("ben"), db.User("cat")
	for _, u := range []*account.User{ann, ben} {
		if err := people.Follow(ctx, db.Store, reader.ID, u.ID); err != nil {
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
	if err := feed.Rebuild(ctx, db.Store, reader.ID); err != nil {
		t.Fatal(err)
	}
	equal(t, "pushed", readFeed(t, db, reader.ID, 5), want)
	add(db.Post(ben, "after the rebuild"))
	add(db.Post(reader, "own, after the rebuild"))
	equal(t, "pushed after publishing", readFeed(t, db, reader.ID, 3), want)

	if err := people.Unfollow(ctx, db.Store, reader.ID, ben.ID); err != nil {
		t.Fatal(err)
	}
	posts, _, err := feed.Page(ctx, db.Store, reader.ID, models.Page{Limit: 50})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range posts {
		if p.OwnerID == ben.ID {
			t.Errorf("post %d of somebody unfollowed is in the feed", p.ID)
		}
	}
	if err := people.Follow(ctx, db.Store, reader.ID, ben.ID); err != nil {
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
	if err := people.Follow(ctx, db.Store, reader.ID, ann.ID); err != nil {
		t.Fatal(err)
	}
	var ids []models.ID
	for i := range 10 {
		ids = append([]models.ID{db.Post(ann, fmt.Sprint(i))}, ids...)
	}
	first, next, err := feed.Page(ctx, db.Store, reader.ID, models.Page{Limit: 4})
	if err != nil {
		t.Fatal(err)
	}
	db.Post(ann, "newer")
	if err := post.Delete(ctx, db.Store, ann.ID, ids[3]); err != nil { // the last one shown
		t.Fatal(err)
	}
	second, _, err := feed.Page(ctx, db.Store, reader.ID, models.Page{Limit: 6, Before: next})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "both pages", append(modelstest.PostIDs(first), modelstest.PostIDs(second)...), ids)
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
	if err := post.Publish(ctx, db.Store, ann.ID, draft, post.PublishInput{}); err != nil {
		t.Fatal(err)
	}
	p, err := post.Visible(ctx, db.Store, ann.ID, draft)
	if err != nil || p.State != post.Publishing {
		t.Fatalf("state %v, error %v", p.State, err)
	}
	if _, err := post.Visible(ctx, db.Store, 0, draft); models.KindOf(err) != models.NotFound {
		t.Errorf("a stranger sees a post that is not published: %v", err)
	}
	db.Render(items[0])
	db.Render(items[1])
	posts, _, err := post.ByUser(ctx, db.Store, 0, ann.ID, models.Page{Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "profile", modelstest.PostIDs(posts), []models.ID{draft, newer})
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
	if err := people.Follow(ctx, db.Store, follower.ID, owner.ID); err != nil {
		t.Fatal(err)
	}
	if err := account.UpdateProfile(ctx, db.Store, owner.ID, account.ProfileInput{IsPrivate: &private}); err != nil {
		t.Fatal(err)
	}
	if err := people.Follow(ctx, db.Store, stranger.ID, owner.ID); err != nil { // a request, by now
		t.Fatal(err)
	}
	id := db.Post(owner, "private #hidden")
	if err := people.Block(ctx, db.Store, owner.ID, blocked.ID); err != nil {
		t.Fatal(err)
	}
	sees := func(who string, viewer models.ID, want bool) {
		t.Helper()
		_, err := post.Visible(ctx, db.Store, viewer, id)
		if got := err == nil; got != want {
			t.Errorf("%s sees the post: %v, want %v (%v)", who, got, want, err)
		}
		_, err = post.Like(ctx, db.Store, viewer, id)
		if got := err == nil; got != want && viewer != 0 {
			t.Errorf("%s can like it: %v, want %v (%v)", who, got, want, err)
		}
		_, err = comment.Add(ctx, db.Store, viewer, id, "hello")
		if got := err == nil; got != want && viewer != 0 {
			t.Errorf("%s can comment: %v, want %v (%v)", who, got, want, err)
		}
		posts, _, err := discover.TagPosts(ctx, db.Store, viewer, "hidden", models.Page{Limit: 5})
		if err != nil || (len(posts) == 1) != want {
			t.Errorf("%s finds it by tag: %d, want %v (%v)", who, len(posts), want, err)
		}
	}
	sees("the owner", owner.ID, true)
	sees("a follower", follower.ID, true)
	sees("a requester", stranger.ID, false)
	sees("a blocked person", blocked.ID, false)
	sees("a visitor", 0, false)
	if err := people.ApproveFollow(ctx, db.Store, owner.ID, stranger.ID); err != nil {
		t.Fatal(err)
	}
	sees("an approved requester", stranger.ID, true)
	if _, err := account.ByID(ctx, db.Store, blocked.ID, owner.ID); models.KindOf(err) != models.NotFound {
		t.Errorf("a blocked person finds the account: %v", err)
	}
	found, err := discover.SearchPeople(ctx, db.Store, blocked.ID, "own", 10)
	if err != nil || len(found) != 0 {
		t.Errorf("a blocked person finds %d accounts (%v)", len(found), err)
	}
	if err := account.SetSuspended(ctx, db.Store, owner.ID, true); err != nil {
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
	var peopleList []*account.User
	for i := range 12 {
		peopleList = append(peopleList, db.User(fmt.Sprintf("p%d", i)))
	}
	var wg sync.WaitGroup
	for i, u := range peopleList {
		wg.Go(func() {
			for round := range 15 {
				postID := posts[(i+round)%2]
				other := peopleList[(i+round+1)%len(peopleList)]
				var err error
				switch (i + round) % 7 {
				case 0:
					_, err = post.Like(ctx, db.Store, u.ID, postID)
				case 1:
					_, err = post.Unlike(ctx, db.Store, u.ID, postID)
				case 2:
					err = people.Follow(ctx, db.Store, u.ID, other.ID)
				case 3:
					err = people.Unfollow(ctx, db.Store, u.ID, other.ID)
				case 4:
					var c *comment.View
					if c, err = comment.Add(ctx, db.Store, u.ID, postID, "hi"); err == nil && round%2 == 0 {
						err = comment.Delete(ctx, db.Store, author.ID, postID, c.ID)
					}
				case 5:
					caption := fmt.Sprintf("#one #t%d #t%d", round%3, i%4)
					err = post.EditText(ctx, db.Store, author.ID, postID, post.Edit{Caption: &caption})
				case 6:
					_, _, err = feed.Page(ctx, db.Store, u.ID, models.Page{Limit: 3})
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
	for _, u := range []*account.User{reader, cold} {
		if err := people.Follow(ctx, db.Store, u.ID, ann.ID); err != nil {
			t.Fatal(err)
		}
		if _, _, err := feed.Page(ctx, db.Store, u.ID, models.Page{Limit: 1}); err != nil { // asks for a feed
			t.Fatal(err)
		}
		if err := feed.Rebuild(ctx, db.Store, u.ID); err != nil {
			t.Fatal(err)
		}
	}
	post := db.Post(ann, "kept")
	if _, err := db.Pool().Exec(ctx, `INSERT INTO feed SELECT $1, i, $2, i FROM generate_series(1, 600) i`, reader.ID, ann.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Pool().Exec(ctx, `UPDATE users SET active_at = $1
		WHERE id = $2`, db.Now().Add(-feed.Life-time.Hour), cold.ID); err != nil {
		t.Fatal(err)
	}
	if err := feed.Trim(ctx, db.Store); err != nil {
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
