package handlers_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"photogram/models/account"
	"photogram/models/people"
	"photogram/web/webtest"
)

// fits is what a page is asked at each width. Pages that take the whole window,
// such as the editor, are exactly as high as it.
const fits = `((width) => {
	const at = document.scrollingElement, found = [];
	at.scrollTo(10000, 0);
	if (at.scrollLeft > 0 || at.scrollWidth > width) {
		const wide = [...document.body.querySelectorAll("*:not(.rail, .rail *)")].filter((e) => e.getBoundingClientRect().right + scrollX > width + 1).slice(-4)
			.map((e) => e.tagName.toLowerCase() + (e.className ? "." + String(e.className.baseVal ?? e.className).replaceAll(" ", ".") : ""));
		found.push("is " + at.scrollWidth + " px wide: " + wide.join(", "));
	}
	at.scrollTo(0, 0);
	if (matchMedia("(forced-colors: active)").matches) {
		// Of what is chosen a colour says nothing here.
		for (const e of document.querySelectorAll('[aria-current]:not([aria-current="false"]), [aria-pressed="true"], [aria-selected="true"], .chip > :checked + span, .swatch > :checked + span')) {
			if (!e.checkVisibility() || getComputedStyle(e).outlineStyle !== "none") continue;
			found.push("does not show that this is chosen: " + e.outerHTML.slice(0, 120));
		}
	}
	if (document.querySelector(".edit-live, .page-story")) {
		for (const tab of [null, ...document.querySelectorAll("[role=tab]")]) {
			tab?.click();
			if (at.scrollHeight !== innerHeight) found.push("is " + at.scrollHeight + " px high " + (tab?.textContent ?? ""));
		}
	}
	return found.join("; ");
})(%d)`

// axe looks for what keeps people with a screen reader, a keyboard, poor sight or a
// trembling hand out, and tells each fault with the elements that have it.
// What fades in has its colours only at the end; a story that is held has no end.
const axe = `Promise.all(document.getAnimations().filter((a) => a.playState === "running" && a.effect.getComputedTiming().endTime !== Infinity)
	.map((a) => a.finished.catch(() => {}))).then(() => axe.run(window.opened?.isConnected ? window.opened : document, {
	resultTypes: ["violations"],
	runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
	rules: {
		"label-content-name-mismatch": {enabled: true},
		"landmark-unique": {enabled: location.pathname !== "/dev/views"}, // parts stand there by themselves, many times
	},
})).then((r) => r.violations.map((v) => {
	v.nodes = v.nodes.filter((n) => document.querySelector(n.target[0])); // what a script has not replaced meanwhile
	// A name tells the number of a badge in words, and text in a picture is part of the picture.
	if (v.id === "label-content-name-mismatch") {
		v.nodes = v.nodes.filter((n) => !document.querySelector(n.target[0]).querySelector(".rail-count, [data-canvas]"));
	}
	// What is below the field for a new comment comes out by scrolling.
	v.nodes = v.nodes.filter((n) => !(/obscured/.test(n.failureSummary) && document.querySelector(n.target[0]).closest(".comment")));
	return v;
}).filter((v) => v.nodes.length > 0).map((v) => v.id + ": " + v.help + ": " +
	v.nodes.slice(0, 4).map((n) => n.target.join(" ") + " (" + n.any.concat(n.all, n.none).map((c) => c.message).join(" ") + ")").join("; ")).join("\n"))`

// openOne opens a kind of menu, dialog, tab or question that was not open on any page
// before, and names it.
const openOne = `(async (seen) => {
	if (location.pathname === "/dev/views") return ""; // the same parts again, many times
	document.querySelector("dialog[open]")?.close();
	if (window.opened instanceof HTMLDetailsElement) window.opened.open = false;
	window.opened = null;
	const openers = "summary, a[data-dialog], a.photo-full, [role=tab]";
	for (const e of document.querySelectorAll(openers)) {
		if (!e.checkVisibility({ visibilityProperty: true })) {
			const menu = e.closest("details:not([open])");
			if (!menu || e.parentElement === menu) continue;
			if (e.matches("[role=tab]")) continue;
		}
		const at = e.matches("summary") ? e.parentElement : e;
		const kind = [at.tagName, at.className, e.matches("[role=tab], a[data-dialog]") ? e.textContent.trim() : ""].join(" ");
		if (seen.includes(kind)) continue;
		e.click();
		if (e.matches("a[data-dialog], a.photo-full, [data-confirm] > summary")) {
			for (let i = 0; i < 600 && !document.querySelector("dialog[open]"); i++) await new Promise((r) => setTimeout(r, 20));
		}
		window.opened = document.querySelector("dialog[open]") ?? (e.matches("summary") ? at : null);
		return kind;
	}
	return "";
})(%s)`

// examineOpened runs axe on what opens on a page, each kind once.
func examineOpened(ctx context.Context, t *testing.T, seen *[]string) (found []string) {
	t.Helper()
	for {
		list, err := json.Marshal(*seen)
		must(t, err)
		kind, err := chromedp.Run(ctx, chromedp.Evaluate[string](fmt.Sprintf(openOne, list), chromedp.EvalAwaitPromise))
		must(t, err)
		if kind == "" {
			return found
		}
		*seen = append(*seen, kind)
		if wrong := examine(ctx, t); wrong != "" {
			found = append(found, kind+": "+wrong)
		}
	}
}

// examine runs axe on what a browser shows.
func examine(ctx context.Context, t *testing.T) string {
	t.Helper()
	there, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`"axe" in window`))
	must(t, err)
	if !there {
		_, err = chromedp.Run(ctx, chromedp.Evaluate[any](axeSource(t)+";0"))
		must(t, err)
	}
	found, err := chromedp.Run(ctx, chromedp.Evaluate[string](axe, chromedp.EvalAwaitPromise))
	must(t, err)
	return found
}

