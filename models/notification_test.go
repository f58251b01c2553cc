package models_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/modelstest"
)

// digest takes all activity there is.
func digest(t testing.TB, db *modelstest.DB) {
	t.Helper()
	for {
		n, err := db.DigestActivity(context.Background(), models.DigestBatch)
		must(t, err)
		if n == 0 {
			return
		}
	}
}

// told is an account's list in short, such as "like cat,bo+3*": kind, actors,
// others, and * for what is new.
func told(t testing.TB, db *modelstest.DB, user *models.User) string {
	t.Helper()
	digest(t, db)
	list, _, err := db.Notifications(context.Background(), user.ID, "", 0, 50)
	must(t, err)
	var out []string
	for _, n := range list {
		var names []string
		for _, a := range n.Actors {
			names = append(names, a.Username)
		}
		s := string(n.Kind) + " " + strings.Join(names, ",")
		if n.Others > 0 {
			s += fmt.Sprintf("+%d", n.Others)
		}
		if n.New {
			s += "*"
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

func wantTold(t *testing.T, db *modelstest.DB, user *models.User, unread int, want string) {
	t.Helper()
	if got := told(t, db, user); got != want {
		t.Errorf("%s is told %q, want %q", user.Username, got, want)
	}
	b, err := db.BadgeOf(context.Background(), user.ID)
	must(t, err)
	if b.Unread != unread {
		t.Errorf("%s has %d unread, want %d (%q)", user.Username, b.Unread, unread, want)
	}
}

func like(t *testing.T, db *modelstest.DB, post models.ID, people ...*models.User) {
	t.Helper()
	for _, u := range people {
		_, err := db.Like(context.Background(), u.ID, post)
		must(t, err)
		db.Clock.Move(time.Second)
	}
}

// act records activity that other parts of the program would.
func act(t testing.TB, db *modelstest.DB, a models.Activity) {
	t.Helper()
	_, err := db.Pool().Exec(context.Background(), `INSERT INTO activity (user_id, id, kind, actor_id, owner_id, post_id, comment_id, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		a.UserID, db.NewID(), a.Kind, a.ActorID, a.OwnerID, a.PostID, a.CommentID, db.Now())
	must(t, err)
}

func TestLikesAreToldTogether(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	ana, bo, cat, dan := db.User("ana"), db.User("bo"), db.User("cat"), db.User("dan")
	first, second := db.Post(ana, "one"), db.Post(ana, "two")
	like(t, db, first, ana, bo, cat)
	like(t, db, second, dan)
	wantTold(t, db, ana, 2, "like dan*; like cat,bo*")

	// A new like brings the group to the top, with all who are in it.
	like(t, db, first, dan)
	wantTold(t, db, ana, 2, "like dan,cat,bo*; like dan*")
	must(t, db.SeeNotifications(ctx, ana.ID, 0))
	wantTold(t, db, ana, 0, "like dan,cat,bo; like dan")

	eve := db.User("eve")
	like(t, db, second, eve)
	wantTold(t, db, ana, 1, "like eve,dan*; like dan,cat,bo")
	like(t, db, first, eve)
	wantTold(t, db, ana, 2, "like eve,dan,cat+1*; like eve,dan*")

	// Taking back what was new takes the badge back too, and leaves the others.
	_, err := db.Unlike(ctx, eve.ID, first)
	must(t, err)
	wantTold(t, db, ana, 1, "like dan,cat,bo; like eve,dan*")
	_, err = db.Unlike(ctx, eve.ID, second)
	must(t, err)
	_, err = db.Unlike(ctx, dan.ID, second)
	must(t, err)
	wantTold(t, db, ana, 0, "like dan,cat,bo")

	// A like that was taken back before anybody was told of it moves nothing.
	like(t, db, second, dan)
	_, err = db.Unlike(ctx, dan.ID, second)
	must(t, err)
	wantTold(t, db, ana, 0, "like dan,cat,bo")
	db.Check()
}

func TestManyLikesAreCounted(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	ana := db.User("ana")
	post := db.Post(ana, "one")
	like(t, db, post, ana)
	var people []*models.User
	for i := range 26 {
		people = append(people, db.User(fmt.Sprintf("p%02d", i)))
		like(t, db, post, people[i])
		if i == 18 { // counted one by one up to here, with one who is blocked
			must(t, db.Block(ctx, ana.ID, people[0].ID))
			wantTold(t, db, ana, 1, "like p18,p17,p16+15*")
			must(t, db.Unblock(ctx, ana.ID, people[0].ID))
		}
	}
	wantTold(t, db, ana, 1, "like p25,p24,p23+23*")
}

func TestNotificationsLastAsLongAsTheirCause(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	ana, bo, cat := db.User("ana"), db.User("bo"), db.User("cat")
	post := db.Post(ana, "one")
	must(t, db.Follow(ctx, bo.ID, ana.ID))
	wantTold(t, db, ana, 1, "follow bo*")
	must(t, db.Unfollow(ctx, bo.ID, ana.ID))
	wantTold(t, db, ana, 0, "")
	// Over and over is told once a day.
	must(t, db.Follow(ctx, bo.ID, ana.ID))
	must(t, db.SeeNotifications(ctx, ana.ID, 0))
	wantTold(t, db, ana, 0, "follow bo")
	must(t, db.Unfollow(ctx, bo.ID, ana.ID))
	must(t, db.Follow(ctx, bo.ID, ana.ID))
	wantTold(t, db, ana, 0, "follow bo")
	must(t, db.Unfollow(ctx, bo.ID, ana.ID))
	db.Clock.Move(25 * time.Hour)
	must(t, db.Follow(ctx, bo.ID, ana.ID))
	wantTold(t, db, ana, 1, "follow bo*")

	comment, err := db.AddComment(ctx, cat.ID, post, "hello")
	must(t, err)
	act(t, db, models.Activity{UserID: ana.ID, Kind: models.ActComment, ActorID: cat.ID, OwnerID: ana.ID, PostID: post, CommentID: comment.ID})
	like(t, db, post, cat)
	wantTold(t, db, ana, 3, "like cat*; comment cat*; follow bo*")

	// A block takes all of it away, from both sides and at once.
	must(t, db.Block(ctx, ana.ID, cat.ID))
	wantTold(t, db, ana, 1, "follow bo*")
	must(t, db.Unblock(ctx, ana.ID, cat.ID))
	if got := told(t, db, ana); got != "like cat*; comment cat*; follow bo*" {
		t.Errorf("after the block: %q", got)
	}
	must(t, db.SetSuspended(ctx, cat.ID, true))
	wantTold(t, db, ana, 1, "follow bo*")
	must(t, db.SetSuspended(ctx, cat.ID, false))
	wantTold(t, db, ana, 3, "like cat*; comment cat*; follow bo*")

	must(t, db.DeleteComment(ctx, ana.ID, post, comment.ID))
	act(t, db, models.Activity{UserID: ana.ID, Kind: models.ActRecount, ActorID: cat.ID})
	wantTold(t, db, ana, 2, "like cat*; follow bo*")
	must(t, db.DeletePost(ctx, ana.ID, post))
	wantTold(t, db, ana, 1, "follow bo*")
	must(t, db.DeleteUser(ctx, bo.ID))
	wantTold(t, db, ana, 0, "")
	must(t, db.DeleteUser(ctx, ana.ID))
	digest(t, db)
	var left int
	must(t, db.Pool().QueryRow(ctx, `SELECT (SELECT count(*) FROM notifications) + (SELECT count(*) FROM notification_counts WHERE user_id <> $1) + (SELECT count(*) FROM activity)`, cat.ID).Scan(&left))
	if left != 0 {
		t.Errorf("%d rows are left of accounts that are gone", left)
	}
	db.Check()
}

func TestDeletingAnAccountTakesItsLikesFromBadges(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	ana, bo := db.User("ana"), db.User("bo")
	like(t, db, db.Post(ana, "one"), bo)
	wantTold(t, db, ana, 1, "like bo*")
	must(t, db.DeleteUser(ctx, bo.ID))
	wantTold(t, db, ana, 0, "")
	// What was recorded of an account that is gone by now is dropped.
	cat := db.User("cat")
	must(t, db.Follow(ctx, cat.ID, ana.ID))
	must(t, db.Follow(ctx, ana.ID, cat.ID))
	must(t, db.DeleteUser(ctx, cat.ID))
	wantTold(t, db, ana, 0, "")
	db.Check()
}

func TestRequestsAreToldUntilTheyAreAnswered(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	ana, bo, cat := db.User("ana"), db.User("bo"), db.User("cat")
	private := true
	must(t, db.UpdateProfile(ctx, ana.ID, models.ProfileInput{IsPrivate: &private}))
	must(t, db.Follow(ctx, bo.ID, ana.ID))
	must(t, db.Follow(ctx, cat.ID, ana.ID))
	wantTold(t, db, ana, 2, "request cat*; request bo*")
	if b, _ := db.BadgeOf(ctx, ana.ID); b.Requests != 2 {
		t.Errorf("%d requests, want 2", b.Requests)
	}
	must(t, db.ApproveFollow(ctx, ana.ID, bo.ID))
	wantTold(t, db, ana, 1, "request cat*")
	wantTold(t, db, bo, 1, "approved ana*")
	must(t, db.RemoveFollower(ctx, ana.ID, cat.ID))
	wantTold(t, db, ana, 0, "")
	if b, _ := db.BadgeOf(ctx, ana.ID); b.Requests != 0 {
		t.Errorf("%d requests, want none", b.Requests)
	}
}

func TestNotificationsOfWhatMayNotBeSeen(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	ana, bo, cat := db.User("ana"), db.User("bo"), db.User("cat")
	private := true
	must(t, db.Follow(ctx, bo.ID, ana.ID))
	must(t, db.UpdateProfile(ctx, ana.ID, models.ProfileInput{IsPrivate: &private}))
	post := db.Post(ana, "with @bo and @cat")
	digest(t, db)
	_, err := db.Pool().Exec(ctx, `INSERT INTO post_people (owner_id, media_id, user_id, post_id, x, y, state, id) SELECT m.owner_id, m.id, u, m.post_id, 0.5, 0.5, 'approved', u
		FROM media m, unnest($2::bigint[]) u WHERE m.post_id = $1`, post, []int64{int64(bo.ID), int64(cat.ID)})
	must(t, err)
	for _, u := range []*models.User{bo, cat} {
		act(t, db, models.Activity{UserID: u.ID, Kind: models.ActMention, ActorID: ana.ID, OwnerID: ana.ID, PostID: post})
		act(t, db, models.Activity{UserID: u.ID, Kind: models.ActTag, ActorID: ana.ID, OwnerID: ana.ID, PostID: post})
	}
	wantTold(t, db, cat, 0, "") // may not see the post
	wantTold(t, db, bo, 2, "tag ana*; mention ana*")
	must(t, db.RemoveFollower(ctx, ana.ID, bo.ID))
	act(t, db, models.Activity{UserID: bo.ID, Kind: models.ActRecount, ActorID: ana.ID})
	wantTold(t, db, bo, 0, "")
}

func TestWhatPeopleDoNotWantToBeTold(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	ana, friend, stranger := db.User("ana"), db.User("friend"), db.User("stranger")
	must(t, db.Follow(ctx, ana.ID, friend.ID))
	post := db.Post(ana, "one")
	comment := func(by *models.User, text string) {
		t.Helper()
		c, err := db.AddComment(ctx, by.ID, post, text)
		must(t, err)
		act(t, db, models.Activity{UserID: ana.ID, Kind: models.ActComment, ActorID: by.ID, OwnerID: ana.ID, PostID: post, CommentID: c.ID})
		db.Clock.Move(time.Second)
	}
	set := func(change map[models.ActivityKind]string) {
		t.Helper()
		must(t, db.SetNotificationSettings(ctx, ana.ID, change))
	}
	set(map[models.ActivityKind]string{models.ActLike: "following", models.ActComment: "following", models.ActFollow: "off"})
	like(t, db, post, stranger)
	comment(stranger, "hi")
	must(t, db.Follow(ctx, stranger.ID, ana.ID))
	wantTold(t, db, ana, 0, "")
	like(t, db, post, friend)
	comment(friend, "hi")
	wantTold(t, db, ana, 2, "comment friend*; like friend,stranger*")
	set(map[models.ActivityKind]string{models.ActLike: "off", models.ActComment: "everyone"})
	comment(stranger, "again")
	like(t, db, post, db.User("third"))
	wantTold(t, db, ana, 3, "comment stranger*; comment friend*; like third,friend,stranger*")

	err := db.MuteWord(ctx, ana.ID, "spoiler")
	must(t, err)
	comment(stranger, "a Spoiler here")
	_, err = db.Pool().Exec(ctx, `INSERT INTO restricts (user_id, other_id, id) VALUES ($1, $2, 1)`, ana.ID, stranger.ID)
	must(t, err)
	comment(stranger, "restricted by now")
	wantTold(t, db, ana, 3, "comment stranger*; comment friend*; like third,friend,stranger*")

	got, err := db.NotificationSettings(ctx, ana.ID)
	must(t, err)
	if got[models.ActLike] != "off" || got[models.ActComment] != "everyone" || got[models.ActFollow] != "off" || got[models.ActTag] != "everyone" {
		t.Errorf("settings: %v", got)
	}
	for kind, who := range map[models.ActivityKind]string{models.ActFollow: "following", models.ActLike: "some", models.ActTag: ""} {
		if err := db.SetNotificationSettings(ctx, ana.ID, map[models.ActivityKind]string{kind: who}); models.KindOf(err) != models.Invalid {
			t.Errorf("%s from %q: %v", kind, who, err)
		}
	}
}

func TestSeenUpToAPlace(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	ana := db.User("ana")
	for i := range 5 {
		must(t, db.Follow(ctx, db.User(fmt.Sprintf("p%d", i)).ID, ana.ID))
		digest(t, db)
	}
	list, next, err := db.Notifications(ctx, ana.ID, "follows", 0, 2)
	must(t, err)
	if len(list) != 2 || next != list[1].Seq {
		t.Fatalf("%d rows, next %d", len(list), next)
	}
	must(t, db.SeeNotifications(ctx, ana.ID, list[1].Seq))
	wantTold(t, db, ana, 1, "follow p4*; follow p3; follow p2; follow p1; follow p0")
	must(t, db.SeeNotifications(ctx, ana.ID, 1)) // an old page marks nothing as new again
	must(t, db.SeeNotifications(ctx, ana.ID, 1<<62))
	wantTold(t, db, ana, 0, "follow p4; follow p3; follow p2; follow p1; follow p0")
	if rest, next, err := db.Notifications(ctx, ana.ID, "", list[1].Seq, 5); err != nil || len(rest) != 3 || next != 0 || rest[0].Actors[0].Username != "p2" {
		t.Errorf("the second page: %v %d %v", rest, next, err)
	}
	if rest, _, err := db.Notifications(ctx, ana.ID, "comments", 0, 5); err != nil || len(rest) != 0 {
		t.Errorf("comments: %v %v", rest, err)
	}
	if _, _, err := db.Notifications(ctx, ana.ID, "frobs", 0, 5); models.KindOf(err) != models.Invalid {
		t.Errorf("an unknown filter: %v", err)
	}
	db.Clock.Move(91 * 24 * time.Hour)
	must(t, db.Expire(ctx))
	wantTold(t, db, ana, 0, "")
}
