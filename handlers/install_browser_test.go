package handlers_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"photogram/media/mediatest"
	"photogram/models/account"
	"photogram/models/modelstest"
	"photogram/models/people"
	"photogram/static"
	"photogram/web/webtest"
)

// gate stands before a site, at an address of its own: it can shut, as a lost
// connection does, and make another release of what it lets through.
type gate struct {
	*webtest.Site
	URL     string
	shut    atomic.Bool
	release atomic.Bool
}

// newScript is what the other release adds to app.js.
const newScript = `;document.documentElement.dataset.release = "next";`

func newGate(t *testing.T) *gate {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	g := &gate{URL: "http://" + listener.Addr().String()}
	g.Site = webtest.Start(t, nil)
	to, err := url.Parse(g.Site.URL)
	must(t, err)
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(to)
			r.Out.Host = r.In.Host
			r.Out.Header.Del("Accept-Encoding")
			r.Out.Header.Del("If-None-Match") // the site does not know that there is another release
			if g.release.Load() {
				r.Out.URL.Path = strings.Replace(r.Out.URL.Path, "next.js", "js", 1)
			}
		},
		ModifyResponse: g.next,
	}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if g.shut.Load() {
			panic(http.ErrAbortHandler)
		}
		proxy.ServeHTTP(w, r)
	}))
	must(t, server.Listener.Close())
	server.Listener = listener
	server.Start()
	t.Cleanup(server.Close)
	return g
}

// next makes an answer that of the other release: app.js is another script of
// another name, and the worker knows that one.
func (g *gate) next(a *http.Response) error {
	kind := a.Header.Get("Content-Type")
	if !g.release.Load() || !strings.HasPrefix(kind, "text/") {
		return nil
	}
	body, err := io.ReadAll(a.Body)
	if err != nil {
		return err
	}
	app := static.URL("app.js")
	body = bytes.ReplaceAll(body, []byte(app), []byte(strings.TrimSuffix(app, "js")+"next.js"))
	if a.Request.URL.Path == app {
		body = append(body, newScript...)
	}
	if a.Request.URL.Path == "/sw.js" {
		body = bytes.Replace(body, []byte(`"version":"`), []byte(`"version":"next-`), 1)
	}
	a.Body, a.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	a.Header.Set("Content-Length", strconv.Itoa(len(body)))
	a.Header.Del("Etag")
	return nil
}

// installed is a browser in which the site's service worker runs.
type installed struct {
	t   *testing.T
	ctx context.Context
	do  func(what string, steps ...chromedp.Action[chromedp.Void])
	g   *gate
}

func (g *gate) browser(t *testing.T, u *account.User) *installed {
	t.Helper()
	ctx, do := surf(t, g.Site, "installed", "America/New_York", u)
	b := &installed{t, ctx, do, g}
	b.open("/")
	b.eventually("the service worker", `navigator.serviceWorker.ready.then((one) => one.active.state === "activated" && !!navigator.serviceWorker.controller)`)
	return b
}

func (b *installed) open(path string) {
	b.t.Helper()
	b.do("open "+path, chromedp.Navigate(b.g.URL+path))
}

func ask[T any](b *installed, script string) T {
	b.t.Helper()
	answer, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	must(b.t, err)
	return answer
}

// press activates a link or a button that is shown.
func (b *installed) press(selector string) {
	b.t.Helper()
	b.do("press "+selector, chromedp.Focus(selector, chromedp.NodeVisible), chromedp.KeyEvent("\r"))
}

func (b *installed) eventually(what, script string) {
	b.t.Helper()
	webtest.Eventually(b.t, what, func() bool {
		yes, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](script, chromedp.EvalAwaitPromise))
		return err == nil && yes
	})
}

// shots keeps pictures of the page where PHOTOGRAM_TEST_SHOTS says.
func (b *installed) shots(name string) {
	b.t.Helper()
	dir := os.Getenv("PHOTOGRAM_TEST_SHOTS")
	if dir == "" {
		return
	}
	for _, look := range []string{"light", "dark"} {
		for _, width := range []int64{390, 1440} {
			b.do("look", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
				_, err := cdp.Call(ctx, target, emulation.SetDeviceMetricsOverride,
					emulation.SetDeviceMetricsOverrideParams{Width: width, Height: 900, DeviceScaleFactor: 1, Mobile: width < 800})
				if err == nil {
					_, err = cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
						Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: look}}})
				}
				return err
			}))
			png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
			must(b.t, err)
			must(b.t, os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%s-%d.png", name, look, width)), png, 0o600))
		}
	}
}