func axeSource(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "testdata", "clients", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatalf("axe-core is not installed; ./test does that, or: cd testdata/clients && npm ci --ignore-scripts: %v", err)
	}
	return string(b)
}

// surf starts a browser, of an account if there is one.
func surf(t *testing.T, s *webtest.Site, who, zone string, u *account.User) (context.Context,
	func(what string, steps ...chromedp.Action[chromedp.Void])) {
	t.Helper()
	ctx := webtest.Chromium(t, who, zone)
	do := func(what string, steps ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		ctx, cancel := context.WithTimeout(ctx, 10*time.Minute)
		defer cancel()
		if err := chromedp.Do(ctx, steps...); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
	if u != nil {
		name := s.Sessions.CookieName()
		do("log in", setCookie(s.URL, name, s.As(u).Cookie(name)))
	}
	return ctx, do
}

// setCookie gives a browser a cookie.
func setCookie(site, name, value string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, network.SetCookie, network.SetCookieParams{Name: name, Value: value, URL: site})
		return err
	})
}

// holdStory keeps a story from going on to the next page while this one is looked at.
const holdStory = `document.querySelectorAll("[data-pause]:not([hidden])").forEach((b) => b.checkVisibility() && b.click())`

var widths = []int64{320, 390, 820, 1440}

// Every page fits every screen, and its scripts run, in zones on both sides of UTC.
func TestEveryPageFits(t *testing.T) {
	t.Parallel()
	s, ada, all := everyPage(t)
	long := strings.Repeat("longest.", 3) + "name"
	friends := []*account.User{s.User("dee"), s.User("eve")}
	for _, f := range friends {
		must(t, people.Follow(t.Context(), s.DB.Store, ada.ID, f.ID))
	}
	for n := range 12 {
		u := s.User(fmt.Sprintf("%s%d", long, n))
		name := fmt.Sprintf("Maximilian %s the %dth", strings.Repeat("Featherstone", 3), n)
		must(t, account.UpdateProfile(t.Context(), s.DB.Store, u.ID, account.ProfileInput{FullName: &name}))
		s.Post(u, "https://example.org/"+strings.Repeat("averylongaddress", 10)+" #"+strings.Repeat("tag", 20))
		for _, f := range friends {
			must(t, people.Follow(t.Context(), s.DB.Store, f.ID, u.ID))
		}
	}
	s.Work()
	// axe looks at what visitors see in the light with a small screen, and at what members do in the dark with a wide one.
	// Elsewhere the system chooses the colours. Half of them want nothing to move.
	visit := func(who, zone string, u *account.User, look, forced, motion string, only *regexp.Regexp, examined int64, widths ...int64) {
		t.Run(who+" in "+zone, func(t *testing.T) {
			t.Parallel()
			ctx, do := surf(t, s, who, zone, u)
			do("choose a look", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
				_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
					Features: []*emulation.MediaFeature{
						{Name: "prefers-color-scheme", Value: look}, {Name: "forced-colors", Value: forced},
						{Name: "prefers-reduced-motion", Value: motion}}})
				return err
			}))
			c, pages := s.Visitor(), 0
			seen := []string{}
			if u != nil {
				c = s.As(u)
			}
			for _, p := range all {
				if a := c.Get(p.path); !a.IsPage() || only != nil && !only.MatchString(p.route) {
					continue
				}
				pages++
				do("open "+p.path, chromedp.Navigate(s.URL+p.path), chromedp.Evaluate[chromedp.Void](holdStory))
				for _, width := range widths {
					do("change the size", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
						_, err := cdp.Call(ctx, target, emulation.SetDeviceMetricsOverride,
							emulation.SetDeviceMetricsOverrideParams{Width: width, Height: 800, DeviceScaleFactor: 1, Mobile: width < 800})
						return err
					}))
					found, err := chromedp.Run(ctx, chromedp.Evaluate[string](fmt.Sprintf(fits, width)))
					must(t, err)
					if found != "" {
						t.Errorf("%s (%s) at %d px %s", p.route, p.path, width, found)
					}
					if width == examined {
						if found := examine(ctx, t); found != "" {
							t.Errorf("%s (%s) at %d px: %s", p.route, p.path, width, found)
						}
						for _, found := range examineOpened(ctx, t, &seen) {
							t.Errorf("%s (%s) at %d px, opened: %s", p.route, p.path, width, found)
						}
					}
					if dir := os.Getenv("PHOTOGRAM_TEST_SHOTS"); dir != "" {
						png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
						must(t, err)
						must(t, os.WriteFile(filepath.Join(dir,
							fmt.Sprintf("%s-%s-%d.png", who, strings.ReplaceAll(strings.Trim(p.route, "/"), "/", "_"), width)), png, 0o600))
					}
				}
			}
			if pages < 15 {
				t.Errorf("only %d pages", pages)
			}
			t.Logf("%d pages at %v px, %d kinds of what opens", pages, widths, len(seen))
		})
	}
	visit("visitor", "America/New_York", nil, "light", "none", "reduce", nil, 390, widths...)
	visit("member", "America/New_York", ada, "dark", "none", "no-preference", nil, 1440, widths...)
	visit("member", "Australia/Sydney", ada, "light", "none", "reduce",
		regexp.MustCompile(`^/$|plan|edit|draft|archive|stor|inbox|notif`), 390, 390)
	visit("member", "Europe/Berlin", ada, "light", "active", "reduce",
		regexp.MustCompile(`^/$|plan|edit|draft|archive|stor|inbox|notif|explore|^/:username|insights`), 0, 390)
}
