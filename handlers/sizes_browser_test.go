package handlers_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"photogram/models/people"
	"photogram/web/webtest"
)

// chosenWidths are, for the photos of a page that are in sight: how wide each is drawn, in
// pixels of the screen, which width browsers load by what the page says, and the widest.
const chosenWidths = `(() => {
	const split = (list) => {
		const out = [""];
		let depth = 0;
		for (const c of list) {
			if (c === "(") depth++;
			if (c === ")") depth--;
			if (c === "," && depth === 0) out.push("");
			else out[out.length - 1] += c;
		}
		return out.map((s) => s.trim());
	};
	const probe = document.body.appendChild(document.createElement("div"));
	probe.style.position = "absolute";
	const out = [];
	for (const img of document.querySelectorAll(".card picture img, .sheet-stage picture img, .tile picture img")) {
		const source = img.closest("picture").querySelector("source[type='image/webp']"), box = img.getBoundingClientRect();
		let length = "";
		for (const part of split(source.sizes)) {
			const [, condition, then] = /^(\([^)]*\)) (.*)$/.exec(part) ?? [null, "all", part];
			if (!length && matchMedia(condition).matches) length = then;
		}
		probe.style.width = length;
		const widths = split(source.srcset).map((s) => Number(/ (\d+)w$/.exec(s)[1]));
		const wanted = probe.getBoundingClientRect().width * devicePixelRatio;
		const ratio = source.srcset.includes("/sq") ? 1 : img.width && img.getAttribute("width") / img.getAttribute("height");
		const fit = getComputedStyle(img).objectFit === "cover" ? Math.max : Math.min;
		out.push([fit(box.width, box.height * ratio) * devicePixelRatio, widths.find((w) => w >= wanted - 1e-3) ?? widths.at(-1), widths.at(-1), widths[0]]);
	}
	probe.remove();
	return out;
})()`

// What browsers load is neither much larger than what they draw nor so small that it shows.
func TestPicturesFitTheirPlaces(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo := s.User("ada"), s.User("bo")
	must(t, people.Follow(t.Context(), s.DB.Store, ada.ID, bo.ID))
	shapes := [][2]int{{2048, 1365}, {2048, 2560}, {2048, 2048}, {2048, 1365}}
	var page string
	for _, shape := range shapes {
		id := s.Post(bo, "x")
		page = "/p/" + id.Code()
		for _, sql := range []string{`UPDATE posts SET cover_width = $2, cover_height = $3 WHERE id = $1`,
			`UPDATE media SET width = $2, height = $3 WHERE post_id = $1`} {
			_, err := s.DB.Pool().Exec(t.Context(), sql, id, shape[0], shape[1])
			must(t, err)
		}
	}
	ctx, do := surf(t, s, "member", "Europe/Berlin", ada)
	for _, screen := range []struct {
		width, height int64
		scale         float64
	}{{390, 844, 3}, {360, 780, 3}, {412, 915, 2.625}, {820, 1180, 2}, {1280, 800, 1}, {1440, 900, 1}, {1440, 900, 2}, {1920, 1080, 1}} {
		do("change the size", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
			_, err := cdp.Call(ctx, target, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
				Width: screen.width, Height: screen.height, DeviceScaleFactor: screen.scale, Mobile: screen.width < 1000})
			return err
		}))
		for _, path := range []string{"/", page, "/bo", "/explore"} {
			do("open "+path, chromedp.Navigate(s.URL+path))
			found, err := chromedp.Run(ctx, chromedp.Evaluate[[][4]float64](chosenWidths))
			must(t, err)
			if len(found) == 0 {
				t.Errorf("%s shows no photo", path)
			}
			for i, f := range found {
				drawn, loaded, widest, smallest := f[0], f[1], f[2], f[3]
				waste, blur := loaded*loaded/(drawn*drawn), drawn/loaded
				at := fmt.Sprintf("%s at %d@%g, photo %d: drawn at %.0f, loaded %.0f", path, screen.width, screen.scale, i, drawn, loaded)
				t.Log(at, fmt.Sprintf("waste %.2f blur %.3f", waste, blur))
				if waste > 1.9 && loaded > smallest {
					t.Errorf("%s: %.2f times the pixels", at, waste)
				}
				if blur > 1.07 && loaded < widest {
					t.Errorf("%s: enlarged %.2f times", at, blur)
				}
			}
		}
	}
}
