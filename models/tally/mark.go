package tally

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"photogram/models"
)

// Mark is something that was done, or taken back, written in the transaction that
// does so. What is taken back has the time when it was done, so that it leaves the
// day that it came into.
type Mark struct {
	Owner  models.ID // whose numbers
	Post   models.ID // 0 for none
	Actor  models.ID
	Metric Metric
	N      int64
	At     time.Time
}

// MarkColumns are those of insight_marks, for statements that write marks beside rows.
const MarkColumns = `insight_marks (owner_id, id, kind, post_id, actor_id, n, at)`

// SQL is the metric in a statement.
func (m Metric) SQL() string { return strconv.Itoa(int(m)) }

// Write writes marks in a transaction.
func Write(ctx context.Context, t *models.Tx, marks ...Mark) error {
	for _, m := range marks {
		if m.N == 0 {
			continue
		}
		if m.At.IsZero() {
			m.At = t.Store.Now()
		}
		_, err := t.PG.Exec(ctx, `INSERT INTO `+MarkColumns+` VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			m.Owner, t.Store.NewID(), m.Metric, m.Post, m.Actor, m.N, m.At)
		if err != nil {
			return fmt.Errorf("mark what was done to %d: %w", m.Owner, err)
		}
	}
	return nil
}

const marksMost = 500 // that are folded at a time

const foldMarks = `WITH m AS (DELETE FROM insight_marks WHERE (owner_id, id) IN (
		SELECT owner_id, id FROM insight_marks ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED)
		RETURNING owner_id, post_id, actor_id, kind, n, at)
	SELECT m.owner_id, m.kind, m.n, m.at, u.time_zone, coalesce(a.merged, '2000-01-01'::date),
		coalesce(st.id, p.id, pr.id, 0), CASE WHEN st.id IS NOT NULL THEN 'story' ELSE coalesce(p.kind, '') END,
		CASE WHEN coalesce(v.uncounted, false) THEN 0 ELSE m.actor_id END,
		EXISTS (SELECT 1 FROM following f WHERE f.user_id = m.actor_id AND f.target_id = m.owner_id AND f.state = 'follows')
	FROM m JOIN users u ON u.id = m.owner_id
	LEFT JOIN posts p ON p.owner_id = m.owner_id AND p.id = m.post_id
	LEFT JOIN stories st ON st.owner_id = m.owner_id AND st.id = m.post_id
	LEFT JOIN products pr ON pr.owner_id = m.owner_id AND pr.id = m.post_id
	LEFT JOIN insight_accounts a ON a.user_id = m.owner_id
	LEFT JOIN insight_accounts v ON v.user_id = m.actor_id`

// foldedMark is a mark with what it is about.
type foldedMark struct {
	target
	metric Metric
	n      int64
	at     time.Time
	actor  models.ID
}

func readMarks(results pgx.BatchResults) (out []foldedMark, err error) {
	rows, err := results.Query()
	if err != nil {
		return nil, fmt.Errorf("read marks: %w", err)
	}
	var m foldedMark
	var kind string
	var follows bool
	_, err = pgx.ForEachRow(rows, []any{&m.owner, &m.metric, &m.n, &m.at, &m.zone, &m.merged, &m.post, &kind, &m.actor, &follows},
		func() error {
			m.kind, m.follower = kindOf[kind], NonFollower
			if follows {
				m.follower = IsFollower
			}
			out = append(out, m)
			return nil
		})
	if err != nil {
		return nil, fmt.Errorf("read marks: %w", err)
	}
	return out, nil
}
