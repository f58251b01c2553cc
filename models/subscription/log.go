package subscription

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"photogram/models"
)

// Attempt is one time that a delivery was sent.
type Attempt struct {
	Attempt int
	At      time.Time
	MS      int
	Status  int
	Problem string
	Request string
	Answer  string
}

// Deliveries lists what a subscription was told, the newest first. Whose the
// subscription is was asked before.
func Deliveries(ctx context.Context, s *models.Store, sub *Subscription, before models.ID, limit int) ([]Delivery, models.ID, error) {
	rows, err := s.Pool().Query(ctx, `SELECT `+deliveryColumns+` FROM deliveries n
		WHERE n.user_id = $1 AND n.subscription_id = $2 AND n.seq < $3 ORDER BY n.seq DESC LIMIT $4`,
		sub.UserID, sub.ID, models.OrNewest(before), limit+1)
	if err != nil {
		return nil, 0, fmt.Errorf("read deliveries: %w", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Delivery])
	if err != nil {
		return nil, 0, fmt.Errorf("read deliveries: %w", err)
	}
	if len(list) > limit {
		return list[:limit], list[limit-1].Seq, nil
	}
	return list, 0, nil
}

var errNoDelivery = models.NotFoundf("subscription.error.delivery-does-not-exist-not")

// OneDelivery finds a delivery of a subscription with its attempts, the newest first.
func OneDelivery(ctx context.Context, s *models.Store, sub *Subscription, seq models.ID) (*Delivery, []Attempt, error) {
	rows, err := s.Pool().Query(ctx, `SELECT `+deliveryColumns+` FROM deliveries n
		WHERE n.user_id = $1 AND n.subscription_id = $2 AND n.seq = $3`, sub.UserID, sub.ID, seq)
	if err != nil {
		return nil, nil, fmt.Errorf("read a delivery: %w", err)
	}
	d, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[Delivery])
	if models.IsNoRows(err) {
		return nil, nil, errNoDelivery
	}
	if err != nil {
		return nil, nil, fmt.Errorf("read a delivery: %w", err)
	}
	attempts, err := Attempts(ctx, s, sub, []models.ID{seq})
	return &d, attempts[seq], err
}

