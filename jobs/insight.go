package jobs

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/insight"
	"photogram/models/story"
	"photogram/models/tally"
	mailview "photogram/views/mail"
)

const insightEvery = 6 * time.Hour

type mergeInsights struct {
	river.WorkerDefaults[models.MergeInsights]
	store *models.Store
}

func (w *mergeInsights) Work(ctx context.Context, _ *river.Job[models.MergeInsights]) error {
	return tally.Merge(ctx, w.store)
}

func (w *mergeInsights) Timeout(*river.Job[models.MergeInsights]) time.Duration {
	return 30 * time.Minute
}

// sendWeekly sends the summary of a week.
type sendWeekly struct {
	river.WorkerDefaults[insight.Weekly]
	Deps
}

func (w *sendWeekly) Work(ctx context.Context, job *river.Job[insight.Weekly]) error {
	user := job.Args.UserID
	report, err := insight.OfWeek(ctx, w.Store, job.Args)
	if models.KindOf(err) == models.NotFound {
		return nil // the account is gone
	}
	if err != nil || report == nil {
		return err
	}
	u, err := account.ByID(ctx, w.Store, user, user)
	if err != nil {
		return err
	}
	covers, err := insight.Covers(ctx, w.Store, user, report.TopPosts)
	if err != nil {
		return err
	}
	return w.Mailer.Send(ctx, job.Args.To, mailview.Weekly(mailview.Letter{Site: w.SiteName, Base: w.BaseURL, Username: u.Username,
		Stop: account.MailStopToken(w.Store, user, account.StopWeekly)}, report, covers))
}

const insightsEvery = time.Minute // to look for stories that are over, and for summaries that are due

// reportInsights tells of numbers when that is due, until the context ends.
func (r *Runner) reportInsights(ctx context.Context) {
	warn := func(what string, err error) {
		if err != nil && ctx.Err() == nil {
			r.deps.Log.Warn(what, "error", err)
		}
	}
	for pause(ctx, insightsEvery) {
		for more := true; more; {
			var err error
			more, err = story.RecordOver(ctx, r.deps.Store)
			warn("stories that are over were not told of", err)
		}
		warn("weekly summaries wait", insight.PlanWeekly(ctx, r.deps.Store))
	}
}
