package jobs

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"photogram/models"
	"photogram/models/discover"
	"photogram/models/index"
	"photogram/models/upkeep"
)

// A reader of the explore page has the time of two more rankings to come to the end of theirs.
const (
	exploreEvery = 5 * time.Minute
	indexEvery   = 6 * time.Hour
)

type rankExplore struct {
	river.WorkerDefaults[models.RankExplore]
	store *models.Store
}

func (w *rankExplore) Work(ctx context.Context, _ *river.Job[models.RankExplore]) error {
	_, err := discover.RankExplore(ctx, w.store)
	return err
}

type indexSearch struct {
	river.WorkerDefaults[models.IndexSearch]
	store *models.Store
}

func (w *indexSearch) Work(ctx context.Context, _ *river.Job[models.IndexSearch]) error {
	for more := true; more; {
		var err error
		if more, err = upkeep.Backfill(ctx, w.store); err != nil {
			return err
		}
	}
	if err := index.CountWords(ctx, w.store); err != nil {
		return err
	}
	if err := index.RankPrefixes(ctx, w.store); err != nil {
		return err
	}
	return index.DropUnusedPlaces(ctx, w.store)
}

func (w *indexSearch) Timeout(*river.Job[models.IndexSearch]) time.Duration { return 30 * time.Minute }

// discovery are the jobs that keep explore, search and insights up to date, beginning with the program.
func discovery(workers *river.Workers, store *models.Store) []*river.PeriodicJob {
	river.AddWorker(workers, &rankExplore{store: store})
	river.AddWorker(workers, &indexSearch{store: store})
	river.AddWorker(workers, &mergeInsights{store: store})
	every := func(period time.Duration, args river.JobArgs) *river.PeriodicJob {
		return river.NewPeriodicJob(river.PeriodicInterval(period), func() (river.JobArgs, *river.InsertOpts) {
			return args, &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByPeriod: period}}
		}, &river.PeriodicJobOpts{RunOnStart: true})
	}
	return []*river.PeriodicJob{every(exploreEvery, models.RankExplore{}), every(indexEvery, models.IndexSearch{}),
		every(insightEvery, models.MergeInsights{})}
}
