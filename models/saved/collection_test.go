package saved_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/leave"
	"photogram/models/modelstest"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/models/saved"
)

// inside lists a collection for a viewer, in pages of two, and compares the count.
func inside(t testing.TB, db *modelstest.DB, viewer models.ID, c *saved.CollectionView) []models.ID {
	t.Helper()
	var all []models.ID
	var before models.ID
	for {
		posts, next, err := saved.PostsIn(context.Background(), db.Store, viewer, &c.Collection, before, 2)
		must(t, err)
		all = append(all, modelstest.PostIDs(posts)...)
		if before = next; next == 0 {
			break
		}
	}
	if int64(len(all)) != c.Posts {
		t.Errorf("it has %d posts and says %d", len(all), c.Posts)
	}
	return all
}

func own(t testing.TB, db *modelstest.DB, viewer, id models.ID) *saved.CollectionView {
	t.Helper()
	c, err := saved.Own(context.Background(), db.Store, viewer, id)
	must(t, err)
	return c
}

func TestCollections(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	ada, bo := db.User("ada"), db.User("bo")
	var posts []models.ID
	for i := range 4 {
		posts = append(posts, db.Post(bo, fmt.Sprint(i)))
	}
	id, err := saved.Create(ctx, db.Store, ada.ID, "  Küste ", "By the sea")
	must(t, err)
	if c := own(t, db, ada.ID, id); c.Name != "Küste" || c.Description != "By the sea" || c.Posts != 0 || c.Cover != nil ||
		c.Link != "" || c.Owner.Username != "ada" {
		t.Errorf("%+v", c)
	}
	for name, bad := range map[string][2]string{"name": {" ", ""}, "name long": {strings.Repeat("x", 61), ""},
		"name lines": {"a\nb", ""}, "description": {"x", strings.Repeat("y", 301)}} {
		_, err := saved.Create(ctx, db.Store, ada.ID, bad[0], bad[1])
		wantKind(t, name, err, models.Invalid)
	}
	for _, p := range posts[:3] {
		for range 2 {
			must(t, saved.Collect(ctx, db.Store, ada.ID, id, p, nil))
		}
	}
	equal(t, "saved as well", savedPosts(t, db, ada.ID), []models.ID{posts[2], posts[1], posts[0]})
	equal(t, "newest first", inside(t, db, ada.ID, own(t, db, ada.ID, id)), []models.ID{posts[2], posts[1], posts[0]})
	if c := own(t, db, ada.ID, id); c.Cover == nil || c.Cover.ID != posts[2] {
		t.Errorf("the cover is %v", c.Cover)
	}
	// Whose it is not, for them it is not there.
	_, err = saved.Own(ctx, db.Store, bo.ID, id)
	wantKind(t, "another's", err, models.NotFound)
	wantKind(t, "collect into another's", saved.Collect(ctx, db.Store, bo.ID, id, posts[3], nil), models.NotFound)
	wantKind(t, "edit another's", saved.Edit(ctx, db.Store, bo.ID, id, saved.CollectionEdit{Name: new("x")}), models.NotFound)
	wantKind(t, "move in another's", saved.MoveIn(ctx, db.Store, bo.ID, id, posts[0], models.Move{To: "up"}), models.NotFound)
	wantKind(t, "move another's", saved.Move(ctx, db.Store, bo.ID, id, models.Move{To: "up"}), models.NotFound)
	_, err = saved.Uncollect(ctx, db.Store, bo.ID, id, posts[0])
	wantKind(t, "take out of another's", err, models.NotFound)
	must(t, saved.Delete(ctx, db.Store, bo.ID, id))

	cover := posts[0]
	must(t, saved.Edit(ctx, db.Store, ada.ID, id, saved.CollectionEdit{Name: new("Coast"), Cover: &cover}))
	if c := own(t, db, ada.ID, id); c.Name != "Coast" || c.Description != "By the sea" || c.Cover.ID != posts[0] {
		t.Errorf("%+v", c)
	}
	none := posts[3]
	wantKind(t, "a cover from elsewhere", saved.Edit(ctx, db.Store, ada.ID, id, saved.CollectionEdit{Cover: &none}), models.Invalid)
	was, err := saved.Uncollect(ctx, db.Store, ada.ID, id, posts[0])
	must(t, err)
	if c := own(t, db, ada.ID, id); c.CoverID != 0 || c.Cover.ID != posts[2] {
		t.Errorf("the cover is %d, %v", c.CoverID, c.Cover)
	}
	equal(t, "still saved", savedPosts(t, db, ada.ID), []models.ID{posts[2], posts[1], posts[0]})
	must(t, saved.PutBack(ctx, db.Store, ada.ID, posts[0], was))
	equal(t, "put back", inside(t, db, ada.ID, own(t, db, ada.ID, id)), []models.ID{posts[2], posts[1], posts[0]})

	// Several at once, one of them new.
	second, err := saved.Create(ctx, db.Store, ada.ID, "Second", "")
	must(t, err)
	must(t, saved.CollectInto(ctx, db.Store, ada.ID, posts[3], []models.ID{id, second}, []models.ID{second}, "Third"))
	choices, err := saved.Choices(ctx, db.Store, ada.ID, posts[3])
	must(t, err)
	if got := fmt.Sprint(choices[0].Name, choices[0].Has, choices[1].Name, choices[1].Has, choices[2].Name,
		choices[2].Has); got != "ThirdtrueSecondtrueCoastfalse" {
		t.Error(got)
	}
	must(t, saved.CollectInto(ctx, db.Store, ada.ID, posts[3], []models.ID{id, second}, []models.ID{id}, ""))
	equal(t, "moved over", inside(t, db, ada.ID, own(t, db, ada.ID, second)), nil)
	wantKind(t, "into another's", saved.CollectInto(ctx, db.Store, bo.ID, posts[3], []models.ID{id}, []models.ID{id}, ""), models.NotFound)

	was, err = saved.Unsave(ctx, db.Store, ada.ID, posts[1])
	must(t, err)
	equal(t, "unsaved is out of collections", inside(t, db, ada.ID, own(t, db, ada.ID, id)), []models.ID{posts[3], posts[2], posts[0]})
	must(t, saved.Delete(ctx, db.Store, ada.ID, second))
	must(t, saved.PutBack(ctx, db.Store, ada.ID, posts[1], append(was, saved.Spot{Collection: second, Place: 7})))
	equal(t, "unsaving undone", inside(t, db, ada.ID, own(t, db, ada.ID, id)), []models.ID{posts[3], posts[2], posts[1], posts[0]})
	db.Check()
	must(t, saved.Delete(ctx, db.Store, ada.ID, id))
	must(t, saved.Delete(ctx, db.Store, ada.ID, id))
	if n := len(savedPosts(t, db, ada.ID)); n != 4 {
		t.Errorf("%d are still saved", n)
	}
	db.Check()
}

