package handlers_test

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"photogram/models/post"
	"photogram/web/webtest"
)

// A draft is dragged onto a day, the page shows it there and says so, and undo
// takes it back. What the server refuses is said, and changes nothing.
func TestDraggingOntoADay(t *testing.T) {
	s := webtest.Start(t, nil)
	ada := s.User("ada")
	id, items := s.Draft(ada, 1)
	s.Render(items...)
	ctx, do := surf(t, s, "ada", "America/New_York", ada)
	is := func(what, js string) {
		t.Helper()
		webtest.Eventually(t, what, func() bool {
			ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool](js))
			return err == nil && ok
		})
	}
	middle := func(selector string) (x, y float64) {
		t.Helper()
		at, err := chromedp.Run(ctx, chromedp.Evaluate[[]float64](`(() => { const box = document.querySelector('`+selector+`').getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; })()`))
		must(t, err)
		return at[0], at[1]
	}
	draft, last := `[data-plan="/p/`+id.Code()+`/plan"]`, `tr:last-child > :last-child [data-day], tr:last-child > [data-day]:last-child`
	drag := func() {
		t.Helper()
		x1, y1 := middle(".plan-shelf " + draft)
		x2, y2 := middle(last)
		do("drag", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
			for i, kind := range []input.DispatchMouseEventType{input.DispatchMouseEventTypeMousePressed,
				input.DispatchMouseEventTypeMouseMoved, input.DispatchMouseEventTypeMouseMoved, input.DispatchMouseEventTypeMouseReleased} {
				k := min(1, float64(i)/2)
				_, err := cdp.Call(ctx, target, input.DispatchMouseEvent,
					input.DispatchMouseEventParams{Type: kind, X: x1 + (x2-x1)*k, Y: y1 + (y2-y1)*k, Button: input.MouseButtonLeft,
						Buttons: 1, ClickCount: 1})
				if err != nil {
					return err
				}
			}
			return nil
		}))
	}
	// Toasts go by themselves, so they are kept.
	listen := func() {
		t.Helper()
		do("listen", chromedp.Evaluate[chromedp.Void](`window.toasts = [];
			new MutationObserver((list) => { for (const change of list) toasts.push(...change.addedNodes); }).observe(document.querySelector("#toasts"), { childList: true });`))
	}
	do("open the planner", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetDeviceMetricsOverride,
			emulation.SetDeviceMetricsOverrideParams{Width: 1280, Height: 1800, DeviceScaleFactor: 1})
		return err
	}), chromedp.Navigate(s.URL+"/planner"))
	is("the visitor's zone", `document.querySelector("#planner").dataset.zone === "America/New_York"`)
	listen()
	drag()
	is("the draft on that day", `document.querySelector('.calendar `+draft+`') !== null && document.querySelector('.plan-shelf `+draft+`') === null`)
	is("word of it, and undo", `/^Planned for .*America\/New York/.test(toasts[0]?.querySelector("span").textContent) &&
		(toasts[0].querySelector("button").click(), true)`)
	is("the draft among the drafts", `document.querySelector('.plan-shelf `+draft+`') !== null`)

	must(t, post.Delete(t.Context(), s.DB.Store, ada.ID, id))
	listen()
	drag()
	is("word of what is wrong", `toasts[0]?.textContent.length > 10 && !toasts[0].querySelector("button")`)
	is("no draft", `document.querySelector('`+draft+`') === null`)
}
