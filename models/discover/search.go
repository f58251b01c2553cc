package discover

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/index"
	"photogram/models/people"
)

// MaxQuery is the longest search text, in characters.
const MaxQuery = 100

const (
	// nearTime bounds how long names and words are looked for that are only similar.
	nearTime = 150 * time.Millisecond
	// nearLength is the shortest text that is taken for a mistyped one, in code points.
	nearLength = 4
)

// SearchPeople finds accounts whose username or full name, or a later word of
// either, begins with the text: the exact username first, then the most
// followed. Its words may come in any order, each cut short. When there is nobody,
// it finds similar names.
func SearchPeople(ctx context.Context, s *models.Store, viewer models.ID, query string, limit int) ([]people.PersonRow, error) {
	query, err := models.CleanText("q", query, MaxQuery, false)
	if err != nil {
		return nil, err
	}
	name := strings.ToLower(strings.TrimLeft(query, models.MentionSigns))
	key := index.FirstRunes(index.NameKey(name), index.MaxKey)
	if name == "" {
		return nil, nil
	}
	found := `SELECT user_id FROM usernames WHERE name IN (@name, @key) AND held_until IS NULL`
	if key != "" {
		found += ` UNION SELECT user_id FROM people_prefixes WHERE prefix = @key
			UNION SELECT user_id FROM (SELECT user_id FROM people_keys WHERE key ~>=~ @key AND key ~<~ @end ORDER BY key USING ~<~
			LIMIT @rows) k
				WHERE NOT EXISTS (SELECT 1 FROM people_prefixes WHERE prefix = @key)`
	}
	args := map[string]any{"viewer": viewer, "name": name, "key": key, "end": index.Beyond(key), "rows": index.PrefixRows, "limit": limit}
	out, err := foundPeople(ctx, s, found, args)
	if err != nil {
		return nil, err
	}
	if words := strings.Fields(key); len(words) > 1 && len(out) < limit {
		ids, err := namesWith(ctx, s, words)
		if err != nil {
			return nil, err
		}
		if len(ids) > 0 {
			args["also"] = pgArray(ids)
			return foundPeople(ctx, s, found+` UNION SELECT unnest(CAST(@also AS bigint[]))`, args)
		}
	}
	if len(out) > 0 || len([]rune(key)) < nearLength {
		return out, nil
	}
	near, err := nearNames(ctx, s, key)
	if err != nil || len(near) == 0 {
		return nil, err
	}
	args["near"], args["limit"] = pgArray(near), min(limit, 10)
	return foundPeople(ctx, s, `SELECT unnest(CAST(@near AS bigint[]))`, args)
}

func foundPeople(ctx context.Context, s *models.Store, found string, args map[string]any) ([]people.PersonRow, error) {
	var out []people.PersonRow
	err := models.Find(ctx, s.Pool(), &out,
		`SELECT `+access.AuthorColumns+`, u.id AS edge_id, coalesce(f.state, '') AS outgoing FROM users u
		LEFT JOIN following f ON f.user_id = @viewer AND f.target_id = u.id
		WHERE u.id IN (`+found+`) AND `+access.NotHidden("u")+`
		ORDER BY u.username IN (@name, @key) DESC, u.followers_count DESC, u.id DESC LIMIT @limit`, args)
	if err != nil {
		return nil, fmt.Errorf("search people: %w", err)
	}
	return out, nil
}

// pgArray writes ids as PostgreSQL writes an array.
func pgArray(ids []int64) string {
	return strings.ReplaceAll("{"+strings.Trim(fmt.Sprint(ids), "[]")+"}", " ", ",")
}

// maxNameWords is how many words of a search are looked for in names.
const maxNameWords = 6

