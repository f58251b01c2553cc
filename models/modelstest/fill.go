package modelstest

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Size says how much Fill makes. Accounts are numbered from 1 and so are posts;
// post i belongs to account 1 + (i * 7919) % People, or where there is a crowd
// each fiftieth to account 1.
type Size struct {
	People  int // accounts that share, follow and like
	Posts   int
	Follows int // of each account, about; the first accounts are followed most
	Likes   int // of each post
	Talk    int // comments of each post
	// Crowd is how many silent accounts there are besides, all followers of account 1.
	Crowd int
	// Wide is how many accounts account 2 follows besides; at most People.
	Wide int
	// Feed is how many posts each reader's built feed has; 0 builds none.
	Feed int
	// Stories is how many each account shared, half of them in the last day.
	// Each is seen, answered and in a highlight.
	Stories int
}

// Star and Wide are the accounts with very many followers and very many follows.
const (
	Star = 1
	Wide = 2
)

// Fill makes many plausible rows in a migrated, empty database, without files,
// and lets PostgreSQL look at them. Captions carry #everyday on every post, #rare
// on one of a thousand, and words to search for.
func Fill(ctx context.Context, pool *pgxpool.Pool, size Size) error {
	// Written into the text, since "@people + @crowd" has no type of its own.
	numbers := strings.NewReplacer("@people", strconv.Itoa(size.People), "@posts", strconv.Itoa(size.Posts), "@follows",
		strconv.Itoa(size.Follows),
		"@likes", strconv.Itoa(size.Likes), "@talk", strconv.Itoa(size.Talk), "@crowd", strconv.Itoa(size.Crowd), "@wide",
		strconv.Itoa(size.Wide),
		"@feed", strconv.Itoa(size.Feed), "@stories", strconv.Itoa(size.Stories), "@star", strconv.Itoa(Star), "@reader",
		strconv.Itoa(Wide))
	for _, sql := range fillSQL {
		if _, err := pool.Exec(ctx, numbers.Replace(sql)); err != nil {
			return fmt.Errorf("fill: %w\n%s", err, sql)
		}
	}
	return nil
}

