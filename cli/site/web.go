package site

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"photogram/handlers"
	"photogram/handlers/api"
	"photogram/handlers/graph"
	"photogram/handlers/page"
	"photogram/jobs"
	"photogram/models"
	"photogram/web"
)

// StopTime is how long requests may take to finish after a stop signal, and then jobs.
func (s *Site) StopTime() time.Duration { return time.Duration(s.Config.StopSeconds) * time.Second }

func (s *Site) ClusterDone() <-chan struct{} {
	if s.Cluster == nil {
		return nil
	}
	return s.Cluster.Done()
}

func (s *Site) StopJobs(r *jobs.Runner) error {
	ctx, cancel := context.WithTimeout(context.Background(), s.StopTime())
	defer cancel()
	return r.Stop(ctx)
}

// Served is what answers requests, and the kit that it answers with.
type Served struct {
	Kit  *web.Kit
	HTTP http.Handler
}

// Handler wires pages and API over one store.
func (s *Site) Handler(intake page.Intake) (*Served, error) {
	kit := web.New(s.Store, web.Site{Name: s.Config.SiteName, BaseURL: s.Config.BaseURL, Dev: s.Config.Dev,
		SignupsOpen:    s.Config.Signups == "open",
		TrustedProxies: s.Config.TrustedProxies, QueryToken: s.Config.APIQueryToken, RateLimit: s.Config.APIRateLimit,
		ActionLimit:  s.Config.APIActionLimit,
		PublishLimit: s.Config.APIPublishLimit}, s.Log)
	engine, err := kit.Engine()
	if err != nil {
		return nil, err
	}
	app := &page.App{Kit: kit, Blobs: s.Blobs, Intake: intake, Login: s.socialLogins(),
		Health: &page.Health{Ready: s.Store.Writable, Parts: s.parts}, UploadDir: s.Config.UploadDir,
		Hooks: web.NewCaller(s.Config.FetchHosts), Payments: s.payments()}
	if s.Config.SMTP == "" {
		app.Mail = s.outbox()
	}
	(&graph.API{Kit: kit, Call: web.NewCaller(s.Config.FetchHosts), Tables: intake, Files: intake,
		UploadDir: s.Config.UploadDir}).Routes(engine)
	calls := &api.API{Kit: kit, Intake: intake, Fetch: web.NewFetcher(s.Config.FetchHosts),
		Call: web.NewCaller(s.Config.FetchHosts), Payments: s.payments()}
	calls.Routes(engine)
	app.Calls = calls.RouteNames()
	if err := handlers.Routes(app, engine, calls.NoRoute); err != nil {
		return nil, err
	}
	return &Served{kit, kit.Handler(engine)}, nil
}

// queueLate is how old the oldest waiting job may be before something is wrong.
const queueLate = 10 * time.Minute

// parts looks at what the site needs.
func (s *Site) parts(ctx context.Context) []page.Part {
	database := page.Part{Name: "database", OK: true, Words: "The database answers and takes writes."}
	if database.Err = s.Store.Writable(ctx); database.Err != nil {
		database.OK, database.Words = false, "The database cannot be reached: the site is away."
		if models.IsReadOnly(database.Err) {
			database.Words = "The database takes no writes: the site can only be read."
		}
	}
	storage := page.Part{Name: "storage", OK: true, Words: "Photos and videos are there."}
	if storage.Err = s.Blobs.Ping(ctx); storage.Err != nil {
		storage.OK, storage.Words = false, "Storage cannot be reached: photos and videos are not shown, and new ones are not taken."
	}
	queue := page.Part{Name: "jobs", OK: true, Words: "Work in the background is done in time."}
	n, oldest, err := s.Store.QueueDepth(ctx)
	switch {
	case err != nil:
		queue.OK, queue.Err, queue.Words = false, err, "How much work waits in the background is not known."
	case oldest > queueLate:
		queue.OK, queue.Words = false, fmt.Sprintf("%d jobs wait, the oldest for %s: photogram work on another machine adds hands.",
			n, oldest.Round(time.Minute))
	}
	return []page.Part{database, storage, queue}
}
