package e2e

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"photogram/web/webtest"
)

// A browser takes the AVIF, and it has the colours of the photo.
func TestBrowsersShowAVIF(t *testing.T) {
	t.Parallel()
	s := newServer(t, "PHOTOGRAM_AVIF=true")
	s.start()
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(s.log.String())
		}
	})
	s.run("user", "add", "--username", "ann", "--email", "ann@example.org", "--password", "correct horse battery ann")
	token := s.run("token", "--user", "ann", "--scopes", "all")
	body, kind := photo(t, "static/demo/fig-bowl.jpg")
	a, ok := s.call(t.Context(), token, http.MethodPost, "/v1/media/upload", bytes.NewReader(body), kind)
	var media struct{ ID, Link string }
	if !ok || json.Unmarshal(a.Data, &media) != nil {
		t.Fatalf("upload: %+v", a)
	}
	if a, ok = s.form(t.Context(), token, "/v1/media/"+media.ID+"/publish", url.Values{}); !ok {
		t.Fatalf("publish: %+v", a)
	}
	webtest.Eventually(t, "the AVIF is made", func() bool {
		return len(s.lines(`SELECT id::text FROM posts WHERE state = 'published' AND cover_avif`)) == 1
	})
	link, err := url.Parse(media.Link)
	if err != nil {
		t.Fatal(err)
	}
	b := newBrowser(t, s.base, "ben", true)
	b.open(link.Path)
	b.wait("the photo", `(() => { const i = document.querySelector("article picture img, main picture img"); return i && i.complete && i.naturalWidth > 0 })()`)
	const img = `document.querySelector("article picture img, main picture img")`
	if src := value[string](b, img+`.currentSrc`); !strings.HasSuffix(src, ".avif") {
		t.Fatalf("the browser took %s", src)
	}
	// Both are drawn small, which leaves the colours of areas.
	_ = value[bool](b, `(() => {
		const shown = `+img+`, plain = new Image();
		const pixels = (i) => { const c = document.createElement("canvas"); c.width = 24; c.height = 16; const g = c.getContext("2d"); g.imageSmoothingQuality = "high"; g.drawImage(i, 0, 0, 24, 16); return g.getImageData(0, 0, 24, 16).data; };
		plain.onload = () => {
			const a = pixels(shown), b = pixels(plain);
			let most = 0, sum = 0;
			a.forEach((v, i) => { const d = Math.abs(v - b[i]); most = Math.max(most, d); sum += d; });
			window.apart = [most, sum / a.length];
		};
		plain.src = shown.currentSrc.replace(/avif$/, "jpg");
		return true;
	})()`)
	b.wait("both are drawn", `Array.isArray(window.apart)`)
	apart := value[[]float64](b, `window.apart`)
	t.Logf("AVIF and JPEG differ by at most %.0f levels, %.2f in the mean", apart[0], apart[1])
	if apart[0] > 8 || apart[1] > 1.5 {
		t.Error("the colours differ")
	}
}