// Attempts reads how deliveries were tried, each the newest first.
func Attempts(ctx context.Context, s *models.Store, sub *Subscription, seqs []models.ID) (map[models.ID][]Attempt, error) {
	rows, err := s.Pool().Query(ctx, `SELECT seq, attempt, at, ms, status, problem, request, answer FROM delivery_attempts
		WHERE user_id = $1 AND subscription_id = $2 AND seq = ANY($3) ORDER BY seq DESC, attempt DESC`,
		sub.UserID, sub.ID, models.Int64s(seqs))
	if err != nil {
		return nil, fmt.Errorf("read attempts: %w", err)
	}
	out := map[models.ID][]Attempt{}
	var seq models.ID
	var a Attempt
	_, err = pgx.ForEachRow(rows, []any{&seq, &a.Attempt, &a.At, &a.MS, &a.Status, &a.Problem, &a.Request, &a.Answer}, func() error {
		out[seq] = append(out[seq], a)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read attempts: %w", err)
	}
	return out, nil
}

// MaxReplay is how many deliveries may be sent again at once.
const MaxReplay = 1000

// Range is what is to be sent again: one delivery, or those of a time.
type Range struct {
	Seq          models.ID
	Since, Until time.Time
	Failed       bool // only what was not delivered
}

func (r *Range) clean(now time.Time) error {
	switch {
	case r.Seq != 0:
	case r.Since.IsZero():
		return models.Invalidf("since", "subscription.error.send-time-from-which-on")
	case r.Until.IsZero():
		r.Until = now
	case r.Until.Before(r.Since):
		return models.Invalidf("until", "subscription.error.before-since")
	}
	return nil
}

// Replay sends deliveries of a holder's subscription again, with their event ids, and says how many.
func Replay(ctx context.Context, s *models.Store, h Holder, id models.ID, r Range) (int, error) {
	return replay(ctx, s, Key{h.UserID, id}, h.UserID, `s.app_id = $3 AND s.object = 'self'`, h.AppID, r)
}

// ReplayManaged is Replay in somebody's portal.
func ReplayManaged(ctx context.Context, s *models.Store, manager models.ID, k Key, r Range) (int, error) {
	return replay(ctx, s, k, manager, managed, manager, r)
}

func replay(ctx context.Context, s *models.Store, k Key, who models.ID, rule string, arg models.ID, r Range) (n int, err error) {
	if err := r.clean(s.Now()); err != nil {
		return 0, err
	}
	err = s.InTx(ctx, func(t *models.Tx) error {
		sub, err := lockOne(ctx, t, k, rule, arg)
		if err != nil {
			return err
		}
		// Of what is sent again the attempts count anew; the log goes on.
		rows, err := t.PG.Query(ctx, `SELECT seq FROM deliveries WHERE user_id = $1 AND subscription_id = $2
			AND ($3::bigint <> 0 AND seq = $3 OR $3 = 0 AND created_at BETWEEN $4 AND $5 AND (NOT $6 OR state <> 'delivered'))
			ORDER BY seq LIMIT $7`, k.UserID, k.ID, r.Seq, r.Since, r.Until, r.Failed, MaxReplay+1)
		if err != nil {
			return err
		}
		seqs, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		switch {
		case err != nil:
			return err
		case len(seqs) == 0 && r.Seq != 0:
			return errNoDelivery
		case len(seqs) > MaxReplay:
			return models.Invalidf("since", "subscription.error.these-more-than-deliveries-which", "maxReplay", MaxReplay)
		}
		n = len(seqs)
		if _, err := t.PG.Exec(ctx, `UPDATE deliveries SET state = 'waiting', tries = 0, next_at = $4, done_at = NULL
			WHERE user_id = $1 AND subscription_id = $2 AND seq = ANY($3)`, k.UserID, k.ID, seqs, s.Now()); err != nil {
			return fmt.Errorf("send again: %w", err)
		}
		if err := dueNow(ctx, t, sub); err != nil {
			return err
		}
		return t.Use(ctx, models.BudgetApp, who, 1)
	})
	return n, err
}

// lockOne locks a webhook that is on.
func lockOne(ctx context.Context, t *models.Tx, k Key, rule string, arg models.ID) (*Subscription, error) {
	sub, err := readOne(ctx, t.PG, `WHERE s.user_id = $1 AND s.id = $2 AND `+rule+` FOR NO KEY UPDATE OF s`, k.UserID, k.ID, arg)
	switch {
	case err != nil:
		return nil, err
	case sub.Way == SSE:
		return nil, models.Invalidf("way", "subscription.error.stream-events-nothing-send-read")
	case sub.State != On:
		return nil, models.Say(models.Error{Kind: models.Conflict}, "subscription.error.subscription-off-switch-on-first")
	}
	return sub, nil
}

// dueNow has a locked subscription send at once, also while its circuit breaker is open.
func dueNow(ctx context.Context, t *models.Tx, sub *Subscription) error {
	_, err := t.PG.Exec(ctx, `UPDATE subscriptions SET due_at = $3, open_until = NULL WHERE user_id = $1 AND id = $2`,
		sub.UserID, sub.ID, t.Store.Now())
	if err != nil {
		return fmt.Errorf("send at once: %w", err)
	}
	return nil
}

// SendTest has a test event sent to a holder's subscription, and returns its number.
func SendTest(ctx context.Context, s *models.Store, h Holder, id models.ID) (models.ID, error) {
	return sendTest(ctx, s, Key{h.UserID, id}, h.UserID, `s.app_id = $3 AND s.object = 'self'`, h.AppID)
}

// SendTestManaged is SendTest in somebody's portal.
func SendTestManaged(ctx context.Context, s *models.Store, manager models.ID, k Key) (models.ID, error) {
	return sendTest(ctx, s, k, manager, managed, manager)
}

func sendTest(ctx context.Context, s *models.Store, k Key, who models.ID, rule string, arg models.ID) (seq models.ID, err error) {
	err = s.InTx(ctx, func(t *models.Tx) error {
		sub, err := lockOne(ctx, t, k, rule, arg)
		if err != nil {
			return err
		}
		sub.Seq++
		seq = sub.Seq
		id := s.NewID()
		if err := add(ctx, t, []Subscription{*sub}, []delivery{{UserID: k.UserID, SubscriptionID: k.ID, Seq: seq, EventID: id,
			Kind: string(Test), AboutID: k.UserID, ActorID: k.UserID, ObjectKey: id, State: waiting}}); err != nil {
			return err
		}
		if err := dueNow(ctx, t, sub); err != nil {
			return err
		}
		return t.Use(ctx, models.BudgetApp, who, 1)
	})
	return seq, err
}

// SwitchOnManaged switches on again, in somebody's portal, what failed for long or was gone.
func SwitchOnManaged(ctx context.Context, s *models.Store, manager models.ID, k Key) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		if _, err := readOne(ctx, t.PG, `WHERE s.user_id = $1 AND s.id = $2 AND `+managed+` FOR NO KEY UPDATE OF s`, k.UserID, k.ID,
			manager); err != nil {
			return err
		}
		if err := switchTo(ctx, t, k, true); err != nil {
			return err
		}
		return t.Use(ctx, models.BudgetApp, manager, 1)
	})
}

// DeleteManaged removes a subscription that stands in somebody's portal.
func DeleteManaged(ctx context.Context, s *models.Store, manager models.ID, k Key) error {
	tag, err := s.Pool().Exec(ctx, `DELETE FROM subscriptions s WHERE s.user_id = $1 AND s.id = $2 AND `+managed, k.UserID, k.ID, manager)
	if err != nil {
		return fmt.Errorf("delete subscription %s: %w", k, err)
	}
	if tag.RowsAffected() == 0 {
		return ErrNone
	}
	return nil
}