// shared is a post of a real photo.
func (g *gate) shared(t *testing.T, u *account.User, caption string) {
	t.Helper()
	c := g.As(u)
	code := draft(t, c, mediatest.Photo(320, 240))
	c.Post("/p/"+code+"/edit", form("caption", caption, "action", "publish")).Want(303)
	webtest.Eventually(t, "the post", func() bool {
		return c.Get("/p/"+code).Find("article picture img").Length() > 0
	})
}

// Chromium takes the site for an app that can be installed.
func TestTheSiteCanBeInstalled(t *testing.T) {
	t.Parallel()
	g := newGate(t)
	b := g.browser(t, nil)
	var found cdppage.GetAppManifestResult
	var wrong cdppage.GetInstallabilityErrorsResult
	b.do("read the manifest", chromedp.Func(func(ctx context.Context, target *chromedp.Target) (err error) {
		if found, err = cdp.Call(ctx, target, cdppage.GetAppManifest, cdppage.GetAppManifestParams{}); err == nil {
			wrong, err = cdp.Call(ctx, target, cdppage.GetInstallabilityErrors, cdp.Empty{})
		}
		return err
	}))
	for _, e := range found.Errors {
		t.Errorf("the manifest is wrong: %s", e.Message)
	}
	for _, e := range wrong.InstallabilityErrors {
		if e.ErrorID != "in-incognito" { // as each test's browser is
			t.Errorf("the site cannot be installed: %s", e.ErrorID)
		}
	}
	var m struct {
		Name        string
		Icons       []struct{ Src, Sizes, Purpose string }
		Shortcuts   []struct{ Name, URL string }
		ShareTarget struct {
			Action, Method string
			Params         struct{ Files []struct{ Name string } }
		} `json:"share_target"`
	}
	must(t, json.Unmarshal([]byte(found.Data), &m))
	if m.Name != g.Kit.Site.Name || len(m.Shortcuts) != 4 || m.ShareTarget.Action != "/share" || m.ShareTarget.Method != "POST" {
		t.Errorf("the manifest says %s", found.Data)
	}
	maskable := 0
	for _, icon := range m.Icons {
		if icon.Purpose == "maskable" {
			maskable++
		}
		if icon.Sizes != "any" {
			size := ask[string](b, fmt.Sprintf(`fetch(%q).then((a) => a.blob()).then(createImageBitmap).then((i) => i.width + "x" + i.height)`, icon.Src))
			if size != icon.Sizes {
				t.Errorf("%s is %s and said to be %s", icon.Src, size, icon.Sizes)
			}
		}
	}
	if maskable != 2 {
		t.Errorf("%d icons can be masked", maskable)
	}
	for _, s := range m.Shortcuts {
		if a := g.As(g.User("short" + strings.ToLower(strings.Fields(s.Name)[0]))).Get(s.URL); a.StatusCode != 200 {
			t.Errorf("the shortcut %q leads to %s", s.Name, a)
		}
	}
}

