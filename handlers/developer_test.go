package handlers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"photogram/media/mediatest"
	"photogram/models"
	"photogram/models/app"
	"photogram/web"
	"photogram/web/webtest"
)

func TestDeveloperPortal(t *testing.T) {
	t.Parallel()
	s, owner, ada := oauthSite(t)
	s.Work()
	c, stranger := s.As(owner), s.As(ada)
	for name, bad := range map[string][]string{
		"name": {"name", ""}, "website": {"website", "javascript:alert(1)"}, "webhook_url": {"webhook_url", "ftp://x.example"},
		"redirect_uris":  {"redirect_uris", "http://app.example.org/callback"},
		"require_signed": {"require_signed", "on", "type", "public"},
	} {
		f := form("name", "Prints", "type", "confidential")
		for i := 0; i+1 < len(bad); i += 2 {
			f.Set(bad[i], bad[i+1])
		}
		if a := c.Post("/developers/apps/new", f); a.StatusCode != http.StatusUnprocessableEntity ||
			a.Find(".problem, .form-problem").Length() == 0 {
			t.Errorf("%s: %s", name, a)
		}
	}
	for _, uri := range []string{"https://app.example.org/#x", "https://me@app.example.org/", "https://*.example.org/",
		"javascript:alert(1)", "data:text/html,x", "myapp:/x", "app.example.org/callback", "https:///x", `https://a.example\b`,
		"https://app.example.org/é"} {
		c.Post("/developers/apps/new", form("name", "Prints", "redirect_uris",
			uri)).Want(http.StatusUnprocessableEntity).Has("#f-redirect_uris-problem")
	}
	a := c.Post("/developers/apps/new", form("name", "Prints", "type", "confidential", "redirect_uris", callback+"\n"+callback,
		"scope.likes", "on", "scope.nonsense", "on", "query_token", "on")).Want(http.StatusOK)
	secret, page := a.Find("[data-secret]").Text(), a.Find("a.button").AttrOr("href", "")
	id := strings.TrimPrefix(page, "/developers/apps/")
	appRow, err := app.Client(t.Context(), s.DB.Store, id)
	must(t, err)
	if a.Header.Get("Cache-Control") != "no-store" || !app.CheckSecret(s.DB.Store, appRow, secret) ||
		appRow.Scopes != "basic likes" || appRow.RedirectURIs != callback {
		t.Errorf("%+v", appRow)
	}
	c.Get(page).Says("Prints", id).HasNot("[data-secret]")
	if strings.Contains(string(c.Get(page).Body), secret) {
		t.Error("the secret is shown again")
	}
	for _, path := range []string{"", "/edit", "/requests", "/webhooks"} {
		stranger.Get(page + path).Want(http.StatusNotFound)
	}
	for _, path := range []string{"/edit", "/secret", "/delete", "/icon"} {
		stranger.Post(page+path, form("name", "Mine")).Want(http.StatusNotFound)
	}

	// The icon is decoded where strangers' pictures are, and shown to those who are asked.
	icon := webtest.File{Field: "icon", Name: "icon.png", Data: mediatest.Photo(200, 120)}
	c.Upload(page+"/icon", nil, []webtest.File{{Field: "icon", Name: "x.jpg",
		Data: []byte("not a picture")}}).Want(http.StatusUnprocessableEntity).Has("#f-icon-problem")
	c.Upload(page+"/icon", nil, []webtest.File{icon}).Want(http.StatusSeeOther)
	src := ""
	webtest.Eventually(t, "the icon", func() bool {
		src = stranger.Get("/oauth/authorize?response_type=code&client_id="+id+"&redirect_uri="+callback).Find(".app-icon "+
			"img").AttrOr("src", "")
		return src != ""
	})
	if a := s.Visitor().Get(src).Want(http.StatusOK); a.Type() != "image/jpeg" {
		t.Errorf("%s is %s", a, a.Type())
	}
	c.Post(page+"/icon", form("remove", "on")).Want(http.StatusSeeOther)
	c.Get(page).HasNot(".app-icon img")

	if fresh := c.Post(page+"/secret", form("grace", "0")).Want(http.StatusOK).Find("[data-secret]").Text(); fresh == secret ||
		fresh == "" {
		t.Errorf("the new secret is %q", fresh)
	}
	// Becoming public loses the secret; becoming confidential again makes another.
	c.Post(page+"/edit", form("name", "Prints", "type", "public", "redirect_uris", callback)).Want(http.StatusSeeOther)
	c.Post(page+"/secret", form("grace", "0")).Want(http.StatusUnprocessableEntity)
	c.Post(page+"/edit", form("name", "Prints", "type", "confidential", "redirect_uris", callback)).Want(http.StatusOK).Has("[data-secret]")
	c.Post(page+"/delete", form()).Want(http.StatusSeeOther)
	c.Get(page).Want(http.StatusNotFound)
	s.Check()
}

