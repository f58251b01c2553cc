package api_test

import (
	"net/http"
	"testing"
)

// A media id that names the wrong owner is no media, for every call that changes something.
func TestWrongOwnerInAMediaID(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	right, wrong := w.Bos.String()+"_"+w.Bo.ID.String(), w.Bos.String()+"_"+w.Ada.ID.String()
	comment := w.Prog.Call("POST", "/media/"+right+"/comments", "text", "hello").Want(http.StatusOK).At("data.id").String()
	for _, call := range [][]string{{"POST", "/likes"}, {"DELETE", "/likes"}, {"POST", "/comments", "text", "x"},
		{"DELETE", "/comments/" + comment}} {
		w.Prog.Call(call[0], "/media/"+wrong+call[1], call[2:]...).Refused(400, "APINotFoundError", "")
	}
	w.Prog.Call("POST", "/media/"+right+"/likes").Want(http.StatusOK)
	w.Prog.Call("DELETE", "/media/"+right+"/comments/"+comment).Want(http.StatusOK)
	w.Check()
}
