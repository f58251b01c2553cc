package api_test

import (
	"bytes"
	"image/jpeg"
	"testing"

	"github.com/tidwall/gjson"

	"photogram/media/mediatest"
	"photogram/web/webtest"
)

// What the API says of a file's size is true, also of photos smaller than the
// sizes of the API: nothing is enlarged.
func TestSizesAreTrue(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	s.Work()
	ada := s.User("ada")
	program := s.Program(ada, "basic publish")
	for _, size := range [][2]int{{300, 200}, {100, 140}, {1400, 900}} {
		id := program.SendFiles(nil, webtest.File{Name: "a.jpg", Data: mediatest.Photo(size[0], size[1])}).Want(200).At("data.id").String()
		program.Call("POST", "/media/"+id+"/publish").Want(200)
		var media gjson.Result
		webtest.Eventually(t, "it is published", func() bool {
			media = program.Call("GET", "/media/"+id).Want(200).At("data")
			return media.Get("state").String() == "published"
		})
		listed := program.Call("GET", "/users/self/media/recent").Want(200).At("data.0")
		if listed.Get("images").Raw != media.Get("images").Raw {
			t.Errorf("a list says %s, the photo %s", listed.Get("images").Raw, media.Get("images").Raw)
		}
		images := media.Get("renditions").Array()
		media.Get("images").ForEach(func(_, im gjson.Result) bool { images = append(images, im); return true })
		for _, im := range images {
			a := s.Visitor().Get(im.Get("url").String()[len(s.URL):]).Want(200)
			is, err := jpeg.DecodeConfig(bytes.NewReader(a.Body))
			if err != nil {
				t.Fatal(err)
			}
			if int64(is.Width) != im.Get("width").Int() || int64(is.Height) != im.Get("height").Int() {
				t.Errorf("of %v: a file of %d × %d is told to be %s", size, is.Width, is.Height, im.Raw)
			}
			if is.Width > size[0] || is.Height > size[1] {
				t.Errorf("of %v: %d × %d is an enlargement", size, is.Width, is.Height)
			}
		}
	}
}
