package jobs

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/riverqueue/river"

	"photogram/media/blob"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/leave"
	"photogram/models/upkeep"
)

// purgeLeft deletes the accounts whose owners left and did not come back.
type purgeLeft struct {
	river.WorkerDefaults[account.PurgeLeft]
	Deps
	began time.Time
}

const purgeMost = 1000 // accounts at a time

func (w *purgeLeft) Work(ctx context.Context, _ *river.Job[account.PurgeLeft]) error {
	if wait := w.Calm - time.Since(w.began); wait > 0 {
		return river.JobSnooze(wait)
	}
	if err := leave.ForgetEndedJobs(ctx, w.Store); err != nil {
		return err
	}
	due, err := account.DueLeft(ctx, w.Store, purgeMost)
	if err != nil {
		return err
	}
	failed := 0
	for _, user := range due {
		p := Purge{Store: w.Store, Blobs: w.Blobs, Mailer: w.Mailer, UploadDir: w.UploadDir, Due: true}
		if err := p.Run(ctx, user); err != nil {
			// The error names the account, which is not to be in a job's row.
			w.Log.Error("an account whose owner left was not deleted", "error", err)
			failed++
			continue
		}
		w.Log.Info("an account whose owner left is deleted")
	}
	if failed > 0 {
		return fmt.Errorf("%d accounts were not deleted, for reasons that are in the log", failed)
	}
	return nil
}

func (w *purgeLeft) Timeout(*river.Job[account.PurgeLeft]) time.Duration { return 30 * time.Minute }

// keeper is a Mailer that keeps what it sent.
type keeper interface {
	Forget(addresses ...string) error
}

// Purge deletes an account for good. It may be cut off at any point: as long as
// the account's row is there the next one carries on, and afterwards jobs that
// were made with its removal free the files that are left.
type Purge struct {
	Store  *models.Store
	Blobs  blob.Store
	Mailer Mailer
	Due    bool // only when the time to come back is over
	// UploadDir is where this machine keeps the parts of uploads, if it does.
	// Those on other machines end with the time of their upload.
	UploadDir string

	// FilesWait is set where a backup is being written: files go when it is done.
	FilesWait bool
}

// Run deletes one account.
func (p *Purge) Run(ctx context.Context, user models.ID) error {
	if err := CheckClaim(ctx, p.Store, p.Blobs); err != nil {
		return err
	}
	if doomed, err := account.Doom(ctx, p.Store, user, p.Due); err != nil || !doomed {
		return err
	}
	addresses, err := leave.AddressesOf(ctx, p.Store, user)
	if err != nil {
		return err
	}
	if err := leave.DeleteContent(ctx, p.Store, user); err != nil {
		return err
	}
	if err := p.freeFiles(ctx, user); err != nil {
		return err
	}
	if err := p.dropParts(user); err != nil {
		return err
	}
	if k, ok := p.Mailer.(keeper); ok {
		if err := k.Forget(addresses...); err != nil {
			return err
		}
	}
	for range 2 { // the second time for what a call or a job wrote that began before
		if err := leave.ForgetTraces(ctx, p.Store, user); err != nil {
			return err
		}
		if err := leave.Delete(ctx, p.Store, user); err != nil {
			return err
		}
		if err := p.freeFiles(ctx, user); err != nil {
			return err
		}
	}
	return p.forgetJobs(ctx, user)
}

// freeFiles deletes the files of what is deleted, as far as no row of anybody
// else names them, unless a backup copies them just now: its snapshot may be
// older than this deletion.
func (p *Purge) freeFiles(ctx context.Context, user models.ID) error {
	held, err := upkeep.FilesHeld(ctx, p.Store)
	if err != nil {
		return err
	}
	if p.FilesWait = held; held {
		return nil
	}
	files, err := leave.FreedFiles(ctx, p.Store, user)
	if err != nil {
		return err
	}
	return deleteFiles(ctx, p.Store, p.Blobs, files)
}

// dropParts removes what has arrived of uploads that never ended.
func (p *Purge) dropParts(user models.ID) error {
	if p.UploadDir == "" {
		return nil
	}
	for _, end := range []string{"", ".info"} {
		names, err := filepath.Glob(filepath.Join(p.UploadDir, "*_"+user.String()+end))
		if err != nil {
			return err
		}
		for _, name := range names {
			if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("remove parts of uploads: %w", err)
			}
		}
	}
	return nil
}

const (
	jobsWait  = 10 * time.Second
	jobsAgain = 200 * time.Millisecond
)

// forgetJobs removes jobs about the account, and gives those that run a moment to end.
func (p *Purge) forgetJobs(ctx context.Context, user models.ID) error {
	end := time.After(jobsWait)
	for {
		running, err := leave.ForgetJobs(ctx, p.Store, user, !p.FilesWait)
		if err != nil || !running {
			return err
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-end:
			return nil // the next purge forgets them
		case <-time.After(jobsAgain):
		}
	}
}
