package e2e

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// drag presses the mouse at one point and lets it go at another.
func (b *browser) drag(x1, y1, x2, y2 float64) {
	b.t.Helper()
	b.do("drag", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		mouse := func(kind input.DispatchMouseEventType, x, y float64) error {
			_, err := cdp.Call(ctx, target, input.DispatchMouseEvent,
				input.DispatchMouseEventParams{Type: kind, X: x, Y: y, Button: input.MouseButtonLeft, Buttons: 1, ClickCount: 1})
			return err
		}
		if err := mouse(input.DispatchMouseEventTypeMousePressed, x1, y1); err != nil {
			return err
		}
		for i := range 10 {
			at := float64(i+1) / 10
			if err := mouse(input.DispatchMouseEventTypeMouseMoved, x1+(x2-x1)*at, y1+(y2-y1)*at); err != nil {
				return err
			}
		}
		return mouse(input.DispatchMouseEventTypeMouseReleased, x2, y2)
	}))
}

func TestSavingInABrowser(t *testing.T) {
	t.Parallel()
	s, password := newDemo(t)
	s.start()
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(s.log.String())
		}
	})
	b := newBrowser(t, s.base, "mira", true)
	b.open("/login")
	b.do("log in", chromedp.SendKeys(`input[name=login]`, "mira.aldana"), chromedp.SendKeys(`input[name=password]`, password))
	b.submit(`form[action="/login"] button.wide`)
	b.until("the home page", at("/"))
	b.size(390, 844)
	b.open("/")

	// The bookmark, and from there a new collection.
	b.do("save", chromedp.Click(`article .bookmark`, chromedp.NodeVisible))
	b.wait("the bookmark", `document.querySelector("article .bookmark").getAttribute("aria-pressed") === "true"`)
	b.contains("#toasts", "Saved.")
	b.shot("saved")
	b.do("choose collections", chromedp.Click(`#toasts button`, chromedp.NodeVisible),
		chromedp.SendKeys(`dialog input[name=name]`, "Coast"))
	b.shot("dialog")
	b.do("done", chromedp.Click(`dialog .form-actions button`, chromedp.NodeVisible))
	b.wait("the dialog's end", `!document.querySelector("dialog")`)
	b.contains("#toasts", "We updated your collections.")
	b.wait("the bookmark is still pressed", `document.querySelector("article .bookmark").getAttribute("aria-pressed") === "true"`)
	// Letting it go can be undone, with its collection.
	b.do("let go", chromedp.Click(`article .bookmark`, chromedp.NodeVisible))
	b.contains("#toasts", "out of your collections")
	b.do("undo", chromedp.Click(`#toasts button`, chromedp.NodeVisible))
	b.wait("the bookmark again", `document.querySelector("article .bookmark").getAttribute("aria-pressed") === "true"`)

	// From the menu, with the keyboard.
	b.do("open the dialog from the menu", chromedp.Click(`article .post-menu > summary`, chromedp.NodeVisible),
		chromedp.Click(`article .post-menu a[href$="/collections"]`, chromedp.NodeVisible))
	b.wait("the collection is chosen", `document.querySelector("dialog input[name=in]")?.checked === true`)
	b.do("close", chromedp.KeyEvent("\x1b"))
	b.wait("the dialog's end", `!document.querySelector("dialog")`)

	_ = value[bool](b, `setTimeout(async () => {
		const code = (await (await fetch("/collections")).text()).match(/id="k-([\w-]+)"/)[1];
		const posts = [...document.querySelectorAll("main article")].map((a) => a.dataset.post).slice(1, 4);
		for (const post of posts) await fetch("/collections/" + code + "/posts/" + post, { method: "POST" });
		location.assign("/collections/" + code + "/arrange");
	}), true`)
	arrange := b.until("the order", func(u *url.URL) bool { return strings.HasSuffix(u.Path, "/arrange") })
	const order = `[...document.querySelectorAll(".arranged")].map((r) => r.dataset.id).join(" ")`
	b.wait("four rows", `document.querySelectorAll(".arranged").length === 4`)
	first := strings.Fields(value[string](b, order))
	b.shot("arrange")
	settled := func(what string, list ...int) {
		t.Helper()
		var want []string
		for _, i := range list {
			want = append(want, first[i])
		}
		b.wait(what, fmt.Sprintf(`%s === %q`, order, strings.Join(want, " ")))
		b.wait(what+", when it is asked again",
			fmt.Sprintf(`(() => { const x = new XMLHttpRequest(); x.open("GET", location.href, false); x.send();
			return [...x.responseText.matchAll(/id="k-([\w-]+)"/g)].map((m) => m[1]).join(" ") === %q })()`, strings.Join(want, " ")))
	}
	b.press(`.arranged:first-child button[value=down]`)
	settled("one step", 1, 0, 2, 3)
	b.do("and again by the keyboard", chromedp.KeyEvent("\r"))
	settled("two steps", 1, 2, 0, 3)
	_ = value[bool](b, `window.scrollTo(0, 0), true`)
	grips := value[[]float64](b, `(() => { const at = (i) => { const b = document.querySelectorAll("[data-grip]")[i].getBoundingClientRect(); return [b.left + b.width / 2, b.top + b.height / 2] }; return [...at(3), ...at(0)] })()`)
	b.drag(grips[0], grips[1], grips[2], grips[3]-15)
	settled("dragged to the top", 3, 1, 2, 0)

	b.do("take one out", chromedp.Click(`.arranged:nth-child(2) .menu > summary`, chromedp.NodeVisible),
		chromedp.Click(`.arranged:nth-child(2) form[action*="/posts/"] button:not([name])`, chromedp.NodeVisible))
	settled("taken out", 3, 2, 0)
	b.do("undo", chromedp.Click(`#toasts button`, chromedp.NodeVisible))
	settled("put back", 3, 1, 2, 0)
	b.open("/saved")
	b.contains("main", "Coast")
	b.shot("saved-page")
	b.open(strings.TrimSuffix(arrange.Path, "/arrange"))
	b.shot("collection")
	if out := s.run("check"); out != "Nothing is wrong." {
		t.Error(out)
	}
	onAnotherSite(b, first[0])
}

// onAnotherSite shows a post on a page of another site, by the code that is there to copy.
func onAnotherSite(b *browser, post string) {
	b.t.Helper()
	b.open("/p/" + post + "/embed/code")
	code := b.text("#f-embed")
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = fmt.Fprintf(w, "<!DOCTYPE html><title>Another site</title><h1>Another site</h1>%s", code)
	}))
	b.t.Cleanup(other.Close)
	b.size(1000, 1200)
	b.do("open another site", chromedp.Navigate(other.URL))
	b.wait("the frame", `document.querySelector("iframe")?.src.endsWith("/embed") === true`)
	b.wait("its height", `document.querySelector("iframe").height !== "640"`)
	if height := value[float64](b, `Number(document.querySelector("iframe").height)`); height < 250 || height > 1200 {
		b.t.Errorf("the frame is %v high", height)
	}
	b.shot("embedded")
}
