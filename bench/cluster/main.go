// Command cluster runs Photogram as it runs on several machines, breaks one
// thing after the other under load, and tells what people saw: three servers, a
// worker, PgBouncer in transaction mode, S3 and a balancer, all of them real.
//
//	go run ./bench/cluster          # faults, one after the other
//	go run ./bench/cluster -fair    # what floods and stalled senders do to somebody else
//
// It needs PostgreSQL's programs, PgBouncer and build/tools/versitygw, which
// ./test builds, and sends traffic to loopback only. Small disks that fill up
// need root. It exits with 1 when an acknowledged write is lost, when something
// does not recover by itself, or when somebody else waits too long.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"syscall"
	"time"
)

var (
	fairness = flag.Bool("fair", false, "measure what floods, stalled senders and text bombs do to another person's login and upload")
	crowd    = flag.Int("people", 5, "people who read and write all the time")
	hold     = flag.Duration("hold", 6*time.Second, "how long a thing stays broken")
	hang     = flag.Duration("hang", 15*time.Second, "how long a thing hangs; requests have a deadline of ten seconds")
	patience = flag.Duration("patience", 2*time.Minute, "how long everything may take to be well again")
	only     = flag.String("only", "", "regular expression of the faults, or with -fair of the troubles, to bring about")
	prebuilt = flag.String("binary", "", "the program; built when it is not given")
	keep     = flag.Bool("keep", false, "keep the directory with the logs")
	samples  = flag.Int("n", 12, "with -fair: logins and uploads measured each time")
)

var errFailed = errors.New("failed: see above")

func main() {
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx)
	stop()
	if err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context) (err error) {
	which, err := regexp.Compile(*only)
	if err != nil {
		return fmt.Errorf("-only: %w", err)
	}
	dir, err := os.MkdirTemp("", "photogram-cluster-")
	if err != nil {
		return err
	}
	defer func() {
		if *keep {
			fmt.Println("logs are in", dir)
			return
		}
		_ = os.RemoveAll(dir)
	}()
	if err := os.Chmod(dir, 0o755); err != nil { // the database's user goes through it
		return err
	}
	program := *prebuilt
	if program == "" {
		if program, err = build(ctx, dir); err != nil {
			return err
		}
	}
	if program, err = filepath.Abs(program); err != nil {
		return err
	}
	if *fairness {
		return fair(ctx, dir, program, which)
	}
	return faults(ctx, dir, program, which)
}

// root is the directory of the module, above the working directory.
func root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", errors.New("no go.mod above this directory")
		}
	}
}

func build(ctx context.Context, dir string) (string, error) {
	from, err := root()
	if err != nil {
		return "", err
	}
	fmt.Println("building Photogram")
	program := filepath.Join(dir, "photogram")
	cmd := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-o", program, ".")
	cmd.Dir = from
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build: %w\n%s", err, out)
	}
	return program, nil
}
