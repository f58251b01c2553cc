package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"photogram/media/mediatest"
	"photogram/web/webtest"
)

// badValues are what stands in paths where ids, names and tokens should.
var badValues = []string{"0", "-1", "1", "99999999999999999999", "x", "%00", "a%00b", "%ff", "%F0%9D%94%98", "..%2f..%2fetc", "..",
	"'--", "a%20b", "%5c%5cevil.example", "%5cEVIL.example",
	"1_", "_1", "1_2_3", "%0d%0aX-Evil:%201", "<script>", "%25", "self", strings.Repeat("a", 300), strings.Repeat("%E2%80%AE", 50),
	"{}", "%7f", "NaN", "1e3"}

// fill puts a value in place of every part of a route that varies.
func fill(route, value string) string {
	parts := strings.Split(route, "/")
	for i, p := range parts {
		if strings.HasPrefix(p, ":") || strings.HasPrefix(p, "*") {
			parts[i] = value
		}
	}
	return strings.Join(parts, "/")
}

// Every route with a part that varies, filled with nonsense, by everybody.
func TestBadPaths(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada := s.User("ada")
	token := s.Token(ada, "basic public_content follower_list comments relationships likes publish")
	visitor, member := s.Visitor(), s.As(ada)
	n := 0
	for _, r := range s.Engine.Routes() {
		if !strings.ContainsAny(r.Path, ":*") || r.Method == http.MethodHead || r.Method == http.MethodOptions {
			continue
		}
		for _, value := range badValues {
			path := fill(r.Path, value)
			if strings.HasPrefix(path, "/v1") {
				member.Send(r.Method, path, form("text", "x"), "Authorization", "Bearer "+token)
				n++
				continue
			}
			for _, c := range []*webtest.Client{visitor, member} {
				a := c.Send(r.Method, path, form())
				n++
				if to := a.Header.Get("Location"); to != "" &&
					(!strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.HasPrefix(to, `/\`)) {
					t.Errorf("%s leads to %q", a, to)
				}
				if a.Header.Get("X-Evil") != "" {
					t.Errorf("%s takes headers from its path", a)
				}
			}
		}
	}
	t.Logf("%d requests", n)
}

func TestBadQueries(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada := s.User("ada")
	s.Post(ada, "#sea")
	post := s.Post(ada, "#sea")
	token := s.Token(ada, "basic public_content follower_list comments relationships likes publish")
	c := s.As(ada)
	filled := strings.NewReplacer(":code", post.Code(), ":media", post.String(), ":username", "ada", ":user", "self", ":tag", "sea",
		":token", "x", ":item", "1", ":comment", "1", ":provider", "x")
	for _, r := range s.Engine.Routes() {
		if r.Method != http.MethodGet || strings.Contains(r.Path, "*") || strings.HasPrefix(r.Path, "/media") {
			continue
		}
		for _, value := range []string{"0", "-1", "x", "99999999999999999999", "%00", "%ff", strings.Repeat("9", 5000),
			strings.Repeat("x", 5000), "", "[]", "%E2%80%AE"} {
			q := "?"
			for _, name := range []string{"before", "q", "count", "max_id", "min_id", "cursor", "next", "draft", "max_timestamp",
				"until", "lat", "error", "state"} {
				q += name + "=" + value + "&"
			}
			c.Get(filled.Replace(r.Path)+q, "Authorization", "Bearer "+token)
		}
		c.Get(filled.Replace(r.Path)+"?;%zz&=&&a[b]=c", "Authorization", "Bearer "+token)
	}
	if a := c.Get("/?q=" + strings.Repeat("x", 100_000)); a.StatusCode != http.StatusRequestHeaderFieldsTooLarge &&
		a.StatusCode != http.StatusRequestURITooLong {
		t.Errorf("a query of 100,000 bytes: %s", a)
	}
}

func TestBadBodies(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada := s.UserWithPassword("ada")
	post := s.Post(ada, "")
	token := s.Token(ada, "basic public_content follower_list comments relationships likes publish")
	c, auth := s.As(ada), "Bearer "+token
	visitor := s.Visitor()
	big := strings.Repeat("x", 2<<20)
	comments, apiComments := "/p/"+post.Code()+"/comments", "/v1/media/"+post.String()+"/comments"
	// Too large, as a form of either kind and as JSON. Nothing of it is done.
	for _, path := range []string{comments, "/settings/account/password", "/p/" + post.Code() + "/edit"} {
		c.Post(path, form("text", big, "caption", "y")).Want(http.StatusRequestEntityTooLarge)
		c.Upload(path, form("text", big), nil).Want(http.StatusRequestEntityTooLarge)
	}
	visitor.Upload("/login", form("login", big), nil).Want(http.StatusRequestEntityTooLarge)
	visitor.Upload("/login", nil, []webtest.File{{Field: "login", Name: "x", Data: []byte(big)}}).Want(http.StatusRequestEntityTooLarge)
	c.Post(apiComments, form("text", big), "Authorization", auth).Refused(400, "APIInvalidParametersError", "larger than 1 MB")
	c.Upload(apiComments, form("text", big), nil, "Authorization", auth).Refused(400, "APIInvalidParametersError", "larger than")
	c.Send("PATCH", "/v1/users/self", form("bio", "changed", "text", big), "Authorization", auth).Refused(400,
		"APIInvalidParametersError", "larger than")
	json := func(path, body string) *webtest.Answer {
		return c.Do(c.Request("POST", path, strings.NewReader(body)), "Authorization", auth, "Content-Type", "application/json")
	}
	json(apiComments, `{"text":"`+big+`"}`).Refused(400, "APIInvalidParametersError", "larger than")
	for body, says := range map[string]string{`{"text":`: "JSON object", `[1]`: "JSON object", `"x"`: "JSON object",
		`{"text":"` + "\xff" + `"}`: "UTF-8", "\x00": "JSON object",
		strings.Repeat(`{"a":`, 20_000): "JSON object", ``: "text: ", `null`: "text: ", `{"text":null}`: "text: ",
		`{"text":"\u0000"}`: "text: "} {
		json(apiComments, body).Refused(400, "APIInvalidParametersError", says)
	}
	// Not what it says it is.
	for _, kind := range []string{"multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=x",
		"multipart/mixed; boundary=x", "application/x-www-form-urlencoded", "text/plain", "application/json", "", "/"} {
		for _, path := range []string{comments, "/new", "/new/file", "/settings", "/login", apiComments, "/v1/media/upload",
			"/v1/users/self"} {
			for _, body := range []string{"%zz=%&&&", "--x\r\n",
				"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nabc", "\xff\xfe\x00", ""} {
				r := c.Request("POST", path, strings.NewReader(body))
				a := c.Do(r, "Content-Type", kind, "Authorization", auth)
				if a.StatusCode < 300 {
					t.Errorf("%s with %q as %q is accepted: %s", a, body, kind, a.Text())
				}
			}
		}
	}
	if a := c.Post(comments, url.Values{}, "Content-Type", "multipart/form-data"); a.StatusCode != 400 ||
		!strings.Contains(a.Text(), "boundary") {
		t.Errorf("%s: %s", a, a.Text())
	}
	if bio := c.Get("/v1/users/self", "Authorization", auth).At("data.bio").String(); bio != "" {
		t.Errorf("a refused change was made: %q", bio)
	}
	// A great many parts.
	parts := make([]webtest.File, 200)
	for i := range parts {
		parts[i] = webtest.File{Field: "f", Data: []byte("x")}
	}
	c.Upload("/v1/media/upload", nil, parts, "Authorization", auth).Refused(400, "APIInvalidParametersError", "parts")
	c.Upload("/new", nil, parts).Want(400)
	// A name that no form can hold.
	for _, path := range []string{"/new", "/new/file", "/settings", "/login"} {
		c.Upload(path, nil, []webtest.File{{Name: "a\x00.jpg", Data: []byte("x")}}).Want(400)
	}
	c.Upload("/v1/media/upload", nil, []webtest.File{{Name: "a\x00.jpg", Data: []byte("x")}}, "Authorization", auth).Refused(400,
		"APIInvalidParametersError", "file: ")
}

func TestCutOffUploads(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada := s.User("ada")
	cookie := s.Sessions.CookieName() + "=" + s.As(ada).Cookie(s.Sessions.CookieName())
	auth := "Bearer " + s.Token(ada, "basic publish")
	photo := mediatest.Photo(640, 480)
	body, kind := webtest.Multipart(nil, webtest.File{Name: "a.jpg", Data: photo})
	whole := body.String()
	for _, cut := range []int{0, 1, 20, 100, 150, 300, len(whole) / 2, len(whole) - 40, len(whole) - 3} {
		for _, path := range []string{"/new", "/new/file", "/v1/media/upload", "/settings", "/login"} {
			status := s.Raw(s.Head("POST", path, len(whole), "Content-Type", kind, "Cookie", cookie, "Authorization", auth) + whole[:cut])
			if status != 0 && status != 400 && status != 422 {
				t.Errorf("%s cut after %d bytes: %d", path, cut, status)
			}
		}
		// Without a length, as the end of a chunk that never comes.
		head := strings.Replace(s.Head("POST", "/v1/media/upload", 0, "Content-Type", kind, "Authorization", auth),
			"Content-Length: 0", "Transfer-Encoding: chunked", 1)
		if status := s.Raw(head + "ffff\r\n" + whole[:cut]); status != 0 && status != 400 {
			t.Errorf("a chunk cut after %d bytes: %d", cut, status)
		}
	}
	if keys := s.Keys(""); len(keys) != 0 {
		t.Errorf("kept: %v", keys)
	}
}

func TestUnknownMethods(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	c := s.As(s.User("ada"))
	for _, method := range []string{"FROB", "PUT", "PATCH", "TRACE", "PROPFIND", "get"} {
		for _, path := range []string{"/", "/login", "/ada", "/p/x/like", "/settings", "/media/x/y", "/static/x", "/nowhere/at/all"} {
			a := c.Do(c.Request(method, path, nil))
			if want := []int{404, 405}; !slices.Contains(want, a.StatusCode) {
				t.Errorf("%s", a)
			}
		}
	}
	for _, path := range []string{"/", "/login", "/ada", "/explore", "/healthz", "/nowhere/at/all"} {
		get, head := c.Get(path), c.Do(c.Request("HEAD", path, nil))
		if head.StatusCode != get.StatusCode || len(head.Body) != 0 {
			t.Errorf("%s, but %s", head, get)
		}
	}
	for _, raw := range []string{"GET / HTTP/9.9\r\n\r\n", "GET\r\n\r\n", "\x00\x01\x02", "GET / HTTP/1.1\r\n\r\n",
		"GET http://[::1 HTTP/1.1\r\nHost: x\r\n\r\n", "GET * HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: x\r\nCookie: photogram=\xff\xff; =; theme=\x01\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: x\r\nUser-Agent: \xff\xfe\r\nAccept-Language: \xff\r\n\r\n"} {
		s.Raw(raw)
	}
}
