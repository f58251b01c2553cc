package main

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

	"photogram/jobs"
	"photogram/media"
	"photogram/media/blob"
	"photogram/migrations"
	"photogram/models"
	"photogram/models/embedded"
	"photogram/models/upkeep"
	"photogram/web"
)

// site is what a command opened; close ends it in the right order.
type site struct {
	cfg     Config
	log     *slog.Logger
	cluster *embedded.Cluster // nil with DATABASE_URL
	pool    *pgxpool.Pool
	store   *models.Store
	blobs   blob.Store
	renders *media.Pool
	videos  *media.Videos

	tempLock sync.Mutex
	temp     *os.File // the directory of temporary files, locked
}

// openPool reaches the database, starting the built-in one if need be. With
// exclusive it must be this program that starts it.
func (s *site) openPool(ctx context.Context, exclusive bool) error {
	dsn := s.cfg.Database
	if dsn == "" {
		open := embedded.Open
		if exclusive {
			open = embedded.Start
		}
		var err error
		s.cluster, err = open(ctx, embedded.Options{DataDir: s.cfg.DataDir, Logger: s.log})
		if err != nil {
			return err
		}
		dsn = s.cluster.DSN()
	}
	var err error
	if s.pooled() {
		s.pool, err = models.NewPooled(ctx, dsn, s.cfg.DatabasePool)
	} else {
		s.pool, err = models.NewPool(ctx, dsn, s.cfg.DatabasePool)
	}
	if err != nil {
		return err
	}
	if err := s.pool.Ping(ctx); err != nil || s.pooled() || s.cluster != nil {
		return err
	}
	return s.findPooler(ctx)
}

// pooled is whether DATABASE_URL is a transaction pooler's.
func (s *site) pooled() bool {
	return s.cluster == nil && s.cfg.DatabaseDirect != "" && s.cfg.DatabaseDirect != s.cfg.Database
}

// findPooler warns where something stands between us and the database, which
// must not be a transaction pooler then.
func (s *site) findPooler(ctx context.Context) error {
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	var session uint32
	if err := conn.QueryRow(ctx, `SELECT pg_backend_pid()`, pgx.QueryExecModeExec).Scan(&session); err != nil {
		return err
	}
	if session != conn.Conn().PgConn().PID() {
		s.log.Warn("DATABASE_URL leads to a pooler such as PgBouncer: unless it keeps one session for each connection, " +
			"set PHOTOGRAM_DATABASE_DIRECT_URL to the database's own address")
	}
	return nil
}

// open reaches the database and brings it up to date.
func (s *site) open(ctx context.Context, exclusive bool) error {
	if err := s.openPool(ctx, exclusive); err != nil {
		return err
	}
	if err := s.migrate(ctx); err != nil {
		return err
	}
	var err error
	s.store, err = models.Open(ctx, s.pool, models.Options{Connections: s.cfg.DatabasePool, Direct: s.cfg.DatabaseDirect, Quota: s.cfg.AccountMaxBytes, Log: s.log})
	if err == nil && s.cluster != nil && !s.cluster.Guest() {
		err = s.store.Alone(ctx)
	}
	return err
}

