package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"photogram/media/mediatest"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/comment"
	"photogram/models/inbox"
	"photogram/models/order"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/models/saved"
	"photogram/models/story"
	"photogram/models/subscription"
	"photogram/urls"
	"photogram/web"
	"photogram/web/webtest"
)

// village is a site on which every page has something to show.
func village(t *testing.T) (s *webtest.Site, ada *account.User, postName string) {
	t.Helper()
	s = webtest.Start(t, nil)
	ada = s.User("ada")
	bo, cy := s.User("bo"), s.User("cy")
	for range 30 { // more than a page of a grid
		postName = s.Post(ada, "Look @bo #sea https://example.org").Code()
	}
	s.Post(bo, "#sea")
	id, err := models.ParseCode(postName)
	must(t, err)
	must(t, people.Follow(t.Context(), s.DB.Store, ada.ID, bo.ID))
	must(t, people.Follow(t.Context(), s.DB.Store, bo.ID, ada.ID))
	for range 25 {
		_, err = comment.Add(t.Context(), s.DB.Store, bo.ID, id, "nice #sea")
		must(t, err)
	}
	_, err = post.Like(t.Context(), s.DB.Store, bo.ID, id)
	must(t, err)
	private(t, s, ada)
	must(t, people.Follow(t.Context(), s.DB.Store, cy.ID, ada.ID))
	yes := false
	must(t, account.UpdateProfile(t.Context(), s.DB.Store, ada.ID, account.ProfileInput{IsPrivate: &yes}))
	collection, err := saved.Create(t.Context(), s.DB.Store, ada.ID, "Coast", "By the #sea")
	must(t, err)
	must(t, saved.Collect(t.Context(), s.DB.Store, ada.ID, collection, id, nil))
	shared := true
	must(t, saved.Edit(t.Context(), s.DB.Store, ada.ID, collection, saved.CollectionEdit{Shared: &shared}))
	draft(t, s.As(ada), mediatest.Photo(40, 30), mediatest.Photo(30, 40))
	s.Work() // only now: the photos above have no files that a job could find
	return s, ada, postName
}

func postID(t *testing.T, code string) models.ID {
	t.Helper()
	id, err := models.ParseCode(code)
	must(t, err)
	return id
}

// page is an address of each route that a browser may ask for.
type page struct{ route, path string }

