package handlers_test

import (
	"bytes"
	"image/jpeg"
	"net/http"
	"testing"

	"photogram/media/mediatest"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/web/webtest"
)

// Files of a shared post are replaced and looked at through the pages.
func TestFilesOfASharedPost(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	s.Work()
	ada := s.User("ada")
	c, other := s.As(ada), s.As(s.User("bo"))
	postName := "/p/" + draft(t, c, mediatest.WithExif(mediatest.Photo(2600, 1300), 6), mediatest.Photo(200, 200))
	id := mustCode(t, postName)
	c.Post(postName+"/edit", form("caption", "one", "action", "publish")).Want(303)
	webtest.Eventually(t, "the post", func() bool { return other.Get(postName).StatusCode == 200 })
	read := func() *post.View {
		p, err := post.Own(t.Context(), s.DB.Store, ada.ID, id)
		must(t, err)
		return p
	}
	first, second := read().Items[0], read().Items[1]
	item := func(m post.Media, action string) string { return postName + "/items/" + m.ID.String() + "/" + action }

	// The originals are for the owner alone until others may see them, and carry nothing of the camera.
	c.Get(postName + "/original").Want(200).Says("keep your file as it came")
	other.Get(postName + "/original").Want(404)
	other.Get(item(first, "original.jpg")).Want(404)
	c.Post(postName+"/edit", form("fields", "allow_original", "allow_original", "on", "action", "save")).Want(303)
	webtest.Eventually(t, "the full pictures", func() bool { return other.Get(item(first, "original.jpg")).StatusCode == 200 })
	a := other.Get(item(first, "original.jpg")).Want(200)
	im, err := jpeg.Decode(bytes.NewReader(a.Body))
	must(t, err)
	if im.Bounds().Dx() != 1300 || im.Bounds().Dy() != 2600 || mediatest.HasMetadata(a.Body) {
		t.Errorf("the original is %v, metadata %v", im.Bounds(), mediatest.HasMetadata(a.Body))
	}
	other.Get(postName + "/original").Want(200).Has("a[href='" + item(first, "original.jpg") + "']")
	c.Post(postName+"/edit", form("fields", "allow_original", "action", "save")).Want(303)
	other.Get(item(first, "original.jpg")).Want(404)

	// Replacing: what is wrong is told, what is right waits until it is saved.
	c.Get(item(second, "replace")).Want(200).Has("input[type=file][name=file]")
	other.Get(item(second, "replace")).Want(403)
	c.Upload(item(second, "replace"), nil,
		[]webtest.File{{Name: "a.txt", Data: []byte("no picture")}}).Want(http.StatusUnprocessableEntity).Says("not a photo")
	c.Upload(item(second, "replace"), nil, nil).Want(http.StatusUnprocessableEntity)
	c.Upload(item(second, "replace"), nil, []webtest.File{{Name: "b.jpg", Data: mediatest.Photo(300, 100)}}).Want(303)
	c.Get(postName + "/edit").Want(200).Says("replaces the photo that others see")
	var added post.Media
	for _, m := range read().Items {
		if m.Replaces != nil {
			added = m
		}
	}
	if added.ID == 0 || len(read().Items) != 3 {
		t.Fatalf("%d items", len(read().Items))
	}
	c.Post(postName+"/edit", form("action", "save", "i"+added.ID.String()+".pos", "1", "i"+first.ID.String()+".pos", "2", "cover",
		first.ID.String())).Want(303)
	webtest.Eventually(t, "the replacement", func() bool {
		p, err := post.Visible(t.Context(), s.DB.Store, 0, id)
		must(t, err)
		return len(p.Items) == 2 && p.Items[0].ID == added.ID && *p.CoverID == first.ID
	})
	c.Post(item(first, "delete"), nil).Want(303)
	c.Post(item(added, "delete"), nil).Want(http.StatusConflict)
	c.Get(item(first, "replace")).Want(404)
	c.Post(postName+"/edit", form("action", "save", "cover", "x")).Want(422)
	c.Post(postName+"/edit", form("action", "save", "i"+added.ID.String()+".pos", "first")).Want(422)
	s.Check()
}

func TestCaptionHistory(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo := s.User("ada"), s.User("bo")
	c, other := s.As(ada), s.As(bo)
	post := "/p/" + s.Post(ada, "first words").Code()
	other.Get(post).Want(200).HasNot("a[href='" + post + "/history']")
	c.Post(post+"/edit", form("caption", "second words", "action", "save")).Want(303)
	other.Get(post).Want(200).Has("a[href='" + post + "/history']")
	other.Get(post+"/history").Want(200).Says("first words", "second words")
	must(t, people.Block(t.Context(), s.DB.Store, ada.ID, bo.ID))
	other.Get(post + "/history").Want(404)
}
