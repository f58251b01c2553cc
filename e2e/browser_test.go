package e2e

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"photogram/web/webtest"
)

// browser is one person's Chromium, with a profile of its own.
type browser struct {
	t    *testing.T
	ctx  context.Context
	base string
	name string
}

// stepTime ends what would never come, and says nothing of how fast anything is.
const stepTime = 10 * time.Minute

func newBrowser(t *testing.T, base, name string, script bool) *browser {
	t.Helper()
	b := &browser{t, webtest.Chromium(t, name, ""), base, name}
	b.do("prepare", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !script})
		return err
	}))
	b.size(1280, 900)
	return b
}

// do runs steps; what takes too long fails with a picture of the page.
func (b *browser) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, stepTime)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.shot("failed")
		at, _ := chromedp.Run(b.ctx, chromedp.Location())
		b.t.Fatalf("%s: %s at %s: %v", b.name, what, at, err)
	}
}

func (b *browser) open(path string) {
	b.t.Helper()
	b.do("open "+path, chromedp.Navigate(b.base+path))
}

// size makes the page look like one on a screen of this size.
func (b *browser) size(width, height int64) {
	b.t.Helper()
	b.do("change the size", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetDeviceMetricsOverride,
			emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: 1})
		return err
	}))
}

// shot keeps a picture where PHOTOGRAM_TEST_SHOTS says.
func (b *browser) shot(name string) {
	dir := os.Getenv("PHOTOGRAM_TEST_SHOTS")
	if dir == "" {
		return
	}
	if png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot()); err == nil {
		_ = os.WriteFile(filepath.Join(dir, strings.ReplaceAll(b.t.Name(), "/", "-")+"-"+b.name+"-"+name+".png"), png, 0o600)
	}
}

// press activates a button by the keyboard: a click at its place misses it when
// a photo arrives at that moment and moves the page.
func (b *browser) press(button string) {
	b.t.Helper()
	b.do("press "+button, chromedp.Focus(button, chromedp.NodeVisible), chromedp.KeyEvent("\r"))
}

// submit sends the form that has this button, as Enter on it does.
func (b *browser) submit(button string) {
	b.t.Helper()
	b.press(button)
}

