package embedded

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

const tempPrefix = "photogram-temp-"

// StartTemp runs an empty throwaway cluster for tests: nothing is synced to
// disk, and Stop deletes it. What a killed test left behind is deleted by a
// later StartTemp.
func StartTemp(ctx context.Context) (*Cluster, error) {
	sweepTemp()
	dir, err := os.MkdirTemp("", tempPrefix)
	if err == nil && os.Geteuid() == 0 {
		err = os.Chmod(dir, 0o711)
	}
	if err != nil {
		return nil, fmt.Errorf("make a temporary data directory: %w", err)
	}
	c, err := Start(ctx, Options{DataDir: dir, Fast: true})
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	c.remove = dir
	return c, nil
}

// sweepTemp deletes temporary clusters that nobody uses, of this user, older
// than a minute: younger ones may not have taken their lock yet.
func sweepTemp() {
	dirs, _ := filepath.Glob(filepath.Join(os.TempDir(), tempPrefix+"*")) // the pattern is well formed
	for _, dir := range dirs {
		info, err := os.Lstat(dir)
		uid, _, _ := owner(dir)
		if err != nil || !info.IsDir() || uid != uint32(os.Geteuid()) || time.Since(info.ModTime()) < time.Minute {
			continue
		}
		l, err := newLayout(dir)
		if err != nil {
			continue
		}
		f, err := os.OpenFile(l.lock, os.O_RDWR, 0)
		if err != nil {
			continue
		}
		lock, err := takeLockOn(f, l)
		if err != nil {
			continue
		}
		_ = os.RemoveAll(dir) // best effort: the system clears its temporary directory too
		_ = lock.Close()
	}
}
