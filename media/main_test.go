package media

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"photogram/models/modelstest/tmpfs"
)

// The test binary is its own render child, so tests go through a real one.
func TestMain(m *testing.M) {
	if os.Getenv("PHOTOGRAM_TEST_CHILD") == "1" || len(os.Args) == 2 && os.Args[1] == childCommand {
		attempts = testAttempts
		os.Exit(ChildMain())
	}
	if len(os.Args) > 1 && os.Args[1] == attemptCommand {
		for _, a := range os.Args[2:] {
			op, path, _ := strings.Cut(a, " at ")
			fmt.Printf("%q\n", fmt.Sprint(forbidden[op](path)))
		}
		os.Exit(0)
	}
	if len(os.Args) == 2 && os.Args[1] == holdCommand {
		hold()
	}
	if len(os.Args) == 3 && os.Args[1] == oldCommand {
		old(os.Args[2])
	}
	done := tmpfs.Use()
	code := m.Run()
	done()
	os.Exit(code)
}

// long leaves a test out in short mode.
func long(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("not in short mode: takes long")
	}
}

func newTestPool(t testing.TB, change func(*PoolOptions)) *Pool {
	t.Helper()
	o := PoolOptions{
		Args:    []string{},
		Env:     []string{"PHOTOGRAM_TEST_CHILD=1"},
		Workers: 2,
		Stall:   10 * time.Minute, // a busy machine is no fault of the photo's
		Logger:  slog.New(slog.NewTextHandler(os.Stderr, nil)),
	}
	if change != nil {
		change(&o)
	}
	p := NewPool(o)
	t.Cleanup(func() { p.Close() })
	return p
}

// bimgFile is one of the test pictures that the bimg module ships.
func bimgFile(t testing.TB, name string) string {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/h2non/bimg").Output()
	if err != nil {
		t.Fatalf("bimg's test pictures: %v", err)
	}
	path := filepath.Join(strings.TrimSpace(string(out)), "testdata", name)
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("bimg's test pictures: %v", err)
	}
	return path
}

func fileOf(t testing.TB, path string) *os.File {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func writeTemp(t testing.TB, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "upload")
	if err := os.WriteFile(path, bytes.Clone(data), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
