package e2e

import (
	"strings"
	"testing"
)

// A panorama fills its box, and a long screenshot can be opened at a size at which
// it can be read.
func TestPhotosOfExtremeShapes(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.start()
	b := newBrowser(t, s.base, "ana", true)
	b.signUp("ana")
	path := b.publish("../../media/testdata/odd/pano_6_1.jpg", "Wide")
	b.wait("the photo", shown)
	for _, width := range []int64{320, 500, 820} {
		b.size(width, 800)
		for _, page := range []string{path, "/"} {
			b.open(page)
			b.wait("the photo alone in its box", `(() => {
				const box = document.querySelector(".photo")?.getBoundingClientRect(), img = document.querySelector(".photo picture img")?.getBoundingClientRect()
				return box && img && img.height > 20 && Math.abs(box.height - img.height) < 2 && Math.abs(box.width - img.width) < 2
			})()`)
		}
	}
	b.shot("panorama")
	path = b.publish("../../media/testdata/odd/long_screenshot.png", "Long")
	b.wait("the photo", shown)
	b.open(path)
	b.wait("a link to all of it", `[...document.querySelectorAll(".post-menu a")].some(a => a.textContent.includes("in full") && a.href.endsWith("/640.jpg"))`)
	if link := b.text(".post-menu a[href$='/640.jpg']"); !strings.Contains(link, "View the photo in full") {
		t.Errorf("the link says %q", link)
	}
}
