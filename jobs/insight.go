package jobs

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"photogram/models"
	"photogram/models/tally"
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
