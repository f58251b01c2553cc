package main

import (
	"context"
	"database/sql/driver"
	"encoding/hex"
	"fmt"
	"log/slog"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"photogram/models"
	"photogram/models/index"
)

// rewind is a place deep in every feed.
const (
	rewindKey = models.ID(1_000_000_009_000)
	rewind    = "1000000009000"
)

// recorder is a store whose statements are written down.
type recorder struct {
	pool  *pgxpool.Pool
	store *models.Store
	mu    sync.Mutex
	on    bool
	list  []string
}

func record(ctx context.Context, dsn string) (*recorder, error) {
	cfg, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, err
	}
	r := &recorder{}
	cfg.ConnConfig.Tracer = r
	if r.pool, err = pgxpool.NewWithConfig(ctx, cfg); err != nil {
		return nil, err
	}
	r.store, err = models.Open(ctx, r.pool, models.Options{Log: slog.New(slog.DiscardHandler)})
	return r, err
}

// prepare runs the jobs that keep what reads rely on.
func (r *recorder) prepare(ctx context.Context) error {
	if err := index.RankPrefixes(ctx, r.store); err != nil {
		return err
	}
	_, err := r.pool.Exec(ctx, `ANALYZE people_prefixes, tag_prefixes`)
	return err
}

func (r *recorder) close() {
	_ = r.store.Close()
	r.pool.Close()
}

// script is what the store sends for one read, as pgbench can send it again.
func (r *recorder) script(_ context.Context, call func(*models.Store) error) (string, error) {
	if err := call(r.store); err != nil { // authors are known afterwards, as they are to a busy server
		return "", err
	}
	r.mu.Lock()
	r.on, r.list = true, nil
	r.mu.Unlock()
	err := call(r.store)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.on = false
	return strings.Join(r.list, ""), err
}

func (r *recorder) keep(sql string, args []any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.on {
		r.list = append(r.list, inline(sql, args)+";\n")
	}
}

func (r *recorder) TraceQueryStart(ctx context.Context, _ *pgx.Conn, d pgx.TraceQueryStartData) context.Context {
	r.keep(d.SQL, d.Args)
	return ctx
}
func (r *recorder) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}
func (r *recorder) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return ctx
}
func (r *recorder) TraceBatchQuery(_ context.Context, _ *pgx.Conn, d pgx.TraceBatchQueryData) {
	r.keep(d.SQL, d.Args)
}
func (r *recorder) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

var placeholder = regexp.MustCompile(`\$\d+`)

// inline writes the arguments into a statement, on one line.
func inline(sql string, args []any) string {
	for len(args) > 0 { // database/sql puts options of pgx before the arguments
		if _, ok := args[0].(pgx.QueryResultFormatsByOID); !ok {
			break
		}
		args = args[1:]
	}
	sql = placeholder.ReplaceAllStringFunc(sql, func(p string) string {
		n, _ := strconv.Atoi(p[1:])
		if n > len(args) {
			return p
		}
		return literal(args[n-1])
	})
	return strings.Join(strings.Fields(sql), " ")
}

func literal(v any) string {
	if valuer, ok := v.(driver.Valuer); ok {
		v, _ = valuer.Value()
	}
	switch x := v.(type) {
	case nil:
		return "NULL"
	case string:
		return "'" + strings.ReplaceAll(x, "'", "''") + "'"
	case []byte:
		return `'\x` + hex.EncodeToString(x) + `'::bytea`
	case time.Time:
		return "'" + x.Format(time.RFC3339Nano) + "'::timestamptz"
	case time.Duration:
		return fmt.Sprintf("'%d microseconds'::interval", x.Microseconds())
	}
	r := reflect.ValueOf(v)
	switch r.Kind() {
	case reflect.Pointer:
		if r.IsNil() {
			return "NULL"
		}
		return literal(r.Elem().Interface())
	case reflect.Slice:
		parts := make([]string, r.Len())
		kind := "bigint[]"
		for i := range parts {
			parts[i] = literal(r.Index(i).Interface())
			if r.Index(i).Kind() == reflect.String {
				kind = "text[]"
			}
		}
		return "ARRAY[" + strings.Join(parts, ",") + "]::" + kind
	case reflect.Int, reflect.Int64, reflect.Int32:
		return strconv.FormatInt(r.Int(), 10)
	case reflect.String:
		return literal(r.String())
	}
	return fmt.Sprint(v)
}
