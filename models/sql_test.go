package models_test

import (
	"reflect"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/modelstest"
)

type owned struct {
	OwnerID models.ID
	Note    *string
}

type found struct {
	owned  `gorm:"embedded"`
	ID     models.ID
	Name   string
	AVIF   int `gorm:"column:avif_files"`
	When   time.Time
	Data   map[string]int
	Hidden string                `gorm:"-"`
	Last   struct{ Kind string } `gorm:"embedded;embeddedPrefix:last_"`
}

// Columns find their fields by name; one that is null leaves the zero value, and one
// that has no field is passed over.
func TestRowsOfStatements(t *testing.T) {
	t.Parallel()
	db := modelstest.New(t)
	ctx, q := t.Context(), db.Pool()
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	sql := `SELECT n AS id, @owner::bigint AS owner_id, nullif(@note::text, '') AS note, nullif('x', 'x') AS name, 7 AS avif_files,
		@at::timestamptz AS when, '{"a": 1}'::jsonb AS data, 'like' AS last_kind, 'lost' AS hidden, true AS unknown
		FROM generate_series(1, @n::int) n ORDER BY n`
	args := models.Args{"owner": models.ID(5), "note": "", "at": at, "n": 2}
	var all []found
	must(t, models.Find(ctx, q, &all, sql, args))
	for i := range all {
		all[i].When = all[i].When.UTC()
	}
	want := found{owned: owned{OwnerID: 5}, ID: 1, AVIF: 7, When: at, Data: map[string]int{"a": 1}}
	want.Last.Kind = "like"
	second := want
	second.ID = 2
	if !reflect.DeepEqual(all, []found{want, second}) {
		t.Errorf("%+v", all)
	}
	var one found
	must(t, models.Take(ctx, q, &one, sql, args))
	if one.ID != 1 {
		t.Errorf("%+v", one)
	}
	args["n"] = 0
	if err := models.Take(ctx, q, &one, sql, args); !models.IsNoRows(err) {
		t.Errorf("no row: %v", err)
	}
	must(t, models.Read(ctx, q, &one, sql, args))
	if one.ID != 1 {
		t.Errorf("no row changed what was there: %+v", one)
	}
	var ids []models.ID
	owners, keys := models.Columns([]models.Key{{Owner: 1, ID: 2}, {Owner: 3, ID: 4}})
	must(t, models.Find(ctx, q, &ids, `SELECT o + i FROM unnest(@owners::bigint[], @ids::bigint[]) k (o, i)`,
		models.Args{"owners": owners, "ids": keys}))
	if !reflect.DeepEqual(ids, []models.ID{3, 7}) {
		t.Error(ids)
	}
	if err := models.Find(ctx, q, &ids, `SELECT 1, 2`, nil); err == nil {
		t.Error("two columns fit one value")
	}
}
