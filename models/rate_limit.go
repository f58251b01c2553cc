package models

import (
	"context"
	"fmt"
	"time"
)

// Limit allows Count uses in Per, spread evenly with Count as the burst (the
// generic cell rate algorithm). The table is shared, so it is exact across servers.
type Limit struct {
	Name  string
	Count int
	Per   time.Duration
}

// Allowance is what is left of a limit.
type Allowance struct {
	OK         bool
	Limit      int
	Remaining  int
	RetryAfter time.Duration
}

// One statement takes one, or finds when there is one again.
const takeSQL = `WITH n AS (INSERT INTO rate_limits AS r (key, tat) VALUES ($1, $2::timestamptz + $3::interval)
		ON CONFLICT (key) DO UPDATE SET tat = greatest(r.tat, $2) + $3::interval
		WHERE greatest(r.tat, $2) + $3::interval <= $2::timestamptz + $4::interval
		RETURNING tat)
	SELECT true, tat FROM n UNION ALL SELECT false, tat FROM rate_limits WHERE key = $1 AND NOT EXISTS (SELECT 1 FROM n)`

func (l Limit) Step() time.Duration { return l.Per / time.Duration(l.Count) }

// Allowance is what a row of the limits means. There is none when somebody else
// made it at this moment and used it up.
func (l Limit) Allowance(ok *bool, tat *time.Time, now time.Time) Allowance {
	a := Allowance{Limit: l.Count}
	switch {
	case ok == nil || tat == nil:
		a.RetryAfter = max(l.Step(), time.Second)
	case *ok:
		a.OK, a.Remaining = true, max(int((l.Per-tat.Sub(now))/l.Step()), 0)
	default:
		a.RetryAfter = max(tat.Add(l.Step()).Sub(now)-l.Per, time.Second)
	}
	return a
}

// Take uses up one of a limit for a key, such as an address or an account.
func (s *Store) Take(ctx context.Context, l Limit, key string) (Allowance, error) {
	now := s.Now()
	var ok *bool
	var tat *time.Time
	err := s.pool.QueryRow(ctx, takeSQL, l.Name+":"+key, now, l.Step(), l.Per).Scan(&ok, &tat)
	if err != nil && !IsNoRows(err) {
		return Allowance{Limit: l.Count}, fmt.Errorf("take %s: %w", l.Name, err)
	}
	return l.Allowance(ok, tat, now), nil
}

// Limit uses up one of a limit and fails with TooMany when there is none left.
func (s *Store) Limit(ctx context.Context, l Limit, key, message string) error {
	a, err := s.Take(ctx, l, key)
	if err != nil || a.OK {
		return err
	}
	return Say(Error{Kind: TooMany, RetryAfter: int(a.RetryAfter.Seconds()) + 1}, message)
}

// Forgive gives back n uses of a limit.
func (s *Store) Forgive(ctx context.Context, l Limit, key string, n int) error {
	_, err := s.pool.Exec(ctx, `UPDATE rate_limits SET tat = tat - $2::interval WHERE key = $1`, l.Name+":"+key, time.Duration(n)*l.Step())
	if err != nil {
		return fmt.Errorf("give back %s: %w", l.Name, err)
	}
	return nil
}

// limitChecks is the processor time that the files of one account may take to be
// checked: twenty minutes an hour, in milliseconds. A photo takes a tenth of a
// second to two; it bounds those that are made to take long.
var limitChecks = Limit{Name: "check", Count: 20 * 60 * 1000, Per: time.Hour}

// MayCheck fails with TooMany when the account that work is done for used up its
// processor time for checking files.
func (s *Store) MayCheck(ctx context.Context) error {
	person := PersonOf(ctx)
	if person == "" {
		return nil
	}
	var tat time.Time
	err := s.pool.QueryRow(ctx, `SELECT tat FROM rate_limits WHERE key = $1`, limitChecks.Name+":"+person).Scan(&tat)
	if IsNoRows(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the limit of checks: %w", err)
	}
	if over := tat.Sub(s.Now()) - limitChecks.Per; over > 0 {
		return Say(Error{Kind: TooMany, Field: "file", RetryAfter: int(over.Seconds()) + 1}, "input.error.files-took-very-long-check")
	}
	return nil
}

// CheckTook counts the processor time of a check.
func (s *Store) CheckTook(ctx context.Context, took time.Duration) error {
	person := PersonOf(ctx)
	if person == "" || took <= 0 {
		return nil
	}
	_, err := s.pool.Exec(ctx, `INSERT INTO rate_limits AS r (key, tat) VALUES ($1, $2::timestamptz + $3::interval)
		ON CONFLICT (key) DO UPDATE SET tat = greatest(r.tat, $2) + $3::interval`,
		limitChecks.Name+":"+person, s.Now(), limitChecks.Step()*time.Duration(took.Milliseconds()))
	if err != nil {
		return fmt.Errorf("count a check: %w", err)
	}
	return nil
}