func TestPersonalTokens(t *testing.T) {
	t.Parallel()
	s, _, ada := oauthSite(t)
	c := s.As(ada)
	c.Post("/developers/tokens", form("name", "", "life", "90")).Want(http.StatusUnprocessableEntity).Has("#f-name-problem")
	c.Post("/developers/tokens", form("name", "x", "life", "10000")).Want(http.StatusUnprocessableEntity).Has("#f-life-problem")
	a := c.Post("/developers/tokens", form("name", "backup", "life", "7", "scope.likes", "on")).Want(http.StatusOK)
	token := a.Find("[data-token]").Text()
	s.WithToken(token).Call("GET", "/users/self").Want(http.StatusOK)
	s.WithToken(token).Call("GET", "/media/popular").Refused(400, "OAuthPermissionsException", "scope=public_content")
	list := c.Get("/developers/tokens").Says("backup", "Your profile and your own posts, Like and save", "2 / 5000")
	if strings.Contains(string(list.Body), token) {
		t.Error("the token is shown again")
	}
	id := list.Find("input[name=token]").AttrOr("value", "")
	s.As(s.User("bo")).Post("/developers/tokens/revoke", form("token", id)).Want(http.StatusSeeOther)
	s.WithToken(token).Call("GET", "/users/self").Want(http.StatusOK)
	c.Post("/developers/tokens/revoke", form("token", id)).Want(http.StatusSeeOther)
	s.WithToken(token).Call("GET", "/users/self").Refused(400, "OAuthAccessTokenException", "invalid")
	short := c.Post("/developers/tokens", form("name", "short", "life", "7")).Find("[data-token]").Text()
	s.Clock.Move(7 * 24 * time.Hour)
	s.WithToken(short).Call("GET", "/users/self").Refused(400, "OAuthAccessTokenException", "invalid")
	c.Get("/developers/console").Says("Console").Has("option[value='GET /users/self'][selected]")
	c.Post("/developers/console", form("call", "POST /media/:media/comments", "path", "/media/7/comments", "parameters",
		"text=it's")).Says(`-X POST -d 'text=it%27s'`, s.URL+"/v1/media/7/comments")
}

// The log holds the newest calls of each app, and its owner alone reads it.
func TestLogOfCalls(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, func(site *web.Site) { site.RateLimit = 1_000_000 })
	owner, ada := s.User("maker"), s.User("ada")
	r := register(t, s, owner, nil)
	token := r.exchange(r.code(ada)).Want(http.StatusOK).At("access_token").String()
	p := s.WithToken(token)
	p.Call("GET", "/users/self", "access_token", token).Want(http.StatusOK)
	p.Call("POST", "/media/1/likes").Want(400)
	p.Call("GET", "/nowhere").Want(404)
	must(t, app.FlushRequests(t.Context(), s.DB.Store))
	path := "/developers/apps/" + r.ClientID() + "/requests"
	a := s.As(owner).Get(path).Says("GET /v1/users/self", "POST /v1/media/1/likes", "OAuthPermissionsException", "GET /v1/nowhere",
		ada.ID.String())
	if strings.Contains(string(a.Body), token) || a.Find("tbody tr").Length() != 3 {
		t.Errorf("%s", a.Body)
	}
	s.As(ada).Get(path).Want(http.StatusNotFound)
	s.As(owner).Get("/developers/apps/" + r.ClientID()).Says("3 / 1000000")
	// Calls by a personal token are nobody's business.
	s.Program(ada, "basic").Call("GET", "/users/self").Want(http.StatusOK)
	for i := range 3 * app.MaxAppRequests {
		app.NoteRequest(s.DB.Store, app.Request{AppID: r.ID, At: s.Clock.Now(), Method: "GET", Path: fmt.Sprintf("/v1/tags/n%d", i),
			Status: 200})
		if i%400 == 0 {
			must(t, app.FlushRequests(t.Context(), s.DB.Store))
		}
	}
	must(t, app.FlushRequests(t.Context(), s.DB.Store))
	seen, before := 0, models.ID(0)
	for {
		rows, next, err := app.Requests(t.Context(), s.DB.Store, owner.ID, r.ID, before, 70)
		must(t, err)
		for _, row := range rows {
			if want := fmt.Sprintf("/v1/tags/n%d", 3*app.MaxAppRequests-1-seen); row.Path != want {
				t.Fatalf("row %d is %s, not %s", seen, row.Path, want)
			}
			seen++
		}
		if before = next; next == 0 {
			break
		}
	}
	if seen != app.MaxAppRequests {
		t.Errorf("%d calls are kept", seen)
	}
}
