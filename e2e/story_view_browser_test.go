package e2e

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// story shares a story of a photo through the API and waits until it is there.
func (s *server) story(token, photoPath string, fields url.Values) (id, link string) {
	s.t.Helper()
	body, kind := photo(s.t, photoPath)
	a, ok := s.call(s.t.Context(), token, http.MethodPost, "/v1/media/upload", bytes.NewReader(body), kind)
	var media struct{ ID, Link, State string }
	if !ok || json.Unmarshal(a.Data, &media) != nil {
		s.t.Fatalf("upload: %+v", a)
	}
	if a, ok = s.form(s.t.Context(), token, "/v1/media/"+media.ID+"/stories", fields); !ok {
		s.t.Fatalf("share: %+v", a)
	}
	for deadline := time.Now().Add(stepTime); media.State != "published"; time.Sleep(50 * time.Millisecond) {
		if a, ok = s.call(s.t.Context(), token, http.MethodGet, "/v1/stories/"+media.ID, nil, ""); !ok ||
			json.Unmarshal(a.Data, &media) != nil || time.Now().After(deadline) {
			s.t.Fatalf("wait for the story: %+v", a)
		}
	}
	u, err := url.Parse(media.Link)
	if err != nil {
		s.t.Fatal(err)
	}
	return media.ID, u.Path
}

// What is shown now, for selectors and for scripts.
const (
	shownStory = `.story:not([hidden]) `
	nowShown   = `document.querySelector("[data-story]:not([hidden])")`
)

