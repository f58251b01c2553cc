package models

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

type boundKey struct{}

// Bounded makes each wait for the database in this context end after a time,
// however long the work as a whole takes, such as receiving a file.
func Bounded(ctx context.Context, each time.Duration) context.Context {
	return context.WithValue(ctx, boundKey{}, each)
}

// bounds ends statements of a bounded context in time.
type bounds struct{}

type endKey struct{}

// start gives a context that ends in time; finish must be called with it.
func (bounds) start(ctx context.Context) context.Context {
	each, ok := ctx.Value(boundKey{}).(time.Duration)
	if !ok {
		return ctx
	}
	ctx, cancel := context.WithTimeout(ctx, each)
	return context.WithValue(ctx, endKey{}, cancel)
}

func (bounds) finish(ctx context.Context) {
	if cancel, ok := ctx.Value(endKey{}).(context.CancelFunc); ok {
		cancel()
	}
}

func (b bounds) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	return b.start(ctx)
}

func (b bounds) TraceQueryEnd(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryEndData) {
	b.finish(ctx)
}

func (b bounds) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return b.start(ctx)
}

func (bounds) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}

func (b bounds) TraceBatchEnd(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchEndData) {
	b.finish(ctx)
}

func (b bounds) TraceAcquireStart(ctx context.Context, _ *pgxpool.Pool, _ pgxpool.TraceAcquireStartData) context.Context {
	return b.start(ctx)
}

func (b bounds) TraceAcquireEnd(ctx context.Context, _ *pgxpool.Pool, _ pgxpool.TraceAcquireEndData) {
	b.finish(ctx)
}
