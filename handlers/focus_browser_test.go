package handlers_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"photogram/urls"
	"photogram/web/webtest"
)

// presses counts the answers that a page got, and tells how a form that sends
// them is pressed as by the keyboard.
const presses = `(() => {
	window.answers = 0;
	document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.requestConfig.verb !== "get") setTimeout(() => window.answers++, 50); });
	window.press = (n) => {
		const form = document.querySelectorAll("form[hx-post]")[n];
		for (let e = form.closest("details"); e; e = e.parentElement.closest("details")) e.open = true;
		for (const field of form.querySelectorAll("textarea, input[type=text]")) field.value ||= "words";
		const button = form.querySelector("button");
		button.focus();
		if (document.activeElement !== button) return false;
		button.click();
		return true;
	};
	return [...document.querySelectorAll("form[hx-post]")].map((f) => [f.method, f.querySelector("[name=_method]")?.value, f.getAttribute("hx-post")].join(" "));
})()`

const focused = `(() => { const e = document.activeElement; return !e || e === document.body ? "" : e.tagName + " " + (e.ariaLabel || e.textContent).trim().slice(0, 40) })()`

// Whoever presses a button that changes a part of the page keeps the focus, and
// does not find themselves at the top of the page.
func TestTheFocusStays(t *testing.T) {
	t.Parallel()
	s, ada, all := everyPage(t)
	ctx, do := surf(t, s, "ada", "", ada)
	ids := regexp.MustCompile(`[0-9]{9,}|/(ada|bo|cy|dee|sea)\b|/G[0-9A-Za-z_-]{8,}`)
	pressed := map[string]bool{}
	for _, p := range all {
		a := s.As(ada).Get(p.path)
		if p.route == urls.DevViews || !a.IsPage() {
			continue
		}
		fresh := false // whether there is a form of a kind that was not pressed yet
		for _, f := range a.Find("form[hx-post]").EachIter() {
			kind := f.AttrOr("method", "") + " " + f.Find("[name=_method]").AttrOr("value", "") + " " + f.AttrOr("hx-post", "")
			fresh = fresh || !pressed[ids.ReplaceAllString(kind, "/*")]
		}
		if !fresh {
			continue
		}
		do("open "+p.path, chromedp.Navigate(s.URL+p.path))
		forms, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](presses))
		must(t, err)
		for n, form := range forms {
			kind := ids.ReplaceAllString(form, "/*")
			if pressed[kind] {
				continue
			}
			pressed[kind] = true
			if n > 0 {
				do("open "+p.path, chromedp.Navigate(s.URL+p.path))
				again, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](presses))
				must(t, err)
				if n >= len(again) || again[n] != form {
					pressed[kind] = false
					continue
				}
			}
			ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool](fmt.Sprintf("press(%d)", n)))
			must(t, err)
			if !ok { // out of sight here
				pressed[kind] = false
				continue
			}
			webtest.Eventually(t, "the answer to "+form+" on "+p.path, func() bool {
				n, err := chromedp.Run(ctx, chromedp.Evaluate[int](`window.answers ?? 1`))
				return err != nil || n > 0
			})
			at, err := chromedp.Run(ctx, chromedp.Evaluate[string](focused))
			must(t, err)
			t.Logf("%s on %s: %s", kind, p.route, at)
			if at == "" {
				t.Errorf("%s on %s: the focus is lost", kind, p.route)
			}
		}
	}
	if len(pressed) < 12 {
		t.Errorf("only %d kinds of forms", len(pressed))
	}
}

// What shows a thing that was changed beside it is brought up to date, and told.
func TestWhatChangedIsShownAndSaid(t *testing.T) {
	t.Parallel()
	s, _, _ := village(t)
	dee := s.User("dee")
	ctx, do := surf(t, s, "dee", "", dee)
	is := func(what, js string) {
		t.Helper()
		for end := time.Now().Add(webtest.Patience); ; time.Sleep(20 * time.Millisecond) {
			ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool](js))
			must(t, err)
			if ok {
				return
			}
			if time.Now().After(end) {
				t.Fatalf("in vain: %s", what)
			}
		}
	}
	said := func(words string) {
		t.Helper()
		is("word of "+words, fmt.Sprintf(`[...document.querySelectorAll("[role=status]")].some((e) => e.textContent.includes(%q))`, words))
	}
	do("open a profile", chromedp.Navigate(s.URL+"/bo"))
	is("no way to mute", `!document.querySelector("#profile-menu").textContent.includes("Mute posts")`)
	do("follow", chromedp.Focus(".profile .follow button", chromedp.NodeVisible), chromedp.KeyEvent("\r"))
	is("following, with the focus", `document.activeElement.matches('.follow button[aria-pressed="true"]')`)
	said("You follow bo.")
	is("the number of followers", `/^2\s/.test(document.querySelector("#figures").children[1].textContent.trim())`)
	is("a way to mute", `document.querySelector("#profile-menu").textContent.includes("Mute posts")`)
	do("unfollow", chromedp.KeyEvent("\r"))
	said("You don’t follow bo.")
	is("the number of followers", `/^1\s/.test(document.querySelector("#figures").children[1].textContent.trim())`)

	a := s.As(dee).Get("/bo").Want(200)
	post, _, _ := strings.Cut(strings.TrimPrefix(a.Find("a.tile").First().AttrOr("href", ""), "/p/"), "?")
	do("open a post", chromedp.Navigate(s.URL+urls.Post(postID(t, post))))
	do("comment", chromedp.SendKeys("#comment-text", "Lovely"), chromedp.Focus("#comment-form button", chromedp.NodeVisible),
		chromedp.KeyEvent("\r"))
	is("the focus in an empty field", `document.activeElement.id === "comment-text" && document.activeElement.value === ""`)
	said("We posted your comment.")
	is("the number of comments", fmt.Sprintf(`document.querySelector("#talk-%s .bar-count").textContent.trim() === "1"`, post))
	do("delete it", chromedp.Evaluate[chromedp.Void](`for (const e of document.querySelectorAll(".comment details")) e.open = true`))
	is("deleted", `(() => { const b = document.querySelector(".comment button.danger"); if (!b) return true; b.focus(); b.click(); return false })()`)
	is("no comments", fmt.Sprintf(`document.querySelector("#talk-%s .bar-count").textContent.trim() === ""`, post))
	is("the focus somewhere", `document.activeElement !== document.body`)
}
