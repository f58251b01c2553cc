package handlers_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/account"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/web/webtest"
)

// unseen are posts that not everybody may see, by what hides them.
func unseen(t *testing.T, s *webtest.Site, bo *account.User) map[string]models.ID {
	t.Helper()
	out := map[string]models.ID{}
	for what, audience := range map[string]string{"followers": "followers", "close friends": "close_friends"} {
		id, items := s.Draft(bo, 1)
		s.Render(items...)
		must(t, post.Publish(t.Context(), s.DB.Store, bo.ID, id, post.PublishInput{Edit: post.Edit{
			Audience: (*access.Audience)(&audience)}}))
		out[what] = id
	}
	out["draft"], _ = s.Draft(bo, 1)
	out["archived"], out["deleted"] = s.Post(bo, "#old"), s.Post(bo, "#gone")
	_, err := s.DB.Pool().Exec(t.Context(), `UPDATE posts SET state = 'archived' WHERE id = $1`, out["archived"])
	must(t, err)
	must(t, post.Delete(t.Context(), s.DB.Store, bo.ID, out["deleted"]))
	cy, dee := s.User("cy"), s.User("dee")
	out["private"], out["suspended"] = s.Post(cy, "#mine"), s.Post(dee, "#bad")
	private(t, s, cy)
	must(t, account.SetSuspended(t.Context(), s.DB.Store, dee.ID, true))
	return out
}

func TestEmbed(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	bo := s.User("bo")
	postID := s.Post(bo, "Look <b>here</b> #sea @bo https://example.org")
	path := "/p/" + postID.Code() + "/embed"
	// The session makes no difference and is not looked at.
	owner := s.As(bo)
	var bodies []string
	for _, c := range []*webtest.Client{s.Visitor(), owner} {
		a := c.Get(path).Want(http.StatusOK).Has("main#main h1", ".embed-photos img", "a.tag", "base[target=_blank]:not([href])",
			"meta[name=robots][content=noindex]", "meta[name='color-scheme']").
			HasNot("form", "button:not([hidden])", "[style]", "script:not([src])").Says("Look <b>here</b>", "View on Test Prints",
			"0 likes")
		if a.Find("script").Length() != 1 || a.Header.Get("Vary") != "Accept-Encoding" || a.Header.Get("Set-Cookie") != "" {
			t.Errorf("%v", a.Header)
		}
		bodies = append(bodies, string(a.Body))
	}
	if bodies[0] != bodies[1] {
		t.Error("the page is another with a session")
	}
	album, items := s.Draft(bo, 3)
	s.Render(items...)
	must(t, post.Publish(t.Context(), s.DB.Store, bo.ID, album, post.PublishInput{}))
	if n := s.Visitor().Get("/p/" + album.Code() + "/embed").Says("3 photos").Find(".frame").Length(); n != 3 {
		t.Errorf("%d photos", n)
	}
	hidden := unseen(t, s, bo)
	hidden["absent"] = s.NewID()
	gone := ""
	for what, id := range hidden {
		for _, c := range []*webtest.Client{s.Visitor(), owner} {
			a := c.Get("/p/" + id.Code() + "/embed").Want(http.StatusNotFound).Says("can’t show this post")
			if gone == "" {
				gone = string(a.Body)
			}
			if string(a.Body) != gone {
				t.Errorf("%s answers otherwise", what)
			}
			if a := c.Get("/p/" + id.Code() + "/embed/code"); a.StatusCode != http.StatusNotFound {
				t.Errorf("%s: %s", what, a)
			}
		}
	}
	s.Visitor().Get("/p/!!/embed").Want(http.StatusNotFound)

	code := s.Visitor().Get("/p/"+postID.Code()).Has(".post-menu a[href='"+path+"/code']").Find(".post-menu "+
		"a[data-dialog]").AttrOr("href", "")
	a := s.Visitor().Get(code).Want(http.StatusOK).Has("#f-embed", "#f-embed-plain")
	script, plain := a.Find("#f-embed").Text(), a.Find("#f-embed-plain").Text()
	if !strings.Contains(script, `data-post="`+s.URL+path+`"`) || !strings.Contains(script, `src="`+s.URL+`/embed.js"`) ||
		!strings.Contains(plain, `<iframe src="`+s.URL+path+`"`) {
		t.Errorf("%s\n%s", script, plain)
	}
	if a := s.Visitor().HTMX(code, nil); a.IsPage() {
		t.Error("no fragment")
	}
	owner.Get("/p/" + hidden["followers"].Code()).HasNot(".post-menu a[href$='/embed/code']")

	js := s.Visitor().Get("/embed.js").Want(http.StatusOK)
	if js.Type() != "text/javascript" || js.Header.Get("Cross-Origin-Resource-Policy") != "cross-origin" ||
		!strings.Contains(string(js.Body), "photogram-embed") {
		t.Errorf("%v", js.Header)
	}
}

