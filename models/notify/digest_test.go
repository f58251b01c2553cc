package notify_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/activity"
	"photogram/models/modelstest"
	"photogram/models/notify"
	"photogram/models/people"
	"photogram/models/post"
)

// Eight digesters at once, some of whose connections are killed, tell each
// thing once, and count right.
func TestTheDigestHasItsEffectOnce(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	db := modelstest.New(t)
	ana, bo := db.User("ana"), db.User("bo")
	_, err := db.Pool().Exec(ctx, `INSERT INTO users (id, username) SELECT i, 'u' || i FROM generate_series(1, 600) i;
		INSERT INTO followers (user_id, follower_id, id, state) SELECT o, i, i, 'follows'
		FROM generate_series(1, 600) i, unnest(ARRAY[`+ana.ID.String()+`, `+bo.ID.String()+`]::bigint[]) o;
		INSERT INTO activity (user_id, id, kind, actor_id) SELECT o, i * 2 + (o % 2), 'follow', i
		FROM generate_series(1, 600) i, unnest(ARRAY[`+ana.ID.String()+`, `+bo.ID.String()+`]::bigint[]) o`)
	must(t, err)
	var taken, failed atomic.Int64
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			pool, err := pgxpool.New(ctx, db.DSN+"&application_name=digester")
			if err != nil {
				t.Error(err)
				return
			}
			defer pool.Close()
			store, err := models.Open(ctx, pool, models.Options{Now: db.Clock.Now})
			if err != nil {
				t.Error(err)
				return
			}
			defer store.Close()
			for taken.Load() < 1200 && ctx.Err() == nil {
				n, err := notify.Digest(ctx, store, 17)
				if err != nil {
					failed.Add(1)
				}
				taken.Add(int64(n))
			}
		})
	}
	killed := 0
	for range 40 {
		var n int
		must(t, db.Pool().QueryRow(ctx, `SELECT count(*) FROM (SELECT pg_terminate_backend(pid) FROM pg_stat_activity
			WHERE application_name = 'digester' AND datname = current_database() AND query LIKE '%notification_counts%'
			ORDER BY random() LIMIT 1) k`).Scan(&n))
		killed += n
		time.Sleep(4 * time.Millisecond)
	}
	// A killed connection may leave the count of what was taken short of what was.
	for deadline := time.Now().Add(10 * time.Minute); ; time.Sleep(10 * time.Millisecond) {
		var left int
		must(t, db.Pool().QueryRow(ctx, `SELECT count(*) FROM activity`).Scan(&left))
		if left == 0 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d activities are left", left)
		}
	}
	stop()
	wg.Wait()
	ctx = context.Background()
	db.Digest()
	for _, u := range []*account.User{ana, bo} {
		var rows, places int
		var seq int64
		must(t, db.Pool().QueryRow(ctx, `SELECT count(*), count(DISTINCT seq), (SELECT seq FROM notification_counts
			WHERE user_id = $1) FROM notifications WHERE user_id = $1`, u.ID).Scan(&rows, &places, &seq))
		b, err := notify.BadgeOf(ctx, db.Store, u.ID)
		must(t, err)
		if rows != 600 || places != 600 || seq != 600 || b.Unread != 100 {
			t.Errorf("%s: %d rows at %d places, counted to %d, badge %d", u.Username, rows, places, seq, b.Unread)
		}
	}
	t.Logf("%d connections killed, %d batches failed and were done again", killed, failed.Load())
}

// Whoever reads by position while others write misses nothing and sees nothing twice.
func TestPositionsFollowCommits(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	ana := db.User("ana")
	const n = 400
	_, err := db.Pool().Exec(ctx, `INSERT INTO users (id, username) SELECT i, 'u' || i FROM generate_series(1, `+fmt.Sprint(n)+`) i`)
	must(t, err)
	var left atomic.Int64
	left.Store(n)
	var wg sync.WaitGroup
	for worker := range 4 {
		wg.Go(func() {
			for i := worker; i < n; i += 4 {
				if err := people.Follow(ctx, db.Store, models.ID(i+1), ana.ID); err != nil {
					t.Error(err)
				}
				left.Add(-1)
			}
		})
		wg.Go(func() {
			for left.Load() > 0 {
				if _, err := notify.Digest(ctx, db.Store, 7); err != nil {
					t.Error(err)
				}
			}
		})
	}
	var seen []models.ID
	var at models.ID
	read := func() {
		told, err := notify.Since(ctx, db.Store, []notify.Position{{UserID: ana.ID, Seq: at}}, 10)
		must(t, err)
		for _, v := range told[ana.ID].Notifications {
			seen = append(seen, v.ActorID)
			at = v.Seq
		}
	}
	for left.Load() > 0 {
		read()
	}
	wg.Wait()
	db.Digest()
	for range n {
		read()
	}
	slices.Sort(seen)
	if len(seen) != n || len(slices.Compact(seen)) != n {
		t.Errorf("%d of %d notifications were read", len(seen), n)
	}
}