// Without a connection a page says what to do, the last feed can be read with its
// pictures, and logging out takes it away. Nobody sees the feed of somebody else.
func TestTheLastFeedIsReadOffline(t *testing.T) {
	t.Parallel()
	g := newGate(t)
	g.Work()
	ada, bo, eve := g.UserWithPassword("ada"), g.User("bo"), g.User("eve")
	must(t, people.Follow(t.Context(), g.DB.Store, ada.ID, bo.ID))
	g.shared(t, bo, "Low tide")
	b := g.browser(t, nil)

	g.shut.Store(true)
	b.open("/explore")
	b.do("see the page", chromedp.WaitVisible("[data-offline-page]"))
	if ask[bool](b, `document.querySelector("[data-kept-feed]").checkVisibility()`) {
		t.Error("a feed is offered to a visitor")
	}
	b.shots("offline")
	g.shut.Store(false)
	b.press(`[data-offline-page] a.button:not([hidden])`)
	b.eventually("the page itself", `!document.querySelector("[data-offline-page]") && location.pathname === "/explore"`)

	login(b, ada.Username)
	b.eventually("the feed is kept", `caches.has("feed")`)
	b.eventually("its pictures are kept", `caches.open("feed").then((c) => c.keys()).then((all) => all.some((one) => one.url.includes("/media/") && !one.url.includes("avatar")))`)
	g.shut.Store(true)
	b.open("/notifications")
	b.do("be offered the feed", chromedp.WaitVisible("[data-kept-feed]"))
	b.press("[data-kept-feed]")
	b.do("read it", chromedp.WaitVisible("[data-offline-note]"))
	if text := ask[string](b, `document.querySelector(".feed").textContent`); !strings.Contains(text, "Low tide") {
		t.Errorf("the kept feed says %q", text)
	}
	b.eventually("the picture", `(() => { const i = document.querySelector(".feed picture img"); return i.complete && i.naturalWidth > 0 })()`)
	if ask[string](b, `getComputedStyle(document.querySelector(".rail")).position`) != "fixed" {
		t.Error("the kept feed has no styles")
	}
	b.shots("last-feed")

	g.shut.Store(false)
	b.open("/explore")
	b.do("log out", chromedp.Evaluate[chromedp.Void](`document.querySelector('form[action="/logout"]').submit()`))
	b.eventually("the landing page", `document.body.classList.contains("visitor")`)
	b.eventually("nothing is kept", `caches.has("feed").then((has) => !has)`)
	g.shut.Store(true)
	b.open("/")
	b.do("see no feed", chromedp.WaitVisible("[data-offline-page]"))
	g.shut.Store(false)

	// A session that ended elsewhere leaves nothing either.
	login(b, ada.Username)
	b.eventually("the feed is kept", `caches.has("feed")`)
	g.As(ada).Post("/settings/account/logout-everywhere", nil).Want(303)
	b.open("/explore")
	b.eventually("nothing is kept", `caches.has("feed").then((has) => !has)`)

	// Nor does another account find it.
	login(b, ada.Username)
	b.eventually("the feed is kept", `caches.has("feed")`)
	name := g.Sessions.CookieName()
	cookie := g.As(eve).Cookie(name)
	b.do("become somebody else", setCookie(g.URL, name, cookie))
	b.open("/explore")
	b.eventually("nothing of hers", `caches.has("feed").then((has) => !has)`)
}

func login(b *installed, name string) {
	b.t.Helper()
	b.open("/login")
	b.do("log in", chromedp.SendKeys("input[name=login]", name), chromedp.SendKeys("input[name=password]", modelstest.Password),
		chromedp.Submit("input[name=password]"))
	b.eventually("the home page", `document.body.classList.contains("member")`)
}

// After a release, pages have the scripts of that release, and what was kept of the
// one before is gone.
func TestAnUpdateServesNoStaleScripts(t *testing.T) {
	t.Parallel()
	g := newGate(t)
	b := g.browser(t, g.User("ada"))
	release := `document.documentElement.dataset.release || ""`
	before := ask[[]string](b, `caches.keys().then((all) => all.filter((name) => name.startsWith("assets-")))`)
	if len(before) != 1 || ask[string](b, release) != "" {
		t.Fatalf("before the release: %q", before)
	}
	g.release.Store(true)
	b.open("/explore")
	if got := ask[string](b, release); got != "next" {
		t.Errorf("the first page after the release has the script of %q", got)
	}
	b.eventually("only what is new is kept", `caches.keys().then((all) => { const a = all.filter((name) => name.startsWith("assets-")); return a.length === 1 && a[0].startsWith("assets-next") })`)
	b.eventually("the new worker runs", `navigator.serviceWorker.ready.then((one) => one.active.state === "activated" && !one.waiting && !one.installing)`)
	g.shut.Store(true)
	b.open("/search")
	b.do("see the page", chromedp.WaitVisible("[data-offline-page]"))
	if got := ask[string](b, release); got != "next" {
		t.Errorf("offline, the page has the script of %q", got)
	}
}

