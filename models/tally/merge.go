package tally

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"photogram/models"
)

// Days that are over get a list of their posts with most views, and months that
// are over rows of their own, so that a year is read in some forty rows.
const (
	topsOfDay   = 50
	topsOfMonth = 200
	daysKept    = 26             // months, of single posts
	dayEnds     = 38 * time.Hour // after the beginning of a day it is over everywhere, and written
	mergeLock   = 0x70686f746f   // held shared by who writes, so that nothing is written while months are made
	mergeAtOnce = 500
)

// Merge closes days and makes months of them. It may run at any time, and by several programs at once.
func Merge(ctx context.Context, s *models.Store) error {
	over := DayOf(s.Now().Add(-dayEnds), time.UTC).AddDate(0, 0, 1)
	if err := closeDays(ctx, s, over); err != nil {
		return err
	}
	month := MonthOf(over)
	for after := models.ID(0); ; {
		rows, err := s.Pool().Query(ctx, `SELECT DISTINCT c.owner_id FROM insight_counts c
			LEFT JOIN insight_accounts a ON a.user_id = c.owner_id
			WHERE c.post_id = 0 AND c.span = 'day' AND c.day >= $1::date - 100 AND c.day < $1 AND c.owner_id > $2
			AND coalesce(a.merged, '2000-01-01'::date) < $1 ORDER BY 1 LIMIT $3`, month, after, mergeAtOnce)
		if err != nil {
			return fmt.Errorf("find months to merge: %w", err)
		}
		owners, err := pgx.CollectRows(rows, pgx.RowTo[models.ID])
		if err != nil {
			return fmt.Errorf("find months to merge: %w", err)
		}
		for _, owner := range owners {
			if err := s.InTx(ctx, func(t *models.Tx) error { return mergeMonths(ctx, t, owner, month) }); err != nil {
				return fmt.Errorf("merge months of %d: %w", owner, err)
			}
			after = owner
		}
		if len(owners) < mergeAtOnce {
			return nil
		}
	}
}

// closeDays lists the posts of days that are over.
func closeDays(ctx context.Context, s *models.Store, over time.Time) error {
	for {
		rows, err := s.Pool().Query(ctx, `SELECT owner_id, day FROM insight_counts
			WHERE post_id = 0 AND span = 'day' AND tops IS NULL AND day < $1 ORDER BY day LIMIT $2`, over, mergeAtOnce)
		if err != nil {
			return fmt.Errorf("find days that are over: %w", err)
		}
		type ownerDay struct {
			OwnerID models.ID
			Day     time.Time
		}
		days, err := pgx.CollectRows(rows, pgx.RowToStructByPos[ownerDay])
		if err != nil {
			return fmt.Errorf("find days that are over: %w", err)
		}
		for _, d := range days {
			posts, err := PostsOf(ctx, s, d.OwnerID, d.Day)
			if err != nil {
				return err
			}
			if _, err := s.Pool().Exec(ctx, `UPDATE insight_counts SET tops = $4 WHERE owner_id = $1 AND span = $2 AND day = $3
				AND post_id = 0`, d.OwnerID, "day", d.Day, topOf(posts, topsOfDay).Bytes()); err != nil {
				return fmt.Errorf("close a day of %d: %w", d.OwnerID, err)
			}
		}
		if len(days) < mergeAtOnce {
			return nil
		}
	}
}

// PostsOf are all posts of an account that were counted on a day.
func PostsOf(ctx context.Context, s *models.Store, owner models.ID, day time.Time) (Tops, error) {
	rows, err := s.Pool().Query(ctx, `SELECT post_id, counts FROM insight_counts WHERE owner_id = $1 AND span = 'day' AND day = $2
		AND post_id > 0`, owner, day)
	if err != nil {
		return nil, fmt.Errorf("read posts of a day of %d: %w", owner, err)
	}
	var out Tops
	var post models.ID
	var packed []byte
	_, err = pgx.ForEachRow(rows, []any{&post, &packed}, func() error {
		counts := Counts{}
		if err := counts.Read(packed); err != nil {
			return err
		}
		out = append(out, counts.Top(post))
		return nil
	})
	return out, err
}

// Top is a post in a list, with the numbers of these counts.
func (c Counts) Top(post models.ID) TopPost {
	out := TopPost{Post: post, Kind: NoKind, Views: c.Sum(Views), Interactions: c.Interactions(),
		Follows: c.Sum(Follows) - c.Sum(Unfollows)}
	for k := range c {
		if k.Metric < ViewHours && k.Kind != NoKind {
			out.Kind = k.Kind
		}
	}
	return out
}

// topOf are the posts of a list that had most views, and those with most of the rest.
func topOf(list Tops, most int) Tops {
	slices.SortFunc(list, func(a, b TopPost) int {
		return cmp.Or(cmp.Compare(b.Views, a.Views), cmp.Compare(b.Interactions, a.Interactions), cmp.Compare(b.Post, a.Post))
	})
	out := slices.Clone(list[:min(most, len(list))])
	for _, p := range list[len(out):] {
		if p.Follows != 0 && len(out) < 2*most {
			out = append(out, p)
		}
	}
	return out
}

