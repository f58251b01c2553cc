package api_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"photogram/models/saved"
	"photogram/web"
	"photogram/web/webtest"
)

func TestConditionalGet(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	auth := []string{"Authorization", "Bearer " + w.Prog.Token}
	get := func(path string, more ...string) *webtest.Answer { return w.Prog.Get(path, append(more, auth...)...) }
	post := "/v1/media/" + w.Bos.String()
	for _, path := range []string{"/v1/users/self", "/v1/users/self/feed", post, "/oembed?url=" + url.QueryEscape(w.PostURL(w.Bos))} {
		a := get(path).Want(http.StatusOK)
		tag := a.Header.Get("ETag")
		for _, sent := range []string{tag, "W/" + strings.TrimPrefix(tag, "W/"), strings.TrimPrefix(tag, "W/"), `"x", ` + tag, "*"} {
			b := get(path, "If-None-Match", sent).Want(http.StatusNotModified)
			if len(b.Body) != 0 || b.Header.Get("ETag") != tag || b.Header.Get("Cache-Control") != a.Header.Get("Cache-Control") ||
				b.Header.Get("Vary") != a.Header.Get("Vary") || b.Header.Get("Content-Type") != "" {
				t.Errorf("%s with %s: %v", b, sent, b.Header)
			}
		}
		get(path, "If-None-Match", `"x"`).Want(http.StatusOK)
		head := w.Prog.Do(w.Prog.Request("HEAD", path, nil), auth...).Want(http.StatusOK)
		if head.Header.Get("ETag") != tag {
			t.Errorf("%s: %v", head, head.Header)
		}
		private := a.Header.Get("Cache-Control") == "private, no-cache" && a.Header.Get("Vary") == "Authorization, Accept-Encoding"
		public := a.Header.Get("Cache-Control") == "public, max-age=60" && a.Header.Get("Vary") == "Accept-Encoding"
		if strings.HasPrefix(path, "/v1") && !private || !strings.HasPrefix(path, "/v1") && !public {
			t.Errorf("%s: %v", a, a.Header)
		}
	}
	// What changes for this viewer has another tag, and so has what another sees.
	tag := get(post).Header.Get("ETag")
	if get(post).Header.Get("ETag") != tag || w.Program(w.Cy, allScopes).Call("GET", "/media/"+w.Bos.String()).Header.Get("ETag") != tag {
		t.Error("the tag changes by itself")
	}
	w.Prog.Call("POST", "/media/"+w.Bos.String()+"/likes").Want(http.StatusOK)
	if get(post, "If-None-Match", tag).Want(http.StatusOK).Header.Get("ETag") == w.Program(w.Cy, allScopes).Call("GET",
		"/media/"+w.Bos.String()).Header.Get("ETag") {
		t.Error("two viewers have the same tag for different answers")
	}
	// Only what was read has one.
	for _, a := range []*webtest.Answer{get("/v1/users/999", "If-None-Match", "*"),
		w.Prog.Call("POST", "/media/"+w.Bos.String()+"/likes"), w.WithToken("").Call("GET", "/users/self")} {
		if a.Header.Get("ETag") != "" || a.Header.Get("Cache-Control") != "private, no-store" || a.StatusCode == http.StatusNotModified {
			t.Errorf("%s: %v", a, a.Header)
		}
	}
}

