package shop_test

import (
	"context"
	"encoding/json"
	"reflect"
	"testing"

	"photogram/models"
	"photogram/models/modelstest"
)

func TestMain(m *testing.M) { modelstest.Main(m) }

var (
	must     = modelstest.Must
	wantKind = modelstest.WantKind
)

func equal(t testing.TB, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: %v, not %v", what, got, want)
	}
}

func jsonOf(t testing.TB, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	must(t, err)
	return string(raw)
}

// dying is a context that ends once an import wrote something.
type dying struct {
	context.Context
	db *modelstest.DB
	id models.ID
}

func (d dying) Err() error {
	var at int
	_ = d.db.Pool().QueryRow(context.Background(), `SELECT position FROM catalog_imports WHERE id = $1`, d.id).Scan(&at)
	if at > 0 {
		return context.Canceled
	}
	return d.Context.Err()
}

// contextDyingAfter is a context that ends after the first batch of an import.
func contextDyingAfter(t testing.TB, db *modelstest.DB, id models.ID) (context.Context, func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for ctx.Err() == nil {
			if (dying{ctx, db, id}).Err() != nil {
				cancel()
			}
		}
	}()
	return ctx, func() { cancel(); <-done }
}
