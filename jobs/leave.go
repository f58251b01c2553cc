package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"photogram/media/blob"
	"photogram/models"
)

// purgeLeft deletes the accounts whose owners left and did not come back.
type purgeLeft struct {
	river.WorkerDefaults[models.PurgeLeft]
	Deps
}

func (w *purgeLeft) Work(ctx context.Context, _ *river.Job[models.PurgeLeft]) error {
	for {
		user, err := w.Store.NextLeft(ctx)
		if err != nil || user == 0 {
			return err
		}
		if err := Purge(ctx, w.Store, w.Blobs, w.Mailer, user); err != nil {
			return err
		}
		w.Log.Info("an account whose owner left is deleted")
	}
}

func (w *purgeLeft) Timeout(*river.Job[models.PurgeLeft]) time.Duration { return 30 * time.Minute }

// keeper is a Mailer that keeps what it sent.
type keeper interface {
	Forget(addresses ...string) error
}

// Purge deletes an account, then its files, as far as no row of anybody else
// names them, then what jobs and kept mails say of it. When it is cut off after
// the rows are gone, a job that was made with that frees the files.
func Purge(ctx context.Context, store *models.Store, blobs blob.Store, mailer Mailer, user models.ID) error {
	prefixes, err := store.UserFiles(ctx, user)
	if err != nil {
		return err
	}
	addresses, err := store.AddressesOf(ctx, user)
	if err != nil {
		return err
	}
	if err := store.DeleteUser(ctx, user); err != nil {
		return err
	}
	for _, prefix := range prefixes {
		used, err := store.FileInUse(ctx, prefix+"any")
		if err != nil {
			return err
		}
		if used {
			continue
		}
		if err := blobs.DeletePrefix(ctx, prefix); err != nil {
			return fmt.Errorf("free files of %d: %w", user, err)
		}
	}
	if k, ok := mailer.(keeper); ok {
		if err := k.Forget(addresses...); err != nil {
			return err
		}
	}
	return store.ForgetJobs(ctx, user)
}
