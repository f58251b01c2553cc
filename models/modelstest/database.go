package modelstest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"photogram/migrations"
	"photogram/models"
	"photogram/models/embedded"
)

const template = "photogram_template"

var databases *pool

// pool makes databases by copying the files of a migrated one, some before they
// are asked for, and drops those that tests are done with. None is used twice.
type pool struct {
	cluster *embedded.Cluster
	admin   *pgxpool.Pool
	serial  atomic.Int64
	begin   sync.Once
	ready   chan made
	used    chan string
	over    chan struct{}
	work    sync.WaitGroup
	failed  error // of dropping
}

type made struct {
	name string
	err  error
}

func start(ctx context.Context) (*pool, error) {
	// One is ready and one is being made, each for one of two tests that begin at once.
	p := &pool{ready: make(chan made, 1), used: make(chan string, 1000), over: make(chan struct{})}
	var err error
	if p.cluster, err = embedded.StartTemp(ctx); err != nil {
		return nil, err
	}
	if err = p.prepare(ctx); err != nil {
		return nil, errors.Join(err, p.cluster.Stop(ctx))
	}
	p.work.Go(func() {
		for name := range p.used {
			p.failed = errors.Join(p.failed, p.drop(name))
		}
	})
	return p, nil
}

func (p *pool) prepare(ctx context.Context) error {
	var err error
	if p.admin, err = models.NewPool(ctx, p.cluster.DSN(), 4); err != nil {
		return err
	}
	if _, err = p.admin.Exec(ctx, `CREATE DATABASE `+template); err != nil {
		return err
	}
	pool, err := models.NewPool(ctx, p.dsn(template), 4)
	if err != nil {
		return err
	}
	defer pool.Close()
	_, err = migrations.Up(ctx, pool)
	return err
}

func (p *pool) stop(ctx context.Context) error {
	close(p.over)
	close(p.used)
	p.work.Wait()
	p.admin.Close()
	return errors.Join(p.failed, p.cluster.Stop(ctx))
}

func (p *pool) dsn(database string) string {
	u, err := url.Parse(p.cluster.DSN())
	if err != nil {
		panic(err)
	}
	u.Path = "/" + database
	return u.String()
}

// next is a migrated database that nobody has used.
func (p *pool) next() (string, error) {
	p.begin.Do(func() {
		p.work.Go(func() {
			for {
				var m made
				m.name, m.err = p.create(template)
				select {
				case p.ready <- m:
				case <-p.over:
					return
				}
			}
		})
	})
	m := <-p.ready
	return m.name, m.err
}

func (p *pool) create(from string) (string, error) {
	name := fmt.Sprintf("test_%d", p.serial.Add(1))
	_, err := p.admin.Exec(context.Background(), `CREATE DATABASE `+name+` TEMPLATE `+from+` STRATEGY file_copy`)
	return name, err
}

// drop removes a database. An autovacuum worker that is at work in it belongs to
// the superuser and cannot be ended by us, so it is waited for.
func (p *pool) drop(name string) error {
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		_, err := p.admin.Exec(context.Background(), `DROP DATABASE `+name+` WITH (FORCE)`)
		var pg *pgconn.PgError
		if err == nil || !errors.As(err, &pg) || pg.Code != "42501" && pg.Code != "55006" || time.Now().After(deadline) {
			return err
		}
	}
}