// until waits for an address of this kind.
func (b *browser) until(what string, reached func(*url.URL) bool) *url.URL {
	b.t.Helper()
	deadline := time.Now().Add(stepTime)
	for {
		at, err := chromedp.Run(b.ctx, chromedp.Location())
		if err == nil {
			if u, err := url.Parse(at); err == nil && reached(u) {
				return u
			}
		}
		if time.Now().After(deadline) {
			b.shot("failed")
			b.t.Fatalf("%s: %s was not reached; the page is %s (%v)", b.name, what, at, err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func at(path string) func(*url.URL) bool { return func(u *url.URL) bool { return u.Path == path } }

// text is what an element shows.
func (b *browser) text(selector string) string {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, stepTime)
	defer cancel()
	s, err := chromedp.Run(ctx, chromedp.TextContent(selector))
	if err != nil {
		b.shot("failed")
		b.t.Fatalf("%s: read %s: %v", b.name, selector, err)
	}
	return s
}

func (b *browser) contains(selector, want string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, stepTime)
	defer cancel()
	for {
		// A page that is just being replaced has no text yet.
		got, err := chromedp.Run(ctx, chromedp.TextContent(selector))
		if err == nil && strings.Contains(got, want) {
			return
		}
		if ctx.Err() != nil {
			b.shot("failed")
			b.t.Fatalf("%s: %s shows %q, want %q (%v)", b.name, selector, got, want, err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func (b *browser) signUp(name string) {
	b.t.Helper()
	b.open("/signup")
	b.do("sign up", chromedp.SendKeys(`input[name=username]`, name), chromedp.SendKeys(`input[name=email]`, name+"@example.org"),
		chromedp.SendKeys(`input[name=full_name]`, strings.ToUpper(name[:1])+name[1:]+" Test"),
		chromedp.SendKeys(`input[name=password]`, "quiet harbour lantern"))
	b.submit(`form[action="/signup"] .form-actions button, form[action="/signup"] button.wide`)
	b.until("the home page", at("/"))
}

// The main job, from an empty site to a shared, edited, liked and commented photo.
func TestSharingAPhotoInABrowser(t *testing.T) {
	t.Parallel()
	for _, script := range []bool{true, false} {
		t.Run(fmt.Sprintf("script=%v", script), func(t *testing.T) {
			t.Parallel()
			s := newServer(t)
			s.start()
			t.Cleanup(func() {
				if t.Failed() {
					t.Log(s.log.String())
				}
			})
			share(t, s, script)
			if out := s.run("check"); out != "Nothing is wrong." {
				t.Error(out)
			}
		})
	}
}

func share(t *testing.T, s *server, script bool) {
	file, err := filepath.Abs("static/demo/mountain-meadow.jpg")
	if err != nil {
		t.Fatal(err)
	}
	ana, bo := newBrowser(t, s.base, "ana", script), newBrowser(t, s.base, "bo", script)
	ana.signUp("ana")
	ana.shot("empty-home")
	bo.signUp("bo")
	bo.open("/ana")
	bo.submit(`form[action="/ana/follow"] button`)
	bo.contains("main", "Following")

	ana.open("/new")
	ana.do("choose a photo", chromedp.SetUploadFiles(`input[type=file][name=file]`, []string{file}))
	if !script {
		ana.submit(`form.upload button[data-without-js]`)
	}
	edit := ana.until("the editor", func(u *url.URL) bool { return strings.HasSuffix(u.Path, "/edit") })
	ana.shot("editor")
	edited(ana, script)
	if script {
		ana.press(`[data-tab=text]`)
	}
	ana.do("write", chromedp.SendKeys(`textarea[name=caption]`, "Larches in #autumn with @bo"),
		chromedp.SendKeys(`textarea[name$=".alt_text"]`, "A meadow below orange larches and a grey ridge"),
		chromedp.SendKeys(`input[name=location]`, "Foothills"))
	ana.shot("written")
	ana.submit(`.edit-head button[name=action][value=publish]`)
	path := strings.TrimSuffix(edit.Path, "/edit")
	// The page about the progress turns to the post by itself, with and without a script.
	ana.until("the post", at(path))
	ana.shot("post")
	ana.contains("main", "Larches in #autumn")

	bo.open("/")
	bo.contains("article", "Larches in #autumn with @bo")
	bo.contains("article", "Foothills")
	loaded(bo, script)
	bo.shot("feed")
	bo.submit(`article .heart`)
	bo.do("see the like", chromedp.WaitVisible(`article .heart[aria-pressed=true]`))
	bo.open(path)
	bo.do("write a comment", chromedp.SendKeys(`form[action="`+path+`/comments"] textarea,
		form[action="`+path+`/comments"] input[name=text]`, "That light! "))
	bo.submit(`form[action="` + path + `/comments"] button`)
	bo.contains("main", "That light!")

	ana.open(path)
	ana.contains("main", "That light!")
	ana.contains("main", "1 like")
	ana.open(path + "/likes")
	ana.contains("main", "Bo Test")
	ana.shot("likes")

	// Editing begins at the original again.
	ana.open(path + "/edit")
	ana.do("see the edit again", chromedp.WaitReady(`input[name$=".filter"][value=Fjord]:checked`),
		chromedp.WaitReady(`input[name$=".ratio"][value="1:1"]:checked`))
	ana.open("/ana")
	ana.shot("profile")
}

// edited chooses a look and a square.
func edited(b *browser, script bool) {
	b.t.Helper()
	choose := func(selector string) chromedp.Action[chromedp.Void] {
		if !script {
			return chromedp.Steps(chromedp.Focus(selector, chromedp.NodeReady), chromedp.KeyEvent(" "))
		}
		return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
			_, err := chromedp.Evaluate[bool](fmt.Sprintf(`(() => { document.querySelector(%q).click(); return true })()`,
				selector))(ctx, t)
			return err
		})
	}
	b.do("choose a look and a square", chromedp.WaitReady(`input[name$=".filter"][value=Fjord]`),
		choose(`input[name$=".filter"][value=Fjord]`), choose(`input[name$=".ratio"][value="1:1"]`))
	b.do("see them chosen", chromedp.WaitReady(`input[name$=".filter"][value=Fjord]:checked`),
		chromedp.WaitReady(`input[name$=".ratio"][value="1:1"]:checked`))
}

// loaded waits until the photo is there, and is square as it was cropped.
func loaded(b *browser, script bool) {
	b.t.Helper()
	const size = `(() => { const i = document.querySelector("article picture img:not(.ph)"); return i && i.complete && i.naturalWidth > 0 ? i.naturalWidth / i.naturalHeight : 0 })()`
	deadline := time.Now().Add(stepTime)
	for {
		shape, err := chromedp.Run(b.ctx, chromedp.Evaluate[float64](size))
		if err == nil && shape > 0.99 && shape < 1.01 {
			return
		}
		if time.Now().After(deadline) {
			b.shot("failed")
			b.t.Fatalf("%s: the photo's shape is %v (%v)", b.name, shape, err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// value is what an expression gives in the page.
func value[T any](b *browser, expression string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, stepTime)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.t.Fatalf("%s: %s: %v", b.name, expression, err)
	}
	return v
}

// wait waits until an expression is true in the page.
func (b *browser) wait(what, expression string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, stepTime)
	defer cancel()
	for {
		// On a page that is just being replaced the expression may fail.
		yes, err := chromedp.Run(ctx, chromedp.Evaluate[bool](expression))
		if err == nil && yes {
			return
		}
		if ctx.Err() != nil {
			b.shot("failed")
			b.t.Fatalf("%s: %s did not come true: %s (%v)", b.name, what, expression, err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func TestBackReturnsToTheSamePlaceInTheFeed(t *testing.T) {
	t.Parallel()
	s, password := newDemo(t)
	s.start()
	b := newBrowser(t, s.base, "mira", true)
	b.open("/login")
	b.do("log in", chromedp.SendKeys(`input[name=login]`, "mira.aldana"), chromedp.SendKeys(`input[name=password]`, password))
	b.submit(`form[action="/login"] button.wide`)
	b.until("the home page", at("/"))
	b.wait("the first page of posts", `document.querySelectorAll("main article").length === 10`)
	_ = value[bool](b, `window.scrollTo(0, document.body.scrollHeight), true`)
	b.wait("older posts", `document.querySelectorAll("main article").length > 10`)
	const place = `(() => { const a = document.querySelectorAll("main article")[12]; return a.querySelector("a[href^='/p/']").pathname + " " + Math.round(a.getBoundingClientRect().top) })()`
	_ = value[bool](b, `document.querySelectorAll("main article")[12].scrollIntoView(), window.scrollBy(0, -40), true`)
	before := value[string](b, place)
	path, _, _ := strings.Cut(before, " ")
	_ = value[bool](b, `setTimeout(() => document.querySelectorAll("main article")[12].querySelector("a[href^='/p/']").click()), true`)
	b.until("the post", at(path))
	_ = value[bool](b, `setTimeout(() => history.back()), true`)
	b.until("the feed", at("/"))
	b.wait("the same place, "+before, place+` === `+fmt.Sprintf("%q", before))
}
