// Package jobs is the work that happens off the request path: one file for
// each kind, and the runner. It speaks no HTTP to visitors.
package jobs

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"photogram/media"
	"photogram/media/blob"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/container"
	"photogram/models/shop"
	"photogram/models/subscription"
	"photogram/payment"
)

// Deps are what the jobs use.
type Deps struct {
	Store         *models.Store
	Blobs         blob.Store
	Pool          *media.Pool
	Mailer        Mailer
	Intake        Intake
	Fetch         Fetcher
	Call          Caller
	Payments      *payment.Providers
	TempDir       string
	UploadDir     string // of files that come in parts; empty when this program takes none
	RenderWorkers int
	Videos        *media.Videos
	VideoWorkers  int
	AVIF          bool // whether photos are encoded as AVIF too
	SiteName      string
	BaseURL       string
	Log           *slog.Logger
	Calm          time.Duration // after the start, before anything is swept
}

// Runner works the queue until it is stopped.
type Runner struct {
	client *river.Client[pgx.Tx]
	deps   Deps
	stop   context.CancelFunc
	done   sync.WaitGroup
	// recorded receives after events were made of activity.
	recorded chan struct{}
}

const (
	jobTimeout   = 2 * time.Minute
	sweepEvery   = time.Hour
	purgeEvery   = time.Hour
	orphansEvery = 10 * time.Second
)

// Start begins to work jobs.
func Start(ctx context.Context, d Deps) (*Runner, error) {
	workers := river.NewWorkers()
	river.AddWorker(workers, &renderMedia{Deps: d})
	river.AddWorker(workers, &renderAvatar{Deps: d})
	river.AddWorker(workers, &transcodeMedia{Deps: d})
	river.AddWorker(workers, &encodeAVIF{Deps: d})
	river.AddWorker(workers, &widenMedia{Deps: d})
	river.AddWorker(workers, &fanOut{store: d.Store})
	river.AddWorker(workers, &rebuildFeed{store: d.Store})
	river.AddWorker(workers, &approveRequests{store: d.Store})
	river.AddWorker(workers, &renderFull{Deps: d})
	river.AddWorker(workers, &sendMail{Deps: d})
	river.AddWorker(workers, &sendNotifications{Deps: d})
	river.AddWorker(workers, &sendWeekly{Deps: d})
	river.AddWorker(workers, &deleteBlobs{Deps: d})
	river.AddWorker(workers, &sweep{Deps: d, began: time.Now()})
	river.AddWorker(workers, &fetchContainer{Deps: d})
	river.AddWorker(workers, &fetchImages{Deps: d})
	river.AddWorker(workers, &importCatalog{Deps: d})
	river.AddWorker(workers, &purgeLeft{Deps: d, began: time.Now()})
	river.AddWorker(workers, &sendOrderMail{Deps: d})
	river.AddWorker(workers, &sendRefund{Deps: d, providers: d.Payments})
	river.AddWorker(workers, &deliver{Deps: d, senders: senders(d)})
	river.AddWorker(workers, &tellApp{Deps: d})
	discover := discovery(workers, d.Store)
	client, err := river.NewClient(d.Store.QueueDriver(), &river.Config{
		ID:     d.Store.Worker(),
		Logger: slog.New(quietHandler{d.Log.Handler()}),
		Queues: map[string]river.QueueConfig{
			river.QueueDefault:        {MaxWorkers: 4},
			models.RenderQueue:        {MaxWorkers: max(d.RenderWorkers, 1)},
			models.VideoQueue:         {MaxWorkers: max(d.VideoWorkers, 1)},
			models.SpareQueue:         {MaxWorkers: 1},
			container.FetchQueue:      {MaxWorkers: 4},
			shop.ImportQueue:          {MaxWorkers: 2},
			subscription.DeliverQueue: {MaxWorkers: deliverers},
			subscription.DoubtQueue:   {MaxWorkers: doubters},
			models.TellQueue:          {MaxWorkers: 2},
		},
		Workers:     workers,
		MaxAttempts: models.JobAttempts,
		JobTimeout:  jobTimeout,
		PeriodicJobs: append(discover, river.NewPeriodicJob(river.PeriodicInterval(sweepEvery),
			func() (river.JobArgs, *river.InsertOpts) {
				return models.Sweep{}, &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByPeriod: sweepEvery}}
			}, &river.PeriodicJobOpts{RunOnStart: true}), river.NewPeriodicJob(river.PeriodicInterval(purgeEvery),
			func() (river.JobArgs, *river.InsertOpts) {
				return account.PurgeLeft{}, &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByPeriod: purgeEvery}}
			}, nil), river.NewPeriodicJob(river.PeriodicInterval(widenEvery),
			func() (river.JobArgs, *river.InsertOpts) {
				return models.WidenMedia{}, &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true, ByPeriod: time.Hour}}
			}, &river.PeriodicJobOpts{RunOnStart: true})),
	})
	if err != nil {
		return nil, err
	}
	r := &Runner{client: client, deps: d, recorded: make(chan struct{}, 1)}
	if err := r.requeue(ctx); err != nil {
		return nil, err
	}
	// The client's context is not the caller's: a stop signal lets jobs finish.
	if err := client.Start(context.WithoutCancel(ctx)); err != nil {
		return nil, err
	}
	background, cancel := context.WithCancel(context.WithoutCancel(ctx))
	r.stop = cancel
	r.done.Go(func() { r.watchOrphans(background) })
	r.done.Go(func() { r.digest(background) })
	r.done.Go(func() { r.mailNotifications(background) })
	r.done.Go(func() { r.reportInsights(background) })
	r.done.Go(func() { r.dispatch(background) })
	r.done.Go(func() { r.publishDue(background) })
	r.done.Go(func() { r.expireOrders(background) })
	r.done.Go(func() { r.watchUploads(background) })
	return r, nil
}

func (r *Runner) watchOrphans(ctx context.Context) {
	tick := time.NewTicker(orphansEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := r.requeue(ctx); err != nil && ctx.Err() == nil {
				r.deps.Log.Warn("orphaned jobs were not looked for", "error", err)
			}
		}
	}
}

func (r *Runner) requeue(ctx context.Context) error {
	n, err := r.deps.Store.RequeueOrphans(ctx)
	if n > 0 {
		r.deps.Log.Info("jobs of a program that died run again", "jobs", n)
	}
	return err
}

// Stop takes no more jobs and lets those under way finish until the context ends.
func (r *Runner) Stop(ctx context.Context) error {
	r.stop()
	r.done.Wait()
	err := r.client.Stop(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		short, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		err = r.client.StopAndCancel(short)
	}
	return err
}

// quietHandler keeps the queue's chatter at debug level.
type quietHandler struct{ slog.Handler }

func (h quietHandler) Enabled(ctx context.Context, l slog.Level) bool {
	return h.Handler.Enabled(ctx, min(l, slog.LevelWarn)) && l >= slog.LevelWarn
}
func (h quietHandler) WithAttrs(a []slog.Attr) slog.Handler {
	return quietHandler{h.Handler.WithAttrs(a)}
}
func (h quietHandler) WithGroup(n string) slog.Handler { return quietHandler{h.Handler.WithGroup(n)} }
