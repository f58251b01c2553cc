package media

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"photogram/media/look"
	"photogram/media/mediatest"
	"photogram/models"
)

// pending is a job that a child cannot finish: it reads a pipe to an end that does not come.
func pending(t *testing.T) request {
	t.Helper()
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return request{Op: "wait", Path: path}
}

// opens returns once the child reads the pipe: more goes in than it can hold.
func opens(t *testing.T, req request) {
	t.Helper()
	f, err := os.OpenFile(req.Path, os.O_WRONLY, 0)
	if err != nil {
		t.Error(err)
		return
	}
	t.Cleanup(func() { f.Close() })
	if _, err := f.Write(make([]byte, 1<<20)); err != nil {
		t.Error(err)
	}
}

func idleChild(t *testing.T, p *Pool) *child {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.idle) != 1 {
		t.Fatalf("%d idle children", len(p.idle))
	}
	return p.idle[0]
}

func TestDeadChildIsOneUploadsError(t *testing.T) {
	t.Parallel()
	p := newTestPool(t, func(o *PoolOptions) { o.Workers = 1 })
	photo := writeTemp(t, jpegBytes(t, scene(100, 80)))
	if _, err := p.Inspect(t.Context(), photo); err != nil {
		t.Fatal(err)
	}
	c := idleChild(t, p)
	req := pending(t)
	go func() {
		opens(t, req)
		c.kill()
	}()
	_, err := p.run(t.Context(), req)
	var refused *Error
	if !errors.As(err, &refused) || refused.Code != TooHeavy || !errors.Is(err, ErrKilled) {
		t.Errorf("the job of a killed child: %v", err)
	}
	if _, err := p.Inspect(t.Context(), photo); err != nil {
		t.Errorf("the next photo: %v", err)
	}
	if again := idleChild(t, p); again == c {
		t.Error("a dead child was used again")
	}
}

func TestDeathWhileIdleIsNobodysError(t *testing.T) {
	t.Parallel()
	p := newTestPool(t, func(o *PoolOptions) { o.Workers = 1 })
	photo := writeTemp(t, jpegBytes(t, scene(100, 80)))
	for range 3 {
		if _, err := p.Inspect(t.Context(), photo); err != nil {
			t.Fatal(err)
		}
		idleChild(t, p).kill()
	}
}

// A child that was stopped for a while carries on; one that stays so is ended, and
// the photo is tried again. A photo is refused for neither.
func TestStalledChildIsNoFaultOfThePhoto(t *testing.T) {
	long(t)
	t.Parallel()
	for what, c := range map[string]struct {
		stall time.Duration
		wakes bool
	}{"stopped for a while": {time.Minute, true}, "stopped for good": {500 * time.Millisecond, false}} {
		p := newTestPool(t, func(o *PoolOptions) { o.Workers, o.Stall, o.JobTimeout = 1, time.Minute, 20*time.Second })
		photo := writeTemp(t, jpegBytes(t, scene(3000, 2000)))
		if _, err := p.Render(t.Context(), RenderJob{Path: photo, OutDir: t.TempDir()}); err != nil {
			t.Fatal(err)
		}
		pid := idleChild(t, p).cmd.Process.Pid
		p.options.Stall = c.stall
		if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
			t.Fatal(err)
		}
		if c.wakes {
			time.AfterFunc(100*time.Millisecond, func() { _ = syscall.Kill(pid, syscall.SIGCONT) })
		}
		_, err := p.Render(t.Context(), RenderJob{Path: photo, OutDir: t.TempDir()})
		if c.wakes && err != nil || !c.wakes && (codeOf(err) != "" || models.KindOf(err) != models.Unavailable) {
			t.Errorf("%s: %v", what, err)
		}
		p.options.Stall = time.Minute
		if _, err := p.Render(t.Context(), RenderJob{Path: photo, OutDir: t.TempDir()}); err != nil {
			t.Errorf("%s, the next try: %v", what, err)
		}
	}
}

// A child in which nothing moves is ended long before it would be stalled, and the
// fault is the file's; one that waits for its parent is left alone.
func TestHungChildIsEnded(t *testing.T) {
	t.Parallel()
	p := newTestPool(t, func(o *PoolOptions) { o.Workers, o.Quiet = 1, 300*time.Millisecond })
	_, err := p.run(t.Context(), pending(t))
	if codeOf(err) != TooHeavy || errors.Is(err, ErrKilled) {
		t.Error(err)
	}
	photo := writeTemp(t, jpegBytes(t, scene(100, 80)))
	if _, err := p.Inspect(t.Context(), photo); err != nil {
		t.Errorf("the next photo: %v", err)
	}
	c := idleChild(t, p)
	end := c.watch(10 * time.Millisecond)
	time.Sleep(100 * time.Millisecond)
	if end() || !c.alive() {
		t.Error("a child that owes nothing was ended")
	}
}

