package tally

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"photogram/models"
)

// write carries a batch of looks and the marks that wait into the numbers, in one
// transaction. A batch that was written already is not written again. more says
// that there are marks left.
func (b *buffer) write(ctx context.Context, next *batch) (more bool, err error) {
	if len(next.looks) == 0 {
		var any bool
		if err := b.s.Pool().QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM insight_marks)`).Scan(&any); err != nil || !any {
			return false, err
		}
	}
	for tries := 0; ; tries++ {
		var wrote written
		err = b.s.InTx(ctx, func(t *models.Tx) error {
			var change *change
			change, more, err = b.read(ctx, t, next)
			if err != nil {
				return err
			}
			wrote = written{map[Row][]byte{}, map[sketchRow]*Sketch{}}
			return b.put(ctx, t, change, &wrote)
		})
		if err == nil {
			b.rows.learn(wrote)
			return more, nil
		}
		b.rows.clear()
		// An account that is deleted at this moment fails its foreign key; the next try leaves it out.
		if tries == 3 || !models.HasCode(err, models.CodeForeignKey) && !errors.Is(err, errRaced) {
			return false, fmt.Errorf("write %d views: %w", len(next.looks), err)
		}
	}
}

// read finds out what the looks and marks are about.
func (b *buffer) read(ctx context.Context, t *models.Tx, next *batch) (*change, bool, error) {
	ask := &pgx.Batch{}
	ask.Queue(`SELECT pg_advisory_xact_lock_shared($1)`, mergeLock)
	ask.Queue(`INSERT INTO insight_batches (id, at) SELECT $1, $2 WHERE $3 ON CONFLICT DO NOTHING`, next.id, b.s.Now(), len(next.looks) > 0)
	ask.Queue(foldMarks, marksMost)
	var pairs []pair
	if len(next.looks) > 0 {
		pairs = queuePairs(ask, next.looks, b.s.Now())
	}
	results := t.PG.SendBatch(ctx, ask)
	defer results.Close()
	if _, err := results.Exec(); err != nil {
		return nil, false, fmt.Errorf("wait for a merge: %w", err)
	}
	tag, err := results.Exec()
	if err != nil {
		return nil, false, fmt.Errorf("name a batch: %w", err)
	}
	again := tag.RowsAffected() == 0
	marks, err := readMarks(results)
	if err != nil {
		return nil, false, err
	}
	out := newChange(b.s)
	for i := range marks {
		out.mark(&marks[i])
	}
	if len(pairs) == 0 || again {
		return out, len(marks) == marksMost, results.Close()
	}
	targets, err := readPairs(results, pairs)
	if err != nil {
		return nil, false, err
	}
	for i := range next.looks {
		if t, ok := targets[next.looks[i].pair()]; ok {
			out.look(&next.looks[i], &t)
		}
	}
	return out, len(marks) == marksMost, results.Close()
}

// written is what rows are once the transaction commits.
type written struct {
	counts   map[Row][]byte
	sketches map[sketchRow]*Sketch
}

// rowCache remembers rows as this program wrote them last, so that most are
// changed without being read. What others changed meanwhile is noticed.
type rowCache struct{ written }

const rowsKept = 20_000

func (c *rowCache) clear() { c.written = written{map[Row][]byte{}, map[sketchRow]*Sketch{}} }

func (c *rowCache) learn(w written) {
	if len(c.counts)+len(w.counts) > rowsKept || len(c.sketches)+len(w.sketches) > rowsKept {
		c.clear()
	}
	maps.Copy(c.counts, w.counts)
	maps.Copy(c.sketches, w.sketches)
}

// put changes the rows: first those that are known, then those that others
// changed or that are not known, in the order of their keys.
func (b *buffer) put(ctx context.Context, t *models.Tx, c *change, wrote *written) error {
	counts := table[Row]{countRows, Row.compare, func(r Row) (Row, Part) { return r, 0 },
		b.rows.counts, wrote.counts, func(r Row, old []byte) ([]byte, error) {
			sum := Counts{}
			if err := sum.Read(old); err != nil {
				return nil, err
			}
			sum.Add(c.counts[r])
			return sum.Bytes(), nil
		}}
	if err := counts.write(ctx, t, slices.Collect(maps.Keys(c.counts))); err != nil {
		return err
	}
	var changed []sketchRow
	known, packed := map[sketchRow][]byte{}, map[sketchRow][]byte{}
	for row, hashes := range c.sketches {
		if k := b.rows.sketches[row]; k == nil {
			changed = append(changed, row)
		} else if !k.hasAll(hashes) { // others are in it already, and nothing leaves a sketch
			changed = append(changed, row)
			known[row] = k.Bytes()
		}
	}
	sketches := table[sketchRow]{sketchRows, sketchRow.compare, func(r sketchRow) (Row, Part) { return r.Row, r.part },
		known, packed, func(r sketchRow, old []byte) ([]byte, error) {
			k, err := &Sketch{}, error(nil)
			if old != nil {
				if k, err = ReadSketch(old); err != nil {
					return nil, err
				}
			}
			for _, h := range c.sketches[r] {
				k.Add(h)
			}
			wrote.sketches[r] = k
			return k.Bytes(), nil
		}}
	if err := sketches.write(ctx, t, changed); err != nil {
		return err
	}
	return addTotals(ctx, t, c.totals())
}

// rowSQL are the statements of a table whose rows are changed many at a time.
// swap changes those that are as they are thought to be.
type rowSQL struct{ swap, read, update, insert string }

func sqlOf(name, column string) rowSQL {
	const keys = `unnest($1::bigint[], $2::text[], $3::date[], $4::bigint[], $5::smallint[]`
	q := keys + `, $6::bytea[]) WITH ORDINALITY q (owner_id, span, day, post_id, part, new, n)`
	match := `c.owner_id = q.owner_id AND c.span = q.span AND c.day = q.day AND c.post_id = q.post_id`
	columns, values := `owner_id, span, day, post_id, `, `q.owner_id, q.span, q.day, q.post_id, `
	if name == "insight_sketches" {
		match, columns, values = match+` AND c.part = q.part`, columns+`part, `, values+`q.part, `
	}
	set := `UPDATE ` + name + ` c SET ` + column + ` = q.new FROM `
	return rowSQL{
		swap: set + keys + `, $6::bytea[], $7::bytea[]) WITH ORDINALITY q (owner_id, span, day, post_id, part, new, old, n)
			WHERE ` + match + ` AND c.` + column + ` = q.old RETURNING q.n`,
		read: `SELECT q.n, c.` + column + ` FROM ` + keys + `) WITH ORDINALITY q (owner_id, span, day, post_id, part, n)
			JOIN ` + name + ` c ON ` + match + ` ORDER BY q.n FOR UPDATE OF c`,
		update: set + q + ` WHERE ` + match,
		insert: `INSERT INTO ` + name + ` (` + columns + column + `) SELECT ` + values + `q.new FROM ` + q +
			` ORDER BY q.n ON CONFLICT DO NOTHING`,
	}
}

var countRows, sketchRows = sqlOf("insight_counts", "counts"), sqlOf("insight_sketches", "sketch")

// table changes rows of one table.
type table[K comparable] struct {
	sql     rowSQL
	compare func(K, K) int
	row     func(K) (Row, Part)
	known   map[K][]byte
	wrote   map[K][]byte
	change  func(key K, old []byte) ([]byte, error) // old is nil of a new row
}

// args are arrays of keys for a statement, and of what stands beside them.
func (w *table[K]) args(keys []K, beside ...[][]byte) []any {
	n := len(keys)
	owners, spans, days, posts, parts := make([]int64, n), make([]string, n), make([]time.Time, n), make([]int64, n), make([]int16, n)
	for i, k := range keys {
		r, part := w.row(k)
		owners[i], spans[i], days[i], posts[i], parts[i] = int64(r.Owner), r.span(), r.Day, int64(r.Post), int16(part)
	}
	out := []any{owners, spans, days, posts, parts}
	for _, b := range beside {
		out = append(out, b)
	}
	return out
}

func (w *table[K]) write(ctx context.Context, t *models.Tx, keys []K) error {
	slices.SortFunc(keys, w.compare)
	left, err := w.swap(ctx, t, keys)
	if err != nil || len(left) == 0 {
		return err
	}
	rows, err := t.PG.Query(ctx, w.sql.read, w.args(left)...)
	if err != nil {
		return fmt.Errorf("read numbers: %w", err)
	}
	old := make([][]byte, len(left))
	var n int
	var value []byte
	if _, err = pgx.ForEachRow(rows, []any{&n, &value}, func() error {
		old[n-1] = append([]byte{}, value...)
		return nil
	}); err != nil {
		return fmt.Errorf("read numbers: %w", err)
	}
	var there, fresh []K
	var changed, made [][]byte
	for i, k := range left {
		now, err := w.change(k, old[i])
		if err != nil {
			return err
		}
		if w.wrote[k] = now; old[i] == nil {
			fresh, made = append(fresh, k), append(made, now)
		} else if !bytes.Equal(now, old[i]) {
			there, changed = append(there, k), append(changed, now)
		}
	}
	if err := w.exec(ctx, t, w.sql.update, there, changed); err != nil {
		return err
	}
	return w.exec(ctx, t, w.sql.insert, fresh, made)
}

// swap changes rows that are known, and gives back those that it could not change.
func (w *table[K]) swap(ctx context.Context, t *models.Tx, keys []K) (left []K, err error) {
	var known []K
	var new, old [][]byte
	for _, k := range keys {
		was, there := w.known[k]
		if !there {
			left = append(left, k)
			continue
		}
		now, err := w.change(k, was)
		if err != nil {
			return nil, err
		}
		known, new, old = append(known, k), append(new, now), append(old, was)
	}
	if len(known) == 0 {
		return left, nil
	}
	rows, err := t.PG.Query(ctx, w.sql.swap, w.args(known, new, old)...)
	if err != nil {
		return nil, fmt.Errorf("change numbers: %w", err)
	}
	done := make([]bool, len(known))
	var n int
	if _, err = pgx.ForEachRow(rows, []any{&n}, func() error {
		done[n-1] = true
		return nil
	}); err != nil {
		return nil, fmt.Errorf("change numbers: %w", err)
	}
	for i, k := range known {
		if done[i] {
			w.wrote[k] = new[i]
		} else {
			left = append(left, k)
		}
	}
	slices.SortFunc(left, w.compare)
	return left, nil
}

// exec changes or makes rows, all of them or none.
func (w *table[K]) exec(ctx context.Context, t *models.Tx, sql string, keys []K, values [][]byte) error {
	if len(keys) == 0 {
		return nil
	}
	tag, err := t.PG.Exec(ctx, sql, w.args(keys, values)...)
	if err != nil {
		return fmt.Errorf("change numbers: %w", err)
	}
	if int(tag.RowsAffected()) != len(keys) { // another program made some of them at this moment
		return errRaced
	}
	return nil
}

var errRaced = errors.New("rows were made by another program at the same moment")
