package models

import (
	"context"
	"fmt"
)

// Worker is the name under which this program works jobs.
func (s *Store) Worker() string { return s.lease.holder }

// Alone says that no other program uses the database, as right after this one
// started it. Whatever leases there are belong to programs that died.
func (s *Store) Alone(ctx context.Context) error {
	_, err := s.pool.Exec(ctx, `DELETE FROM id_servers WHERE holder <> $1`, s.lease.holder)
	if err != nil {
		return fmt.Errorf("clear leases: %w", err)
	}
	return nil
}

// RequeueOrphans lets the jobs of programs that died run again.
func (s *Store) RequeueOrphans(ctx context.Context) (int64, error) {
	tag, err := s.pool.Exec(ctx, `UPDATE river_job SET state = 'available', scheduled_at = least(scheduled_at, now())
		WHERE state = 'running' AND attempted_by[cardinality(attempted_by)] NOT IN (SELECT holder FROM id_servers
		WHERE expires_at > now())`)
	if err != nil {
		return 0, fmt.Errorf("requeue orphaned jobs: %w", err)
	}
	return tag.RowsAffected(), nil
}

type backgroundKey struct{}

// InBackground marks what a program does by itself now and then, beside what it is asked.
func InBackground(ctx context.Context) context.Context {
	return context.WithValue(ctx, backgroundKey{}, true)
}

// IsBackground is whether a context was marked by InBackground.
func IsBackground(ctx context.Context) bool { return ctx.Value(backgroundKey{}) != nil }
