package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"

	"photogram/migrations"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/app"
	"photogram/models/modelstest"
)

// Raw statements: what a program does that talks to PostgreSQL directly.
const (
	rawFeed = `\set uid random(1, %d)
SELECT p.owner_id, p.id, p.pub_id, p.caption, p.cover_key, p.cover_width, p.cover_height, p.cover_placeholder, p.cover_alt,
p.likes_count, p.comments_count,
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
	size := modelstest.Size{People: *people, Posts: *posts, Follows: 110, Likes: 5, Feed: 500}
	if err := modelstest.Fill(ctx, pool, size); err != nil {
		return nil, err
	}
	store, err := models.Open(ctx, pool, models.Options{})
	if err != nil {
		return nil, err
	}
	defer func() { _ = store.Close() }()
	s := &site{}
	for i := range readers {
		user := models.ID(i*(*people)/readers + 1)
		token, err := app.CreateToken(ctx, store, user, "bench", "basic public_content likes", 0)
		if err != nil {
			return nil, err
		}
		session, err := account.NewToken()
		if err != nil {
			return nil, err
		}
		if _, err := account.StartSession(ctx, store, session, &account.User{ID: user}, account.Browser{Agent: "bench"}); err != nil {
			return nil, err
		}
		s.tokens, s.sessions = append(s.tokens, token), append(s.sessions, session)
	}
	return s, nil
}
