package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"photogram/models/access"
	"photogram/models/post"
	"photogram/web/webtest"
)

// Old programs build the address of a picture of a post's.
func TestPictureOfPost(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo := s.User("ada"), s.User("bo")
	id := s.Post(ada, "shown")
	v := s.Visitor()
	for size, name := range map[string]string{"?size=t": "/sq150.jpg", "?size=m": "", "?size=l": "", "": ""} {
		for _, path := range []string{"/p/" + id.Code() + "/media/", "/p/" + id.Code() + "/media"} {
			a := v.Get(path + size).Want(http.StatusFound)
			to := a.Header.Get("Location")
			if !strings.HasPrefix(to, "/media/") || !strings.HasSuffix(to, name) || strings.Contains(to, "sig=") {
				t.Errorf("%s%s leads to %s", path, size, to)
			}
		}
	}
	v.Get("/p/" + id.Code() + "/media?size=xl").Want(http.StatusUnprocessableEntity)
	audience := access.Audience("followers")
	hidden, items := s.Draft(ada, 1)
	s.Render(items...)
	must(t, post.Publish(t.Context(), s.DB.Store, ada.ID, hidden, post.PublishInput{Edit: post.Edit{Audience: &audience}}))
	for _, c := range []*webtest.Client{v, s.As(bo)} {
		c.Get("/p/" + hidden.Code() + "/media").Want(http.StatusNotFound)
	}
	if to := s.As(ada).Get("/p/" + hidden.Code() + "/media").Want(http.StatusFound).Header.Get("Location"); !strings.Contains(to, "sig=") {
		t.Errorf("the owner is led to %s", to)
	}
	s.Check()
}
