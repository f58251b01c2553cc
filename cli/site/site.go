// Package site opens what a command needs: database, storage, media and jobs, and
// wires pages and API over them. It knows no command.
package site

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"photogram/cli/settings"
	"photogram/jobs"
	"photogram/media"
	"photogram/media/blob"
	"photogram/migrations"
	"photogram/models"
	"photogram/models/embedded"
	"photogram/models/tally"
	"photogram/models/upkeep"
	"photogram/payment"
	"photogram/web"
)

// Site is what a command opened; Close ends it in the right order.
type Site struct {
	Config  settings.Config
	Log     *slog.Logger
	Cluster *embedded.Cluster // nil with DATABASE_URL
	Pool    *pgxpool.Pool
	Store   *models.Store
	Blobs   blob.Store
	renders *media.Pool
	videos  *media.Videos

	tempLock sync.Mutex
	temp     *os.File // the directory of temporary files, locked
}

// OpenPool reaches the database, starting the built-in one if need be. With
// exclusive it must be this program that starts it.
func (s *Site) OpenPool(ctx context.Context, exclusive bool) error {
	dsn := s.Config.Database
	if dsn == "" {
		open := embedded.Open
		if exclusive {
			open = embedded.Start
		}
		var err error
		s.Cluster, err = open(ctx, embedded.Options{DataDir: s.Config.DataDir, Logger: s.Log})
		if err != nil {
			return err
		}
		dsn = s.Cluster.DSN()
	}
	var err error
	if s.pooled() {
		s.Pool, err = models.NewPooled(ctx, dsn, s.Config.DatabasePool)
	} else {
		s.Pool, err = models.NewPool(ctx, dsn, s.Config.DatabasePool)
	}
	if err != nil {
		return err
	}
	if err := s.reach(ctx); err != nil || s.pooled() || s.Cluster != nil {
		return err
	}
	return s.findPooler(ctx)
}

// reachTime is how long a start waits for a database that does not answer yet, as
// when both are started together or the machine has much to do.
const reachTime = 30 * time.Second

// reach waits for the database to answer.
func (s *Site) reach(ctx context.Context) error {
	for end := time.Now().Add(reachTime); ; {
		err := s.Pool.Ping(ctx)
		if err == nil || !models.IsUnavailable(err) || ctx.Err() != nil || time.Now().After(end) {
			return err
		}
		s.Log.Warn("the database does not answer yet; trying again", "error", err)
		select {
		case <-ctx.Done():
			return err
		case <-time.After(time.Second):
		}
	}
}

// pooled is whether DATABASE_URL is a transaction pooler's.
func (s *Site) pooled() bool {
	return s.Cluster == nil && s.Config.DatabaseDirect != "" && s.Config.DatabaseDirect != s.Config.Database
}

// findPooler warns where something stands between us and the database, which
// must not be a transaction pooler then.
func (s *Site) findPooler(ctx context.Context) error {
	conn, err := s.Pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	var session uint32
	if err := conn.QueryRow(ctx, `SELECT pg_backend_pid()`, pgx.QueryExecModeExec).Scan(&session); err != nil {
		return err
	}
	if session != conn.Conn().PgConn().PID() {
		s.Log.Warn("DATABASE_URL leads to a pooler such as PgBouncer: unless it keeps one session for each connection, " +
			"set PHOTOGRAM_DATABASE_DIRECT_URL to the database's own address")
	}
	return nil
}

// Open reaches the database and brings it up to date.
func (s *Site) Open(ctx context.Context, exclusive bool) error {
	if err := s.OpenPool(ctx, exclusive); err != nil {
		return err
	}
	if err := s.Migrate(ctx); err != nil {
		return err
	}
	var err error
	s.Store, err = models.Open(ctx, s.Pool,
		models.Options{Connections: s.Config.DatabasePool, Direct: s.Config.DatabaseDirect, Quota: s.Config.AccountMaxBytes, Log: s.Log})
	if err == nil && s.Cluster != nil && !s.Cluster.Guest() {
		err = s.Store.Alone(ctx)
	}
	return err
}

// Migrate works on a direct connection, since its lock does not survive a pooler.
func (s *Site) Migrate(ctx context.Context) error {
	pool := s.Pool
	if s.pooled() {
		direct, err := models.NewPool(ctx, s.Config.DatabaseDirect, 4)
		if err != nil {
			return err
		}
		defer direct.Close()
		if err := sameDatabase(ctx, s.Pool, direct); err != nil {
			return err
		}
		pool = direct
	}
	n, err := migrations.Up(ctx, pool)
	if n > 0 {
		s.Log.Info("the database is up to date", "steps", n)
	}
	return err
}

func sameDatabase(ctx context.Context, pooled, direct *pgxpool.Pool) error {
	one, err := upkeep.DatabaseID(ctx, pooled)
	if err != nil {
		return err
	}
	other, err := upkeep.DatabaseID(ctx, direct)
	if err == nil && one != other {
		err = errors.New("PHOTOGRAM_DATABASE_DIRECT_URL leads to another database than DATABASE_URL")
	}
	return err
}

// OpenBlobs reaches the storage, which must be that of the open database.
func (s *Site) OpenBlobs(ctx context.Context) error {
	if err := s.OpenForeignBlobs(ctx); err != nil {
		return err
	}
	return s.Foreign(jobs.CheckClaim(ctx, s.Store, s.Blobs))
}

