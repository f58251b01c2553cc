package embedded

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// extensions are made in every database where the server offers them; what
// uses them has a way without them.
var extensions = [...]string{"pg_trgm"}

// formerExtensions were made by earlier versions and used by nothing. A dump
// that has them does not restore where they are not installed.
var formerExtensions = [...]string{"hll"}

// DSN is the connection string of Photogram's database, password included:
// never print it.
func (c *Cluster) DSN() string { return c.DatabaseDSN(database) }

// DatabaseDSN is the connection string of another database of the cluster.
// Photogram's role may make databases.
func (c *Cluster) DatabaseDSN(name string) string { return c.dsn(role, name) }

func (c *Cluster) dsn(user, name string) string {
	u := url.URL{
		Scheme:   "postgres",
		User:     url.UserPassword(user, c.password),
		Path:     "/" + name,
		RawQuery: url.Values{"host": {c.socket}, "port": {"5432"}}.Encode(),
	}
	return u.String()
}

// provision brings the role, the database and the extensions to what they
// should be; it may be cut off anywhere and repeated. The role is no
// superuser: the server can read files and run programs, and pages must not.
func (c *Cluster) provision(ctx context.Context) error {
	if err := c.makeExtensions(ctx, "template1"); err != nil {
		return fmt.Errorf("prepare the database: %w", err)
	}
	if err := c.makeDatabase(ctx); err != nil {
		return fmt.Errorf("prepare the database: %w", err)
	}
	if err := c.makeExtensions(ctx, database); err != nil {
		return fmt.Errorf("prepare the database: %w", err)
	}
	return nil
}

func (c *Cluster) makeDatabase(ctx context.Context) error {
	return c.asSuperuser(ctx, superuser, func(conn *pgx.Conn) error {
		var hasRole, hasDatabase bool
		err := conn.QueryRow(ctx, `select exists (select from pg_roles where rolname = $1),
			exists (select from pg_database where datname = $2)`,
			role, database).Scan(&hasRole, &hasDatabase)
		if err != nil {
			return err
		}
		// The password is base32, so it needs no quoting; repeating it heals a replaced password file.
		verb := "create"
		if hasRole {
			verb = "alter"
		}
		if _, err := conn.Exec(ctx, fmt.Sprintf("%s role %s login createdb password '%s'", verb, role, c.password)); err != nil {
			return err
		}
		if !hasDatabase {
			_, err = conn.Exec(ctx, fmt.Sprintf("create database %s owner %s", database, role))
		}
		return err
	})
}

func (c *Cluster) makeExtensions(ctx context.Context, name string) error {
	return c.asSuperuser(ctx, name, func(conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, `select name from pg_available_extensions where name = any($1) and installed_version is null`,
			extensions[:])
		if err != nil {
			return err
		}
		missing, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			return err
		}
		for _, ext := range missing {
			if _, err := conn.Exec(ctx, "create extension if not exists "+ext); err != nil {
				return err
			}
		}
		for _, ext := range formerExtensions {
			_, err := conn.Exec(ctx, "drop extension if exists "+ext)
			var pg *pgconn.PgError
			if errors.As(err, &pg) && pg.Code == "2BP01" { // the administrator uses it
				continue
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func (c *Cluster) asSuperuser(ctx context.Context, name string, do func(*pgx.Conn) error) error {
	conn, err := pgx.Connect(ctx, c.dsn(superuser, name))
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	return do(conn)
}
