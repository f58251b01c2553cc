package subscription

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/activity"
)

// Deliveries are sent by jobs, one at a time for each subscription, which keeps
// their order and lets one that hangs hold one worker. Those that answered last
// time have a queue of their own, so that no number of dead ones delays them.
const (
	DeliverQueue = "deliver"       // for those that answered last
	DoubtQueue   = "deliver_doubt" // for those that did not, or never were asked
)

// Deliver sends what is due of one subscription.
type Deliver struct {
	UserID         models.ID `json:"user_id"`
	SubscriptionID models.ID `json:"subscription_id"`
	Claim          models.ID `json:"claim"`
}

// Kind names the job.
func (Deliver) Kind() string { return "deliver" }

// InsertOpts says how often it is tried when the database fails it.
func (Deliver) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: DoubtQueue, MaxAttempts: 5}
}

// schedule is how long after an attempt the next follows (Standard Webhooks
// 1.0.0); the first is made at once. After the last a delivery has failed.
var schedule = []time.Duration{5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour, 10 * time.Hour,
	14 * time.Hour, 20 * time.Hour, 24 * time.Hour}

// MaxAttempts is how often a delivery is tried.
var MaxAttempts = len(schedule) + 1

const (
	// OffAfter is how long a receiver may fail before it is switched off.
	OffAfter = 3 * 24 * time.Hour
	// Life is how long deliveries are kept, with their log.
	Life = 14 * 24 * time.Hour
	// Window is how long events are kept for streams that are cut.
	Window = 24 * time.Hour

	maxWait    = 24 * time.Hour // that a receiver may ask for
	queuedFor  = 30 * time.Minute
	workedFor  = 2 * time.Minute // above what one delivery may take
	breaksFrom = 3               // failures, one after the other
	// A key that changed is answered with 400 or 403 for ever.
	pushRefusals = 3
	breakMost    = 15 * time.Minute
)

// jitter is a duration, or up to a tenth more.
func jitter(d time.Duration) time.Duration { return d + rand.N(d/10+1) }

// Dispatch claims subscriptions that have something to send and enqueues a job
// for each. It returns how many.
func Dispatch(ctx context.Context, s *models.Store, limit int) (n int, err error) {
	err = s.InTx(ctx, func(t *models.Tx) error {
		rows, err := t.PG.Query(ctx, `SELECT user_id, id, failures = 0 AND delivered_at IS NOT NULL FROM subscriptions
			WHERE due_at <= $1 AND state = 'on' AND (claimed_until IS NULL OR claimed_until <= $1)
			ORDER BY due_at LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED`, s.Now(), limit)
		if err != nil {
			return err
		}
		type due struct {
			UserID, ID models.ID
			Well       bool
		}
		list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[due])
		if err != nil || len(list) == 0 {
			return err
		}
		n = len(list)
		params := make([]river.InsertManyParams, n)
		batch := &pgx.Batch{}
		for i, d := range list {
			claim, queue := s.NewID(), DoubtQueue
			if d.Well {
				queue = DeliverQueue
			}
			params[i] = river.InsertManyParams{Args: Deliver{d.UserID, d.ID, claim}, InsertOpts: &river.InsertOpts{Queue: queue}}
			batch.Queue(`UPDATE subscriptions SET claim = $3, claimed_until = $4, due_at = $4 WHERE user_id = $1 AND id = $2`,
				d.UserID, d.ID, claim, s.Now().Add(queuedFor))
		}
		if err := t.PG.SendBatch(ctx, batch).Close(); err != nil {
			return err
		}
		_, err = s.Queue.InsertManyTx(ctx, t.PG, params)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("enqueue deliveries: %w", err)
	}
	return n, nil
}

// Parcel is what is to be sent next.
type Parcel struct {
	Subscription
	Content
	Story *StoryNumbers // of a story that is over, for who is told of its numbers
}

// StoryNumbers are what the Graph dialect tells of a story that is over.
type StoryNumbers struct {
	Views, Reach, Replies, Exits, Forward, Back int64
}

// HasNumbers is whether the parcel tells of a story's numbers.
func (p *Parcel) HasNumbers() bool { return p.Dialect == Graph && p.Kind == activity.ActStoryPeriod }

