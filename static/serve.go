package static

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

var kinds = map[string]string{
	".css":         "text/css; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".svg":         "image/svg+xml",
	".png":         "image/png",
	".webp":        "image/webp",
	".woff2":       "font/woff2",
	".webmanifest": "application/manifest+json",
}

func (c catalogue) add(name string, content []byte) {
	a := newAsset(name, kinds[path.Ext(name)], content)
	c.urls[name] = Prefix + a.name
	c.assets[a.name] = a
}

// newAsset has a name with a hash of its contents.
func newAsset(name, kind string, content []byte) *asset {
	sum := sha256.Sum256(content)
	ext := path.Ext(name)
	return &asset{name: strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext, kind: kind, plain: content}
}

// Handler serves the assets below Prefix, compressed where the browser takes
// it. Names change with the contents, so answers may be kept for ever.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := assets().assets[strings.TrimPrefix(r.URL.Path, Prefix)]
		if a == nil {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		a.serve(w, r)
	})
}

var description = sync.OnceValue(func() *asset {
	return newAsset("openapi.yaml", "application/yaml", openAPI)
})

// ServeOpenAPI answers with the description of the API, compressed once.
func ServeOpenAPI(w http.ResponseWriter, r *http.Request) { description().serve(w, r) }

// serve answers with an asset. Each of its forms has a tag of its own.
func (a *asset) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	a.once.Do(a.compress)
	body, encoding := a.plain, Encoding(r.Header.Get("Accept-Encoding"), a.offered...)
	tag := `"` + a.name + `"`
	if encoding != "" {
		body, tag = a.forms[encoding], `"`+a.name+"-"+encoding+`"`
		h.Set("Content-Encoding", encoding)
	}
	h.Set("Content-Type", a.kind)
	h.Add("Vary", "Accept-Encoding")
	h.Set("ETag", tag)
	if HasTag(r, tag) {
		h.Del("Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodGet {
		_, _ = w.Write(body)
	}
}

// HasTag is whether a reader has an answer already, by its tag: the weak
// comparison of RFC 9110, section 13.1.2.
func HasTag(r *http.Request, tag string) bool {
	tag = strings.TrimPrefix(tag, "W/")
	for part := range strings.SplitSeq(strings.Join(r.Header.Values("If-None-Match"), ","), ",") {
		if part = strings.TrimSpace(part); part == "*" || strings.TrimPrefix(part, "W/") == tag {
			return true
		}
	}
	return false
}

// compress makes the forms of an asset that are smaller than it.
func (a *asset) compress() {
	a.forms = map[string][]byte{}
	if a.kind == kinds[".png"] {
		return
	}
	for _, name := range Encodings {
		var out bytes.Buffer
		w := smallest[name](&out)
		_, err := w.Write(a.plain)
		must(err)
		must(w.Close())
		if out.Len() < len(a.plain) {
			a.forms[name] = out.Bytes()
			a.offered = append(a.offered, name)
		}
	}
	// What is made once may take long, and goes out in its smallest form.
	slices.SortStableFunc(a.offered, func(x, y string) int { return len(a.forms[x]) - len(a.forms[y]) })
}

// smallest are the encodings at their best, however long that takes.
var smallest = map[string]func(io.Writer) io.WriteCloser{
	"zstd": func(out io.Writer) io.WriteCloser {
		w, err := zstd.NewWriter(out, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1),
			zstd.WithWindowSize(1<<20))
		must(err)
		return w
	},
	"br": func(out io.Writer) io.WriteCloser { return brotli.NewWriterLevel(out, brotli.BestCompression) },
	"gzip": func(out io.Writer) io.WriteCloser {
		w, err := gzip.NewWriterLevel(out, gzip.BestCompression)
		must(err)
		return w
	},
}
