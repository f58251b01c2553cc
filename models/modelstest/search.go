package modelstest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
)

// Column is a column of any table of the database, those of the job queue included.
type Column struct{ Table, Name, Type string }

// String is how the column is written in tests.
func (c Column) String() string { return c.Table + "." + c.Name }

// text is the column's value as text, whatever its type.
func (c Column) text() string {
	name := pgx.Identifier{c.Name}.Sanitize()
	if c.Type == "bytea" {
		return `encode(` + name + `, 'escape')`
	}
	return name + `::text`
}

// Columns lists all columns of all tables.
func (db *DB) Columns() []Column {
	db.t.Helper()
	rows, err := db.Pool().Query(context.Background(), `SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c
		JOIN information_schema.tables t USING (table_schema, table_name)
		WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND t.table_type = 'BASE TABLE'
		ORDER BY 1, 2`)
	if err != nil {
		db.t.Fatal(err)
	}
	out, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Column])
	if err != nil {
		db.t.Fatal(err)
	}
	return out
}

// Search counts, for each column of each table, the rows whose value matches a
// regular expression. Columns without one are left out.
func (db *DB) Search(pattern string) map[string]int {
	db.t.Helper()
	out := map[string]int{}
	for _, c := range db.Columns() {
		var n int
		err := db.Pool().QueryRow(context.Background(),
			fmt.Sprintf(`SELECT count(*) FROM %s WHERE %s ~ $1`, pgx.Identifier{c.Table}.Sanitize(), c.text()), pattern).Scan(&n)
		if err != nil {
			db.t.Fatalf("search %s: %v", c, err)
		}
		if n > 0 {
			out[c.String()] = n
		}
	}
	return out
}

// Dump is every row of every table as text, but for columns and tables that are
// named as "table.column" and "table".
func (db *DB) Dump(except ...string) map[string][]string {
	db.t.Helper()
	tables := map[string][]string{}
	for _, c := range db.Columns() {
		if !slices.Contains(except, c.Table) && !slices.Contains(except, c.String()) {
			tables[c.Table] = append(tables[c.Table], c.text())
		}
	}
	out := map[string][]string{}
	for _, table := range slices.Sorted(maps.Keys(tables)) {
		rows, err := db.Pool().Query(context.Background(),
			fmt.Sprintf(`SELECT ROW(%s)::text FROM %s ORDER BY 1`, strings.Join(tables[table], ", "), pgx.Identifier{table}.Sanitize()))
		if err != nil {
			db.t.Fatal(err)
		}
		if out[table], err = pgx.CollectRows(rows, pgx.RowTo[string]); err != nil {
			db.t.Fatal(err)
		}
	}
	return out
}
