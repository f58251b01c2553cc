package models_test

import (
	"context"
	"strings"
	"testing"

	"photogram/migrations"
	"photogram/models"
	"photogram/models/modelstest"
)

// Hashtags that are one now are put together with their followers, and what is
// muted stays so.
func TestTagsOfBeforeArePutTogether(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	pool, err := models.NewPool(ctx, modelstest.Empty(t), 4)
	must(t, err)
	t.Cleanup(pool.Close)
	_, err = migrations.UpTo(ctx, pool, 25)
	must(t, err)
	for _, sql := range []string{
		`INSERT INTO users (id, username, full_name, muted_pattern)
			VALUES (1, 'ann', '', '(?<![\w&/])[#＃]ışık'), (2, 'bo', '', ''), (3, 'cy', '', '')`,
		`INSERT INTO tags (id, name, key, followers_count)
			VALUES (1, 'işik', 'isik', 1), (2, 'ışık', 'isik', 2), (3, 'ılık', 'ilik', 1), (4, U&'\0E19\0E49\0E4D\0E32', 'x', 1),
			(5, 'sea', 'sea', 1), (6, U&'\0E19\0E4D\0E49\0E32', 'y', 0)`,
		`INSERT INTO tag_follows (user_id, tag_id, id) VALUES (1, 1, 1), (1, 2, 2), (2, 2, 3), (3, 3, 4), (1, 4, 5), (1, 5, 6)`,
		`INSERT INTO muted_words (user_id, word, pattern, id) VALUES (1, '#ışık', '(?<![\w&/])[#＃]ışık', 1)`,
	} {
		_, err := pool.Exec(ctx, sql)
		must(t, err)
	}
	_, err = migrations.Up(ctx, pool)
	must(t, err)
	for sql, want := range map[string]string{
		`SELECT string_agg(t.name || ':' || t.followers_count || ':' || (SELECT count(*) FROM tag_follows f
			WHERE f.tag_id = t.id), ' ' ORDER BY t.id) FROM tags t WHERE t.followers_count > 0`: "işik:2:2 ilik:1:1 น้ำ:1:1 sea:1:1",
		`SELECT string_agg(word, ' ') FROM muted_words`:                                                       "#işik",
		`SELECT string_agg(what, ' ' ORDER BY what) FROM search_backfill`:                                     "people tags",
		`SELECT ('#IŞIK' ~* muted_pattern)::text || ('#ışık' ~* muted_pattern)::text FROM users WHERE id = 1`: "truetrue",
	} {
		var got string
		must(t, pool.QueryRow(ctx, sql).Scan(&got))
		if strings.TrimSpace(got) != want {
			t.Errorf("%s: %q, want %q", sql, got, want)
		}
	}
}
