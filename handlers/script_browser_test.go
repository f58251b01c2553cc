package handlers_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	cdpage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"photogram/models/inbox"
	"photogram/models/story"
	"photogram/urls"
	"photogram/web/webtest"
)

// A part of a script that fails, because a browser lacks what it needs or a page
// is not as it should be, stops no other part, and is reported.
func TestAFailingScriptStopsNoOther(t *testing.T) {
	s, ada, post := village(t)
	ctx, do := surf(t, s, "ada", "America/New_York", ada)
	do("take away", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, cdpage.AddScriptToEvaluateOnNewDocument, cdpage.AddScriptToEvaluateOnNewDocumentParams{Source: `
			delete window.IntersectionObserver; // of videos, and of what was seen
			delete window.ResizeObserver; // of people in photos
			Intl.Segmenter = undefined; // of fields that are written in
			window.failures = [];
			addEventListener("error", (event) => { failures.push(event.message); event.preventDefault(); });`})
		return err
	}))
	do("open a post", chromedp.Navigate(s.URL+"/p/"+post))
	failures, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](`failures`))
	must(t, err)
	for _, part := range []string{"IntersectionObserver", "ResizeObserver", "Segmenter"} {
		if !slices.ContainsFunc(failures, func(one string) bool { return strings.Contains(one, part) }) {
			t.Errorf("nothing failed for want of %s: %q", part, failures)
		}
	}
	if len(failures) != 4 {
		t.Errorf("these failed: %q", failures)
	}
	// What starts before and after those that failed works all the same.
	do("open the menu", chromedp.Click(".post-menu > summary", chromedp.NodeVisible))
	do("find the way to copy", chromedp.WaitVisible("[data-copy]"))
	do("like", chromedp.Click(".like .heart", chromedp.NodeVisible), chromedp.WaitVisible(`.like .heart[aria-pressed="true"]`))
	do("comment", chromedp.SendKeys("#comment-form textarea", "What a sea"),
		chromedp.Click("#comment-form button[aria-label], #comment-form button", chromedp.NodeVisible))
	do("see it", chromedp.WaitVisible(`//*[@id="comments"]//*[text()="What a sea"]`))
	do("reply", chromedp.Click("#comments [data-reply]", chromedp.NodeVisible), chromedp.WaitVisible("[data-replying]"))
}

// What somebody writes while a comment is on its way is still there when
// its answer comes, and only that.
func TestWhatIsWrittenOnStays(t *testing.T) {
	s, ada, post := village(t)
	ctx, do := surf(t, s, "ada", "America/New_York", ada)
	do("open a post", chromedp.Navigate(s.URL+"/p/"+post))
	do("go on at once", chromedp.SendKeys("#comment-form textarea", "What a sea"), chromedp.Evaluate[chromedp.Void](`
		document.querySelector("#comment-form").requestSubmit();
		document.querySelector("#comment-form textarea").value += "And the sky"`))
	webtest.Eventually(t, "the comment is there", func() bool {
		there, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.querySelector("#comments").textContent.includes("What a sea")`))
		must(t, err)
		return there
	})
	field := `document.querySelector("#comment-form textarea").value`
	webtest.Eventually(t, "the words of the comment leave the field, those after them stay", func() bool {
		text, err := chromedp.Run(ctx, chromedp.Evaluate[string](field))
		must(t, err)
		return strings.HasSuffix(text, "And the sky") && !strings.Contains(text, "What a sea")
	})
	do("send the rest", chromedp.Click("#comment-form button"), chromedp.WaitVisible(`//*[@id="comments"]//*[text()="And the sky"]`))
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](field))
	must(t, err)
	if text != "" {
		t.Errorf("the field still holds %q", text)
	}
}

