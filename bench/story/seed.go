package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"photogram/migrations"
	"photogram/models"
	"photogram/models/modelstest"
)

// seed fills the database. Of the accounts 30 % have live stories, one to five
// each; all have older ones. A fifth is private, and the rules of audience,
// blocks, hiding and muting each have something to decide for every reader, who
// has seen about half.
func seed(ctx context.Context, dsn string) error {
	fmt.Printf("seeding %d people and %d posts\n", *people, *posts)
	pool, err := models.NewPool(ctx, dsn, 4)
	if err != nil {
		return err
	}
	defer pool.Close()
	if _, err := migrations.Up(ctx, pool); err != nil {
		return err
	}
	size := modelstest.Size{People: *people, Posts: *posts, Follows: 50, Likes: 4, Talk: 2, Feed: 60, Stories: 10}
	if err := modelstest.Fill(ctx, pool, size); err != nil {
		return err
	}
	numbers := strings.NewReplacer("@people", strconv.Itoa(*people), "@posts", strconv.Itoa(*posts), "@follows",
		strconv.Itoa(*follows), "@readers", strconv.Itoa(readers))
	for _, sql := range seedSQL {
		if _, err := pool.Exec(ctx, numbers.Replace(sql)); err != nil {
			return fmt.Errorf("seed: %w\n%s", err, sql)
		}
	}
	return nil
}

// Readers are the accounts from 1 on. Of the ten stories that Fill makes for
// each account, those with even numbers are of the last day. chance gives an
// account or a story a number from 0 to 99, another for each purpose.
var seedSQL = []string{
	`CREATE FUNCTION chance(id bigint, purpose bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT abs(hashint8extended(id,
		purpose) % 100)'`,
	`UPDATE stories SET published_at = published_at - d, expires_at = expires_at - d FROM (SELECT id AS s, CASE
			WHEN expires_at < now() OR chance(owner_id, 1) >= 30
			OR id % 1000 / 2 > 1 + chance(owner_id, 2) % 5 THEN interval '1 day' * (1 + chance(id, 12))
			ELSE interval '13 minutes' * chance(id, 12) END AS d
		FROM stories) x WHERE id = s`,
	`UPDATE users SET is_private = true WHERE chance(id, 3) < 20 AND id > @readers`,
	`UPDATE stories SET audience = CASE WHEN chance(id, 4) < 15 THEN 'close_friends' ELSE 'followers' END WHERE chance(id, 4) < 30`,
	`UPDATE stories SET kind = 'post', shared_owner_id = p.owner_id, shared_post_id = p.id FROM posts p
		WHERE chance(stories.id, 5) < 10 AND p.id = 1 + stories.id % @posts`,
	`DELETE FROM following WHERE user_id <= @readers`,
	`DELETE FROM followers WHERE follower_id <= @readers`,
	`INSERT INTO following (user_id, target_id, id, state, mutes_stories)
		SELECT r, t, 900000000000 + r * 1000000 + t, 'follows', chance(t, 6) < 5 FROM generate_series(1, @readers) r, LATERAL (
			SELECT t FROM generate_series(1, @people) t WHERE t <> r ORDER BY hashint8extended(t, r) LIMIT @follows) x`,
	`INSERT INTO followers (user_id, follower_id, id, state) SELECT target_id, user_id, id, state FROM following WHERE user_id <= @readers`,
	`INSERT INTO close_friends (user_id, friend_id, id) SELECT target_id, user_id, id FROM following WHERE user_id <= @readers
		AND chance(target_id, 7) < 30`,
	`INSERT INTO close_friends (user_id, friend_id, id) SELECT user_id, target_id, id FROM following WHERE user_id <= @readers
		AND chance(target_id, 8) < 1 ON CONFLICT DO NOTHING`,
	`INSERT INTO story_hides (user_id, other_id, id) SELECT target_id, user_id, id FROM following WHERE user_id <= @readers
		AND chance(target_id, 9) < 2 ON CONFLICT DO NOTHING`,
	`INSERT INTO blocks (user_id, other_id, by_owner, id) SELECT user_id, target_id, true, id FROM following
		WHERE user_id <= @readers AND chance(target_id, 10) < 2`,
	`INSERT INTO blocks (user_id, other_id, by_owner, id) SELECT other_id, user_id, false, id FROM blocks WHERE by_owner`,
	`INSERT INTO story_views (owner_id, story_id, viewer_id, id, liked_at)
		SELECT st.owner_id, st.id, f.user_id,
		((extract(epoch FROM st.published_at - timestamptz '2026-01-01 00:00Z') * 1000)::bigint << 22) + st.id % 4000000, CASE
		WHEN st.id % 9 = 0 THEN now() END
		FROM following f JOIN stories st ON st.owner_id = f.target_id WHERE f.user_id <= @readers
		AND chance(st.id + f.user_id, 11) < 50 ON CONFLICT DO NOTHING`,
	`INSERT INTO likes (owner_id, post_id, user_id, id) SELECT p.owner_id, p.id, r, p.id * 1000000 + r
		FROM generate_series(1, @readers) r JOIN posts p ON p.id % 40 = r ON CONFLICT DO NOTHING`,
	`INSERT INTO comments (owner_id, id, post_id, user_id, text)
		SELECT p.owner_id, p.id * 100 + 50 + r, p.id, r, 'A comment of ordinary length' FROM generate_series(1, @readers) r
		JOIN posts p ON p.id % 100 = r`,
	`VACUUM ANALYZE`,
}
