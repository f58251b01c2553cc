package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"photogram/models"
	"photogram/models/modelstest"
	"photogram/models/post"
	"photogram/models/story"
	"photogram/web/webtest"
)

// Products are put where they are by pressing, dragging and keys, and seen in stories,
// which wait meanwhile.
func TestPlacingProducts(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo := s.User("ada"), s.User("bo")
	mug := s.Product(ada, modelstest.Thing{Title: "Blue mug", Price: 1290, Stock: 3, Tax: -1})
	cup := s.Product(ada, modelstest.Thing{Title: "Green cup", Price: 990, Stock: 3, Tax: -1})
	photo := s.Post(ada, "Morning tea")
	ctx, do := surf(t, s, "ada", "", ada)
	wait := func(what, js string) {
		t.Helper()
		webtest.Eventually(t, what, func() bool {
			ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool](js))
			return err == nil && ok
		})
	}
	shot := func(name string) {
		if dir := os.Getenv("PHOTOGRAM_TEST_SHOTS"); dir != "" {
			png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
			must(t, err)
			must(t, os.WriteFile(filepath.Join(dir, name+".png"), png, 0o600))
		}
	}
	// point is a place on the photo, in fractions.
	point := func(x, y float64) (float64, float64) {
		t.Helper()
		at, err := chromedp.Run(ctx, chromedp.Evaluate[[]float64](fmt.Sprintf(`(() => {
			const fit = document.querySelector("[data-goods-fit]");
			fit.scrollIntoView({ block: "center" });
			const box = fit.getBoundingClientRect();
			return [box.x + box.width * %g, box.y + box.height * %g]; })()`, x, y)))
		must(t, err)
		return at[0], at[1]
	}
	press := func(what string, x, y float64) {
		t.Helper()
		px, py := point(x, y)
		do(what, chromedp.MouseClickXY(px, py))
	}
	field := func(name string, id models.ID) string {
		return `document.querySelector("[name=` + name + `-` + id.String() + `]")`
	}
	near := func(id models.ID, x, y float64) string {
		return fmt.Sprintf(`Math.abs(Number(%s.value) - %g) < 2 && Math.abs(Number(%s.value) - %g) < 2`, field("x", id), x,
			field("y", id), y)
	}
	box := func(id models.ID) string { return `[name=product][value="` + id.String() + `"]` }

	do("open", chromedp.Navigate(s.URL+"/p/"+photo.Code()+"/products"))
	wait("the script runs", `document.querySelectorAll("[data-put]:not([hidden])").length === 2 && document.querySelector(".people-layer") !== null`)
	press("press without a choice", .5, .5)
	wait("nothing is placed", `document.querySelectorAll(".people-mark").length === 0`)
	do("choose", chromedp.Click(box(mug)))
	press("press", .25, .5)
	wait("it is where it was pressed", near(mug, 25, 50)+` && document.querySelector(".people-mark").textContent === "Blue mug"`)
	x, y := point(.25, .5)
	do("drag", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		at, err := chromedp.Run(ctx, chromedp.Evaluate[[]float64](
			`(() => { const b = document.querySelector(".people-mark").getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2, document.querySelector("[data-goods-fit]").offsetWidth]; })()`))
		if err != nil {
			return err
		}
		x, y = at[0], at[1]
		for i, kind := range []input.DispatchMouseEventType{input.DispatchMouseEventTypeMousePressed,
			input.DispatchMouseEventTypeMouseMoved, input.DispatchMouseEventTypeMouseReleased} {
			if i > 0 {
				x = at[0] + at[2]/4
			}
			if _, err := cdp.Call(ctx, target, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: kind, X: x, Y: y,
				Button: input.MouseButtonLeft, Buttons: 1, ClickCount: 1}); err != nil {
				return err
			}
		}
		return nil
	}))
	wait("it was dragged", near(mug, 50, 50))
	do("put by keys", chromedp.Focus(`[data-goods="Green cup"] [data-put]`), chromedp.KeyEvent("\r"))
	wait("its mark has the focus", `document.activeElement.textContent === "Green cup" && document.activeElement.ariaLabel.includes("50% from the left")`)
	do("move by keys", chromedp.KeyEvent(kb.ArrowRight), chromedp.KeyEvent(kb.ArrowRight), chromedp.KeyEvent(kb.ArrowUp))
	wait("it was moved", near(cup, 52, 49))
	shot("goods-post")
	do("write", chromedp.SetValue(`[name="y-`+cup.String()+`"]`, "20"),
		chromedp.Evaluate[chromedp.Void](field("y", cup)+`.dispatchEvent(new Event("input", { bubbles: true }))`))
	wait("the mark follows the field", `[...document.querySelectorAll(".people-mark")].some((e) => e.style.top === "20%")`)
	do("save", chromedp.Click(`[data-goods-form] button:not([type])`))
	wait("it is saved", `location.pathname === "/p/`+photo.Code()+`"`)
	own, err := post.Own(t.Context(), s.DB.Store, ada.ID, photo)
	must(t, err)
	if len(own.Products) != 2 || *own.Products[0].X < .45 || *own.Products[0].X > .55 {
		t.Errorf("on the post are %+v", own.Products)
	}

	// A story.
	told := s.NewStory(ada, story.Edit{})
	path := "/story/" + told.Code() + "/products"
	s.As(bo).Get(path).Want(http.StatusForbidden)
	do("open", chromedp.Navigate(s.URL+path))
	wait("the script runs", `document.querySelectorAll("[data-put]:not([hidden])").length === 2`)
	do("choose", chromedp.Click(box(mug)))
	press("press", .5, .4)
	wait("it is there", near(mug, 50, 40))
	shot("goods-story")
	do("choose", chromedp.Click(box(cup)))
	do("save", chromedp.Click(`[data-goods-form] button:not([type])`))
	wait("it is saved", `location.pathname.startsWith("/stories/ada/")`)
	tags, err := post.ProductTags(t.Context(), s.DB.Store, bo.ID, []models.Key{{Owner: ada.ID, ID: told}})
	must(t, err)
	if len(tags[told]) != 2 || tags[told][0].X != nil {
		t.Errorf("on the story are %+v", tags[told])
	}
	s.As(bo).Get("/stories/ada/"+told.Code()).Want(200).Has("[data-story-tag] a[href='/products/"+mug.Code()+"?from="+told.Code()+"']").
		Says("€12.90", "€9.90")

	ctx, do = surf(t, s, "bo", "", bo)
	tag := `[data-story-tag]`
	do("open", chromedp.EmulateViewport(390, 844), chromedp.Navigate(s.URL+"/stories/ada/"+told.Code()))
	wait("it goes on", `document.querySelector("[data-stories]").dataset.held === "false" && document.querySelectorAll(".ov-tag.placed").length === 2`)
	do("press the tag", chromedp.Click(tag+` summary`))
	wait("it says what it costs, and the story waits", `document.querySelector("[data-stories]").dataset.held === "true" &&
		document.querySelector("[data-story-tag][open]").innerText.includes("€12.90")`)
	wait("all of it is on the story", `(() => {
		const a = document.querySelector("[data-story-tag][open] ul").getBoundingClientRect(), b = document.querySelector("[data-canvas]").getBoundingClientRect();
		return a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom })()`)
	shot("goods-viewer")
	do("close it by a key", chromedp.KeyEvent(kb.Escape))
	wait("it is closed, and the story goes on", `!document.querySelector("[data-story-tag][open]") && location.pathname.startsWith("/stories/ada/")`)
	do("open it by keys", chromedp.Focus(tag+` summary`), chromedp.KeyEvent("\r"))
	wait("it waits again", `document.querySelector("[data-stories]").dataset.held === "true"`)
	do("follow it", chromedp.Click(tag+`[open] a`))
	wait("the product", `location.pathname === "/products/`+mug.Code()+`" && location.search === "?from=`+told.Code()+`"`)
}
