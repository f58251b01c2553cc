package handlers_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"photogram/media/mediatest"
	"photogram/models/post"
	"photogram/urls"
	"photogram/web/webtest"
)

// pictures are the addresses of all that a page shows at once.
func pictures(a *webtest.Answer) []string {
	var all []string
	a.Find("img, source, video, image").Each(func(_ int, e *goquery.Selection) {
		for _, name := range []string{"src", "poster", "href"} {
			all = append(all, e.AttrOr(name, ""))
		}
		for _, one := range strings.Split(e.AttrOr("srcset", ""), ", ") {
			src, _, _ := strings.Cut(one, " ")
			all = append(all, src)
		}
	})
	all = slices.DeleteFunc(all, func(src string) bool { return src == "" || strings.HasPrefix(src, "data:") })
	slices.Sort(all)
	return slices.Compact(all)
}

// No page asks for a picture before it is made.
func TestPagesShowNoPictureBeforeItIsMade(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada := s.User("ada")
	c := s.As(ada)
	code := draft(t, c, mediatest.Photo(400, 300), mediatest.Photo(300, 400))
	planned := draft(t, c, mediatest.Photo(300, 300))
	shared := draft(t, c, mediatest.Photo(320, 300))
	c.Post("/p/"+shared+"/edit", form("action", "publish")).Want(303)
	c.Post("/p/"+planned+"/edit", form("action", "schedule", "date", s.Now().AddDate(0, 0, 2).Format("2006-01-02"), "time", "10:00",
		"zone", "UTC")).Want(303)
	story := c.Upload("/new/story", nil,
		[]webtest.File{{Name: "photo.jpg", Data: mediatest.Photo(300, 500)}}).Want(303).Header.Get("Location")
	pages := []string{"/", "/ada", urls.Drafts, urls.Planner, urls.New + "?draft=" + postID(t, code).String(),
		"/p/" + code + "/edit", "/p/" + code + "/status", "/p/" + code + "/original",
		"/p/" + planned + "/edit", "/p/" + planned + "/plan", "/p/" + shared, "/p/" + shared + "/edit", story, urls.Inbox,
		urls.StoryArchive}
	look := func(when string) (n int) {
		t.Helper()
		for _, path := range pages {
			page := c.Get(path)
			if page.StatusCode != 200 {
				continue
			}
			for _, src := range pictures(page) {
				if a := c.Get(src); a.StatusCode != 200 {
					t.Errorf("%s, %s shows %s", when, path, a)
				}
				n++
			}
		}
		return n
	}
	c.Get("/p/"+code+"/edit").Want(200).Has("[data-item] .item-wait .spinner", "[data-strip] .spinner").HasNot("[data-still]")
	before := look("before it is made")
	s.Work()
	webtest.Eventually(t, "the photos", func() bool {
		for _, one := range []string{code, planned, shared} {
			p, err := post.Own(t.Context(), s.DB.Store, ada.ID, postID(t, one))
			must(t, err)
			if slices.ContainsFunc(p.Items, func(m post.Media) bool { return !m.HasPreview || m.RenderKey == "" && one == shared }) {
				return false
			}
		}
		return true
	})
	c.Get("/p/" + code + "/edit").Want(200).Has("[data-still]")
	if after := look("afterwards"); after <= before {
		t.Errorf("%d pictures before, %d after", before, after)
	}
}
