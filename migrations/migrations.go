// Package migrations holds the database schema as numbered, forward-only steps
// and brings a database up to the newest one. It knows nothing of the rows' meaning.
package migrations

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

//go:embed *.sql
var files embed.FS

// riverVersion is the job queue's schema that step 2 installs. Raising it is a
// new step of its own.
const riverVersion = 8

// Up applies what is missing and returns how many steps that were. Several
// programs may call it at once: one works, the others wait. It needs a direct
// connection, not one through a transaction pooler.
func Up(ctx context.Context, pool *pgxpool.Pool) (int, error) {
	return UpTo(ctx, pool, goose.MaxVersion)
}

// UpTo is Up that ends with one step.
func UpTo(ctx context.Context, pool *pgxpool.Pool, version int64) (int, error) {
	db := stdlib.OpenDBFromPool(pool)
	defer db.Close()
	provider, err := newProvider(db, pool)
	if err != nil {
		return 0, err
	}
	results, err := provider.UpTo(ctx, version)
	if err != nil {
		return 0, fmt.Errorf("migrate the database: %w", err)
	}
	return len(results), nil
}

// Steps is how many steps there are.
func Steps() int {
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		panic(err) // the pattern is fixed
	}
	return len(names) + 1 // and the job queue's
}

// Newest is the number of the newest step.
func Newest() int64 {
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		panic(err) // the pattern is fixed
	}
	var newest int64
	for _, name := range names {
		n, err := goose.NumericComponent(name)
		if err != nil {
			panic(err) // a test sees it
		}
		newest = max(newest, n)
	}
	return newest
}

// Version is the newest step that a database has, 0 when it has none. A step that
// this program does not know is of a newer one.
func Version(ctx context.Context, db interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}) (version int64, err error) {
	var there bool
	if err := db.QueryRow(ctx, `SELECT to_regclass('public.goose_db_version') IS NOT NULL`).Scan(&there); err != nil || !there {
		return 0, err
	}
	err = db.QueryRow(ctx, `SELECT coalesce(max(version_id), 0) FROM public.goose_db_version WHERE is_applied`).Scan(&version)
	return version, err
}

func newProvider(db *sql.DB, pool *pgxpool.Pool) (*goose.Provider, error) {
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 120))
	if err != nil {
		return nil, fmt.Errorf("migration lock: %w", err)
	}
	steps, err := fs.Sub(files, ".")
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	queue := goose.NewGoMigration(2, &goose.GoFunc{RunDB: func(ctx context.Context, _ *sql.DB) error {
		migrator, err := rivermigrate.New(riverpgxv5.New(pool), nil)
		if err != nil {
			return err
		}
		_, err = migrator.Migrate(ctx, rivermigrate.DirectionUp, &rivermigrate.MigrateOpts{TargetVersion: riverVersion})
		return err
	}}, nil)
	return goose.NewProvider(goose.DialectPostgres, db, steps,
		goose.WithSessionLocker(locker), goose.WithGoMigrations(queue), goose.WithDisableGlobalRegistry(true))
}
