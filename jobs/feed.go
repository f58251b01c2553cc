package jobs

import (
	"context"

	"github.com/riverqueue/river"

	"photogram/models"
	"photogram/models/feed"
	"photogram/models/people"
)

type fanOut struct {
	river.WorkerDefaults[models.FanOutPost]
	store *models.Store
}

func (w *fanOut) Work(ctx context.Context, job *river.Job[models.FanOutPost]) error {
	return feed.FanOut(ctx, w.store, job.Args)
}

type rebuildFeed struct {
	river.WorkerDefaults[models.RebuildFeed]
	store *models.Store
}

func (w *rebuildFeed) Work(ctx context.Context, job *river.Job[models.RebuildFeed]) error {
	return feed.Rebuild(ctx, w.store, job.Args.UserID)
}

type approveRequests struct {
	river.WorkerDefaults[models.ApproveRequests]
	store *models.Store
}

func (w *approveRequests) Work(ctx context.Context, job *river.Job[models.ApproveRequests]) error {
	return people.ApproveRequests(ctx, w.store, job.Args.UserID)
}