// namesWith finds accounts whose names have words that begin with all of these.
// Like nearNames it gives up when that takes long.
func namesWith(ctx context.Context, s *models.Store, words []string) (ids []int64, err error) {
	words = words[:min(len(words), maxNameWords)]
	each, args := make([]string, len(words)), make([]any, 0, 2*len(words))
	for i, w := range words {
		each[i] = fmt.Sprintf(`SELECT user_id FROM people_keys WHERE key ~>=~ $%d AND key ~<~ $%d`, 2*i+1, 2*i+2)
		args = append(args, w, index.Beyond(w))
	}
	err = within(ctx, s, nearTime, func(t pgx.Tx) error {
		rows, err := t.Query(ctx, strings.Join(each, ` INTERSECT `)+fmt.Sprintf(` LIMIT %d`, index.PrefixRows), args...)
		if err != nil {
			return err
		}
		ids, err = pgx.CollectRows(rows, pgx.RowTo[int64])
		return err
	})
	if models.HasCode(err, models.CodeCanceled) && ctx.Err() == nil {
		return nil, nil
	}
	return ids, err
}

// nearNames finds accounts with a name that begins with nearly the text. It
// gives up when that takes long, since similarity to a common text means to
// look at most of a table.
func nearNames(ctx context.Context, s *models.Store, key string) (ids []int64, err error) {
	err = within(ctx, s, nearTime, func(t pgx.Tx) error {
		rows, err := t.Query(ctx, `SELECT user_id, key FROM people_keys WHERE $1 <% key
			ORDER BY word_similarity($1, key) DESC, user_id LIMIT 300`, key)
		if err != nil {
			return err
		}
		var id int64
		var name string
		_, err = pgx.ForEachRow(rows, []any{&id, &name}, func() error {
			for n := -1; n <= 1; n++ {
				if typos(key, index.FirstRunes(name, len([]rune(key))+n)) <= typosIn(key) {
					ids = append(ids, id)
					break
				}
			}
			return nil
		})
		return err
	})
	if models.HasCode(err, models.CodeCanceled) && ctx.Err() == nil {
		err = nil
	}
	return ids, err
}

// typosIn is how many typing errors are taken for such in a text.
func typosIn(s string) int {
	if len([]rune(s)) > 5 {
		return 2
	}
	return 1
}

// within reads in a transaction of which each statement ends after a time. Each
// is planned for what it looks for, since words are common or rare.
func within(ctx context.Context, s *models.Store, limit time.Duration, fn func(pgx.Tx) error) error {
	return pgx.BeginTxFunc(ctx, s.Pool(), pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(t pgx.Tx) error {
		_, err := t.Exec(ctx, `SELECT set_config('statement_timeout', $1, true), set_config('pg_trgm.similarity_threshold', '0.2', true),
			set_config('pg_trgm.word_similarity_threshold', '0.2', true), set_config('enable_seqscan', 'off', true),
			set_config('plan_cache_mode', 'force_custom_plan', true)`, fmt.Sprint(limit.Milliseconds()))
		if err != nil {
			return err
		}
		return fn(t)
	})
}

// SearchTags finds hashtags of public posts that begin with the text, with or without
// its accents, the most used first.
func SearchTags(ctx context.Context, s *models.Store, query string, limit int) ([]index.Tag, error) {
	query, err := models.CleanText("q", query, MaxQuery, false)
	name := models.TagName(strings.TrimLeft(query, models.HashSigns))
	if err != nil || name == "" {
		return nil, err
	}
	var out []index.Tag
	key := index.FoldText(name)
	err = models.Find(ctx, s.Pool(), &out, `SELECT t.* FROM tags t WHERE t.id IN (SELECT tag_id FROM tag_prefixes WHERE prefix = @key
			UNION SELECT id FROM tags WHERE name = @name
			UNION SELECT id FROM (SELECT id FROM tags WHERE key ~>=~ @key AND key ~<~ @end ORDER BY key USING ~<~ LIMIT @rows) k
				WHERE NOT EXISTS (SELECT 1 FROM tag_prefixes WHERE prefix = @key))
			AND t.media_count > 0 ORDER BY t.media_count DESC, t.name LIMIT @limit`,
		models.Args{"name": name, "key": key, "end": index.Beyond(key), "rows": index.PrefixRows, "limit": limit})
	if err != nil {
		return nil, fmt.Errorf("search hashtags: %w", err)
	}
	return out, nil
}