// migrate works on a direct connection, since its lock does not survive a pooler.
func (s *site) migrate(ctx context.Context) error {
	pool := s.pool
	if s.pooled() {
		direct, err := models.NewPool(ctx, s.cfg.DatabaseDirect, 4)
		if err != nil {
			return err
		}
		defer direct.Close()
		if err := sameDatabase(ctx, s.pool, direct); err != nil {
			return err
		}
		pool = direct
	}
	n, err := migrations.Up(ctx, pool)
	if n > 0 {
		s.log.Info("the database is up to date", "steps", n)
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

// openBlobs reaches the storage, which must be that of the open database.
func (s *site) openBlobs(ctx context.Context) error {
	if err := s.openForeignBlobs(ctx); err != nil {
		return err
	}
	return s.foreign(jobs.CheckClaim(ctx, s.store, s.blobs))
}

// foreign adds to an error about the storage which storage and database are meant.
func (s *site) foreign(err error) error {
	var foreign *jobs.ForeignError
	if !errors.As(err, &foreign) {
		return err
	}
	database := "the one of DATABASE_URL"
	if s.cluster != nil {
		database = "the built-in one in " + s.cfg.DataDir + ", since DATABASE_URL is not set"
	}
	return fmt.Errorf("storage %s, database %s: %w", s.cfg.Storage, database, err)
}

// openForeignBlobs reaches the storage, whoever it belongs to.
func (s *site) openForeignBlobs(ctx context.Context) error {
	var err error
	if s.blobs, err = blob.Open(ctx, s.cfg.Storage); err != nil {
		return err
	}
	if err := s.blobs.Ping(ctx); err != nil {
		return fmt.Errorf("PHOTOGRAM_STORAGE_URL, %s: %w", s.cfg.Storage, err)
	}
	return nil
}

// openMedia starts what decodes photos, and gives what takes them in.
func (s *site) openMedia(ctx context.Context) (*media.Intake, error) {
	if err := s.openBlobs(ctx); err != nil {
		return nil, err
	}
	dir, err := s.tempDir()
	if err != nil {
		return nil, err
	}
	// Also for what libraries put into the system's, such as large forms.
	if err := os.Setenv("TMPDIR", dir); err != nil {
		return nil, err
	}
	if confinement, err := media.Confine(); err != nil {
		s.log.ErrorContext(ctx, "photos and videos can't be decoded", "error", err)
	} else {
		confinement.Log(ctx, s.log)
	}
	// One child more than renders, so that an upload is checked at once, and one for AVIF.
	s.renders = media.NewPool(media.PoolOptions{Workers: s.renderWorkers() + 2, Limits: media.Limits{MaxBytes: s.cfg.UploadMaxBytes}, Logger: s.log,
		MayCheck: s.store.MayCheck, CheckTook: s.store.CheckTook})
	s.videos = media.NewVideos(media.VideoOptions{Limits: media.VideoLimits{MaxBytes: s.cfg.VideoMaxBytes, MaxDuration: time.Duration(s.cfg.VideoMaxSeconds) * time.Second}, Logger: s.log})
	return &media.Intake{Pool: s.renders, Videos: s.videos, Blobs: s.blobs, TempDir: dir, NewID: s.store.NewID,
		Free: func(ctx context.Context, keys ...string) error { return upkeep.FreeFiles(ctx, s.store, keys...) }}, nil
}

func (s *site) renderWorkers() int {
	if s.cfg.RenderWorkers > 0 {
		return s.cfg.RenderWorkers
	}
	return runtime.NumCPU()
}

func (s *site) outbox() jobs.Outbox { return jobs.Outbox{Dir: filepath.Join(s.cfg.DataDir, "mail")} }

func (s *site) mailer() (jobs.Mailer, error) {
	if s.cfg.SMTP == "" {
		return s.outbox(), nil
	}
	return jobs.NewSMTP(s.cfg.SMTP, jobs.Sender(s.cfg.SiteName, s.cfg.MailFrom))
}

// calm is how long nothing is swept after a start.
const calm = 15 * time.Minute

// fetchTime bounds how long fetching a file may take in the background.
const fetchTime = 100 * time.Second

func (s *site) startJobs(ctx context.Context, intake *media.Intake) (*jobs.Runner, error) {
	mailer, err := s.mailer()
	if err != nil {
		return nil, err
	}
	dir, err := s.tempDir()
	if err != nil {
		return nil, err
	}
	return jobs.Start(ctx, jobs.Deps{Store: s.store, Blobs: s.blobs, Pool: s.renders, Mailer: mailer, Intake: intake, Fetch: web.NewFetcher(s.cfg.FetchHosts).Patient(fetchTime), TempDir: dir, UploadDir: s.cfg.UploadDir, AVIF: s.cfg.AVIF,
		RenderWorkers: s.renderWorkers(), Videos: s.videos, VideoWorkers: s.cfg.VideoWorkers, SiteName: s.cfg.SiteName, BaseURL: s.cfg.BaseURL, Log: s.log, Calm: calm})
}

// clusterTime bounds how long the built-in database may take to stop.
const clusterTime = 20 * time.Second

func (s *site) close() error {
	var problems []error
	if s.renders != nil {
		problems = append(problems, s.renders.Close())
	}
	if s.store != nil {
		problems = append(problems, s.store.Close())
	}
	if s.blobs != nil {
		problems = append(problems, s.blobs.Close())
	}
	if s.pool != nil {
		s.pool.Close()
	}
	if s.cluster != nil {
		ctx, cancel := context.WithTimeout(context.Background(), clusterTime)
		defer cancel()
		problems = append(problems, s.cluster.Stop(ctx))
	}
	return errors.Join(append(problems, s.closeTemp())...)
}
