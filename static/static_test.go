package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// TestVendorHashes proves that the third-party files are the ones recorded.
func TestVendorHashes(t *testing.T) {
	t.Parallel()
	readme := string(read("vendor/README"))
	rows := regexp.MustCompile(`(?m)^\S+\s+\d\S*\s+(\S+)\s+([0-9a-f]{64})$`).FindAllStringSubmatch(readme, -1)
	recorded := map[string]string{}
	for _, row := range rows {
		recorded[row[1]] = row[2]
	}
	entries, err := files.ReadDir("vendor")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if path.Ext(entry.Name()) != ".js" {
			continue
		}
		sum := sha256.Sum256(read("vendor/" + entry.Name()))
		if recorded[entry.Name()] != hex.EncodeToString(sum[:]) {
			t.Errorf("%s: its hash is %x, the README says %q", entry.Name(), sum, recorded[entry.Name()])
		}
	}
	if len(recorded) == 0 {
		t.Error("the README records no files")
	}
}

func get(t *testing.T, url string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, url, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, r)
	return w
}

func TestHandlerServesEveryAssetForGood(t *testing.T) {
	t.Parallel()
	for name, url := range assets().urls {
		res := get(t, url)
		if res.Code != http.StatusOK || !strings.Contains(res.Header().Get("Cache-Control"), "immutable") ||
			res.Header().Get("Content-Type") == "" {
			t.Errorf("%s: status %d, headers %v", name, res.Code, res.Header())
		}
		if again := get(t, url, "If-None-Match", res.Header().Get("ETag")); again.Code != http.StatusNotModified {
			t.Errorf("%s: a second visit got status %d", name, again.Code)
		}
	}
}

func TestHandlerCompresses(t *testing.T) {
	t.Parallel()
	plain, _ := io.ReadAll(get(t, URL("app.css")).Body)
	for encoding, open := range map[string]func(io.Reader) io.Reader{
		"zstd": func(r io.Reader) io.Reader {
			z, err := zstd.NewReader(r)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(z.Close)
			return z
		},
		"br": func(r io.Reader) io.Reader { return brotli.NewReader(r) },
		"gzip": func(r io.Reader) io.Reader {
			z, err := gzip.NewReader(r)
			if err != nil {
				t.Fatal(err)
			}
			return z
		},
	} {
		res := get(t, URL("app.css"), "Accept-Encoding", "deflate, "+encoding+";q=0.8")
		tag := res.Header().Get("ETag")
		if again := get(t, URL("app.css"), "Accept-Encoding", encoding, "If-None-Match",
			tag); again.Code != http.StatusNotModified || again.Header().Get("Vary") != "Accept-Encoding" ||
			again.Header().Get("ETag") != tag || again.Header().Get("Content-Encoding") != "" {
			t.Errorf("%s: a second visit got status %d, %v", encoding, again.Code, again.Header())
		}
		if other := get(t, URL("app.css"), "If-None-Match", tag); other.Code != http.StatusOK ||
			other.Header().Get("Vary") != "Accept-Encoding" {
			t.Errorf("the tag of %s stands for the plain form", encoding)
		}
		body, err := io.ReadAll(open(res.Body))
		if res.Header().Get("Content-Encoding") != encoding || err != nil || !bytes.Equal(body, plain) {
			t.Errorf("%s: got encoding %q, error %v, %d of %d bytes", encoding, res.Header().Get("Content-Encoding"), err,
				len(body), len(plain))
		}
	}
	if res := get(t, URL("app.css"), "Accept-Encoding", "br;q=0"); res.Header().Get("Content-Encoding") != "" {
		t.Error("br was sent though it was refused")
	}
}

