package e2e

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"photogram/models/embedded"
)

// inDatabase does something in the built-in database of a running server.
func (s *server) inDatabase(do func(context.Context, *pgx.Conn) error) error {
	dsn, err := embedded.Attach(s.data)
	if err != nil {
		return err
	}
	ctx := s.t.Context()
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(context.Background()) }()
	return do(ctx, conn)
}

// sql carries out statements there.
func (s *server) sql(statements ...string) {
	s.t.Helper()
	err := s.inDatabase(func(ctx context.Context, conn *pgx.Conn) error {
		for _, sql := range statements {
			if _, err := conn.Exec(ctx, sql); err != nil {
				return fmt.Errorf("%s: %w", sql, err)
			}
		}
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// rows tells what queries find there, for the message of a test that failed.
func (s *server) rows(queries ...string) string {
	var out strings.Builder
	err := s.inDatabase(func(ctx context.Context, conn *pgx.Conn) error {
		for _, sql := range queries {
			rows, err := conn.Query(ctx, sql)
			if err != nil {
				return err
			}
			lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
			if err != nil {
				return err
			}
			fmt.Fprintf(&out, "%s:\n%s\n", sql, strings.Join(lines, "\n"))
		}
		return nil
	})
	if err != nil {
		fmt.Fprintln(&out, err)
	}
	return out.String()
}
