package api_test

import (
	"net/http"
	"testing"
	"time"

	"photogram/media/mediatest"
)

// The media id of a draft that became a story leads its owner to the photo.
func TestPhotoOfAStoryByItsMediaID(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Work()
	id := w.draft(mediatest.Photo(90, 160))
	at := w.Clock.Now().Add(time.Hour).UTC().Format(time.RFC3339)
	w.Prog.Call("POST", "/media/"+id+"/stories", "publish_at", at).Want(http.StatusOK)
	read := w.Prog.Call("GET", "/media/"+id).Want(http.StatusOK).At("data")
	if read.Get("id").String() != id || read.Get("state").String() != "story" || read.Get("filter").String() != "Normal" {
		t.Errorf("%s", read.Raw)
	}
	w.Prog.Call("GET", "/media/shortcode/"+read.Get("shortcode").String()).Want(http.StatusOK)
	changed := w.Prog.Call("POST", "/media/"+id+"/edit", "alt_text", "Waves", "rotate", "90").Want(http.StatusOK).At("data")
	if changed.Get("alt_text").String() != "Waves" || changed.Get("state").String() != "story" {
		t.Errorf("%s", changed.Raw)
	}
	if alt := w.Prog.Call("GET", "/stories/"+id).Want(http.StatusOK).At("data.alt_text").String(); alt != "Waves" {
		t.Errorf("the story says %q", alt)
	}
	for _, call := range [][]string{{"caption", "Low tide"}, {"publish_at", at},
		{"users_in_photo", `[{"username":"bo","x":0.5,"y":0.5}]`}} {
		w.Prog.Call("POST", "/media/"+id+"/edit", call...).Refused(400, "APIInvalidParametersError", "This is a story, not a post.")
	}
	w.Prog.Call("POST", "/media/"+id+"/edit", "rotate", "9000").Refused(400, "APIInvalidParametersError", "rotate")
	w.Prog.Call("POST", "/media/"+id+"/publish").Refused(400, "APINotFoundError", "invalid media id")
	bo := w.Program(w.Bo, allScopes)
	bo.Call("GET", "/media/"+id).Refused(400, "APINotFoundError", "invalid media id")
	bo.Call("POST", "/media/"+id+"/edit", "alt_text", "Mine").Refused(400, "APINotFoundError", "invalid media id")
	bo.Call("DELETE", "/media/"+id).Refused(400, "APINotFoundError", "invalid media id")
	w.Prog.Call("DELETE", "/media/"+id).Want(http.StatusOK)
	w.Prog.Call("GET", "/stories/"+id).Refused(400, "APINotFoundError", "")
	w.Check()
}