func TestEncodingIsChosenByWeight(t *testing.T) {
	t.Parallel()
	for accept, want := range map[string]string{
		"": "", "identity": "", "gzip": "gzip", "GZIP": "gzip", "x-gzip": "gzip", "br, gzip": "br", "gzip, br, zstd": "zstd",
		"gzip, deflate, br, zstd": "zstd", "*": "zstd", "*;q=0": "",
		"zstd;q=0.5, br;q=0.8, gzip;q=0.2": "br", "zstd;q=0, *": "br", "gzip;q=1.0, *;q=0.5": "gzip", "br;q=0": "", "gzip;q=x": "",
		"gzip;q=2": "", "gzip ; Q=0.3": "gzip",
		"identity, gzip;q=0.5": "", "identity;q=0.5, gzip": "gzip", "identity;q=0, gzip;q=0.001": "gzip", "deflate": "",
		"brotli": "", ",,gzip,": "gzip",
	} {
		if got := Encoding(accept, Encodings...); got != want {
			t.Errorf("%q is answered in %q, want %q", accept, got, want)
		}
	}
}

func TestHandlerKnowsOnlyItsAssets(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"/static/", "/static/app.css", "/static/app.js", "/static/js/app.js", "/static/dist/app.js",
		"/static/js/site/dom.js", "/static/../static.go", "/static/vendor/README", "/static/demo/two-dogs.jpg",
		"/static/app.000000000000.css"} {
		if res := get(t, url); res.Code != http.StatusNotFound {
			t.Errorf("%s: status %d", url, res.Code)
		}
	}
}

func TestAvatars(t *testing.T) {
	t.Parallel()
	for n := -1; n <= Avatars; n++ {
		if !bytes.HasPrefix(Avatar(n), []byte("<svg")) {
			t.Errorf("avatar %d is not an SVG document", n)
		}
	}
}

// TestStylesUseTheirLayers keeps every rule inside a cascade layer.
func TestStylesUseTheirLayers(t *testing.T) {
	t.Parallel()
	entries, err := files.ReadDir("css")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		depth := 0
		css := regexp.MustCompile(`(?s)/\*.*?\*/`).ReplaceAllString(string(read("css/"+entry.Name())), "")
		for _, line := range strings.Split(css, "\n") {
			if depth == 0 && strings.TrimSpace(line) != "" && !strings.HasPrefix(line, "@layer ") {
				t.Errorf("%s: %q stands outside of a layer", entry.Name(), line)
			}
			depth += strings.Count(line, "{") - strings.Count(line, "}")
		}
		if depth != 0 {
			t.Errorf("%s: braces do not match", entry.Name())
		}
	}
}

// What is hidden from sight stands at its place in what scrolls, and makes the
// page itself wide or high unless the scroller is positioned.
func TestScrollersArePositioned(t *testing.T) {
	t.Parallel()
	scrolls := regexp.MustCompile(`overflow(-x|-y)?:\s*(auto|scroll)`)
	block := regexp.MustCompile(`([^;{}]*)\{([^{}]*)\}`) // an innermost one
	entries, err := files.ReadDir("css")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, entry := range entries {
		css := regexp.MustCompile(`(?s)/\*.*?\*/`).ReplaceAllString(string(read("css/"+entry.Name())), "")
		for block.MatchString(css) {
			for _, m := range block.FindAllStringSubmatch(css, -1) {
				if !scrolls.MatchString(m[2]) {
					continue
				}
				found++
				if !strings.Contains(m[2], "position:") {
					t.Errorf("%s: %q scrolls and has no position", entry.Name(), strings.TrimSpace(m[1]))
				}
			}
			css = block.ReplaceAllString(css, "")
		}
	}
	if found < 20 {
		t.Errorf("only %d scrollers", found)
	}
}

// A fade between pages takes every press while it runs, whatever pointer-events
// say: on a slow machine the first half second of each page would be dead.
func TestPagesDoNotFade(t *testing.T) {
	t.Parallel()
	if bytes.Contains(get(t, URL("app.css")).Body.Bytes(), []byte("@view-transition")) {
		t.Error("app.css fades from page to page")
	}
}
