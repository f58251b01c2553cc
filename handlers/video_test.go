package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"photogram/media/mediatest"
	"photogram/models/access"
	"photogram/models/post"
	"photogram/web/webtest"
)

// sent uploads files into one draft and gives its code.
func sent(t *testing.T, c *webtest.Client, files ...webtest.File) string {
	t.Helper()
	a := c.Upload("/new", nil, files).Want(303)
	code, ok := strings.CutPrefix(strings.TrimSuffix(a.Header.Get("Location"), "/edit"), "/p/")
	if !ok {
		t.Fatalf("%s", a)
	}
	return code
}

const words = "WEBVTT\n\n00:00.000 --> 00:00.900\nHello there\n"

// The way of a video, an animated picture and a photo in one album, without scripts.
func TestVideoFromFileToPage(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	s.Work()
	ada, bo := s.User("ada"), s.User("bo")
	c, other := s.As(ada), s.As(bo)
	c.Get("/new").Want(200).Has("input[type=file][accept='image/*,video/*']").Says("videos as MP4, MOV or WebM, up to", "90 seconds")
	code := sent(t, c, webtest.File{Name: "a.mp4", Data: mediatest.Video(t)},
		webtest.File{Name: "a.gif", Data: mediatest.GIF(64, 48, 5)}, webtest.File{Name: "a.jpg", Data: mediatest.Photo(200, 150)})
	postName := "/p/" + code
	id := mustCode(t, postName)
	p, err := post.Own(t.Context(), s.DB.Store, ada.ID, id)
	must(t, err)
	film, loop, photo := p.Items[0], p.Items[1], p.Items[2]
	if !film.IsVideo() || !film.HasSound || film.Loop || film.Duration().Milliseconds() != 1000 || !loop.IsVideo() || !loop.Loop ||
		loop.HasSound || photo.IsVideo() {
		t.Errorf("received %+v %+v %+v", film, loop, photo)
	}
	field := "i" + film.ID.String() + "."
	c.Get(postName+"/edit").Want(200).Has("input[name='"+field+"poster'][type=number]",
		"a[href='"+postName+"/items/"+film.ID.String()+"/captions']")

	captions := postName + "/items/" + film.ID.String() + "/captions"
	c.Get(captions).Want(200).Has("form[enctype='multipart/form-data'] input[type=file][name=captions]")
	other.Get(captions).Want(404)
	c.Get(postName + "/items/" + photo.ID.String() + "/captions").Want(404)
	for lang, says := range map[string]string{"": "short code", "e": "short code", "../x": "short code"} {
		c.Upload(captions, form("lang", lang), []webtest.File{{Field: "captions", Name: "a.vtt", Data: []byte(words)}}).Want(422).Says(says)
	}
	for text, says := range map[string]string{"": "Choose a WebVTT file",
		"1\n00:00:01,000 --> 00:00:02,000\nx": "it begins with the line WEBVTT",
		"WEBVTT\n\nx":                         "Line 3 of the captions", "WEBVTT\n\n00:02.000 --> 00:01.000\nx": "ends before it begins",
		"WEBVTT\n" + strings.Repeat("x", post.MaxCaptionFile): "at most 256 kB"} {
		c.Upload(captions, form("lang", "en"), []webtest.File{{Field: "captions", Name: "a.vtt", Data: []byte(text)}}).Want(422).Says(says)
	}
	c.Upload(captions, form("lang", "en", "label", "English"),
		[]webtest.File{{Field: "captions", Name: "a.vtt", Data: []byte("\ufeff" + strings.ReplaceAll(words, "\n", "\r\n"))}}).Want(303)
	c.Upload(captions, form("lang", "de"), []webtest.File{{Field: "captions", Name: "a.vtt", Data: []byte(words)}}).Want(303)
	c.Post(captions+"/de", form("_method", "DELETE")).Want(303)
	other.Upload(captions, form("lang", "en"), []webtest.File{{Field: "captions", Name: "a.vtt", Data: []byte(words)}}).Want(404)
	other.Get(captions + "/en").Want(404)

	for value, says := range map[string]string{"-1": "from 0 to 1", "2": "from 0 to 1", "x": "from 0 to 1", "NaN": "from 0 to 1"} {
		c.Post(postName+"/edit", form(field+"poster", value, "action", "save")).Want(422).Says(says)
	}
	c.Post(postName+"/edit", form(field+"poster", "0.5", field+"filter", "Cinder", field+"ratio", "1:1", field+"alt_text", "A card",
		"action", "publish")).Want(303)
	webtest.Eventually(t, "publication", func() bool { return other.Get(postName).StatusCode == 200 })
	page := other.Get(postName).Want(200)
	page.Has("video[controls][playsinline][poster][aria-label='A card'] source[type='video/mp4']", "video track[kind=captions][srclang=en]")
	if n := page.Find("[data-video] video").Length(); n != 2 {
		t.Errorf("%d videos", n)
	}
	p, err = post.Own(t.Context(), s.DB.Store, ada.ID, id)
	must(t, err)
	film = p.Items[0]
	if film.VideoWidth != 240 || film.VideoHeight != 240 || film.Width != 240 || film.PosterMs != 500 || film.Progress != 100 {
		t.Errorf("made %+v", film)
	}
	src := page.Find("video source").First().AttrOr("src", "")
	whole := s.Visitor().Get(src).Want(200)
	if whole.Header.Get("Content-Type") != "video/mp4" || !strings.Contains(string(whole.Body[:64]), "ftyp") ||
		whole.Header.Get("Accept-Ranges") != "bytes" {
		t.Errorf("%s", whole)
	}
	if part := s.Visitor().Get(src, "Range", "bytes=4-7").Want(http.StatusPartialContent); string(part.Body) != "ftyp" {
		t.Errorf("%q", part.Body)
	}
	vtt := other.Get(captions + "/en").Want(200)
	if vtt.Header.Get("Content-Type") != "text/vtt; charset=utf-8" || string(vtt.Body) != words {
		t.Errorf("%s", vtt)
	}
	other.Get(captions + "/de").Want(404)
	s.Visitor().Get(postName + "/embed").Want(200).Has("video source")
	other.Get("/ada").Want(200).Has(".tile-badge")

	// What not everybody may see.
	followers := "followers"
	must(t, post.EditText(t.Context(), s.DB.Store, ada.ID, id, post.Edit{Audience: (*access.Audience)(&followers)}))
	s.Visitor().Get(src).Want(404)
	other.Get(src).Want(404)
	other.Get(captions + "/en").Want(404)
	signed := c.Get(postName).Want(200).Find("video source").First().AttrOr("src", "")
	s.Visitor().Get(signed).Want(200)
	s.Check()

	// Another look makes other files; the old ones go.
	old := post.VideoPrefix(film.VideoKey)
	c.Post(postName+"/edit", form(field+"filter", "Meridian", "action", "save")).Want(303)
	webtest.Eventually(t, "the other video", func() bool {
		p, err = post.Own(t.Context(), s.DB.Store, ada.ID, id)
		must(t, err)
		return p.Items[0].Ready()
	})
	s.Hurry("delete_blobs")
	webtest.Eventually(t, "the old files go", func() bool { return len(s.Keys(old)) == 0 })
	if n := len(s.Keys(post.VideoPrefix(p.Items[0].VideoKey))); n != 1 {
		t.Errorf("%d files of the video", n)
	}
	c.Post(postName+"/delete", nil).Want(303)
	webtest.Eventually(t, "no files are left", func() bool { s.Hurry("delete_blobs"); return len(s.Keys("")) == 0 })
}