// Together adds up lists.
func Together(lists ...Tops) Tops {
	sum := map[models.ID]TopPost{}
	for _, list := range lists {
		for _, p := range list {
			was := sum[p.Post]
			p.Views, p.Interactions, p.Follows = p.Views+was.Views, p.Interactions+was.Interactions, p.Follows+was.Follows
			sum[p.Post] = p
		}
	}
	return topOf(slices.Collect(maps.Values(sum)), len(sum))
}

// mergeMonths makes rows of all months before one, as far as there are none yet.
func mergeMonths(ctx context.Context, t *models.Tx, owner models.ID, before time.Time) error {
	if _, err := t.PG.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, mergeLock); err != nil {
		return err
	}
	var merged time.Time
	err := t.PG.QueryRow(ctx, `INSERT INTO insight_accounts AS a (user_id) SELECT id FROM users WHERE id = $1
		ON CONFLICT (user_id) DO UPDATE SET merged = a.merged RETURNING merged`, owner).Scan(&merged)
	if models.IsNoRows(err) || err == nil && !merged.Before(before) {
		return nil // deleted, or merged by another program
	}
	if err != nil {
		return err
	}
	counts, tops, err := daysBetween(ctx, t, owner, merged, before)
	if err != nil {
		return err
	}
	packed, keys := [][]byte{}, slices.SortedFunc(maps.Keys(counts), Row.compare)
	for _, k := range keys {
		packed = append(packed, counts[k].Bytes())
	}
	months := table[Row]{sql: countRows, row: func(r Row) (Row, Part) { return r, 0 }}
	if err := months.exec(ctx, t, months.sql.insert, keys, packed); err != nil {
		return err
	}
	for month, lists := range tops {
		if _, err := t.PG.Exec(ctx, `UPDATE insight_counts SET tops = $3 WHERE owner_id = $1 AND span = 'month' AND day = $2
			AND post_id = 0`, owner, month, topOf(Together(lists...), topsOfMonth).Bytes()); err != nil {
			return err
		}
	}
	if err := mergeSketches(ctx, t, owner, merged, before); err != nil {
		return err
	}
	for _, table := range []string{"insight_counts", "insight_sketches"} {
		if _, err := t.PG.Exec(ctx, `DELETE FROM `+table+` WHERE owner_id = $1 AND span = 'day' AND day < $2 AND post_id > 0`,
			owner, before.AddDate(0, -daysKept, 0)); err != nil {
			return err
		}
	}
	_, err = t.PG.Exec(ctx, `UPDATE insight_accounts SET merged = $2 WHERE user_id = $1`, owner, before)
	return err
}

func daysBetween(ctx context.Context, t *models.Tx, owner models.ID, from, before time.Time) (map[Row]Counts, map[time.Time][]Tops, error) {
	rows, err := t.PG.Query(ctx, `SELECT day, post_id, counts, tops FROM insight_counts
		WHERE owner_id = $1 AND span = 'day' AND day >= $2 AND day < $3`, owner, from, before)
	if err != nil {
		return nil, nil, err
	}
	counts, lists := map[Row]Counts{}, map[time.Time][]Tops{}
	var day time.Time
	var post models.ID
	var packed, list []byte
	_, err = pgx.ForEachRow(rows, []any{&day, &post, &packed, &list}, func() error {
		row := Row{owner, true, MonthOf(day), post}
		if counts[row] == nil {
			counts[row] = Counts{}
		}
		if err := counts[row].Read(packed); err != nil {
			return err
		}
		tops, err := ReadTops(list)
		lists[row.Day] = append(lists[row.Day], tops)
		return err
	})
	return counts, lists, err
}

func mergeSketches(ctx context.Context, t *models.Tx, owner models.ID, from, before time.Time) error {
	rows, err := t.PG.Query(ctx, `SELECT day, post_id, part, sketch FROM insight_sketches
		WHERE owner_id = $1 AND span = 'day' AND day >= $2 AND day < $3`, owner, from, before)
	if err != nil {
		return err
	}
	sketches := map[sketchRow]*Sketch{}
	var day time.Time
	var post models.ID
	var part Part
	var packed []byte
	if _, err = pgx.ForEachRow(rows, []any{&day, &post, &part, &packed}, func() error {
		row := sketchRow{Row{owner, true, MonthOf(day), post}, part}
		if sketches[row] == nil {
			sketches[row] = &Sketch{}
		}
		one, err := ReadSketch(packed)
		if err == nil {
			sketches[row].Merge(one)
		}
		return err
	}); err != nil {
		return err
	}
	keys, values := slices.SortedFunc(maps.Keys(sketches), sketchRow.compare), [][]byte{}
	for _, k := range keys {
		values = append(values, sketches[k].Bytes())
	}
	months := table[sketchRow]{sql: sketchRows, row: func(r sketchRow) (Row, Part) { return r.Row, r.part }}
	return months.exec(ctx, t, months.sql.insert, keys, values)
}
