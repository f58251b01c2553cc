package webtest

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Chromium starts a browser with a profile of its own in a time zone. The test
// fails when a script of a page does. Its first page is blank.
func Chromium(t *testing.T, name, zone string) context.Context {
	t.Helper()
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("use-gl", "angle"), chromedp.Flag("use-angle", "swiftshader"), chromedp.Flag("enable-unsafe-swiftshader", true), chromedp.Env("TZ="+zone))
	allocator, cancel := chromedp.NewExecAllocator(t.Context(), opts...)
	t.Cleanup(cancel)
	var over atomic.Bool
	ctx, cancel := chromedp.NewContext(allocator, chromedp.WithListener(func(event any) {
		if thrown, ok := event.(*runtime.EventExceptionThrown); ok && !over.Load() {
			t.Errorf("%s: a script failed: %s", name, thrownText(thrown))
		}
	}))
	t.Cleanup(cancel)
	t.Cleanup(func() { over.Store(true) })
	// The first step starts the browser, which lives as long as that step's context.
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start Chromium: %v", err)
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
