package models

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"sync"
	"time"
)

const (
	leaseTime  = 30 * time.Second
	leaseRenew = 8 * time.Second
)

// idLease keeps one server number to this program. The lease is renewed well
// before it ends, by the database's clock; if the database is away for so long
// that the lease runs out, nothing can be written either. The holder's name is
// also the one under which the program works jobs, so that the jobs of a dead
// program are known by its lease.
type idLease struct {
	store  *Store
	holder string
	number int64
	stop   chan struct{}
	done   sync.WaitGroup
}

func leaseServer(ctx context.Context, s *Store) (*idLease, error) {
	b := make([]byte, 12)
	if _, err := rand.Read(b); err != nil {
		return nil, fmt.Errorf("name this server: %w", err)
	}
	l := &idLease{store: s, holder: hex.EncodeToString(b), stop: make(chan struct{})}
	if err := l.take(ctx); err != nil {
		return nil, err
	}
	s.ids = &idSource{server: l.number, now: s.now}
	l.done.Add(1)
	go l.renew()
	return l, nil
}

func (l *idLease) take(ctx context.Context) error {
	// Two programs that start together may choose the same free number; the
	// loser's row is not touched and it tries again.
	for range 100 {
		err := l.store.pool.QueryRow(ctx, `
			INSERT INTO id_servers AS s (number, holder, expires_at)
			SELECT n, $1, now() + $2::interval FROM generate_series(0, 1023) n
			WHERE NOT EXISTS (SELECT 1 FROM id_servers t WHERE t.number = n AND t.expires_at > now())
			ORDER BY n LIMIT 1
			ON CONFLICT (number) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
				WHERE s.expires_at <= now()
			RETURNING number`, l.holder, leaseTime.String()).Scan(&l.number)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return fmt.Errorf("lease a server number: %w", err)
		}
		var free bool
		if scanErr := l.store.pool.QueryRow(ctx, `SELECT count(*) < 1024 FROM id_servers
			WHERE expires_at > now()`).Scan(&free); scanErr != nil {
			return fmt.Errorf("lease a server number: %w", scanErr)
		}
		if !free {
			return fmt.Errorf("lease a server number: all %d are in use", MaxServers)
		}
	}
	return fmt.Errorf("lease a server number: too many programs are starting at once")
}

func (l *idLease) renew() {
	defer l.done.Done()
	tick := time.NewTicker(leaseRenew)
	defer tick.Stop()
	for {
		select {
		case <-l.stop:
			return
		case <-tick.C:
			ctx, cancel := context.WithTimeout(context.Background(), leaseRenew/2)
			tag, err := l.store.pool.Exec(ctx, `UPDATE id_servers SET expires_at = now() + $3::interval WHERE number = $1 AND holder = $2`,
				l.number, l.holder, leaseTime.String())
			if err == nil && tag.RowsAffected() == 0 {
				// The lease ran out and another program has the number: take a new one.
				if err = l.take(ctx); err == nil {
					l.store.ids.setServer(l.number)
				}
			}
			cancel()
			if err != nil {
				l.store.Log.Warn("the server number's lease was not renewed", "error", err)
			}
		}
	}
}

func (l *idLease) release() {
	close(l.stop)
	l.done.Wait()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	// The row stays until its end so that the next holder cannot repeat an id of this millisecond.
	_, err := l.store.pool.Exec(ctx, `UPDATE id_servers SET expires_at = now() + interval '1 second' WHERE number = $1
		AND holder = $2`, l.number, l.holder)
	if err != nil {
		l.store.Log.Debug("the server number's lease was not given back", "error", err)
	}
}
