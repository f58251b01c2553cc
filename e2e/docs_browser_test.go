package e2e

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// The documentation fits a phone, without scripts, by day and by night.
func TestDocumentationInABrowser(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.start()
	b := newBrowser(t, s.base, "reader", false)
	night := func(scheme string) {
		b.do("choose "+scheme, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
			_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia,
				emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
			return err
		}))
	}
	for _, width := range []int64{360, 1280} {
		b.size(width, 900)
		for name, path := range map[string]string{"reference": "/developers/docs",
			"calls": "/developers/docs/media", "shapes": "/developers/docs/shapes",
			"first": "/developers/guides/first-photo",
			"login": "/developers/guides/log-in", "moving": "/developers/guides/moving"} {
			b.open(path)
			if wide := value[int64](b, `document.documentElement.scrollWidth`); wide > width {
				t.Errorf("%s is %d wide on a screen of %d: %s", path, wide, width,
					value[string](b, `[...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.tagName + "." + e.className).join(" ")`))
			}
			night("light")
			ink := value[string](b, `getComputedStyle(document.body).color`)
			night("dark")
			if dark := value[string](b, `getComputedStyle(document.body).color`); dark == ink {
				t.Errorf("%s has ink of %s by day and by night", path, ink)
			}
			b.shot(name)
		}
	}
	b.open("/developers/docs/users#getFeed")
	if !value[bool](b, `Math.abs(document.getElementById("getFeed").getBoundingClientRect().top) < innerHeight`) {
		t.Error("the anchor of a call is not in sight")
	}
	// The answers that are folded away are there for the browser's own search.
	if !value[bool](b, `document.querySelector("#getFeed").closest("section").querySelector("details").textContent.includes("user_has_liked")`) {
		t.Error("the example is not in the page")
	}
	b.shot("anchor")
}
