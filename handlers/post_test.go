package handlers_test

import (
	"bytes"
	"image/jpeg"
	"net/http"
	"strings"
	"testing"
	"time"

	"photogram/media/mediatest"
	"photogram/models"
	"photogram/models/post"
	"photogram/web/webtest"
)

// The way of a photo through the pages, without scripts.
func TestPostFromFileToPage(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	s.Work()
	ada, bo := s.User("ada"), s.User("bo")
	c, other := s.As(ada), s.As(bo)
	c.Get("/new").Want(200).Has("form[action='/new'][enctype='multipart/form-data'] input[type=file][name=file]")
	code := draft(t, c, mediatest.WithExif(mediatest.Photo(400, 300), 6), mediatest.Photo(200, 200))
	postName := "/p/" + code
	id := mustCode(t, postName)
	c.Get("/drafts").Want(200).Has("a[href='" + postName + "/edit']")
	c.Get(postName).Want(303)
	for _, path := range []string{postName, postName + "/edit", postName + "/status", postName + "/likes", postName + "/comments"} {
		other.Get(path).Want(404)
		if a := s.Visitor().Get(path); a.StatusCode != 404 && a.Header.Get("Location") == "" {
			t.Errorf("%s", a)
		}
	}
	for _, path := range []string{postName + "/edit", postName + "/delete", postName + "/unschedule", postName + "/like",
		postName + "/comments"} {
		other.Post(path, form("text", "x", "action", "publish")).Want(404)
	}
	page := c.Get(postName+"/edit").Want(200).Has("form[action='"+postName+"/edit'] textarea[name=caption]", "[data-item]")
	p, err := post.Own(t.Context(), s.DB.Store, ada.ID, id)
	must(t, err)
	item := p.Items[0].ID.String()
	if page.Find("[data-item]").Length() != 2 {
		t.Errorf("%d photos", page.Find("[data-item]").Length())
	}
	preview := postName + "/items/" + item + "/preview.jpg"
	webtest.Eventually(t, "the preview", func() bool { return c.Get(preview).StatusCode == 200 })
	im, err := jpeg.Decode(bytes.NewReader(c.Get(preview).Body))
	must(t, err)
	if im.Bounds().Dx() != 300 || im.Bounds().Dy() != 400 {
		t.Errorf("the preview is %v", im.Bounds())
	}
	other.Get(preview).Want(404)
	s.Visitor().Get(preview).Want(303)
	// Wrong input keeps what was written and names the field.
	field := "i" + item + "."
	bad := c.Post(postName+"/edit", form("caption", "kept words", "location", strings.Repeat("x", 101), field+"brightness", "500",
		"action", "publish")).Want(422)
	bad.Says("brightness is 500; it must be between -100 and 100", "at most 100")
	if got := bad.Find("textarea[name=caption]").Text(); got != "kept words" {
		t.Errorf("the caption became %q", got)
	}
	c.Post(postName+"/edit", form("caption", "Hello #sea", field+"filter", "Meridian", field+"strength", "80", field+"ratio", "1:1",
		field+"alt_text", "A scene", "action", "save")).Want(303)
	a := c.Post(postName+"/edit", form("location", "Norderney", "action", "publish")).Want(303)
	webtest.Eventually(t, "publication", func() bool { return other.Get(postName).StatusCode == 200 })
	c.Follow(a)
	c.Get(postName + "/status").Want(303)
	shown := other.Get(postName).Want(200)
	if !strings.Contains(shown.Text(), "Hello #sea") || !strings.Contains(shown.Text(), "Norderney") ||
		shown.Find("img[alt='A scene']").Length() == 0 {
		t.Errorf("%s", shown.Text())
	}
	p, err = post.Own(t.Context(), s.DB.Store, ada.ID, id)
	must(t, err)
	if m := p.Items[0]; m.Width != 300 || m.Height != 300 || m.Filter != "Meridian" {
		t.Errorf("%d × %d, %s", m.Width, m.Height, m.Filter)
	}
	other.Get("/ada").Want(200).Has("a[href='" + postName + "']")
	other.Get("/tags/sea").Has("a[href='" + postName + "']")
	// Every image on the page is there.
	for _, name := range []string{"src", "srcset"} {
		for _, value := range shown.Find("[" + name + "*='/media/']").EachIter() {
			for candidate := range strings.SplitSeq(value.AttrOr(name, ""), ",") {
				s.Visitor().Get(strings.Fields(candidate)[0]).Want(200)
			}
		}
	}
	other.Get(postName + "/edit").Want(403)
	other.Post(postName+"/delete", nil).Want(403)
	c.Follow(c.Post(postName+"/delete", nil).Want(303)).HasNot("a[href='" + postName + "']")
	for _, path := range []string{postName, postName + "/edit", postName + "/likes"} {
		c.Get(path).Want(404)
	}
	s.Check()
}

