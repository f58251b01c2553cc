package api_test

import (
	"testing"

	"photogram/media/mediatest"
	"photogram/web/webtest"
)

func TestUploadNamesDuplicates(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada := s.User("ada")
	program := s.Program(ada, "basic publish")
	photo, other := mediatest.Photo(60, 40), mediatest.Photo(61, 40)
	first := program.SendFiles(nil, webtest.File{Name: "a.jpg", Data: photo}).Want(200)
	if first.At("data.duplicate_of").Exists() {
		t.Errorf("the first is no duplicate: %s", first.Body)
	}
	again := program.SendFiles(nil, webtest.File{Name: "b.jpg", Data: other}, webtest.File{Name: "c.jpg", Data: photo}).Want(200)
	found := again.At("data.duplicate_of").Array()
	if len(found) != 1 || found[0].Get("id").String() != first.At("data.id").String() || found[0].Get("state").String() != "draft" ||
		found[0].Get("shortcode").String() != first.At("data.shortcode").String() ||
		found[0].Get("item").String() != again.At("data.carousel_media.1.id").String() {
		t.Errorf("the second names %s", again.Body)
	}
	theirs := s.Program(s.User("bo"), "basic publish").SendFiles(nil, webtest.File{Name: "a.jpg", Data: photo}).Want(200)
	if theirs.At("data.duplicate_of").Exists() {
		t.Errorf("what somebody else has is told: %s", theirs.Body)
	}
}
