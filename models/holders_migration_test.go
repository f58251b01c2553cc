package models_test

import (
	"context"
	"testing"

	"photogram/migrations"
	"photogram/models"
	"photogram/models/modelstest"
	"photogram/models/upkeep"
)

// before30 is a database of step 29 with posts, stories and containers in every
// state. Media have the id of what holds them, and 100 more.
var before30 = []string{
	`INSERT INTO users (id, username, full_name, posts_count) VALUES (1, 'ann', '', 2), (2, 'bo', '', 0)`,
	`INSERT INTO usernames (name, user_id) VALUES ('ann', 1), ('bo', 2)`,
	`INSERT INTO people_keys (user_id, key) VALUES (1, 'ann'), (2, 'bo')`,
	// 11 to 15 are posts, 21 to 25 and 35 stories, 31 to 39 containers.
	`INSERT INTO posts (owner_id, id, pub_id, state, caption_id, published_at, publish_at, credit, people_count)
		SELECT 1, id, CASE WHEN state IN ('published', 'archived') THEN id + 1000 END, state, id + 500,
		CASE WHEN state IN ('published', 'archived') THEN timestamptz '2026-02-01 00:00Z' END,
		CASE WHEN state = 'scheduled' THEN timestamptz '2027-02-01 00:00Z' END, credit, CASE WHEN id = 33 THEN 1 ELSE 0 END
		FROM (VALUES (11, 'draft', ''), (12, 'publishing', ''), (13, 'scheduled', ''), (14, 'published', ''), (15, 'archived', ''),
			(21, 'story', 'By ann'), (22, 'story', ''), (23, 'story', ''), (24, 'story', ''), (35, 'story', ''),
			(32, 'draft', ''), (33, 'draft', ''), (34, 'published', ''), (37, 'draft', ''), (38, 'archived', '')) x (id, state, credit)`,
	`INSERT INTO post_owners (post_id, owner_id) SELECT id, owner_id FROM posts`,
	`INSERT INTO post_search (owner_id, post_id, pub_id, public, doc) SELECT owner_id, id, pub_id, true, '' FROM posts
		WHERE state = 'published'`,
	`INSERT INTO media (owner_id, id, post_id, pos, state, format, bytes, sha256, source_width, source_height, wanted_key, render_key,
			width, alt_text)
		SELECT owner_id, id + 100, id, 0, 'ready', 'jpeg', 1, 'x', 1, 1, 'key' || id, 'key' || id, 1, 'alt ' || id FROM posts`,
	`UPDATE posts SET media_count = 1, cover_id = id + 100, cover_key = 'key' || id`,
	`INSERT INTO stories (owner_id, id, pub_id, state, kind, published_at, expires_at, publish_at)
		SELECT 1, id, CASE WHEN state = 'published' THEN id + 1000 END, state, kind,
		CASE WHEN state = 'published' THEN at END, CASE WHEN state = 'published' THEN at + interval '1 day' END,
		CASE WHEN state = 'scheduled' THEN at END
		FROM (VALUES (21, 'draft', 'image'), (22, 'scheduled', 'image'), (23, 'published', 'image'), (24, 'published', 'image'),
			(25, 'published', 'text'), (35, 'published', 'image')) x (id, state, kind), LATERAL (SELECT CASE WHEN id = 24
			THEN timestamptz '2026-02-01 00:00Z' ELSE timestamptz '2027-02-01 00:00Z' END AS at) y`,
	`INSERT INTO highlights (owner_id, id, title, place) VALUES (1, 61, 'Kept', 61)`,
	`INSERT INTO highlight_stories (owner_id, highlight_id, story_id) VALUES (1, 61, 24)`,
	`INSERT INTO story_views (owner_id, story_id, viewer_id, id, liked_at) VALUES (1, 23, 2, 71, now())`,
	`INSERT INTO story_answers (owner_id, story_id, overlay, user_id, id, text) VALUES (1, 23, 'ask', 2, 72, 'Yes')`,
	// 31 fetches, 32 and 33 are ready, 34 is a post, 35 a story, 36 failed, 37 a child of 39, 38 was shared as a draft.
	`INSERT INTO containers (owner_id, id, kind, state, item, story, published_at, children)
		SELECT 1, id, kind, state, id = 37, id = 35, CASE WHEN id IN (34, 35) THEN now() END,
		CASE WHEN id = 39 THEN '[37]'::jsonb ELSE '[]' END
		FROM (VALUES (31, 'image', 'fetching'), (32, 'image', 'ready'), (33, 'image', 'ready'), (34, 'image', 'ready'),
			(35, 'image', 'ready'), (36, 'image', 'failed'), (37, 'image', 'ready'), (38, 'image', 'ready'),
			(39, 'carousel', 'ready')) x (id, kind, state)`,
	`INSERT INTO post_people (owner_id, media_id, user_id, post_id, x, y, state, id) VALUES (1, 133, 2, 33, 0.5, 0.5, 'pending', 81)`,
	`INSERT INTO media_captions (owner_id, media_id, lang, label, text) VALUES (1, 123, 'en', 'English', 'WEBVTT')`,
}

