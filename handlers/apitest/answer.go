package apitest

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	"photogram/media/mediatest"
	"photogram/models"
)

// fields lists an object's keys with the types of their values.
func fields(v gjson.Result) []string {
	var out []string
	v.ForEach(func(key, value gjson.Result) bool {
		kind := strings.ToLower(value.Type.String())
		if value.IsObject() {
			kind = "object"
		} else if value.IsArray() {
			kind = "list"
		} else if kind == "true" || kind == "false" {
			kind = "boolean"
		}
		out = append(out, key.String()+":"+kind)
		return true
	})
	slices.Sort(out)
	return out
}

// WantFields compares an object with the facts of the dialect: all of it must be
// there with its type, and beside it only what is listed as our own.
func WantFields(t *testing.T, what string, v gjson.Result, dialect, own string) {
	t.Helper()
	got, want, ours := fields(v), strings.Fields(dialect), strings.Fields(own)
	for _, f := range want {
		if !slices.Contains(got, f) {
			t.Errorf("%s lacks %s: %s", what, f, v.Raw)
		}
	}
	for _, f := range got {
		if !slices.Contains(want, f) && !slices.Contains(ours, f) {
			t.Errorf("%s has %s: %s", what, f, v.Raw)
		}
	}
}

// MustID reads an id.
func MustID(t *testing.T, s string) models.ID {
	t.Helper()
	id, err := models.ParseID(s)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// Origin is a server that photos and videos are fetched from.
func Origin(t *testing.T) string {
	t.Helper()
	photo, video := mediatest.Photo(120, 80), mediatest.Video(t)
	s := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/photo.jpg":
			_, _ = rw.Write(photo)
		case "/video.mp4":
			_, _ = rw.Write(video)
		case "/text":
			_, _ = rw.Write([]byte("no photo"))
		case "/short":
			rw.Header().Set("Content-Length", "100000")
			_, _ = rw.Write(photo[:300])
		default:
			http.NotFound(rw, r)
		}
	}))
	t.Cleanup(s.Close)
	return "http://localhost" + s.URL[strings.LastIndexByte(s.URL, ':'):]
}