func TestJobTimeout(t *testing.T) {
	t.Parallel()
	p := newTestPool(t, func(o *PoolOptions) { o.Stall = 200 * time.Millisecond })
	_, err := p.run(t.Context(), pending(t))
	var refused *Error
	if errors.As(err, &refused) || models.KindOf(err) != models.Unavailable {
		t.Errorf("a child that stalls says of the photo: %v", err)
	}
}

// Only processor time is a photo's own fault.
func TestProcessorTime(t *testing.T) {
	long(t)
	t.Parallel()
	p := newTestPool(t, func(o *PoolOptions) { o.JobTimeout, o.Stall = 10*time.Millisecond, time.Minute })
	slow := writeTemp(t, pngOf(8000, 8000, 8, 2, 0, pngChunk{"IDAT", deflated(8000 * (1 + 3*8000))}))
	var err error
	for range 20 { // each has the rest of a second, at least
		if _, err = p.Inspect(t.Context(), slow); err != nil {
			break
		}
	}
	var refused *Error
	if !errors.As(err, &refused) || refused.Code != TooSlow || !strings.Contains(refused.Message, "10ms") {
		t.Error(err)
	}
}

func TestCancelledJob(t *testing.T) {
	t.Parallel()
	p := newTestPool(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	req := pending(t)
	go func() {
		opens(t, req)
		cancel()
	}()
	if _, err := p.run(ctx, req); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestWaitingForAWorkerCanBeCancelled(t *testing.T) {
	t.Parallel()
	p := newTestPool(t, func(o *PoolOptions) { o.Workers = 1 })
	leave, err := p.checks.Enter(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.Inspect(ctx, writeTemp(t, jpegBytes(t, scene(20, 20)))); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	leave()
}

// Somebody waits for a check, so it waits for no render, whosever that is.
func TestChecksWaitForNoRender(t *testing.T) {
	t.Parallel()
	p := newTestPool(t, func(o *PoolOptions) { o.Workers = 1 })
	leave, err := p.renders.Enter(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer leave()
	if _, err := p.Inspect(models.ForPerson(t.Context(), 1), writeTemp(t, jpegBytes(t, scene(20, 20)))); err != nil {
		t.Error(err)
	}
}

// Whoever sends much at once has one turn at a time, so others come through.
func TestOnePersonHasOneTurn(t *testing.T) {
	t.Parallel()
	p := newTestPool(t, func(o *PoolOptions) { o.Workers = 2 })
	photo := writeTemp(t, jpegBytes(t, scene(100, 80)))
	greedy, enough := context.WithCancel(models.ForPerson(t.Context(), 1))
	var wg sync.WaitGroup
	for range 6 {
		req := pending(t)
		wg.Go(func() { _, _ = p.run(greedy, req) })
	}
	for range 5 {
		if _, err := p.Inspect(models.ForPerson(t.Context(), 2), photo); err != nil {
			t.Errorf("another person's photo: %v", err)
		}
	}
	enough()
	wg.Wait()
}

func TestClosedPool(t *testing.T) {
	t.Parallel()
	p := newTestPool(t, nil)
	photo := writeTemp(t, jpegBytes(t, scene(100, 80)))
	if _, err := p.Inspect(t.Context(), photo); err != nil {
		t.Fatal(err)
	}
	c := idleChild(t, p)
	p.Close()
	if c.alive() {
		t.Error("a child outlives its pool")
	}
	if _, err := p.Inspect(t.Context(), photo); !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
}

func TestIdleChildEnds(t *testing.T) {
	t.Parallel()
	p := newTestPool(t, func(o *PoolOptions) { o.IdleExit = time.Millisecond })
	photo := writeTemp(t, jpegBytes(t, scene(100, 80)))
	if _, err := p.Inspect(t.Context(), photo); err != nil {
		t.Fatal(err)
	}
	p.mu.Lock()
	idle := append([]*child(nil), p.idle...)
	p.mu.Unlock()
	for _, c := range idle {
		<-c.done
	}
	if _, err := p.Inspect(t.Context(), photo); err != nil {
		t.Error(err)
	}
}

func TestManyJobsAtOnce(t *testing.T) {
	t.Parallel()
	p := newTestPool(t, func(o *PoolOptions) { o.Workers = 3 })
	good := writeTemp(t, jpegBytes(t, scene(300, 200)))
	bad := writeTemp(t, pngHeader(50_000, 50_000))
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			for range 4 {
				if info, err := p.Inspect(t.Context(), good); err != nil || info.Width != 300 {
					t.Errorf("%+v, %v", info, err)
				}
				if _, err := p.Inspect(t.Context(), bad); err == nil {
					t.Error("accepted")
				}
			}
		})
	}
	all.Wait()
	if n := len(p.idle); n > 3 {
		t.Errorf("%d children for 3 workers", n)
	}
}

// A child that wants more memory than it may have dies, and only its job fails.
func TestMemoryLimitHolds(t *testing.T) {
	t.Parallel()
	skipUnderRace(t)
	// Some of its libraries wait for a thread that they could not start.
	p := newTestPool(t, func(o *PoolOptions) { o.Memory, o.Quiet = 160<<20, 2*time.Second })
	path := bimgFile(t, "test.heic")
	_, err := p.Render(t.Context(), RenderJob{Path: path, OutDir: t.TempDir()})
	var refused *Error
	if !errors.As(err, &refused) {
		t.Errorf("%v", err)
	}
	if _, err := p.Inspect(t.Context(), writeTemp(t, jpegBytes(t, scene(100, 80)))); err != nil {
		t.Errorf("the next photo: %v", err)
	}
}

// peakMemory is the most memory a process ever had resident, in bytes. getrusage
// would count what its parent had when it was started.
func peakMemory(t *testing.T, pid int) int64 {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		var kib int64
		if n, _ := fmt.Sscanf(line, "VmHWM: %d kB", &kib); n == 1 {
			return kib << 10
		}
	}
	t.Fatal("no VmHWM")
	return 0
}

