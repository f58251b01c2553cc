package handlers_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"text/tabwriter"

	"photogram/media/mediatest"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/post"
	"photogram/web/webtest"
)

// sentFile is a file that somebody sends; says is part of the reason it is
// refused for, or empty when it is taken.
type sentFile struct {
	name, file string
	data       []byte
	says       string
}

func sentFiles() []sentFile {
	photo := mediatest.Photo(640, 480)
	files := []sentFile{
		{"text renamed", "holiday.jpg", []byte("Dear reader,\nthis is not a photo.\n"), "looks like text"},
		{"JPEG cut in half", "a.jpg", photo[:len(photo)/2], "damaged"},
		{"JPEG of three bytes", "a.jpg", photo[:3], "damaged"},
		{"PNG of 50,000 × 50,000", "a.png", mediatest.PNGClaiming(50_000, 50_000), "16383"},
		{"PNG of 16,000 × 16,000", "a.png", mediatest.PNGClaiming(16_000, 16_000), "64"},
		{"SVG", "a.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), "SVG"},
		{"web page", "a.jpg", []byte(`<!doctype html><script>alert(1)</script>`), "web page"},
		{"zero bytes", "a.jpg", nil, "empty"},
		{"60 MB", "a.jpg", append(bytes.Clone(photo), make([]byte, 60_000_000-len(photo))...), "30 MB"},
		{"GIF that hides 60,000 × 60,000", "a.gif", mediatest.GIFClaiming(10, 10, 60_000, 60_000, true), "16383"},
		{"8 × 8", "a.png", mediatest.PNG(mediatest.Scene(8, 8)), "at least 16"},
		{"PDF", "a.jpg", []byte("%PDF-1.7\n"), "PDF"},
		{"MP4", "a.jpg", []byte("\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"), "video"},
		{"WebM cut off", "a.webm", []byte("\x1aE\xdf\xa3\x9fB\x86\x81\x01"), "video"},
		{"GIF of 10,000 frames", "a.gif", mediatest.GIF(16, 16, 10_000), "at most 600"},
		{"playlist", "a.mp4", []byte("#EXTM3U\nfile:///etc/passwd\n"), "playlist"},
		{"animated GIF", "a.gif", mediatest.GIF(40, 30, 5), ""},
		{"CMYK JPEG", "a.jpg", mediatest.CMYK(64, 48), ""},
		{"16-bit PNG", "a.png", mediatest.PNG16(60, 40), ""},
		{"JPEG with a rider", "a.php", append(mediatest.Photo(40, 30), "<?php system('id'); ?><script>alert(1)</script>"...), ""},
		{"name with a path", "../../../etc/passwd", mediatest.Photo(40, 30), ""},
		{"name of invalid UTF-8", "a\xff\n\u202e<script>.jpg", mediatest.Photo(40, 30), ""},
		{"name of 5,000 characters", strings.Repeat("x", 5000) + ".jpg", mediatest.Photo(40, 30), ""},
	}
	for o := 1; o <= 8; o++ {
		files = append(files, sentFile{fmt.Sprintf("EXIF orientation %d", o), "a.jpg", mediatest.WithExif(mediatest.Photo(60, 40), o), ""})
	}
	return files
}

// Every file through every door: none breaks the server, each that is refused is
// told why, and each that is taken can be shown.
func TestBadFiles(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	s.Work()
	ada := s.User("ada")
	program, browser := s.Program(ada, "basic publish"), s.As(ada)
	var table strings.Builder
	tab := tabwriter.NewWriter(&table, 2, 8, 2, ' ', 0)
	for i, f := range sentFiles() {
		file := []webtest.File{{Name: f.file, Data: f.data}}
		api := program.SendFiles(nil, file...)
		if f.says == "" && i%4 != 0 { // the doors differ in how they refuse
			accepted(t, s, tab, ada, f, api)
			continue
		}
		script := browser.Upload("/new/file", nil, file, "Accept", "application/json")
		page := browser.Upload("/new", nil, file)
		face := browser.Upload("/settings", nil, []webtest.File{{Field: "avatar", Name: f.file, Data: f.data}})
		if f.says == "" {
			if api.StatusCode != 200 || script.StatusCode != 201 || page.StatusCode != 303 || face.StatusCode != 303 {
				t.Errorf("%s is not taken: %s %s, %s %s, %s, %s", f.name, api, api.Text(), script, script.Text(), page, face)
				continue
			}
			accepted(t, s, tab, ada, f, api)
			continue
		}
		api.Refused(400, "APIInvalidParametersError", "file: ")
		message := api.At("error_message").String()
		fmt.Fprintf(tab, "%s\t%d, %d, %d, %d\t%s\n", f.name, api.StatusCode, script.StatusCode, page.StatusCode, face.StatusCode, message)
		if got := script.At("error"); script.StatusCode != 422 && script.StatusCode != 413 || got.Get("field").String() != "file" ||
			!strings.Contains(got.Get("message").String(), f.says) {
			t.Errorf("%s: %s: %s", f.name, script, script.Body)
		}
		for _, a := range []*webtest.Answer{page, face} {
			if a.StatusCode != 422 && a.StatusCode != 413 || !strings.Contains(a.Text(), f.says) {
				t.Errorf("%s: %s: %s", f.name, a, a.Text())
			}
		}
		if !strings.Contains(message, f.says) {
			t.Errorf("%s: %s", f.name, message)
		}
	}
	must(t, tab.Flush())
	t.Logf("file → API, script, form, profile picture\n%s", table.String())
	for _, key := range append(s.Keys("o/"), s.Keys("r/")...) {
		if strings.Contains(key, "passwd") || strings.Contains(key, "php") {
			t.Errorf("a name from outside is on the disk: %s", key)
		}
	}
	s.Check()
}

// accepted waits until a file that was taken can be shown.
func accepted(t *testing.T, s *webtest.Site, tab io.Writer, owner *account.User, f sentFile, api *webtest.Answer) {
	t.Helper()
	if api.StatusCode != 200 {
		t.Errorf("%s is not taken: %s %s", f.name, api, api.Text())
		return
	}
	id, err := models.ParseID(strings.Split(api.At("data.id").String(), "_")[0])
	must(t, err)
	var m post.Media
	webtest.Eventually(t, f.name+" is rendered", func() bool {
		p, err := post.Own(t.Context(), s.DB.Store, owner.ID, id)
		must(t, err)
		m = p.Items[0]
		return m.State != "pending"
	})
	if m.State != "ready" {
		t.Errorf("%s is %s: %s", f.name, m.State, m.Failure)
	}
	fmt.Fprintf(tab, "%s\ttaken, %s, %d × %d\n", f.name, m.State, m.Width, m.Height)
}

// Refused files leave nothing behind.
func TestRefusedFilesAreNotKept(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	c := s.As(s.User("ada"))
	for _, f := range sentFiles() {
		if f.says != "" && len(f.data) < 1e6 {
			c.Upload("/new/file", nil, []webtest.File{{Name: f.file, Data: f.data}}, "Accept", "application/json")
		}
	}
	if keys := s.Keys(""); len(keys) != 0 {
		t.Errorf("kept: %v", keys)
	}
	c.Get("/drafts").Want(http.StatusOK).HasNot(".tile")
	// Of several files, the good ones are kept and the bad ones are named.
	code := func() string {
		a := c.Upload("/new", nil, []webtest.File{{Name: "good.jpg", Data: mediatest.Photo(40, 30)},
			{Name: "bad.jpg", Data: []byte("just some text")}}).Want(303)
		page := c.Follow(a).Want(http.StatusOK)
		if !strings.Contains(page.Text(), "We didn’t add bad.jpg") {
			t.Errorf("%s", page.Text())
		}
		return a.Header.Get("Location")
	}()
	// The form for adding to a draft stays the form of that draft.
	p := c.Get(code)
	more, ok := p.Find(".edit-add").Attr("href")
	if !ok {
		t.Fatalf("no way to add photos: %s", p.Text())
	}
	id := c.Get(more).Want(200).Find("input[name=draft]").AttrOr("value", "")
	a := c.Upload("/new", form("draft", id), []webtest.File{{Name: "bad.jpg", Data: []byte("just some text")}}).Want(422)
	if got := a.Find("input[name=draft]").AttrOr("value", ""); got != id || id == "" {
		t.Errorf("after a refused file the form is for draft %q, was %q", got, id)
	}
}
