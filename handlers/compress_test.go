package handlers_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"text/tabwriter"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"photogram/media/mediatest"
	"photogram/models"
	"photogram/models/comment"
	"photogram/models/people"
	"photogram/web/webtest"
)

// raw is an answer as it came over the wire.
type raw struct {
	*http.Response
	wire []byte
}

// bare asks as a program does that decodes for itself.
func bare(t *testing.T, s *webtest.Site, method, path string, headers ...string) raw {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, nil)
	must(t, err)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	if r.Header.Get("Accept-Encoding") == "" {
		r.Header.Set("Accept-Encoding", "identity")
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(r)
	must(t, err)
	defer func() { _ = res.Body.Close() }()
	wire, err := io.ReadAll(res.Body)
	must(t, err)
	return raw{res, wire}
}

// plain is the text of an answer.
func (a raw) plain(t *testing.T) []byte {
	t.Helper()
	var in io.Reader = bytes.NewReader(a.wire)
	var err error
	switch a.Header.Get("Content-Encoding") {
	case "br":
		in = brotli.NewReader(in)
	case "gzip":
		in, err = gzip.NewReader(in)
	case "zstd":
		var z *zstd.Decoder
		if z, err = zstd.NewReader(in); err == nil {
			defer z.Close()
			in = z
		}
	}
	must(t, err)
	out, err := io.ReadAll(in)
	must(t, err)
	return out
}

var encodings = []string{"zstd", "br", "gzip"}

func TestAnswersAreCompressed(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo := s.User("ada"), s.User("bo")
	must(t, people.Follow(t.Context(), s.DB.Store, ada.ID, bo.ID))
	var post models.ID
	for i := range 12 {
		post = s.Post(bo, fmt.Sprintf("Morning %d by the #sea with @ada, and a few more words of the sort that people write", i))
	}
	for i := range 8 {
		_, err := comment.Add(t.Context(), s.DB.Store, ada.ID, post, fmt.Sprintf("What a morning that was, number %d", i))
		must(t, err)
	}
	c := s.As(ada)
	session := s.Sessions.CookieName() + "=" + c.Cookie(s.Sessions.CookieName())
	bearer := "Bearer " + s.Token(ada, "basic public_content")
	var table strings.Builder
	tab := tabwriter.NewWriter(&table, 2, 8, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tab, "bytes\tidentity\tzstd\tbr\tgzip\t")
	for _, page := range []struct {
		name, path string
		headers    []string
	}{
		{"home", "/", []string{"Cookie", session, "Sec-Fetch-Site", "none"}},
		{"post", "/p/" + post.Code(), []string{"Cookie", session}},
		{"profile", "/bo", []string{"Cookie", session, "Sec-Fetch-Site", "same-origin"}},
		{"post, visitor", "/p/" + post.Code(), nil},
		{"feed JSON", "/v1/users/self/feed", []string{"Authorization", bearer}},
		{"Graph JSON", "/v18.0/" + bo.ID.String() + "/media?fields=id,caption,permalink,media_url,timestamp,username",
			[]string{"Authorization", bearer}},
		{"Atom", "/bo/feed.atom", nil},
		{"openapi.yaml", "/developers/openapi.yaml", nil},
		{"reference", "/developers/docs", nil},
	} {
		whole := bare(t, s, "GET", page.path, page.headers...)
		if whole.StatusCode != http.StatusOK || whole.Header.Get("Content-Encoding") != "" ||
			!strings.Contains(whole.Header.Get("Vary"), "Accept-Encoding") {
			t.Errorf("%s: %s %v", page.name, whole.Status, whole.Header)
		}
		fmt.Fprintf(tab, "%s\t%d\t", page.name, len(whole.wire))
		for _, encoding := range encodings {
			headers := append([]string{"Accept-Encoding", encoding}, page.headers...)
			a := bare(t, s, "GET", page.path, headers...)
			fmt.Fprintf(tab, "%d\t", len(a.wire))
			plain := a.plain(t)
			if a.Header.Get("Content-Encoding") != encoding || a.Header.Get("Content-Length") != strconv.Itoa(len(a.wire)) ||
				!strings.Contains(a.Header.Get("Vary"), "Accept-Encoding") ||
				a.Header.Get("Content-Type") != whole.Header.Get("Content-Type") || len(a.wire)*2 > len(plain) {
				t.Errorf("%s in %s: %d bytes of %d, %v", page.name, encoding, len(a.wire), len(plain), a.Header)
			}
			// But for what is made anew each time it is the same text.
			if tag := whole.Header.Get("ETag"); tag != "" && !bytes.Equal(plain, whole.wire) {
				t.Errorf("%s in %s is another text", page.name, encoding)
			}
			head := bare(t, s, "HEAD", page.path, headers...)
			if head.Header.Get("Content-Encoding") != encoding || len(head.wire) != 0 ||
				head.Header.Get("ETag") != a.Header.Get("ETag") || head.Header.Get("Content-Length") == "" {
				t.Errorf("HEAD of %s in %s: %v", page.name, encoding, head.Header)
			}
			tag := a.Header.Get("ETag")
			if tag == "" {
				continue
			}
			if tag == whole.Header.Get("ETag") && !strings.HasPrefix(tag, "W/") {
				t.Errorf("%s has the tag %s in %s and plain", page.name, tag, encoding)
			}
			again := bare(t, s, "GET", page.path, append(headers, "If-None-Match", tag)...)
			if again.StatusCode != http.StatusNotModified || again.Header.Get("ETag") != tag ||
				!strings.Contains(again.Header.Get("Vary"), "Accept-Encoding") || again.Header.Get("Content-Encoding") != "" ||
				len(again.wire) != 0 {
				t.Errorf("%s in %s again: %s %v", page.name, encoding, again.Status, again.Header)
			}
		}
		fmt.Fprintln(tab)
	}
	must(t, tab.Flush())
	t.Logf("\n%s", table.String())
}

