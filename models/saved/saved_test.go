package saved_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/account"
	"photogram/models/feed"
	"photogram/models/leave"
	"photogram/models/modelstest"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/models/saved"
)

// postFor publishes a post of one photo for an audience.
func postFor(t testing.TB, db *modelstest.DB, owner *account.User, audience string) models.ID {
	t.Helper()
	postID, items := db.Draft(owner, 1)
	db.Render(items...)
	var edit post.Edit
	if audience != "" {
		edit.Audience = (*access.Audience)(&audience)
	}
	must(t, post.Publish(context.Background(), db.Store, owner.ID, postID, post.PublishInput{Edit: edit}))
	db.Clock.Move(time.Second)
	return postID
}

func exec(t testing.TB, db *modelstest.DB, sql string, args ...any) {
	t.Helper()
	_, err := db.Pool().Exec(context.Background(), sql, args...)
	must(t, err)
}

// hidings are the ways in which a post of bo's stops to be there for ada, and
// comes back where it can.
func hidings(t *testing.T, db *modelstest.DB, ada, bo *account.User, post models.ID) map[string][2]func() {
	ctx := context.Background()
	yes, no := true, false
	return map[string][2]func(){
		"private": {func() { must(t, account.UpdateProfile(ctx, db.Store, bo.ID, account.ProfileInput{IsPrivate: &yes})) },
			func() { must(t, account.UpdateProfile(ctx, db.Store, bo.ID, account.ProfileInput{IsPrivate: &no})) }},
		"blocked": {func() { must(t, people.Block(ctx, db.Store, bo.ID, ada.ID)) },
			func() { must(t, people.Unblock(ctx, db.Store, bo.ID, ada.ID)) }},
		"blocking": {func() { must(t, people.Block(ctx, db.Store, ada.ID, bo.ID)) },
			func() { must(t, people.Unblock(ctx, db.Store, ada.ID, bo.ID)) }},
		"suspended": {func() { must(t, account.SetSuspended(ctx, db.Store, bo.ID, true)) },
			func() { must(t, account.SetSuspended(ctx, db.Store, bo.ID, false)) }},
		"archived": {func() { exec(t, db, `UPDATE posts SET state = 'archived' WHERE id = $1`, post) },
			func() { exec(t, db, `UPDATE posts SET state = 'published' WHERE id = $1`, post) }},
		"friends": {func() { exec(t, db, `UPDATE posts SET audience = 'close_friends' WHERE id = $1`, post) },
			func() { exec(t, db, `UPDATE posts SET audience = 'everyone' WHERE id = $1`, post) }},
		"for others": {func() { exec(t, db, `UPDATE posts SET audience = 'followers' WHERE id = $1`, post) },
			func() { exec(t, db, `UPDATE posts SET audience = 'everyone' WHERE id = $1`, post) }},
	}
}

func savedPosts(t testing.TB, db *modelstest.DB, viewer models.ID) []models.ID {
	t.Helper()
	var all []models.ID
	var before models.ID
	for {
		posts, next, err := saved.Posts(context.Background(), db.Store, viewer, before, 2)
		must(t, err)
		for _, p := range posts {
			if !p.Saved || p.Author.Username == "" {
				t.Errorf("post %d is saved: %v, by %q", p.ID, p.Saved, p.Author.Username)
			}
		}
		all = append(all, modelstest.PostIDs(posts)...)
		if next == 0 {
			return all
		}
		before = next
	}
}

func TestSave(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	ada, bo := db.User("ada"), db.User("bo")
	var posts []models.ID
	for i := range 5 {
		posts = append(posts, db.Post(bo, fmt.Sprint(i)))
	}
	for _, i := range []int{2, 0, 4, 1, 3} {
		for range 2 {
			must(t, saved.Save(ctx, db.Store, ada.ID, posts[i]))
		}
	}
	equal(t, "in the order of saving", savedPosts(t, db, ada.ID), []models.ID{posts[3], posts[1], posts[4], posts[0], posts[2]})
	equal(t, "of somebody else", savedPosts(t, db, bo.ID), nil)
	for range 2 {
		was, err := saved.Unsave(ctx, db.Store, ada.ID, posts[4])
		must(t, err)
		if len(was) != 0 {
			t.Errorf("it stood in %v", was)
		}
	}
	want := []models.ID{posts[3], posts[1], posts[0], posts[2]}
	equal(t, "without one", savedPosts(t, db, ada.ID), want)
	p, err := post.Visible(ctx, db.Store, ada.ID, posts[3])
	must(t, err)
	if !p.Saved || p.SavesCount != 1 {
		t.Errorf("saved %v, %d times", p.Saved, p.SavesCount)
	}
	if p, err = post.Visible(ctx, db.Store, bo.ID, posts[3]); err != nil || p.Saved {
		t.Errorf("saved by somebody else too: %v", err)
	}
	must(t, people.Follow(ctx, db.Store, ada.ID, bo.ID))
	for _, rebuild := range []bool{false, true} {
		if rebuild {
			must(t, feed.Rebuild(ctx, db.Store, ada.ID))
		}
		feed, _, err := feed.Page(ctx, db.Store, ada.ID, models.Page{Limit: 10})
		must(t, err)
		for _, p := range feed {
			if p.Saved != (p.ID != posts[4]) {
				t.Errorf("in the feed post %d is saved: %v", p.ID, p.Saved)
			}
		}
	}
	must(t, people.Unfollow(ctx, db.Store, ada.ID, bo.ID))

	for what, h := range hidings(t, db, ada, bo, posts[1]) {
		h[0]()
		for _, id := range savedPosts(t, db, ada.ID) {
			if id == posts[1] {
				t.Errorf("%s: it is still there", what)
			}
		}
		wantKind(t, what+": save", saved.Save(ctx, db.Store, ada.ID, posts[1]), models.NotFound)
		_, err := saved.Unsave(ctx, db.Store, ada.ID, posts[1])
		wantKind(t, what+": unsave", err, models.NotFound)
		h[1]()
		equal(t, "after "+what, savedPosts(t, db, ada.ID), want)
	}
	draft, _ := db.Draft(ada, 1)
	wantKind(t, "an own draft", saved.Save(ctx, db.Store, ada.ID, draft), models.NotFound)
	wantKind(t, "nothing", saved.Save(ctx, db.Store, ada.ID, db.NewID()), models.NotFound)

	must(t, post.Delete(ctx, db.Store, bo.ID, posts[0]))
	equal(t, "after a deletion", savedPosts(t, db, ada.ID), []models.ID{posts[3], posts[1], posts[2]})
	db.Check()
	must(t, leave.Delete(ctx, db.Store, ada.ID))
	db.Check()
}