// Two people: one shares stories of every sort, the other looks at them on a
// phone by touch, keys and swipes, answers, reacts and replies.
func TestStoriesInABrowser(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.start()
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(s.log.String())
		}
	})
	ana, bo := newBrowser(t, s.base, "ana", true), newBrowser(t, s.base, "bo", true)
	ana.signUp("ana")
	bo.signUp("bo")
	cy := newBrowser(t, s.base, "cy", false)
	cy.signUp("cy")
	bo.size(390, 844)
	ana.size(390, 844)
	for _, name := range []string{"ana", "cy"} {
		bo.open("/" + name)
		bo.submit(`form[action="/` + name + `/follow"] button`)
		bo.contains(`.profile-actions`, "Following")
	}
	token := s.run("token", "--user", "ana", "--scopes", "all")
	_, first := s.story(token, "static/demo/gradient-fold.jpg", url.Values{"alt_text": {"Folded paper"}, "overlays": {`[
		{"id":"hello","type":"text","text":"Paper day","x":0.5,"y":0.2,"scale":1.4,"rotation":-6,"font":"display","color":"yellow","background":"soft"},
		{"id":"who","type":"mention","username":"bo","x":0.3,"y":0.75},
		{"id":"poll","type":"poll","text":"Which fold?","options":["Valley","Mountain"],"x":0.5,"y":0.55}]`}})
	s.story(token, "static/demo/gradient-fold.jpg", url.Values{"audience": {"followers"}, "background": {"sea"}, "overlays": {`[
		{"type":"slider","text":"How much?","emoji":"🔥","x":0.5,"y":0.35},
		{"type":"question","text":"Ask me anything","x":0.5,"y":0.65},
		{"type":"hashtag","tag":"paper","x":0.3,"y":0.15,"rotation":8},
		{"type":"link","url":"https://example.org/fold","text":"How to fold","x":0.68,"y":0.82}]`}})
	cyToken := s.run("token", "--user", "cy", "--scopes", "all")
	a, ok := s.form(t.Context(), cyToken, "/v1/stories",
		url.Values{"background": {"night"}, "overlays": {`[{"type":"text","text":"Good night","scale":2,"font":"hand"},
			{"type":"countdown","text":"Morning","ends_at":"2027-01-01T00:00:00Z","y":0.7}]`}})
	if !ok {
		t.Fatalf("a text story: %+v", a)
	}

	// The tray, and the viewer that it opens.
	bo.open("/")
	bo.wait("two rings", `document.querySelectorAll(".tray .ring-unseen").length === 2`)
	bo.shot("tray")
	_ = value[bool](bo, `(localStorage.setItem("stories-by-hand", "1"), true)`) // nothing goes on by itself while the test looks
	bo.press(`.tray a[href="/stories/ana"]`)
	bo.until("the viewer", func(u *url.URL) bool { return strings.HasPrefix(u.Path, "/stories/ana") })
	bo.wait("the first story", nowShown+`.dataset.path === "`+first+`"`)
	bo.wait("its picture in its place", nowShown+`.querySelector(".story-picture img:not(.ph)").complete && document.querySelectorAll(".ov.placed").length > 0`)
	bo.wait("overlays where they were put", `(() => {
		const canvas = `+nowShown+`.querySelector("[data-canvas]").getBoundingClientRect(),
			word = `+nowShown+`.querySelector("[data-overlay=hello]").getBoundingClientRect();
		return Math.abs((word.left + word.width / 2 - canvas.left) / canvas.width - .5) < .01 &&
			Math.abs((word.top + word.height / 2 - canvas.top) / canvas.height - .2) < .01 })()`)
	bo.wait("the whole canvas on the screen",
		`(() => { const c = `+nowShown+`.querySelector("[data-canvas]").getBoundingClientRect(); return c.left >= 0 && c.right <= innerWidth && c.top >= 0 && c.bottom <= innerHeight + 1 })()`)

	// Pressing the pause button holds the story until it is pressed again.
	bo.do("pause", chromedp.Click(shownStory+`[data-pause]`))
	bo.wait("it holds", `document.querySelector("[data-stories]").dataset.held === "true"`)
	bo.shot("story")
	bo.do("vote", chromedp.Click(shownStory+`[data-overlay=poll] button[value="1"]`))
	bo.wait("the outcome", nowShown+`.querySelector("[data-overlay=poll]").innerText.includes("100%") && `+nowShown+`.querySelector("[data-overlay=poll]").classList.contains("placed")`)
	bo.do("like", chromedp.Click(shownStory+`.story-like button`))
	bo.wait("the like", nowShown+`.querySelector(".story-like button").getAttribute("aria-pressed") === "true"`)
	bo.do("write", chromedp.Focus(shownStory+`.story-reply input`), chromedp.SendKeys(shownStory+`.story-reply input`, "What a fold"))
	bo.shot("story-reply")
	bo.do("send", chromedp.Click(shownStory+`.story-send`))
	bo.wait("it is sent", `document.querySelector("#toasts").innerText.includes("Sent") && `+nowShown+`.querySelector(".story-reply input").value === ""`)

	// A tap at the right goes on, one at the left goes back, an arrow key goes on.
	bo.do("tap right", chromedp.MouseClickXY(370, 600))
	bo.wait("the second story", nowShown+`.dataset.path !== "`+first+`" && location.pathname !== "`+first+`"`)
	bo.do("pause", chromedp.Click(shownStory+`[data-pause]`))
	bo.shot("story-second")
	bo.do("tap left", chromedp.MouseClickXY(15, 600))
	bo.wait("the first again", `location.pathname === "`+first+`"`)
	bo.do("a key", chromedp.KeyEvent(kb.ArrowRight))
	bo.wait("the second again", `location.pathname !== "`+first+`" && location.pathname.startsWith("/stories/ana/")`)
	bo.do("pause", chromedp.KeyEvent(" "))
	bo.do("answer", chromedp.SendKeys(shownStory+`[data-overlay=o2] input`, "How long?\r"))
	bo.wait("the answer", nowShown+`.querySelector("[data-overlay=o2]").innerText.includes("How long?")`)

	// A swipe goes to the next account, by what was read ahead.
	bo.drag(360, 590, 100, 600)
	bo.wait("the stories of cy", `location.pathname.startsWith("/stories/cy/") && `+nowShown+`.innerText.includes("Good night")`)
	bo.do("pause", chromedp.Click(shownStory+`[data-pause]`))
	bo.shot("story-text")
	bo.size(1440, 900)
	bo.shot("story-desktop")
	bo.size(390, 844)
	bo.do("close", chromedp.KeyEvent("\x1b"))
	bo.until("home", at("/"))
	bo.wait("all seen", `document.querySelectorAll(".tray .ring-seen").length === 2`)

	// By itself a story goes on to the next, and after the last the viewer closes.
	_ = value[bool](bo, `(localStorage.removeItem("stories-by-hand"), true)`)
	bo.open("/stories/ana")
	bo.until("the next story by itself", func(u *url.URL) bool { return strings.HasPrefix(u.Path, "/stories/ana/") && u.Path != first })
	bo.open("/stories/cy")
	bo.until("home by itself", at("/"))

	// Its owner sees who did what.
	ana.open("/stories/ana")
	ana.wait("one view and one like", nowShown+`.querySelector(".story-foot").innerText.includes("1 view") && `+nowShown+`.querySelector(".story-likes") !== null`)
	ana.do("who", chromedp.Click(shownStory+`[data-viewers]`))
	ana.wait("the sheet", `document.querySelector("[data-story-sheet]").open && document.querySelector("#story-sheet").innerText.includes("bo")`)
	ana.shot("story-viewers")
	counted := value[string](ana, `[...document.querySelectorAll("#story-sheet dl div")].map((d) => d.innerText.replace(/\s+/g, " ")).join(", ")`)
	t.Logf("ana's first story: %s", counted)
	if counted != "Views 1, Likes 1, Replies 1, Forward 2, Back 0, Exits 0, Link taps 0" {
		t.Errorf("numbers: %s", counted)
	}
	ana.do("close the sheet", chromedp.KeyEvent("\x1b"))
	ana.wait("closed", `!document.querySelector("[data-story-sheet]").open`)

	// A highlight of it is on the profile.
	ana.open("/archive/stories?choose=1")
	ana.do("choose", chromedp.SendKeys(`input[name=title]`, "Folds"), chromedp.Click(`.story-choice > input`))
	ana.shot("story-archive")
	ana.submit(`form[action="/highlights"] .story-moves button`)
	ana.wait("the highlight", `location.pathname.startsWith("/highlights/") && `+nowShown+`.innerText.includes("Folds")`)
	bo.open("/ana")
	bo.wait("it is on the profile", `document.querySelector(".highlights").innerText.includes("Folds")`)
	bo.shot("profile-highlight")

	// Without scripts each story is a page, with the same things to press.
	cy.open("/ana")
	cy.submit(`form[action="/ana/follow"] button`)
	cy.contains(`.profile-actions`, "Following")
	cy.open(first)
	if !strings.Contains(cy.text(`.story:not([hidden])`), "Which fold?") {
		t.Error("without scripts the story is not there")
	}
	cy.submit(`.story:not([hidden]) [data-overlay=poll] button[value="0"]`)
	cy.contains(`.story:not([hidden]) [data-overlay=poll]`, "50%")
	if out := s.run("check"); out != "Nothing is wrong." {
		t.Error(out)
	}
}
