package models_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"photogram/models"
	"photogram/models/modelstest"
)

func TestWhichErrorsAreOutages(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]bool{
		"08000": true, "08006": true, "08P01": true, "25006": true, "53100": true, "53300": true, "57P01": true, "57P03": true,
		"57014": true, "58030": true,
		"40001": true, "25P03": true, "23505": false, "22001": false, "42P01": false, "42501": false, "26000": false,
		"XX000": false, "": false,
	} {
		if got := models.IsUnavailable(fmt.Errorf("read: %w", &pgconn.PgError{Code: code})); got != want {
			t.Errorf("%q: %v, want %v", code, got, want)
		}
	}
	// What ends early may be a file that somebody sends; it is not the database's.
	for _, err := range []error{nil, io.EOF, io.ErrUnexpectedEOF, errors.New("x"), pgx.ErrNoRows, context.Canceled} {
		if models.IsUnavailable(err) {
			t.Errorf("%v is an outage", err)
		}
	}
	if !models.IsReadOnly(&pgconn.PgError{Code: "25006"}) || models.IsReadOnly(&pgconn.PgError{Code: "25001"}) {
		t.Error("read-only")
	}
}

func TestAConnectionThatEndsIsAnOutage(t *testing.T) {
	t.Parallel()
	db := modelstest.New(t)
	conn, err := db.Pool().Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	if _, err := db.Pool().Exec(t.Context(), `SELECT pg_terminate_backend($1, 5000)`, int32(conn.Conn().PgConn().PID())); err != nil {
		t.Fatal(err)
	}
	for range 3 { // its last words, then nothing
		if _, err := conn.Exec(t.Context(), `SELECT 1`); !models.IsUnavailable(err) {
			t.Errorf("%v", err)
		}
	}
	if err := db.Writable(t.Context()); err != nil {
		t.Error(err)
	}
	ended, cancel := context.WithTimeout(models.Bounded(t.Context(), 1), 0)
	defer cancel()
	if err := db.Writable(ended); !models.IsUnavailable(err) {
		t.Errorf("no time: %v", err)
	}
	if err := db.Writable(models.Bounded(t.Context(), 1)); !models.IsUnavailable(err) {
		t.Errorf("a bound of a nanosecond: %v", err)
	}
}
