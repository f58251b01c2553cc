package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"path"
	"strconv"
	"strings"

	"github.com/andybalholm/brotli"
)

var kinds = map[string]string{
	".css":         "text/css; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".svg":         "image/svg+xml",
	".png":         "image/png",
	".webmanifest": "application/manifest+json",
}

func (c catalogue) add(name string, content []byte) {
	sum := sha256.Sum256(content)
	ext := path.Ext(name)
	hashed := strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
	c.urls[name] = Prefix + hashed
	c.assets[hashed] = &asset{name: hashed, kind: kinds[ext], plain: content}
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
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
			return
		}
		h := w.Header()
		tag := `"` + a.name + `"`
		h.Set("Content-Type", a.kind)
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Vary", "Accept-Encoding")
		h.Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		body, encoding := a.pick(r.Header.Get("Accept-Encoding"))
		if encoding != "" {
			h.Set("Content-Encoding", encoding)
		}
		h.Set("Content-Length", strconv.Itoa(len(body)))
		w.WriteHeader(http.StatusOK)
		if r.Method == http.MethodGet {
			_, _ = w.Write(body)
		}
	})
}

// pick finds the smallest form that the browser takes.
func (a *asset) pick(accept string) (body []byte, encoding string) {
	a.once.Do(a.compress)
	switch {
	case a.br != nil && accepts(accept, "br"):
		return a.br, "br"
	case a.gz != nil && accepts(accept, "gzip"):
		return a.gz, "gzip"
	}
	return a.plain, ""
}

func accepts(header, encoding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(strings.TrimSpace(name), encoding) {
			q, weighted := strings.CutPrefix(strings.TrimSpace(params), "q=")
			value, err := strconv.ParseFloat(q, 64)
			return !weighted || err == nil && value > 0
		}
	}
	return false
}

func (a *asset) compress() {
	if a.kind == kinds[".png"] {
		return
	}
	var br, gz bytes.Buffer
	b := brotli.NewWriterLevel(&br, brotli.BestCompression)
	g, err := gzip.NewWriterLevel(&gz, gzip.BestCompression)
	must(err)
	_, err = b.Write(a.plain)
	must(err)
	must(b.Close())
	_, err = g.Write(a.plain)
	must(err)
	must(g.Close())
	if br.Len() < len(a.plain) {
		a.br = br.Bytes()
	}
	if gz.Len() < len(a.plain) {
		a.gz = gz.Bytes()
	}
}
