package api_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/tidwall/gjson"

	"photogram/media/mediatest"
	"photogram/web/webtest"
)

// picture fetches a rendition and decodes it.
func (w *world) picture(c *webtest.Client, url string) image.Image {
	w.T.Helper()
	a := c.Get(url).Want(http.StatusOK)
	if a.Type() != "image/jpeg" || a.Header.Get("X-Content-Type-Options") != "nosniff" ||
		a.Header.Get("Content-Disposition") != "inline" || !strings.Contains(a.Header.Get("Content-Security-Policy"), "sandbox") {
		w.T.Errorf("%s: %v", a, a.Header)
	}
	if mediatest.HasMetadata(a.Body) {
		w.T.Errorf("%s carries metadata", a)
	}
	im, err := jpeg.Decode(bytes.NewReader(a.Body))
	if err != nil {
		w.T.Fatalf("%s: %v", a, err)
	}
	return im
}

// largest fetches the largest rendition and checks that it is as large as the API says.
func (w *world) largest(c *webtest.Client, m gjson.Result) image.Image {
	w.T.Helper()
	list := m.Get("renditions").Array()
	if len(list) == 0 {
		w.T.Fatalf("no renditions: %s", m.Raw)
	}
	for _, r := range list {
		im := w.picture(c, r.Get("url").String())
		if int64(im.Bounds().Dx()) != r.Get("width").Int() || int64(im.Bounds().Dy()) != r.Get("height").Int() {
			w.T.Errorf("a rendition is %v, said %s", im.Bounds(), r.Raw)
		}
	}
	for _, r := range m.Get("images").Map() {
		if im := w.picture(c, r.Get("url").String()); int64(im.Bounds().Dx()) != r.Get("width").Int() ||
			int64(im.Bounds().Dy()) != r.Get("height").Int() {
			w.T.Errorf("an image is %v, said %s", im.Bounds(), r.Raw)
		}
	}
	return w.picture(c, list[len(list)-1].Get("url").String())
}

func near(got, want int) bool { return math.Abs(float64(got-want)) <= 1 }

// From the file to the published picture: turned, cropped, without metadata.
func TestUploadEditPublish(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Work()
	stranger := w.Visitor()
	// Stored lying on its side: upright it is 600 × 800.
	id := w.draft(mediatest.WithExif(mediatest.Photo(800, 600), 6))
	m := w.Prog.Call("GET", "/media/"+id).At("data")
	if m.Get("state").String() != "draft" || m.Get("width").Int() != 600 || m.Get("height").Int() != 800 {
		t.Errorf("%s", m.Raw)
	}
	if size := w.largest(stranger, m).Bounds().Size(); size != image.Pt(600, 800) {
		t.Errorf("upright it is %v", size)
	}
	a := w.Prog.Call("POST", "/media/"+id+"/edit", "rotate", "90", "crop", "0.25,0.1,0.5,0.8", "filter", "Meridian", "strength",
		"70", "brightness", "12", "alt_text", "A scene").Want(http.StatusOK)
	if a.At("data.filter").String() != "Meridian" || a.At("data.alt_text").String() != "A scene" {
		t.Errorf("%s", a.Body)
	}
	m = w.rendered(id).At("data")
	// Turned it is 800 × 600, and the crop takes half of the width and most of the height.
	if size := w.largest(stranger, m).Bounds().Size(); !near(size.X, 400) || !near(size.Y, 480) {
		t.Errorf("cropped it is %v", size)
	}
	// What is left out stays.
	w.Prog.Call("POST", "/media/"+id+"/edit", "rotate", "180", "caption", "A #crop", "location", "Norderney", "comments_enabled",
		"false").Want(http.StatusOK)
	m = w.rendered(id).At("data")
	if size := w.largest(stranger, m).Bounds().Size(); !near(size.X, 300) || !near(size.Y, 640) || m.Get("filter").String() != "Meridian" {
		t.Errorf("turned again it is %v: %s", size, m.Raw)
	}
	w.Prog.Call("POST", "/media/"+id+"/publish").Want(http.StatusOK)
	m = w.Prog.Call("GET", "/media/"+id).At("data")
	if m.Get("state").String() != "published" || m.Get("caption.text").String() != "A #crop" ||
		m.Get("location.name").String() != "Norderney" || m.Get("comments_enabled").Bool() {
		t.Errorf("%s", m.Raw)
	}
	if strings.Contains(m.Get("images.thumbnail.url").String(), "?") {
		t.Errorf("a public picture has a signature: %s", m.Get("images").Raw)
	}
	w.largest(stranger, m)
	w.Program(w.Bo, allScopes).Call("POST", "/media/"+id+"/comments", "text", "hi").Refused(400, "APINotAllowedError", "switched off")
	for _, key := range w.Keys("r/") {
		r, err := w.Blobs.Get(t.Context(), key)
		w.Must(err)
		data := make([]byte, r.Size)
		_, err = r.Read(data)
		w.Must(err)
		w.Must(r.Close())
		if mediatest.HasMetadata(data) {
			t.Errorf("%s carries metadata", key)
		}
	}
	// Published posts can be edited, too, and deleted.
	w.Prog.Call("POST", "/media/"+id+"/edit", "crop", "", "rotate", "0").Want(http.StatusOK)
	if size := w.largest(stranger, w.rendered(id).At("data")).Bounds().Size(); size != image.Pt(600, 800) {
		t.Errorf("without edits it is %v", size)
	}
	if a := w.Prog.Call("DELETE", "/media/"+id).Want(http.StatusOK); a.At("data").Raw != "null" {
		t.Errorf("%s", a.Body)
	}
	w.Prog.Call("GET", "/media/"+id).Refused(400, "APINotFoundError", "")
	w.Hurry("delete_blobs")
	webtest.Eventually(t, "the files of a deleted post are freed",
		func() bool { return len(w.Keys("r/"))+len(w.Keys("o/"))+len(w.Keys("p/")) == 0 })
	w.Check()
}