// share posts what a phone shares, as the phone does.
const share = `(async () => {
	const form = document.createElement("form"), input = document.createElement("input"), text = document.createElement("input");
	Object.assign(form, { action: "/share", method: "post", enctype: "multipart/form-data", hidden: true });
	Object.assign(input, { type: "file", name: "file", multiple: true });
	Object.assign(text, { name: "text", value: "From the pier" });
	const canvas = new OffscreenCanvas(64, 48), data = new DataTransfer();
	const draw = canvas.getContext("2d"), some = () => Math.floor(64 * Math.random());
	for (let n = 0; n < 40; n++) { // a file that was sent before is asked about
		draw.fillStyle = "hsl(" + some() * 6 + " 80% 50%)";
		draw.fillRect(some(), some(), some(), some());
	}
	data.items.add(new File([await canvas.convertToBlob({ type: "image/jpeg" })], "pier é.jpg", { type: "image/jpeg" }));
	input.files = data.files;
	form.append(input, text);
	document.body.append(form);
	form.submit();
})()`

// What a phone shares opens in the editor, with its words as the caption, also when
// somebody has to log in first.
func TestPhotosAreSharedWithTheApp(t *testing.T) {
	t.Parallel()
	g := newGate(t)
	g.Work()
	ada := g.UserWithPassword("ada")
	b := g.browser(t, nil)
	b.do("share", chromedp.Evaluate[chromedp.Void](share))
	b.do("be asked to log in", chromedp.WaitVisible("input[name=password]"))
	b.do("log in", chromedp.SendKeys("input[name=login]", ada.Username), chromedp.SendKeys("input[name=password]", modelstest.Password),
		chromedp.Submit("input[name=password]"))
	b.do("be asked", chromedp.WaitVisible(".shared-files button"))
	b.shots("shared")
	if text := ask[string](b, `document.querySelector(".shared-files p").textContent`); !strings.Contains(text, "pier é.jpg") {
		t.Errorf("it says %q", text)
	}
	if ask[int](b, `document.querySelectorAll("[data-list] > li").length`) != 0 {
		t.Error("files are sent before anybody was asked")
	}
	inEditor := `location.pathname.endsWith("/edit") && document.querySelector("textarea[name=caption]").value === "From the pier"`
	b.press(".shared-files button")
	b.eventually("the editor with the caption", inEditor)
	if kept := ask[bool](b, `caches.has("shared")`); kept {
		t.Error("what was shared is still kept")
	}
	b.do("be in the app's own window", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: `
			const ask = window.matchMedia.bind(window);
			window.matchMedia = (query) => query === "(display-mode: standalone)" ? ask("all") : ask(query);`})
		return err
	}))
	b.open("/explore")
	b.do("share again", chromedp.Evaluate[chromedp.Void](share))
	b.eventually("the editor at once", inEditor)
}

// Where no service worker runs, the site takes what is shared itself.
func TestSharingWithoutAWorker(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	files := []webtest.File{{Name: "a.jpg", Data: mediatest.Photo(40, 30)}}
	a := s.Visitor().Upload("/share", form("text", "Hello"), files).Want(303)
	if to := a.Header.Get("Location"); to != "/login?next=%2Fnew" {
		t.Errorf("a visitor is led to %q", to)
	}
	c := s.As(s.User("ada"))
	a = c.Upload("/share", form("text", "Hello #sea"), files).Want(303)
	to := a.Header.Get("Location")
	if text := c.Get(to).Find("textarea[name=caption]").Text(); strings.TrimSpace(text) != "Hello #sea" {
		t.Errorf("%s has the caption %q", to, text)
	}
	if a := c.Get(strings.Split(to, "?")[0] + "?caption=" + strings.Repeat("x", 9000)); a.StatusCode != 200 ||
		a.Find("textarea[name=caption]").Text() != "" {
		t.Errorf("a caption that is far too long is put into the field: %s", a)
	}
	c.Get("/share").Want(303)
	evil := s.As(s.User("eve"))
	evil.Upload("/share", nil, files, "Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example").Want(403)
}
