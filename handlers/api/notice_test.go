package api_test

import (
	"bytes"
	"html"
	"os"
	"strings"
	"testing"

	"photogram/media/mediatest"
	"photogram/web/webtest"
)

// Who sends an animation that will not move is told, by the API and in the editor.
func TestUploadNotices(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada := s.User("ada")
	program := s.Program(ada, "basic publish")
	moving, err := os.ReadFile("../../media/testdata/odd/animated.png")
	if err != nil {
		t.Fatal(err)
	}
	taken := program.SendFiles(nil, webtest.File{Name: "a.png", Data: moving},
		webtest.File{Name: "b.jpg", Data: mediatest.Photo(60, 40)}).Want(200)
	if taken.At("data.notices").Exists() || taken.At("data.carousel_media.0.type").String() != "video" {
		t.Errorf("an animation and a photo: %s", taken.Body)
	}
	broken := bytes.ReplaceAll(moving, []byte("fcTL"), []byte("fxTL"))
	told := program.SendFiles(nil, webtest.File{Name: "a.png", Data: broken}).Want(200)
	notices := told.At("data.notices").Array()
	if len(notices) != 1 || !strings.Contains(notices[0].String(), "people will see its first picture") ||
		told.At("data.type").String() != "image" {
		t.Fatalf("a broken animation: %s", told.Body)
	}
	page := html.UnescapeString(string(s.As(ada).Get("/p/" + told.At("data.shortcode").String() + "/edit").Body))
	if !strings.Contains(page, notices[0].String()) {
		t.Error("the editor does not tell it")
	}
}
