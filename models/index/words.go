package index

import (
	"context"
	"fmt"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"photogram/models"
)

// setSearch makes a post be found by what its caption and alt texts say.
func setSearch(ctx context.Context, t *models.Tx, owner, id, pub models.ID, caption string, public bool) error {
	rows, err := t.PG.Query(ctx, `SELECT alt_text FROM media WHERE owner_id = $1 AND post_id = $2 AND alt_text <> ''`, owner, id)
	if err != nil {
		return fmt.Errorf("read alt texts of %d: %w", id, err)
	}
	texts, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	words := searchWords(append(texts, caption)...)
	batch := &pgx.Batch{}
	batch.Queue(`INSERT INTO post_search AS s (owner_id, post_id, pub_id, public, doc)
		VALUES ($1, $2, $3, $4, array_to_tsvector($5::text[]))
		ON CONFLICT (owner_id, post_id) DO UPDATE SET pub_id = excluded.pub_id, public = excluded.public, doc = excluded.doc
		WHERE (s.pub_id, s.public, s.doc) IS DISTINCT FROM (excluded.pub_id, excluded.public, excluded.doc)`, owner, id, pub, public, words)
	if known := countedWords(words); public && len(known) > 0 {
		batch.Queue(`INSERT INTO search_words (word, uses, counted_at) SELECT w, 1, $2::timestamptz FROM unnest($1::text[]) w
			WHERE NOT EXISTS (SELECT 1 FROM search_words k WHERE k.word = w) ORDER BY w COLLATE "C" ON CONFLICT
			DO NOTHING`, known, t.Store.Now())
	}
	if err := t.PG.SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("index post %d: %w", id, err)
	}
	return nil
}

// countedWord is countedWords for lexemes w in SQL.
const countedWord = `length(w) BETWEEN 3 AND 48`

// countedWords are those that can be mistyped: of three letters or more, and
// not pairs of an unspaced script.
func countedWords(words []string) []string {
	var out []string
	for _, w := range words {
		if first := models.FirstRune(w); utf8.RuneCountInString(w) >= 3 && !models.IsUnspaced(first) {
			out = append(out, w)
		}
	}
	return out
}

// countedPosts is how many of the newest public posts the words are counted in.
const countedPosts = 200_000

// CountWords counts the words of the newest public posts anew, and forgets
// words that none of them has.
func CountWords(ctx context.Context, s *models.Store) error {
	now := s.Now()
	return s.InTx(ctx, func(t *models.Tx) error {
		_, err := t.PG.Exec(ctx, fmt.Sprintf(`INSERT INTO search_words (word, uses, counted_at)
			SELECT w, n, $1::timestamptz FROM (SELECT word AS w, ndoc AS n
			FROM ts_stat('SELECT doc FROM post_search WHERE public ORDER BY pub_id DESC LIMIT %d')) x
			WHERE `+countedWord+` ORDER BY w COLLATE "C"
			ON CONFLICT (word) DO UPDATE SET uses = excluded.uses, counted_at = excluded.counted_at`, countedPosts), now)
		if err != nil {
			return fmt.Errorf("count words: %w", err)
		}
		_, err = t.PG.Exec(ctx, `DELETE FROM search_words WHERE counted_at < $1`, now)
		return err
	})
}

// RankPrefixes makes the lists of the most popular names for every prefix that
// more than prefixRows begin with: the prefixes of one character first, then
// from those that are common the ones of two, and so on.
func RankPrefixes(ctx context.Context, s *models.Store) error {
	if err := rankPrefixes(ctx, s, "people_prefixes", "user_id",
		`SELECT k.user_id AS id, k.key AS name, u.followers_count AS popularity FROM people_keys k JOIN users u ON u.id = k.user_id
			WHERE u.suspended_at IS NULL`); err != nil {
		return err
	}
	return rankPrefixes(ctx, s, "tag_prefixes", "tag_id", `SELECT id, key AS name, media_count AS popularity FROM tags
		WHERE media_count > 0`)
}

func rankPrefixes(ctx context.Context, s *models.Store, table, column, names string) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		if _, err := t.PG.Exec(ctx, `DELETE FROM `+table); err != nil {
			return fmt.Errorf("rank prefixes: %w", err)
		}
		for length := 1; length <= MaxKey; length++ {
			tag, err := t.PG.Exec(ctx, fmt.Sprintf(`WITH named AS (SELECT DISTINCT id, left(name, $1::int) AS prefix, popularity FROM (%s) n
					WHERE length(name) >= $1::int AND ($1::int = 1 OR
					EXISTS (SELECT 1 FROM %s c WHERE c.prefix = left(name, $1::int - 1)))),
				ordered AS (SELECT prefix, id, row_number() OVER (PARTITION BY prefix ORDER BY popularity DESC, id DESC) AS rank,
					count(*) OVER (PARTITION BY prefix) AS total FROM named)
				INSERT INTO %s (prefix, rank, %s) SELECT prefix, rank, id FROM ordered WHERE total > $2
				AND rank <= $3`, names, table, table, column), length, PrefixRows, prefixTop)
			if err != nil {
				return fmt.Errorf("rank prefixes of %d: %w", length, err)
			}
			if tag.RowsAffected() == 0 {
				return nil
			}
		}
		return nil
	})
}