// The largest accepted pictures stay far below what their pixels would take.
func TestPeakMemory(t *testing.T) {
	long(t)
	t.Parallel()
	skipUnderRace(t)
	hevc := func(size string) []string {
		return []string{"-f", "lavfi", "-i", "testsrc2=size=" + size + ":rate=1:duration=1", "-pix_fmt", "yuv420p",
			"-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none", "-crf", "30"}
	}
	for _, c := range []struct {
		name  string
		data  func() []byte
		limit int64 // bytes
	}{
		{"12 megapixel JPEG", func() []byte {
			data, err := os.ReadFile(bimgFile(t, "test_exif_full.jpg"))
			if err != nil {
				t.Fatal(err)
			}
			return data
		}, 160 << 20},
		{"64 megapixel PNG", func() []byte { return pngBytes(t, scene(8000, 8000)) }, 200 << 20},
		{"64 megapixel JPEG", func() []byte { return jpegBytes(t, scene(8000, 8000)) }, 200 << 20},
		{"48 megapixel HEIC", func() []byte { return mediatest.HEIF(t, "heic", 8000, 6000, nil, hevc("8000x6000")...) }, 300 << 20},
		{"48 megapixel HEIC of a telephone", func() []byte {
			return mediatest.HEIFGrid(t, "heic", 8, 6, 1008, 1008, nil, hevc("1008x1008")...)
		}, 300 << 20},
		{"20 megapixel AVIF, 10 bits", func() []byte {
			return mediatest.HEIF(t, "avif", 5472, 3648, nil, "-f", "lavfi", "-i", "testsrc2=size=5472x3648:rate=1:duration=1",
				"-pix_fmt", "yuv420p10le",
				"-c:v", "libaom-av1", "-cpu-used", "8", "-usage", "allintra", "-crf", "40")
		}, 300 << 20},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newTestPool(t, func(o *PoolOptions) { o.Workers = 1; o.Limits.MaxBytes = 100_000_000 })
			path := writeTemp(t, c.data())
			if _, err := p.Inspect(t.Context(), path); err != nil {
				t.Fatal(err)
			}
			render1(t, p, path, look.Recipe{Filter: "Ember", Straighten: 3, Structure: 40, Sharpen: 30,
				Crop: &look.Crop{X: .4, Y: .4, W: .3, H: .3}})
			render1(t, p, path, look.Recipe{Filter: "Ember"})
			peak := int64(0) // of the one that looked at it and the one that rendered it
			for _, child := range p.idle {
				peak = max(peak, peakMemory(t, child.cmd.Process.Pid))
			}
			t.Logf("peak %d MiB", peak>>20)
			if peak > c.limit {
				t.Errorf("peak of %d MiB, limit %d MiB", peak>>20, c.limit>>20)
			}
		})
	}
}

// Secrets live in the environment of the server; a child must not see them.
// It changes the environment, so it runs alone.
func TestChildDoesNotInheritTheEnvironment(t *testing.T) {
	t.Setenv("PHOTOGRAM_SECRET", "hunter2")
	p := newTestPool(t, func(o *PoolOptions) { o.Workers = 1 })
	if _, err := p.Inspect(t.Context(), writeTemp(t, jpegBytes(t, scene(100, 80)))); err != nil {
		t.Fatal(err)
	}
	for _, v := range idleChild(t, p).cmd.Env {
		if strings.Contains(v, "SECRET") {
			t.Errorf("the child gets %s", v)
		}
	}
}
