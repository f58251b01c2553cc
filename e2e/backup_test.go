package e2e

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"photogram/cli/backup"
	"photogram/cli/settings"
	"photogram/cli/site"
	"photogram/media/blob"
	"photogram/media/blob/blobtest"
	"photogram/migrations"
	"photogram/models"
	"photogram/models/embedded"
	"photogram/models/upkeep"
)

// emptyDatabases starts a PostgreSQL of its own and makes databases in it, owned
// by a role that may do nothing else. They have no extensions.
func emptyDatabases(t *testing.T, names ...string) (dsns []string) {
	t.Helper()
	ctx := context.Background()
	cluster, err := embedded.StartTemp(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cluster.Stop(ctx) })
	conn, err := pgx.Connect(ctx, cluster.DSN())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(ctx) }()
	var super bool
	if err := conn.QueryRow(ctx, `SELECT rolsuper FROM pg_roles WHERE rolname = current_user`).Scan(&super); err != nil || super {
		t.Fatalf("superuser %v, %v", super, err)
	}
	for _, name := range names {
		if _, err := conn.Exec(ctx, `CREATE DATABASE `+name+` TEMPLATE template0`); err != nil {
			t.Fatal(err)
		}
		dsns = append(dsns, cluster.DatabaseDSN(name))
	}
	return dsns
}

// refuses fails the test unless a command fails with these words.
func (s *server) refuses(command []string, words ...string) {
	s.t.Helper()
	code, out, errs := s.tryRun(command...)
	for _, w := range words {
		if code == 0 || !strings.Contains(errs, w) {
			s.t.Errorf("%v: %d, no word of %q: %s%s", command, code, w, out, errs)
		}
	}
}

// whole is a restored site that serves every picture, with the token of before.
func (s *server) whole(addresses []string, token string) {
	s.t.Helper()
	if out := s.run("check"); out != "Nothing is wrong." {
		s.t.Errorf("check: %s", out)
	}
	s.start()
	defer s.kill()
	for i, a := range addresses {
		addresses[i] = s.base + a[strings.Index(a, "/media/"):]
	}
	if got := fetch(s.t, addresses); got[http.StatusOK] != len(addresses) || len(addresses) < 100 {
		s.t.Errorf("of %d pictures: %v", len(addresses), got)
	}
	if _, ok := s.call(s.t.Context(), token, http.MethodGet, "/v1/users/self", nil, ""); !ok {
		s.t.Error("a token of before does not work")
	}
}

func TestBackupIsRestoredOnAnotherMachine(t *testing.T) {
	t.Parallel()
	s, _ := newDemo(t)
	token := s.run("token", "--user", "mira.aldana")
	s.start()
	addresses := s.pictures()
	dir := filepath.Join(t.TempDir(), "backups")
	if out := s.run("backup", dir); !strings.Contains(out, "read back and compared") || strings.Contains(out, "missing") {
		t.Fatalf("backup: %s", out)
	}
	if out := s.run("backup", dir); !strings.Contains(out, "; 0 of them are new there") {
		t.Errorf("a second backup: %s", out)
	}
	s.kill()
	// On a machine that has no site, and needs none.
	other := freshServer(t)
	if out := other.run("restore", dir, "--check"); !strings.Contains(out, "is whole") {
		t.Errorf("check: %s", out)
	}
	if _, err := os.Stat(filepath.Join(other.data, "postgres")); err == nil {
		t.Error("checking made a database")
	}

	t.Run("built-in database and files", func(t *testing.T) {
		other.t = t
		if out := other.run("restore", dir); !strings.Contains(out, "is restored: 13 accounts") {
			t.Errorf("restore: %s", out)
		}
		other.whole(addresses, token)
		other.refuses([]string{"restore", dir}, "13 accounts", "--overwrite", "Nothing was changed")
		other.start()
		other.refuses([]string{"restore", dir, "--overwrite"}, "another Photogram")
		other.kill()
		other.run("user", "add", "--username", "later", "--email", "later@example.org", "--password", "quiet harbour lantern")
		other.run("restore", "--overwrite", dir)
		other.refuses([]string{"token", "--user", "later"}, "there is no account")
		other.whole(addresses, token)
	})

	t.Run("own database by an ordinary role, and S3 where there is one", func(t *testing.T) {
		dsn := emptyDatabases(t, "restored")[0]
		settings := []string{"DATABASE_URL=" + dsn}
		s3 := blobtest.Start(t)
		storage := s3.Bucket("photos")
		settings = append(append(settings, "PHOTOGRAM_STORAGE_URL="+storage), blobtest.Env()...)
		own := freshServer(t, settings...)
		own.run("restore", dir)
		own.whole(addresses, token)
		// And from there to S3, and back.
		place := s3.Bucket("backups")
		own.refuses([]string{"backup", storage}, "elsewhere")
		own.run("backup", place)
		own.run("restore", "--check", place)
		back := freshServer(t, blobtest.Env()...)
		back.run("restore", place)
		back.whole(addresses, token)
	})

	t.Run("damage is found", func(t *testing.T) {
		var name string
		_ = filepath.WalkDir(filepath.Join(dir, "blobs"), func(path string, d os.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				name = path
			}
			return err
		})
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		raw[len(raw)/2] ^= 1
		if err := os.WriteFile(name, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		victim := freshServer(t)
		// Small squares of a picture can be one object.
		victim.refuses([]string{"restore", "--check", dir}, "damaged in ", filepath.Base(name))
		victim.refuses([]string{"restore", dir}, "database is as it was", "damaged")
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
		victim.refuses([]string{"restore", "--check", dir}, "not found")
		// The next backup mends it.
		s.t = t
		s.run("backup", dir)
		victim.run("restore", "--check", dir)
		victim.run("restore", dir)
	})

	t.Run("only the newest are kept", func(t *testing.T) {
		s.t = t
		before := files(t, filepath.Join(dir, "blobs"))
		s.run("demo", "--remove")
		if out := s.run("backup", "--keep", "1", dir); !strings.Contains(out, "3 older backups are deleted") {
			t.Errorf("keep: %s", out)
		}
		if _, err := os.Stat(filepath.Join(dir, "blobs")); !os.IsNotExist(err) || before < 100 {
			t.Errorf("of %d files some stay, though the demo was all: %v", before, err)
		}
		s.run("restore", "--check", dir)
	})

	t.Run("a newer backup is refused", func(t *testing.T) {
		path, m := manifest(t, dir)
		m["schema"] = migrations.Newest() + 1
		raw, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		freshServer(t).refuses([]string{"restore", dir}, "written by a newer Photogram", "Nothing was changed")
	})
}

