package media

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"photogram/media/blob"
	"photogram/media/mediatest"
	"photogram/models"
)

// Ten thousand tiny files from several senders at once: each is answered, nothing
// of those refused stays, and somebody else's photo is not held up.
func TestFloodOfTinyFiles(t *testing.T) {
	skipUnderRace(t)
	const files, senders = 10_000, 8
	p := newTestPool(t, func(o *PoolOptions) { o.Workers = 3; o.Logger = slog.New(slog.DiscardHandler) })
	dir, temp := t.TempDir(), t.TempDir()
	blobs, err := blob.Open(t.Context(), "file://"+dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = blobs.Close() }()
	var last atomic.Int64
	in := &Intake{Pool: p, Blobs: blobs, TempDir: temp, NewID: func() models.ID { return models.ID(last.Add(1)) },
		Free: func(ctx context.Context, keys ...string) error {
			var errs []error
			for _, key := range keys {
				errs = append(errs, blobs.Delete(ctx, key))
			}
			return errors.Join(errs...)
		}}
	tiny := [][]byte{mediatest.PNG(mediatest.Scene(8, 8)), []byte("twenty bytes of text"), mediatest.Photo(16, 16)[:60], mediatest.GIF(8, 8, 1), {0xff, 0xd8, 0xff}}
	photo := mediatest.Photo(640, 480)

	start := time.Now()
	stop := make(chan struct{})
	var waits []time.Duration
	var other, wg sync.WaitGroup
	other.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
			}
			asked := time.Now()
			up, err := in.Receive(t.Context(), 2, "photo.jpg", bytes.NewReader(photo))
			if err != nil {
				t.Errorf("somebody else's photo: %v", err)
				return
			}
			waits = append(waits, time.Since(asked))
			in.Discard(t.Context(), 2, up)
		}
	})
	var next, refused atomic.Int64
	for range senders {
		wg.Go(func() {
			for {
				n := next.Add(1)
				if n > files {
					return
				}
				_, err := in.Receive(t.Context(), 1, fmt.Sprint(n), bytes.NewReader(tiny[n%int64(len(tiny))]))
				if models.KindOf(err) != models.Invalid {
					t.Errorf("file %d: %v", n, err)
					return
				}
				refused.Add(1)
			}
		})
	}
	wg.Wait()
	took := time.Since(start)
	close(stop)
	other.Wait()
	var peak int64
	for _, c := range p.idle {
		peak = max(peak, peakMemory(t, c.cmd.Process.Pid))
	}
	slices.Sort(waits)
	t.Logf("%d files refused in %s, %.0f a second; %d photos of somebody else meanwhile, half within %s, the slowest %s; highest peak of a worker %d MiB",
		refused.Load(), took.Round(time.Millisecond), files/took.Seconds(), len(waits), waits[len(waits)/2].Round(time.Millisecond), waits[len(waits)-1].Round(time.Millisecond), peak>>20)
	if refused.Load() != files {
		t.Errorf("%d of %d files were refused, in %s", refused.Load(), files, took)
	}
	for _, d := range []string{dir, temp} {
		err := filepath.WalkDir(d, func(path string, e fs.DirEntry, err error) error {
			if err == nil && !e.IsDir() {
				t.Errorf("%s stays", path)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}
