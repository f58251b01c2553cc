package feed

import (
	"context"
	"fmt"
	"time"

	"photogram/models"
)

// visitPause ends a visit: somebody who comes back after it is told what is new since.
const visitPause = 30 * time.Minute

// Mark is where somebody stopped reading. What is at or below Marker was
// shown to them before this visit. Marker is 0 on a first visit.
type Mark struct {
	Marker models.ID
	At     time.Time // when it was shown last
}

// SetMark records that the viewer is shown their feed down from its newest
// post, and says where they stopped on the visit before.
func SetMark(ctx context.Context, s *models.Store, viewer, newest models.ID) (Mark, error) {
	var m Mark
	now := s.Now()
	// A page that is loaded again within the minute writes nothing.
	err := s.Pool().QueryRow(ctx, `WITH before AS (SELECT marker_id, marked_at FROM feed_marks WHERE user_id = $1 AND seen_id >= $2
		AND seen_at > $3::timestamptz - interval '1 minute'),
		n AS (INSERT INTO feed_marks AS m (user_id, seen_id, marker_id, seen_at, marked_at) SELECT $1, $2, 0, $3, $3 WHERE
		NOT EXISTS (SELECT 1 FROM before)
			ON CONFLICT (user_id) DO UPDATE SET
				marker_id = CASE WHEN m.seen_at < $3::timestamptz - $4::interval THEN m.seen_id ELSE m.marker_id END,
				marked_at = CASE WHEN m.seen_at < $3::timestamptz - $4::interval THEN m.seen_at ELSE m.marked_at END,
				seen_id = greatest(m.seen_id, $2), seen_at = $3
			RETURNING marker_id, marked_at)
		SELECT * FROM before UNION ALL SELECT * FROM n`, viewer, newest, now, visitPause).Scan(&m.Marker, &m.At)
	if err != nil {
		return m, fmt.Errorf("mark the feed of %d: %w", viewer, err)
	}
	return m, nil
}

// MarkOf is where the viewer stopped reading, for later pages of the feed.
func MarkOf(ctx context.Context, s *models.Store, viewer models.ID) (Mark, error) {
	var m Mark
	err := s.Pool().QueryRow(ctx, `SELECT marker_id, marked_at FROM feed_marks WHERE user_id = $1`, viewer).Scan(&m.Marker, &m.At)
	if models.IsNoRows(err) {
		err = nil
	}
	return m, err
}
