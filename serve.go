package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"time"

	"photogram/handlers"
	"photogram/handlers/api"
	"photogram/jobs"
	"photogram/models"
	"photogram/web"
)

// stopTime is how long requests may take to finish after a stop signal, and then jobs.
func (s *site) stopTime() time.Duration { return time.Duration(s.cfg.StopSeconds) * time.Second }

func serve(ctx context.Context, s *site, args []string) error {
	flags := flag.NewFlagSet("photogram serve", flag.ContinueOnError)
	withDemo := flags.Bool("demo", false, "load demo content when the site is empty")
	if err := parse(flags, args); err != nil {
		return err
	}
	// The address first: a second copy is told so before anything else happens.
	listener, err := net.Listen("tcp", s.cfg.Listen)
	if err != nil {
		return fmt.Errorf("listen on %s: %w; set PHOTOGRAM_LISTEN to another address", s.cfg.Listen, err)
	}
	defer func() { _ = listener.Close() }()
	if err := s.open(ctx, true); err != nil {
		return err
	}
	intake, err := s.openMedia(ctx)
	if err != nil {
		return err
	}
	runner, err := s.startJobs(ctx, intake)
	if err != nil {
		return err
	}
	handler, err := s.handler(intake)
	if err != nil {
		return errors.Join(err, s.stopJobs(runner))
	}
	server := handler.kit.Server(handler.http)
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(handler.kit.Listener(listener)) }()
	fmt.Printf("Photogram is at %s\n", s.cfg.BaseURL)
	if *withDemo {
		if err := firstDemo(ctx, s, intake); err != nil && ctx.Err() == nil {
			s.log.Error("the demo content was not loaded", "error", err)
		}
	}
	select {
	case <-ctx.Done():
		s.log.Info("stopping: requests and jobs finish first")
		err = nil
	case err = <-failed:
	case <-s.clusterDone():
		err = fmt.Errorf("the built-in database ended: %w", s.cluster.Err())
	}
	stop, cancel := context.WithTimeout(context.Background(), s.stopTime())
	defer cancel()
	tell := time.AfterFunc(s.stopTime()*4/5, func() {
		if n := handler.kit.Drain.Tell(); n > 0 {
			s.log.Info("stopping: files that are still coming are to be sent again in a moment", "uploads", n)
		}
	})
	defer tell.Stop()
	if shutErr := server.Shutdown(stop); shutErr != nil {
		_ = server.Close()
	}
	handler.kit.Live.Stop() // before the database goes
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return errors.Join(err, s.stopJobs(runner))
}

func (s *site) clusterDone() <-chan struct{} {
	if s.cluster == nil {
		return nil
	}
	return s.cluster.Done()
}

func (s *site) stopJobs(r *jobs.Runner) error {
	ctx, cancel := context.WithTimeout(context.Background(), s.stopTime())
	defer cancel()
	return r.Stop(ctx)
}

type served struct {
	kit  *web.Kit
	http http.Handler
}

// handler wires pages and API over one store.
func (s *site) handler(intake handlers.Intake) (*served, error) {
	kit := web.New(s.store, web.Site{Name: s.cfg.SiteName, BaseURL: s.cfg.BaseURL, Dev: s.cfg.Dev, SignupsOpen: s.cfg.Signups == "open",
		TrustedProxies: s.cfg.TrustedProxies, QueryToken: s.cfg.APIQueryToken, RateLimit: s.cfg.APIRateLimit, ActionLimit: s.cfg.APIActionLimit,
		PublishLimit: s.cfg.APIPublishLimit}, s.log)
	engine, err := kit.Engine()
	if err != nil {
		return nil, err
	}
	app := &handlers.App{Kit: kit, Blobs: s.blobs, Intake: intake, Login: s.socialLogins(), Health: &handlers.Health{Ready: s.store.Writable, Parts: s.parts}, UploadDir: s.cfg.UploadDir}
	if s.cfg.SMTP == "" {
		app.Mail = s.outbox()
	}
	calls := &api.API{Kit: kit, Intake: intake, Fetch: web.NewFetcher(s.cfg.FetchHosts)}
	calls.Routes(engine)
	app.Calls = calls.RouteNames()
	if err := app.Routes(engine, calls.NoRoute); err != nil {
		return nil, err
	}
	return &served{kit, kit.Handler(engine)}, nil
}

// queueLate is how old the oldest waiting job may be before something is wrong.
const queueLate = 10 * time.Minute

// parts looks at what the site needs.
func (s *site) parts(ctx context.Context) []handlers.Part {
	database := handlers.Part{Name: "database", OK: true, Words: "The database answers and takes writes."}
	if database.Err = s.store.Writable(ctx); database.Err != nil {
		database.OK, database.Words = false, "The database cannot be reached: the site is away."
		if models.IsReadOnly(database.Err) {
			database.Words = "The database takes no writes: the site can only be read."
		}
	}
	storage := handlers.Part{Name: "storage", OK: true, Words: "Photos and videos are there."}
	if storage.Err = s.blobs.Ping(ctx); storage.Err != nil {
		storage.OK, storage.Words = false, "Storage cannot be reached: photos and videos are not shown, and new ones are not taken."
	}
	queue := handlers.Part{Name: "jobs", OK: true, Words: "Work in the background is done in time."}
	n, oldest, err := s.store.QueueDepth(ctx)
	switch {
	case err != nil:
		queue.OK, queue.Err, queue.Words = false, err, "How much work waits in the background is not known."
	case oldest > queueLate:
		queue.OK, queue.Words = false, fmt.Sprintf("%d jobs wait, the oldest for %s: photogram work on another machine adds hands.", n, oldest.Round(time.Minute))
	}
	return []handlers.Part{database, storage, queue}
}

func work(ctx context.Context, s *site, args []string) error {
	if err := parse(flag.NewFlagSet("photogram work", flag.ContinueOnError), args); err != nil {
		return err
	}
	if err := s.open(ctx, false); err != nil {
		return err
	}
	intake, err := s.openMedia(ctx)
	if err != nil {
		return err
	}
	runner, err := s.startJobs(ctx, intake)
	if err != nil {
		return err
	}
	s.log.Info("working jobs")
	select {
	case <-ctx.Done():
	case <-s.clusterDone():
		err = fmt.Errorf("the built-in database ended: %w", s.cluster.Err())
	}
	return errors.Join(err, s.stopJobs(runner))
}
