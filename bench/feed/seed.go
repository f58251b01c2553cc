package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"

	"github.com/jackc/pgx/v5"

	"photogram/migrations"
	"photogram/models"
)

// Raw statements: what a program does that talks to PostgreSQL directly.
const (
	rawFeed = `\set uid random(1, %d)
SELECT p.owner_id, p.id, p.pub_id, p.caption, p.cover_key, p.cover_width, p.cover_height, p.cover_placeholder, p.cover_alt, p.likes_count, p.comments_count,
  p.published_at, u.username, u.full_name, u.avatar_key, l.user_id IS NOT NULL AS liked
FROM feed f JOIN posts p ON p.owner_id = f.owner_id AND p.id = f.post_id AND p.state = 'published' JOIN users u ON u.id = p.owner_id
LEFT JOIN likes l ON l.owner_id = p.owner_id AND l.post_id = p.id AND l.user_id = :uid
WHERE f.user_id = :uid ORDER BY f.pub_id DESC LIMIT %d;
`
	rawLike = `\set uid random(1, %d)
\set post random(1, %d)
\set id random(1, 9000000000000000000)
WITH n AS (INSERT INTO likes (owner_id, post_id, user_id, id) SELECT owner_id, post_id, :uid, :id FROM post_owners WHERE post_id = :post
  ON CONFLICT DO NOTHING RETURNING owner_id, post_id)
UPDATE posts p SET likes_count = p.likes_count + 1 FROM n WHERE p.owner_id = n.owner_id AND p.id = n.post_id;
`
)

// site is what the load needs to know of the seeded rows: ids count from 1.
type site struct {
	tokens   []string // of the API, one for each reader
	sessions []string // of browsers, likewise
}

const readers = 400

func (s *site) anyPost() string { return strconv.Itoa(rand.IntN(*posts) + 1) }

func seed(ctx context.Context, dsn string) (*site, error) {
	fmt.Printf("seeding %d people and %d posts\n", *people, *posts)
	pool, err := models.NewPool(ctx, dsn, 4)
	if err != nil {
		return nil, err
	}
	defer pool.Close()
	if _, err := migrations.Up(ctx, pool); err != nil {
		return nil, err
	}
	for _, sql := range []string{
		`INSERT INTO users (id, username, full_name, bio, email) SELECT i, 'person' || i, 'Person Number ' || i, 'Hello', 'p' || i || '@example.org' FROM generate_series(1, @people) i`,
		`INSERT INTO usernames SELECT username, id FROM users`,
		// About 105 followed each, popular people more often.
		`INSERT INTO following (user_id, target_id, id, state) SELECT DISTINCT ON (u, t) u, t, u * 100000 + t, 'follows' FROM (
			SELECT u, (1 + floor(power(random(), 1.6) * @people))::bigint t FROM generate_series(1, @people) u, generate_series(1, 110)) x WHERE t <> u AND t <= @people`,
		`INSERT INTO followers (user_id, follower_id, id, state) SELECT target_id, user_id, id, state FROM following`,
		`INSERT INTO posts (owner_id, id, pub_id, state, caption, caption_id, media_count, cover_id, cover_key, cover_width, cover_height, cover_placeholder, cover_alt, published_at, captioned_at)
			SELECT 1 + (i * 7919) % @people, i, 1000000000000 + i, 'published', 'A caption of ordinary length with a #tag and a word for @person1, number ' || i, i, 1, i,
				substr(md5(i::text) || md5('x' || i), 1, 40), 1080, 1350, 'data:image/webp;base64,' || repeat('UklGRh4AAABXRUJQVlA4TBEAAAAv', 8), 'A photo, described in a sentence', now(), now()
			FROM generate_series(1, @posts) i`,
		`INSERT INTO post_owners SELECT id, owner_id FROM posts`,
		`INSERT INTO media (owner_id, id, post_id, pos, state, format, bytes, sha256, source_width, source_height, wanted_key, render_key, width, height, placeholder, alt_text, has_preview)
			SELECT owner_id, id, id, 0, 'ready', 'jpeg', 1000000, '\x00', 4000, 5000, cover_key, cover_key, 1080, 1350, cover_placeholder, cover_alt, true FROM posts`,
		`INSERT INTO likes (owner_id, post_id, user_id, id) SELECT p.owner_id, p.id, u, p.id * 10000 + u FROM posts p, LATERAL (SELECT DISTINCT (1 + floor(random() * @people))::bigint u FROM generate_series(1, 5) WHERE p.id > 0) x`,
		`UPDATE posts p SET likes_count = n.c FROM (SELECT owner_id, post_id, count(*) c FROM likes GROUP BY 1, 2) n WHERE n.owner_id = p.owner_id AND n.post_id = p.id`,
		`UPDATE users u SET posts_count = (SELECT count(*) FROM posts p WHERE p.owner_id = u.id), followers_count = (SELECT count(*) FROM followers f WHERE f.user_id = u.id),
			following_count = (SELECT count(*) FROM following f WHERE f.user_id = u.id)`,
		// Every reader has a built feed, as raw SQL reads it too.
		`INSERT INTO feed_readers (user_id, built_at) SELECT id, now() FROM users`,
		`INSERT INTO feed (user_id, pub_id, owner_id, post_id) SELECT u.id, p.pub_id, p.owner_id, p.id FROM users u CROSS JOIN LATERAL (
			SELECT p.pub_id, p.owner_id, p.id FROM posts p WHERE p.state = 'published' AND (p.owner_id = u.id OR p.owner_id IN (SELECT target_id FROM following WHERE user_id = u.id))
			ORDER BY p.pub_id DESC LIMIT 500) p`,
		`VACUUM ANALYZE`,
		`CHECKPOINT`,
	} {
		if sql == `CHECKPOINT` { // needs rights that the role may lack; it only steadies the figures
			_, _ = pool.Exec(ctx, sql)
			continue
		}
		args := pgx.NamedArgs{"people": *people, "posts": *posts}
		if _, err := pool.Exec(ctx, sql, args); err != nil {
			return nil, fmt.Errorf("seed: %w\n%s", err, sql)
		}
	}
	store, err := models.Open(ctx, pool, models.Options{})
	if err != nil {
		return nil, err
	}
	defer func() { _ = store.Close() }()
	s := &site{}
	for i := range readers {
		user := models.ID(i*(*people)/readers + 1)
		token, err := store.CreateAPIToken(ctx, user, "bench", "basic public_content likes", 0)
		if err != nil {
			return nil, err
		}
		session, err := models.NewToken()
		if err != nil {
			return nil, err
		}
		if err := store.SaveSession(ctx, session, user, []byte(`{}`), "bench", "127.0.0.1"); err != nil {
			return nil, err
		}
		s.tokens, s.sessions = append(s.tokens, token), append(s.sessions, session)
	}
	return s, nil
}
