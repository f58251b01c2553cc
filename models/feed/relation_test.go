package feed_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/account"
	"photogram/models/feed"
	"photogram/models/modelstest"
	"photogram/models/people"
	"photogram/models/post"
)

// kept makes readers whose feeds are kept up.
func kept(t *testing.T, db *modelstest.DB, readers ...*account.User) {
	t.Helper()
	for _, u := range readers {
		_, _, err := feed.Page(t.Context(), db.Store, u.ID, models.Page{Limit: 1})
		must(t, err)
		must(t, feed.Rebuild(t.Context(), db.Store, u.ID))
	}
}

func TestMutedAccountsStayOutOfTheFeed(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	reader, cold, ann := db.User("reader"), db.User("cold"), db.User("ann")
	for _, u := range []*account.User{reader, cold} {
		must(t, people.Follow(ctx, db.Store, u.ID, ann.ID))
	}
	kept(t, db, reader)
	first := db.Post(ann, "first")
	if err := people.MutePosts(ctx, db.Store, ann.ID, reader.ID); models.KindOf(err) != models.Invalid {
		t.Errorf("an account that is not followed can be muted: %v", err)
	}
	for _, u := range []*account.User{reader, cold} {
		must(t, people.MutePosts(ctx, db.Store, u.ID, ann.ID))
	}
	second := db.Post(ann, "second")
	equal(t, "pushed, muted", readFeed(t, db, reader.ID, 5), nil)
	equal(t, "pulled, muted", readFeed(t, db, cold.ID, 5), nil)
	rows, _, err := people.Muted(ctx, db.Store, reader.ID, 0, 5)
	must(t, err)
	rel, err := people.RelationshipOf(ctx, db.Store, reader.ID, ann.ID)
	must(t, err)
	if len(rows) != 1 || rows[0].ID != ann.ID || !rel.MutesPosts || rel.MutesStories {
		t.Errorf("%+v, %+v", rows, rel)
	}
	// The post itself can be opened, and the profile be read.
	if _, err := post.Visible(ctx, db.Store, reader.ID, second); err != nil {
		t.Error(err)
	}
	db.Check()
	for _, u := range []*account.User{reader, cold} {
		must(t, people.UnmutePosts(ctx, db.Store, u.ID, ann.ID))
		must(t, people.UnmutePosts(ctx, db.Store, u.ID, ann.ID))
	}
	equal(t, "pushed, again", readFeed(t, db, reader.ID, 5), []models.ID{second, first})
	equal(t, "pulled, again", readFeed(t, db, cold.ID, 5), []models.ID{second, first})
	// A mute ends with the follow.
	must(t, people.MutePosts(ctx, db.Store, reader.ID, ann.ID))
	must(t, people.Unfollow(ctx, db.Store, reader.ID, ann.ID))
	must(t, people.Follow(ctx, db.Store, reader.ID, ann.ID))
	equal(t, "followed anew", readFeed(t, db, reader.ID, 5), []models.ID{second, first})
	db.Check()
}