// The number of unread notifications is right after everything at once.
func TestUnreadUnderConcurrency(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	ana := db.User("ana")
	posts := []models.ID{db.Post(ana, "one"), db.Post(ana, "two"), db.Post(ana, "three")}
	var peopleList []*account.User
	for i := range 10 {
		peopleList = append(peopleList, db.User(fmt.Sprintf("p%d", i)))
	}
	stop := make(chan struct{})
	var digests, wg sync.WaitGroup
	for range 3 {
		digests.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if _, err := notify.Digest(ctx, db.Store, 20); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for i, u := range peopleList {
		wg.Go(func() {
			for round := range 24 {
				postID := posts[(i+round)%3]
				var err error
				switch (i*7 + round) % 6 {
				case 0, 1:
					_, err = post.Like(ctx, db.Store, u.ID, postID)
				case 2:
					_, err = post.Unlike(ctx, db.Store, u.ID, postID)
				case 3:
					err = people.Follow(ctx, db.Store, u.ID, ana.ID)
				case 4:
					err = people.Unfollow(ctx, db.Store, u.ID, ana.ID)
				case 5:
					err = notify.See(ctx, db.Store, ana.ID, 0)
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	close(stop)
	digests.Wait()
	db.Digest()
	list, _, err := notify.List(ctx, db.Store, ana.ID, "", 0, 100)
	must(t, err)
	fresh := 0
	for _, n := range list {
		if n.New {
			fresh++
		}
	}
	b, err := notify.BadgeOf(ctx, db.Store, ana.ID)
	must(t, err)
	if b.Unread != fresh {
		t.Errorf("the badge says %d, the list has %d that are new", b.Unread, fresh)
	}
	db.Check()
}

// One that cannot be digested does not hold up the others for good.
func TestBadActivityIsKnown(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	ana, bo := db.User("ana"), db.User("bo")
	post := db.Post(ana, "one")
	db.Digest()
	_, err := db.Pool().Exec(ctx, `UPDATE users SET muted_pattern = '(' WHERE id = $1`, ana.ID)
	must(t, err)
	act(t, db, activity.Activity{UserID: ana.ID, Kind: activity.ActMention, ActorID: bo.ID, OwnerID: ana.ID, PostID: post})
	if _, err = notify.Digest(ctx, db.Store, 10); !notify.IsBadData(err) {
		t.Fatalf("a broken pattern: %v", err)
	}
	for range 2 { // that the post was published, and the mention
		if _, err = notify.Digest(ctx, db.Store, 1); err != nil {
			t.Fatal(err)
		}
	}
	must(t, people.Follow(ctx, db.Store, bo.ID, ana.ID))
	db.WantTold(ana, 1, "follow bo*")
}

func TestABacklogDrains(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	ana := db.User("ana")
	post := db.Post(ana, "one")
	_, err := db.Pool().Exec(ctx, `INSERT INTO users (id, username) SELECT i, 'u' || i FROM generate_series(1, 6000) i;
		INSERT INTO likes (owner_id, post_id, user_id, id) SELECT `+ana.ID.String()+`, `+post.String()+`, i, i
		FROM generate_series(1, 6000) i;
		INSERT INTO followers (user_id, follower_id, id, state) SELECT 1 + i % 300, 1 + (i * 7 + 1) % 6000, i, 'follows'
		FROM generate_series(1, 24000) i ON CONFLICT DO NOTHING;
		INSERT INTO activity (user_id, id, kind, actor_id, owner_id, post_id)
		SELECT `+ana.ID.String()+`, i, 'like', i, `+ana.ID.String()+`, `+post.String()+` FROM generate_series(1, 6000) i;
		INSERT INTO activity (user_id, id, kind, actor_id) SELECT 1 + i % 300, 6000 + i, 'follow', 1 + (i * 7 + 1) % 6000
		FROM generate_series(1, 24000) i;
		ANALYZE`)
	must(t, err)
	began := time.Now()
	db.Digest()
	took := time.Since(began)
	var rows int
	must(t, db.Pool().QueryRow(ctx, `SELECT count(*) FROM notifications`).Scan(&rows))
	t.Logf("30,000 activities became %d notifications in %s", rows, took.Round(time.Millisecond))
	if rows > 6300 {
		t.Errorf("30,000 activities became %d notifications", rows)
	}
	b, err := notify.BadgeOf(ctx, db.Store, ana.ID)
	must(t, err)
	if b.Unread != 1 {
		t.Errorf("6,000 likes of one post are %d notifications", b.Unread)
	}
}
