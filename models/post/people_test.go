package post_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/leave"
	"photogram/models/modelstest"
	"photogram/models/people"
	"photogram/models/post"
)

// shown lists who is in a post, as a viewer sees it.
func shown(t *testing.T, db *modelstest.DB, viewer, postID models.ID) string {
	t.Helper()
	p, err := post.Visible(t.Context(), db.Store, viewer, postID)
	must(t, err)
	var out []string
	for _, tag := range p.People {
		out = append(out, tag.Username+map[string]string{"pending": "?"}[tag.State])
	}
	return strings.Join(out, " ")
}

func TestPeopleInPhotos(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ada, fan, bo, cy, dee := db.User("ada"), db.User("fan"), db.User("bo"), db.User("cy"), db.User("dee")
	must(t, people.Follow(ctx, db.Store, fan.ID, ada.ID))
	must(t, post.SetTagSettings(ctx, db.Store, cy.ID, account.TagSettings{TagsFrom: "following"}))
	must(t, post.SetTagSettings(ctx, db.Store, dee.ID, account.TagSettings{TagsFrom: "nobody"}))
	wantKind(t, "an unknown setting", post.SetTagSettings(ctx, db.Store, dee.ID, account.TagSettings{TagsFrom: "friends"}), models.Invalid)
	postID, items := db.Draft(ada, 2)
	db.Render(items...)
	one, two := items[0].ID, items[1].ID
	at := func(names ...string) []post.PersonInput {
		var out []post.PersonInput
		for i, n := range names {
			out = append(out, post.PersonInput{Username: n, X: 0.25, Y: float64(i) / 100})
		}
		return out
	}
	set := func(item models.ID, people ...string) error {
		return post.SetPeople(ctx, db.Store, ada.ID, postID, map[models.ID][]post.PersonInput{item: at(people...)})
	}
	for _, name := range []string{"cy", "dee", "nobody", ""} {
		wantKind(t, "tagging "+name, set(one, name), models.Invalid)
	}
	wantKind(t, "twice", set(one, "bo", "@BO"), models.Invalid)
	wantKind(t, "another's post", post.SetPeople(ctx, db.Store, bo.ID, postID, map[models.ID][]post.PersonInput{one: at("bo")}),
		models.NotFound)
	wantKind(t, "another photo", post.SetPeople(ctx, db.Store, ada.ID, postID,
		map[models.ID][]post.PersonInput{db.NewID(): at("bo")}), models.NotFound)
	for _, x := range []float64{-0.01, 1.01, math.NaN(), math.Inf(1)} {
		wantKind(t, fmt.Sprint(x), post.SetPeople(ctx, db.Store, ada.ID, postID,
			map[models.ID][]post.PersonInput{one: {{UserID: bo.ID, X: x}}}), models.Invalid)
	}
	must(t, set(one, "@Fan", "bo", "ada"))
	must(t, post.SetPeople(ctx, db.Store, ada.ID, postID, map[models.ID][]post.PersonInput{two: {{UserID: fan.ID, X: 1, Y: 1}}}))
	db.WantActs("a draft")
	must(t, post.Publish(ctx, db.Store, ada.ID, postID, post.PublishInput{}))
	db.WantActs("published", "fan tag", "bo tag_request")
	if got := shown(t, db, 0, postID); got != "fan ada fan" {
		t.Errorf("a visitor sees %q", got)
	}
	for _, u := range []*account.User{ada, bo} {
		if got := shown(t, db, u.ID, postID); got != "fan bo? ada fan" {
			t.Errorf("%s sees %q", u.Username, got)
		}
	}
	db.Check()
	list := func(viewer, user models.ID) int {
		t.Helper()
		posts, _, err := post.Tagged(ctx, db.Store, viewer, user, models.Page{Limit: 10})
		must(t, err)
		return len(posts)
	}
	pending, _, err := post.PendingTags(ctx, db.Store, bo.ID, models.Page{Limit: 10})
	must(t, err)
	if len(pending) != 1 || list(0, bo.ID) != 0 || list(0, fan.ID) != 1 {
		t.Errorf("%d pending, %d and %d listed", len(pending), list(0, bo.ID), list(0, fan.ID))
	}
	wantKind(t, "aren’t tagged", post.ApproveTag(ctx, db.Store, cy.ID, postID), models.NotFound)
	for range 2 {
		must(t, post.ApproveTag(ctx, db.Store, bo.ID, postID))
		must(t, post.RemoveTag(ctx, db.Store, fan.ID, postID))
	}
	if got := shown(t, db, 0, postID); got != "bo ada" || list(0, bo.ID) != 1 || list(0, fan.ID) != 0 {
		t.Errorf("%q", got)
	}
	wantKind(t, "approving what was removed", post.ApproveTag(ctx, db.Store, fan.ID, postID), models.NotFound)
	wantKind(t, "tagging again", set(two, "fan"), models.Invalid)
	db.Acts()
	must(t, set(two, "bo")) // approved for this post
	must(t, set(one, "ada"))
	if got := shown(t, db, 0, postID); got != "ada bo" {
		t.Errorf("%q", got)
	}
	db.WantActs("one tag for another", "bo recount")
	// A private post is not told to who may not see it, nor listed for them.
	private := true
	must(t, account.UpdateProfile(ctx, db.Store, ada.ID, account.ProfileInput{IsPrivate: &private}))
	if list(0, bo.ID) != 0 || list(fan.ID, bo.ID) != 1 || list(bo.ID, bo.ID) != 0 {
		t.Error("listed to those who may not see it")
	}
	must(t, people.Block(ctx, db.Store, ada.ID, bo.ID))
	if got := shown(t, db, fan.ID, postID); got != "ada" {
		t.Errorf("after a block: %q", got)
	}
	db.Check()
	var crowd []string
	for i := range post.MaxPeople {
		crowd = append(crowd, db.User(fmt.Sprintf("c%d", i)).Username)
	}
	must(t, set(one, crowd...))
	wantKind(t, "a crowd", set(two, "cy2", "ada"), models.Invalid)
	wantKind(t, "a crowd", set(two, "ada"), models.Invalid)
	must(t, leave.Delete(ctx, db.Store, mustUser(t, db, "c3")))
	db.Check()
	must(t, post.Delete(ctx, db.Store, ada.ID, postID))
	db.Check()
}

func mustUser(t *testing.T, db *modelstest.DB, name string) models.ID {
	t.Helper()
	u, err := account.Find(t.Context(), db.Store, name)
	must(t, err)
	return u.ID
}

// People go with their photos when drafts become an album.
func TestPeopleMoveWithPhotos(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ada, bo := db.User("ada"), db.User("bo")
	into, first := db.Draft(ada, 1)
	from, second := db.Draft(ada, 1)
	db.Render(append(first, second...)...)
	must(t, post.SetPeople(ctx, db.Store, ada.ID, from,
		map[models.ID][]post.PersonInput{second[0].ID: {{UserID: ada.ID, X: 0.5, Y: 0.5}, {UserID: bo.ID}}}))
	must(t, post.Publish(ctx, db.Store, ada.ID, into, post.PublishInput{Children: []models.ID{from}}))
	if got := shown(t, db, 0, into); got != "ada" {
		t.Errorf("%q", got)
	}
	p, err := post.Visible(ctx, db.Store, bo.ID, into)
	must(t, err)
	if len(p.PeopleIn(second[0].ID)) != 2 || len(p.PeopleIn(first[0].ID)) != 0 || p.PeopleCount != 2 {
		t.Errorf("%+v", p.People)
	}
	db.WantActs("an album", "bo tag_request")
	db.Check()
}
