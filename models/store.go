// Package models is the ground floor of what Photogram keeps: the store and its
// transactions, ids, the clock, errors, pages of lists, limits, and the grammar of
// what people write. Each subject has a room below this folder, with its rows, its
// rules and every SQL statement about it. This package must know none of them, and
// nothing of HTTP, HTML, JSON shapes or where bytes are kept.
package models

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"runtime"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	gormlogger "gorm.io/gorm/logger"
)

// Store is the one way to the database. Its methods are safe for concurrent use.
type Store struct {
	pool    *pgxpool.Pool
	sql     *sql.DB
	db      *gorm.DB
	Queue   *river.Client[pgx.Tx]
	ids     *idSource
	lease   *idLease
	Hashing *Turns
	acted   chan struct{}
	direct  *pgxpool.Pool // past a transaction pooler, for what needs a session; or pool
	parts   parts
	now     func() time.Time
	Log     *slog.Logger
	secret  []byte
	pushKey PushKey
	// PullAbove is from how many followers on an account's posts are pulled.
	PullAbove int64
	Quota     int64
}

// Options say how a Store is opened.
type Options struct {
	// Connections bounds the pool; 0 means three for each core.
	Connections int
	// Now is the clock; nil means the machine's.
	Now func() time.Time
	Log *slog.Logger
	// Direct is the database's address past a transaction pooler, for what needs a
	// session, such as to listen; "" means the pool's.
	Direct string
	// PasswordHashes is how many passwords may be hashed at once; each takes
	// 64 MiB. 0 means one for each core.
	PasswordHashes int
	// PullAbove is from how many followers on an account's posts are no longer
	// pushed into feeds but read when a feed is. 0 means 50,000.
	PullAbove int64
	// Quota is what the files of one account may take, in bytes; 0 is no limit.
	Quota int64
}

// NewPool connects to a database. The first statement waits for the server no
// longer than the context allows.
func NewPool(ctx context.Context, dsn string, connections int) (*pgxpool.Pool, error) {
	return newPool(ctx, dsn, connections, false)
}

// NewPooled is NewPool for an address of a transaction pooler: one statement may
// go to another session than the one before, so none is prepared in a session.
// An address that says itself how statements are sent has its way.
func NewPooled(ctx context.Context, dsn string, connections int) (*pgxpool.Pool, error) {
	return newPool(ctx, dsn, connections, !strings.Contains(dsn, "default_query_exec_mode"))
}

func newPool(ctx context.Context, dsn string, connections int, unprepared bool) (*pgxpool.Pool, error) {
	cfg, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, fmt.Errorf("read the database address: %w", err)
	}
	if connections <= 0 {
		connections = 3 * runtime.NumCPU()
	}
	if unprepared {
		cfg.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeCacheDescribe
	}
	cfg.MaxConns = int32(max(connections, 4))
	cfg.ConnConfig.ConnectTimeout = 2 * time.Second
	cfg.ConnConfig.Tracer = bounds{}
	dial := cfg.ConnConfig.DialFunc
	cfg.ConnConfig.DialFunc = func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return knownConn{conn}, nil
	}
	cfg.ConnConfig.RuntimeParams["application_name"] = "photogram"
	cfg.ConnConfig.RuntimeParams["timezone"] = "UTC"
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("connect to the database: %w", err)
	}
	return pool, nil
}

