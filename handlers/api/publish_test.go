package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/tidwall/gjson"

	"photogram/media/mediatest"
	"photogram/models"
	"photogram/models/feed"
	"photogram/models/post"
	"photogram/web/webtest"
)

func TestPublishLater(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Work()
	id := w.draft(mediatest.Photo(80, 80))
	for at, says := range map[string]string{"tomorrow": "RFC 3339", "2026-01-01": "RFC 3339", "1999-01-01T00:00:00Z": "passed",
		"2999-01-01T00:00:00Z": "365 days", "9999-99-99T99:99:99Z": "RFC 3339"} {
		w.Prog.Call("POST", "/media/"+id+"/publish", "publish_at", at, "caption", "never").Refused(400, "APIInvalidParametersError",
			"publish_at: ")
		if a := w.Prog.Call("POST", "/media/"+id+"/publish", "publish_at", at); !strings.Contains(a.At("error_message").String(), says) {
			t.Errorf("%s: %s", at, a.At("error_message"))
		}
	}
	w.Prog.Call("POST", "/media/"+id+"/publish", "audience", "nobody").Refused(400, "APIInvalidParametersError", "audience: ")
	if a := w.Prog.Call("GET", "/media/"+id); a.At("data.state").String() != "draft" || a.At("data.caption").Raw != "null" {
		t.Errorf("refused publications changed %s", a.Body)
	}
	at := w.Clock.Now().Add(2 * time.Hour).Truncate(time.Second)
	a := w.Prog.Call("POST", "/media/"+id+"/publish", "publish_at", at.In(time.FixedZone("", 3*3600)).Format(time.RFC3339),
		"caption", "later").Want(http.StatusOK)
	if a.At("data.state").String() != "scheduled" || a.At("data.publish_at").String() != at.Format(time.RFC3339) {
		t.Errorf("%s", a.Body)
	}
	w.Program(w.Bo, allScopes).Call("GET", "/media/"+id).Refused(400, "APINotFoundError", "")
	// Moved, called back, and planned again, by the route that edits.
	edit := func(params ...string) gjson.Result {
		return w.Prog.Call("POST", "/media/"+id+"/edit", params...).Want(http.StatusOK).At("data")
	}
	moved := at.Add(time.Hour)
	if m := edit("publish_at", moved.Format(time.RFC3339), "time_zone",
		"Europe/Berlin"); m.Get("publish_at").String() != moved.Format(time.RFC3339) || m.Get("time_zone").String() != "Europe/Berlin" {
		t.Errorf("moved: %s", m)
	}
	w.Prog.Call("POST", "/media/"+id+"/edit", "publish_at", moved.Format(time.RFC3339), "time_zone", "Mars").Refused(400,
		"APIInvalidParametersError", "time_zone: ")
	if m := edit("publish_at", ""); m.Get("state").String() != "draft" || m.Get("publish_at").Exists() {
		t.Errorf("called back: %s", m)
	}
	if a := w.Prog.Call("GET", "/users/self/media/drafts").Want(http.StatusOK); a.At("data.0.id").String() != id ||
		a.At("data.0.state").String() != "draft" {
		t.Errorf("drafts: %s", a.Body)
	}
	edit("publish_at", at.Format(time.RFC3339))
	w.Clock.Move(2*time.Hour + time.Minute)
	webtest.Eventually(t, "the scheduled post is published",
		func() bool { return w.Prog.Call("GET", "/media/"+id).At("data.state").String() == "published" })
	w.Program(w.Bo, allScopes).Call("GET", "/media/"+id).Want(http.StatusOK)
	// Once more changes nothing.
	w.Prog.Call("POST", "/media/"+id+"/publish").Want(http.StatusOK)
	if a := w.Prog.Call("GET", "/users/self"); a.At("data.counts.media").Int() != 2 {
		t.Errorf("%s", a.Body)
	}
	w.Check()
}

// A post published while its photo is still made is on show when it is ready.
func TestPublishBeforeReady(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.Prog.SendFiles(nil, webtest.File{Name: "a.jpg", Data: mediatest.Photo(90, 60)}).Want(http.StatusOK).At("data.id").String()
	if a := w.Prog.Call("POST", "/media/"+id+"/publish", "caption",
		"soon").Want(http.StatusOK); a.At("data.state").String() != "publishing" {
		t.Errorf("%s", a.Body)
	}
	w.Program(w.Bo, allScopes).Call("GET", "/media/"+id).Refused(400, "APINotFoundError", "")
	w.Work()
	if m := w.rendered(id); m.At("data.state").String() != "published" {
		t.Errorf("%s", m.Body)
	}
}