// everyPage is the village and an address for each of its routes.
func everyPage(t *testing.T) (s *webtest.Site, ada *account.User, all []page) {
	t.Helper()
	s, ada, postName := village(t)
	draftCode := draft(t, s.As(ada), mediatest.Photo(40, 30))
	id, err := models.ParseCode(draftCode)
	must(t, err)
	p, err := post.Own(t.Context(), s.DB.Store, ada.ID, id)
	must(t, err)
	island, yes := "An island", true
	must(t, post.EditText(t.Context(), s.DB.Store, ada.ID, postID(t, postName), post.Edit{Location: &island, AllowOriginal: &yes}))
	there, err := post.Own(t.Context(), s.DB.Store, ada.ID, postID(t, postName))
	must(t, err)
	webtest.Eventually(t, "the preview", func() bool { return len(s.Keys("p/")) == 3 })
	key := strings.Split(s.Keys("r/")[0], "/")
	app := register(t, s, ada, nil)
	collections, _, err := saved.Collections(t.Context(), s.DB.Store, ada.ID, 0, 1)
	must(t, err)
	comment := strings.TrimPrefix(s.Visitor().Get("/p/"+postName).Find(".comment").First().AttrOr("id", ""), "c-")
	part := strings.TrimPrefix(sender{t, s.As(ada)}.begin(100, "batch", "x"), "/new/tus/")
	asked := []story.Overlay{{ID: "o2", Type: "poll", Text: "Sea or hills?", Options: []string{"Sea", "Hills"}, X: .5, Y: .7,
		Scale: 1}, {ID: "out", Type: "link", URL: "https://example.org/", X: .5, Y: .3, Scale: 1}}
	shared := s.NewStory(ada, story.Edit{Overlays: &asked})
	said, err := inbox.ReplyToStory(t.Context(), s.DB.Store, s.User("neighbour").ID, shared, inbox.StoryReply{Text: "hello"})
	must(t, err)
	highlight, err := story.CreateHighlight(t.Context(), s.DB.Store, ada.ID, "Sea", []models.ID{shared})
	must(t, err)
	making, err := story.StartText(t.Context(), s.DB.Store, ada.ID)
	must(t, err)
	hello := []story.Overlay{{Type: "text", Text: "Hello", X: .5, Y: .5, Scale: 1},
		{Type: "poll", Text: "Sea or hills?", Options: []string{"Sea", "Hills"}, X: .5, Y: .7, Scale: 1}}
	must(t, story.Update(t.Context(), s.DB.Store, ada.ID, making, story.Edit{Overlays: &hello}))
	hook, _, err := subscription.Create(t.Context(), s.DB.Store, subscription.Holder{UserID: ada.ID}, subscription.Input{
		Way: subscription.Webhook, Activities: []string{"likes"}, Target: &subscription.Target{CallbackURL: "https://example.org/"}})
	must(t, err)
	bought, _ := soldBy(t, s, ada)
	paper := invoiceOf(t, s, bought) + ".pdf"
	catalog, sold, imported, link := sells(t, s, ada)
	group, _, err := inbox.Begin(t.Context(), s.DB.Store, ada.ID, inbox.Start{People: []models.ID{said.UserID}, Name: "Coast",
		Say: &inbox.Say{Text: "hello", Card: inbox.Card{Kind: inbox.StoryCard, ID: shared}}})
	must(t, err)
	values := func(code string) *strings.Replacer {
		return strings.NewReplacer(":code", code, "/story/:story/edit", "/story/"+making.Code()+"/edit", "/story/:story/status",
			"/story/"+making.Code()+"/status", "/story/:story/plan", "/story/"+making.Code()+"/plan", ":story", shared.Code(),
			":highlight", highlight.Code(), "links/:overlay", "links/out", ":overlay", "o2",
			"/inbox/:thread/members", "/inbox/"+group.Code()+"/members", ":thread", said.ThreadID.Code(), ":comment", comment, ":username",
			"ada", ":tag", "sea", ":token", "x", ":item",
			p.Items[0].ID.String(), ":provider", "google", ":collection", collections[0].Code(),
			":key/:name", key[2]+"/sq150.jpg", ":key", "1.svg", ":app", app.ClientID(), ":user", "self", ":media", postName,
			":place", there.PlaceID.String(), ":upload", part, ":product", sold.Code(), ":catalog", catalog.Code(),
			":import", imported.Code(), ":link/:name", link+"/rss.xml", ":webhook", hook.Key().String(),
			":subject", "media", ":shape", "Media", ":seller", ada.ID.String(), "documents/:name", "documents/"+paper)
	}
	for _, r := range s.Engine.Routes() {
		if r.Method != http.MethodGet || strings.HasPrefix(r.Path, "/v1") || strings.Contains(r.Path, "*") {
			continue
		}
		code := postName
		if strings.Contains(r.Path, ":item") || strings.Contains(r.Path, "status") || strings.HasSuffix(r.Path, "/plan") {
			code = draftCode
		}
		if strings.Contains(r.Path, "orders/:code") {
			code = bought.ID.Code()
		}
		path := values(code).Replace(r.Path)
		if strings.HasPrefix(r.Path, "/orders/:code") {
			path += "?key=" + order.LinkOf(s.DB.Store, bought.Key())
		}
		switch r.Path {
		case "/oembed":
			path += "?url=" + url.QueryEscape(s.URL+"/p/"+postName)
		case "/oauth/authorize":
			path = app.question()
		case "/oauth/access_token":
			path += "?" + form("grant_type", "client_credentials", "client_id", app.ClientID(), "client_secret", app.Secret).Encode()
		}
		all = append(all, page{r.Path, path})
	}
	return s, ada, all
}

// Every page of the route table answers everybody.
const maxElements = 2500 // of a page, which an old phone has to draw

func TestEveryPage(t *testing.T) {
	t.Parallel()
	s, ada, all := everyPage(t)
	pages := 0
	for _, r := range all {
		visitor, member := s.Visitor().Get(r.path), s.As(ada).Get(r.path)
		for who, a := range map[string]*webtest.Answer{"visitor": visitor, "member": member} {
			if a.StatusCode >= 400 && !strings.Contains(r.route, ":token") && !strings.Contains(r.route, ":provider") &&
				!strings.Contains(r.route, "/captions") && !strings.HasSuffix(r.route, "/original.jpg") &&
				r.route != "/auth/finish" && (a.StatusCode != 404 || !strings.HasPrefix(r.route, "/media")) &&
				!strings.HasPrefix(r.route, "/media/avatar/:key/") {
				t.Errorf("%s as %s: %s", a, who, a.Text())
			}
			if a.Type() == "text/html" && a.StatusCode == 200 && r.route != "/complete" { // a list for a script
				pages++
				a.Has("html[lang]", "title", "main#main", "h1, h2, [aria-label]")
				if n := a.Find("*").Length(); n > maxElements && r.route != urls.DevViews {
					t.Errorf("%s as %s has %d elements", a, who, n)
				}
				if a.Find("meta[name=robots][content=noindex]").Length() == 0 {
					a.Has("meta[name=description]:not([content=''])", "meta[property='og:description']:not([content=''])",
						"meta[property='og:image']:not([content=''])")
				}
				if ids := duplicates(a); ids != "" {
					t.Errorf("%s as %s repeats the id %s", a, who, ids)
				}
			}
		}
	}
	t.Logf("%d pages", pages)
}

