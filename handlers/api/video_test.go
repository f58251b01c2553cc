package api_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"photogram/handlers/apitest"
	"photogram/media/mediatest"
	"photogram/web/webtest"
)

const clipFields = "videos:object duration:number has_sound:boolean"

func TestVideoByAPI(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Work()
	big := mediatest.Clip(t, "a.mov", append(mediatest.Card("640x720", "5"), mediatest.H264()...)...)
	id := w.Prog.SendFiles(nil, webtest.File{Name: "a.mov", Data: big}).Want(http.StatusOK).At("data.id").String()
	if a := w.Prog.Call("GET", "/media/"+id); a.At("data.type").String() != "video" || a.At("data.duration").Float() != 1 ||
		!a.At("data.has_sound").Bool() {
		t.Errorf("%s", a.Body)
	}
	w.Prog.Call("POST", "/media/"+id+"/edit", "poster", "3").Refused(400, "APIInvalidParametersError", "poster: ")
	w.Prog.Call("POST", "/media/"+id+"/edit", "captions", "x", "captions_lang", "en").Refused(400, "APIInvalidParametersError",
		"captions: ")
	w.Prog.Call("POST", "/media/"+id+"/edit", "poster", "0.4", "captions", "WEBVTT\n\n00:00.000 --> 00:01.000\nHi\n",
		"captions_lang", "en", "captions_label", "English").Want(http.StatusOK)
	w.Prog.Call("POST", "/media/"+id+"/publish", "caption", "moving").Want(http.StatusOK)
	m := w.rendered(id)
	if m.At("data.state").String() != "published" {
		t.Fatalf("%s", m.Body)
	}
	v := m.At("data")
	apitest.WantFields(t, "video", v, oneMedia+" caption:object location:null "+clipFields, ownMedia+" captions:list")
	wantImages(t, v.Get("images"))
	apitest.WantFields(t, "videos", v.Get("videos"), "low_resolution:object standard_resolution:object", "")
	for name, size := range map[string][2]int64{"standard_resolution": {640, 720}, "low_resolution": {480, 540}} {
		f := v.Get("videos." + name)
		apitest.WantFields(t, name, f, "url:string width:number height:number", "")
		if f.Get("width").Int() != size[0] || f.Get("height").Int() != size[1] || !strings.HasPrefix(f.Get("url").String(), w.URL) {
			t.Errorf("%s: %s", name, f.Raw)
		}
		if a := w.Visitor().Get(strings.TrimPrefix(f.Get("url").String(), w.URL)); a.StatusCode != 200 ||
			a.Header.Get("Content-Type") != "video/mp4" {
			t.Errorf("%s: %s", name, a)
		}
	}
	if c := v.Get("captions.0"); c.Get("lang").String() != "en" ||
		w.Visitor().Get(strings.TrimPrefix(c.Get("url").String(), w.URL)).StatusCode != 200 {
		t.Errorf("captions: %s", c.Raw)
	}
	// The same object stands in lists.
	if got := w.Prog.Call("GET", "/users/self/media/recent?count=1").At("data.0.videos").Raw; got != v.Get("videos").Raw {
		t.Errorf("in a list: %s", got)
	}

	album := w.Prog.SendFiles(nil, webtest.File{Name: "a.mp4", Data: mediatest.Video(t)},
		webtest.File{Name: "a.jpg", Data: mediatest.Photo(80, 60)}).Want(http.StatusOK).At("data.id").String()
	w.Prog.Call("POST", "/media/"+album+"/publish").Want(http.StatusOK)
	both := w.rendered(album).At("data")
	if both.Get("type").String() != "carousel" || both.Get("videos").Exists() {
		t.Errorf("album: %s", both.Raw)
	}
	item := "type:string images:object users_in_photo:list"
	apitest.WantFields(t, "video of an album", both.Get("carousel_media.0"), item+" "+clipFields, ownItem)
	apitest.WantFields(t, "photo of an album", both.Get("carousel_media.1"), item, ownItem)
	w.Check()
}

func TestVideoByURL(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	file := mediatest.Video(t)
	far := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) { _, _ = rw.Write(file) }))
	defer far.Close()
	a := w.Prog.Call("POST", "/media/upload", "url",
		"http://localhost"+far.URL[strings.LastIndexByte(far.URL, ':'):]+"/a.mp4").Want(http.StatusOK)
	if a.At("data.type").String() != "video" || a.At("data.progress").Raw != "0" {
		t.Errorf("%s", a.Body)
	}
}
