package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"photogram/web/webtest"
)

// publish shares a photo through the API and waits until it is there.
func (s *server) publish(token, caption string) (id, link string) {
	s.t.Helper()
	body, kind := photo(s.t, "static/demo/gradient-fold.jpg")
	a, ok := s.call(s.t.Context(), token, http.MethodPost, "/v1/media/upload", bytes.NewReader(body), kind)
	var media struct{ ID, Link, State string }
	if !ok || json.Unmarshal(a.Data, &media) != nil {
		s.t.Fatalf("upload: %+v", a)
	}
	if a, ok = s.form(s.t.Context(), token, "/v1/media/"+media.ID+"/publish", url.Values{"caption": {caption}}); !ok {
		s.t.Fatalf("publish: %+v", a)
	}
	for deadline := time.Now().Add(stepTime); media.State != "published"; time.Sleep(50 * time.Millisecond) {
		if a, ok = s.call(s.t.Context(), token, http.MethodGet, "/v1/media/"+media.ID, nil, ""); !ok ||
			json.Unmarshal(a.Data, &media) != nil || time.Now().After(deadline) {
			s.t.Fatalf("wait for the photo: %+v", a)
		}
	}
	u, err := url.Parse(media.Link)
	if err != nil {
		s.t.Fatal(err)
	}
	return media.ID, u.Path
}

const (
	badgeText  = `document.querySelector("[data-unread]").textContent`
	badgeShown = `!document.querySelector("[data-unread]").hidden`
)

// What one person does shows on another's open page, without a reload.
func TestNotificationsComeLive(t *testing.T) {
	t.Parallel()
	s := newServer(t, "PHOTOGRAM_STOP_SECONDS=120")
	s.start()
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(s.log.String())
		}
	})
	ana, bo := newBrowser(t, s.base, "ana", true), newBrowser(t, s.base, "bo", true)
	ana.signUp("ana")
	bo.signUp("bo")
	token := s.run("token", "--user", "ana", "--scopes", "all")
	_, post := s.publish(token, "The first fold")

	ana.open("/explore")
	ana.wait("a quiet bell", `document.querySelector("[data-bell]").getAttribute("aria-label") === "Notifications" && !(`+badgeShown+`)`)
	bo.open(post)
	// The clock is one machine's, so the two pages' times can be compared.
	_ = value[bool](ana, `new MutationObserver(() => { window.changed ||= Date.now() }).observe(document.querySelector("[data-unread]"), { attributes: true, childList: true }), true`)
	ana.wait("the connection", `(navigator.locks.query().then((l) => { window.live = l.held.length > 0 }), window.live === true)`)
	time.Sleep(300 * time.Millisecond) // the first badge comes
	_ = value[bool](ana, `window.changed = 0, true`)
	began := int64(value[float64](bo, `(() => { const now = Date.now(); document.querySelector("article .heart, main .heart").closest("form").requestSubmit(); return now })()`))
	ana.wait("a badge", badgeShown+` && `+badgeText+` === "1"`)
	took := time.Duration(int64(value[float64](ana, `window.changed`))-began) * time.Millisecond
	t.Logf("bo's like was on ana's page %s after the click", took)
	ana.wait("its name", `document.querySelector("[data-bell]").getAttribute("aria-label") === "Notifications, 1 new" && document.title.startsWith("(1) ")`)
	ana.wait("a toast", `document.querySelector("#toasts .toast")?.textContent.includes("bo liked your photo")`)
	ana.shot("toast")
	ana.size(390, 844)
	ana.shot("phone-bar")
	ana.wait("a bar that fits", `document.documentElement.scrollWidth <= 390 && [...document.querySelectorAll(".rail-items > li")].filter((li) => li.offsetWidth).every((li) => li.getBoundingClientRect().right <= 390 && li.offsetWidth >= 44)`)
	ana.open("/notifications")
	ana.wait("the row", `document.querySelector(".notice").innerText.includes("bo liked your photo")`)
	ana.wait("it is seen", `!(`+badgeShown+`) && document.querySelector("form[data-seen]").hidden && !document.title.startsWith("(")`)
	ana.shot("phone-notifications")
	ana.size(1440, 900)
	ana.shot("notifications")

	// The page itself says that there is more, and loads it.
	bo.open("/ana")
	bo.submit(`form[action="/ana/follow"] button`)
	ana.wait("a button", `document.querySelector(".fresh-pill")?.textContent.trim() === "1 new notification"`)
	ana.shot("notifications-pill")
	_ = value[bool](ana, `document.querySelector(".fresh-pill").click(), true`)
	ana.wait("the new row", `document.querySelector(".notice").innerText.includes("bo started following you")`)
	ana.wait("it is seen as well", `!document.querySelector(".fresh-pill") && !(`+badgeShown+`)`)

	// A server that restarts loses nobody: the page comes back by itself.
	stopping := time.Now()
	if code := s.stop(); code != 0 {
		t.Errorf("the server ended with %d", code)
	}
	if d := time.Since(stopping); d > 120*time.Second {
		t.Errorf("stopping waited %s for open streams", d)
	}
	s.start()
	if _, ok := s.form(t.Context(), s.run("token", "--user", "bo", "--scopes", "all"),
		"/v1/media/"+mediaOf(t, s, token)+"/comments", url.Values{"text": {"still here"}}); !ok {
		t.Error("bo could not comment")
	}
	bo.open(post)
	for _, liked := range []string{"false", "true"} { // the button is replaced by the answer, so it is not found by its focus
		_ = value[bool](bo, `(document.querySelector("article .heart, main .heart").closest("form").requestSubmit(), true)`)
		bo.wait("a heart that is "+liked, `document.querySelector("article .heart, main .heart")?.getAttribute("aria-pressed") === "`+liked+`"`)
	}
	ana.wait("the like after the restart", badgeShown)
	if out := s.run("check"); out != "Nothing is wrong." {
		t.Error(out)
	}
}

