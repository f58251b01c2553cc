// Package cli is the commands of the program: what their flags mean and what they print.
package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"photogram/cli/settings"
	"photogram/cli/site"
	"photogram/media"
)

// exits of the program, beside 0
const (
	exitFailed = 1
	exitUsage  = 2
)

const usage = `Photogram, a photo-sharing platform that anyone can host.

usage: photogram [command] [flags]

  serve    serve the site and work its jobs (default); --demo loads demo content first
  work     work jobs only
  migrate  bring the database up to this version
  demo     load demo content; --remove removes it
  check    look for wrong counters, lost and orphaned files; --repair makes again what can be
  sweep    delete files that nothing has referred to for two weeks, as serve does; --dry-run only tells
  storage  adopt: use a storage with this database although it was another's
  backup   write a backup of database and files: photogram backup DIRECTORY or s3://…
  restore  bring a backup back: photogram restore DIRECTORY or s3://…; --check only verifies it
  user     add, reset, admin, suspend or delete: see photogram user -h
  token    print a new API token: --user NAME --scopes "basic likes"
  config   print every setting, where it comes from and its default

Settings come from the environment and from the file .env.
`

var errUsage = errors.New("usage")

// Run carries out a command and gives the code with which the program exits.
func Run(args []string) int {
	command := "serve"
	if len(args) > 0 && args[0] != "" && args[0][0] != '-' {
		command, args = args[0], args[1:]
	}
	if command == "render-child" {
		return media.ChildMain()
	}
	commands := map[string]func(context.Context, *site.Site, []string) error{
		"serve": serve, "work": work, "migrate": migrate, "demo": demoContent, "check": check, "sweep": sweep, "storage": storage,
		"backup": writeBackup, "restore": restore, "user": user, "token": token, "config": showConfig,
	}
	fn, ok := commands[command]
	if !ok {
		fmt.Fprint(os.Stderr, usage)
		if command == "help" {
			return 0
		}
		fmt.Fprintf(os.Stderr, "\nphotogram: there is no command %q\n", command)
		return exitUsage
	}
	cfg, err := settings.Load(os.Environ())
	if err != nil {
		fmt.Fprintf(os.Stderr, "photogram: the settings are wrong:\n%v\n", err)
		return exitUsage
	}
	if err := settings.ExportDotEnv(); err != nil {
		fmt.Fprintln(os.Stderr, "photogram:", err)
		return exitUsage
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	go func() { // a second signal ends the program at once
		<-ctx.Done()
		stop()
	}()
	if os.Getenv("GOGC") == "" {
		// The heap is small beside what requests allocate: collecting less often
		// saves a tenth of the processor time for some 20 MiB.
		debug.SetGCPercent(300)
	}
	s := &site.Site{Config: cfg, Log: newLogger(cfg)}
	slog.SetDefault(s.Log)
	err = fn(ctx, s, args)
	if closeErr := s.Close(); err == nil {
		err = closeErr
	}
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return 0
	case errors.Is(err, errUsage):
		fmt.Fprintln(os.Stderr, "photogram:", err)
		return exitUsage
	}
	fmt.Fprintln(os.Stderr, "photogram:", err)
	return exitFailed
}

func newLogger(cfg settings.Config) *slog.Logger {
	opts := &slog.HandlerOptions{Level: cfg.LogLevel}
	if cfg.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(os.Stderr, opts))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, opts))
}
