package webtest

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"

	"photogram/models/account"
	"photogram/models/modelstest"
)

// Client is a visitor's browser: it keeps cookies, does not follow redirects by
// itself, and fails the test on every answer that breaks a rule of all answers.
type Client struct {
	t    testing.TB
	base string
	http *http.Client
}

// uncompressed asks for answers as they are: to pack and unpack each would be a
// third of what tests do. Those of compression ask for it by its header.
var uncompressed = func() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.DisableCompression = true
	return t
}()

// Visitor is a browser that is not logged in.
func (s *Site) Visitor() *Client {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return &Client{s.t, s.URL, &http.Client{Jar: jar, Timeout: time.Minute, Transport: uncompressed,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// As is a browser logged in to an account, without going through the form.
func (s *Site) As(u *account.User) *Client {
	s.t.Helper()
	token, err := account.NewToken()
	if err == nil {
		err = s.LogIn(token, u, account.Browser{Agent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0",
			Address: "127.0.0.1", Expected: true})
	}
	if err != nil {
		s.t.Fatal(err)
	}
	c := s.Visitor()
	c.SetCookie(s.Sessions.CookieName(), token)
	return c
}

// LoggedIn is a browser that logged in through the form with modelstest.Password.
func (s *Site) LoggedIn(name string) *Client {
	s.t.Helper()
	c := s.Visitor()
	c.Post("/login", Form("login", name, "password", modelstest.Password)).Want(http.StatusSeeOther)
	return c
}

// Form makes form values of names and values in turn.
func Form(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}

// Cookie is the value of a cookie, or "".
func (c *Client) Cookie(name string) string {
	u, _ := url.Parse(c.base)
	for _, cookie := range c.http.Jar.Cookies(u) {
		if cookie.Name == name {
			return cookie.Value
		}
	}
	return ""
}

// SetCookie gives the browser a cookie.
func (c *Client) SetCookie(name, value string) {
	u, _ := url.Parse(c.base)
	c.http.Jar.SetCookies(u, []*http.Cookie{{Name: name, Value: value, Path: "/"}})
}

// Request makes a request to a path, or to an absolute address.
func (c *Client) Request(method, path string, body io.Reader) *http.Request {
	c.t.Helper()
	if strings.HasPrefix(path, "/") {
		path = c.base + path
	}
	r, err := http.NewRequestWithContext(c.t.Context(), method, path, body)
	if err != nil {
		c.t.Fatal(err)
	}
	return r
}

// Do sends a request. Headers are names and values in turn.
func (c *Client) Do(r *http.Request, headers ...string) *Answer {
	c.t.Helper()
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := c.http.Do(r)
	if err != nil {
		c.t.Fatalf("%s %s: %v", r.Method, r.URL.Path, err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatalf("%s %s: %v", r.Method, r.URL.Path, err)
	}
	a := &Answer{Response: res, Body: body, t: c.t}
	a.check()
	a.conform()
	return a
}

// Get fetches a page.
func (c *Client) Get(path string, headers ...string) *Answer {
	c.t.Helper()
	return c.Do(c.Request(http.MethodGet, path, nil), headers...)
}

// Post sends a form.
func (c *Client) Post(path string, form url.Values, headers ...string) *Answer {
	c.t.Helper()
	return c.Send(http.MethodPost, path, form, headers...)
}

// Send sends a form with any method.
func (c *Client) Send(method, path string, form url.Values, headers ...string) *Answer {
	c.t.Helper()
	r := c.Request(method, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return c.Do(r, headers...)
}

// HTMX sends a request as htmx does from a page of the site. A nil form is a GET.
func (c *Client) HTMX(path string, form url.Values) *Answer {
	c.t.Helper()
	headers := []string{"HX-Request", "true", "HX-Current-URL", c.base + "/", "Sec-Fetch-Site", "same-origin"}
	if form == nil {
		return c.Get(path, headers...)
	}
	return c.Post(path, form, headers...)
}

// File is one file of a multipart form. Field is "file" when empty.
type File struct {
	Field, Name string
	Data        []byte
}

// Multipart writes a multipart body: the fields first, then the files.
func Multipart(form url.Values, files ...File) (body *bytes.Buffer, contentType string) {
	body = &bytes.Buffer{}
	w := multipart.NewWriter(body)
	for name, values := range form {
		for _, v := range values {
			_ = w.WriteField(name, v) // writes to memory do not fail
		}
	}
	for _, f := range files {
		if f.Field == "" {
			f.Field = "file"
		}
		part, _ := w.CreateFormFile(f.Field, f.Name)
		_, _ = part.Write(f.Data)
	}
	_ = w.Close()
	return body, w.FormDataContentType()
}

// Upload sends a multipart form.
func (c *Client) Upload(path string, form url.Values, files []File, headers ...string) *Answer {
	c.t.Helper()
	body, kind := Multipart(form, files...)
	r := c.Request(http.MethodPost, path, body)
	r.Header.Set("Content-Type", kind)
	return c.Do(r, headers...)
}

// Follow fetches where a redirect leads.
func (c *Client) Follow(a *Answer) *Answer {
	c.t.Helper()
	to := a.Header.Get("Location")
	if to == "" {
		to = a.Header.Get("HX-Redirect")
	}
	if to == "" {
		c.t.Fatalf("%s leads nowhere: %s", a, a.Text())
	}
	return c.Get(to)
}