func TestOrderOfCollections(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	ada, bo := db.User("ada"), db.User("bo")
	first, err := saved.Create(ctx, db.Store, ada.ID, "first", "")
	must(t, err)
	var p [6]models.ID
	for i := range p {
		p[i] = db.Post(bo, fmt.Sprint(i))
		must(t, saved.Collect(ctx, db.Store, ada.ID, first, p[i], nil))
	}
	want := func(what string, list ...int) {
		t.Helper()
		var ids []models.ID
		for _, i := range list {
			ids = append(ids, p[i])
		}
		equal(t, what, inside(t, db, ada.ID, own(t, db, ada.ID, first)), ids)
	}
	move := func(i int, to string, beside ...int) {
		t.Helper()
		m := models.Move{To: to}
		if len(beside) > 0 {
			m.Beside = p[beside[0]]
		}
		must(t, saved.MoveIn(ctx, db.Store, ada.ID, first, p[i], m))
	}
	want("at first", 5, 4, 3, 2, 1, 0)
	move(3, "up")
	want("up", 5, 3, 4, 2, 1, 0)
	move(5, "up")
	want("up at the top", 5, 3, 4, 2, 1, 0)
	move(5, "down")
	want("down", 3, 5, 4, 2, 1, 0)
	move(0, "down")
	move(0, "first")
	want("first", 0, 3, 5, 4, 2, 1)
	move(3, "last")
	want("last", 0, 5, 4, 2, 1, 3)
	move(3, "above", 5)
	want("above", 0, 3, 5, 4, 2, 1)
	move(3, "below", 2)
	want("below", 0, 5, 4, 2, 3, 1)
	move(0, "above", 1)
	want("above, from further up", 5, 4, 2, 3, 0, 1)
	move(1, "below", 5)
	want("below, from further down", 5, 1, 4, 2, 3, 0)
	move(1, "below", 1)
	want("beside itself", 5, 1, 4, 2, 3, 0)
	for range 200 { // the room between two is used up many times
		move(2, "below", 5)
		move(4, "below", 5)
		move(1, "last")
		move(0, "last")
	}
	want("after many moves", 5, 4, 2, 3, 1, 0)
	// Steps pass over what its owner does not see.
	exec(t, db, `UPDATE posts SET audience = 'close_friends' WHERE id = $1`, p[2])
	move(3, "up")
	exec(t, db, `UPDATE posts SET audience = 'everyone' WHERE id = $1`, p[2])
	want("over a hidden one", 5, 3, 4, 2, 1, 0)
	for _, m := range []models.Move{{}, {To: "sideways"}} {
		wantKind(t, m.To, saved.MoveIn(ctx, db.Store, ada.ID, first, p[0], m), models.Invalid)
	}
	wantKind(t, "beside nothing", saved.MoveIn(ctx, db.Store, ada.ID, first, p[0], models.Move{To: "above", Beside: 7}), models.NotFound)
	wantKind(t, "nothing", saved.MoveIn(ctx, db.Store, ada.ID, first, 7, models.Move{To: "up"}), models.NotFound)
	fresh := db.Post(bo, "fresh")
	must(t, saved.Collect(ctx, db.Store, ada.ID, first, fresh, nil))
	if got := inside(t, db, ada.ID, own(t, db, ada.ID, first)); got[0] != fresh {
		t.Errorf("what is new is not at the top: %v", got)
	}

	second, err := saved.Create(ctx, db.Store, ada.ID, "second", "")
	must(t, err)
	third, err := saved.Create(ctx, db.Store, ada.ID, "third", "")
	must(t, err)
	must(t, saved.Move(ctx, db.Store, ada.ID, first, models.Move{To: "up"}))
	must(t, saved.Move(ctx, db.Store, ada.ID, third, models.Move{To: "last"}))
	var got []models.ID
	for before := models.ID(0); ; {
		list, next, err := saved.Collections(ctx, db.Store, ada.ID, before, 1)
		must(t, err)
		got = append(got, list[0].ID)
		if before = next; next == 0 {
			break
		}
	}
	equal(t, "collections", got, []models.ID{first, second, third})
	db.Check()
}

