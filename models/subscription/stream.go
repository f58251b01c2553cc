package subscription

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"photogram/models"
)

// Stream finds the stream of events of a holder, if it is on.
func Stream(ctx context.Context, s *models.Store, h Holder) (*Subscription, error) {
	sub, err := readOne(ctx, s.Pool(), `WHERE s.user_id = $1 AND s.app_id = $2 AND s.way = 'sse' AND s.state = 'on' AND `+granted,
		h.UserID, h.AppID)
	if models.KindOf(err) == models.NotFound {
		return nil, models.NotFoundf("subscription.error.no-stream-events-yet-choose")
	}
	return sub, err
}

// After reads what came into a stream after a place, oldest first, and how far it
// read, which is further than what may be seen of it. With no more to read the
// place stays.
func After(ctx context.Context, s *models.Store, sub *Subscription, place models.ID, limit int) ([]Content, models.ID, error) {
	rows, err := s.Pool().Query(ctx, `SELECT seq FROM deliveries WHERE user_id = $1 AND subscription_id = $2 AND seq > $3
		ORDER BY seq LIMIT $4`, sub.UserID, sub.ID, place, limit)
	if err != nil {
		return nil, place, fmt.Errorf("read a stream: %w", err)
	}
	seqs, err := pgx.CollectRows(rows, pgx.RowTo[models.ID])
	if err != nil || len(seqs) == 0 {
		return nil, place, err
	}
	list, err := readContent(ctx, s.Pool(), s.Now(), sub, seqs...)
	if err != nil {
		return nil, place, err
	}
	live := list[:0]
	for _, c := range list {
		if c.Live {
			live = append(live, c)
		}
	}
	return live, seqs[len(seqs)-1], nil
}

// Oldest is the first place of a stream that is still kept; what was before is lost to it.
func Oldest(ctx context.Context, s *models.Store, sub *Subscription) (models.ID, error) {
	var first models.ID
	err := s.Pool().QueryRow(ctx, `SELECT seq FROM deliveries WHERE user_id = $1 AND subscription_id = $2 ORDER BY seq LIMIT 1`,
		sub.UserID, sub.ID).Scan(&first)
	if models.IsNoRows(err) {
		return sub.Seq + 1, nil
	}
	return first, err
}
