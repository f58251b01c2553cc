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
	"photogram/web"
)

// requestTime is how long requests and jobs may take to finish after a stop signal.
const requestTime = 25 * time.Second

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
		return errors.Join(err, stopJobs(runner))
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
	stop, cancel := context.WithTimeout(context.Background(), requestTime)
	defer cancel()
	if shutErr := server.Shutdown(stop); shutErr != nil {
		_ = server.Close()
	}
	handler.kit.Live.Stop() // before the database goes
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return errors.Join(err, stopJobs(runner))
}

func (s *site) clusterDone() <-chan struct{} {
	if s.cluster == nil {
		return nil
	}
	return s.cluster.Done()
}

func stopJobs(r *jobs.Runner) error {
	ctx, cancel := context.WithTimeout(context.Background(), requestTime)
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
	app := &handlers.App{Kit: kit, Blobs: s.blobs, Intake: intake, Login: s.socialLogins(), Ready: s.ready, UploadDir: s.cfg.UploadDir}
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

// queueLate is how old the oldest waiting job may be before the site counts as not ready.
const queueLate = 10 * time.Minute

// ready checks what a server needs to be of use.
func (s *site) ready(ctx context.Context) error {
	if err := s.store.Ping(ctx); err != nil {
		return fmt.Errorf("database: %w", err)
	}
	if err := s.blobs.Ping(ctx); err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	n, oldest, err := s.store.QueueDepth(ctx)
	if err != nil {
		return fmt.Errorf("queue: %w", err)
	}
	if oldest > queueLate {
		return fmt.Errorf("queue: %d jobs wait, the oldest for %s", n, oldest.Round(time.Second))
	}
	return nil
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
	return errors.Join(err, stopJobs(runner))
}
