package e2e

import (
	"context"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// touchScreen lets the page be touched with several fingers.
func (b *browser) touchScreen() {
	b.t.Helper()
	b.do("touch screen", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetTouchEmulationEnabled,
			emulation.SetTouchEmulationEnabledParams{Enabled: true, MaxTouchPoints: 5})
		return err
	}))
}

// fingers go in straight lines, all at once, from where each begins to where it ends.
func (b *browser) fingers(lines ...[4]float64) {
	b.t.Helper()
	b.do("touch", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		send := func(kind input.DispatchTouchEventType, at float64) error {
			points := []*input.TouchPoint{}
			for i, l := range lines {
				id := float64(i)
				points = append(points, &input.TouchPoint{X: l[0] + (l[2]-l[0])*at, Y: l[1] + (l[3]-l[1])*at, ID: &id})
			}
			if kind == input.DispatchTouchEventTypeTouchEnd {
				points = []*input.TouchPoint{}
			}
			_, err := cdp.Call(ctx, target, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: kind, TouchPoints: points})
			return err
		}
		if err := send(input.DispatchTouchEventTypeTouchStart, 0); err != nil {
			return err
		}
		for i := range 8 {
			if err := send(input.DispatchTouchEventTypeTouchMove, float64(i+1)/8); err != nil {
				return err
			}
		}
		return send(input.DispatchTouchEventTypeTouchEnd, 1)
	}))
}

// middle is the centre of an element on the screen.
func (b *browser) middle(selector string) (x, y float64) {
	b.t.Helper()
	at := value[[]float64](b, fmt.Sprintf(`(() => { const e = document.querySelector(%q); e.scrollIntoView({ block: "center" }); const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2] })()`, selector))
	return at[0], at[1]
}

// keys presses keys on an element.
func (b *browser) keys(selector string, keys ...string) {
	b.t.Helper()
	steps := []chromedp.Action[chromedp.Void]{chromedp.Focus(selector)}
	for _, key := range keys {
		steps = append(steps, chromedp.KeyEvent(key))
	}
	b.do("keys on "+selector, steps...)
}

// overlayPlace is where an overlay stands: across, down, size and turn.
func (b *browser) overlayPlace(id string) [4]float64 {
	b.t.Helper()
	return [4]float64(value[[]float64](b,
		fmt.Sprintf(`["x", "y", "scale", "rotation"].map((n) => Number(document.querySelector('[name="ov.%s.' + n + '"]').value))`, id)))
}

func (b *browser) addOverlay(kind, id string) {
	b.t.Helper()
	b.press(`[data-add-overlay="` + kind + `"]`)
	b.wait("the overlay", fmt.Sprintf(`document.querySelector('[data-stage-canvas] [data-overlay="%s"].placed') !== null`, id))
}

