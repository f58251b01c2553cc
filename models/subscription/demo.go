package subscription

import (
	"context"
	"fmt"

	"photogram/models"
	"photogram/models/activity"
)

// SetDemoLog gives a subscription of demonstration content a delivery that was
// made earlier, with its attempts, of which the last decided.
func SetDemoLog(ctx context.Context, s *models.Store, k Key, kind activity.Kind, attempts ...Attempt) error {
	last := attempts[len(attempts)-1]
	state := delivered
	if last.Problem != "" {
		state = failed
	}
	return s.InTx(ctx, func(t *models.Tx) error {
		var seq models.ID
		err := t.PG.QueryRow(ctx, `UPDATE subscriptions SET seq = seq + 1, delivered_at = CASE WHEN $3 = '' THEN $4 ELSE delivered_at END
			WHERE user_id = $1 AND id = $2 RETURNING seq`, k.UserID, k.ID, last.Problem, last.At).Scan(&seq)
		if err != nil {
			return fmt.Errorf("write the log of %s: %w", k, err)
		}
		id := s.NewID()
		if _, err := t.PG.Exec(ctx, `INSERT INTO deliveries (user_id, subscription_id, seq, event_id, kind, about_id, actor_id, object_key,
				state, attempts, tries, status, problem, created_at, done_at)
			VALUES ($1, $2, $3, $4, $5, $1, $1, $4, $6, $7, $7, $8, $9, $10, $11)`, k.UserID, k.ID, seq, id, kind, state, len(attempts),
			last.Status, last.Problem, attempts[0].At, last.At); err != nil {
			return fmt.Errorf("write the log of %s: %w", k, err)
		}
		for i, a := range attempts {
			if _, err := t.PG.Exec(ctx, `INSERT INTO delivery_attempts (user_id, subscription_id, seq, attempt, at, ms, status, problem,
				request, answer) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, k.UserID, k.ID, seq, i+1, a.At, a.MS, a.Status,
				a.Problem, a.Request, a.Answer); err != nil {
				return fmt.Errorf("write the log of %s: %w", k, err)
			}
		}
		return nil
	})
}