func TestPublishChildren(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Work()
	a, b, c := w.draft(mediatest.Photo(40, 30)), w.draft(mediatest.Photo(50, 30)), w.draft(mediatest.Photo(60, 30))
	others, items := w.Draft(w.Bo, 1)
	w.Render(items...)
	for children, says := range map[string]string{"x": "Send ids of media", a + "," + a: "twice", "999": "one of your media",
		others.String(): "one of your media", w.Adas.String(): "only put drafts"} {
		w.Prog.Call("POST", "/media/"+a+"/publish", "children", children).Refused(400, "APIInvalidParametersError", says)
	}
	// What is refused for another reason uses no draft up, and can be sent again.
	w.Prog.Call("POST", "/media/"+a+"/publish", "children", c+","+a+","+b, "caption", strings.Repeat("x", 3000)).Refused(400,
		"APIInvalidParametersError", "caption: ")
	w.Prog.Call("POST", "/media/"+a+"/publish", "children", c+","+a+","+b, "publish_at", "1999-01-01T00:00:00Z").Refused(400,
		"APIInvalidParametersError", "publish_at: ")
	got := w.Prog.Call("POST", "/media/"+a+"/publish", "children", c+","+a+","+b, "caption", "three").Want(http.StatusOK)
	var widths []string
	for _, item := range got.At("data.carousel_media").Array() {
		widths = append(widths, item.Get("renditions.0.width").String())
	}
	if strings.Join(widths, " ") != "60 40 50" || got.At("data.type").String() != "carousel" ||
		got.At("data.state").String() != "published" {
		t.Errorf("widths %v: %s", widths, got.Body)
	}
	for _, id := range []string{b, c} {
		w.Prog.Call("GET", "/media/"+id).Refused(400, "APINotFoundError", "")
	}
	// As a list in JSON, into the draft that is not named.
	d, e := w.draft(mediatest.Photo(40, 30)), w.draft(mediatest.Photo(50, 30))
	if got := w.Prog.JSON("POST", "/media/"+d+"/publish",
		`{"children":["`+e+`"]}`).Want(http.StatusOK); got.At("data.carousel_media.#").Int() != 2 {
		t.Errorf("%s", got.Body)
	}
	w.Check()
}

func TestAudience(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	stranger := w.Program(w.User("stranger"), allScopes)
	follower := w.Program(w.Bo, allScopes)
	follower.Call("GET", "/users/self/feed")
	for audience, seen := range map[string][2]int{"everyone": {200, 200}, "followers": {200, 400}, "close_friends": {400, 400}} {
		post, items := w.Draft(w.Ada, 1)
		w.Render(items...)
		id := post.String()
		w.Prog.Call("POST", "/media/"+id+"/publish", "audience", audience, "caption", "#"+audience).Want(http.StatusOK)
		w.Must(feed.FanOut(t.Context(), w.DB.Store, models.FanOutPost{OwnerID: w.Ada.ID, PostID: post}))
		follower.Call("GET", "/media/"+id).Want(seen[0])
		stranger.Call("GET", "/media/"+id).Want(seen[1])
		for p, visible := range map[*webtest.Program]bool{follower: seen[0] == 200, stranger: false, w.Prog: true} {
			feed := strings.Join(p.Call("GET", "/users/self/feed").List("data.#.id"), " ")
			if strings.Contains(feed, id) != visible {
				t.Errorf("audience %s: in a feed %v, want %v", audience, !visible, visible)
			}
		}
		// The same before and after the feed is built in the background.
		w.Must(feed.Rebuild(t.Context(), w.DB.Store, w.Bo.ID))
		if feed := strings.Join(follower.Call("GET", "/users/self/feed").List("data.#.id"), " "); strings.Contains(feed,
			id) != (seen[0] == 200) {
			t.Errorf("audience %s: in the built feed: %s", audience, feed)
		}
	}
}

func TestSeveralFilesAreAnAlbum(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	form := webtest.Form("alt_text", "first", "alt_text", "second")
	a := w.Prog.SendFiles(form, webtest.File{Name: "a.jpg", Data: mediatest.Photo(40, 30)},
		webtest.File{Name: "b.png", Data: mediatest.PNG(mediatest.Scene(30, 40))}).Want(http.StatusOK)
	if a.At("data.type").String() != "carousel" || strings.Join(a.List("data.carousel_media.#.alt_text"), " ") != "first second" ||
		a.At("data.state").String() != "draft" {
		t.Errorf("%s", a.Body)
	}
	// One bad file spoils the album, and nothing is kept of it.
	kept := len(w.Keys("o/"))
	w.Prog.SendFiles(nil, webtest.File{Name: "a.jpg", Data: mediatest.Photo(40, 30)},
		webtest.File{Name: "b.jpg", Data: []byte("text, not a photo")}).Refused(400, "APIInvalidParametersError", "file: ")
	many := make([]webtest.File, post.MaxItems+1)
	for i := range many {
		many[i] = webtest.File{Name: "a.jpg", Data: mediatest.Photo(20, 20)}
	}
	w.Prog.SendFiles(nil, many...).Refused(400, "APIInvalidParametersError", "at most 20 photos")
	w.Prog.SendFiles(webtest.Form("alt_text", strings.Repeat("x", 1001)), many[0]).Refused(400, "APIInvalidParametersError", "alt_text: ")
	w.Work()
	w.Hurry("delete_blobs")
	webtest.Eventually(t, "what was refused is freed", func() bool { return len(w.Keys("o/")) == kept })
}