// A person makes stories on a phone: of a photo, of words and of a post, by
// touch and by keys, and plans one.
func TestMakingStoriesInABrowser(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.start()
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(s.log.String())
		}
	})
	s.run("user", "add", "--username", "bo", "--email", "bo@example.org", "--password", "quiet harbour lantern")
	ana := newBrowser(t, s.base, "ana", true)
	ana.signUp("ana")
	ana.size(390, 844)
	ana.touchScreen()

	// A photo with a text, a poll and a mention.
	ana.open("/new/story")
	ana.shot("new")
	path := ana.uploadStory("mountain-meadow")
	ana.wait("the photo", `document.querySelector("[data-stage-canvas] [data-picture] picture img")?.complete === true`)
	ana.shot("photo")
	ana.addOverlay("text", "o1")
	ana.do("write", chromedp.SendKeys(`textarea[name="ov.o1.text"]`, "Up here"))
	ana.shot("writing")
	ana.wait("the words on the stage", `document.querySelector('[data-overlay="o1"]').textContent.includes("Up here")`)
	ana.press(`[data-fields="o1"] [data-done]`)
	ana.addOverlay("poll", "o2")
	ana.do("ask", chromedp.SendKeys(`input[name="ov.o2.text"]`, "Sea or hills?"),
		chromedp.SendKeys(`input[name="ov.o2.option0"]`, "Sea"), chromedp.SendKeys(`input[name="ov.o2.option1"]`, "Hills"))
	ana.press(`[data-fields="o2"] [data-done]`)
	ana.addOverlay("mention", "o3")
	ana.do("mention", chromedp.SendKeys(`input[name="ov.o3.username"]`, "bo"))
	ana.press(`[data-fields="o3"] [data-done]`)
	ana.wait("all on the stage", `document.querySelector('[data-overlay="o2"]')?.textContent.includes("Hills") && document.querySelector('[data-overlay="o3"]')?.textContent.includes("@bo")`)

	// Fingers: one moves, two size and turn. In the middle it snaps.
	width := value[float64](ana, `document.querySelector("[data-stage-canvas]").getBoundingClientRect().width`)
	x, y := ana.middle(`[data-overlay="o1"]`)
	before := ana.overlayPlace("o1")
	ana.fingers([4]float64{x, y, x - 60, y + 40})
	after := ana.overlayPlace("o1")
	if dx, want := before[0]-after[0], 60/width*100; dx < want-1 || dx > want+1 || after[1] <= before[1] {
		t.Errorf("a finger moved it from %v to %v", before, after)
	}
	x, y = ana.middle(`[data-overlay="o1"]`)
	ana.fingers([4]float64{x - 20, y, x - 40, y + 15}, [4]float64{x + 20, y, x + 40, y - 15})
	pinched := ana.overlayPlace("o1")
	if pinched[2] < 1.8*after[2] || pinched[3] > -10 || pinched[3] < -40 {
		t.Errorf("two fingers made %v of %v", pinched, after)
	}
	x, y = ana.middle(`[data-overlay="o3"]`)
	ana.fingers([4]float64{x, y, x + 4, y + 90})
	if p := ana.overlayPlace("o3"); p[0] != 50 {
		t.Errorf("near the middle it stands at %v", p)
	}
	ana.shot("arranged")

	// Keys, and a way back.
	ana.keys(`[data-overlay="o2"]`, kb.ArrowRight, kb.ArrowRight, kb.ArrowDown, "+", "]", "]")
	moved := ana.overlayPlace("o2")
	if moved[0] != 52 || moved[2] != 105 || moved[3] != 10 {
		t.Errorf("keys moved it to %v", moved)
	}
	ana.contains("[data-voice]", "Turned 10 degrees")
	ana.keys(`[data-overlay="o1"]`, kb.Delete)
	ana.wait("gone", `document.querySelectorAll("[data-fields]").length === 2`)
	ana.press(`[data-do=undo]`)
	ana.wait("back again", `document.querySelector('[data-overlay="o1"]')?.textContent.includes("Up here")`)
	if again := ana.overlayPlace("o1"); again != pinched {
		t.Errorf("undo brought it back at %v", again)
	}
	ana.keys(`[data-picture]`, kb.ArrowUp, "-")
	ana.press(`[data-fit-picture=fill]`)
	ana.do("describe", chromedp.SetValue(`textarea[name=alt_text]`, "A meadow"))
	ana.shot("filled")

	// The darkroom opens for it, and leads back to all that was kept.
	ana.press(`[data-picture-fields] [value=darkroom]`)
	ana.until("the darkroom", func(u *url.URL) bool { return strings.HasPrefix(u.Path, "/p/") })
	ana.wait("the darkroom", `document.querySelector(".edit-live") !== null && document.querySelector("[data-fit]").hidden === false`)
	value[bool](ana, `(document.querySelector('input[name$=".filter"][value=Fjord]').click(), true)`)
	ana.shot("darkroom")
	ana.press(`.edit-head [value=save]`)
	ana.until("the composer", at(path))
	ana.wait("the edited photo", `document.querySelector(".composer-live") !== null && !document.querySelector("[data-waits]") && document.querySelector("[data-stage-canvas] [data-picture] picture img")?.complete === true`)

	// Kept, looked at again, and shared.
	ana.press(`.edit-head [value=save]`)
	ana.until("the drafts", at("/drafts"))
	ana.shot("drafts")
	ana.open(path)
	ana.wait("the composer", `document.querySelector(".composer-live") !== null`)
	if again := ana.overlayPlace("o1"); again != pinched {
		t.Errorf("kept at %v, not %v", again, pinched)
	}
	ana.size(1280, 900)
	ana.shot("desktop")
	x, y = ana.middle(`[data-overlay="o2"]`)
	ana.drag(x, y, x, y+40)
	hx, hy := ana.middle(`[data-handle]`)
	ana.drag(hx, hy, hx+40, hy+40)
	if p := ana.overlayPlace("o2"); p[2] <= moved[2] || p[1] <= moved[1] {
		t.Errorf("the mouse made %v of %v", p, moved)
	}
	ana.shot("handle")
	ana.press(`.edit-head [value=share]`)
	ana.until("the story", func(u *url.URL) bool { return strings.HasPrefix(u.Path, "/stories/ana/") })
	ana.contains(".story:not([hidden]) [data-overlay=o1]", "Up here")
	ana.contains(".story:not([hidden]) [data-overlay=o3]", "@bo")

	// Words, planned for tomorrow and found in the planner.
	ana.size(390, 844)
	ana.open("/new/story")
	ana.press(`form[action="/new/story/text"] button`)
	ana.until("the composer", func(u *url.URL) bool { return strings.HasSuffix(u.Path, "/edit") })
	ana.wait("the composer", `document.querySelector(".composer-live") !== null`)
	ana.addOverlay("text", "o1")
	ana.do("write", chromedp.SendKeys(`textarea[name="ov.o1.text"]`, "Good morning"))
	value[bool](ana, `(document.querySelector("[name=background][value=sea]").click(), true)`)
	ana.wait("the ground", `document.querySelector("[data-ground].ground-sea") !== null`)
	ana.shot("words")
	tomorrow := time.Now().UTC().AddDate(0, 0, 1)
	value[bool](ana, `(document.querySelector(".schedule").open = true)`)
	ana.set(`input[name=publish_at]`, tomorrow.Format("2006-01-02T15:04"))
	ana.set(`input[name=time_zone]`, "UTC")
	ana.press(`.edit-head [value=share]`)
	ana.until("the planner", at("/planner"))
	ana.open("/planner?time_zone=UTC&month=" + tomorrow.Format("2006-01"))
	ana.wait("the plan", fmt.Sprintf(`document.querySelector("[data-day='%s'] .plan-chip-story") !== null`, tomorrow.Format(time.DateOnly)))
	ana.shot("planner")

	// A post becomes part of a story.
	ana.open("/new")
	post := ana.upload("two-dogs")
	ana.press(`.edit-head [value=publish]`)
	ana.until("the post", at(post))
	ana.press(`article .post-menu > summary`)
	ana.press(`form[action="` + post + `/story"] button`)
	ana.until("the composer", func(u *url.URL) bool { return strings.HasPrefix(u.Path, "/story/") })
	ana.wait("the card", `document.querySelector("[data-stage-canvas] .story-card img")?.complete === true`)
	ana.shot("post")
	ana.press(`.edit-head [value=share]`)
	ana.until("the story", func(u *url.URL) bool { return strings.HasPrefix(u.Path, "/stories/ana/") })
	if out := s.run("check"); out != "Nothing is wrong." {
		t.Error(out)
	}
}

// uploadStory chooses a photo on the page that begins stories and waits for the composer.
func (b *browser) uploadStory(name string) string {
	b.t.Helper()
	b.choose(demoFile(b.t, name))
	at := b.until("the composer", func(u *url.URL) bool { return strings.HasPrefix(u.Path, "/story/") })
	b.wait("the composer", `document.querySelector(".composer-live") !== null`)
	return at.Path
}

func demoFile(t *testing.T, name string) string {
	t.Helper()
	file, err := filepath.Abs("static/demo/" + name + ".jpg")
	if err != nil {
		t.Fatal(err)
	}
	return file
}