func TestSharedCollection(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	ada, bo, cy, dee := db.User("ada"), db.User("bo"), db.User("cy"), db.User("dee")
	must(t, people.Follow(ctx, db.Store, ada.ID, bo.ID))
	must(t, people.Follow(ctx, db.Store, dee.ID, bo.ID))
	exec(t, db, `INSERT INTO close_friends (user_id, friend_id, id) VALUES ($1, $2, 1)`, bo.ID, ada.ID)
	public, followers, friends, private := postFor(t, db, bo, ""), postFor(t, db, bo, "followers"),
		postFor(t, db, bo, "close_friends"), postFor(t, db, cy, "")
	id, err := saved.Create(ctx, db.Store, ada.ID, "Shared", "")
	must(t, err)
	for _, p := range []models.ID{public, followers, friends, private} {
		must(t, saved.Collect(ctx, db.Store, ada.ID, id, p, nil))
	}
	must(t, account.UpdateProfile(ctx, db.Store, cy.ID, account.ProfileInput{IsPrivate: new(true)}))
	if c := own(t, db, ada.ID, id); c.Link != "" {
		t.Fatal("shared from the beginning")
	}
	_, err = saved.ByLink(ctx, db.Store, 0, "")
	wantKind(t, "no link", err, models.NotFound)
	must(t, saved.Edit(ctx, db.Store, ada.ID, id, saved.CollectionEdit{Shared: new(true)}))
	link := own(t, db, ada.ID, id).Link
	if len(link) != 24 {
		t.Errorf("the link is %q", link)
	}
	sees := func(who string, viewer models.ID, want ...models.ID) {
		t.Helper()
		c, err := saved.ByLink(ctx, db.Store, viewer, link)
		must(t, err)
		equal(t, who, inside(t, db, viewer, c), want)
		if cover := c.Cover; len(want) > 0 && (cover == nil || cover.ID != want[0]) || len(want) == 0 && cover != nil {
			t.Errorf("%s sees the cover %v", who, cover)
		}
	}
	sees("a visitor", 0, public)
	sees("its owner", ada.ID, friends, followers, public)
	sees("a follower", dee.ID, followers, public)
	sees("the posts' owner", bo.ID, friends, followers, public)
	sees("who is private", cy.ID, private, public)
	chosen := private
	must(t, saved.Edit(ctx, db.Store, ada.ID, id, saved.CollectionEdit{Cover: &chosen}))
	sees("a visitor, with a hidden cover", 0, public)

	gone := func(what string, viewer models.ID) {
		t.Helper()
		_, err := saved.ByLink(ctx, db.Store, viewer, link)
		wantKind(t, what, err, models.NotFound)
	}
	must(t, people.Block(ctx, db.Store, dee.ID, ada.ID))
	gone("who blocks the owner", dee.ID)
	must(t, people.Unblock(ctx, db.Store, dee.ID, ada.ID))
	must(t, people.Block(ctx, db.Store, ada.ID, dee.ID))
	gone("who is blocked", dee.ID)
	must(t, people.Unblock(ctx, db.Store, ada.ID, dee.ID))
	must(t, account.SetSuspended(ctx, db.Store, ada.ID, true))
	gone("of a suspended account", 0)
	must(t, account.SetSuspended(ctx, db.Store, ada.ID, false))
	sees("a visitor again", 0, public)

	must(t, saved.Edit(ctx, db.Store, ada.ID, id, saved.CollectionEdit{Name: new("Renamed"), Shared: new(true)}))
	if own(t, db, ada.ID, id).Link != link {
		t.Error("the link changed with the name")
	}
	must(t, saved.Edit(ctx, db.Store, ada.ID, id, saved.CollectionEdit{NewLink: true}))
	gone("an old link", 0)
	link = own(t, db, ada.ID, id).Link
	sees("by the new link", 0, public)
	must(t, saved.Edit(ctx, db.Store, ada.ID, id, saved.CollectionEdit{Shared: new(false)}))
	gone("no longer shared", ada.ID)
	must(t, saved.Edit(ctx, db.Store, ada.ID, id, saved.CollectionEdit{NewLink: true}))
	if own(t, db, ada.ID, id).Link != "" {
		t.Error("a new link shared it")
	}
	must(t, saved.Edit(ctx, db.Store, ada.ID, id, saved.CollectionEdit{Shared: new(true)}))
	link = own(t, db, ada.ID, id).Link
	db.Check()
	must(t, saved.Delete(ctx, db.Store, ada.ID, id))
	gone("deleted", ada.ID)
	db.Check()

	again, err := saved.Create(ctx, db.Store, ada.ID, "Again", "")
	must(t, err)
	must(t, saved.Edit(ctx, db.Store, ada.ID, again, saved.CollectionEdit{Shared: new(true)}))
	link = own(t, db, ada.ID, again).Link
	must(t, leave.Delete(ctx, db.Store, ada.ID))
	gone("of a deleted account", 0)
	db.Check()
}

