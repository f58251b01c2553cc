package notify_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/activity"
	"photogram/models/comment"
	"photogram/models/leave"
	"photogram/models/modelstest"
	"photogram/models/notify"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/models/upkeep"
)

func like(t *testing.T, db *modelstest.DB, postID models.ID, people ...*account.User) {
	t.Helper()
	for _, u := range people {
		_, err := post.Like(context.Background(), db.Store, u.ID, postID)
		must(t, err)
		db.Clock.Move(time.Second)
	}
}

// act records activity that other parts of the program would.
func act(t testing.TB, db *modelstest.DB, a activity.Activity) {
	t.Helper()
	_, err := db.Pool().Exec(context.Background(),
		`INSERT INTO activity (user_id, id, kind, actor_id, owner_id, post_id, comment_id, created_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
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
	db.WantTold(ana, 2, "like dan*; like cat,bo*")

	// A new like brings the group to the top, with all who are in it.
	like(t, db, first, dan)
	db.WantTold(ana, 2, "like dan,cat,bo*; like dan*")
	must(t, notify.See(ctx, db.Store, ana.ID, 0))
	db.WantTold(ana, 0, "like dan,cat,bo; like dan")

	eve := db.User("eve")
	like(t, db, second, eve)
	db.WantTold(ana, 1, "like eve,dan*; like dan,cat,bo")
	like(t, db, first, eve)
	db.WantTold(ana, 2, "like eve,dan,cat+1*; like eve,dan*")

	// Taking back what was new takes the badge back too, and leaves the others.
	_, err := post.Unlike(ctx, db.Store, eve.ID, first)
	must(t, err)
	db.WantTold(ana, 1, "like dan,cat,bo; like eve,dan*")
	_, err = post.Unlike(ctx, db.Store, eve.ID, second)
	must(t, err)
	_, err = post.Unlike(ctx, db.Store, dan.ID, second)
	must(t, err)
	db.WantTold(ana, 0, "like dan,cat,bo")

	// A like that was taken back before anybody was told of it moves nothing.
	like(t, db, second, dan)
	_, err = post.Unlike(ctx, db.Store, dan.ID, second)
	must(t, err)
	db.WantTold(ana, 0, "like dan,cat,bo")
	db.Check()
}

func TestManyLikesAreCounted(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	ana := db.User("ana")
	post := db.Post(ana, "one")
	like(t, db, post, ana)
	var peopleList []*account.User
	for i := range 26 {
		peopleList = append(peopleList, db.User(fmt.Sprintf("p%02d", i)))
		like(t, db, post, peopleList[i])
		if i == 18 { // counted one by one up to here, with one who is blocked
			must(t, people.Block(ctx, db.Store, ana.ID, peopleList[0].ID))
			db.WantTold(ana, 1, "like p18,p17,p16+15*")
			must(t, people.Unblock(ctx, db.Store, ana.ID, peopleList[0].ID))
		}
	}
	db.WantTold(ana, 1, "like p25,p24,p23+23*")
}

func TestNotificationsLastAsLongAsTheirCause(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	ana, bo, cat := db.User("ana"), db.User("bo"), db.User("cat")
	postID := db.Post(ana, "one")
	must(t, people.Follow(ctx, db.Store, bo.ID, ana.ID))
	db.WantTold(ana, 1, "follow bo*")
	must(t, people.Unfollow(ctx, db.Store, bo.ID, ana.ID))
	db.WantTold(ana, 0, "")
	// Over and over is told once a day.
	must(t, people.Follow(ctx, db.Store, bo.ID, ana.ID))
	must(t, notify.See(ctx, db.Store, ana.ID, 0))
	db.WantTold(ana, 0, "follow bo")
	must(t, people.Unfollow(ctx, db.Store, bo.ID, ana.ID))
	must(t, people.Follow(ctx, db.Store, bo.ID, ana.ID))
	db.WantTold(ana, 0, "follow bo")
	must(t, people.Unfollow(ctx, db.Store, bo.ID, ana.ID))
	db.Clock.Move(25 * time.Hour)
	must(t, people.Follow(ctx, db.Store, bo.ID, ana.ID))
	db.WantTold(ana, 1, "follow bo*")

	commentRow, err := comment.Add(ctx, db.Store, cat.ID, postID, "hello")
	must(t, err)
	act(t, db, activity.Activity{UserID: ana.ID, Kind: activity.ActComment, ActorID: cat.ID, OwnerID: ana.ID, PostID: postID,
		CommentID: commentRow.ID})
	like(t, db, postID, cat)
	db.WantTold(ana, 3, "like cat*; comment cat*; follow bo*")

	// A block takes all of it away, from both sides and at once.
	must(t, people.Block(ctx, db.Store, ana.ID, cat.ID))
	db.WantTold(ana, 1, "follow bo*")
	must(t, people.Unblock(ctx, db.Store, ana.ID, cat.ID))
	if got := db.Told(ana); got != "like cat*; comment cat*; follow bo*" {
		t.Errorf("after the block: %q", got)
	}
	must(t, account.SetSuspended(ctx, db.Store, cat.ID, true))
	db.WantTold(ana, 1, "follow bo*")
	must(t, account.SetSuspended(ctx, db.Store, cat.ID, false))
	db.WantTold(ana, 3, "like cat*; comment cat*; follow bo*")

	must(t, comment.Delete(ctx, db.Store, ana.ID, postID, commentRow.ID))
	act(t, db, activity.Activity{UserID: ana.ID, Kind: activity.ActRecount, ActorID: cat.ID})
	db.WantTold(ana, 2, "like cat*; follow bo*")
	must(t, post.Delete(ctx, db.Store, ana.ID, postID))
	db.WantTold(ana, 1, "follow bo*")
	must(t, leave.Delete(ctx, db.Store, bo.ID))
	db.WantTold(ana, 0, "")
	must(t, leave.Delete(ctx, db.Store, ana.ID))
	db.Digest()
	var left int
	must(t, db.Pool().QueryRow(ctx, `SELECT (SELECT count(*) FROM notifications) + (SELECT count(*) FROM notification_counts
		WHERE user_id <> $1) + (SELECT count(*) FROM activity)`, cat.ID).Scan(&left))
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
	db.WantTold(ana, 1, "like bo*")
	must(t, leave.Delete(ctx, db.Store, bo.ID))
	db.WantTold(ana, 0, "")
	// What was recorded of an account that is gone by now is dropped.
	cat := db.User("cat")
	must(t, people.Follow(ctx, db.Store, cat.ID, ana.ID))
	must(t, people.Follow(ctx, db.Store, ana.ID, cat.ID))
	must(t, leave.Delete(ctx, db.Store, cat.ID))
	db.WantTold(ana, 0, "")
	db.Check()
}

func TestRequestsAreToldUntilTheyAreAnswered(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	ana, bo, cat := db.User("ana"), db.User("bo"), db.User("cat")
	private := true
	must(t, account.UpdateProfile(ctx, db.Store, ana.ID, account.ProfileInput{IsPrivate: &private}))
	must(t, people.Follow(ctx, db.Store, bo.ID, ana.ID))
	must(t, people.Follow(ctx, db.Store, cat.ID, ana.ID))
	db.WantTold(ana, 2, "request cat*; request bo*")
	if b, _ := notify.BadgeOf(ctx, db.Store, ana.ID); b.Requests != 2 {
		t.Errorf("%d requests, want 2", b.Requests)
	}
	must(t, people.ApproveFollow(ctx, db.Store, ana.ID, bo.ID))
	db.WantTold(ana, 1, "request cat*")
	db.WantTold(bo, 1, "approved ana*")
	must(t, people.RemoveFollower(ctx, db.Store, ana.ID, cat.ID))
	db.WantTold(ana, 0, "")
	if b, _ := notify.BadgeOf(ctx, db.Store, ana.ID); b.Requests != 0 {
		t.Errorf("%d requests, want none", b.Requests)
	}
}

func TestNotificationsOfWhatMayNotBeSeen(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	ana, bo, cat := db.User("ana"), db.User("bo"), db.User("cat")
	private := true
	must(t, people.Follow(ctx, db.Store, bo.ID, ana.ID))
	must(t, account.UpdateProfile(ctx, db.Store, ana.ID, account.ProfileInput{IsPrivate: &private}))
	post := db.Post(ana, "with @bo and @cat")
	db.Digest()
	_, err := db.Pool().Exec(ctx, `INSERT INTO post_people (owner_id, media_id, user_id, post_id, x, y, state, id)
		SELECT m.owner_id, m.id, u, m.post_id, 0.5, 0.5, 'approved', u
		FROM media m, unnest($2::bigint[]) u WHERE m.post_id = $1`, post, []int64{int64(bo.ID), int64(cat.ID)})
	must(t, err)
	for _, u := range []*account.User{bo, cat} {
		act(t, db, activity.Activity{UserID: u.ID, Kind: activity.ActMention, ActorID: ana.ID, OwnerID: ana.ID, PostID: post})
		act(t, db, activity.Activity{UserID: u.ID, Kind: activity.ActTag, ActorID: ana.ID, OwnerID: ana.ID, PostID: post})
	}
	db.WantTold(cat, 0, "") // may not see the post
	db.WantTold(bo, 2, "tag ana*; mention ana*")
	must(t, people.RemoveFollower(ctx, db.Store, ana.ID, bo.ID))
	act(t, db, activity.Activity{UserID: bo.ID, Kind: activity.ActRecount, ActorID: ana.ID})
	db.WantTold(bo, 0, "")
}

func TestWhatPeopleDoNotWantToBeTold(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	ana, friend, stranger := db.User("ana"), db.User("friend"), db.User("stranger")
	must(t, people.Follow(ctx, db.Store, ana.ID, friend.ID))
	post := db.Post(ana, "one")
	comment := func(by *account.User, text string) {
		t.Helper()
		c, err := comment.Add(ctx, db.Store, by.ID, post, text)
		must(t, err)
		act(t, db, activity.Activity{UserID: ana.ID, Kind: activity.ActComment, ActorID: by.ID, OwnerID: ana.ID, PostID: post,
			CommentID: c.ID})
		db.Clock.Move(time.Second)
	}
	set := func(change map[activity.Kind]string) {
		t.Helper()
		must(t, account.SetNotificationSettings(ctx, db.Store, ana.ID, change))
	}
	set(map[activity.Kind]string{activity.ActLike: "following", activity.ActComment: "following", activity.ActFollow: "off"})
	like(t, db, post, stranger)
	comment(stranger, "hi")
	must(t, people.Follow(ctx, db.Store, stranger.ID, ana.ID))
	db.WantTold(ana, 0, "")
	like(t, db, post, friend)
	comment(friend, "hi")
	db.WantTold(ana, 2, "comment friend*; like friend,stranger*")
	set(map[activity.Kind]string{activity.ActLike: "off", activity.ActComment: "everyone"})
	comment(stranger, "again")
	like(t, db, post, db.User("third"))
	db.WantTold(ana, 3, "comment stranger*; comment friend*; like third,friend,stranger*")

	err := people.MuteWord(ctx, db.Store, ana.ID, "spoiler")
	must(t, err)
	comment(stranger, "a Spoiler here")
	_, err = db.Pool().Exec(ctx, `INSERT INTO restricts (user_id, other_id, id) VALUES ($1, $2, 1)`, ana.ID, stranger.ID)
	must(t, err)
	comment(stranger, "restricted by now")
	db.WantTold(ana, 3, "comment stranger*; comment friend*; like third,friend,stranger*")

	got, err := account.NotificationSettings(ctx, db.Store, ana.ID)
	must(t, err)
	if got[activity.ActLike] != "off" || got[activity.ActComment] != "everyone" || got[activity.ActFollow] != "off" ||
		got[activity.ActTag] != "everyone" {
		t.Errorf("settings: %v", got)
	}
	for kind, who := range map[activity.Kind]string{activity.ActFollow: "following", activity.ActLike: "some", activity.ActTag: ""} {
		if err := account.SetNotificationSettings(ctx, db.Store, ana.ID,
			map[activity.Kind]string{kind: who}); models.KindOf(err) != models.Invalid {
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
		must(t, people.Follow(ctx, db.Store, db.User(fmt.Sprintf("p%d", i)).ID, ana.ID))
		db.Digest()
	}
	list, next, err := notify.List(ctx, db.Store, ana.ID, "follows", 0, 2)
	must(t, err)
	if len(list) != 2 || next != list[1].Seq {
		t.Fatalf("%d rows, next %d", len(list), next)
	}
	must(t, notify.See(ctx, db.Store, ana.ID, list[1].Seq))
	db.WantTold(ana, 1, "follow p4*; follow p3; follow p2; follow p1; follow p0")
	must(t, notify.See(ctx, db.Store, ana.ID, 1)) // an old page marks nothing as new again
	must(t, notify.See(ctx, db.Store, ana.ID, 1<<62))
	db.WantTold(ana, 0, "follow p4; follow p3; follow p2; follow p1; follow p0")
	if rest, next, err := notify.List(ctx, db.Store, ana.ID, "", list[1].Seq, 5); err != nil || len(rest) != 3 || next != 0 ||
		rest[0].Actors[0].Username != "p2" {
		t.Errorf("the second page: %v %d %v", rest, next, err)
	}
	if rest, _, err := notify.List(ctx, db.Store, ana.ID, "comments", 0, 5); err != nil || len(rest) != 0 {
		t.Errorf("comments: %v %v", rest, err)
	}
	if _, _, err := notify.List(ctx, db.Store, ana.ID, "frobs", 0, 5); models.KindOf(err) != models.Invalid {
		t.Errorf("an unknown filter: %v", err)
	}
	db.Clock.Move(91 * 24 * time.Hour)
	must(t, upkeep.Expire(ctx, db.Store))
	db.WantTold(ana, 0, "")
}