// The same in a conversation, and in the answer to a story.
func TestWhatIsWrittenOnStaysInTheInbox(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ann, bo := s.User("ann"), s.User("bo")
	shared := s.NewStory(ann, story.Edit{})
	ctx, do := surf(t, s, "bo", "Asia/Tokyo", bo)
	goOn := func(form, field string) {
		t.Helper()
		do("go on at once", chromedp.SendKeys(form+" "+field, "What a light"), chromedp.Evaluate[chromedp.Void](`(() => {
			const form = document.querySelector("`+form+`"), field = form.querySelector("`+field+`");
			form.requestSubmit();
			field.value += "And the sky";
		})()`))
		webtest.Eventually(t, "what was sent leaves the field, what came after it stays", func() bool {
			text, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.querySelector("`+form+" "+field+`").value`))
			must(t, err)
			return text == "And the sky"
		})
	}
	do("open the story", chromedp.Navigate(s.URL+"/stories/ann/"+shared.Code()))
	goOn(".story-reply", "input[name=text]")
	list, _, err := inbox.List(t.Context(), s.DB.Store, bo.ID, 0, 1)
	must(t, err)
	do("open the conversation", chromedp.Navigate(s.URL+urls.Thread(list[0].ThreadID)))
	goOn("[data-message-form]", "textarea")
}

// A form that is pressed twice is sent once.
func TestFormsAreSentOnce(t *testing.T) {
	s, ada, all := everyPage(t)
	forms := 0
	for _, p := range all {
		a := s.As(ada).Get(p.path)
		if !a.IsPage() {
			continue
		}
		forms += a.Find("form[hx-post]").Length()
		for _, form := range a.Find("form[hx-post]:not([hx-sync]):not([data-theme-switch])").EachIter() {
			path, _ := form.Attr("hx-post")
			t.Errorf("%s: the form to %s does not say what becomes of a second press (hx-sync)", p.path, path)
		}
	}
	if forms < 30 {
		t.Errorf("only %d forms", forms)
	}
	s, ada, post := village(t)
	ctx, do := surf(t, s, "ada", "America/New_York", ada)
	do("open a post", chromedp.Navigate(s.URL+"/p/"+post))
	do("press twice", chromedp.Evaluate[chromedp.Void](`(() => {
		window.sent = window.answered = 0;
		document.addEventListener("htmx:beforeSend", () => { sent++; });
		document.addEventListener("htmx:afterRequest", () => { setTimeout(() => answered++, 100); });
		document.querySelector(".like .heart").click();
		document.querySelector(".like .heart").click();
	})()`))
	webtest.Eventually(t, "the answer", func() bool {
		n, err := chromedp.Run(ctx, chromedp.Evaluate[int](`answered`))
		must(t, err)
		return n > 0
	})
	sent, err := chromedp.Run(ctx, chromedp.Evaluate[int](`sent`))
	must(t, err)
	if sent != 1 {
		t.Errorf("the form was sent %d times", sent)
	}
	do("liked", chromedp.WaitVisible(`.like .heart[aria-pressed="true"]`))
}

// The theme changes at once, is kept by the server, and says so when it is not.
func TestTheThemeIsKept(t *testing.T) {
	s, ada, _ := village(t)
	ctx, do := surf(t, s, "ada", "America/New_York", ada)
	theme := func() string {
		t.Helper()
		is, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.documentElement.dataset.theme || ""`))
		must(t, err)
		return is
	}
	do("open settings", chromedp.Navigate(s.URL+"/"), chromedp.WaitReady("[data-theme-switch]"))
	do("dark", chromedp.Evaluate[chromedp.Void](`{
		window.answered = 0;
		document.addEventListener("htmx:afterRequest", () => { answered++; });
		document.querySelector("[data-theme-switch] [value=dark]").click();
	}`))
	if theme() != "dark" {
		t.Error("the theme waits for the server")
	}
	webtest.Eventually(t, "the answer", func() bool {
		n, err := chromedp.Run(ctx, chromedp.Evaluate[int](`answered`))
		must(t, err)
		return n > 0
	})
	do("load again", chromedp.Reload())
	if theme() != "dark" {
		t.Error("the theme is forgotten")
	}
	do("lose the server", chromedp.Evaluate[chromedp.Void](`{
		window.said = "";
		new MutationObserver(() => { said ||= document.querySelector("#toasts").textContent; }).observe(document.querySelector("#toasts"), { childList: true });
		document.addEventListener("htmx:configRequest", (event) => { event.detail.path = "/nowhere"; });
		document.querySelector("[data-theme-switch] [value=light]").click();
	}`))
	webtest.Eventually(t, "word of it", func() bool {
		said, err := chromedp.Run(ctx, chromedp.Evaluate[string](`said`))
		must(t, err)
		return strings.Contains(said, "save the theme.")
	})
	if theme() != "light" {
		t.Error("the page does not keep the theme")
	}
}
