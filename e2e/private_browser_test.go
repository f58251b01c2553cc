package e2e

import (
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// publish shares a photo from the demo's and returns the post's path.
func (b *browser) publish(file, caption string) string {
	b.t.Helper()
	name, err := filepath.Abs("static/demo/" + file)
	if err != nil {
		b.t.Fatal(err)
	}
	b.open("/new")
	b.do("choose a photo", chromedp.SetUploadFiles(`input[type=file][name=file]`, []string{name}))
	edit := b.until("the editor", func(u *url.URL) bool { return strings.HasSuffix(u.Path, "/edit") })
	b.press(`[data-tab=text]`)
	b.do("write", chromedp.SendKeys(`textarea[name=caption]`, caption))
	b.submit(`.edit-head button[name=action][value=publish]`)
	path := strings.TrimSuffix(edit.Path, "/edit")
	b.until("the post", at(path))
	return path
}

// shown is whether a photo of the page has arrived.
const shown = `(() => { const i = document.querySelector("main picture img:not(.ph)"); return !!i && i.complete && i.naturalWidth > 0 })()`

// A private account in two browsers: the request, the answer, the photo, and its end.
func TestPrivateAccountInTwoBrowsers(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.start()
	ana, bo := newBrowser(t, s.base, "ana", true), newBrowser(t, s.base, "bo", true)
	ana.signUp("ana")
	bo.signUp("bo")
	ana.open("/settings/privacy")
	ana.do("turn private", chromedp.Click(`#f-private`, chromedp.NodeVisible))
	ana.submit(`form[action="/settings/privacy"] .form-actions button`)
	ana.contains("main", "Your account is private")
	path := ana.publish("mountain-meadow.jpg", "For friends only")
	ana.wait("the photo", shown)

	bo.open("/ana")
	bo.contains("main", "This account is private")
	bo.shot("private")
	bo.submit(`form[action="/ana/follow"] button`)
	bo.contains(".profile-actions", "Requested")
	bo.open(path)
	bo.contains("main", "Nothing here")

	ana.open("/requests")
	ana.contains("main", "bo")
	ana.shot("requests")
	ana.submit(`form[action="/requests/bo"] .button:not(.quiet)`)
	ana.wait("the request is answered", `!document.querySelector("form[action='/requests/bo']")`)

	bo.open("/ana")
	bo.contains(".profile-actions", "Following")
	bo.open(path)
	bo.contains("main", "For friends only")
	bo.wait("the photo", shown)
	address := value[string](bo, `document.querySelector("main picture img:not(.ph)").currentSrc`)
	if !strings.Contains(address, "sig=") {
		t.Errorf("the photo of a private account has the address %s", address)
	}
	status := func(b *browser) float64 {
		t.Helper()
		_ = value[bool](b, fmt.Sprintf(`window.__status = 0, fetch(%q, {cache: "no-store"}).then(r => window.__status = r.status), true`, address))
		b.wait("an answer about the file", `window.__status > 0`)
		return value[float64](b, `window.__status`)
	}
	if got := status(bo); got != 200 {
		t.Errorf("the follower gets %v", got)
	}
	bo.open("/")
	bo.contains("article", "For friends only")

	// Ana changes her mind: page, feed and file are gone for bo at once.
	ana.open("/bo")
	ana.do("open the menu", chromedp.Click(`.profile-actions .menu summary`, chromedp.NodeVisible))
	ana.shot("menu")
	ana.submit(`form[action="/bo/follower"] button`)
	ana.contains("main", "They no longer follow you")
	if got := status(bo); got != 404 {
		t.Errorf("whoever follows no more gets %v for the file", got)
	}
	bo.open(path)
	bo.contains("main", "Nothing here")
	bo.open("/")
	if strings.Contains(bo.text("main"), "For friends only") {
		t.Error("the post is still in the feed")
	}
	if out := s.run("check"); out != "Nothing is wrong." {
		t.Error(out)
	}
}
