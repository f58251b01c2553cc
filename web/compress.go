package web

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/gin-gonic/gin"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"photogram/static"
)

// Answers are compressed once they are whole, at levels that cost less than
// making them did. Files, byte ranges and streams go out as they are; what is the
// same for everybody is compressed beforehand in static. docs/decisions/compression.md
// says what keeps that from telling secrets.

const (
	// SmallAnswer is the size up to which an answer is not worth compressing, in bytes: it fits one packet.
	SmallAnswer = 1000
	// largeAnswer is from where on an answer is passed on instead of being held, in bytes.
	largeAnswer = 8 << 20
)

// compressed compresses what a handler answers.
func compressed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isFile(r) {
			next.ServeHTTP(w, r)
			return
		}
		c := &compressor{ResponseWriter: w, request: r}
		next.ServeHTTP(c, r)
		c.finish() // not after a panic, which ends the connection
	})
}

// isFile is whether a request is for what has its own way of going out.
func isFile(r *http.Request) bool {
	return isPart(r) || strings.HasPrefix(r.URL.Path, "/media/") || strings.HasPrefix(r.URL.Path, static.Prefix)
}

// compressor holds an answer back until it is whole.
type compressor struct {
	http.ResponseWriter
	request *http.Request
	status  int // 0 before the head
	through bool
	held    bytes.Buffer
}

// Unwrap lets http.ResponseController set deadlines.
func (c *compressor) Unwrap() http.ResponseWriter { return c.ResponseWriter }

func (c *compressor) WriteHeader(status int) {
	if c.status != 0 {
		return
	}
	if status < 200 { // others follow
		c.ResponseWriter.WriteHeader(status)
		return
	}
	c.status = status
	h := c.Header()
	switch {
	case status == http.StatusNotModified:
		vary(h)
		c.pass()
	case !compressible(h), status == http.StatusNoContent, status == http.StatusPartialContent, h.Get("Content-Range") != "":
		c.pass()
	default:
		vary(h)
		if c.encoding() == "" {
			c.pass()
		}
	}
}

// pass lets the answer through as it is.
func (c *compressor) pass() {
	c.through = true
	c.ResponseWriter.WriteHeader(c.status)
}

func (c *compressor) Write(b []byte) (int, error) {
	if c.status == 0 {
		h := c.Header()
		if _, known := h["Content-Type"]; !known && len(b) > 0 {
			h.Set("Content-Type", http.DetectContentType(b))
		}
		c.WriteHeader(http.StatusOK)
	}
	if c.through {
		return c.ResponseWriter.Write(b)
	}
	if c.held.Len()+len(b) > largeAnswer {
		c.release()
		return c.ResponseWriter.Write(b)
	}
	return c.held.Write(b)
}

// Flush is for answers that go out in pieces, so it ends holding back.
func (c *compressor) Flush() {
	if c.status == 0 {
		c.WriteHeader(http.StatusOK)
	}
	c.release()
	if f, ok := c.ResponseWriter.(http.Flusher); ok {
		f.Flush()
	}
}

// release lets out what is held, uncompressed.
func (c *compressor) release() {
	if c.through {
		return
	}
	c.pass()
	_, _ = c.ResponseWriter.Write(c.held.Bytes()) // net/http remembers the error
	c.held.Reset()
}

func (c *compressor) finish() {
	if c.status == 0 || c.through {
		return
	}
	if c.held.Len() < SmallAnswer {
		c.release()
		return
	}
	encoding := c.encoding()
	if c.needsPadding() {
		c.held.WriteString(padding())
	}
	body := compress(encoding, c.held.Bytes())
	if len(body) >= c.held.Len() {
		c.release()
		return
	}
	h := c.Header()
	h.Set("Content-Encoding", encoding)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Del("Accept-Ranges")
	if tag := h.Get("ETag"); tag != "" && !strings.HasPrefix(tag, "W/") {
		h.Set("ETag", "W/"+tag) // other bytes, the same meaning
	}
	c.pass()
	_, _ = c.ResponseWriter.Write(body)
}

// encoding is how this request may be answered. Another site's page can make a
// browser ask with its cookies, and see how long the answer is.
func (c *compressor) encoding() string {
	r := c.request
	if site := r.Header.Get("Sec-Fetch-Site"); c.isOwn() && (site == "cross-site" || site == "same-site") {
		return ""
	}
	return static.Encoding(strings.Join(r.Header.Values("Accept-Encoding"), ","), static.Encodings...)
}

