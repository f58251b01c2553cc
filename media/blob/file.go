package blob

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"
)

// unfinishedDir holds blobs that are still being written. Keys cannot start with a dot.
const unfinishedDir = ".tmp"

// unfinishedAge is when an unfinished blob that nobody holds counts as left behind
// by a crash. Whoever writes one holds a lock on it, but for its first moment.
const unfinishedAge = time.Minute

// unlockedAge is the same where the disk has no locks.
const unlockedAge = 24 * time.Hour

// unfinishedName is how rand.Text writes.
var unfinishedName = regexp.MustCompile(`^[A-Z2-7]{26,}$`)

// fileStore keeps blobs as files of mode 0600 in directories of mode 0700.
type fileStore struct {
	root *os.Root // no path leaves it, whatever links are in the way
}

func openFiles(dir string) (Store, error) {
	if err := os.MkdirAll(filepath.Join(dir, unfinishedDir), 0o700); err != nil {
		return nil, fmt.Errorf("open blob store: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open blob store: %w", err)
	}
	s := &fileStore{root}
	s.sweep(time.Now().Add(-unfinishedAge))
	return s, nil
}

// sweep removes unfinished blobs older than the time, by the names that unfinished
// gives; what it cannot remove stays.
func (s *fileStore) sweep(before time.Time) {
	entries, err := fs.ReadDir(s.root.FS(), unfinishedDir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if info, err := e.Info(); err == nil && info.ModTime().Before(before) && unfinishedName.MatchString(e.Name()) {
			s.removeUnheld(path.Join(unfinishedDir, e.Name()), time.Since(info.ModTime()) > unlockedAge)
		}
	}
}

func (s *fileStore) removeUnheld(name string, old bool) {
	f, err := s.root.Open(name)
	if err != nil {
		return
	}
	defer f.Close()
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil || old && !errors.Is(err, syscall.EWOULDBLOCK) {
		_ = s.root.Remove(name)
	}
}

func (s *fileStore) Put(ctx context.Context, key string, r io.Reader, contentType string) (err error) {
	if err := CheckKey(key); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("put %s: %w", key, noSpace(err))
		}
	}()
	f, name, err := s.unfinished()
	if err != nil {
		return err
	}
	defer func() {
		f.Close()
		if err != nil {
			_ = s.root.Remove(name)
		}
	}()
	if _, err := io.Copy(f, contextReader{ctx, r}); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return s.publish(name, key) // while it is held
}

func (s *fileStore) unfinished() (*os.File, string, error) {
	for {
		name := path.Join(unfinishedDir, rand.Text())
		f, err := s.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err == nil {
			_ = syscall.Flock(int(f.Fd()), syscall.LOCK_SH|syscall.LOCK_NB) // not every disk has locks
		}
		return f, name, err
	}
}

// publish renames a finished file to its key and makes that durable. A concurrent
// deletion may take the directory away in between, so it is made again.
func (s *fileStore) publish(name, key string) error {
	dir := path.Dir(key)
	for try := 0; ; try++ {
		err := s.makeDirs(dir)
		if err == nil {
			err = s.root.Rename(name, key)
		}
		if errors.Is(err, fs.ErrNotExist) && try < 100 {
			continue
		}
		if err != nil {
			return err
		}
		return s.syncDir(dir)
	}
}

// makeDirs makes each missing directory and syncs the one that it is in.
func (s *fileStore) makeDirs(dir string) error {
	if dir == "." {
		return nil
	}
	if info, err := s.root.Stat(dir); err == nil && info.IsDir() {
		return nil
	}
	parent := path.Dir(dir)
	if err := s.makeDirs(parent); err != nil {
		return err
	}
	if err := s.root.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return s.syncDir(parent)
}