// Nobody can take a name that is an address of the site's own.
func TestFirstSegmentsAreReserved(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	for _, r := range s.Engine.Routes() {
		first := strings.Split(r.Path, "/")[1]
		if first != "" && first[0] != ':' && first[0] != '*' && !slices.Contains(account.ReservedUsernames, first) {
			t.Errorf("%s begins with %q, which somebody could take as a username", r.Path, first)
		}
	}
}

func duplicates(a *webtest.Answer) string {
	seen, twice := map[string]bool{}, ""
	a.Find("[id]").Each(func(_ int, e *goquery.Selection) {
		id := e.AttrOr("id", "")
		if seen[id] {
			twice += " " + id
		}
		seen[id] = true
	})
	return twice
}

// Every link and every form on every page leads to a route that is there, and
// no text of a page asks for what the policy forbids.
func TestLinksAndForms(t *testing.T) {
	t.Parallel()
	s, ada, _ := village(t)
	app := register(t, s, ada, nil)
	for _, c := range []*webtest.Client{s.Visitor(), s.As(ada)} {
		seen, queue := map[string]bool{}, []string{"/", "/settings", "/drafts", "/requests", "/new", "/reset", "/bo", "/saved",
			"/developers", app.question(), "/search?q=a", "/nowhere/at/all"}
		for len(queue) > 0 && len(seen) < 150 {
			path := queue[0]
			queue = queue[1:]
			if seen[path] {
				continue
			}
			seen[path] = true
			a := c.Get(path)
			if a.StatusCode >= 400 && path != "/nowhere/at/all" {
				t.Errorf("a link leads to %s", a)
			}
			if a.Type() != "text/html" {
				continue
			}
			a.HasNot("[style]", "[onclick]", "[onsubmit]", "style", "a[href^='javascript']")
			a.Find("a[href], [hx-get]").Each(func(_ int, e *goquery.Selection) {
				for _, name := range []string{"href", "hx-get"} {
					if to := e.AttrOr(name, ""); strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "/static") &&
						!strings.HasPrefix(to, "/media") {
						to, _, _ = strings.Cut(to, "#")
						queue = append(queue, to)
					}
				}
			})
			a.Find("form").Each(func(_ int, e *goquery.Selection) { checkForm(t, s, a, e) })
			a.Find("button[formaction]").Each(func(_ int, e *goquery.Selection) {
				if !routed(s, "POST", e.AttrOr("formaction", "")) {
					t.Errorf("%s: a button leads to %s, which is no route", a, e.AttrOr("formaction", ""))
				}
			})
		}
		t.Logf("%d pages", len(seen))
	}
}

func checkForm(t *testing.T, s *webtest.Site, a *webtest.Answer, e *goquery.Selection) {
	t.Helper()
	method := strings.ToUpper(e.AttrOr("method", "GET"))
	if method == "POST" {
		if override := e.Find("input[name=_method]").AttrOr("value", ""); override != "" {
			method = override
		}
	}
	for _, name := range []string{"action", "hx-post"} {
		to, ok := e.Attr(name)
		if ok && !routed(s, method, to) {
			t.Errorf("%s: a form does %s %s, which is no route", a, method, to)
		}
	}
	if e.Find("input[type=file]").Length() > 0 && e.AttrOr("enctype", "") != "multipart/form-data" {
		t.Errorf("%s: a form with a file is not multipart", a)
	}
	e.Find("input[name]:not([type=hidden]), textarea[name], select[name]").Each(func(_ int, in *goquery.Selection) {
		id := in.AttrOr("id", "")
		labelled := in.AttrOr("aria-label", "")+in.AttrOr("aria-labelledby", "") != "" ||
			in.ParentsFiltered("label").Length() > 0 || id != "" && a.Find("label[for='"+id+"']").Length() > 0
		if _, hidden := in.Attr("hidden"); !labelled && !hidden {
			t.Errorf("%s: the field %s has no label", a, in.AttrOr("name", ""))
		}
	})
}

// routed says whether the engine has a route for a method and a path.
func routed(s *webtest.Site, method, path string) bool {
	u, err := url.Parse(path)
	if err != nil {
		return false
	}
	parts := strings.Split(strings.TrimRight(u.Path, "/"), "/")
	for _, r := range s.Engine.Routes() {
		want := strings.Split(strings.TrimRight(r.Path, "/"), "/")
		ok := r.Method == method && len(want) == len(parts)
		for i := 0; ok && i < len(want); i++ {
			ok = want[i] == parts[i] || strings.HasPrefix(want[i], ":") && parts[i] != ""
		}
		// A name of somebody is no name of a page, so only what has fixed parts counts.
		if ok && (r.Path != "/:username" || parts[1] == "ada" || parts[1] == "bo" || parts[1] == "cy") {
			return true
		}
	}
	return false
}