func TestEveryOrientationOverHTTP(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Work()
	var photos [][]byte
	for o := 1; o <= 8; o++ {
		photos = append(photos, mediatest.WithExif(mediatest.Photo(120, 80), o))
	}
	id := w.draft(photos...)
	for i, item := range w.Prog.Call("GET", "/media/"+id).At("data.carousel_media").Array() {
		want := image.Pt(120, 80)
		if i >= 4 {
			want = image.Pt(80, 120)
		}
		if size := w.picture(w.Visitor(), item.Get("renditions.0.url").String()).Bounds().Size(); size != want {
			t.Errorf("orientation %d is %v, want %v", i+1, size, want)
		}
	}
}

// Pictures of a draft come with signed addresses, and only so.
func TestFilesOfDraftsAreSigned(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Work()
	id := w.draft(mediatest.Photo(200, 200))
	url := w.Prog.Call("GET", "/media/"+id).At("data.images.thumbnail.url").String()
	stranger := w.Visitor()
	stranger.Get(url).Want(http.StatusOK)
	plain, query, ok := strings.Cut(url, "?")
	if !ok {
		t.Fatalf("%s has no signature", url)
	}
	stranger.Get(plain).Want(http.StatusNotFound)
	w.As(w.Bo).Get(plain).Want(http.StatusNotFound)
	w.As(w.Ada).Get(plain).Want(http.StatusNotFound) // a session opens nothing by itself
	for _, bad := range []string{strings.Replace(query, "until=1", "until=2", 1), strings.Replace(query, "sig=", "sig=0", 1),
		query[:len(query)-1], "until=x&sig=y", "sig="} {
		stranger.Get(plain + "?" + bad).Want(http.StatusNotFound)
	}
	w.Clock.Move(25 * time.Hour)
	stranger.Get(url).Want(http.StatusNotFound)
	stranger.Get(w.Prog.Call("GET", "/media/"+id).At("data.images.thumbnail.url").String()).Want(http.StatusOK)
}

func TestEditSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Work()
	id := w.draft(mediatest.Photo(100, 100))
	w.Prog.Call("POST", "/media/"+id+"/edit", "filter", "Meridian", "tint", "3", "caption", "before", "alt_text", "alt").Want(http.StatusOK)
	before := w.rendered(id).At("data").Raw
	long := strings.Repeat("é", 2201)
	for _, c := range []struct{ field, value, says string }{
		{"filter", "Nonsense", "not a look"}, {"filter", strings.Repeat("x", 5000), "not a look"},
		{"strength", "101", "between 0 and 100"}, {"strength", "much", "0 to 100"}, {"rotate", "45", "0, 90, 180 or 270"},
		{"rotate", "x", "whole number"}, {"straighten", "46", "-45 and 45"}, {"straighten", "NaN", "-45 to 45"},
		{"straighten", "Inf", "-45"}, {"flip", "x", "h, v or none"},
		{"crop", "1,2,3", "x,y,w,h"}, {"crop", "0,0,2,2", "between 0 and 1"}, {"crop", "0,0,0,0", "at least 0.01"},
		{"crop", "NaN,0,1,1", "x,y,w,h"}, {"crop", "0,0,Inf,1", "crop"}, {"crop", "a,b,c,d", "x,y,w,h"},
		{"brightness", "101", "-100 and 100"}, {"contrast", "-101", "-100 and 100"}, {"saturation", "1e9", "whole number"},
		{"warmth", "1.5", "whole number"}, {"tint", "", "whole number"},
		{"highlights", "999", "-100 and 100"}, {"shadows", "-999", "-100 and 100"}, {"fade", "-1", "0 and 100"},
		{"vignette", "101", "0 and 100"}, {"sharpen", "-5", "0 and 100"}, {"structure", "101", "0 and 100"},
		{"item", "7", "one photo"}, {"item", "x", "by its position"}, {"caption", long, "2,200"},
		{"caption", strings.Repeat("x", 80_000), "2,200"}, {"caption", strings.Repeat("#a1 ", 1) + tags(31), "30"},
		{"alt_text", strings.Repeat("x", 1001), "1,000"}, {"location", strings.Repeat("x", 101), "100"},
		{"location", "two\nlines", "single line"}, {"comments_enabled", "perhaps", "true or false"},
		{"caption", "bad \xff", "UTF-8"},
	} {
		// A good change beside the bad one must not be kept either.
		a := w.Prog.Call("POST", "/media/"+id+"/edit", c.field, c.value, "callback", "x").Refused(400, "APIInvalidParametersError",
			c.field+": ")
		if !strings.Contains(a.At("error_message").String(), c.says) {
			t.Errorf("%s=%.20q: %s", c.field, c.value, a.At("error_message"))
		}
		if c.field != "brightness" && c.field != "item" {
			w.Prog.Call("POST", "/media/"+id+"/edit", "brightness", "50", c.field, c.value).Want(400)
		}
	}
	if after := w.Prog.Call("GET", "/media/"+id).At("data").Raw; after != before {
		t.Errorf("refused edits changed\n%s to\n%s", before, after)
	}
	// The same in JSON, where values have types.
	a := w.Prog.JSON("POST", "/media/"+id+"/edit",
		`{"brightness": 20, "crop": [0, 0, 0.5, 1], "straighten": 1.5,
			"comments_enabled": false, "caption": null, "flip": "h"}`).Want(http.StatusOK)
	if a.At("data.caption.text").String() != "before" || a.At("data.comments_enabled").Bool() ||
		a.At("data.filter").String() != "Meridian" {
		t.Errorf("%s", a.Body)
	}
	if size := w.largest(w.Visitor(), w.rendered(id).At("data")).Bounds().Size(); size != image.Pt(50, 100) {
		t.Errorf("cropped by JSON it is %v", size)
	}
}

func tags(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("#t" + string(rune('a'+i/26)) + string(rune('a'+i%26)) + " ")
	}
	return b.String()
}

// Who sees a post can be changed while it is a draft and when it is out, as on its page.
func TestEditChangesTheAudience(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Work()
	draft := w.draft(mediatest.Photo(40, 30))
	for _, media := range []string{draft, mediaKey(w.Ada, w.Adas)} {
		for _, audience := range []string{"close_friends", "followers", "everyone"} {
			if got := w.Prog.Call("POST", "/media/"+media+"/edit", "audience",
				audience).Want(200).At("data.audience").String(); got != audience {
				t.Errorf("%s is for %q, want %q", media, got, audience)
			}
		}
		w.Prog.Call("POST", "/media/"+media+"/edit", "audience", "friends").Refused(400, "APIInvalidParametersError", "audience: ")
	}
	w.Check()
}
