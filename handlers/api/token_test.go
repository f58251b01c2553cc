package api_test

import (
	"crypto/rand"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"photogram/media/mediatest"
	"photogram/models/account"
	"photogram/models/app"
	"photogram/web"
	"photogram/web/webtest"
)

func TestWhereTokensStand(t *testing.T) {
	t.Parallel()
	for _, inQuery := range []bool{true, false} {
		s := webtest.Start(t, func(site *web.Site) { site.QueryToken = inQuery })
		ada, bo := s.User("ada"), s.User("bo")
		post := s.Post(bo, "")
		token, v := s.Token(ada, allScopes), s.Visitor()
		photo := webtest.File{Name: "a.jpg", Data: mediatest.Photo(40, 40)}
		like := "/v1/media/" + post.String() + "/likes"
		multipart, kind := webtest.Multipart(webtest.Form("access_token", token))
		for name, c := range map[string]struct {
			a      *webtest.Answer
			always bool
		}{
			"bearer":               {v.Get("/v1/users/self", "Authorization", "Bearer "+token), true},
			"bearer in lower case": {v.Get("/v1/users/self", "Authorization", "bearer "+token), true},
			"token":                {v.Get("/v1/users/self", "Authorization", `Token token="`+token+`"`), true},
			"token without quotes": {v.Get("/v1/users/self", "Authorization", `Token token=`+token), true},
			"form":                 {v.Post(like, webtest.Form("access_token", token)), true},
			"form of DELETE":       {v.Send("DELETE", like, webtest.Form("access_token", token)), true},
			"form of PATCH":        {v.Send("PATCH", "/v1/users/self", webtest.Form("access_token", token, "bio", "x")), true},
			"multipart":            {v.Do(v.Request("POST", like, multipart), "Content-Type", kind), true},
			"upload":               {v.Upload("/v1/media/upload", webtest.Form("access_token", token), []webtest.File{photo}), true},
			"query":                {v.Get("/v1/users/self?access_token=" + token), false},
			"query of POST":        {v.Post(like+"?access_token="+token, nil), false},
			"query of upload":      {v.Upload("/v1/media/upload?access_token="+token, nil, []webtest.File{photo}), false},
			"query of upload, no file": {v.Upload("/v1/media/upload?access_token="+token, webtest.Form("callback", "b"),
				[]webtest.File{photo}), false},
		} {
			if c.always || inQuery {
				if c.a.StatusCode != http.StatusOK {
					t.Errorf("%s: %s: %s", name, c.a, c.a.Body)
				}
			} else {
				c.a.Refused(400, "OAuthAccessTokenException", "missing")
			}
		}
	}
}

func TestTokensThatNoLongerWork(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo := s.User("ada"), s.User("bo")
	short, err := app.CreateToken(t.Context(), s.DB.Store, ada.ID, "short", "basic", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	p, revoked, suspended := s.WithToken(short), s.Program(ada, "basic"), s.Program(bo, "basic")
	for _, p := range []*webtest.Program{p, revoked, suspended} {
		p.Call("GET", "/users/self").Want(http.StatusOK)
	}
	s.Clock.Move(time.Hour)
	p.Call("GET", "/users/self").Refused(400, "OAuthAccessTokenException", "invalid")
	if err := account.SetPassword(t.Context(), s.DB.Store, ada.ID, "another quiet harbour"); err != nil {
		t.Fatal(err)
	}
	revoked.Call("GET", "/users/self").Refused(400, "OAuthAccessTokenException", "invalid")
	if err := account.SetSuspended(t.Context(), s.DB.Store, bo.ID, true); err != nil {
		t.Fatal(err)
	}
	suspended.Call("GET", "/users/self").Refused(400, "OAuthAccessTokenException", "invalid")
}

// With the scope basic alone a token sees what is its own, and learns nothing else.
func TestBasicSeesItsOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.Program(w.Ada, "basic")
	for _, path := range []string{"/users/self", "/users/" + w.Ada.ID.String(), "/users/self/media/recent", "/users/self/feed",
		"/media/" + mediaKey(w.Ada, w.Adas),
		"/media/" + w.Adas.String(), "/media/shortcode/" + w.Adas.Code(), "/media/" + w.Adas.String() + "/comments",
		"/media/" + w.Adas.String() + "/likes"} {
		p.Call("GET", path).Want(http.StatusOK)
	}
	paths := []string{"/users/" + w.Bo.ID.String(), "/users/999", "/users/" + w.Bo.ID.String() + "/media/recent",
		"/media/" + w.Bos.String(), "/media/" + w.Bos.String() + "/comments",
		"/media/shortcode/" + w.Bos.Code(), "/media/popular", "/tags/sea"}
	for _, id := range w.Hidden {
		paths = append(paths, "/media/"+id.String(), "/media/"+id.String()+"_7", "/media/shortcode/"+id.Code(),
			"/media/"+id.String()+"/likes")
	}
	for _, path := range paths {
		p.Call("GET", path).Refused(400, "OAuthPermissionsException", "scope=public_content")
	}
}

