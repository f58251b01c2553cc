package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"photogram/models/account"
	"photogram/models/notify"
	mailview "photogram/views/mail"
)

// sendNotifications sends a mail of what an account was told.
type sendNotifications struct {
	river.WorkerDefaults[notify.SendMail]
	Deps
}

func (w *sendNotifications) Work(ctx context.Context, job *river.Job[notify.SendMail]) error {
	told, err := notify.Mail(ctx, w.Store, job.Args)
	if err != nil {
		return fmt.Errorf("mail to %d: %w", job.Args.UserID, err)
	}
	if told.User == nil || len(told.List) == 0 {
		return nil // it was read on the site, or taken back
	}
	return w.Mailer.Send(ctx, job.Args.To, mailview.Notifications(ctx, mailview.Letter{Site: w.SiteName, Base: w.BaseURL,
		Username: told.User.Username, Stop: account.MailStopToken(w.Store, told.User.ID, account.StopNotifications)}, *told,
		job.Args.Pace == account.MailDaily))
}

const mailsEvery = 5 * time.Second // to look for mails that are due

// mailNotifications plans mails when they are due, until the context ends.
func (r *Runner) mailNotifications(ctx context.Context) {
	for pause(ctx, mailsEvery) {
		for more := true; more; {
			var err error
			if more, err = notify.PlanMail(ctx, r.deps.Store); err != nil && ctx.Err() == nil {
				r.deps.Log.Warn("mails of notifications wait", "error", err)
			}
		}
	}
}