// manifest is that of the only backup in a directory.
func manifest(t *testing.T, dir string) (path string, m map[string]any) {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "backups", "*", "manifest.json"))
	if err != nil || len(found) != 1 {
		t.Fatalf("%q, %v", found, err)
	}
	raw, err := os.ReadFile(found[0])
	if err == nil {
		err = json.Unmarshal(raw, &m)
	}
	if err != nil {
		t.Fatal(err)
	}
	return found[0], m
}

// A backup of an earlier version's database is brought up to date, and what was
// deleted while it was written is in it.
func TestAnOlderBackupIsMigrated(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	dsns := emptyDatabases(t, "older", "newer", "plain")
	pool, err := models.NewPool(ctx, dsns[0], 4)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	if _, err := migrations.UpTo(ctx, pool, 17); err != nil {
		t.Fatal(err)
	}
	store, err := models.Open(ctx, pool, models.Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = store.Close() }()
	if _, err := pool.Exec(ctx, `WITH ada AS (INSERT INTO users (id, username, email) VALUES (1000, 'ada', 'ada@example.org')
		RETURNING id, username),
		key AS (INSERT INTO people_keys (user_id, key) SELECT id, username FROM ada)
		INSERT INTO usernames (name, user_id) SELECT username, id FROM ada`); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	blobs, err := blob.Open(ctx, "file://"+filepath.Join(dir, "blobs"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = blobs.Close() }()
	older := &site.Site{Config: settings.Config{Database: dsns[0], DataDir: dir}, Store: store, Blobs: blobs, Pool: pool,
		Log: slog.New(slog.DiscardHandler)}
	if err := backup.Write(ctx, older, "file://"+filepath.Join(dir, "place"), 0); err != nil {
		t.Fatal(err)
	}
	if _, m := manifest(t, filepath.Join(dir, "place")); m["schema"] != 17.0 {
		t.Errorf("schema %v", m["schema"])
	}
	if held, err := upkeep.FilesHeld(ctx, store); held || err != nil {
		t.Errorf("files are held still: %v, %v", held, err)
	}
	s := freshServer(t, "DATABASE_URL="+dsns[1])
	s.run("restore", filepath.Join(dir, "place"))
	if out := s.run("check"); out != "Nothing is wrong." {
		t.Errorf("check: %s", out)
	}
	s.run("token", "--user", "ada")

	// A plain dump restores as an ordinary role too.
	program, err := embedded.Client("pg_dump", 0)
	if err != nil {
		t.Fatal(err)
	}
	dump, said, err := backup.Tool(ctx, program, dsns[1], "--no-owner")
	if err != nil {
		t.Fatal(err)
	}
	sql, err := dump.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	psql, err := embedded.Client("psql", 0)
	if err != nil {
		t.Fatal(err)
	}
	load, said, err := backup.Tool(ctx, psql, dsns[2], "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file=-")
	if err != nil {
		t.Fatal(err)
	}
	load.Stdin, load.Stdout = strings.NewReader(string(sql)), io.Discard
	if err := load.Run(); err != nil {
		t.Errorf("%v: %s", err, said)
	}
}