// isOwn is whether an answer may hold what only the owner of the request's cookies may read.
func (c *compressor) isOwn() bool {
	return c.request.Header.Get("Cookie") != "" && varies(c.Header(), "Cookie")
}

// needsPadding is whether an answer is a page that is somebody's own.
func (c *compressor) needsPadding() bool {
	return c.isOwn() && bytes.HasPrefix(bytes.ToLower(c.held.Bytes()[:min(c.held.Len(), 20)]), []byte("<!doctype html>"))
}

// maxPadding bounds padding, in bytes before it is encoded.
const maxPadding = 96

// padding is a comment of random length that can't be compressed.
func padding() string {
	b := make([]byte, 1+maxPadding)
	_, _ = rand.Read(b) // never fails on the systems Go supports
	return "<!--" + base64.RawURLEncoding.EncodeToString(b[1:1+int(b[0])%maxPadding]) + "-->"
}

// Tag is the ETag of an answer of a length, made of a hash. What may go out
// compressed has the same meaning in other bytes, so its tag is a weak one.
func Tag(hash string, length int) string {
	if length < SmallAnswer {
		return `"` + hash + `"`
	}
	return `W/"` + hash + `"`
}

// NotModified gives an answer its tag, and answers for it when the reader has it already.
func NotModified(c *gin.Context, tag string) bool {
	c.Header("ETag", tag)
	if !static.HasTag(c.Request, tag) {
		return false
	}
	c.Status(http.StatusNotModified)
	c.Writer.WriteHeaderNow()
	return true
}

// vary says on one line what an answer depends on, since not every reader looks for others.
func vary(h http.Header) {
	const name = "Accept-Encoding"
	if !varies(h, name) {
		h.Set("Vary", strings.TrimPrefix(strings.Join(h.Values("Vary"), ", ")+", "+name, ", "))
	}
}

// varies is whether an answer says that it depends on a header of its request.
func varies(h http.Header, name string) bool {
	for part := range strings.SplitSeq(strings.Join(h.Values("Vary"), ","), ",") {
		if part = strings.TrimSpace(part); part == "*" || strings.EqualFold(part, name) {
			return true
		}
	}
	return false
}

// compressible is whether an answer is text that is not encoded yet.
func compressible(h http.Header) bool {
	if h.Get("Content-Encoding") != "" || strings.Contains(h.Get("Cache-Control"), "no-transform") {
		return false
	}
	kind, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	switch {
	case err != nil, kind == "text/event-stream":
		return false
	case strings.HasPrefix(kind, "text/"), strings.HasSuffix(kind, "+json"), strings.HasSuffix(kind, "+xml"):
		return true
	}
	return slices.Contains(texts, kind)
}

var texts = []string{"application/json", "application/javascript", "application/xml", "application/yaml", "application/jwk-set+json"}

// Levels that cost a fraction of what making a page does.
const (
	brotliLevel = 4
	gzipLevel   = 5
)

var (
	zstds = sync.OnceValue(func() *zstd.Encoder {
		w, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithLowerEncoderMem(true), zstd.WithWindowSize(1<<20))
		if err != nil {
			panic(err) // the options are fixed
		}
		return w
	})
	brotlis = sync.Pool{New: func() any { return brotli.NewWriterLevel(nil, brotliLevel) }}
	gzips   = sync.Pool{New: func() any {
		w, err := gzip.NewWriterLevel(nil, gzipLevel)
		if err != nil {
			panic(err) // the level is fixed
		}
		return w
	}}
)

// compress encodes a whole answer. Writing to memory does not fail.
func compress(encoding string, body []byte) []byte {
	if encoding == "zstd" {
		return zstds().EncodeAll(body, make([]byte, 0, len(body)/4))
	}
	pool := &gzips
	if encoding == "br" {
		pool = &brotlis
	}
	w := pool.Get().(interface {
		io.WriteCloser
		Reset(io.Writer)
	})
	defer pool.Put(w)
	var out bytes.Buffer
	out.Grow(len(body) / 4)
	w.Reset(&out)
	_, _ = w.Write(body)
	_ = w.Close()
	return out.Bytes()
}
