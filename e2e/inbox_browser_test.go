package e2e

import (
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

const (
	mailCount = `[...document.querySelectorAll("[data-mail]")].every((a) => a.getAttribute("aria-label") === `
	lastSaid  = `[...document.querySelectorAll(".message")].at(-1)?.querySelector(".message-text").textContent.trim()`
)

// A reply comes to the owner's inbox, and two open pages of the conversation follow each other.
func TestInboxInTwoBrowsers(t *testing.T) {
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
	ana.open("/inbox")
	ana.contains("main", "No messages yet")
	ana.shot("empty")
	_, story := s.story(s.run("token", "--user", "ana", "--scopes", "all"), "static/demo/gradient-fold.jpg", nil)
	ana.open("/explore")
	ana.wait("an empty inbox", mailCount+`"Inbox") && (navigator.locks.query().then((l) => { window.live = l.held.length > 0 }), window.live === true)`)

	bo.open(story)
	bo.do("react", chromedp.Focus(shownStory+`.story-reply input`, chromedp.NodeVisible),
		chromedp.Click(shownStory+`.story-reaction[value="🔥"]`))
	bo.wait("the reaction is sent", `document.querySelector("#toasts").innerText.includes("Sent")`)
	ana.wait("a badge and a toast", mailCount+`"Inbox, 1 unread") && document.title.startsWith("(1) ") && document.querySelector("#toasts .toast")?.textContent.includes("You have a new message.")`)
	ana.shot("badge")
	ana.open("/inbox")
	ana.contains("main", "Reacted 🔥 to your story")
	ana.shot("list")
	ana.press(".thread-row a.notice-link")
	ana.wait("the conversation", lastSaid+`?.endsWith("🔥")`)
	ana.wait("it is seen", mailCount+`"Inbox")`)

	bo.open("/inbox")
	bo.press(".thread-row a.notice-link")
	bo.wait("the conversation", lastSaid+`?.endsWith("🔥")`)
	ana.do("answer by keys", chromedp.SendKeys(`#message-text`, "Thank you @bo"), chromedp.KeyEvent("\r"))
	ana.wait("the answer", lastSaid+` === "Thank you @bo" && document.getElementById("message-text").value === "" && document.activeElement.id === "message-text"`)
	bo.wait("the answer arrives", lastSaid+` === "Thank you @bo" && !!document.querySelector(".message a[href='/bo']")`)
	bo.size(390, 844)
	bo.do("answer", chromedp.SendKeys(`#message-text`, "Where was it? I have walked there for years and never saw that light, not once."))
	bo.press(`[data-message-form] button`)
	ana.wait("it arrives", lastSaid+`?.startsWith("Where was it?")`)
	ana.wait("it is seen at once", mailCount+`"Inbox")`)
	bo.wait("a page that fits", `document.documentElement.scrollWidth <= 390 && document.querySelectorAll(".message").length === 3 && [...document.querySelectorAll(".topbar-tools .rail-link, [data-message-form] button")].every((e) => e.offsetWidth >= 40 && e.getBoundingClientRect().right <= 390)`)
	bo.shot("phone")
	ana.shot("conversation")
	_ = value[bool](ana, `document.documentElement.dataset.theme = "dark", true`)
	ana.shot("conversation-dark")

	// The list says that there is more, and loads it.
	bo.open("/inbox")
	bo.wait("a list that fits", `document.documentElement.scrollWidth <= 390 && document.querySelector(".thread-thumb").getBoundingClientRect().right <= 390`)
	bo.shot("phone-list")
	ana.do("write", chromedp.SendKeys(`#message-text`, "At the harbour"), chromedp.KeyEvent("\r"))
	bo.wait("a button", `document.querySelector(".fresh-pill")?.textContent.trim() === "New messages"`)
	bo.press(".fresh-pill")
	bo.wait("the new line", `document.querySelector(".thread-line").textContent.includes("At the harbour") && !document.querySelector(".fresh-pill")`)

	// Deleting is for oneself, and can be taken back.
	bo.press(".thread-row a.notice-link")
	bo.until("the conversation", func(u *url.URL) bool { return strings.HasPrefix(u.Path, "/inbox/") })
	bo.do("open the menu", chromedp.Click(`.conversation-head summary`, chromedp.NodeVisible))
	bo.press(`.conversation-head .menu-panel > form:last-child button`)
	bo.until("the inbox", at("/inbox"))
	bo.contains("main", "The conversation is deleted for you.")
	bo.press(`[data-flash] button`)
	bo.contains("main", "The conversation is back.")
	bo.contains("main", "At the harbour")

	// Without scripts.
	plain := newBrowser(t, s.base, "cat", false)
	plain.signUp("cat")
	plain.open("/inbox")
	plain.contains("main", "No messages yet")
	if out := s.run("check"); out != "Nothing is wrong." {
		t.Error(out)
	}
}

// Somebody writes to a stranger, who accepts: words, a photo, a post as a card, a reaction and what is taken back.
func TestMessagesInTwoBrowsers(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.start()
	ana, bo := newBrowser(t, s.base, "ana", true), newBrowser(t, s.base, "bo", true)
	ana.signUp("ana")
	bo.signUp("bo")
	ana.open("/inbox")
	ana.contains("main", "No messages yet")
	bo.open("/ana")
	bo.press(`.profile-actions a[href^="/inbox/new"]`)
	bo.until("a new message", at("/inbox/new"))
	bo.do("write", chromedp.SendKeys(`#message-text`, "Hello Ana"))
	bo.submit(`.new-message .form-actions button`)
	bo.until("the conversation", func(u *url.URL) bool { return strings.HasPrefix(u.Path, "/inbox/") && u.Path != "/inbox/new" })
	bo.wait("what was said", lastSaid+` === "Hello Ana"`)

	// The empty inbox that is open hears of the request, without a toast; the open request follows what is added to it.
	ana.wait("word of a request", `document.querySelector(".fresh-pill")?.textContent.trim() === "New messages" && !document.querySelector("#toasts .toast")`)
	ana.press(".fresh-pill")
	ana.wait("the request", `document.querySelector(".requests-line")?.textContent.includes("1 request") && !document.querySelector(".fresh-pill")`)
	ana.shot("request")
	ana.press(".requests-line a")
	ana.until("the requests", at("/inbox/requests"))
	ana.contains("main", "Hello Ana")
	bo.do("write", chromedp.SendKeys(`#message-text`, "It is Bo"), chromedp.KeyEvent("\r"))
	ana.wait("word of more", `!!document.querySelector(".fresh-pill")`)
	ana.press(".fresh-pill")
	ana.wait("the newest line", `document.querySelector(".thread-line").textContent.includes("It is Bo")`)
	ana.press(".thread-row a.notice-link")
	ana.wait("the request", `!!document.querySelector(".request-ask")`)
	ana.submit(`.request-ask form[action$="/accept"] button`)
	ana.wait("a field", `!!document.querySelector("[data-message-form]")`)
	file, err := filepath.Abs("static/demo/gradient-fold.jpg")
	if err != nil {
		t.Fatal(err)
	}
	bo.do("choose a photo", chromedp.SetUploadFiles(`[data-message-file]`, []string{file}, chromedp.NodeReady))
	bo.wait("it is counted", `document.querySelector("[data-message-chosen]").textContent === "1 photo"`)
	bo.press(`[data-message-form] button`)
	ana.wait("the photo", `!!document.querySelector(".message-photo img")?.naturalWidth`)
	_ = value[bool](ana, `document.querySelector(".message-react button[value='🔥']").click(), true`)
	bo.wait("the reaction", `!!document.querySelector(".message-felt")?.textContent.includes("🔥")`)
	_ = value[bool](bo, `document.querySelector(".message-mine .confirm form button").click(), true`)
	ana.wait("it is gone", `document.querySelector(".messages").textContent.includes("bo took back a message.")`)
	if out := s.run("check"); out != "Nothing is wrong." {
		t.Error(out)
	}
}
