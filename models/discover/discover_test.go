package discover_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/account"
	"photogram/models/discover"
	"photogram/models/index"
	"photogram/models/leave"
	"photogram/models/modelstest"
	"photogram/models/people"
	"photogram/models/post"
)

// publishTo publishes a post of one photo to an audience.
func publishTo(t *testing.T, db *modelstest.DB, owner *account.User, audience string, edit post.Edit, alts ...string) models.ID {
	t.Helper()
	ctx := context.Background()
	postID, items := db.Draft(owner, max(1, len(alts)))
	for i, alt := range alts {
		must(t, post.EditMedia(ctx, db.Store, owner.ID, postID, items[i].ID, post.MediaEdit{AltText: &alt}))
	}
	db.Render(items...)
	if audience != "" {
		edit.Audience = (*access.Audience)(&audience)
	}
	must(t, post.Publish(ctx, db.Store, owner.ID, postID, post.PublishInput{Edit: edit}))
	db.Clock.Move(1e9)
	return postID
}

func textOf(s string) *string { return &s }

// Every way to find a post, and every number that tells of one, shows each
// viewer what they may see and nothing else.
func TestFindingFollowsVisibility(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	open, closed, blocker, gone := db.User("open"), db.User("closed"), db.User("blocker"), db.User("gone")
	follower, friend, stranger := db.User("follower"), db.User("friend"), db.User("stranger")
	yes := true
	for _, u := range []*account.User{follower, friend} {
		for _, to := range []*account.User{open, closed, blocker, gone} {
			must(t, people.Follow(ctx, db.Store, u.ID, to.ID))
		}
	}
	at := post.Edit{Caption: textOf("zebra #quagga"), Location: textOf("Étosha Pan"),
		Coordinates: &index.Coordinates{Latitude: -18.8, Longitude: 16.3}}
	byOpen := publishTo(t, db, open, "", at)
	byClosed := publishTo(t, db, closed, "", at)
	byBlocker := publishTo(t, db, blocker, "", at)
	byGone := publishTo(t, db, gone, "", at)
	forFollowers := publishTo(t, db, open, "followers", at)
	forFriends := publishTo(t, db, open, "close_friends", at)
	deleted := publishTo(t, db, open, "", at)
	must(t, account.UpdateProfile(ctx, db.Store, closed.ID, account.ProfileInput{IsPrivate: &yes}))
	must(t, people.Block(ctx, db.Store, blocker.ID, stranger.ID))
	must(t, account.SetSuspended(ctx, db.Store, gone.ID, true))
	must(t, post.Delete(ctx, db.Store, open.ID, deleted))
	_, err := db.Pool().Exec(ctx, `INSERT INTO close_friends (user_id, friend_id, id) VALUES ($1, $2, 1)`, open.ID, friend.ID)
	must(t, err)
	db.Check()

	place := func() models.ID {
		p, err := post.Visible(ctx, db.Store, open.ID, byOpen)
		must(t, err)
		return *p.PlaceID
	}()
	page := models.Page{Limit: 20}
	for _, ranked := range []bool{false, true} {
		if ranked {
			n, err := discover.RankExplore(ctx, db.Store)
			if err != nil || n != 2 {
				t.Fatalf("%d posts are ranked (%v)", n, err)
			}
		}
		for who, v := range map[string]struct {
			viewer   models.ID
			all, pub []models.ID // what lists show, newest first; and explore
		}{
			"a visitor":   {0, []models.ID{byBlocker, byOpen}, []models.ID{byBlocker, byOpen}},
			"a stranger":  {stranger.ID, []models.ID{byOpen}, []models.ID{byOpen}},
			"a follower":  {follower.ID, []models.ID{forFollowers, byBlocker, byClosed, byOpen}, []models.ID{byBlocker, byOpen}},
			"a friend":    {friend.ID, []models.ID{forFriends, forFollowers, byBlocker, byClosed, byOpen}, []models.ID{byBlocker, byOpen}},
			"the owner":   {open.ID, []models.ID{forFriends, forFollowers, byBlocker, byOpen}, []models.ID{byBlocker, byOpen}},
			"the private": {closed.ID, []models.ID{byBlocker, byClosed, byOpen}, []models.ID{byBlocker, byOpen}},
		} {
			lists := map[string]func() ([]post.View, error){
				"tag": func() (p []post.View, err error) {
					p, _, err = discover.TagPosts(ctx, db.Store, v.viewer, "quagga", page)
					return
				},
				"place": func() (p []post.View, err error) {
					p, _, err = discover.PlacePosts(ctx, db.Store, v.viewer, place, page)
					return
				},
				"near": func() (p []post.View, err error) {
					p, _, err = discover.PostsNear(ctx, db.Store, v.viewer, index.Coordinates{Latitude: -18.801, Longitude: 16.301},
						1000, page)
					return
				},
				"search": func() ([]post.View, error) {
					f, err := discover.SearchPosts(ctx, db.Store, v.viewer, "quagga zeb", false, page)
					return f.Posts, err
				},
				"top tag": func() (p []post.View, err error) {
					p, _, err = discover.TopTagPosts(ctx, db.Store, v.viewer, "quagga", discover.TopKey{}, 20)
					return
				},
				"top place": func() (p []post.View, err error) {
					p, _, err = discover.TopPlacePosts(ctx, db.Store, v.viewer, place, discover.TopKey{}, 20)
					return
				},
			}
			for name, list := range lists {
				posts, err := list()
				must(t, err)
				equal(t, fmt.Sprintf("%s of %s", name, who), modelstest.PostIDs(posts), v.all)
			}
			posts, next, err := discover.Page(ctx, db.Store, v.viewer, discover.ExploreKey{}, 20)
			must(t, err)
			equal(t, "explore of "+who, modelstest.PostIDs(posts), v.pub)
			if next.String() != "" {
				t.Errorf("explore goes on at %s", next)
			}
			found, err := discover.SearchPeople(ctx, db.Store, v.viewer, "g", 10)
			must(t, err)
			if len(found) != 0 {
				t.Errorf("%s finds a suspended account", who)
			}
		}
	}
	// The numbers are of public posts, whoever asks.
	count := func(want int64) {
		t.Helper()
		tag, err := discover.TagByName(ctx, db.Store, "quagga")
		must(t, err)
		var places int64
		must(t, db.Pool().QueryRow(ctx, `SELECT media_count FROM places WHERE id = $1`, place).Scan(&places))
		if tag.MediaCount != want || places != want {
			t.Errorf("counted %d by tag and %d by place, want %d", tag.MediaCount, places, want)
		}
		db.Check()
	}
	count(2)
	no := false
	must(t, account.UpdateProfile(ctx, db.Store, closed.ID, account.ProfileInput{IsPrivate: &no}))
	count(3)
	must(t, account.SetSuspended(ctx, db.Store, gone.ID, false))
	count(4)
	must(t, post.EditText(ctx, db.Store, open.ID, byOpen, post.Edit{Caption: textOf("nothing"), Location: textOf("")}))
	count(3)
	must(t, post.Delete(ctx, db.Store, gone.ID, byGone))
	count(2)
	must(t, account.UpdateProfile(ctx, db.Store, open.ID, account.ProfileInput{IsPrivate: &yes}))
	must(t, leave.Delete(ctx, db.Store, closed.ID))
	count(1)
	must(t, leave.Delete(ctx, db.Store, blocker.ID))
	count(0)
	// Now nobody but the owner, a follower and a friend knows of the place.
	for viewer, known := range map[models.ID]bool{0: false, stranger.ID: false, follower.ID: true, open.ID: true} {
		_, err := discover.PlaceByID(ctx, db.Store, viewer, place)
		found, err2 := discover.SearchPlaces(ctx, db.Store, viewer, "etosha", 5)
		must(t, err2)
		if (err == nil) != known || (len(found) == 1) != known {
			t.Errorf("%d knows the place: %v, finds it: %d; want %v", viewer, err, len(found), known)
		}
	}
	if near, err := discover.PlacesNear(ctx, db.Store, index.Coordinates{Latitude: -18.8, Longitude: 16.3}, 5000, 10); err != nil ||
		len(near) != 0 {
		t.Errorf("coordinates of hidden posts are told: %v (%v)", near, err)
	}
	if tags, err := discover.SearchTags(ctx, db.Store, "quag", 5); err != nil || len(tags) != 0 {
		t.Errorf("a tag of hidden posts is told: %v (%v)", tags, err)
	}
}

