package models

import (
	"context"
	"fmt"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
)

// setPeopleKeys makes an account be found by its names as they are now.
func (t *tx) setPeopleKeys(ctx context.Context, user ID) error {
	var username, fullName string
	if err := t.pgx.QueryRow(ctx, `SELECT username, full_name FROM users WHERE id = $1`, user).Scan(&username, &fullName); err != nil {
		return fmt.Errorf("read the names of %d: %w", user, err)
	}
	keys := []string{username}
	for _, key := range append(nameKeys(username), nameKeys(fullName)...) {
		keys = append(keys, firstRunes(key, maxKey))
	}
	batch := &pgx.Batch{}
	batch.Queue(`DELETE FROM people_keys WHERE user_id = $1 AND key <> ALL($2)`, user, keys)
	batch.Queue(`INSERT INTO people_keys (user_id, key) SELECT DISTINCT $1::bigint, k FROM unnest($2::text[]) k ON CONFLICT DO NOTHING`, user, keys)
	if err := t.pgx.SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("index the names of %d: %w", user, err)
	}
	return nil
}

// setSearch makes a post be found by what its caption and alt texts say.
func (t *tx) setSearch(ctx context.Context, owner, id, pub ID, caption string, public bool) error {
	rows, err := t.pgx.Query(ctx, `SELECT alt_text FROM media WHERE owner_id = $1 AND post_id = $2 AND alt_text <> ''`, owner, id)
	if err != nil {
		return fmt.Errorf("read alt texts of %d: %w", id, err)
	}
	texts, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	words := searchWords(append(texts, caption)...)
	batch := &pgx.Batch{}
	batch.Queue(`INSERT INTO post_search AS s (owner_id, post_id, pub_id, public, doc) VALUES ($1, $2, $3, $4, array_to_tsvector($5::text[]))
		ON CONFLICT (owner_id, post_id) DO UPDATE SET pub_id = excluded.pub_id, public = excluded.public, doc = excluded.doc
		WHERE (s.pub_id, s.public, s.doc) IS DISTINCT FROM (excluded.pub_id, excluded.public, excluded.doc)`, owner, id, pub, public, words)
	if known := countedWords(words); public && len(known) > 0 {
		batch.Queue(`INSERT INTO search_words (word, uses, counted_at) SELECT w, 1, $2::timestamptz FROM unnest($1::text[]) w
			WHERE NOT EXISTS (SELECT 1 FROM search_words k WHERE k.word = w) ORDER BY w COLLATE "C" ON CONFLICT DO NOTHING`, known, t.store.Now())
	}
	if err := t.pgx.SendBatch(ctx, batch).Close(); err != nil {
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
		if first := firstRune(w); utf8.RuneCountInString(w) >= 3 && !isUnspaced(first) {
			out = append(out, w)
		}
	}
	return out
}

// countedPosts is how many of the newest public posts the words are counted in.
const countedPosts = 200_000

// CountWords counts the words of the newest public posts anew, and forgets
// words that none of them has.
func (s *Store) CountWords(ctx context.Context) error {
	now := s.Now()
	return s.inTx(ctx, func(t *tx) error {
		_, err := t.pgx.Exec(ctx, fmt.Sprintf(`INSERT INTO search_words (word, uses, counted_at)
			SELECT w, n, $1::timestamptz FROM (SELECT word AS w, ndoc AS n FROM ts_stat('SELECT doc FROM post_search WHERE public ORDER BY pub_id DESC LIMIT %d')) x
			WHERE `+countedWord+` ORDER BY w COLLATE "C"
			ON CONFLICT (word) DO UPDATE SET uses = excluded.uses, counted_at = excluded.counted_at`, countedPosts), now)
		if err != nil {
			return fmt.Errorf("count words: %w", err)
		}
		_, err = t.pgx.Exec(ctx, `DELETE FROM search_words WHERE counted_at < $1`, now)
		return err
	})
}

// RankPrefixes makes the lists of the most popular names for every prefix that
// more than prefixRows begin with: the prefixes of one character first, then
// from those that are common the ones of two, and so on.
func (s *Store) RankPrefixes(ctx context.Context) error {
	if err := s.rankPrefixes(ctx, "people_prefixes", "user_id", `SELECT k.user_id AS id, k.key AS name, u.followers_count AS popularity FROM people_keys k JOIN users u ON u.id = k.user_id WHERE u.suspended_at IS NULL`); err != nil {
		return err
	}
	return s.rankPrefixes(ctx, "tag_prefixes", "tag_id", `SELECT id, key AS name, media_count AS popularity FROM tags WHERE media_count > 0`)
}

