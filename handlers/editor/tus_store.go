package editor

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/tus/tusd/v2/pkg/filestore"
	"github.com/tus/tusd/v2/pkg/handler"
	"github.com/tus/tusd/v2/pkg/memorylocker"
)

// partStore keeps the parts of uploads as files. What it tells of failures may
// be shown: paths of this machine are not in it.
type partStore struct{ files filestore.FileStore }

func (s partStore) NewUpload(ctx context.Context, info handler.FileInfo) (handler.Upload, error) {
	up, err := s.files.NewUpload(ctx, info)
	return part{up}, partError(err)
}

func (s partStore) GetUpload(ctx context.Context, id string) (handler.Upload, error) {
	up, err := s.files.GetUpload(ctx, id)
	var path *fs.PathError
	if err != nil && !errors.As(err, &path) {
		// Not there, or its description was cut off by a kill: the sender starts anew.
		err = handler.ErrNotFound
	}
	return part{up}, partError(err)
}

// remove frees the files of an upload.
func (s partStore) remove(id string) error {
	var problems []error
	for _, name := range []string{id, id + ".info"} {
		if err := os.Remove(filepath.Join(s.files.Path, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			problems = append(problems, err)
		}
	}
	return errors.Join(problems...)
}

func (s partStore) path(id string) string { return filepath.Join(s.files.Path, id) }

type part struct{ handler.Upload }

func (p part) WriteChunk(ctx context.Context, offset int64, src io.Reader) (int64, error) {
	n, err := p.Upload.WriteChunk(ctx, offset, src)
	return n, partError(err)
}

func isDiskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}

const diskFull = "The site has no space left for photos. What has arrived is kept; try again later."

// partError is an error as the sender may see it.
func partError(err error) error {
	var known handler.Error
	switch {
	case err == nil, errors.As(err, &known):
		return err
	case isDiskFull(err):
		return handler.NewError("ERR_NO_SPACE", diskFull, http.StatusInsufficientStorage)
	}
	return handler.NewError("ERR_INTERNAL_SERVER_ERROR", "The site could not keep this part. Try again.", http.StatusInternalServerError)
}

// partLocker lets one request at a time write an upload: within this server a
// newer request ends the older one, whose connection is usually dead; servers
// that share the directory keep each other out by a lock that ends with its holder.
type partLocker struct {
	memory *memorylocker.MemoryLocker
	store  partStore
}

const (
	lockTime = 20 * time.Second
	lockPoll = 50 * time.Millisecond
)

func (l partLocker) NewLock(id string) (handler.Lock, error) {
	lock, err := l.memory.NewLock(id)
	return &partLock{memory: lock, path: l.store.path(id)}, err
}

type partLock struct {
	memory handler.Lock
	path   string
	file   *os.File
}

func (l *partLock) Lock(ctx context.Context, requestRelease func()) error {
	if err := l.memory.Lock(ctx, requestRelease); err != nil {
		return handler.ErrFileLocked
	}
	if err := l.flock(ctx); err != nil {
		_ = l.memory.Unlock()
		return err
	}
	return nil
}

func (l *partLock) Unlock() error {
	if l.file != nil {
		_ = l.file.Close() // which ends the lock on it
	}
	return l.memory.Unlock()
}

func (l *partLock) flock(ctx context.Context) error {
	f, err := os.Open(l.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // which whoever holds the lock finds out
	}
	if err != nil {
		return err
	}
	for {
		if err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err == nil {
			l.file = f
			return nil
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR) {
			_ = f.Close()
			return fmt.Errorf("lock an upload: %w", err)
		}
		select {
		case <-ctx.Done():
			_ = f.Close()
			return handler.ErrFileLocked
		case <-time.After(lockPoll):
		}
	}
}