func TestRateLimit(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, func(site *web.Site) { site.RateLimit, site.ActionLimit = 40, 3 })
	ada, bo := s.User("ada"), s.User("bo")
	post := "/media/" + s.Post(bo, "").String()
	p := s.Program(ada, allScopes)
	for n := 39; n > 0; n-- {
		path := "/users/self"
		if n%2 == 0 {
			path = "/users/999" // errors count too, and say so
		}
		a := p.Call("GET", path)
		if a.Header.Get("X-Ratelimit-Limit") != "40" || a.Header.Get("X-Ratelimit-Remaining") != strconv.Itoa(n) {
			t.Fatalf("%s: %v", a, a.Header)
		}
	}
	p.Call("GET", "/nowhere").Want(http.StatusNotFound)
	a := p.Call("GET", "/users/self").Refused(http.StatusTooManyRequests, "OAuthRateLimitException", "maximum number of requests")
	if wait, err := strconv.Atoi(a.Header.Get("Retry-After")); err != nil || wait < 1 || wait > 3600/40+1 ||
		a.Header.Get("X-Ratelimit-Remaining") != "0" {
		t.Errorf("%v", a.Header)
	}
	p.Call("POST", "/nowhere").Refused(http.StatusTooManyRequests, "OAuthRateLimitException", "")
	p.SendFiles(nil, webtest.File{Name: "a.jpg", Data: []byte("x")}).Refused(http.StatusTooManyRequests, "OAuthRateLimitException", "")
	// a second token is no second limit
	s.Program(ada, "basic").Call("GET", "/users/self").Refused(http.StatusTooManyRequests, "OAuthRateLimitException", "")
	s.Program(bo, "basic").Call("GET", "/users/self").Want(http.StatusOK)
	s.Clock.Move(time.Hour)
	for _, c := range []struct {
		path string
		form []string
		name string
	}{{post + "/likes", nil, "likes"}, {post + "/comments", []string{"text", "hi"}, "comments"},
		{"/users/" + bo.ID.String() + "/relationship", nil, "follows"}} {
		for range 3 {
			if c.name != "comments" {
				p.Call("DELETE", c.path).Want(http.StatusOK) // which gives nothing back
			}
			p.Call("POST", c.path, c.form...).Want(http.StatusOK)
		}
		if c.name != "comments" {
			p.Call("DELETE", c.path).Want(http.StatusOK)
		}
		a := p.Call("POST", c.path, c.form...).Refused(http.StatusTooManyRequests, "OAuthRateLimitException", c.name)
		if a.Header.Get("X-Ratelimit-Limit") != "3" || a.Header.Get("Retry-After") == "" {
			t.Errorf("%s: %v", a, a.Header)
		}
	}
	// Reading goes on.
	p.Call("GET", post).Want(http.StatusOK)
}

// Callers whose token does not exist share a limit of their address and write no
// row; those whose token lives are not held up by them.
func TestStrangersShareTheLimitOfTheirAddress(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada := s.Program(s.User("ada"), "basic")
	rows := func() (n int) {
		if err := s.Pool().QueryRow(t.Context(), `SELECT count(*) FROM rate_limits`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	before := rows()
	calls := []func() *webtest.Answer{
		func() *webtest.Answer { return s.WithToken("").Call("GET", "/users/self") },
		func() *webtest.Answer { return s.WithToken(rand.Text()).Call("GET", "/users/self") },
		func() *webtest.Answer { return s.WithToken(rand.Text()).Call("POST", "/nowhere") },
		func() *webtest.Answer { return s.WithToken(rand.Text()).Graph("GET", "/me") },
		func() *webtest.Answer {
			return s.WithToken(rand.Text()).SendFiles(nil, webtest.File{Name: "a.jpg", Data: []byte("x")})
		},
	}
	for i := range web.StrangerLimit {
		if a := calls[i%len(calls)](); a.StatusCode == http.StatusTooManyRequests {
			t.Fatalf("call %d: %s", i+1, a)
		}
	}
	for i, call := range calls {
		if a := call(); i != 3 && (a.StatusCode != http.StatusTooManyRequests || a.Header.Get("Retry-After") == "") {
			t.Errorf("call %d beyond the limit: %s %v", i, a, a.Header)
		}
	}
	s.WithToken(rand.Text()).Graph("GET", "/me").GraphError(http.StatusForbidden, 4, 0, "")
	if n := rows(); n != before {
		t.Errorf("%d rows of limits were written", n-before)
	}
	ada.Call("GET", "/users/self").Want(http.StatusOK)
	s.Clock.Move(time.Hour)
	s.WithToken("").Call("GET", "/users/self").Refused(400, "OAuthAccessTokenException", "")
}

// The token never comes back in a link.
func TestNoTokenInLinks(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada := s.User("ada")
	for range 3 {
		s.Post(ada, "")
	}
	token := s.Token(ada, "basic")
	a := s.Visitor().Get("/v1/users/self/media/recent?count=2&access_token=" + token + "&sig=abc")
	next := a.At("pagination.next_url").String()
	if strings.Contains(string(a.Body), token) || strings.Contains(next, "access_token") || strings.Contains(next, "sig=") ||
		!strings.HasPrefix(next, s.URL+"/v1/users/self/media/recent?") {
		t.Errorf("%s", a.Body)
	}
	if a := s.WithToken(token).Call("GET", next); len(a.List("data.#.id")) != 1 || a.At("pagination").Raw != "{}" {
		t.Errorf("%s: %s", a, a.Body)
	}
}
