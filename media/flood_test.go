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

// intakeInto keeps files in dir.
func intakeInto(t *testing.T, p *Pool, dir, temp string) *Intake {
	t.Helper()
	blobs, err := blob.Open(t.Context(), "file://"+dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = blobs.Close() })
	var last atomic.Int64
	return &Intake{Pool: p, Blobs: blobs, TempDir: temp, NewID: func() models.ID { return models.ID(last.Add(1)) },
		Free: func(ctx context.Context, keys ...string) error {
			var errs []error
			for _, key := range keys {
				errs = append(errs, blobs.Delete(ctx, key))
			}
			return errors.Join(errs...)
		}}
}

// Ten thousand tiny files from several senders at once: each is answered, nothing
// of those refused stays, and somebody else's photo is not held up.
func TestFloodOfTinyFiles(t *testing.T) {
	long(t)
	t.Parallel()
	skipUnderRace(t)
	const files, senders = 10_000, 8
	p := newTestPool(t, func(o *PoolOptions) { o.Workers = 3; o.Logger = slog.New(slog.DiscardHandler) })
	dir, temp := t.TempDir(), t.TempDir()
	in := intakeInto(t, p, dir, temp)
	tiny := [][]byte{mediatest.PNG(mediatest.Scene(8, 8)), []byte("twenty bytes of text"), mediatest.Photo(16, 16)[:60],
		mediatest.GIF(8, 8, 1), {0xff, 0xd8, 0xff}}
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
	t.Logf("%d files refused in %s, %.0f a second; %d photos of somebody else meanwhile, half within %s, the slowest %s; highest "+
		"peak of a worker %d MiB",
		refused.Load(), took.Round(time.Millisecond), files/took.Seconds(), len(waits), waits[len(waits)/2].Round(time.Millisecond),
		waits[len(waits)-1].Round(time.Millisecond), peak>>20)
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

// The pieces of files are taken in their senders' turns: while somebody's turns are
// all taken, the file of somebody else is received whole.
func TestPiecesAreTakenInTurns(t *testing.T) {
	t.Parallel()
	p := newTestPool(t, nil)
	in := intakeInto(t, p, t.TempDir(), t.TempDir())
	photo := mediatest.Photo(32, 32)
	busy := models.ForPerson(t.Context(), 1)
	leave, err := p.pieces.Enter(busy, models.PersonOf(busy))
	if err != nil {
		t.Fatal(err)
	}
	first := make(chan error, 1)
	go func() {
		_, err := in.Receive(t.Context(), 1, "1.jpg", bytes.NewReader(photo))
		first <- err
	}()
	if _, err := in.Receive(t.Context(), 2, "2.jpg", bytes.NewReader(photo)); err != nil {
		t.Errorf("somebody else's file: %v", err)
	}
	select {
	case err := <-first:
		t.Errorf("a second file of one person was received beside the first: %v", err)
	default:
	}
	leave()
	if err := <-first; err != nil {
		t.Errorf("after the turn: %v", err)
	}
}
