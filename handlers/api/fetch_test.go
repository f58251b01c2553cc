package api_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"photogram/media/mediatest"
	"photogram/web/webtest"
)

func TestUploadByAddress(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Work()
	origin := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/photo.jpg":
			_, _ = rw.Write(mediatest.Photo(120, 80))
		case "/text":
			_, _ = rw.Write([]byte("no photo"))
		case "/short":
			rw.Header().Set("Content-Length", "100000")
			_, _ = rw.Write(mediatest.Photo(120, 80)[:300])
		default:
			http.NotFound(rw, r)
		}
	}))
	t.Cleanup(origin.Close)
	at := "http://localhost" + origin.URL[strings.LastIndexByte(origin.URL, ':'):]
	for _, send := range []func(address string) *webtest.Answer{
		func(address string) *webtest.Answer {
			return w.Prog.Call("POST", "/media/upload", "url", address, "alt_text", "Far away")
		},
		func(address string) *webtest.Answer {
			return w.Prog.JSON("POST", "/media/upload", `{"url":"`+address+`","alt_text":"Far away"}`)
		},
	} {
		a := send(at + "/photo.jpg").Want(http.StatusOK)
		if a.At("data.state").String() != "draft" || a.At("data.alt_text").String() != "Far away" {
			t.Errorf("%s", a.Body)
		}
		if m := w.rendered(a.At("data.id").String()); m.At("data.width").Int() != 120 {
			t.Errorf("%s", m.Body)
		}
		for address, says := range map[string]string{at + "/none": "url: We can’t fetch the photo: its server answered 404",
			at + "/text": "file: ", at + "/short": "url: ",
			origin.URL + "/photo.jpg": "not on the public internet", "ftp://x/y": "url: ", "": "the field url"} {
			if a := send(address); a.At("meta.code").Int() != 400 || !strings.Contains(a.At("error_message").String(), says) {
				t.Errorf("%s: %s", address, a.Body)
			}
		}
	}
	w.Check()
}
