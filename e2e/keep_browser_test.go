package e2e

import (
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// A draft keeps itself while somebody works on it: reloading, going back and
// closing the page lose nothing.
func TestDraftsKeepThemselvesInABrowser(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.start()
	ana := newBrowser(t, s.base, "ana", true)
	ana.signUp("ana")
	ana.open("/new")
	path := ana.upload("mountain-meadow")
	caption := `document.querySelector("textarea[name=caption]").value`
	live := func(want string) {
		t.Helper()
		ana.wait("the editor", `document.querySelector(".edit-live") !== null`)
		if got := value[string](ana, caption); got != want {
			t.Errorf("the caption is %q, want %q", got, want)
		}
	}
	ana.press(`[data-tab=text]`)
	ana.do("write", chromedp.SendKeys(`textarea[name=caption]`, "Larches"))
	value[bool](ana, `(document.querySelector('input[name$=".filter"][value=Fjord]').click(), true)`)
	ana.contains("[data-kept]", "Saved")
	ana.wait("the form kept", `document.querySelector("[data-kept]").textContent === "Saved"`)
	ana.shot("kept")
	ana.open(path + "/edit")
	live("Larches")
	if !value[bool](ana, `document.querySelector('input[name$=".filter"][value=Fjord]').checked`) {
		t.Error("the look is lost")
	}

	// Reloaded at once, before anything could be sent.
	ana.set(`textarea[name=caption]`, "Larches in autumn")
	ana.do("reload", chromedp.Reload())
	live("Larches in autumn")

	// Back from another page, with words that nobody kept.
	ana.set(`textarea[name=caption]`, "Larches in autumn light")
	value[bool](ana, `(document.querySelector(".edit-head > a").click(), true)`)
	ana.until("the drafts", at("/drafts"))
	value[bool](ana, `(history.back(), true)`)
	ana.until("the editor", func(u *url.URL) bool { return strings.HasSuffix(u.Path, "/edit") })
	live("Larches in autumn light")

	// Another tab saves: this one is told, keeps its words, and saves over it when asked to.
	ana.set(`textarea[name=caption]`, "Larches in the light")
	ana.wait("nothing on its way", `document.querySelector("[data-kept]").textContent === "Saved"`)
	stored := func() string {
		return value[string](ana, `(() => { const x = new XMLHttpRequest(); x.open("GET", location.pathname, false); x.send();
			window.there = new DOMParser().parseFromString(x.responseText, "text/html");
			return window.there.querySelector("textarea[name=caption]").value; })()`)
	}
	stored()
	value[bool](ana, `(() => { const f = new FormData(window.there.querySelector("#edit-form"));
		f.set("caption", "Of another tab"); f.set("action", "keep");
		const x = new XMLHttpRequest(); x.open("POST", location.pathname, false);
		x.send(new URLSearchParams(f)); return x.status === 204; })()`)
	ana.set(`textarea[name=caption]`, "Of this tab")
	ana.contains("dialog[open]", "changed in another tab")
	ana.shot("two-tabs")
	if got := stored(); got != "Of another tab" {
		t.Errorf("the later tab saved %q without a question", got)
	}
	live("Of this tab")
	value[bool](ana, `(document.querySelector("dialog[open] .button.accent").click(), true)`)
	ana.wait("the form kept", `document.querySelector("[data-kept]").textContent === "Saved"`)
	if got := stored(); got != "Of this tab" {
		t.Errorf("after the answer there is %q", got)
	}

	// What is wrong is said, and saved once it is right.
	ana.set(`textarea[name=caption]`, strings.Repeat("long ", 600))
	ana.wait("word of what is wrong", `document.querySelector("[data-kept]").textContent.includes("check what you entered")`)
	ana.set(`textarea[name=caption]`, "Short")
	ana.wait("the form kept", `document.querySelector("[data-kept]").textContent === "Saved"`)
	value[bool](ana, `(document.querySelector(".edit-head button[name=action][value=publish]").click(), true)`)
	ana.until("the post", at(path))
	ana.contains("main article", "Short")

	// A shared post changes by its button alone, and its page keeps what was not saved.
	ana.open(path + "/edit")
	ana.wait("the editor", `document.querySelector(".edit-live") !== null`)
	ana.set(`textarea[name=caption]`, "Not yet")
	if value[bool](ana, `document.querySelector("[data-kept]") !== null`) {
		t.Error("a shared post keeps itself")
	}
	value[bool](ana, `(window.dispatchEvent(new PageTransitionEvent("pagehide")), location.reload(), true)`)
	ana.contains("#toasts", "Your unsaved changes are back")
	live("Not yet")
	if got := value[string](ana, `(() => { const x = new XMLHttpRequest(); x.open("GET", location.pathname.replace("/edit", ""), false); x.send(); return x.responseText.includes("Not yet") ? "shared" : "kept apart" })()`); got != "kept apart" {
		t.Error(got)
	}

	// Stories too.
	ana.open("/new/story")
	ana.submit(`.story-other button`)
	ana.until("the composer", func(u *url.URL) bool { return strings.HasPrefix(u.Path, "/story/") })
	ana.wait("the composer", `document.querySelector(".composer-live") !== null`)
	ana.addOverlay("text", "o1")
	ana.do("write", chromedp.SendKeys(`textarea[name="ov.o1.text"]`, "Good morning"))
	ana.wait("the story kept", `document.querySelector("[data-kept]").textContent === "Saved"`)
	ana.do("reload", chromedp.Reload())
	ana.wait("the composer", `document.querySelector(".composer-live") !== null`)
	ana.contains("[data-stage-canvas]", "Good morning")
}