func (s *Store) rankPrefixes(ctx context.Context, table, column, names string) error {
	return s.inTx(ctx, func(t *tx) error {
		if _, err := t.pgx.Exec(ctx, `DELETE FROM `+table); err != nil {
			return fmt.Errorf("rank prefixes: %w", err)
		}
		for length := 1; length <= maxKey; length++ {
			tag, err := t.pgx.Exec(ctx, fmt.Sprintf(`WITH named AS (SELECT DISTINCT id, left(name, $1::int) AS prefix, popularity FROM (%s) n
					WHERE length(name) >= $1::int AND ($1::int = 1 OR EXISTS (SELECT 1 FROM %s c WHERE c.prefix = left(name, $1::int - 1)))),
				ordered AS (SELECT prefix, id, row_number() OVER (PARTITION BY prefix ORDER BY popularity DESC, id DESC) AS rank,
					count(*) OVER (PARTITION BY prefix) AS total FROM named)
				INSERT INTO %s (prefix, rank, %s) SELECT prefix, rank, id FROM ordered WHERE total > $2 AND rank <= $3`, names, table, table, column), length, prefixRows, prefixTop)
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

// backfillStep is how many rows one step of Backfill brings in.
const backfillStep = 200

// Backfill brings what was there before these tables into them, one step, and
// says whether there is more to do.
func (s *Store) Backfill(ctx context.Context) (more bool, err error) {
	err = s.inTx(ctx, func(t *tx) error {
		more = false
		var what string
		var after ID
		err := t.pgx.QueryRow(ctx, `SELECT what, after_id FROM search_backfill ORDER BY what LIMIT 1 FOR UPDATE SKIP LOCKED`).Scan(&what, &after)
		if isNoRows(err) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("look what is to be indexed: %w", err)
		}
		more = true
		list, each := `SELECT id, id FROM users WHERE id > $1 ORDER BY id LIMIT $2`, t.backfillUser
		switch what {
		case "tags":
			list, each = `SELECT id, id FROM tags WHERE id > $1 ORDER BY id LIMIT $2`, t.backfillTag
		case "posts":
			list, each = `SELECT post_id, owner_id FROM post_owners WHERE post_id > $1 ORDER BY post_id LIMIT $2`, t.backfillPost
		}
		rows, err := t.pgx.Query(ctx, list, after, backfillStep)
		if err != nil {
			return err
		}
		type pair struct{ id, owner ID }
		pairs, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (p pair, err error) {
			err = row.Scan(&p.id, &p.owner)
			return p, err
		})
		if err != nil {
			return err
		}
		for _, p := range pairs {
			if err := each(ctx, p.owner, p.id); err != nil {
				return fmt.Errorf("index %s %d: %w", what, p.id, err)
			}
			after = p.id
		}
		if len(pairs) < backfillStep {
			_, err = t.pgx.Exec(ctx, `DELETE FROM search_backfill WHERE what = $1`, what)
		} else {
			_, err = t.pgx.Exec(ctx, `UPDATE search_backfill SET after_id = $2 WHERE what = $1`, what, after)
		}
		return err
	})
	return more, err
}

func (t *tx) backfillUser(ctx context.Context, _, id ID) error { return t.setPeopleKeys(ctx, id) }

func (t *tx) backfillTag(ctx context.Context, _, id ID) error {
	var name string
	if err := t.pgx.QueryRow(ctx, `SELECT name FROM tags WHERE id = $1 FOR NO KEY UPDATE`, id).Scan(&name); err != nil {
		return err
	}
	_, err := t.pgx.Exec(ctx, `UPDATE tags SET key = $2 WHERE id = $1`, id, foldText(name))
	return err
}

func (t *tx) backfillPost(ctx context.Context, owner, id ID) error {
	p, err := t.ownForUpdate(ctx, owner, id)
	if KindOf(err) == NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	if p.Location != "" && p.PlaceID == nil {
		place, err := t.place(ctx, p.Location)
		if err != nil {
			return err
		}
		if err := t.Exec(`UPDATE posts SET place_id = ? WHERE owner_id = ? AND id = ?`, place, owner, id).Error; err != nil {
			return err
		}
	}
	if p.State != Published {
		return nil
	}
	return t.discover(ctx, owner, id)
}
