package api_test

import (
	"net/http"
	"slices"
	"testing"

	"photogram/models/post"
)

func TestPinnedMedia(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ids := []string{w.Adas.String()}
	for range 3 {
		ids = append(ids, w.Post(w.Ada, "more").String())
	}
	for _, id := range ids[:3] {
		if a := w.Prog.Call("POST", "/media/"+id+"/pin").Want(http.StatusOK); !a.At("data.pinned").Bool() {
			t.Errorf("%s", a)
		}
	}
	w.Prog.Call("POST", "/media/"+ids[3]+"/pin").Refused(400, "APIInvalidParametersError", "pinned 3 posts")
	w.Prog.Call("POST", "/media/"+w.Bos.String()+"/pin").Refused(400, "APINotAllowedError", "someone else")
	// Programs read in the order of time.
	recent := w.Prog.Call("GET", "/users/self/media/recent").Want(http.StatusOK)
	if got := recent.List("data.#.pinned"); !slices.Equal(got, []string{"false", "true", "true", "true"}) {
		t.Errorf("pinned: %v", got)
	}
	if a := w.Prog.Call("DELETE", "/media/"+ids[0]+"/pin").Want(http.StatusOK); a.At("data.pinned").Bool() {
		t.Errorf("%s", a)
	}
	w.Prog.Call("POST", "/media/"+ids[3]+"/pin").Want(http.StatusOK)
	w.Check()
}

func TestHiddenLikesOfMedia(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := "/media/" + w.Adas.String()
	bo := w.Program(w.Bo, "basic public_content likes")
	bo.Call("POST", id+"/likes").Want(http.StatusOK)
	if n := bo.Call("GET", id).At("data.likes.count"); n.Raw != "1" {
		t.Errorf("shown: %s", n.Raw)
	}
	w.Prog.Call("POST", id+"/edit", "likes_hidden", "true").Want(http.StatusOK)
	for _, a := range []string{id, "/users/self/feed"} {
		m := bo.Call("GET", a).Want(http.StatusOK).At("data")
		if m.IsArray() {
			m = m.Get(`#(likes_hidden==true)`)
		}
		if !m.Get("likes_hidden").Bool() || m.Get("likes.count").Exists() || !m.Get("likes.data").IsArray() {
			t.Errorf("%s: %s", a, m.Get("likes").Raw)
		}
	}
	if n := w.Prog.Call("GET", id).At("data.likes.count"); n.Raw != "1" {
		t.Errorf("to the owner: %s", n.Raw)
	}
	if n := w.Program(w.Bo, "basic public_content").Graph("GET", "/"+w.Adas.String(), "fields", "like_count,comments_count").At("@this"); n.
		Get("like_count").Exists() || !n.Get("comments_count").Exists() {
		t.Errorf("graph: %s", n.Raw)
	}
	self := w.Prog.Call("PATCH", "/users/self", "likes_hidden", "true", "grid", "uncropped").Want(http.StatusOK).At("data")
	if !self.Get("likes_hidden").Bool() || self.Get("grid").String() != "uncropped" {
		t.Errorf("%s", self.Raw)
	}
	w.Prog.Call("PATCH", "/users/self", "grid", "round").Refused(400, "APIInvalidParametersError", "square or uncropped")
	draft, items := w.Draft(w.Ada, 1)
	w.Render(items...)
	shown := w.Prog.Call("POST", "/media/"+draft.String()+"/publish", "likes_hidden", "false").Want(http.StatusOK)
	p, err := post.Visible(t.Context(), w.DB.Store, w.Bo.ID, draft)
	if err != nil || p.LikesHidden || shown.At("data.likes_hidden").Bool() {
		t.Errorf("%v, %s", err, shown)
	}
}
