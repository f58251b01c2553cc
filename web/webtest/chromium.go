package webtest

import (
	"context"
	"fmt"
	"hash/fnv"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// zones lie on both sides of UTC and have summer time in turns.
var zones = [...]string{"America/New_York", "Australia/Sydney"}

// Zone is the time zone of a test's browsers: one of two, by the test's name,
// or what PHOTOGRAM_TEST_ZONE says.
func Zone(t *testing.T) string {
	if zone := os.Getenv("PHOTOGRAM_TEST_ZONE"); zone != "" {
		return zone
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(t.Name())) // it never fails
	return zones[h.Sum32()%uint32(len(zones))]
}

// chromium is one process for all browsers that are open at a time, since each
// takes seconds to start and hundreds of megabytes.
var chromium struct {
	sync.Mutex
	users int
	ctx   context.Context
	stop  func()
}

// useChromium starts the process for its first user and ends it after the last.
// In short mode it skips the test.
func useChromium(t *testing.T) context.Context {
	t.Helper()
	notInShort(t)
	chromium.Lock()
	defer chromium.Unlock()
	if chromium.users == 0 {
		opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.Flag("disable-quic", true),
			chromedp.Flag("use-gl", "angle"), chromedp.Flag("use-angle", "swiftshader"), chromedp.Flag("enable-unsafe-swiftshader", true),
			// There is no graphics processor: only WebGL goes the way that imitates one.
			chromedp.Flag("disable-gpu-rasterization", true), chromedp.Flag("disable-gpu-compositing", true),
			chromedp.Flag("disable-features", "Translate,BlinkGenPropertyTrees,SpareRendererForSitePerProcess"))
		// It draws the same pages without the windows of a desktop, for two thirds of the time.
		if shell, err := exec.LookPath("chromium-headless-shell"); err == nil {
			opts = append(opts, chromedp.ExecPath(shell))
		}
		allocator, end := chromedp.NewExecAllocator(context.Background(), opts...)
		ctx, closed := chromedp.NewContext(allocator)
		stop := func() { closed(); end() }
		// The first step starts the process, which lives as long as that step's context.
		if err := chromedp.Do(ctx); err != nil {
			stop()
			t.Fatalf("start Chromium: %v", err)
		}
		chromium.ctx, chromium.stop = ctx, stop
	}
	chromium.users++
	t.Cleanup(func() {
		chromium.Lock()
		defer chromium.Unlock()
		if chromium.users--; chromium.users == 0 {
			chromium.stop()
		}
	})
	return chromium.ctx
}

func notInShort(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("not in short mode: starts a browser")
	}
}

// OwnChromium is a browser in a process of its own, started with flags beside the usual
// ones, whose profile is not private: pushes need both. In short mode it skips the test.
func OwnChromium(t *testing.T, flags map[string]any) context.Context {
	t.Helper()
	notInShort(t)
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.Flag("disable-gpu", true),
		chromedp.UserDataDir(t.TempDir()))
	for name, value := range flags {
		opts = append(opts, chromedp.Flag(name, value))
	}
	allocator, end := chromedp.NewExecAllocator(context.Background(), opts...)
	ctx, closed := chromedp.NewContext(allocator)
	t.Cleanup(func() { closed(); end() })
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start Chromium: %v", err)
	}
	return ctx
}

// Chromium is a browser with a profile of its own in a time zone; that of the
// test if "". The test fails when a script of a page does. Its first page is blank.
func Chromium(t *testing.T, name, zone string) context.Context {
	t.Helper()
	if zone == "" {
		zone = Zone(t)
	}
	t.Logf("%s is in %s", name, zone)
	return openTab(t, useChromium(t), name, zone, chromedp.WithNewBrowserContext())
}

// Tab is another page of a browser, beside the one it has.
func Tab(t *testing.T, browser context.Context, name string) context.Context {
	t.Helper()
	return openTab(t, browser, name, Zone(t))
}

func openTab(t *testing.T, in context.Context, name, zone string, opts ...chromedp.ContextOption) context.Context {
	t.Helper()
	var over atomic.Bool
	ctx, cancel := chromedp.NewContext(in, append(opts, chromedp.WithListener(func(event any) {
		if thrown, ok := event.(*runtime.EventExceptionThrown); ok && !over.Load() {
			t.Errorf("%s: a script failed: %s", name, thrownText(thrown))
		}
	}))...)
	t.Cleanup(cancel)
	t.Cleanup(func() { over.Store(true) })
	// The first step opens the page, which lives as long as that step's context.
	err := chromedp.Do(ctx)
	if err == nil {
		err = chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
			if _, err := cdp.Call(ctx, target, emulation.SetTimezoneOverride,
				emulation.SetTimezoneOverrideParams{TimezoneID: zone}); err != nil {
				return err
			}
			// Each page is in front, as on a screen of its own.
			_, err := cdp.Call(ctx, target, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
			return err
		}))
	}
	if err != nil {
		t.Fatalf("open a page for %s: %v", name, err)
	}
	return ctx
}

func thrownText(e *runtime.EventExceptionThrown) string {
	d := e.ExceptionDetails
	text := fmt.Sprintf("%s at %s:%d", d.Text, d.URL, d.LineNumber+1)
	if d.Exception != nil {
		text += ": " + d.Exception.Description
	}
	return text
}
