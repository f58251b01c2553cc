package models

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/riverqueue/river"
	"gorm.io/gorm"
)

// tx is one transaction seen by gorm, by pgx and by the job queue alike, so
// that a row and the job about it commit together.
type tx struct {
	*gorm.DB
	pgx   pgx.Tx
	store *Store
	acted bool // activity was recorded, which the digest is told after the commit
}

// enqueue adds a job that exists if and only if the transaction commits.
func (t *tx) enqueue(ctx context.Context, args river.JobArgs, opts *river.InsertOpts) error {
	if _, err := t.store.queue.InsertTx(ctx, t.pgx, args, opts); err != nil {
		return fmt.Errorf("enqueue %s: %w", args.Kind(), err)
	}
	return nil
}

// free orders the removal of files of rows that are gone, once pages that still
// load them have done so.
func (t *tx) free(ctx context.Context, files DeleteBlobs) error {
	return t.enqueue(ctx, files, &river.InsertOpts{ScheduledAt: time.Now().Add(FileGrace)})
}

// inTx runs fn in a transaction, commits when it returns nil and rolls back on
// an error or a panic. When the database broke a deadlock by ending this
// transaction, fn runs again, so it must keep its effects inside.
func (s *Store) inTx(ctx context.Context, fn func(*tx) error) error {
	for tries := 0; ; tries++ {
		err := s.inTxOnce(ctx, fn)
		if err == nil || tries == 3 || !hasCode(err, codeDeadlock) {
			return err
		}
	}
}

// rollbackTime bounds giving up a transaction, whose connection is given up then too.
const rollbackTime = 2 * time.Second

func (s *Store) inTxOnce(ctx context.Context, fn func(*tx) error) (err error) {
	conn, err := s.sql.Conn(ctx)
	if err != nil {
		return fmt.Errorf("take a connection: %w", err)
	}
	defer conn.Close()
	var raw *pgx.Conn
	// The connection is pinned by conn, so raw may outlive this call.
	if err = conn.Raw(func(driver any) error {
		raw = driver.(*stdlib.Conn).Conn()
		return nil
	}); err != nil {
		return fmt.Errorf("unwrap a connection: %w", err)
	}
	ptx, err := raw.Begin(ctx)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	rollback := func() {
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), rollbackTime)
		defer cancel()
		_ = ptx.Rollback(end)
	}
	defer func() {
		if p := recover(); p != nil {
			rollback()
			panic(p)
		}
		if err != nil {
			rollback()
		}
	}()
	session := s.db.Session(&gorm.Session{Context: ctx, NewDB: true})
	session.Statement.ConnPool = txConn{conn}
	t := &tx{DB: session, pgx: ptx, store: s}
	if err = fn(t); err != nil {
		return err
	}
	if err = t.fence(ctx); err != nil {
		return err
	}
	if err = ptx.Commit(ctx); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	if t.acted {
		s.nudge()
	}
	return nil
}

// txConn is a connection inside a transaction. It has Commit and Rollback so
// that gorm does not begin another one; both belong to inTx.
type txConn struct{ *sql.Conn }

func (txConn) Commit() error   { return nil }
func (txConn) Rollback() error { return nil }

// gormCtx is gorm outside a transaction.
func (s *Store) gorm(ctx context.Context) *gorm.DB { return s.db.WithContext(ctx) }
