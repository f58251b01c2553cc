package e2e

import (
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// upload chooses photos on the page that takes them and waits for the editor.
func (b *browser) upload(names ...string) string {
	b.t.Helper()
	var files []string
	for _, name := range names {
		file, err := filepath.Abs("static/demo/" + name + ".jpg")
		if err != nil {
			b.t.Fatal(err)
		}
		files = append(files, file)
	}
	b.do("choose photos", chromedp.SetUploadFiles(`input[type=file][name=file]`, files))
	at := b.until("the editor", func(u *url.URL) bool { return strings.HasSuffix(u.Path, "/edit") })
	b.wait("the editor", `document.querySelector(".edit-live") !== null`)
	return strings.TrimSuffix(at.Path, "/edit")
}

// set gives a field a value as a person would who typed it.
func (b *browser) set(selector, text string) {
	b.t.Helper()
	b.wait("find "+selector, fmt.Sprintf(`document.querySelector(%q) !== null`, selector))
	if !value[bool](b, fmt.Sprintf(`(() => { const f = document.querySelector(%q); if (!f) return false; f.value = %q; f.dispatchEvent(new Event("input", { bubbles: true })); f.dispatchEvent(new Event("change", { bubbles: true })); return true })()`, selector, text)) {
		b.t.Fatalf("%s: there is no %s", b.name, selector)
	}
}

// photosOf are the alternative texts of a post's photos in their order.
func (b *browser) photosOf(path string) []string {
	b.t.Helper()
	b.open(path)
	return value[[]string](b, `[...document.querySelectorAll("main article picture img:not(.ph)")].map((i) => i.alt)`)
}

// A post is edited, planned, moved in the plan, shared, and edited again.
func TestDarkroomInABrowser(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.start()
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(s.log.String())
		}
	})
	ana := newBrowser(t, s.base, "ana", true)
	ana.signUp("ana")
	ana.open("/planner")
	ana.contains("main", "Nothing planned yet")
	ana.open("/new")
	path := ana.upload("mountain-meadow", "two-dogs")

	// One edit, copied to the other photo, undone and done again.
	ana.wait("the picture", `document.querySelector("[data-fit]").hidden === false`)
	value[bool](ana, `(document.querySelector('.item:not([hidden]) input[name$=".filter"][value=Fjord]').click(), true)`)
	ana.press(`[data-do=take]`)
	ana.press(`[data-strip] a:nth-of-type(2)`)
	ana.wait("the second photo", `!document.querySelectorAll("[data-item]")[1].hidden`)
	ana.press(`[data-do=paste]`)
	ana.wait("the edit on the second photo", `document.querySelectorAll("[data-item]")[1].querySelector('input[value=Fjord]').checked`)
	ana.press(`[data-do=undo]`)
	ana.wait("undone", `document.querySelectorAll("[data-item]")[1].querySelector('input[value=Normal]').checked`)
	ana.press(`[data-do=redo]`)
	ana.press(`[data-tab=text]`)
	ana.do("describe", chromedp.SendKeys(`[data-item]:not([hidden]) textarea[name$=".alt_text"]`, "Two dogs"))
	ana.press(`[data-strip] a:nth-of-type(1)`)
	ana.do("describe", chromedp.SendKeys(`[data-item]:not([hidden]) textarea[name$=".alt_text"]`, "A meadow"),
		chromedp.SendKeys(`textarea[name=caption]`, "First words"))

	// Planned for a day in the middle of next month, moved by dragging, and back.
	next := time.Now().UTC().AddDate(0, 1, -time.Now().UTC().Day()+1)
	day := func(d int) string { return next.AddDate(0, 0, d-1).Format(time.DateOnly) }
	value[bool](ana, `(document.querySelector(".schedule").open = true, true)`)
	ana.set(`input[name=publish_at]`, day(11)+"T18:30")
	ana.set(`input[name=time_zone]`, "UTC")
	ana.submit(`.edit-head button[name=action][value=publish]`)
	ana.until("the plan", at(path+"/edit"))
	ana.contains(".scheduled", "18:30 (UTC)")
	month := "/planner?time_zone=UTC&month=" + next.Format("2006-01")
	ana.open(month)
	ana.contains(`[data-day="`+day(11)+`"]`, "18:30")
	ana.shot("planner")
	to := func(selector string) (x, y float64) {
		p := value[[]float64](ana, fmt.Sprintf(`(() => { const e = document.querySelector(%q); e.scrollIntoView({ block: "center" }); const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2] })()`, selector))
		return p[0], p[1]
	}
	ana.wait("the page to stand still", `document.images.length > 0 && [...document.images].every((i) => i.complete)`)
	x2, y2 := to(`[data-day="` + day(12) + `"]`)
	x1, y1 := to(`[data-day="` + day(11) + `"] .plan-chip`)
	ana.drag(x1, y1, x2, y2)
	ana.wait("the post on the next day", `document.querySelector('[data-day="`+day(12)+`"] .plan-chip') !== null`)
	ana.contains(`#toasts`, "18:30 (UTC)")
	ana.press(`#toasts button`)
	ana.wait("the post on its day again", `document.querySelector('[data-day="`+day(11)+`"] .plan-chip') !== null`)

	// Shared now, from the plan.
	ana.press(`[data-day="` + day(11) + `"] .plan-chip`)
	ana.do("the plan of one post", chromedp.WaitVisible(`dialog .plan`))
	ana.shot("plan")
	ana.submit(`dialog .plan-others button[value=publish]`)
	ana.until("the post", at(path))
	if got := fmt.Sprint(ana.photosOf(path)); got != "[A meadow Two dogs]" {
		t.Errorf("the post shows %s", got)
	}

	// Edited again: another order, another caption, and one photo more.
	bo := newBrowser(t, s.base, "bo", true)
	ana.open(path + "/edit")
	ana.wait("the editor", `document.querySelector(".edit-live") !== null`)
	ana.press(`[data-tab=text]`)
	ana.press(`[data-item]:not([hidden]) [data-shift="1"]`)
	ana.do("other words", chromedp.SetValue(`textarea[name=caption]`, "Second words"))
	ana.submit(`.edit-head button[value=save]`)
	ana.until("the post", at(path))
	if got := fmt.Sprint(bo.photosOf(path)); got != "[Two dogs A meadow]" {
		t.Errorf("after the change of order the post shows %s", got)
	}
	bo.open(path + "/history")
	bo.contains("main", "First words")
	ana.open(path + "/edit")
	ana.press(`[data-add]`)
	ana.until("the page that takes photos", at("/new"))
	ana.upload("fig-bowl")
	ana.contains("form[data-edit]", "We add it when you save.")
	if got := fmt.Sprint(bo.photosOf(path)); got != "[Two dogs A meadow]" {
		t.Errorf("before it is saved the post shows %s", got)
	}
	ana.submit(`.edit-head button[value=save]`)
	ana.until("the post", at(path))
	deadline := time.Now().Add(stepTime)
	for len(bo.photosOf(path)) != 3 {
		if time.Now().After(deadline) {
			t.Fatalf("the added photo is not there: %v", bo.photosOf(path))
		}
		time.Sleep(200 * time.Millisecond)
	}
	if out := s.run("check"); out != "Nothing is wrong." {
		t.Error(out)
	}
}
