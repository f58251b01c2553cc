package upkeep

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"photogram/models"
	"photogram/models/app"
)

// SiteID says which site a database is, and which database that is: a copy of
// it, made by dumping and restoring, is the same site in another database.
type SiteID struct {
	Site     string
	Database string // empty where the server does not tell
}

// ReadSiteID reads which site this is.
func ReadSiteID(ctx context.Context, s *models.Store) (id SiteID, err error) {
	if err := s.Pool().QueryRow(ctx, `SELECT id FROM site`).Scan(&id.Site); err != nil {
		return id, fmt.Errorf("read the site's id: %w", err)
	}
	id.Database, err = DatabaseID(ctx, s.Pool())
	return id, err
}

// DatabaseID names a database of a server, "" where the server does not tell. It
// stays through failovers and restores of the server's own files, and is another
// after dumping and restoring, and after pg_upgrade.
func DatabaseID(ctx context.Context, pool *pgxpool.Pool) (id string, err error) {
	err = pool.QueryRow(ctx, `SELECT format('%s/%s', c.system_identifier, d.oid) FROM pg_control_system() c, pg_database d
		WHERE d.datname = current_database()`).Scan(&id)
	if models.HasCode(err, models.CodeNoPrivilege) || models.HasCode(err, models.CodeNoFunction) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read which database this is: %w", err)
	}
	return id, nil
}

// HoldFiles keeps every file in storage for some time, or, with 0, no longer.
func HoldFiles(ctx context.Context, s *models.Store, d time.Duration) error {
	_, err := s.Pool().Exec(ctx, `UPDATE site SET held_until = CASE
		WHEN $1::bigint > 0 THEN now() + $1 * interval '1 second' END`, int64(d.Seconds()))
	if err != nil {
		return fmt.Errorf("hold the files: %w", err)
	}
	return nil
}

// FilesHeld is whether files must not be deleted now, since a backup copies them.
func FilesHeld(ctx context.Context, s *models.Store) (held bool, err error) {
	err = s.Pool().QueryRow(ctx, `SELECT coalesce(held_until > now(), false) FROM site`).Scan(&held)
	if err != nil {
		return false, fmt.Errorf("ask whether files are held: %w", err)
	}
	return held, nil
}

// SampleOriginals names originals that the database knows, at most n and picked
// at random, and says how many there are.
func SampleOriginals(ctx context.Context, s *models.Store, n int) (keys []string, all int, err error) {
	if err := s.Pool().QueryRow(ctx, `SELECT count(*) FROM media`).Scan(&all); err != nil {
		return nil, 0, fmt.Errorf("count originals: %w", err)
	}
	rows, err := s.Pool().Query(ctx, `SELECT owner_id, id FROM media ORDER BY md5(id::text) LIMIT $1`, n)
	if err != nil {
		return nil, 0, fmt.Errorf("sample originals: %w", err)
	}
	keys, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (string, error) {
		var owner, id models.ID
		err := row.Scan(&owner, &id)
		return models.OriginalKey(owner, id), err
	})
	return keys, all, err
}

// Quarantine is how long a file that no row refers to is kept.
const Quarantine = 14 * 24 * time.Hour

// Orphan is a file in storage that no row refers to.
type Orphan struct {
	Key   string
	Bytes int64
	Found time.Time // when it was first seen to be one
}

// QuarantineOrphans notes which files are orphans now. One that was noted before
// keeps its time; one that is an orphan no more is forgotten.
func QuarantineOrphans(ctx context.Context, s *models.Store, list []Orphan) error {
	const chunk = 1000
	now := s.Now()
	for at := 0; at < len(list); at += chunk {
		part := list[at:min(at+chunk, len(list))]
		keys, sizes := make([]string, len(part)), make([]int64, len(part))
		for i, o := range part {
			keys[i], sizes[i] = o.Key, o.Bytes
		}
		_, err := s.Pool().Exec(ctx, `INSERT INTO orphans (key, bytes, found_at, seen_at) SELECT k, b, $3, $3
			FROM unnest($1::text[], $2::bigint[]) AS x (k, b)
			ON CONFLICT (key) DO UPDATE SET bytes = excluded.bytes, seen_at = excluded.seen_at`, keys, sizes, now)
		if err != nil {
			return fmt.Errorf("quarantine files: %w", err)
		}
	}
	if _, err := s.Pool().Exec(ctx, `DELETE FROM orphans WHERE seen_at <> $1`, now); err != nil {
		return fmt.Errorf("forget files that are in use again: %w", err)
	}
	return nil
}

// Orphans lists the files in quarantine, the oldest first, at most n of them.
func Orphans(ctx context.Context, s *models.Store, n int) ([]Orphan, error) {
	rows, err := s.Pool().Query(ctx, `SELECT key, bytes, found_at FROM orphans ORDER BY found_at, key LIMIT $1`, n)
	if err != nil {
		return nil, fmt.Errorf("list files in quarantine: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Orphan])
}

// ForgetOrphan ends the quarantine of a file that is gone.
func ForgetOrphan(ctx context.Context, s *models.Store, key string) error {
	_, err := s.Pool().Exec(ctx, `DELETE FROM orphans WHERE key = $1`, key)
	if err != nil {
		return fmt.Errorf("forget a file: %w", err)
	}
	return nil
}

// FreeFiles orders the removal of files that came to nothing, a little later and
// unless something refers to them by then. That is no effect of the call that failed.
func FreeFiles(ctx context.Context, s *models.Store, keys ...string) error {
	return s.InTx(app.WithoutClaim(ctx), func(t *models.Tx) error { return t.Free(ctx, models.DeleteBlobs{Keys: keys}) })
}
