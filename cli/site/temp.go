package site

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"photogram/models/embedded"
)

// TempDir is this program's own directory of temporary files, on the disk of the
// data directory. It is held by a lock, which ends with the program, so that the
// next one knows what was left by one that was killed, and removes that alone.
func (s *Site) TempDir() (string, error) {
	s.tempLock.Lock()
	defer s.tempLock.Unlock()
	if s.temp == nil {
		var err error
		if s.temp, err = makeTempDir(s.Config.DataDir); err != nil {
			return "", fmt.Errorf("make room for temporary files: %w", err)
		}
	}
	return s.temp.Name(), nil
}

func makeTempDir(data string) (*os.File, error) {
	all := filepath.Join(data, "tmp")
	if err := embedded.MakeDataDir(data); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(all, 0o700); err != nil {
		return nil, err
	}
	// One program at a time, so that none takes another's new directory for a dead one's.
	gate, err := lockedDir(all, syscall.LOCK_EX)
	if err != nil {
		return nil, err
	}
	defer func() { _ = gate.Close() }()
	left, err := filepath.Glob(filepath.Join(all, tempPrefix+"*"))
	if err != nil {
		return nil, err
	}
	for _, dir := range left {
		held, err := lockedDir(dir, syscall.LOCK_EX|syscall.LOCK_NB)
		if err != nil {
			continue // in use
		}
		err = errors.Join(os.RemoveAll(dir), held.Close())
		if err != nil {
			return nil, err
		}
	}
	dir, err := os.MkdirTemp(all, tempPrefix)
	if err != nil {
		return nil, err
	}
	return lockedDir(dir, syscall.LOCK_EX)
}

const tempPrefix = "run-"

func lockedDir(path string, how int) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	for {
		if err = syscall.Flock(int(f.Fd()), how); !errors.Is(err, syscall.EINTR) {
			break
		}
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

func (s *Site) closeTemp() error {
	if s.temp == nil {
		return nil
	}
	return errors.Join(os.RemoveAll(s.temp.Name()), s.temp.Close())
}
