package models_test

import (
	"context"
	"testing"

	"photogram/migrations"
	"photogram/models"
	"photogram/models/modelstest"
	"photogram/models/upkeep"
)

// before40 is a database of step 38 with conversations: bo has two with ann about her stories, ann one
// with bo about his, and cat one with ann, who deleted it.
var before40 = []string{
	`INSERT INTO users (id, username, full_name) VALUES (1, 'ann', ''), (2, 'bo', ''), (3, 'cat', '')`,
	`INSERT INTO usernames (name, user_id) SELECT username, id FROM users`,
	`INSERT INTO people_keys (user_id, key) SELECT id, username FROM users`,
	`INSERT INTO stories (owner_id, id, pub_id, state, kind, published_at, expires_at)
		SELECT o, i, i + 1000, 'published', 'text', '2026-02-01 00:00Z', '2026-02-02 00:00Z'
		FROM (VALUES (1, 21), (1, 22), (2, 23)) x (o, i)`,
	`INSERT INTO thread_members (user_id, thread_id, other_id, owner_id, story_id, message_id, seen_id, hidden_id)
		SELECT u, t, o, w, s, m, CASE WHEN u = 1 THEN seen ELSE m END, CASE WHEN u = 1 THEN hidden ELSE 0 END
		FROM (VALUES (101, 1, 2, 1, 21, 112, 110, 0), (102, 1, 2, 1, 22, 121, 0, 0), (103, 1, 2, 2, 23, 115, 115, 0),
			(104, 1, 3, 1, 21, 130, 130, 130)) x (t, a, b, w, s, m, seen, hidden), LATERAL (VALUES (a, b), (b, a)) y (u, o)`,
	`INSERT INTO messages (thread_id, id, user_id, to_story, text, reaction) VALUES
		(101, 110, 2, true, 'what a light', ''), (101, 112, 1, false, 'thank you', ''), (102, 121, 2, true, '', '🔥'),
		(103, 115, 1, true, 'where is it?', ''), (104, 130, 3, true, 'hello', '')`,
	`INSERT INTO story_views (owner_id, story_id, viewer_id, id, replies) VALUES (1, 21, 2, 71, 1), (1, 22, 2, 72, 1), (2, 23, 1, 73, 1),
		(1, 21, 3, 74, 1)`,
}

// Conversations keep their ids and all that was said; the newest of two people goes on, and each reply knows its story.
func TestMessagesAreKept(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	pool, err := models.NewPool(ctx, modelstest.Empty(t), 4)
	must(t, err)
	t.Cleanup(pool.Close)
	_, err = migrations.UpTo(ctx, pool, 38)
	must(t, err)
	for _, sql := range before40 {
		if _, err := pool.Exec(ctx, sql); err != nil {
			t.Fatalf("%v\n%s", err, sql)
		}
	}
	_, err = migrations.Up(ctx, pool)
	must(t, err)
	for sql, want := range map[string]string{
		`SELECT string_agg(id || ' ' || kind || ' ' || members::text || ' ' || last_id, ', ' ORDER BY id) FROM
			threads`: "101 direct {1,2} 112, " +
			"102 direct {1,2} 121, 103 direct {1,2} 115, 104 direct {1,3} 130",
		`SELECT string_agg(user_id || ' ' || thread_id, ', ' ORDER BY user_id, thread_id) FROM thread_members WHERE
			main`: "1 102, 1 104, 2 102, " +
			"3 104",
		`SELECT count(*)::text FROM thread_members WHERE state = 'open' AND NOT muted AND change_id = message_id AND kind = 'direct'`: "8",
		`SELECT string_agg(thread_id || ' ' || seen_id || ' ' || hidden_id, ', ' ORDER BY thread_id) FROM thread_members WHERE user_id =
			1`: "101 110 0, " +
			"102 0 0, 103 115 0, 104 130 130",
		`SELECT string_agg(id || ' ' || card_kind || card_owner_id || ' ' || card_id || ' ' || text || reaction, ', ' ORDER BY id) FROM
			messages
			WHERE change_id =
				id`: "110 story1 21 what a light, 112 0 0 thank you, 115 story2 23 where is it?, 121 story1 22 🔥, 130 story1 21 hello",
		`SELECT string_agg(DISTINCT messages_from, ' ') FROM users`: "everyone",
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