// nextSQL is the first delivery that is due, and that none before it about the
// same object holds up.
const nextSQL = `SELECT n.seq FROM deliveries n WHERE n.user_id = $1 AND n.subscription_id = $2 AND n.state = 'waiting' AND n.next_at <= $3
	AND NOT EXISTS (SELECT 1 FROM deliveries e WHERE e.user_id = n.user_id AND e.subscription_id = n.subscription_id
		AND e.object_key = n.object_key AND e.state = 'waiting' AND e.seq < n.seq)
	ORDER BY n.next_at, n.seq LIMIT 1`

// servable is the rule for a subscription, subscriptions AS s, that may be told
// anything at all: its person is there and allows the app, whose owner is there.
const servable = `EXISTS (SELECT 1 FROM users w WHERE w.id = s.user_id AND w.suspended_at IS NULL)
	AND (s.app_id = 0 OR EXISTS (SELECT 1 FROM apps a JOIN users o ON o.id = a.owner_id
		WHERE a.id = s.app_id AND o.suspended_at IS NULL)) AND (s.object <> 'self' OR ` + granted + `)`

// Next is what a job that holds the claim is to send next, or nil when there is
// nothing, or the claim is another's by now. It takes care of what cannot be
// told any more. Secrets and address are as they are at this moment.
func Next(ctx context.Context, s *models.Store, job Deliver) (*Parcel, error) {
	for {
		now := s.Now()
		tag, err := s.Pool().Exec(ctx, `UPDATE subscriptions s SET claimed_until = $4, due_at = $4 WHERE s.user_id = $1 AND s.id = $2
			AND s.claim = $3 AND s.state = 'on' AND (s.open_until IS NULL OR s.open_until <= $5) AND `+servable,
			job.UserID, job.SubscriptionID, job.Claim, now.Add(workedFor), now)
		if err != nil {
			return nil, fmt.Errorf("hold a claim: %w", err)
		}
		if tag.RowsAffected() == 0 {
			return nil, nil
		}
		sub, err := readOne(ctx, s.Pool(), `WHERE s.user_id = $1 AND s.id = $2 AND s.claim = $3`, job.UserID, job.SubscriptionID, job.Claim)
		if models.KindOf(err) == models.NotFound {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		var seq models.ID
		err = s.Pool().QueryRow(ctx, nextSQL, sub.UserID, sub.ID, now).Scan(&seq)
		if models.IsNoRows(err) {
			return nil, nil
		}
		if err != nil {
			return nil, fmt.Errorf("find what is due: %w", err)
		}
		list, err := readContent(ctx, s.Pool(), now, sub, seq)
		if err != nil {
			return nil, err
		}
		if len(list) == 1 && list[0].Live {
			return &Parcel{Subscription: *sub, Content: list[0]}, nil
		}
		if err := drop(ctx, s, sub, seq); err != nil {
			return nil, err
		}
	}
}

// drop ends a delivery of what is gone, or not for the receiver to see.
func drop(ctx context.Context, s *models.Store, sub *Subscription, seq models.ID) error {
	_, err := s.Pool().Exec(ctx, `UPDATE deliveries SET state = 'dropped', next_at = NULL, done_at = $4,
		problem = 'What it tells of is gone, or hidden from this account by now.'
		WHERE user_id = $1 AND subscription_id = $2 AND seq = $3 AND state = 'waiting'`, sub.UserID, sub.ID, seq, s.Now())
	if err != nil {
		return fmt.Errorf("drop a delivery: %w", err)
	}
	return nil
}

// UserAgent is what calls of this site say that they are.
const UserAgent = "Photogram-Webhooks/1"

// Reply is what came back of a call to a receiver.
type Reply struct {
	Status int
	Header map[string][]string
	Body   []byte
	Cut    bool // there was more of the body
}

// logText is what strangers sent as a text that can be kept.
func logText(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

// Result is what came of an attempt.
type Result struct {
	Status     int    // of the answer, or 0
	Request    string // what was sent, for the log
	Answer     string // what came back, as far as it was read
	Problem    string // why it failed, in words for people; "" when it was delivered
	Took       time.Duration
	RetryAfter time.Duration // that the receiver asks for
	Gone       bool          // the receiver wants no more
	Later      time.Time     // nothing was sent: not before then
}

// Done notes what came of an attempt, and when the next is made.
func Done(ctx context.Context, s *models.Store, p *Parcel, r Result) error {
	err := s.InTx(ctx, func(t *models.Tx) error {
		// The delivery may have been deleted meanwhile, and its subscription too.
		sub, err := readOne(ctx, t.PG, `WHERE s.user_id = $1 AND s.id = $2 FOR NO KEY UPDATE`, p.UserID, p.Key().ID)
		if models.KindOf(err) == models.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		var attempts, tries int
		err = t.PG.QueryRow(ctx, `SELECT attempts, tries FROM deliveries WHERE user_id = $1 AND subscription_id = $2 AND seq = $3
			FOR NO KEY UPDATE`, sub.UserID, sub.ID, p.Content.Seq).Scan(&attempts, &tries)
		if models.IsNoRows(err) {
			return nil
		}
		if err != nil {
			return err
		}
		if !r.Later.IsZero() {
			return later(ctx, t, sub, p.Content.Seq, r.Later)
		}
		if _, err := t.PG.Exec(ctx, `INSERT INTO delivery_attempts (user_id, subscription_id, seq, attempt, at, ms, status, problem,
			request, answer) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, sub.UserID, sub.ID, p.Content.Seq, attempts+1, s.Now(),
			r.Took.Milliseconds(), r.Status, logText(r.Problem), logText(r.Request), logText(r.Answer)); err != nil {
			return err
		}
		if r.Problem == "" {
			return succeeded(ctx, t, sub, p.Content.Seq, r)
		}
		return failedOnce(ctx, t, sub, p.Content.Seq, tries+1, r)
	})
	if err != nil {
		return fmt.Errorf("note a delivery to %s: %w", p.Key(), err)
	}
	return nil
}

func later(ctx context.Context, t *models.Tx, sub *Subscription, seq models.ID, at time.Time) error {
	_, err := t.PG.Exec(ctx, `UPDATE deliveries SET next_at = $4 WHERE user_id = $1 AND subscription_id = $2 AND seq = $3
		AND state = 'waiting'`, sub.UserID, sub.ID, seq, at)
	return err
}

func succeeded(ctx context.Context, t *models.Tx, sub *Subscription, seq models.ID, r Result) error {
	now := t.Store.Now()
	batch := &pgx.Batch{}
	batch.Queue(`UPDATE deliveries SET state = 'delivered', attempts = attempts + 1, status = $4, problem = '', next_at = NULL, done_at = $5
		WHERE user_id = $1 AND subscription_id = $2 AND seq = $3`, sub.UserID, sub.ID, seq, r.Status, now)
	batch.Queue(`UPDATE subscriptions SET failures = 0, failing_since = NULL, open_until = NULL, delivered_at = $3
		WHERE user_id = $1 AND id = $2`, sub.UserID, sub.ID, now)
	if sub.Failures >= breaksFrom { // it is back: what waits has waited long enough
		batch.Queue(`UPDATE deliveries SET next_at = $3 WHERE user_id = $1 AND subscription_id = $2 AND state = 'waiting'
			AND next_at > $3`, sub.UserID, sub.ID, now)
	}
	return t.PG.SendBatch(ctx, batch).Close()
}

// failedOnce plans the next attempt, opens the circuit breaker of a receiver that
// fails again and again, and switches off one that is dead.
func failedOnce(ctx context.Context, t *models.Tx, sub *Subscription, seq models.ID, try int, r Result) error {
	now := t.Store.Now()
	state, next := waiting, (*time.Time)(nil)
	if try >= MaxAttempts || sub.Way == WebPush && r.Gone {
		state = failed
	} else {
		at := now.Add(max(jitter(schedule[try-1]), min(r.RetryAfter, maxWait)))
		next = &at
	}
	if _, err := t.PG.Exec(ctx, `UPDATE deliveries SET state = $4, attempts = attempts + 1, tries = $5, status = $6, problem = $7,
		next_at = $8,
		done_at = CASE WHEN $4 = 'failed' THEN $9::timestamptz END
		WHERE user_id = $1 AND subscription_id = $2 AND seq = $3`, sub.UserID, sub.ID, seq, state, try, r.Status,
		logText(r.Problem), next, now); err != nil {
		return err
	}
	since := now
	if sub.FailingSince != nil {
		since = *sub.FailingSince
	}
	failures := sub.Failures + 1
	pause := min(r.RetryAfter, maxWait)
	if over := failures - breaksFrom; over >= 0 {
		pause = max(pause, min(jitter(time.Minute<<min(over, 10)), breakMost))
	}
	var open *time.Time
	if pause > 0 {
		at := now.Add(pause)
		open = &at
	}
	is, problem := On, ""
	switch {
	case r.Gone:
		is, problem = Gone, "The receiver answered that it is gone."
	case sub.Way == WebPush && r.Status >= 400 && r.Status < 500 && r.Status != 429 && failures >= pushRefusals:
		is, problem = Gone, "The push service refused it again and again: "+r.Problem
	case now.Sub(since) >= OffAfter:
		is, problem = Off, "It failed for three days: "+r.Problem
	}
	if _, err := t.PG.Exec(ctx, `UPDATE subscriptions SET failures = $3, failing_since = $4, open_until = $5,
		state = CASE WHEN state = 'on' THEN $6 ELSE state END, problem = CASE WHEN state = 'on' THEN $7 ELSE problem END
		WHERE user_id = $1 AND id = $2`, sub.UserID, sub.ID, failures, since, open, is, logText(problem)); err != nil {
		return err
	}
	if is == On || sub.State != On || sub.Way != Webhook {
		return nil
	}
	return mailOff(ctx, t, sub, problem)
}

// mailOff tells whoever runs a receiver by mail that it was switched off.
func mailOff(ctx context.Context, t *models.Tx, sub *Subscription, problem string) error {
	who, app := sub.UserID, ""
	if sub.AppID != 0 {
		err := t.PG.QueryRow(ctx, `SELECT owner_id, name FROM apps WHERE id = $1`, sub.AppID).Scan(&who, &app)
		if models.IsNoRows(err) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return account.News(ctx, t, who, account.MailWebhookOff, map[string]string{"url": sub.Target.CallbackURL, "app": app,
		"problem": problem, "key": sub.Key().String()})
}

// Release gives a claim back, and says when there is something to send next.
func Release(ctx context.Context, s *models.Store, job Deliver) error {
	err := s.InTx(ctx, func(t *models.Tx) error {
		// The lock comes first, so that what is recorded meanwhile is seen.
		tag, err := t.PG.Exec(ctx, `UPDATE subscriptions SET claim = 0, claimed_until = NULL, due_at = NULL
			WHERE user_id = $1 AND id = $2 AND claim = $3`, job.UserID, job.SubscriptionID, job.Claim)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		return plan(ctx, t, Key{job.UserID, job.SubscriptionID}, s.Now())
	})
	if err != nil {
		return fmt.Errorf("give a claim back: %w", err)
	}
	return nil
}

// plan says when a locked subscription that is not claimed has something to send.
func plan(ctx context.Context, t *models.Tx, k Key, now time.Time) error {
	_, err := t.PG.Exec(ctx, `UPDATE subscriptions s SET due_at = greatest(s.open_until, (
			SELECT n.next_at FROM deliveries n WHERE n.user_id = s.user_id AND n.subscription_id = s.id AND n.state = 'waiting'
			AND NOT EXISTS (SELECT 1 FROM deliveries e WHERE e.user_id = n.user_id AND e.subscription_id = n.subscription_id
				AND e.object_key = n.object_key AND e.state = 'waiting' AND e.seq < n.seq)
			ORDER BY n.next_at, n.seq LIMIT 1), CASE WHEN NOT (`+servable+`) THEN $3::timestamptz END)
		WHERE s.user_id = $1 AND s.id = $2 AND s.way <> 'sse' AND EXISTS (SELECT 1 FROM deliveries n
			WHERE n.user_id = s.user_id AND n.subscription_id = s.id AND n.state = 'waiting')`, k.UserID, k.ID, now.Add(time.Hour))
	return err
}