var fillSQL = []string{
	`INSERT INTO users (id, username, full_name, bio, email)
		SELECT i, (ARRAY['anna','bernd','clara','david','elena','felix','greta','hugo'])[1 + i % 8] || '_' || i,
		(ARRAY['Anna','Bernd','Clara','David','Elena','Felix','Greta','Hugo'])[1 + i % 8] || ' Number ' || i, 'Hello',
		'p' || i || '@example.org'
		FROM generate_series(1, @people + @crowd) i`,
	`INSERT INTO usernames (name, user_id) SELECT username, id FROM users`,
	`INSERT INTO following (user_id, target_id, id, state) SELECT u, t, u::bigint * 1000000 + t, 'follows' FROM (
		SELECT DISTINCT u, (1 + floor(power(random(), 1.6) * @people))::bigint t
		FROM generate_series(1, @people) u, generate_series(1, @follows)
		UNION SELECT @people + i, @star FROM generate_series(1, @crowd) i
		UNION SELECT @reader, i FROM generate_series(3, @wide + 2) i) x WHERE t <> u AND t <= @people`,
	`INSERT INTO followers (user_id, follower_id, id, state) SELECT target_id, user_id, id, state FROM following`,
	`INSERT INTO pulled_accounts SELECT user_id FROM followers GROUP BY 1 HAVING count(*) >= 50000`,
	`INSERT INTO posts (owner_id, id, pub_id, state, caption, caption_id, media_count, cover_id, cover_key, cover_width,
		cover_height, cover_placeholder, cover_alt, published_at, captioned_at)
		SELECT CASE WHEN @crowd > 0 AND i % 50 = 0 THEN @star ELSE 1 + (i::bigint * 7919) % @people END, i, 1000000000000 + i, 'published',
			'A caption of ordinary length with #everyday and ' ||
			(ARRAY['harbour','mountain','larch','window','bicycle','kitchen','orchard'])[1 + i % 7] ||
			CASE WHEN i % 1000 = 0 THEN ' #rare' ELSE '' END || ', number ' || i, i, 1, i,
			substr(md5(i::text) || md5('x' || i), 1, 40), 1080, 1350,
			'data:image/webp;base64,' || repeat('UklGRh4AAABXRUJQVlA4TBEAAAAv', 8), 'A photo, described in a sentence', now(), now()
		FROM generate_series(1, @posts) i`,
	`INSERT INTO post_owners SELECT id, owner_id FROM posts`,
	`INSERT INTO media (owner_id, id, post_id, pos, state, format, bytes, sha256, source_width, source_height, wanted_key,
		render_key, width, height, placeholder, alt_text, has_preview)
		SELECT owner_id, id, id, 0, 'ready', 'jpeg', 1000000, '\x00', 4000, 5000, cover_key, cover_key, 1080, 1350,
		cover_placeholder, cover_alt, true FROM posts`,
	`INSERT INTO tags (id, name, key, media_count) VALUES (1, 'everyday', 'everyday', @posts), (2, 'rare', 'rare', @posts / 1000)`,
	`INSERT INTO tags (id, name, key) SELECT i, 'tag' || i, 'tag' || i FROM generate_series(3, 20000) i`,
	`INSERT INTO post_tags (tag_id, pub_id, owner_id, post_id, public) SELECT 1, pub_id, owner_id, id, true FROM posts UNION ALL
		SELECT 2, pub_id, owner_id, id, true FROM posts WHERE id % 1000 = 0`,
	// By what people and posts are found, as models/search_text.go writes it for these texts.
	`INSERT INTO people_keys (user_id, key) SELECT id, k
		FROM users, LATERAL (SELECT DISTINCT unnest(ARRAY[username, split_part(username, '_', 2), lower(full_name), 'number ' || id,
		id::text]) AS k) n`,
	`INSERT INTO post_search (owner_id, post_id, pub_id, public, doc) SELECT owner_id, id, pub_id, true,
		array_to_tsvector(ARRAY['a', 'caption', 'of', 'ordinary', 'length', 'with', 'everyday', 'and',
		(ARRAY['harbour','mountain','larch','window','bicycle','kitchen','orchard'])[1 + id % 7], 'number', id::text]) FROM posts`,
	`INSERT INTO search_words (word, uses, counted_at) SELECT w, @posts / 7 + 1, now()
		FROM unnest(ARRAY['caption', 'ordinary', 'length', 'everyday',
		'harbour','mountain','larch','window','bicycle','kitchen','orchard']) w`,
	`INSERT INTO search_words (word, uses, counted_at) SELECT 'word' || i, 1, now() FROM generate_series(1, 20000) i`,
	`INSERT INTO places (id, name, key, latitude, longitude, media_count)
		SELECT i, 'Harbour ' || i, 'harbour ' || i, (i % 170) - 85, (i % 350) - 175, CASE WHEN i <= 100 THEN @posts / 1000
		ELSE 0 END FROM generate_series(1, 15000) i`,
	`UPDATE posts SET location = 'Harbour ' || (1 + id / 10 % 100), place_id = 1 + id / 10 % 100 WHERE id % 10 = 0`,
	`INSERT INTO post_places (place_id, pub_id, owner_id, post_id, public, latitude, longitude)
		SELECT place_id, pub_id, owner_id, id, true, 1, 2 FROM posts WHERE place_id IS NOT NULL`,
	`INSERT INTO saves (owner_id, post_id, user_id, id) SELECT owner_id, id, 1 + (id * 13) % @people, id * 10 FROM posts WHERE id <= 40000`,
	`UPDATE posts SET saves_count = 1 WHERE id <= 40000`,
	`INSERT INTO explore_ranks (generation, rank, owner_id, post_id) SELECT 1, row_number()
		OVER (ORDER BY pub_id DESC), owner_id, id FROM posts ORDER BY pub_id DESC LIMIT 12000`,
	`INSERT INTO post_views (owner_id, post_id, day, impressions) SELECT owner_id, id, current_date, 10 FROM posts WHERE id <= 40000`,
	`INSERT INTO notifications (user_id, kind, owner_id, post_id, seq) SELECT owner_id, 'like', owner_id, id, id FROM posts
		WHERE id <= 40000`,
	`INSERT INTO notifications (user_id, kind, actor_id, seq) SELECT user_id, 'follow', follower_id, 1000000 + follower_id
		FROM followers WHERE user_id = @reader`,
	`INSERT INTO thread_members (user_id, thread_id, other_id, owner_id, story_id, message_id, change_id) SELECT u, i, o, o, i, i, i
		FROM (SELECT i, 1 + (i * 7919) % @people a, 1 + (i * 7919 + 1 + i % 13) % @people b FROM generate_series(5, 12000) i
		UNION ALL SELECT 4, @reader, 3) x, LATERAL (VALUES (a, b), (b, a)) y (u, o) WHERE a <> b`,
	`UPDATE thread_members SET owner_id = least(user_id, other_id)`,
	`UPDATE thread_members m SET main = true FROM (SELECT DISTINCT ON (user_id, other_id) user_id, thread_id FROM thread_members
		ORDER BY user_id, other_id, thread_id) x WHERE m.user_id = x.user_id AND m.thread_id = x.thread_id`,
	`INSERT INTO threads (id, kind, members, last_id) SELECT thread_id, 'direct', array_agg(user_id ORDER BY user_id), max(message_id)
		FROM thread_members GROUP BY thread_id`,
	`INSERT INTO messages (thread_id, id, user_id, text, change_id)
		SELECT thread_id, message_id, user_id, 'A message of ordinary length', message_id FROM thread_members WHERE user_id <> owner_id`,
	`INSERT INTO message_reactions (thread_id, message_id, user_id, reaction, created_at)
		SELECT thread_id, message_id, owner_id, '🔥', now() FROM thread_members WHERE user_id <> owner_id AND thread_id % 4 = 0`,
	`INSERT INTO notification_counts (user_id, seq) SELECT user_id, max(seq) FROM notifications GROUP BY 1`,
	`INSERT INTO likes (owner_id, post_id, user_id, id) SELECT p.owner_id, p.id, u, p.id * 1000000 + u FROM posts p,
		LATERAL (SELECT DISTINCT (1 + floor(random() * @people))::bigint u FROM generate_series(1, @likes) WHERE p.id > 0) x`,
	`INSERT INTO comments (owner_id, id, post_id, user_id, text)
		SELECT p.owner_id, p.id * 100 + c, p.id, 1 + (p.id * 31 + c * 17) % @people, 'A comment of ordinary length'
		FROM posts p, generate_series(1, @talk) c`,
	`INSERT INTO comment_likes (owner_id, comment_id, user_id, id) SELECT owner_id, id, 1 + (id * 7) % @people, id FROM comments
		WHERE post_id <= 20000`,
	`UPDATE comments SET likes_count = 1 WHERE post_id <= 20000`,
	`INSERT INTO post_people (owner_id, media_id, user_id, post_id, pub_id, x, y, state, id)
		SELECT owner_id, id, 1 + (id * 11) % @people, id, pub_id, 0.5, 0.5, 'approved', id FROM posts WHERE id <= 20000`,
	`UPDATE posts SET people_count = 1 WHERE id <= 20000`,
	`UPDATE posts p SET comments_count = @talk, likes_count = n.c
		FROM (SELECT owner_id, post_id, count(*) c FROM likes GROUP BY 1, 2) n WHERE n.owner_id = p.owner_id AND n.post_id = p.id`,
	`UPDATE users u SET posts_count = (SELECT count(*) FROM posts p WHERE p.owner_id = u.id), followers_count = (SELECT count(*)
		FROM followers f WHERE f.user_id = u.id),
		following_count = (SELECT count(*) FROM following f WHERE f.user_id = u.id)`,
	`INSERT INTO feed_readers (user_id, built_at) SELECT id, now() FROM users WHERE id <= @people AND @feed > 0`,
	`INSERT INTO feed (user_id, pub_id, owner_id, post_id) SELECT r.user_id, p.pub_id, p.owner_id, p.id FROM feed_readers r
		CROSS JOIN LATERAL (
		SELECT n.pub_id, n.owner_id, n.id FROM (SELECT target_id AS id FROM following WHERE user_id = r.user_id UNION ALL
		SELECT r.user_id) f
		CROSS JOIN LATERAL (SELECT pub_id, owner_id, id FROM posts WHERE owner_id = f.id AND state = 'published'
		ORDER BY pub_id DESC LIMIT @feed) n
		ORDER BY n.pub_id DESC LIMIT @feed) p
		WHERE p.owner_id NOT IN (SELECT user_id FROM pulled_accounts)`,
	`INSERT INTO apps (id, owner_id, name, redirect_uris, scopes)
		SELECT i, 1 + i % @people, 'App ' || i, 'https://app.example.org/callback', 'basic public_content likes'
		FROM generate_series(1, @people) i`,
	`INSERT INTO oauth_grants (user_id, app_id, id, scopes, created_at, updated_at) SELECT i, 1 + i % 100, i, 'basic', now(), now()
		FROM generate_series(1, @people) i`,
	`INSERT INTO api_tokens (hash, id, user_id, app_id, family, kind, scopes, expires_at)
		SELECT sha256(i::text::bytea), i, i, 1 + i % 100, i, 'access', 'basic', now() + interval '1 hour'
		FROM generate_series(1, @people) i`,
	`INSERT INTO api_tokens (hash, id, user_id, scopes) SELECT sha256(('p' || i)::bytea), @people + i, i, 'basic'
		FROM generate_series(1, @people) i`,
	`INSERT INTO oauth_codes (hash, app_id, user_id, redirect_uri, scopes, family, expires_at)
		SELECT sha256(i::text::bytea), 1 + i % 100, i, 'https://app.example.org/callback', 'basic', i, now()
		FROM generate_series(1, @people) i`,
	`INSERT INTO oauth_consents (hash, user_id, session, app_id, redirect_uri, scopes, expires_at)
		SELECT sha256(i::text::bytea), i, '', 1, 'https://app.example.org/callback', 'basic', now() + interval '1 hour'
		FROM generate_series(1, @people) i`,
	`INSERT INTO app_requests (app_id, id, at, method, path, status, ms)
		SELECT 1 + i % 100, i, now(), 'GET', '/v1/users/self', 200, 3 FROM generate_series(1, @people) i`,
	`INSERT INTO stories (owner_id, id, pub_id, state, kind, background, overlays, published_at, expires_at, created_at)
		SELECT u, 2000000000000 + u * 1000 + n, 2000000000000 + u * 1000 + n, 'published', 'text', 'dusk',
		'[{"id":"ask","type":"poll","text":"Well?","options":["Yes","No"],"x":0.5,"y":0.5,"scale":1}]', at, at + interval '1 day', at
		FROM (SELECT u::bigint, n, now() - interval '1 day' * (n % 2) - interval '1 minute' AS at
		FROM generate_series(1, @people) u, generate_series(1, @stories) n) x`,
	`INSERT INTO story_views (owner_id, story_id, viewer_id, id, liked_at) SELECT owner_id, id, v, id * 10, now()
		FROM (SELECT owner_id, id, 1 + (id * 13) % @people AS v FROM stories) x WHERE v <> owner_id`,
	`INSERT INTO story_answers (owner_id, story_id, overlay, user_id, id, value) SELECT owner_id, story_id, 'ask', viewer_id, id, 0
		FROM story_views`,
	`INSERT INTO story_hides (user_id, other_id, id) SELECT i, 1 + i % @people, i FROM generate_series(1, @people) i
		WHERE @stories > 0 AND @people > 1`,
	`INSERT INTO highlights (owner_id, id, title, place) SELECT owner_id, id, 'Kept', id FROM stories`,
	`INSERT INTO highlight_stories (owner_id, highlight_id, story_id) SELECT owner_id, id, id FROM stories`,
	`VACUUM ANALYZE`,
}
