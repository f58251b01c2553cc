package api_test

import (
	"net/http"
	"strings"
	"testing"

	"photogram/media/mediatest"
	"photogram/web/webtest"
)

// What programs call without /v1 answers as with it; people get pages.
func TestPathsWithoutVersion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell()
	auth := []string{"Authorization", "Bearer " + w.Prog.Token}
	own, bos := mediaKey(w.Ada, w.Adas), mediaKey(w.Bo, w.Bos)
	for _, path := range []string{"/users/self", "/users/self/", "/users/self.json", "/users/" + w.Bo.ID.String(), "/users/self/feed",
		"/users/search?q=bo", "/media/" + own, "/media/" + w.Bos.String() + "/comments", "/media/shortcode/" + w.Bos.Code(),
		"/media/popular",
		"/tags/sea", "/tags/sea/media/recent", "/tags/search?q=sea", "/stories/" + mediaKey(w.Bo, w.story),
		"/users/self/stories/tray", "/users/" + w.Bo.ID.String() + "/relationship"} {
		a := w.Prog.Do(w.Prog.Request("GET", path, nil), auth...).Want(http.StatusOK)
		with := w.Prog.Do(w.Prog.Request("GET", "/v1"+path, nil), auth...).Want(http.StatusOK)
		if a.Type() != "application/json" || string(a.Body) != string(with.Body) {
			t.Errorf("%s: %s\n%s", path, a.Body, with.Body)
		}
		for _, accept := range []string{"*/*", "text/html, image/gif, */*; q=.2"} { // as some programs say without being asked
			w.Visitor().Get(path+map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")]+"access_token="+w.Prog.Token, "Accept",
				accept).Want(http.StatusOK).At("meta")
		}
	}
	v := w.Visitor()
	v.Get("/users/self", "Accept", "application/json").Refused(400, "OAuthAccessTokenException", "access_token")
	v.Get("/tags/sea", "Accept", "application/json").Refused(400, "OAuthAccessTokenException", "access_token")
	v.Post("/media/"+bos+"/likes", nil).Refused(400, "OAuthAccessTokenException", "access_token")
	page := []string{"Accept", "text/html,application/xhtml+xml"}
	for _, path := range []string{"/tags/sea", "/stories/ada"} {
		for _, headers := range [][]string{page, nil} {
			if a := w.As(w.Ada).Get(path, headers...); a.StatusCode != http.StatusOK && a.StatusCode != http.StatusSeeOther || a.Type() ==
				"application/json" {
				t.Errorf("%s: %s", path, a)
			}
		}
	}
	if a := v.Get("/users/self", page...); a.StatusCode != http.StatusNotFound || !a.IsPage() {
		t.Errorf("%s", a)
	}
	// Calls that write, an upload with its token in the form among them.
	w.Prog.Do(w.Prog.Request("POST", "/media/"+bos+"/likes", nil), auth...).Want(http.StatusOK)
	w.Prog.Do(w.Prog.Request("DELETE", "/media/"+bos+"/likes", nil), auth...).Want(http.StatusOK)
	w.Prog.Post("/media/"+bos+"/comments", webtest.Form("text", "without", "access_token", w.Prog.Token)).Want(http.StatusOK)
	body, kind := formOf(t, mediatest.Photo(60, 40), "access_token", w.Prog.Token, "file", "@a.jpg")
	r := w.Prog.Request("POST", "/media/upload", body)
	r.Header.Set("Content-Type", kind)
	w.Prog.Do(r).Want(http.StatusOK)
	r = w.Prog.Request("OPTIONS", "/users/self", nil)
	if a := w.Prog.Do(r, "Access-Control-Request-Method", "PATCH", "Origin", "https://example.org"); a.StatusCode != http.StatusNoContent ||
		a.Header.Get("Access-Control-Allow-Methods") == "" {
		t.Errorf("%s %v", a, a.Header)
	}
	// A list goes on under /v1.
	w.Post(w.Bo, "newer")
	a := v.Get("/users/" + w.Bo.ID.String() + "/media/recent?count=1&access_token=" + w.Prog.Token).Want(http.StatusOK)
	if next := a.At("pagination.next_url").String(); !strings.HasPrefix(next, w.URL+"/v1/") {
		t.Errorf("%s", a.Body)
	} else if b := v.Get(next + "&sig=anew&appsecret_proof=anew").Want(http.StatusOK); b.At("data.0.id").String() != bos {
		t.Errorf("%s", b.Body)
	} else if b := v.Get(next).Want(http.StatusOK); b.At("data.0.id").String() != bos {
		t.Errorf("%s", b.Body)
	}
	w.Check()
}
