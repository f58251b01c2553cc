package main

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"photogram/models"
	"photogram/models/embedded"
)

// story shares a photo as a story of an account's and waits until it is shown.
func (s *server) story(name string) models.ID {
	s.t.Helper()
	token := s.run("token", "--user", name, "--scopes", "all")
	body, kind := photo(s.t, "static/demo/gradient-fold.jpg")
	a, ok := s.call(s.t.Context(), token, http.MethodPost, "/v1/media/upload", bytes.NewReader(body), kind)
	var media struct{ ID string }
	if !ok || json.Unmarshal(a.Data, &media) != nil {
		s.t.Fatalf("upload: %+v", a)
	}
	must := func(err error) {
		if err != nil {
			s.t.Fatal(err)
		}
	}
	cluster, err := embedded.Open(s.t.Context(), embedded.Options{DataDir: s.setting("PHOTOGRAM_DATA_DIR")})
	must(err)
	defer func() { _ = cluster.Stop(s.t.Context()) }()
	pool, err := models.NewPool(s.t.Context(), cluster.DSN(), 2)
	must(err)
	defer pool.Close()
	store, err := models.Open(s.t.Context(), pool, models.Options{Log: slog.New(slog.DiscardHandler)})
	must(err)
	defer func() { must(store.Close()) }()
	owner, err := store.FindUser(s.t.Context(), name)
	must(err)
	first, _, _ := strings.Cut(media.ID, "_")
	id, err := models.ParseID(first)
	must(err)
	id, err = store.ShareAsStory(s.t.Context(), owner.ID, id, models.ShareInput{})
	must(err)
	for deadline := time.Now().Add(stepTime); ; time.Sleep(50 * time.Millisecond) {
		st, err := store.Story(s.t.Context(), owner.ID, id)
		must(err)
		if st.State == models.Published {
			return id
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("the story is %s", st.State)
		}
	}
}

const (
	mailCount = `[...document.querySelectorAll("[data-mail]")].every((a) => a.getAttribute("aria-label") === `
	lastSaid  = `[...document.querySelectorAll(".message")].at(-1)?.querySelector(".message-text").textContent.trim()`
)

// A reply comes to the owner's inbox, and two open pages of the conversation follow each other.
func TestInboxInTwoBrowsers(t *testing.T) {
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
	code := s.story("ana").Code()
	ana.open("/explore")
	ana.wait("an empty inbox", mailCount+`"Inbox") && (navigator.locks.query().then((l) => { window.live = l.held.length > 0 }), window.live === true)`)

	bo.open("/explore")
	said := `(fetch("/story/` + code + `/reply", { method: "POST", body: new URLSearchParams({ reaction: "🔥" }), headers: { "HX-Request": "true" } }).then((a) => { window.said = a.status }), true)`
	_ = value[bool](bo, said)
	bo.wait("the reaction is sent", `window.said === 204`)
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
	bo.wait("a list that fits", `document.documentElement.scrollWidth <= 390 && document.querySelector(".story-thumb").getBoundingClientRect().right <= 390`)
	bo.shot("phone-list")
	ana.do("write", chromedp.SendKeys(`#message-text`, "At the harbour"), chromedp.KeyEvent("\r"))
	bo.wait("a button", `document.querySelector(".fresh-pill")?.textContent.trim() === "New messages"`)
	bo.press(".fresh-pill")
	bo.wait("the new line", `document.querySelector(".thread-line").textContent.includes("At the harbour") && !document.querySelector(".fresh-pill")`)

	// Deleting is for oneself, and can be taken back.
	bo.press(".thread-row a.notice-link")
	bo.until("the conversation", func(u *url.URL) bool { return strings.HasPrefix(u.Path, "/inbox/") })
	bo.do("open the menu", chromedp.Click(`.conversation-head summary`, chromedp.NodeVisible))
	bo.press(`.conversation-head .menu-panel button`)
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