// Posts are published, edited and deleted while their owners turn private and
// public again; in the end all numbers are right.
func TestNumbersUnderConcurrency(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	var people []*account.User
	posts := map[models.ID][]models.ID{}
	for i := range 6 {
		u := db.User(fmt.Sprintf("u%d", i))
		people = append(people, u)
		for range 2 {
			posts[u.ID] = append(posts[u.ID], db.Post(u, "#a #b first words"))
		}
	}
	drafts := map[models.ID][]models.ID{}
	for _, u := range people {
		for range 4 {
			post, items := db.Draft(u, 1)
			db.Render(items...)
			drafts[u.ID] = append(drafts[u.ID], post)
		}
	}
	var wg sync.WaitGroup
	for i, u := range people {
		for worker := range 3 {
			wg.Go(func() {
				random := rand.New(rand.NewPCG(uint64(i), uint64(worker)))
				for round := range 12 {
					var err error
					caption := fmt.Sprintf("#a #t%d #t%d word%d", random.IntN(4), random.IntN(4), random.IntN(9))
					place := fmt.Sprintf("Place %d", random.IntN(3))
					edit := post.Edit{Caption: &caption, Location: &place}
					switch {
					case worker == 0:
						private := random.IntN(2) == 0
						err = account.UpdateProfile(ctx, db.Store, u.ID, account.ProfileInput{IsPrivate: &private})
						if round%4 == 3 {
							err = account.SetSuspended(ctx, db.Store, u.ID, round%8 == 3)
						}
					case worker == 1 && round%3 == 0:
						err = post.Publish(ctx, db.Store, u.ID, drafts[u.ID][round/3], post.PublishInput{Edit: edit})
					case round == 7:
						err = post.Delete(ctx, db.Store, u.ID, posts[u.ID][1])
					case round%5 == 4:
						err = discover.FollowTag(ctx, db.Store, u.ID, fmt.Sprintf("t%d", random.IntN(5)))
					case round%5 == 3:
						err = discover.UnfollowTag(ctx, db.Store, u.ID, fmt.Sprintf("t%d", random.IntN(5)))
					case round%5 == 2:
						err = index.DropUnusedPlaces(ctx, db.Store)
					default:
						err = post.EditText(ctx, db.Store, u.ID, posts[u.ID][0], edit)
					}
					if err != nil && models.KindOf(err) == 0 {
						t.Errorf("round %d of %d: %v", round, worker, err)
					}
				}
			})
		}
	}
	wg.Wait()
	db.Check()
	for _, u := range people[:2] {
		must(t, leave.Delete(ctx, db.Store, u.ID))
	}
	must(t, index.CountWords(ctx, db.Store))
	must(t, index.RankPrefixes(ctx, db.Store))
	db.Check()
}
