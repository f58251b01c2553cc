package handlers_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"photogram/media/mediatest"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/web/webtest"
)

// Who may fetch the files of a post.
func TestWhoSeesFiles(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	s.Work()
	ada, bo, cy := s.User("ada"), s.User("bo"), s.User("cy")
	owner, follower, visitor := s.As(ada), s.As(bo), s.Visitor()
	must(t, people.Follow(t.Context(), s.DB.Store, bo.ID, ada.ID))
	code := draft(t, owner, mediatest.Photo(400, 300))
	id := mustCode(t, "/p/"+code)
	var key string
	webtest.Eventually(t, "the renditions", func() bool {
		p, err := post.Own(t.Context(), s.DB.Store, ada.ID, id)
		must(t, err)
		key = p.Items[0].RenderKey
		return key != ""
	})
	file := "/media/" + key + "/320.webp"
	// The address made for somebody, and the plain one, which is for everybody or nobody.
	signed := func(u *account.User) string {
		f := s.Files
		f.Viewer = u.ID
		return f.Rendition(key, "320.webp", false)
	}
	check := func(when string, own, followed, other, anonymous int) {
		t.Helper()
		for path, want := range map[string]int{signed(ada): own, signed(bo): followed, signed(cy): other, file: anonymous} {
			for _, c := range []*webtest.Client{visitor, owner} { // a session makes no difference
				if a := c.Get(path); a.StatusCode != want {
					t.Errorf("%s: %s, want %d", when, a, want)
				}
			}
		}
	}
	check("draft", 200, 404, 404, 404)
	owner.Post("/p/"+code+"/edit", form("action", "publish")).Want(303)
	check("published", 200, 200, 200, 200)
	a := visitor.Get(file)
	if a.Header.Get("Content-Type") != "image/webp" || a.Header.Get("Cache-Control") != "public, max-age=3600" ||
		!strings.Contains(a.Header.Get("Content-Security-Policy"), "sandbox") || a.Header.Get("Content-Disposition") != "inline" ||
		a.Header.Get("Etag") == "" {
		t.Errorf("%v", a.Header)
	}
	visitor.Get(file, "If-None-Match", a.Header.Get("Etag")).Want(http.StatusNotModified)
	if part := visitor.Get(file, "Range", "bytes=0-9").Want(http.StatusPartialContent); len(part.Body) != 10 {
		t.Errorf("%d bytes", len(part.Body))
	}
	if head := visitor.Do(visitor.Request("HEAD", file, nil)).Want(200); len(head.Body) != 0 || head.ContentLength != int64(len(a.Body)) {
		t.Errorf("HEAD: %d bytes, length %d", len(head.Body), head.ContentLength)
	}
	private(t, s, ada)
	check("private", 200, 200, 404, 404)
	if cache := visitor.Get(signed(bo)).Header.Get("Cache-Control"); !strings.HasPrefix(cache, "private") {
		t.Errorf("a private file may be kept by proxies: %s", cache)
	}
	// The page carries signed addresses, which work by themselves, for a time.
	src := follower.Get("/p/"+code).Want(200).Find("img[src*='"+key+"']").First().AttrOr("src", "")
	if !strings.Contains(src, "sig=") {
		t.Fatalf("%q is not signed", src)
	}
	visitor.Get(src).Want(200)
	for _, change := range []string{"for=9", "until=9", "sig=0"} { // none of its parts can be changed
		name, _, _ := strings.Cut(change, "=")
		visitor.Get(strings.Replace(src, name+"=", change, 1)).Want(404)
	}
	visitor.Get(strings.Replace(src, "for="+bo.ID.String(), "for="+ada.ID.String(), 1)).Want(404)
	s.Clock.Move(5 * time.Hour)
	visitor.Get(src).Want(404)
	other := strings.Replace(src, key, strings.Repeat("0", 40), 1)
	visitor.Get(other).Want(404)
	must(t, account.SetSuspended(t.Context(), s.DB.Store, bo.ID, true))
	check("seen by one who is suspended", 200, 404, 404, 404)
	must(t, account.SetSuspended(t.Context(), s.DB.Store, bo.ID, false))
	check("who is let in again", 200, 200, 404, 404)
	must(t, people.Block(t.Context(), s.DB.Store, ada.ID, bo.ID))
	check("blocked", 200, 404, 404, 404)
	must(t, post.Delete(t.Context(), s.DB.Store, ada.ID, id))
	check("deleted", 404, 404, 404, 404)
	for _, path := range []string{"/media/x/320.webp", "/media/" + strings.ToUpper(key) + "/320.webp",
		"/media/" + key + "/nope.webp", "/media/" + key + "/320.exe", "/media/" + key + "/..%2f..%2fsecret", "/media/avatar/9.svg",
		"/media/avatar/x", "/media/avatar/" + key + "/sq150.jpg"} {
		owner.Get(path).Want(404)
	}
	// Originals have no address at all.
	for _, original := range s.Keys("o/") {
		visitor.Get("/media/" + original).Want(404)
	}
}

