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

// Take uses up one of a limit for a key, such as an address or an account.
func (s *Store) Take(ctx context.Context, l Limit, key string) (Allowance, error) {
	step := l.Per / time.Duration(l.Count)
	now := s.Now()
	var tat time.Time
	err := s.pool.QueryRow(ctx, `INSERT INTO rate_limits AS r (key, tat) VALUES ($1, $2::timestamptz + $3::interval)
		ON CONFLICT (key) DO UPDATE SET tat = greatest(r.tat, $2) + $3::interval WHERE r.tat + $3::interval <= $2::timestamptz + $4::interval
		RETURNING tat`, l.Name+":"+key, now, step, l.Per).Scan(&tat)
	if isNoRows(err) {
		err = s.pool.QueryRow(ctx, `SELECT tat FROM rate_limits WHERE key = $1`, l.Name+":"+key).Scan(&tat)
		if isNoRows(err) {
			err = nil
		}
		return Allowance{Limit: l.Count, RetryAfter: max(tat.Add(step).Sub(now)-l.Per, time.Second)}, err
	}
	if err != nil {
		return Allowance{}, fmt.Errorf("take %s: %w", l.Name, err)
	}
	left := int((l.Per - tat.Sub(now)) / step)
	return Allowance{OK: true, Limit: l.Count, Remaining: max(left, 0)}, nil
}

// Limit uses up one of a limit and fails with TooMany when there is none left.
func (s *Store) Limit(ctx context.Context, l Limit, key, message string) error {
	a, err := s.Take(ctx, l, key)
	if err != nil || a.OK {
		return err
	}
	return &Error{Kind: TooMany, Message: message, RetryAfter: int(a.RetryAfter.Seconds()) + 1}
}