// Media of stories and containers leave the posts that held them, which go, and
// everything keeps its id.
func TestMediaFindTheirHolders(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	pool, err := models.NewPool(ctx, modelstest.Empty(t), 4)
	must(t, err)
	t.Cleanup(pool.Close)
	_, err = migrations.UpTo(ctx, pool, 29)
	must(t, err)
	for _, sql := range before30 {
		if _, err := pool.Exec(ctx, sql); err != nil {
			t.Fatalf("%v\n%s", err, sql)
		}
	}
	_, err = migrations.Up(ctx, pool)
	must(t, err)
	for sql, want := range map[string]string{
		`SELECT string_agg(id || ' ' || state, ', ' ORDER BY id) FROM posts`: "11 draft, 12 publishing, 13 scheduled, 14 published, " +
			"15 archived, 34 published, 38 archived",
		`SELECT string_agg(post_id::text, ' ' ORDER BY post_id) FROM post_owners`:                       "11 12 13 14 15 34 38",
		`SELECT string_agg((id - 100)::text, ' ' ORDER BY id) FROM media WHERE post_id = id - 100`:      "11 12 13 14 15 34 38",
		`SELECT string_agg((id - 100)::text, ' ' ORDER BY id) FROM media WHERE story_id = id - 100`:     "21 22 23 24 35",
		`SELECT string_agg((id - 100)::text, ' ' ORDER BY id) FROM media WHERE container_id = id - 100`: "32 33 37",
		`SELECT count(*)::text FROM media WHERE alt_text = 'alt ' || id - 100 AND render_key <> ''`:     "15",
		`SELECT string_agg(id || ' ' || state || ' ' || credit, ', ' ORDER BY id) FROM stories`: "21 draft By ann, 22 scheduled , " +
			"23 published , 24 published , 25 published , 35 published ",
		`SELECT string_agg(id::text, ' ' ORDER BY id) FROM containers WHERE published_at IS NOT NULL`: "34 35 38",
		`SELECT count(*)::text FROM containers`:                                                       "9",
		`SELECT concat(post_id, ' ', media_id, ' ', state) FROM post_people`:                          "33 133 pending",
		`SELECT concat(media_id, lang) FROM media_captions`:                                           "123en",
		`SELECT concat(h.story_id, ' ', v.story_id, ' ', a.story_id)
			FROM highlight_stories h, story_views v, story_answers a`: "24 23 23",
	} {
		var got string
		must(t, pool.QueryRow(ctx, sql).Scan(&got))
		if got != want {
			t.Errorf("%s: %q, want %q", sql, got, want)
		}
	}
	store, err := models.Open(ctx, pool, models.Options{})
	must(t, err)
	found, err := upkeep.Check(ctx, store)
	must(t, err)
	for _, f := range found {
		t.Errorf("check: %s: %s", f.Check, f.Detail)
	}
}