func TestProfileSettings(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	s.Work()
	ada := s.User("ada")
	s.User("bo")
	c, v := s.As(ada), s.Visitor()
	c.Get("/settings").Want(200).Has("input[name=username][value=ada]")
	save := func(pairs ...string) *webtest.Answer { return c.Upload("/settings", form(pairs...), nil) }
	save("username", "bo", "full_name", "Ada L").Want(409).Has("input[name=full_name][value='Ada L']", ".problem")
	save("username", "settings").Want(422)
	save("full_name", strings.Repeat("x", 65), "bio", "kept").Want(422)
	if strings.Contains(v.Get("/ada").Text(), "kept") {
		t.Error("half of a refused form was saved")
	}
	c.Follow(save("username", "Ada.Lovelace", "full_name", "Ada L", "bio", "Hello #sea", "website", "example.org/me").Want(303)).Want(200)
	if a := v.Get("/ada").Want(302); a.Header.Get("Location") != "/ada.lovelace" {
		t.Errorf("the old name leads to %q", a.Header.Get("Location"))
	}
	if a := v.Get("/ADA.lovelace").Want(301); a.Header.Get("Location") != "/ada.lovelace" {
		t.Errorf("leads to %q", a.Header.Get("Location"))
	}
	v.Get("/@ada.lovelace").Want(301)
	v.Get("/ada.lovelace").Want(200).Has("a.website[href='https://example.org/me'][rel~=nofollow]", ".bio a.tag")
	// The old name is held.
	v.Post("/signup", form("username", "ada", "email", "new@example.org", "password", "velvet harbour lantern")).Want(409)
	// A picture, and none again.
	c.Upload("/settings", form("username", "ada.lovelace"),
		[]webtest.File{{Field: "avatar", Name: "me.jpg", Data: mediatest.WithExif(mediatest.Photo(300, 200), 3)}}).Want(303)
	picture := ""
	webtest.Eventually(t, "the picture", func() bool {
		p, err := account.ByID(t.Context(), s.DB.Store, 0, ada.ID)
		must(t, err)
		picture = p.AvatarKey
		return picture != ""
	})
	for _, name := range []string{"sq150.jpg", "sq320.jpg", "sq640.webp"} {
		if a := v.Get("/media/avatar/" + picture + "/" + name).Want(200); mediatest.HasMetadata(a.Body) {
			t.Errorf("%s carries metadata", a)
		}
	}
	v.Get("/ada.lovelace").Has("img[src*='" + picture + "']")
	if n := len(s.Keys("o/")); n != 1 {
		t.Errorf("%d originals are kept", n)
	}
	save("remove_avatar", "on").Want(303)
	v.Get("/ada.lovelace").HasNot("img[src*='" + picture + "']")
	s.Hurry("delete_blobs")
	webtest.Eventually(t, "the picture is freed", func() bool { return len(s.Keys("a/")) == 0 && len(s.Keys("o/")) == 0 })
	// The box for private says no by being absent.
	c.Post("/settings/privacy", form("is_private", "on")).Want(303)
	save("bio", "unchanged otherwise").Want(303)
	p, err := account.ByID(t.Context(), s.DB.Store, 0, ada.ID)
	if err != nil || !p.IsPrivate || p.FullName != "Ada L" {
		t.Errorf("%+v, %v", p, err)
	}
	c.Post("/settings/privacy", nil).Want(303)
	if p, err = account.ByID(t.Context(), s.DB.Store, 0, ada.ID); err != nil || p.IsPrivate {
		t.Errorf("%+v, %v", p, err)
	}
	c.Post("/theme", form("theme", "dark")).Want(303)
	c.Get("/").Has("html[data-theme=dark]")
	s.Check()
}

// Storage that is away takes no page along.
func TestFilesAway(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	postID := s.Post(s.User("ada"), "#sea") // its files are nowhere
	v := s.Visitor()
	v.Get("/p/" + postID.Code()).Want(200)
	p, err := post.Visible(t.Context(), s.DB.Store, 0, postID)
	must(t, err)
	v.Get("/media/" + p.CoverKey + "/" + models.SquareName(320, "jpg")).Want(404)
}
