package e2e

import (
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// shownPhotos are those on the first screen of a page.
const shownPhotos = `[...document.querySelectorAll("main picture img[sizes]")].filter((one) => one.getClientRects().length &&
	one.getBoundingClientRect().top < innerHeight)`

// misfits are the photos of a page whose sizes are wrong: what is drawn is more than an
// eighth larger or smaller than the browser was told when it chose a file. Widths are those
// of the whole picture, where it is cut as well.
const misfits = `(() => {
	const out = [];
	for (const image of ` + shownPhotos + `) {
		const ratio = image.getAttribute("width") / image.getAttribute("height"), box = image.getBoundingClientRect();
		const fit = getComputedStyle(image).objectFit;
		const high = box.height * ratio;
		const drawn = fit === "cover" ? Math.max(box.width, high) : fit === "contain" ? Math.min(box.width, high) : box.width;
		const told = image.naturalWidth; // of a file with a width, it is what sizes say
		if (!told || told / drawn > 1.125 || drawn / told > 1.125)
			out.push(Math.round(drawn) + " drawn, " + told + " told, at " + innerWidth + " by " + innerHeight + ", " + image.alt);
	}
	return out.join("\n");
})()`

func (b *browser) fits(what string) {
	b.t.Helper()
	b.wait("photos of "+what, `(() => { const list = `+shownPhotos+`; list.forEach((one) => { one.loading = "eager"; });
		return list.length > 0 && list.every((one) => one.complete && one.naturalWidth > 0) })()`)
	if wrong := value[string](b, misfits); wrong != "" {
		b.shot("sizes")
		b.t.Errorf("%s:\n%s", what, wrong)
	}
}

// A photo opens its post, and there itself alone, on a dark screen; two presses like it.
// The browser is told how large photos are drawn, so it fetches no larger ones.
func TestPhotosInABrowser(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.start()
	ana := newBrowser(t, s.base, "ana", true)
	ana.signUp("ana")
	ana.open("/new")
	post := ana.upload("peaks-trail", "wine-table")
	ana.submit(`.edit-head button[name=action][value=publish]`)
	ana.until("the post", at(post))
	tall := ana.publish("two-dogs.jpg", "Dogs")
	wide := ana.publish("paint-brushes.jpg", "Brushes")
	for _, size := range [][2]int64{{390, 844}, {820, 1180}, {1280, 720}, {1440, 900}, {1920, 1080}} {
		ana.size(size[0], size[1])
		for what, path := range map[string]string{"an album": post, "a tall photo": tall, "a wide photo": wide, "the feed": "/"} {
			ana.open(path)
			ana.fits(what)
		}
	}
	guest := newBrowser(t, s.base, "guest", true)
	for _, size := range [][2]int64{{390, 844}, {820, 1180}, {1440, 900}} {
		guest.size(size[0], size[1])
		for what, path := range map[string]string{"the landing page": "/", "a guest's post": tall} {
			guest.open(path)
			guest.fits(what)
		}
	}

	ana.size(1440, 900)
	ana.open("/")
	photo := `[data-post="` + strings.TrimPrefix(wide, "/p/") + `"] a[data-open]`
	ana.do("press twice", chromedp.DoubleClick(photo))
	ana.wait("a like", `document.querySelector(".like .heart[aria-pressed=true]") !== null && location.pathname === "/"`)
	ana.do("press once", chromedp.Click(photo))
	ana.until("the post", at(wide))
	ana.open(post)
	ana.press(`.frame:first-child .photo-full`)
	ana.wait("the first photo alone", `document.querySelector("dialog.lightbox[open] .lightbox-count")?.textContent === "1 of 2"`)
	ana.wait("it fills the screen", `(() => { const image = document.querySelector(".lightbox img"), box = image.getBoundingClientRect();
		return image.complete && image.naturalWidth > 0 && box.top === 0 && box.height === innerHeight && box.width === innerWidth })()`)
	ana.shot("lightbox")
	ana.do("go on", chromedp.KeyEvent(kb.ArrowRight))
	ana.wait("the second photo", `document.querySelector(".lightbox-count").textContent === "2 of 2" && document.querySelector(".lightbox-next").hidden`)
	ana.do("zoom", chromedp.KeyEvent("+"))
	ana.wait("it is larger", `document.querySelector(".lightbox-zoomed img").getBoundingClientRect().width > innerWidth`)
	ana.do("zoom out", chromedp.KeyEvent("0"))
	ana.wait("it is whole", `!document.querySelector(".lightbox-zoomed")`)
	ana.do("close", chromedp.KeyEvent(kb.Escape))
	ana.wait("the focus is on the photo", `!document.querySelector(".lightbox") && document.activeElement.matches(".frame:nth-child(2) .photo-full")`)

	// Without scripts a press shows the file.
	plain := newBrowser(t, s.base, "plain", false)
	plain.open(tall)
	plain.submit(`.photo-full`)
	plain.until("the photo's file", func(u *url.URL) bool { return strings.HasSuffix(u.Path, ".jpg") })
}

// Keys go from post to post, like and search; one can switch them off.
func TestKeysInABrowser(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.start()
	ana := newBrowser(t, s.base, "ana", true)
	ana.signUp("ana")
	first := ana.publish("wine-table.jpg", "Table")
	second := ana.publish("two-dogs.jpg", "Dogs")
	ana.open("/")
	read := func(path string) string {
		return `document.activeElement.dataset.post === "` + strings.TrimPrefix(path, "/p/") + `"`
	}
	ana.do("the first post", chromedp.KeyEvent("j"))
	ana.wait("it has the focus", read(second))
	ana.do("the next", chromedp.KeyEvent("j"))
	ana.wait("it has the focus", read(first)+` && document.activeElement.getBoundingClientRect().top >= 0`)
	ana.do("like it", chromedp.KeyEvent("l"))
	ana.wait("it is liked", `document.querySelector('[data-post="`+strings.TrimPrefix(first, "/p/")+`"] .heart[aria-pressed=true]') !== null`)
	ana.do("the keys", chromedp.KeyEvent("?"))
	ana.wait("they are told", `document.querySelector("dialog[open] .keys dd")?.textContent === "The next post"`)
	ana.shot("keys")
	ana.keys(`dialog[open] input`, " ")
	ana.do("close", chromedp.KeyEvent(kb.Escape))
	ana.do("search", chromedp.KeyEvent("/"))
	ana.do("nothing happens", chromedp.KeyEvent("k"))
	if !value[bool](ana, `location.pathname === "/" && !document.querySelector("dialog")`) {
		t.Error("a key works that is switched off")
	}
}
