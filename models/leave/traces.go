package leave

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"photogram/models"
	"photogram/models/account"
)

// named is whether a text names the account $1.
func named(text string) string { return text + ` ~ ('(^|[^0-9])' || $1::bigint || '([^0-9]|$)')` }

// traces are what the site notes of its own work, without an index by account,
// since it is short-lived. They read whole tables, so they run by themselves.
var traces = []string{
	`DELETE FROM rate_limits WHERE ` + named(`key`),
	`DELETE FROM orphans WHERE split_part(key, '/', 1) IN ('o', 'p', 'f', 'i') AND split_part(key, '/', 2) = $1::bigint::text`,
	`UPDATE app_requests SET path = regexp_replace(path, '(^|[^0-9])' || $1::bigint || '(?![0-9])', '\1deleted', 'g')
		WHERE ` + named(`path`),
	// An answer that is gone is said to be so, and its call is not carried out again.
	`UPDATE idempotency_keys SET status = 0, answer = '', committed = true, claimed_at = created_at - interval '1 day'
		WHERE status <> 0 AND ` + named(`encode(answer, 'escape')`),
}

// ForgetTraces removes what logs, limits and kept answers say of an account.
func ForgetTraces(ctx context.Context, s *models.Store, user models.ID) error {
	for _, sql := range traces {
		if _, err := s.Pool().Exec(ctx, sql, user); err != nil {
			return fmt.Errorf("forget traces of %d: %w", user, err)
		}
	}
	return nil
}

// AddressesOf lists the addresses that an account has, asked for, or had a while ago.
func AddressesOf(ctx context.Context, s *models.Store, user models.ID) ([]string, error) {
	rows, err := s.Pool().Query(ctx, account.AddressesOf, user)
	if err != nil {
		return nil, fmt.Errorf("read addresses of %d: %w", user, err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// FreedFiles lists the files of an account that jobs are to delete and have not deleted yet.
func FreedFiles(ctx context.Context, s *models.Store, user models.ID) (files models.DeleteBlobs, err error) {
	rows, err := s.Pool().Query(ctx, `SELECT args FROM river_job WHERE kind = 'delete_blobs' AND finalized_at IS NULL
		AND `+named(`args::text`), user)
	if err != nil {
		return files, fmt.Errorf("list files of %d: %w", user, err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowTo[models.DeleteBlobs])
	for _, one := range list {
		files.Keys, files.Prefixes = append(files.Keys, one.Keys...), append(files.Prefixes, one.Prefixes...)
	}
	return files, err
}

// theirJob is a job about the account $1.
const theirJob = `$1::bigint::text IN (args->>'user_id', args->>'owner_id')`

// ForgetJobs removes the jobs about an account, and what ended jobs say of it.
// Those that run at this moment stay; running says that there are some. Jobs that
// delete its files are removed only when that is done.
func ForgetJobs(ctx context.Context, s *models.Store, user models.ID, filesDone bool) (running bool, err error) {
	_, err = s.Pool().Exec(ctx, `DELETE FROM river_job WHERE state <> 'running' AND (`+theirJob+`
		OR (finalized_at IS NOT NULL OR $2 AND kind = 'delete_blobs') AND `+
		named(`concat(args::text, metadata::text, errors::text)`)+`)`, user, filesDone)
	if err == nil {
		err = s.Pool().QueryRow(ctx, `SELECT
			EXISTS (SELECT 1 FROM river_job WHERE state = 'running' AND `+theirJob+`)`, user).Scan(&running)
	}
	if err != nil {
		return false, fmt.Errorf("forget jobs of %d: %w", user, err)
	}
	return running, nil
}

// ForgetEndedJobs removes ended jobs about accounts that are gone, and those that
// deleted files: they have nothing more to tell.
func ForgetEndedJobs(ctx context.Context, s *models.Store) error {
	_, err := s.Pool().Exec(ctx, `DELETE FROM river_job j WHERE finalized_at IS NOT NULL AND (kind = 'delete_blobs' AND state = 'completed'
		OR coalesce(args->>'user_id', args->>'owner_id') ~ '^[0-9]{1,18}$' AND
		NOT EXISTS (SELECT 1 FROM users u WHERE u.id = coalesce(args->>'user_id', args->>'owner_id')::bigint))`)
	if err != nil {
		return fmt.Errorf("forget jobs of accounts that are gone: %w", err)
	}
	return nil
}
