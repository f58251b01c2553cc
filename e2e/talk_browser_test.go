package e2e

import (
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// Naming people in photos and talking about it, as scripts make it smooth.
func TestTalkInABrowser(t *testing.T) {
	t.Parallel()
	file, err := filepath.Abs("static/demo/two-dogs.jpg")
	if err != nil {
		t.Fatal(err)
	}
	s := newServer(t)
	s.start()
	ana, bo := newBrowser(t, s.base, "ana", true), newBrowser(t, s.base, "bo", true)
	ana.signUp("ana")
	bo.signUp("bo_brook")

	// A press on the photo asks who it is, and the name is completed.
	ana.open("/new")
	ana.do("choose a photo", chromedp.SetUploadFiles(`input[type=file][name=file]`, []string{file}))
	edit := ana.until("the editor", func(u *url.URL) bool { return strings.HasSuffix(u.Path, "/edit") })
	path := strings.TrimSuffix(edit.Path, "/edit")
	ana.wait("the photo", `Boolean(document.querySelector("[data-canvas]")?.getBoundingClientRect().width > 100) && Boolean(document.querySelector(".people-layer"))`)
	ana.press(`[data-tab=text]`)
	ana.do("press on the photo", chromedp.Click(`.people-layer`, chromedp.NodeVisible))
	ana.wait("a row for the person", `Boolean(document.activeElement?.matches("[data-complete=person]"))`)
	ana.do("write", chromedp.KeyEvent("bo_"))
	ana.wait("a suggestion", `document.querySelector(".complete [role=option][aria-selected=true]")?.dataset.insert === "bo_brook"`)
	ana.shot("suggestion")
	ana.do("take it", chromedp.KeyEvent("\t"))
	ana.wait("the name on the photo", `document.querySelector(".people-mark")?.textContent === "bo_brook"`)
	ana.wait("its place", `/^(49|50)/.test(document.querySelector("[data-person-at]").value)`)
	ana.do("go to the name", chromedp.Focus(`.people-mark`, chromedp.NodeVisible))
	_ = value[bool](ana, `[["ArrowLeft"], ["ArrowUp"]].forEach(([key]) => document.querySelector(".people-mark").dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }))), true`)
	ana.wait("the name moved", `document.querySelector("[data-person-at]").value.startsWith("4")`)
	ana.shot("named")
	ana.do("write", chromedp.SendKeys(`textarea[name=caption]`, "Good company"))
	ana.submit(`.edit-head button[name=action][value=publish]`)
	ana.until("the post", at(path))

	bo.open(path)
	bo.contains(".tag-notice", "tagged in this post.")
	bo.submit(`.tag-notice button`)
	bo.contains("main", "The tag is approved.")
	// While one page turns into the next, it takes no clicks.
	bo.wait("the photo", `Boolean(document.querySelector("picture img")?.complete) && !document.documentElement.matches(":active-view-transition")`)
	bo.do("show the names", chromedp.Click(`.people-button`, chromedp.NodeVisible))
	bo.wait("the name in its place", `Boolean(document.querySelector(".people-live li")?.style.left.endsWith("px"))`)
	bo.shot("names")

	// A comment, in which a name is completed, and a reply in the same form.
	bo.do("write", chromedp.SendKeys(`#comment-text`, "Look @an"))
	bo.wait("suggestions", `document.querySelector(".complete [role=option]")?.dataset.insert === "ana" && document.activeElement.getAttribute("aria-activedescendant") === "complete-0"`)
	bo.shot("completing")
	bo.do("take it", chromedp.KeyEvent("\t"))
	bo.wait("the name", `document.querySelector("#comment-text").value === "Look @ana " && !document.querySelector(".complete")`)
	bo.submit(`#comment-form button`)
	bo.wait("the comment", `document.querySelector("#comment-items .comment .rich")?.textContent.trim() === "Look @ana"`)
	ana.open(path)
	ana.do("like it", chromedp.Click(`.comment-like .heart`, chromedp.NodeVisible))
	ana.do("see it liked", chromedp.WaitVisible(`.comment-like .heart[aria-pressed=true]`))
	ana.do("answer", chromedp.Click(`.reply-link`, chromedp.NodeVisible))
	ana.wait("whom it answers", `!document.querySelector("[data-replying]").hidden && document.querySelector("[data-reply-to]").value !== ""`)
	ana.do("write", chromedp.SendKeys(`#comment-text`, "Hello"))
	ana.submit(`#comment-form button`)
	ana.contains(".replies", "Hello")
	ana.wait("an empty form", `document.querySelector("#comment-text").value === "" && document.querySelector("[data-replying]").hidden`)
	ana.shot("thread")
	bo.open(path)
	bo.do("answer the answer", chromedp.Click(`.reply .reply-link`, chromedp.NodeVisible))
	bo.wait("the name", `document.querySelector("#comment-text").value === "@ana "`)
	bo.do("change one's mind", chromedp.Click(`[data-reply-cancel]`, chromedp.NodeVisible))
	bo.wait("an empty form", `document.querySelector("#comment-text").value === "" && document.querySelector("[data-reply-to]").value === ""`)
	if out := s.run("check"); out != "Nothing is wrong." {
		t.Error(out)
	}
}
