package e2e

import (
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"photogram/models"
	"photogram/models/embedded"
	"photogram/models/making"
	"photogram/models/post"
)

// with is the same program with other settings.
func (s *server) with(settings ...string) *server {
	other := *s
	other.cmd, other.log, other.env = nil, new(output), append(append([]string{}, s.env...), settings...)
	s.t.Cleanup(other.kill)
	return &other
}

// files counts the files below a directory.
func files(t *testing.T, dir string) (n int) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			n++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// age makes the files below a directory look as old as d.
func ageFiles(t *testing.T, dir string, d time.Duration) {
	t.Helper()
	at := time.Now().Add(-d)
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			err = os.Chtimes(path, at, at)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestStorageAndDatabaseBelongTogether(t *testing.T) {
	t.Parallel()
	s, _ := newDemo(t)
	blobs := filepath.Join(s.data, "blobs")
	ageFiles(t, blobs, 24*time.Hour)
	before := files(t, blobs)
	originals := files(t, filepath.Join(blobs, "o"))
	another := freshServer(t, "PHOTOGRAM_STORAGE_URL=file://"+blobs)
	elsewhere := s.with("PHOTOGRAM_STORAGE_URL=file://" + t.TempDir())
	refuse := func(what string, s *server, commands ...string) {
		t.Helper()
		for _, command := range commands {
			code, out, errs := s.tryRun(strings.Fields(command)...)
			for _, want := range []string{"photogram storage adopt", "--yes", "DATABASE_URL", "Nothing was changed"} {
				if code != 1 || !strings.Contains(errs, want) {
					t.Errorf("%s, %v: %d %s%s", what, command, code, out, errs)
					break
				}
			}
		}
	}
	refuse("another database", another, "serve", "work", "check --repair", "sweep", "demo --remove")
	refuse("empty storage", elsewhere, "serve", "demo")
	if n := files(t, blobs); n != before {
		t.Fatalf("%d files, %d before", n, before)
	}

	out := another.run("storage", "adopt")
	if !strings.Contains(out, "belongs to the site") || !strings.Contains(out, "Nothing was changed") ||
		!strings.Contains(out, "knows 0, and "+strconv.Itoa(before-1)+" not") {
		t.Errorf("adopt: %s", out)
	}
	if code, _, _ := another.tryRun("check"); code == 0 {
		t.Error("asking adopted it")
	}
	if out := another.run("storage", "adopt", "--yes"); !strings.Contains(out, "Done") {
		t.Errorf("adopt --yes: %s", out)
	}
	for range 2 {
		if code, out, errs := another.tryRun("sweep"); code == 0 ||
			!strings.Contains(errs, strconv.Itoa(originals)+" of "+strconv.Itoa(originals)+" originals look orphaned") {
			t.Errorf("sweep after that: %d %s%s", code, out, errs)
		}
	}
	if code, _, errs := s.tryRun("check"); code == 0 || !strings.Contains(errs, "photogram storage adopt") {
		t.Errorf("the site that had it: %s", errs)
	}
	s.run("storage", "adopt", "--yes")
	if out := s.run("check"); out != "Nothing is wrong." {
		t.Errorf("taken back: %s", out)
	}
	if n := files(t, blobs); n != before {
		t.Errorf("%d files, %d before", n, before)
	}
}

func TestSweepTellsAndWaits(t *testing.T) {
	t.Parallel()
	s, _ := newDemo(t)
	stray := filepath.Join(s.data, "blobs", "o", "1", "2")
	if err := os.MkdirAll(filepath.Dir(stray), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(stray, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	ageFiles(t, filepath.Dir(stray), 48*time.Hour)
	if out := s.run("sweep", "--dry-run"); !strings.Contains(out, "nothing refers to 1 (1 of ") ||
		!strings.Contains(out, "0 would be deleted now.") {
		t.Errorf("dry run: %s", out)
	}
	if out := s.run("sweep"); !strings.Contains(out, "waits: o/1/2") || !strings.Contains(out, "0 deleted.") {
		t.Errorf("sweep: %s", out)
	}
	if _, err := os.Stat(stray); err != nil {
		t.Error(err)
	}
}

// pictures are the addresses of all public pictures and videos that rows speak of.
func (s *server) pictures() (out []string) {
	s.t.Helper()
	ctx := s.t.Context()
	dsn := s.setting("DATABASE_URL")
	if dsn == "" {
		cluster, err := embedded.Open(ctx, embedded.Options{DataDir: s.setting("PHOTOGRAM_DATA_DIR")})
		if err != nil {
			s.t.Fatal(err)
		}
		defer func() { _ = cluster.Stop(ctx) }()
		dsn = cluster.DSN()
	}
	pool, err := models.NewPool(ctx, dsn, 4)
	if err != nil {
		s.t.Fatal(err)
	}
	defer pool.Close()
	public := map[models.ID]bool{}
	rows, err := pool.Query(ctx, `SELECT m.id FROM media m JOIN posts p ON p.owner_id = m.owner_id AND p.id = m.post_id
		JOIN users u ON u.id = p.owner_id
		WHERE p.state = 'published' AND p.audience = 'everyone' AND NOT u.is_private AND NOT m.staged`)
	if err != nil {
		s.t.Fatal(err)
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[models.ID])
	if err != nil {
		s.t.Fatal(err)
	}
	for _, id := range ids {
		public[id] = true
	}
	err = making.FilesIn(ctx, pool, func(f post.File) error {
		parts := strings.Split(f.Key, "/")
		switch {
		case f.Key[0] == 'a':
			out = append(out, s.base+"/media/avatar/"+parts[2]+"/"+parts[3])
		case (f.Key[0] == 'r' || f.Key[0] == 'v') && public[f.Media]:
			out = append(out, s.base+"/media/"+parts[2]+"/"+parts[3])
		}
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return out
}

// fetch asks for addresses and counts the answers by status.
func fetch(t *testing.T, addresses []string) map[int]int {
	t.Helper()
	got := map[int]int{}
	for _, a := range addresses {
		res, err := http.Get(a)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, res.Body)
		_ = res.Body.Close()
		got[res.StatusCode]++
	}
	return got
}

// served waits until all pictures are there.
func (s *server) served(addresses []string) {
	s.t.Helper()
	if len(addresses) < 100 {
		s.t.Fatalf("only %d addresses", len(addresses))
	}
	var got map[int]int
	for deadline := time.Now().Add(stepTime); time.Now().Before(deadline); time.Sleep(200 * time.Millisecond) {
		if got = fetch(s.t, addresses); got[http.StatusOK] == len(addresses) {
			return
		}
	}
	s.t.Fatalf("of %d pictures: %v\n%s", len(addresses), got, s.log.String())
}

func TestPicturesComeBackFromOriginals(t *testing.T) {
	t.Parallel()
	for _, way := range []string{"check --repair", "requests alone"} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			s, _ := newDemo(t)
			blobs := filepath.Join(s.data, "blobs")
			entries, err := os.ReadDir(blobs)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range entries {
				if e.Name() != "o" {
					if err := os.RemoveAll(filepath.Join(blobs, e.Name())); err != nil {
						t.Fatal(err)
					}
				}
			}
			if way == "check --repair" {
				if out := s.run("check", "--repair"); !strings.Contains(out, "are ordered") || !strings.Contains(out, "photogram serve") {
					t.Errorf("check --repair: %s", out)
				}
			}
			s.start()
			addresses := s.pictures()
			if way == "requests alone" {
				if got := fetch(t, addresses); got[http.StatusServiceUnavailable] < len(addresses)/2 || got[http.StatusNotFound] > 0 {
					t.Errorf("first answers: %v", got)
				}
			}
			s.served(addresses)
		})
	}
}