// Many save, collect, take back and delete at once; what is counted stays true.
func TestSaveConcurrently(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	owner := db.User("owner")
	var posts []models.ID
	for i := range 6 {
		posts = append(posts, db.Post(owner, fmt.Sprint(i)))
	}
	var wg sync.WaitGroup
	ok := func(err error) {
		if err != nil && models.KindOf(err) != models.NotFound {
			t.Error(err)
		}
	}
	for n := range 12 {
		u := db.User(fmt.Sprintf("u%d", n))
		mine, err := saved.Create(ctx, db.Store, u.ID, "Mine", "")
		must(t, err)
		other, err := saved.Create(ctx, db.Store, u.ID, "Other", "")
		must(t, err)
		for part := range 2 { // the same person on two devices
			wg.Go(func() {
				for i := range 18 {
					post := posts[(n+i)%len(posts)]
					switch (i + part + n) % 6 {
					case 0:
						ok(saved.Save(ctx, db.Store, u.ID, post))
					case 1:
						_, err := saved.Unsave(ctx, db.Store, u.ID, post)
						ok(err)
					case 2:
						ok(saved.Collect(ctx, db.Store, u.ID, mine, post, nil))
					case 3:
						ok(saved.CollectInto(ctx, db.Store, u.ID, post, []models.ID{mine, other}, []models.ID{other}, ""))
					case 4:
						ok(saved.MoveIn(ctx, db.Store, u.ID, mine, post, models.Move{To: "first"}))
					case 5:
						_, err := saved.Uncollect(ctx, db.Store, u.ID, mine, post)
						ok(err)
					}
				}
			})
		}
	}
	for _, postID := range posts[:3] {
		wg.Go(func() {
			time.Sleep(20 * time.Millisecond)
			ok(post.Delete(ctx, db.Store, owner.ID, postID))
		})
	}
	wg.Wait()
	db.Check()
	must(t, leave.Delete(ctx, db.Store, owner.ID))
	db.Check()
}

// Whoever waits for a post holds nothing that its deletion takes afterwards.
func TestDeletionWaitsForNoCollection(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	owner, u := db.User("owner"), db.User("keeper")
	post := db.Post(owner, "one")
	mine, err := saved.Create(ctx, db.Store, u.ID, "Mine", "")
	must(t, err)
	other, err := saved.Create(ctx, db.Store, u.ID, "Other", "")
	must(t, err)
	must(t, saved.Collect(ctx, db.Store, u.ID, other, post, nil))
	for what, call := range map[string]func() error{
		"save":    func() error { return saved.Save(ctx, db.Store, u.ID, post) },
		"unsave":  func() error { _, err := saved.Unsave(ctx, db.Store, u.ID, post); return err },
		"collect": func() error { return saved.Collect(ctx, db.Store, u.ID, mine, post, nil) },
		"collect into": func() error {
			return saved.CollectInto(ctx, db.Store, u.ID, post, []models.ID{mine, other}, []models.ID{mine}, "")
		},
		"put back": func() error { return saved.PutBack(ctx, db.Store, u.ID, post, []saved.Spot{{Collection: other}}) },
	} {
		t.Run(what, func(t *testing.T) {
			must(t, saved.Collect(ctx, db.Store, u.ID, other, post, nil))
			tx, err := db.Pool().Begin(ctx)
			must(t, err)
			defer tx.Rollback(ctx) //nolint:errcheck // it is rolled back to let the call go on
			_, err = tx.Exec(ctx, `SELECT 1 FROM posts WHERE owner_id = $1 AND id = $2 FOR UPDATE`, owner.ID, post)
			must(t, err)
			done := make(chan error, 1)
			go func() { done <- call() }()
			for waits := 0; waits == 0; time.Sleep(time.Millisecond) {
				must(t, db.Pool().QueryRow(ctx, `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
					AND wait_event_type = 'Lock'`).Scan(&waits))
			}
			for _, table := range []string{"saves", "collection_posts"} {
				if _, err = tx.Exec(ctx, `SELECT 1 FROM `+table+` WHERE owner_id = $1 AND post_id = $2
					FOR UPDATE NOWAIT`, owner.ID, post); err != nil {
					t.Errorf("%s: %v", table, err)
				}
			}
			must(t, tx.Rollback(ctx))
			must(t, <-done)
		})
	}
}
