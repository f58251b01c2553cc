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

// LockUsers locks accounts in one order everywhere, and says which of them are
// there and private. Whatever counts followers or posts holds these locks, so
// a follow sees each post either in its backfill or in the post's fan-out.
func (t *Tx) LockUsers(ctx context.Context, ids ...ID) (map[ID]bool, error) {
	keys := make([]int64, len(ids))
	for i, id := range ids {
		keys[i] = int64(id)
	}
	rows, err := t.PG.Query(ctx, `SELECT id, is_private FROM users WHERE id = ANY($1) AND suspended_at IS NULL
		ORDER BY id FOR NO KEY UPDATE`, keys)
	if err != nil {
		return nil, err
	}
	private := map[ID]bool{}
	var id ID
	var p bool
	_, err = pgx.ForEachRow(rows, []any{&id, &p}, func() error {
		private[id] = p
		return nil
	})
	return private, err
}

// FileGrace is how long files that nothing refers to any more are kept, for
// pages that still load them.
const FileGrace = time.Hour

// Tx is one transaction seen by gorm, by pgx and by the job queue alike, so
// that a row and the job about it commit together.
type Tx struct {
	*gorm.DB
	PG    pgx.Tx
	Store *Store
	Acted bool // activity was recorded, which the digest is told after the commit
}

// Enqueue adds a job that exists if and only if the transaction commits.
func (t *Tx) Enqueue(ctx context.Context, args river.JobArgs, opts *river.InsertOpts) error {
	if _, err := t.Store.Queue.InsertTx(ctx, t.PG, args, opts); err != nil {
		return fmt.Errorf("enqueue %s: %w", args.Kind(), err)
	}
	return nil
}

// Free orders the removal of files of rows that are gone, once pages that still
// load them have done so.
func (t *Tx) Free(ctx context.Context, files DeleteBlobs) error {
	return t.Enqueue(ctx, files, &river.InsertOpts{ScheduledAt: time.Now().Add(FileGrace)})
}

// InTx runs fn in a transaction, commits when it returns nil and rolls back on
// an error or a panic. When the database broke a deadlock by ending this
// transaction, fn runs again, so it must keep its effects inside.
func (s *Store) InTx(ctx context.Context, fn func(*Tx) error) error {
	for tries := 0; ; tries++ {
		err := s.inTxOnce(ctx, fn)
		if err == nil || tries == 3 || !HasCode(err, CodeDeadlock) {
			return err
		}
	}
}

// rollbackTime bounds giving up a transaction, whose connection is given up then too.
const rollbackTime = 2 * time.Second

func (s *Store) inTxOnce(ctx context.Context, fn func(*Tx) error) (err error) {
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
	t := &Tx{DB: session, PG: ptx, Store: s}
	if err = fn(t); err != nil {
		return err
	}
	if err = t.commitKey(ctx); err != nil {
		return err
	}
	if err = ptx.Commit(ctx); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	if t.Acted {
		s.Wake()
	}
	return nil
}

// txConn is a connection inside a transaction. It has Commit and Rollback so
// that gorm does not begin another one; both belong to inTx.
type txConn struct{ *sql.Conn }

func (txConn) Commit() error { return nil }

func (txConn) Rollback() error { return nil }

// gormCtx is gorm outside a transaction.
func (s *Store) Gorm(ctx context.Context) *gorm.DB { return s.db.WithContext(ctx) }

// Wake wakes the digest of this program. Others look by themselves.
func (s *Store) Wake() {
	select {
	case s.acted <- struct{}{}:
	default:
	}
}

// Acted receives after activity was recorded by this program.
func (s *Store) Acted() <-chan struct{} { return s.acted }

// ErrMeanwhile says that something was changed after the form that changes it was made.
var ErrMeanwhile = Say(Error{Kind: Conflict}, "post.error.changed-meanwhile")

// From carries out a change of what a form was made from, and tells the new
// revision. Where another change came between, it succeeds only if it says the
// same, or if the form tells no revision.
func From(was string, revision func() (string, error), change func() error) (string, error) {
	before, err := revision()
	if err != nil {
		return "", err
	}
	if err := change(); err != nil {
		return "", err
	}
	after, err := revision()
	if err == nil && was != "" && was != before && after != before {
		return "", ErrMeanwhile
	}
	return after, err
}