// Nothing but the embed page may stand in another site's frame.
func TestOnlyEmbedsCanBeFramed(t *testing.T) {
	t.Parallel()
	s, ada, post := village(t)
	framed := 0
	for _, r := range s.Engine.Routes() {
		if r.Method != http.MethodGet || strings.Contains(r.Path, "*") {
			continue
		}
		path := strings.NewReplacer(":code", post, ":username", "ada", ":tag", "sea", ":token", "x", ":item", "1", ":provider", "x",
			":collection", "x", ":user", "self", ":media", "1", ":key", "x", ":name", "x").Replace(r.Path)
		for _, c := range []*webtest.Client{s.Visitor(), s.As(ada)} {
			a := c.Get(path)
			if strings.Contains(a.Header.Get("Content-Security-Policy"), "frame-ancestors *") {
				framed++
				if r.Path != "/p/:code/embed" {
					t.Errorf("%s can be framed", a)
				}
			}
		}
	}
	if framed != 2 {
		t.Errorf("%d answers can be framed", framed)
	}
}

// What other sites are told of a link, and that they are told nothing of what is private.
func TestPreviews(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo := s.User("ada"), s.User("bo")
	post := s.Post(bo, "First light </script><b> on the #ridge")
	v := s.Visitor()
	meta := func(a *webtest.Answer, name string) string {
		return a.Find("meta[property='"+name+"'], meta[name='"+name+"']").First().AttrOr("content", "")
	}
	data := func(a *webtest.Answer) map[string]any {
		t.Helper()
		var out map[string]any
		if err := json.Unmarshal([]byte(a.Find("script[type='application/ld+json'][nonce]").Text()), &out); err != nil {
			t.Fatalf("%s: %v", a, err)
		}
		return out
	}
	a := v.Get("/p/"+post.Code()).Has("link[rel=canonical][href='"+s.URL+"/p/"+post.Code()+"']",
		"link[rel=alternate][type='application/json+oembed']", "meta[name=description]").HasNot("meta[name=robots]")
	for name, want := range map[string]string{"og:type": "article", "og:url": s.URL + "/p/" + post.Code(), "og:image:width": "1080",
		"og:image:height": "810", "og:image:alt": "Photo by Test bo",
		"og:description": "First light </script><b> on the #ridge", "twitter:card": "summary_large_image",
		"article:author": s.URL + "/bo", "article:tag": "ridge", "og:site_name": "Test Prints"} {
		if got := meta(a, name); got != want {
			t.Errorf("%s is %q, not %q", name, got, want)
		}
	}
	if img := meta(a, "og:image"); !strings.HasPrefix(img, s.URL+"/media/") || strings.Contains(img, "sig=") {
		t.Errorf("the picture is %s", img)
	}
	if d := data(a); d["@type"] != "ImageObject" || d["caption"] != "First light </script><b> on the #ridge" ||
		d["creator"].(map[string]any)["url"] != s.URL+"/bo" {
		t.Errorf("%v", d)
	}
	a = v.Get("/bo").Has("link[rel=alternate][type='application/atom+xml'][href='" + s.URL + "/bo/feed.atom']")
	if d := data(a); d["@type"] != "ProfilePage" || meta(a, "og:type") != "profile" || meta(a, "twitter:card") != "summary_large_image" ||
		meta(a, "profile:username") != "bo" {
		t.Errorf("%v", d)
	}
	a = v.Get("/tags/ridge").Has("link[rel=alternate][type='application/atom+xml'][href='" + s.URL + "/tags/ridge/feed.atom']")
	if meta(a, "og:type") != "website" || !strings.HasPrefix(meta(a, "og:image"), s.URL+"/media/") {
		t.Errorf("%s", meta(a, "og:image"))
	}
	hidden := unseen(t, s, bo)
	must(t, people.Follow(t.Context(), s.DB.Store, ada.ID, bo.ID))
	generic := func(a *webtest.Answer, secret string) {
		t.Helper()
		a.Want(http.StatusOK).Has("meta[name=robots][content=noindex]").HasNot("link[rel=alternate]",
			"script[type='application/ld+json']", "meta[property='og:description']")
		if meta(a, "og:title") != "Test Prints" || strings.Contains(meta(a, "og:image"), "/media/") ||
			!strings.Contains(meta(a, "og:image"), "/static/social.") {
			t.Errorf("%s: title %q, picture %s", a, meta(a, "og:title"), meta(a, "og:image"))
		}
		a.Find("head meta[property]").Each(func(_ int, e *goquery.Selection) {
			if secret != "" && strings.Contains(e.AttrOr("content", ""), secret) {
				t.Errorf("%s tells %s", a, e.AttrOr("content", ""))
			}
		})
	}
	generic(s.As(ada).Get("/p/"+hidden["followers"].Code()), "")
	generic(s.As(bo).Get("/p/"+hidden["close friends"].Code()), "")
	generic(v.Get("/cy"), "Test cy")
}
