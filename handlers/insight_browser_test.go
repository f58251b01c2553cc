package handlers_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"photogram/web/webtest"
)

// The dashboard on a phone and on a desk: arrow keys go over the points of a chart and
// say their values, the table has the same, files are offered, and nothing needs scripts.
func TestChartsSpeak(t *testing.T) {
	s, ada, _, _, _ := looked(t)
	ctx, do := surf(t, s, "ada", "UTC", ada)
	is := func(what, js string) {
		t.Helper()
		webtest.Eventually(t, what, func() bool {
			ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool](js))
			return err == nil && ok
		})
	}
	press := func(key string) {
		t.Helper()
		do("press "+key, chromedp.Evaluate[chromedp.Void](`document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
			{ key: "`+key+`", bubbles: true, cancelable: true }))`))
	}
	scripts := func(on bool, width int64) {
		t.Helper()
		do("change the screen", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
			if _, err := cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled,
				emulation.SetScriptExecutionDisabledParams{Value: !on}); err != nil {
				return err
			}
			_, err := cdp.Call(ctx, target, emulation.SetDeviceMetricsOverride,
				emulation.SetDeviceMetricsOverrideParams{Width: width, Height: 900, DeviceScaleFactor: 1, Mobile: width < 800})
			return err
		}), chromedp.Navigate(s.URL+"/insights"))
	}
	for _, width := range []int64{390, 1440} {
		scripts(true, width)
		is("a chart that is a slider", `document.querySelector("#chart [data-chart-plot]").getAttribute("role") === "slider"`)
		is("no scrolling sideways", fmt.Sprintf(`document.documentElement.scrollWidth <= %d`, width))
		do("focus it", chromedp.Evaluate[chromedp.Void](`document.querySelector("#chart [data-chart-plot]").focus()`))
		value := `document.querySelector("#chart [data-chart-plot]").getAttribute("aria-valuetext")`
		row := `[...document.querySelectorAll("#chart [data-say]")]`
		is("today, and its value", value+`.endsWith(": 6 views") && document.querySelector("#chart [data-chart-say]").textContent === `+value)
		press("ArrowLeft")
		is("the day before", value+` === `+row+`.at(-2).dataset.say && `+value+`.endsWith(": not counted")`)
		press("Home")
		is("the first day", value+` === `+row+`.at(0).dataset.say`)
		press("ArrowLeft")
		is("no day before that", value+` === `+row+`.at(0).dataset.say`)
		press("End")
		is("the last day again", value+` === `+row+`.at(-1).dataset.say &&
			document.querySelector("[data-chart-cursor]").getAttribute("visibility") === "visible"`)
		is("a button that prints", `!document.querySelector("[data-print]").hidden`)
		is("a table", `(document.querySelector("#chart summary").click(), document.querySelector("#chart table").checkVisibility())`)
		if dir := os.Getenv("PHOTOGRAM_TEST_SHOTS"); dir != "" {
			png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
			must(t, err)
			must(t, os.WriteFile(filepath.Join(dir, fmt.Sprintf("insights-%d.png", width)), png, 0o600))
		}
		scripts(false, width)
		is("a drawing without scripts", `document.querySelector("#chart svg").getBoundingClientRect().height > 100 &&
			!document.querySelector("#chart [data-chart-plot]").hasAttribute("role") && document.querySelector("[data-print]").hidden`)
		is("files", `document.querySelectorAll(".insights-files a[download]").length === 3`)
		is("a table without scripts", `(document.querySelector("#chart details").open = true,
			document.querySelector("#chart table").checkVisibility())`)
	}
}
