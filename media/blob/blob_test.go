package blob

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"photogram/media/blob/blobtest"
)

// stores are the kinds under test, each empty.
func stores(t *testing.T, test func(t *testing.T, s Store)) {
	t.Run("file", func(t *testing.T) {
		test(t, openTemp(t))
	})
	t.Run("s3", func(t *testing.T) {
		s, err := Open(t.Context(), blobtest.Start(t).Bucket("photos"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		test(t, s)
	})
}

func openTemp(t *testing.T) *fileStore {
	t.Helper()
	s, err := Open(t.Context(), "file://"+filepath.Join(t.TempDir(), "blobs"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s.(*fileStore)
}

func put(t *testing.T, s Store, key, content string) {
	t.Helper()
	if err := s.Put(t.Context(), key, strings.NewReader(content), "text/plain"); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, s Store, key string) string {
	t.Helper()
	r, err := s.Get(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	if r.Size != int64(len(b)) || time.Since(r.ModTime) > time.Hour {
		t.Errorf("%s: size %d of %d, modified %v", key, r.Size, len(b), r.ModTime)
	}
	return string(b)
}

func keys(t *testing.T, s Store, prefix string) string {
	t.Helper()
	var found []string
	if err := s.List(t.Context(), prefix, func(e Entry) error {
		found = append(found, fmt.Sprintf("%s:%d", e.Key, e.Size))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	sort.Strings(found)
	return strings.Join(found, " ")
}

func TestStore(t *testing.T) {
	t.Parallel()
	stores(t, func(t *testing.T, s Store) {
		ctx := t.Context()
		if err := s.Ping(ctx); err != nil {
			t.Fatal(err)
		}
		put(t, s, "r/ab/abcd/320.webp", "small")
		put(t, s, "r/ab/abcd/1080.webp", "larger one")
		put(t, s, "r/ab/abce/320.webp", "x")
		put(t, s, "top", "")
		put(t, s, "top", "replaced")

		if got := read(t, s, "r/ab/abcd/320.webp"); got != "small" {
			t.Errorf("read %q", got)
		}
		if got := read(t, s, "top"); got != "replaced" {
			t.Errorf("read %q", got)
		}
		if got, want := keys(t, s, "r/ab/abcd/"), "r/ab/abcd/1080.webp:10 r/ab/abcd/320.webp:5"; got != want {
			t.Errorf("list: %s, want %s", got, want)
		}
		if got, want := keys(t, s, ""), "r/ab/abcd/1080.webp:10 r/ab/abcd/320.webp:5 r/ab/abce/320.webp:1 top:8"; got != want {
			t.Errorf("list all: %s, want %s", got, want)
		}
		if got := keys(t, s, "nothing/here/"); got != "" {
			t.Errorf("list of nothing: %s", got)
		}
		stop := errors.New("stop")
		if err := s.List(ctx, "", func(Entry) error { return stop }); !errors.Is(err, stop) {
			t.Errorf("list stopped with %v", err)
		}

		for _, key := range []string{"r/ab/none", "none", "r/ab", "top/below"} {
			if _, err := s.Get(ctx, key); !errors.Is(err, ErrNotFound) {
				t.Errorf("get %s: %v", key, err)
			}
			if err := s.Delete(ctx, key); err != nil {
				t.Errorf("delete %s: %v", key, err)
			}
		}
		if err := s.DeletePrefix(ctx, "r/ab/abcd/"); err != nil {
			t.Fatal(err)
		}
		if err := s.DeletePrefix(ctx, "r/ab/abcd/"); err != nil {
			t.Errorf("again: %v", err)
		}
		if err := s.Delete(ctx, "top"); err != nil {
			t.Fatal(err)
		}
		if got, want := keys(t, s, ""), "r/ab/abce/320.webp:1"; got != want {
			t.Errorf("left: %s, want %s", got, want)
		}
	})
}

func TestSeek(t *testing.T) {
	t.Parallel()
	stores(t, func(t *testing.T, s Store) {
		put(t, s, "a/b", "0123456789")
		r, err := s.Get(t.Context(), "a/b")
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		if _, err := r.Seek(6, io.SeekStart); err != nil {
			t.Fatal(err)
		}
		if b, err := io.ReadAll(r); err != nil || string(b) != "6789" {
			t.Errorf("%q, %v", b, err)
		}
	})
}

func TestKeys(t *testing.T) {
	t.Parallel()
	stores(t, func(t *testing.T, s Store) {
		for _, key := range []string{
			"", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/./b", ".tmp/x", "a/.hidden",
			"a b", "a\x00b", "a\\b", "ä", "a\nb", "~a", "a:b", "%2e", strings.Repeat("k", MaxKey+1),
		} {
			if err := s.Put(t.Context(), key, strings.NewReader("x"), ""); !errors.Is(err, ErrBadKey) {
				t.Errorf("put %q: %v", key, err)
			}
			if _, err := s.Get(t.Context(), key); !errors.Is(err, ErrBadKey) {
				t.Errorf("get %q: %v", key, err)
			}
			if err := s.Delete(t.Context(), key); !errors.Is(err, ErrBadKey) {
				t.Errorf("delete %q: %v", key, err)
			}
		}
		for _, prefix := range []string{"", "/", "a", "../", "a/../"} {
			if err := s.DeletePrefix(t.Context(), prefix); !errors.Is(err, ErrBadKey) {
				t.Errorf("delete prefix %q: %v", prefix, err)
			}
		}
	})
}

// brokenReader fails after some bytes.
type brokenReader struct{ left int }

var errBroken = errors.New("sender went away")

func (b *brokenReader) Read(p []byte) (int, error) {
	if b.left == 0 {
		return 0, errBroken
	}
	n := min(len(p), b.left)
	b.left -= n
	return n, nil
}

func TestPutIsWholeOrNothing(t *testing.T) {
	t.Parallel()
	stores(t, func(t *testing.T, s Store) {
		put(t, s, "a/b", "old")
		if err := s.Put(t.Context(), "a/b", &brokenReader{100_000}, ""); !errors.Is(err, errBroken) {
			t.Errorf("broken sender: %v", err)
		}
		cancelled, cancel := context.WithCancel(t.Context())
		cancel()
		if err := s.Put(cancelled, "a/b", strings.NewReader("new"), ""); !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: %v", err)
		}
		if got := read(t, s, "a/b"); got != "old" {
			t.Errorf("after failures: %q", got)
		}
		if f, ok := s.(*fileStore); ok {
			if left, _ := fs.ReadDir(f.root.FS(), unfinishedDir); len(left) != 0 {
				t.Errorf("left behind: %v", left)
			}
		}
	})
}

func TestConcurrentPutAndDelete(t *testing.T) {
	t.Parallel()
	s := openTemp(t)
	var all sync.WaitGroup
	for worker := range 8 {
		all.Go(func() {
			for i := range 30 {
				key := fmt.Sprintf("x/y/%d-%d", worker, i)
				if err := s.Put(t.Context(), key, strings.NewReader(key), ""); err != nil {
					t.Error(err)
				}
				if err := s.Put(t.Context(), "x/y/same", bytes.NewReader(bytes.Repeat([]byte{byte('a' + worker)}, 5000)), ""); err != nil {
					t.Error(err)
				}
				if err := s.Delete(t.Context(), key); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if got := keys(t, s, ""); got != "x/y/same:5000" {
		t.Fatal(got)
	}
	if got := read(t, s, "x/y/same"); strings.Count(got, got[:1]) != 5000 {
		t.Error("the blob is a mixture")
	}
}

func TestFilesAreForTheirOwnerOnly(t *testing.T) {
	t.Parallel()
	s := openTemp(t)
	put(t, s, "a/b/c", "x")
	for name, want := range map[string]fs.FileMode{"a": 0o700 | fs.ModeDir, "a/b": 0o700 | fs.ModeDir, "a/b/c": 0o600} {
		info, err := s.root.Stat(name)
		if err != nil || info.Mode() != want {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
	if err := s.Delete(t.Context(), "a/b/c"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.root.Stat("a"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("empty directories stay: %v", err)
	}
}

func TestLinksDoNotLeaveTheStore(t *testing.T) {
	t.Parallel()
	s := openTemp(t)
	outside := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(outside, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Dir(outside), filepath.Join(s.root.Name(), "link")); err != nil {
		t.Fatal(err)
	}
	if r, err := s.Get(t.Context(), "link/secret"); err == nil {
		r.Close()
		t.Error("read through a link")
	}
}

func TestSweepOfUnfinishedFiles(t *testing.T) {
	t.Parallel()
	s := openTemp(t)
	left := func() *os.File {
		f, _, err := s.unfinished()
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	there := func(f *os.File) bool {
		_, err := os.Stat(filepath.Join(s.root.Name(), unfinishedDir, filepath.Base(f.Name())))
		return err == nil
	}
	dead, writing := left(), left()
	defer writing.Close()
	dead.Close()
	s.sweep(time.Now().Add(-time.Hour))
	if !there(dead) || !there(writing) {
		t.Error("a young one went")
	}
	s.sweep(time.Now().Add(time.Hour))
	if there(dead) {
		t.Error("an old one stays")
	}
	if !there(writing) {
		t.Error("one went that is being written")
	}
}

func TestFullDisk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := syscall.Mount("photogram-test", dir, "tmpfs", 0, "size=64k"); err != nil {
		t.Skipf("needs the right to mount: %v", err)
	}
	defer func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) }()
	s, err := Open(t.Context(), "file://"+dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Put(t.Context(), "a/b", bytes.NewReader(make([]byte, 1<<20)), ""); !errors.Is(err, ErrNoSpace) {
		t.Errorf("put: %v", err)
	}
	if got := keys(t, s, ""); got != "" {
		t.Errorf("something stays: %s", got)
	}
	put(t, s, "a/b", "there is room again")
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"", "/var/lib/x", "file://relative/x", "http://x/", "file:x", "mem://"} {
		if s, err := Open(t.Context(), address); err == nil {
			s.Close()
			t.Errorf("%q was opened", address)
		}
	}
}