func TestLimitsOfCollections(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	ada := db.User("ada")
	id, err := saved.Create(ctx, db.Store, ada.ID, "Full", "")
	must(t, err)
	postID := db.Post(ada, "")
	exec(t, db, `INSERT INTO collection_posts (user_id, collection_id, post_id, owner_id, place, id) SELECT $1, $2, n, 1, n, n
		FROM generate_series(1, $3) n`, ada.ID, id, saved.MaxCollectionPosts)
	wantKind(t, "one too many", saved.Collect(ctx, db.Store, ada.ID, id, postID, nil), models.Invalid)
	if p, err := post.Visible(ctx, db.Store, ada.ID, postID); err != nil || p.Saved {
		t.Errorf("it was saved all the same: %v", err)
	}
	exec(t, db, `DELETE FROM collection_posts WHERE post_id = 1`)
	for range 2 {
		must(t, saved.Collect(ctx, db.Store, ada.ID, id, postID, nil))
	}
	for range saved.MaxCollections - 1 {
		_, err := saved.Create(ctx, db.Store, ada.ID, "More", "")
		must(t, err)
	}
	_, err = saved.Create(ctx, db.Store, ada.ID, "One too many", "")
	wantKind(t, "one too many", err, models.Invalid)
	wantKind(t, "one too many", saved.CollectInto(ctx, db.Store, ada.ID, postID, nil, nil, "One too many"), models.Invalid)
}