func TestWhatIsNotCompressed(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	s.Work()
	ada := s.User("ada")
	c := s.As(ada)
	session := s.Sessions.CookieName() + "=" + c.Cookie(s.Sessions.CookieName())
	bearer := "Bearer " + s.Token(ada, "basic publish likes")
	all := []string{"Accept-Encoding", "gzip, br, zstd"}
	as := func(more ...string) []string { return append(append([]string{}, all...), more...) }
	// Small answers, and those without a body.
	for path, status := range map[string]int{"/healthz": 200, "/robots.txt": 200, "/v1/users/self/storage": 200, "/favicon.ico": 301} {
		if a := bare(t, s, "GET", path, as("Authorization", bearer)...); a.StatusCode != status || a.Header.Get("Content-Encoding") != "" {
			t.Errorf("%s: %s %v", path, a.Status, a.Header)
		}
	}
	if a := bare(t, s, "OPTIONS", "/v1/users/self", all...); a.StatusCode != http.StatusNoContent ||
		a.Header.Get("Content-Encoding") != "" || len(a.wire) != 0 {
		t.Errorf("%s %v", a.Status, a.Header)
	}
	// Files and parts of them.
	p := s.Program(ada, "basic publish")
	id := p.SendFiles(nil, webtest.File{Name: "a.jpg", Data: mediatest.Photo(300, 200)}).Want(http.StatusOK).At("data.id").String()
	var file string
	webtest.Eventually(t, "the photo is made", func() bool {
		m := p.Call("GET", "/media/"+id)
		file = strings.TrimPrefix(m.At("data.images.standard_resolution.url").String(), s.URL)
		return m.At("data.state").String() == "draft" && m.At("data.renditions.#").Int() > 0
	})
	for _, headers := range [][]string{all, as("Range", "bytes=0-9")} {
		a := bare(t, s, "GET", file, headers...)
		if a.StatusCode >= 300 || a.Header.Get("Content-Encoding") != "" || len(headers) > 2 && len(a.wire) != 10 {
			t.Errorf("%v of a file: %s, %d bytes, %v", headers, a.Status, len(a.wire), a.Header)
		}
	}
	post := s.Post(ada, strings.Repeat("A feed of some length. ", 60))
	if a := bare(t, s, "GET", "/ada/feed.atom", as("Range", "bytes=0-9")...); a.StatusCode != http.StatusPartialContent ||
		len(a.wire) != 10 || a.Header.Get("Content-Encoding") != "" {
		t.Errorf("a part of a feed: %s %v", a.Status, a.Header)
	}
	// Nobody who may not be compressed for, and no page that another site's page asks for with cookies.
	for _, headers := range [][]string{{}, {"Accept-Encoding", "identity"}, {"Accept-Encoding", "gzip;q=0"}, {"Accept-Encoding", "deflate"},
		as("Cookie", session, "Sec-Fetch-Site", "cross-site"), as("Cookie", session, "Sec-Fetch-Site", "same-site")} {
		if a := bare(t, s, "GET", "/p/"+post.Code(), headers...); a.StatusCode != http.StatusOK ||
			a.Header.Get("Content-Encoding") != "" || !strings.Contains(a.Header.Get("Vary"), "Accept-Encoding") {
			t.Errorf("%v: %s %v", headers, a.Status, a.Header)
		}
	}
	if a := bare(t, s, "GET", "/p/"+post.Code(), as("Sec-Fetch-Site", "cross-site")...); a.Header.Get("Content-Encoding") == "" {
		t.Error("a visitor from another site gets pages uncompressed")
	}
	// A stream goes out as it comes.
	r, err := http.NewRequestWithContext(t.Context(), "GET", s.URL+"/events", nil)
	must(t, err)
	for name, value := range map[string]string{"Accept-Encoding": "gzip, br, zstd", "Cookie": session, "Accept": "text/event-stream"} {
		r.Header.Set(name, value)
	}
	res, err := (&http.Client{Timeout: webtest.Patience}).Do(r)
	must(t, err)
	defer func() { _ = res.Body.Close() }()
	first := make([]byte, 5)
	if _, err := io.ReadFull(res.Body, first); err != nil || res.Header.Get("Content-Encoding") != "" ||
		!strings.HasPrefix(res.Header.Get("Content-Type"), "text/event-stream") {
		t.Errorf("a stream: %q, %v, %v", first, err, res.Header)
	}
}

// The length of somebody's own page does not tell what is on it.
func TestLengthsOfOwnPagesDiffer(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	c := s.As(s.User("ada"))
	session := s.Sessions.CookieName() + "=" + c.Cookie(s.Sessions.CookieName())
	for _, encoding := range encodings {
		lengths := map[int]bool{}
		for range 12 {
			a := bare(t, s, "GET", "/settings", "Accept-Encoding", encoding, "Cookie", session, "Sec-Fetch-Site", "same-origin")
			lengths[len(a.wire)] = true
			if text := string(a.plain(t)); !strings.HasSuffix(text, "-->") || !strings.Contains(text, "</html>") {
				t.Errorf("%s: %.60q", encoding, text[max(0, len(text)-60):])
			}
		}
		if len(lengths) < 4 {
			t.Errorf("%s: 12 answers have %d lengths", encoding, len(lengths))
		}
	}
}