func TestOtherSitesMayCall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v := w.Visitor()
	for _, path := range []string{"/v1/users/self", "/v1/media/upload", "/oembed", "/v1/oembed"} {
		a := v.Do(v.Request("OPTIONS", path, nil), "Origin", "https://other.example", "Access-Control-Request-Method", "PATCH",
			"Access-Control-Request-Headers", "authorization,idempotency-key").Want(http.StatusNoContent)
		for name, parts := range map[string]string{"Allow-Origin": "*",
			"Allow-Headers": "Authorization Content-Type Idempotency-Key If-None-Match", "Allow-Methods": "GET POST PATCH DELETE",
			"Max-Age": "86400"} {
			for part := range strings.FieldsSeq(parts) {
				if !strings.Contains(a.Header.Get("Access-Control-"+name), part) {
					t.Errorf("%s: %s is %q", a, name, a.Header.Get("Access-Control-"+name))
				}
			}
		}
	}
	for _, a := range []*webtest.Answer{w.Prog.Get("/v1/users/self", "Origin", "https://other.example", "Authorization",
		"Bearer "+w.Prog.Token).Want(http.StatusOK),
		v.Get("/v1/users/self", "Origin", "https://other.example").Want(400),
		v.Get("/v1/nowhere", "Origin", "https://other.example").Want(404),
		v.Get("/oembed?url="+url.QueryEscape(w.PostURL(w.Bos)), "Origin", "https://other.example").Want(http.StatusOK)} {
		if a.Header.Get("Access-Control-Allow-Origin") != "*" || a.Header.Get("Access-Control-Allow-Credentials") != "" ||
			!strings.Contains(a.Header.Get("Access-Control-Expose-Headers"), "X-Ratelimit-Remaining") {
			t.Errorf("%s: %v", a, a.Header)
		}
	}
	// A cookie is worth nothing here.
	w.As(w.Ada).Get("/v1/users/self", "Origin", "https://other.example").Refused(400, "OAuthAccessTokenException", "missing")
}

// Old programs follow next_url as it is.
func TestNextURLWithoutAToken(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada := s.User("ada")
	for range 5 {
		s.Post(ada, "")
	}
	token, v := s.Token(ada, "basic likes"), s.Visitor()
	seen := map[string]bool{}
	next, second := s.URL+"/v1/users/self/media/recent?count=2&access_token="+token, ""
	for pages := 0; next != ""; pages++ {
		a := v.Get(next).Want(http.StatusOK)
		if strings.Contains(string(a.Body), token) || pages > 3 {
			t.Fatalf("%s: %s", a, a.Body)
		}
		for _, id := range a.List("data.#.id") {
			seen[id] = true
		}
		if next = a.At("pagination.next_url").String(); second == "" {
			second = next
		}
	}
	if len(seen) != 5 {
		t.Errorf("%d of 5 posts", len(seen))
	}
	// It is good for that page alone, for reading, and for a while.
	u, err := url.Parse(second)
	if err != nil {
		t.Fatal(err)
	}
	sealed := url.QueryEscape(u.Query().Get("page_token"))
	refused := func(a *webtest.Answer) { t.Helper(); a.Refused(400, "OAuthAccessTokenException", "missing") }
	refused(v.Get("/v1/users/self?page_token=" + sealed))
	refused(v.Get("/v1/users/self/feed?" + u.RawQuery))
	refused(v.Get(second + "&max_timestamp=1"))
	refused(v.Get(strings.Replace(second, "count=2", "count=50", 1)))
	refused(v.Get(strings.Replace(second, "page_token="+sealed, "page_token=AAAA", 1)))
	v.Get(second).Want(http.StatusOK)
	for _, name := range []string{"One", "Two"} {
		if _, err := saved.Create(t.Context(), s.DB.Store, ada.ID, name, ""); err != nil {
			t.Fatal(err)
		}
	}
	shelves := v.Get("/v1/users/self/collections?count=1&access_token=" +
		s.Token(ada, "public_content likes")).At("pagination.next_url").String()
	v.Get(shelves).Want(http.StatusOK)
	refused(v.Post(shelves, webtest.Form("name", "Three")))
	s.Clock.Move(2 * time.Hour)
	refused(v.Get(second))
	// A program that sends its token in a header has no use for it.
	if next := s.WithToken(token).Call("GET", "/users/self/media/recent", "count",
		"2").At("pagination.next_url").String(); strings.Contains(next, "page_token") || next == "" {
		t.Errorf("next_url is %s", next)
	}
	// Where tokens may not stand in the query, neither may this.
	strict := webtest.From(t, s.DB, func(site *web.Site) { site.QueryToken = false })
	strict.StartOn(t)
	refused(strict.Visitor().Get(u.RequestURI()))
}
