package models

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm/schema"
)

// Args are the values of a statement by the names that it has for them, as in @owner.
type Args = pgx.NamedArgs

// Querier carries out statements: the pool, or a transaction.
type Querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
}

// Do carries out a statement.
func Do(ctx context.Context, q Querier, sql string, args Args) error {
	_, err := DoCount(ctx, q, sql, args)
	return err
}

// DoCount is Do, and how many rows it concerned.
func DoCount(ctx context.Context, q Querier, sql string, args Args) (int64, error) {
	tag, err := q.Exec(ctx, sql, with(args)...)
	return tag.RowsAffected(), err
}

// Find reads all rows of a statement.
func Find[T any](ctx context.Context, q Querier, into *[]T, sql string, args Args) error {
	rows, err := q.Query(ctx, sql, with(args)...)
	if err != nil {
		return err
	}
	*into, err = pgx.CollectRows(rows, rowTo[T])
	return err
}

// Take reads the first row of a statement; IsNoRows tells of an error that there is none.
func Take[T any](ctx context.Context, q Querier, into *T, sql string, args Args) error {
	rows, err := q.Query(ctx, sql, with(args)...)
	if err != nil {
		return err
	}
	v, err := pgx.CollectOneRow(rows, rowTo[T])
	if err == nil {
		*into = v
	}
	return err
}

// Read is Take that leaves what is there where there is no row.
func Read[T any](ctx context.Context, q Querier, into *T, sql string, args Args) error {
	err := Take(ctx, q, into, sql, args)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	return err
}

func with(args Args) []any {
	if len(args) == 0 {
		return nil
	}
	return []any{args}
}

// rowTo reads a row: the columns of a struct by their names, and of anything else
// the one that there is. A column that is null leaves the zero value.
func rowTo[T any](row pgx.CollectableRow) (out T, err error) {
	v := reflect.ValueOf(&out).Elem()
	columns := row.FieldDescriptions()
	targets := make([]any, len(columns))
	var fields []reflect.Value
	if v.Kind() != reflect.Struct || v.Type() == reflect.TypeFor[time.Time]() {
		if len(columns) != 1 {
			return out, fmt.Errorf("%d columns for a %s", len(columns), v.Type())
		}
		fields = []reflect.Value{v}
	} else {
		fields = make([]reflect.Value, len(columns))
		places := placesOf(v.Type())
		for i, c := range columns {
			if place, ok := places[c.Name]; ok {
				fields[i] = v.FieldByIndex(place)
			}
		}
	}
	held := make([]reflect.Value, len(fields))
	for i, f := range fields {
		if f.IsValid() {
			held[i] = reflect.New(reflect.PointerTo(f.Type()))
			targets[i] = held[i].Interface()
		}
	}
	if err := row.Scan(targets...); err != nil {
		return out, err
	}
	for i, f := range fields {
		if f.IsValid() && !held[i].Elem().IsNil() {
			f.Set(held[i].Elem().Elem())
		}
	}
	return out, nil
}

var places sync.Map // of the columns in structs, by type

// placesOf are the fields of a struct by column, as gorm names them.
func placesOf(t reflect.Type) map[string][]int {
	if known, ok := places.Load(t); ok {
		return known.(map[string][]int)
	}
	out := map[string][]int{}
	addPlaces(out, t, "", nil)
	places.Store(t, out)
	return out
}

func addPlaces(out map[string][]int, t reflect.Type, prefix string, at []int) {
	for i := range t.NumField() {
		f := t.Field(i)
		tags := schema.ParseTagSetting(f.Tag.Get("gorm"), ";")
		if _, skip := tags["-"]; skip || !f.IsExported() && !f.Anonymous {
			continue
		}
		place := append(append([]int{}, at...), i)
		_, embedded := tags["EMBEDDED"]
		if f.Type.Kind() == reflect.Struct && (f.Anonymous || embedded) {
			addPlaces(out, f.Type, prefix+tags["EMBEDDEDPREFIX"], place)
			continue
		}
		name := tags["COLUMN"]
		if name == "" {
			name = schema.NamingStrategy{}.ColumnName("", f.Name)
		}
		if name = prefix + name; len(out[name]) == 0 || len(out[name]) > len(place) { // the outer field wins
			out[name] = place
		}
	}
}

// Key names a row of a table whose key begins with its owner.
type Key struct{ Owner, ID ID }

// Columns are keys as the two arrays that a statement takes.
func Columns(keys []Key) (owners, ids []ID) {
	for _, k := range keys {
		owners, ids = append(owners, k.Owner), append(ids, k.ID)
	}
	return owners, ids
}