func TestDrafts(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	s.Work()
	ada := s.User("ada")
	c, other := s.As(ada), s.As(s.User("bo"))
	code := draft(t, c, mediatest.Photo(40, 30))
	postName := "/p/" + code
	id := mustCode(t, postName)
	// Photos are added to one's own drafts only.
	add := func(c *webtest.Client, draft string) *webtest.Answer {
		return c.Upload("/new/file", form("draft", draft), []webtest.File{{Name: "b.jpg", Data: mediatest.Photo(50, 50)}}, "Accept",
			"application/json")
	}
	add(other, id.String()).Want(404)
	add(c, "nonsense").Want(404)
	a := add(c, id.String()).Want(201)
	if a.At("draft").String() != id.String() || a.At("code").String() != code || a.At("edit").String() != postName+"/edit" {
		t.Errorf("%s", a.Body)
	}
	item := a.At("item").String()
	other.Post(postName+"/items/"+item+"/delete", nil).Want(404)
	c.Post(postName+"/items/"+item+"/delete", nil).Want(303)
	if n := c.Get(postName + "/edit").Find("[data-item]").Length(); n != 1 {
		t.Errorf("%d photos", n)
	}
	// Planned, unplanned, planned again and published.
	at := s.Clock.Now().Add(3 * time.Hour).UTC()
	plan := func() *webtest.Answer {
		return c.Post(postName+"/edit", form("publish_at", at.In(time.FixedZone("", 3600)).Format("2006-01-02T15:04"), "time_zone",
			"Etc/GMT-1", "action", "publish"))
	}
	plan().Want(303)
	p, err := post.Own(t.Context(), s.DB.Store, ada.ID, id)
	must(t, err)
	if p.State != post.Scheduled || !p.PublishAt.Equal(at.Truncate(time.Minute)) {
		t.Errorf("%s at %v, want %v", p.State, p.PublishAt, at)
	}
	other.Get(postName).Want(404)
	c.Post(postName+"/unschedule", nil).Want(303)
	p, err = post.Own(t.Context(), s.DB.Store, ada.ID, id)
	must(t, err)
	if p.State != post.Draft {
		t.Errorf("%s", p.State)
	}
	c.Post(postName+"/edit", form("publish_at", "2020-01-01T00:00", "action", "publish")).Want(422).Has(".problem")
	plan().Want(303)
	s.Clock.Move(time.Until(at) + time.Minute)
	webtest.Eventually(t, "the planned post is published", func() bool { return other.Get(postName).StatusCode == 200 })
	// The last photo takes its draft along.
	second := draft(t, c, mediatest.Photo(40, 30))
	p, err = post.Own(t.Context(), s.DB.Store, ada.ID, mustCode(t, second))
	must(t, err)
	c.Post("/p/"+second+"/items/"+p.Items[0].ID.String()+"/delete", nil).Want(303)
	c.Get("/p/" + second + "/edit").Want(404)
	s.Check()
}

// The status page waits for the photos and says when one fails.
func TestStatusPage(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	c := s.As(s.User("ada"))
	code := draft(t, c, mediatest.Photo(40, 30))
	spoiled := draft(t, c, mediatest.Photo(40, 30))
	for _, code := range []string{code, spoiled} {
		post := "/p/" + code
		c.Get(post + "/status").Want(303) // a draft has none
		c.Post(post+"/edit", form("action", "publish")).Want(303)
		if to := c.Get(post).Want(303).Header.Get("Location"); to != post+"/status" {
			t.Errorf("leads to %q", to)
		}
		c.Get(post+"/status").Want(200).Has("#status[hx-get]", "noscript")
		if a := c.HTMX(post+"/status", nil).Want(200); a.IsPage() {
			t.Error("not a fragment")
		}
	}
	p, err := post.Own(t.Context(), s.DB.Store, mustOwner(t, s, spoiled), mustCode(t, spoiled))
	must(t, err)
	must(t, s.Blobs.Put(t.Context(), models.OriginalKey(p.OwnerID, p.Items[0].ID), strings.NewReader("no photo any more"), "image/jpeg"))
	s.Work()
	webtest.Eventually(t, "publication", func() bool { return c.HTMX("/p/"+code+"/status", nil).StatusCode == http.StatusNoContent })
	if to := c.HTMX("/p/"+code+"/status", nil).Header.Get("HX-Redirect"); to != "/p/"+code {
		t.Errorf("leads to %q", to)
	}
	webtest.Eventually(t, "failure", func() bool { return c.Get("/p/"+spoiled+"/status").StatusCode == 303 })
	if page := c.Follow(c.Get("/p/" + spoiled + "/status")).Want(200); !strings.Contains(page.Text(), "not a photo we can read") {
		t.Errorf("%s", page.Text())
	}
	c.Post("/p/"+spoiled+"/edit", form("action", "publish")).Want(422)
}

func mustOwner(t *testing.T, s *webtest.Site, code string) models.ID {
	t.Helper()
	var owner models.ID
	must(t, s.DB.Pool().QueryRow(t.Context(), `SELECT owner_id FROM post_owners WHERE post_id = $1`, mustCode(t, code)).Scan(&owner))
	return owner
}

// What others show of a post is cut between signs, never within one.
func TestTitlesAreCutBetweenSigns(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	family := "👩‍👩‍👧"
	code := s.Post(s.User("ada"), strings.Repeat(family, 200)).Code()
	page := s.Visitor().Get("/p/" + code).Want(200)
	for _, selector := range []string{"meta[name=description]", `meta[property="og:title"]`} {
		text := page.Find(selector).AttrOr("content", "")
		rest := strings.ReplaceAll(text, family, "")
		if !strings.Contains(text, family) || strings.ContainsAny(rest, "👩👧\u200D") {
			t.Errorf("%s: %q", selector, text)
		}
	}
}