// Foreign adds to an error about the storage which storage and database are meant.
func (s *Site) Foreign(err error) error {
	var foreign *jobs.ForeignError
	if !errors.As(err, &foreign) {
		return err
	}
	database := "the one of DATABASE_URL"
	if s.Cluster != nil {
		database = "the built-in one in " + s.Config.DataDir + ", since DATABASE_URL is not set"
	}
	return fmt.Errorf("storage %s, database %s: %w", s.Config.Storage, database, err)
}

// OpenForeignBlobs reaches the storage, whoever it belongs to.
func (s *Site) OpenForeignBlobs(ctx context.Context) error {
	var err error
	if s.Blobs, err = blob.Open(ctx, s.Config.Storage); err != nil {
		return err
	}
	if err := s.Blobs.Ping(ctx); err != nil {
		return fmt.Errorf("PHOTOGRAM_STORAGE_URL, %s: %w", s.Config.Storage, err)
	}
	return nil
}

// OpenMedia starts what decodes photos, and gives what takes them in.
func (s *Site) OpenMedia(ctx context.Context) (*media.Intake, error) {
	if err := s.OpenBlobs(ctx); err != nil {
		return nil, err
	}
	dir, err := s.TempDir()
	if err != nil {
		return nil, err
	}
	// Also for what libraries put into the system's, such as large forms.
	if err := os.Setenv("TMPDIR", dir); err != nil {
		return nil, err
	}
	if confinement, err := media.Confine(); err != nil {
		s.Log.ErrorContext(ctx, "photos and videos can't be decoded", "error", err)
	} else {
		confinement.Log(ctx, s.Log)
	}
	// One child more than renders, so that an upload is checked at once, and one for AVIF.
	s.renders = media.NewPool(media.PoolOptions{Workers: s.renderWorkers() + 2,
		Limits: media.Limits{MaxBytes: s.Config.UploadMaxBytes}, Logger: s.Log,
		MayCheck: s.Store.MayCheck, CheckTook: s.Store.CheckTook})
	s.videos = media.NewVideos(media.VideoOptions{Limits: media.VideoLimits{MaxBytes: s.Config.VideoMaxBytes,
		MaxDuration: time.Duration(s.Config.VideoMaxSeconds) * time.Second}, Logger: s.Log})
	return &media.Intake{Pool: s.renders, Videos: s.videos, Blobs: s.Blobs, TempDir: dir, NewID: s.Store.NewID,
		Free: func(ctx context.Context, keys ...string) error { return upkeep.FreeFiles(ctx, s.Store, keys...) }}, nil
}

func (s *Site) renderWorkers() int {
	if s.Config.RenderWorkers > 0 {
		return s.Config.RenderWorkers
	}
	return runtime.NumCPU()
}

func (s *Site) outbox() jobs.Outbox { return jobs.Outbox{Dir: filepath.Join(s.Config.DataDir, "mail")} }

func (s *Site) Mailer() (jobs.Mailer, error) {
	if s.Config.SMTP == "" {
		return s.outbox(), nil
	}
	return jobs.NewSMTP(s.Config.SMTP, jobs.Sender(s.Config.SiteName, s.Config.MailFrom))
}

// calm is how long nothing is swept after a start.
const calm = 15 * time.Minute

// fetchTime bounds how long fetching a file may take in the background.
const fetchTime = 100 * time.Second

func (s *Site) StartJobs(ctx context.Context, intake *media.Intake) (*jobs.Runner, error) {
	mailer, err := s.Mailer()
	if err != nil {
		return nil, err
	}
	dir, err := s.TempDir()
	if err != nil {
		return nil, err
	}
	tally.Start(s.Store)
	return jobs.Start(ctx, jobs.Deps{Store: s.Store, Blobs: s.Blobs, Pool: s.renders, Mailer: mailer, Intake: intake,
		Fetch: web.NewFetcher(s.Config.FetchHosts).Patient(fetchTime), Call: web.NewCaller(s.Config.FetchHosts),
		TempDir: dir, UploadDir: s.Config.UploadDir, AVIF: s.Config.AVIF,
		RenderWorkers: s.renderWorkers(), Videos: s.videos, VideoWorkers: s.Config.VideoWorkers, SiteName: s.Config.SiteName,
		BaseURL: s.Config.BaseURL, Log: s.Log, Calm: calm, Payments: s.payments()})
}

// payments are the ways to pay at this site.
func (s *Site) payments() *payment.Providers {
	return &payment.Providers{Store: s.Store, Stripe: payment.NewStripe(s.Store, s.Config.StripeURL)}
}

// clusterTime bounds how long the built-in database may take to stop.
const clusterTime = 20 * time.Second

func (s *Site) Close() error {
	var problems []error
	if s.renders != nil {
		problems = append(problems, s.renders.Close())
	}
	if s.Store != nil {
		problems = append(problems, s.Store.Close())
	}
	if s.Blobs != nil {
		problems = append(problems, s.Blobs.Close())
	}
	if s.Pool != nil {
		s.Pool.Close()
	}
	if s.Cluster != nil {
		ctx, cancel := context.WithTimeout(context.Background(), clusterTime)
		defer cancel()
		problems = append(problems, s.Cluster.Stop(ctx))
	}
	return errors.Join(append(problems, s.closeTemp())...)
}

// DirectDSN is the database's address past a transaction pooler.
func (s *Site) DirectDSN() string {
	switch {
	case s.Cluster != nil:
		return s.Cluster.DSN()
	case s.Config.DatabaseDirect != "":
		return s.Config.DatabaseDirect
	}
	return s.Config.Database
}