// The three headers decide between page and fragment, and all stand in Vary.
func TestPageOrFragment(t *testing.T) {
	t.Parallel()
	s, ada, post := village(t)
	c := s.As(ada)
	for _, path := range []string{"/", "/explore", "/ada", "/tags/sea", "/search?q=a", "/p/" + post + "/likes",
		"/p/" + post + "/comments", "/ada/followers", "/drafts", "/requests"} {
		for _, h := range []struct {
			headers []string
			page    bool
		}{
			{nil, true},
			{[]string{"HX-Request", "true"}, false},
			{[]string{"HX-Request", "true", "HX-Boosted", "true"}, true},
			{[]string{"HX-Request", "true", "HX-History-Restore-Request", "true"}, true},
		} {
			a := c.Get(path, h.headers...).Want(200)
			if a.IsPage() != h.page {
				t.Errorf("%s with %v: a page is %v", a, h.headers, a.IsPage())
			}
		}
	}
	// Errors stay where they are: the page is not replaced.
	a := c.Get("/p/nothing", "HX-Request", "true").Want(404)
	if a.Header.Get("HX-Reswap") != "none" || !strings.Contains(a.Header.Get("HX-Trigger"), "photogram:error") {
		t.Errorf("%v", a.Header)
	}
	if a := s.Visitor().HTMX("/p/"+post+"/like", form()); a.StatusCode != 204 || a.Header.Get("HX-Redirect") != "/login?next=%2F" {
		t.Errorf("%s: %v", a, a.Header)
	}
	if a := s.Visitor().Get("/drafts", "Accept", "application/json"); a.StatusCode != 401 {
		t.Errorf("%s", a)
	}
}

func TestHeadersBehindTLS(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, func(site *web.Site) { site.BaseURL = "https://photos.example" })
	s.UserWithPassword("ada")
	c := s.Visitor()
	a := c.Get("/login").Want(200)
	if !strings.HasPrefix(a.Header.Get("Strict-Transport-Security"), "max-age=31536000") {
		t.Errorf("%v", a.Header)
	}
	for _, cookie := range c.Post("/login", form("login", "ada", "password", "velvet harbour lantern")).Want(303).Cookies() {
		if strings.HasSuffix(cookie.Name, "photogram") &&
			(cookie.Name != "__Host-photogram" || !cookie.Secure || !cookie.HttpOnly || cookie.Domain != "") {
			t.Errorf("%v", cookie)
		}
	}
	if v := webtest.Start(t, nil).Visitor().Get("/").Header.Get("Strict-Transport-Security"); v != "" {
		t.Errorf("without TLS: %s", v)
	}
}

// Other sites' pages change nothing here.
func TestCrossSite(t *testing.T) {
	t.Parallel()
	s, ada, post := village(t)
	c := s.As(ada)
	n := 0
	for _, r := range s.Engine.Routes() {
		if r.Method == http.MethodGet || r.Method == http.MethodHead || r.Method == http.MethodOptions || strings.HasPrefix(r.Path, "/v1") {
			continue
		}
		// Programs ask these, and no cookie is read there.
		if strings.HasPrefix(r.Path, "/oauth/") && r.Path != "/oauth/authorize" && r.Path != "/oauth/switch" {
			continue
		}
		// Mail programs send it by a signed address, whoever is logged in.
		if strings.HasPrefix(r.Path, "/mail/stop/") {
			continue
		}
		path := strings.NewReplacer(":code", post, ":username", "bo", ":token", "x", ":item", "1", ":comment", "1", ":provider",
			"x").Replace(r.Path)
		for _, headers := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"},
			{"Origin", "https://evil.example"}, {"Origin", "null"}} {
			a := c.Send(r.Method, path, form("username", "stolen", "text", "spam"), headers...)
			n++
			if a.StatusCode != 403 {
				t.Errorf("%s with %v", a, headers)
			}
		}
	}
	if n < 80 {
		t.Errorf("only %d requests", n)
	}
	for _, headers := range [][]string{{"Sec-Fetch-Site", "same-origin"}, {"Sec-Fetch-Site", "none"}, {"Origin", s.URL}, nil} {
		if a := c.Post("/p/"+post+"/like", nil, headers...); a.StatusCode != 303 {
			t.Errorf("%s with %v", a, headers)
		}
	}
	s.Check()
}