func mediaOf(t *testing.T, s *server, token string) string {
	t.Helper()
	a, ok := s.call(t.Context(), token, http.MethodGet, "/v1/users/self/media/recent", nil, "")
	var list []struct{ ID string }
	if !ok || json.Unmarshal(a.Data, &list) != nil || len(list) == 0 {
		t.Fatalf("ana's photos: %+v", a)
	}
	return list[0].ID
}

// New posts are announced above the feed, in every tab, and loaded on demand.
func TestNewPostsComeLive(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.start()
	bo := newBrowser(t, s.base, "bo", true)
	bo.signUp("bo")
	s.run("user", "add", "--username", "ana", "--email", "ana@example.org", "--password", "quiet harbour lantern")
	token := s.run("token", "--user", "ana", "--scopes", "all")
	s.publish(token, "The first fold")
	bo.open("/ana")
	bo.submit(`form[action="/ana/follow"] button`)
	bo.contains("main", "Following")
	bo.open("/")
	bo.contains("article", "The first fold")
	second := &browser{t, webtest.Tab(t, bo.ctx, "bo-second"), s.base, "bo-second"}
	second.open("/")
	second.contains("article", "The first fold")
	for i, want := range []string{"1 new post", "2 new posts"} {
		s.publish(token, fmt.Sprintf("Fold number %d", i+2))
		for _, b := range []*browser{bo, second} {
			b.wait(want, `document.querySelector(".fresh[role=status] button.fresh-pill")?.textContent.trim() === "`+want+`"`)
		}
	}
	second.shot("pill")
	if n := value[float64](second, `document.querySelectorAll("main article").length`); n != 1 {
		t.Errorf("%v posts before they were asked for", n)
	}
	second.do("reach the button by keys", chromedp.Focus(".fresh-pill", chromedp.NodeVisible), chromedp.KeyEvent("\r"))
	second.wait("the posts", `document.querySelectorAll("main article").length === 3 && !document.querySelector(".fresh-pill")`)
	second.contains("article:first-of-type", "Fold number 3")
	second.wait("the focus", `document.activeElement === document.querySelector("main article")`)
	// The page that holds the connection goes; another takes it over.
	bo.open("/login")
	bo.open("/settings")
	s.publish(token, "Fold number 4")
	second.wait("the next", `document.querySelector(".fresh-pill")?.textContent.trim() === "1 new post"`)
	second.shot("loaded")
}