// A mute while a post is being pushed leaves nothing of it in the feed.
func TestMuteAndFanOutAtOnce(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ann := db.User("ann")
	var readers []*account.User
	for i := range 8 {
		u := db.User(fmt.Sprintf("r%d", i))
		must(t, people.Follow(ctx, db.Store, u.ID, ann.ID))
		readers = append(readers, u)
	}
	kept(t, db, readers...)
	for range 6 {
		postID, items := db.Draft(ann, 1)
		db.Render(items...)
		must(t, post.Publish(ctx, db.Store, ann.ID, postID, post.PublishInput{}))
		var wg sync.WaitGroup
		wg.Go(func() {
			if err := feed.FanOut(ctx, db.Store, models.FanOutPost{OwnerID: ann.ID, PostID: postID}); err != nil {
				t.Error(err)
			}
		})
		for i, u := range readers {
			wg.Go(func() {
				change := people.MutePosts
				if i%2 == 1 {
					change = people.Unfollow
				}
				if err := change(ctx, db.Store, u.ID, ann.ID); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		for i, u := range readers {
			if ids := readFeed(t, db, u.ID, 10); len(ids) != 0 {
				t.Errorf("reader %d still has %v", i, ids)
			}
			if i%2 == 1 {
				must(t, people.Follow(ctx, db.Store, u.ID, ann.ID))
			} else {
				must(t, people.UnmutePosts(ctx, db.Store, u.ID, ann.ID))
			}
		}
		db.Clock.Move(time.Second)
	}
	db.Check()
}

func TestCloseFriends(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ann, friend, follower := db.User("ann"), db.User("friend"), db.User("follower")
	for _, u := range []*account.User{friend, follower} {
		must(t, people.Follow(ctx, db.Store, u.ID, ann.ID))
	}
	kept(t, db, friend, follower)
	must(t, people.AddCloseFriend(ctx, db.Store, ann.ID, friend.ID))
	must(t, people.AddCloseFriend(ctx, db.Store, ann.ID, friend.ID))
	postID, items := db.Draft(ann, 1)
	db.Render(items...)
	audience := "close_friends"
	must(t, post.Publish(ctx, db.Store, ann.ID, postID, post.PublishInput{Edit: post.Edit{Audience: (*access.Audience)(&audience)}}))
	must(t, feed.FanOut(ctx, db.Store, models.FanOutPost{OwnerID: ann.ID, PostID: postID}))
	sees := func(when string, u *account.User, want bool) {
		t.Helper()
		_, err := post.Visible(ctx, db.Store, u.ID, postID)
		if (err == nil) != want {
			t.Errorf("%s: %s sees it: %v, want %v", when, u.Username, err == nil, want)
		}
		if got := len(readFeed(t, db, u.ID, 5)) == 1; got != want {
			t.Errorf("%s: %s has it in the feed: %v, want %v", when, u.Username, got, want)
		}
		p, err := account.ByID(ctx, db.Store, u.ID, ann.ID)
		must(t, err)
		if got := p.PostsCount == 1; got != want {
			t.Errorf("%s: %s is told of %d posts", when, u.Username, p.PostsCount)
		}
	}
	sees("for close friends", friend, true)
	sees("for close friends", follower, false)
	sees("for close friends", ann, true)
	everyone := "everyone"
	must(t, post.EditText(ctx, db.Store, ann.ID, postID, post.Edit{Audience: (*access.Audience)(&everyone)}))
	sees("for everyone", follower, true)
	db.Check()
	must(t, post.EditText(ctx, db.Store, ann.ID, postID, post.Edit{Audience: (*access.Audience)(&audience)}))
	sees("for close friends again", follower, false)
	must(t, people.RemoveCloseFriend(ctx, db.Store, ann.ID, friend.ID))
	sees("no friend any more", friend, false)
	must(t, people.AddCloseFriend(ctx, db.Store, ann.ID, friend.ID))
	must(t, people.Block(ctx, db.Store, friend.ID, ann.ID))
	if err := people.AddCloseFriend(ctx, db.Store, ann.ID, friend.ID); models.KindOf(err) != models.NotFound {
		t.Errorf("an account behind a block becomes a friend: %v", err)
	}
	rows, _, err := people.CloseFriends(ctx, db.Store, ann.ID, 0, 10)
	must(t, err)
	if len(rows) != 0 {
		t.Errorf("a block leaves %d close friends", len(rows))
	}
	db.Check()
}

func TestMutedWords(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	reader, ann := db.User("reader"), db.User("ann")
	must(t, people.Follow(ctx, db.Store, reader.ID, ann.ID))
	kept(t, db, reader)
	plain := db.Post(ann, "A plain day")
	db.Post(ann, "Big SPOILER ahead")
	spoilers := db.Post(ann, "spoilerific is another word")
	db.Post(ann, "look #throwback")
	longer := db.Post(ann, "look #throwbackthursday")
	own := db.Post(reader, "my own spoiler")
	must(t, people.MuteWord(ctx, db.Store, reader.ID, "Spoiler"))
	must(t, people.MuteWord(ctx, db.Store, reader.ID, "#ThrowBack"))
	must(t, people.MuteWord(ctx, db.Store, reader.ID, "spoiler"))
	want := []models.ID{own, longer, spoilers, plain}
	equal(t, "pushed", readFeed(t, db, reader.ID, 2), want)
	_, err := db.Pool().Exec(ctx, `DELETE FROM feed_readers`)
	must(t, err)
	equal(t, "pulled", readFeed(t, db, reader.ID, 2), want)
	words, err := people.MutedWords(ctx, db.Store, reader.ID)
	must(t, err)
	if len(words) != 2 {
		t.Errorf("%+v", words)
	}
	for _, bad := range []string{"", "  ", "#", "#12", strings.Repeat("x", people.MaxMutedWord+1), "\x00"} {
		if err := people.MuteWord(ctx, db.Store, reader.ID, bad); models.KindOf(err) != models.Invalid {
			t.Errorf("%q is taken: %v", bad, err)
		}
	}
	// What would be a pattern is a word.
	for _, word := range []string{`.*`, `(`, `[a-z]+`, `a\y`, `*`, `$`, `日本`, `naïve`} {
		must(t, people.MuteWord(ctx, db.Store, reader.ID, word))
	}
	equal(t, "with odd words", readFeed(t, db, reader.ID, 3), want)
	must(t, people.UnmuteWord(ctx, db.Store, reader.ID, "SPOILER"))
	must(t, people.UnmuteWord(ctx, db.Store, reader.ID, "#throwback"))
	if got := readFeed(t, db, reader.ID, 3); len(got) != 6 {
		t.Errorf("%d posts without muted words", len(got))
	}
	db.Check()
}

func TestFollowedHashtagsAreInTheFeed(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	reader, ann, zoe, hidden, blocked := db.User("reader"), db.User("ann"), db.User("zoe"), db.User("hidden"), db.User("blocked")
	must(t, people.Follow(ctx, db.Store, reader.ID, ann.ID))
	kept(t, db, reader)
	var want []models.ID
	for i := range 9 {
		tag := ""
		if i%3 == 0 {
			tag = " #sea"
		}
		want = append(want, db.Post(ann, fmt.Sprint("by ann", tag)))
		want = append(want, db.Post(zoe, "by a stranger #sea"))
		db.Post(zoe, "by a stranger #land")
		db.Post(hidden, "private #sea")
		db.Post(blocked, "blocked #sea")
	}
	yes := true
	must(t, account.UpdateProfile(ctx, db.Store, hidden.ID, account.ProfileInput{IsPrivate: &yes}))
	must(t, people.Block(ctx, db.Store, blocked.ID, reader.ID))
	_, err := db.Pool().Exec(ctx, `INSERT INTO tag_follows (user_id, tag_id, id) SELECT $1, id, 1 FROM tags WHERE name = 'sea'`, reader.ID)
	must(t, err)
	_, err = db.Pool().Exec(ctx, `UPDATE tags SET followers_count = 1 WHERE name = 'sea'`)
	must(t, err)
	reversed := func(ids []models.ID) []models.ID {
		out := make([]models.ID, len(ids))
		for i, id := range ids {
			out[len(ids)-1-i] = id
		}
		return out
	}
	for _, n := range []int{1, 2, 5, 30} {
		equal(t, fmt.Sprint("pages of ", n), readFeed(t, db, reader.ID, n), reversed(want))
	}
	posts, _, err := feed.Page(ctx, db.Store, reader.ID, models.Page{Limit: 30})
	must(t, err)
	for _, p := range posts {
		if p.ByTag != (p.OwnerID == zoe.ID) {
			t.Errorf("%s by %s: for its tag %v", p.Caption, p.Author.Username, p.ByTag)
		}
	}
	// Beyond the feed's end, and without one.
	_, err = db.Pool().Exec(ctx, `DELETE FROM feed
		WHERE pub_id IN (SELECT pub_id FROM feed WHERE user_id = $1 ORDER BY pub_id LIMIT 4)`, reader.ID)
	must(t, err)
	equal(t, "beyond the end", readFeed(t, db, reader.ID, 4), reversed(want))
	_, err = db.Pool().Exec(ctx, `DELETE FROM feed_readers`)
	must(t, err)
	equal(t, "pulled", readFeed(t, db, reader.ID, 4), reversed(want))
}

// Accounts with very many followers are read when a feed is, and nobody can tell.
func TestBigAccountsArePulled(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	store, err := models.Open(ctx, db.Pool(), models.Options{Now: db.Clock.Now, PullAbove: 3})
	must(t, err)
	plain := db.Store
	db.Store = store
	t.Cleanup(func() { must(t, db.Close()); db.Store = plain })
	reader, star, ann := db.User("reader"), db.User("star"), db.User("ann")
	for _, u := range []*account.User{star, ann} {
		must(t, people.Follow(ctx, db.Store, reader.ID, u.ID))
	}
	kept(t, db, reader)
	var want []models.ID
	add := func(id models.ID) { want = append([]models.ID{id}, want...) }
	add(db.Post(star, "pushed still"))
	for i := range 4 {
		must(t, people.Follow(ctx, db.Store, db.User(fmt.Sprintf("fan%d", i)).ID, star.ID))
	}
	for i := range 5 {
		add(db.Post(star, fmt.Sprint("star ", i)))
		add(db.Post(ann, fmt.Sprint("ann ", i)))
	}
	var pushed int
	must(t, db.Pool().QueryRow(ctx, `SELECT count(*) FROM feed WHERE user_id = $1 AND owner_id = $2`, reader.ID, star.ID).Scan(&pushed))
	if pushed != 1 {
		t.Errorf("%d posts of a big account were pushed, want the 1 from before", pushed)
	}
	for _, n := range []int{1, 3, 20} {
		equal(t, fmt.Sprint("pages of ", n), readFeed(t, db, reader.ID, n), want)
	}
	must(t, people.MutePosts(ctx, db.Store, reader.ID, star.ID))
	for _, id := range readFeed(t, db, reader.ID, 3) {
		if p, err := post.Visible(ctx, db.Store, 0, id); err != nil || p.OwnerID == star.ID {
			t.Errorf("a muted big account is in the feed (%v)", err)
		}
	}
	must(t, people.UnmutePosts(ctx, db.Store, reader.ID, star.ID))
	equal(t, "unmuted", readFeed(t, db, reader.ID, 4), want)
	must(t, people.Unfollow(ctx, db.Store, reader.ID, star.ID))
	if got := readFeed(t, db, reader.ID, 20); len(got) != 5 {
		t.Errorf("after unfollowing %d posts", len(got))
	}
	db.Check()
}

func TestFeedMark(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	reader := db.User("reader")
	mark := func(newest, want models.ID) {
		t.Helper()
		m, err := feed.SetMark(ctx, db.Store, reader.ID, newest)
		must(t, err)
		if m.Marker != want {
			t.Errorf("the mark is %d, want %d", m.Marker, want)
		}
		again, err := feed.MarkOf(ctx, db.Store, reader.ID)
		must(t, err)
		if again.Marker != m.Marker {
			t.Errorf("read again it is %d", again.Marker)
		}
	}
	mark(10, 0) // a first visit
	db.Clock.Move(5 * time.Minute)
	mark(12, 0) // the same visit
	db.Clock.Move(time.Hour)
	mark(20, 12) // back: what is above 12 is new
	db.Clock.Move(10 * time.Second)
	mark(20, 12)
	db.Clock.Move(10 * time.Minute)
	mark(21, 12)
	db.Clock.Move(time.Hour)
	mark(21, 21) // nothing new
}

func TestArchive(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ann, fan := db.User("ann"), db.User("fan")
	must(t, people.Follow(ctx, db.Store, fan.ID, ann.ID))
	kept(t, db, fan)
	older, postID, newer := db.Post(ann, "older"), db.Post(ann, "the one #sea"), db.Post(ann, "newer")
	_, err := post.Like(ctx, db.Store, fan.ID, postID)
	must(t, err)
	must(t, post.Archive(ctx, db.Store, ann.ID, postID))
	must(t, post.Archive(ctx, db.Store, ann.ID, postID))
	if _, err := post.Visible(ctx, db.Store, fan.ID, postID); models.KindOf(err) != models.NotFound {
		t.Errorf("a follower sees an archived post: %v", err)
	}
	if p, err := post.Visible(ctx, db.Store, ann.ID, postID); err != nil || p.State != post.Archived {
		t.Errorf("its owner: %v", err)
	}
	equal(t, "feed", readFeed(t, db, fan.ID, 5), []models.ID{newer, older})
	posts, _, err := post.ByUser(ctx, db.Store, ann.ID, ann.ID, models.Page{Limit: 5})
	must(t, err)
	equal(t, "profile", modelstest.PostIDs(posts), []models.ID{newer, older})
	archive, _, err := post.ListArchived(ctx, db.Store, ann.ID, models.Page{Limit: 5})
	must(t, err)
	equal(t, "archive", modelstest.PostIDs(archive), []models.ID{postID})
	if err := post.Archive(ctx, db.Store, fan.ID, older); models.KindOf(err) != models.NotFound {
		t.Errorf("somebody else archives it: %v", err)
	}
	db.Check()
	must(t, post.Unarchive(ctx, db.Store, ann.ID, postID))
	must(t, post.Unarchive(ctx, db.Store, ann.ID, postID))
	equal(t, "feed again", readFeed(t, db, fan.ID, 5), []models.ID{newer, postID, older})
	p, err := post.Visible(ctx, db.Store, fan.ID, postID)
	if err != nil || p.LikesCount != 1 || !p.Liked {
		t.Errorf("%+v, %v", p, err)
	}
	db.Check()
}

func TestSuggestions(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	me, ann, ben, cat, dee, eve, popular := db.User("myself"), db.User("ann"), db.User("ben"), db.User("cat"), db.User("dee"),
		db.User("eve"), db.User("popular")
	follow := func(who *account.User, whom ...*account.User) {
		for _, u := range whom {
			must(t, people.Follow(ctx, db.Store, who.ID, u.ID))
		}
	}
	follow(me, ann, ben)
	follow(ann, cat, dee)
	follow(ben, cat)
	follow(eve, me)
	for i := range 3 {
		follow(db.User(fmt.Sprintf("x%d", i)), popular)
	}
	list := func() string {
		rows, err := people.SuggestedPeople(ctx, db.Store, me.ID, 4)
		must(t, err)
		var out []string
		for _, r := range rows {
			out = append(out, fmt.Sprint(r.Username, " ", r.Via, r.ViaCount, r.FollowsMe))
		}
		return strings.Join(out, "; ")
	}
	if got, want := list(), "cat [ben ann] 2 false; dee [ann] 1 false; eve [] 0 true; popular [] 0 false"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	must(t, people.Block(ctx, db.Store, cat.ID, me.ID))
	follow(me, dee)
	if got := list(); strings.Contains(got, "cat") || strings.Contains(got, "dee") {
		t.Errorf("blocked or followed already: %s", got)
	}
}

func TestGoingPublicApprovesWhoWaits(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ann := db.User("ann")
	yes, no := true, false
	must(t, account.UpdateProfile(ctx, db.Store, ann.ID, account.ProfileInput{IsPrivate: &yes}))
	for i := range 3 {
		must(t, people.Follow(ctx, db.Store, db.User(fmt.Sprintf("w%d", i)).ID, ann.ID))
	}
	must(t, people.ApproveRequests(ctx, db.Store, ann.ID)) // still private: nothing happens
	if rows, _, err := people.Requesters(ctx, db.Store, ann.ID, 0, 10); err != nil || len(rows) != 3 {
		t.Errorf("%d wait (%v)", len(rows), err)
	}
	must(t, account.UpdateProfile(ctx, db.Store, ann.ID, account.ProfileInput{IsPrivate: &no}))
	must(t, people.ApproveRequests(ctx, db.Store, ann.ID))
	if rows, _, err := people.Followers(ctx, db.Store, 0, ann.ID, 0, 10); err != nil || len(rows) != 3 {
		t.Errorf("%d follow (%v)", len(rows), err)
	}
	db.Check()
}
