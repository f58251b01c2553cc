package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"time"

	"photogram/cli/demo"
	"photogram/cli/site"
)

func serve(ctx context.Context, s *site.Site, args []string) error {
	flags := flag.NewFlagSet("photogram serve", flag.ContinueOnError)
	withDemo := flags.Bool("demo", false, "load demo content when the site is empty")
	if err := parse(flags, args); err != nil {
		return err
	}
	// The address first: a second copy is told so before anything else happens.
	listener, err := net.Listen("tcp", s.Config.Listen)
	if err != nil {
		return fmt.Errorf("listen on %s: %w; set PHOTOGRAM_LISTEN to another address", s.Config.Listen, err)
	}
	defer func() { _ = listener.Close() }()
	if err := s.Open(ctx, true); err != nil {
		return err
	}
	intake, err := s.OpenMedia(ctx)
	if err != nil {
		return err
	}
	runner, err := s.StartJobs(ctx, intake)
	if err != nil {
		return err
	}
	handler, err := s.Handler(intake)
	if err != nil {
		return errors.Join(err, s.StopJobs(runner))
	}
	server := handler.Kit.Server(handler.HTTP)
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(handler.Kit.Listener(listener)) }()
	fmt.Printf("Photogram is at %s\n", s.Config.BaseURL)
	if *withDemo {
		if err := demo.First(ctx, s, intake); err != nil && ctx.Err() == nil {
			s.Log.Error("the demo content was not loaded", "error", err)
		}
	}
	select {
	case <-ctx.Done():
		s.Log.Info("stopping: requests and jobs finish first")
		err = nil
	case err = <-failed:
	case <-s.ClusterDone():
		err = fmt.Errorf("the built-in database ended: %w", s.Cluster.Err())
	}
	stop, cancel := context.WithTimeout(context.Background(), s.StopTime())
	defer cancel()
	tell := time.AfterFunc(s.StopTime()*4/5, func() {
		if n := handler.Kit.Drain.Tell(); n > 0 {
			s.Log.Info("stopping: files that are still coming are to be sent again in a moment", "uploads", n)
		}
	})
	defer tell.Stop()
	if shutErr := server.Shutdown(stop); shutErr != nil {
		_ = server.Close()
	}
	handler.Kit.Live.Stop() // before the database goes
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return errors.Join(err, s.StopJobs(runner))
}

func work(ctx context.Context, s *site.Site, args []string) error {
	if err := parse(flag.NewFlagSet("photogram work", flag.ContinueOnError), args); err != nil {
		return err
	}
	if err := s.Open(ctx, false); err != nil {
		return err
	}
	intake, err := s.OpenMedia(ctx)
	if err != nil {
		return err
	}
	runner, err := s.StartJobs(ctx, intake)
	if err != nil {
		return err
	}
	s.Log.Info("working jobs")
	select {
	case <-ctx.Done():
	case <-s.ClusterDone():
		err = fmt.Errorf("the built-in database ended: %w", s.Cluster.Err())
	}
	return errors.Join(err, s.StopJobs(runner))
}