func (s *fileStore) syncDir(dir string) error {
	d, err := s.root.Open(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // Deleted meanwhile, and then there is nothing to keep.
	}
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

func (s *fileStore) Get(ctx context.Context, key string) (*Reader, error) {
	if err := CheckKey(key); err != nil {
		return nil, err
	}
	f, err := s.root.Open(key)
	if missing(err) {
		return nil, fmt.Errorf("get %s: %w", key, ErrNotFound)
	}
	if err != nil {
		return nil, fmt.Errorf("get %s: %w", key, err)
	}
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		err = ErrNotFound
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("get %s: %w", key, err)
	}
	return &Reader{f, info.Size(), info.ModTime()}, nil
}

func (s *fileStore) Stat(ctx context.Context, key string) (Entry, error) {
	if err := CheckKey(key); err != nil {
		return Entry{}, err
	}
	info, err := s.root.Stat(key)
	if missing(err) || err == nil && !info.Mode().IsRegular() {
		return Entry{}, fmt.Errorf("look for %s: %w", key, ErrNotFound)
	}
	if err != nil {
		return Entry{}, fmt.Errorf("look for %s: %w", key, err)
	}
	return Entry{key, info.Size(), info.ModTime()}, nil
}

func (s *fileStore) Delete(ctx context.Context, key string) error {
	if err := CheckKey(key); err != nil {
		return err
	}
	if info, err := s.root.Lstat(key); err == nil && info.IsDir() {
		return nil // A directory is not a blob.
	}
	if err := s.root.Remove(key); err != nil && !missing(err) {
		return fmt.Errorf("delete %s: %w", key, err)
	}
	s.removeEmpty(path.Dir(key))
	return nil
}

// removeEmpty removes directories from dir upwards while they are empty.
func (s *fileStore) removeEmpty(dir string) {
	for ; dir != "."; dir = path.Dir(dir) {
		if s.root.Remove(dir) != nil {
			return
		}
	}
}

func (s *fileStore) DeletePrefix(ctx context.Context, prefix string) error {
	if err := checkPrefix(prefix); err != nil {
		return err
	}
	dir := strings.TrimSuffix(prefix, "/")
	if info, err := s.root.Lstat(dir); missing(err) || err == nil && !info.IsDir() {
		return nil
	}
	if err := s.root.RemoveAll(dir); err != nil && !missing(err) {
		return fmt.Errorf("delete %s: %w", prefix, err)
	}
	s.removeEmpty(path.Dir(dir))
	return nil
}

func (s *fileStore) List(ctx context.Context, prefix string, f func(Entry) error) error {
	start := "."
	if prefix != "" {
		if err := checkPrefix(prefix); err != nil {
			return err
		}
		start = strings.TrimSuffix(prefix, "/")
	}
	return fs.WalkDir(s.root.FS(), start, func(name string, d fs.DirEntry, err error) error {
		switch {
		case missing(err):
			return nil // Deleted while listing.
		case err != nil:
			return fmt.Errorf("list %s: %w", prefix, err)
		case name == unfinishedDir, d.IsDir() && name != start && CheckKey(name) != nil: // such as lost+found
			return fs.SkipDir
		case !d.Type().IsRegular() || CheckKey(name) != nil:
			return ctx.Err()
		}
		info, err := d.Info()
		if missing(err) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("list %s: %w", prefix, err)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		return f(Entry{name, info.Size(), info.ModTime()})
	})
}

// Ping writes and removes a byte, so that a full or read-only disk shows.
func (s *fileStore) Ping(ctx context.Context) error {
	f, name, err := s.unfinished()
	if err != nil {
		return fmt.Errorf("ping blob store: %w", noSpace(err))
	}
	_, err = f.Write([]byte{0})
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if removeErr := s.root.Remove(name); err == nil {
		err = removeErr
	}
	if err != nil {
		return fmt.Errorf("ping blob store: %w", noSpace(err))
	}
	return nil
}

func (s *fileStore) Close() error { return s.root.Close() }

func missing(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}

func noSpace(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fmt.Errorf("%w: %w", ErrNoSpace, err)
	}
	return err
}

// contextReader stops a copy when the context ends.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(b)
}