// Open uses a migrated database. The caller closes the Store, then the pool.
func Open(ctx context.Context, pool *pgxpool.Pool, opts Options) (*Store, error) {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Log == nil {
		opts.Log = slog.Default()
	}
	if opts.PasswordHashes <= 0 {
		opts.PasswordHashes = runtime.NumCPU()
	}
	if opts.PullAbove <= 0 {
		opts.PullAbove = 50_000
	}
	s := &Store{
		pool: pool, sql: stdlib.OpenDBFromPool(pool), now: opts.Now, Log: opts.Log,
		Hashing: hashTurns(opts.PasswordHashes),
		acted:   make(chan struct{}, 1), PullAbove: opts.PullAbove, Quota: opts.Quota, direct: pool,
	}
	s.sql.SetMaxIdleConns(0)
	var err error
	if opts.Direct != "" {
		if s.direct, err = NewPool(ctx, opts.Direct, 4); err != nil {
			return nil, err
		}
	}
	s.db, err = gorm.Open(postgres.New(postgres.Config{Conn: s.sql}), &gorm.Config{
		SkipDefaultTransaction: true, DisableAutomaticPing: true,
		Logger: gormlogger.Discard, NowFunc: func() time.Time { return s.now().UTC() },
	})
	if err != nil {
		return nil, fmt.Errorf("open gorm: %w", err)
	}
	s.Queue, err = river.NewClient(riverpgxv5.New(pool), &river.Config{Logger: opts.Log, MaxAttempts: JobAttempts})
	if err != nil {
		return nil, fmt.Errorf("open the job queue: %w", err)
	}
	if s.secret, err = s.sharedSecret(ctx, "urls"); err != nil {
		return nil, err
	}
	vapid, err := s.sharedSecret(ctx, "vapid")
	if err != nil {
		return nil, err
	}
	s.pushKey = newPushKey(vapid)
	if s.lease, err = leaseServer(ctx, s); err != nil {
		return nil, err
	}
	return s, nil
}

// Close writes what waits in memory and gives the server number back. The pool stays open.
func (s *Store) Close() error {
	s.parts.close()
	s.lease.release()
	if s.direct != s.pool {
		s.direct.Close()
	}
	return s.sql.Close()
}

// QueueDriver is how a job runner reaches the queue.
func (s *Store) QueueDriver() riverdriver.Driver[pgx.Tx] {
	return queueDriver{riverpgxv5.New(s.pool), riverpgxv5.New(s.direct)}
}

// queueDriver hears of new jobs past a transaction pooler, which hands on no notifications.
type queueDriver struct {
	*riverpgxv5.Driver
	direct *riverpgxv5.Driver
}

func (d queueDriver) GetListener(params *riverdriver.GetListenenerParams) riverdriver.Listener {
	return d.direct.GetListener(params)
}

// Pool is the connection pool below the Store.
func (s *Store) Pool() *pgxpool.Pool { return s.pool }

// Now is the Store's clock.
func (s *Store) Now() time.Time { return s.now().UTC() }

// NewID makes an id.
func (s *Store) NewID() ID { return s.ids.next() }

// Secret is a random key that all servers on this database share.
func (s *Store) Secret() []byte { return s.secret }

// Ping asks the database for an answer.
func (s *Store) Ping(ctx context.Context) error { return s.pool.Ping(ctx) }

// Writable asks the database for an answer and whether it takes writes.
func (s *Store) Writable(ctx context.Context) error {
	_, err := s.pool.Exec(ctx, `UPDATE id_servers SET holder = holder WHERE holder = $1`, s.lease.holder)
	if err != nil {
		return fmt.Errorf("write to the database: %w", err)
	}
	return nil
}

// QueueDepth counts the jobs that could run now but have not started, and the
// age of the oldest.
func (s *Store) QueueDepth(ctx context.Context) (n int, oldest time.Duration, err error) {
	var seconds float64
	err = s.pool.QueryRow(ctx, `SELECT count(*), coalesce(extract(epoch FROM now() - min(scheduled_at)), 0)
		FROM river_job WHERE state = 'available' AND scheduled_at <= now()`).Scan(&n, &seconds)
	return n, time.Duration(seconds * float64(time.Second)), err
}

func (s *Store) sharedSecret(ctx context.Context, name string) ([]byte, error) {
	fresh := make([]byte, 32)
	if _, err := rand.Read(fresh); err != nil {
		return nil, fmt.Errorf("make a secret: %w", err)
	}
	var value []byte
	err := s.pool.QueryRow(ctx, `WITH n AS (INSERT INTO secrets (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING value)
		SELECT value FROM n UNION ALL SELECT value FROM secrets WHERE name = $1 LIMIT 1`, name, fresh).Scan(&value)
	if errors.Is(err, pgx.ErrNoRows) { // another server inserted it between the two
		err = s.pool.QueryRow(ctx, `SELECT value FROM secrets WHERE name = $1`, name).Scan(&value)
	}
	if err != nil {
		return nil, fmt.Errorf("read the shared secret: %w", err)
	}
	return value, nil
}
