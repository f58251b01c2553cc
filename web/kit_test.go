package web_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"photogram/models"
	"photogram/web"
	"photogram/web/webtest"
)

func TestMain(m *testing.M) { webtest.Main(m) }

func TestSafePath(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"/", "/a", "/a?b=c&d=%2F", "/p/x#comments", "/a//b", "/a:b", "/search?q=https://x.example"} {
		if got := web.SafePath(good, "/no"); got != good {
			t.Errorf("%q became %q", good, got)
		}
	}
	for _, bad := range []string{"", "a", "//x", "///x", `/\x`, `\/x`, "/\t/x", "/\n/x", "/\r/x", "http://x", "http:x",
		"javascript:x", "?x", "#x", " /x", "/x\x00", "%2f%2fx", "/%zz", `/a\b`, "/\x7fx"} {
		if got := web.SafePath(bad, "/no"); got != "/no" {
			t.Errorf("%q became %q", bad, got)
		}
	}
}

func TestStatus(t *testing.T) {
	t.Parallel()
	for want, err := range map[int]error{
		200: nil, 422: models.Invalidf("f", "x"), 404: fmt.Errorf("read: %w", models.NotFoundf("x")),
		403: &models.Error{Kind: models.NotAllowed}, 409: &models.Error{Kind: models.Conflict},
		401: &models.Error{Kind: models.Unauthorized}, 429: &models.Error{Kind: models.TooMany},
		507: &models.Error{Kind: models.NoSpace}, 413: fmt.Errorf("read: %w", &http.MaxBytesError{Limit: 1}),
		503: context.DeadlineExceeded, 499: fmt.Errorf("query: %w", context.Canceled), 500: errors.New("x"),
		418: &web.StatusError{Status: 418},
	} {
		if got := web.Status(err); got != want {
			t.Errorf("%v is %d, want %d", err, got, want)
		}
	}
	if web.Status(models.Problems{models.Invalidf("a", "x"), models.Invalidf("b", "y")}) != 422 {
		t.Error("several problems")
	}
}

// serve answers with one handler, behind all that a site puts around it.
func serve(t *testing.T, change func(*web.Site), fn func(*gin.Context) error, methods ...string) *webtest.Site {
	t.Helper()
	s := webtest.New(t, change)
	e, err := s.Kit.Engine()
	if err != nil {
		t.Fatal(err)
	}
	g := e.Group("/", s.PageHeaders, s.LoadVisit)
	for _, m := range append(methods, "GET") {
		g.Handle(m, "/x", s.ReadForm, s.Handle(fn))
		g.Handle(m, "/upload", s.Handle(fn))
	}
	s.Serve(s.Handler(e))
	return s
}

func TestPanicIsAnErrorPage(t *testing.T) {
	t.Parallel()
	s := serve(t, nil, func(*gin.Context) error { panic("no") })
	res, err := http.Get(s.URL + "/x")
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != 500 || res.Header.Get("X-Request-Id") == "" || !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
		t.Errorf("%s: %v", res.Status, res.Header)
	}
}

func TestMethodOverride(t *testing.T) {
	t.Parallel()
	s := serve(t, nil, func(c *gin.Context) error {
		c.String(200, "%s %s", c.Request.Method, c.PostForm("a"))
		return nil
	}, "POST", "DELETE", "PUT", "PATCH")
	v := s.Visitor()
	for want, a := range map[string]*webtest.Answer{
		"POST 1": v.Post("/x", webtest.Form("a", "1")), "DELETE 2": v.Post("/x", webtest.Form("a", "2", "_method", "delete")),
		"PUT 3":    v.Post("/x?_method=PUT", webtest.Form("a", "3")),
		"DELETE 4": v.Send("DELETE", "/x", webtest.Form("a", "4")), "PATCH 5": v.Send("PATCH", "/x", webtest.Form("a", "5")),
		"POST 6": v.Post("/x", webtest.Form("a", "6", "_method", "GET")),
		"GET ":   v.Get("/x?_method=DELETE"), "POST 7": v.Upload("/x", webtest.Form("a", "7"), nil),
		"DELETE 8": v.Upload("/x?_method=DELETE", webtest.Form("a", "8"), nil),
	} {
		if a.Want(200).Text() != strings.TrimSpace(want) {
			t.Errorf("%q, want %q", a.Text(), want)
		}
	}
}

// Behind no proxy that is trusted, nobody chooses their address.
func TestClientAddress(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		trusted []string
		want    string
	}{{nil, "127.0.0.1"}, {[]string{"127.0.0.1"}, "203.0.113.9"}} {
		s := serve(t, func(site *web.Site) { site.TrustedProxies = c.trusted }, func(c *gin.Context) error {
			c.String(200, "%s", c.ClientIP())
			return nil
		})
		if got := s.Visitor().Get("/x", "X-Forwarded-For", "203.0.113.9").Text(); got != c.want {
			t.Errorf("with %v trusted: %s, want %s", c.trusted, got, c.want)
		}
	}
}

// Without its database the site says so soon, and comes back by itself.
func TestDatabaseAway(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	s.RequestTime = time.Hour // what waits for its deadline is not soon
	token := s.Token(s.User("ada"), "basic")
	s.Post(s.User("bo"), "")
	pool := s.Pool()
	if _, err := pool.Exec(t.Context(), `ALTER DATABASE `+name(s)+` CONNECTION LIMIT 0`); err != nil {
		t.Skip(err)
	}
	pool.Reset()
	if _, err := pool.Exec(t.Context(), `SELECT 1`); err == nil {
		t.Skip("a superuser connects without limit")
	}
	for path, kind := range map[string]string{"/explore": "text/html", "/v1/users/self": "application/json"} {
		r, err := http.NewRequestWithContext(t.Context(), "GET", s.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+token)
		res, err := (&http.Client{Timeout: webtest.Patience}).Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if res.StatusCode != 503 || res.Header.Get("Retry-After") == "" || !strings.HasPrefix(res.Header.Get("Content-Type"), kind) {
			t.Errorf("%s: %s: %v", path, res.Status, res.Header)
		}
	}
}

// name is the name of the site's database.
func name(s *webtest.Site) string {
	return s.DSN[strings.LastIndex(s.DSN, "/")+1 : strings.IndexByte(s.DSN+"?", '?')]
}
