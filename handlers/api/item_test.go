package api_test

import (
	"net/http"
	"slices"
	"testing"

	"photogram/media/mediatest"
	"photogram/models/post"
	"photogram/web/webtest"
)

// Photos of a shared album are added, replaced and removed; others see what its owner saved.
func TestItemsOfASharedPost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Work()
	auth := []string{"Authorization", "Bearer " + w.Prog.Token}
	media := "/media/" + mediaKey(w.Ada, w.Adas)
	items := func() []string { return w.Prog.Call("GET", media+"/items").Want(http.StatusOK).List("data.#.id") }
	shown := func() []string {
		p, err := post.Visible(t.Context(), w.DB.Store, w.Ada.ID, w.Adas)
		w.Must(err)
		out := []string{}
		for _, m := range p.Items {
			out = append(out, m.ID.String())
		}
		return out
	}
	file := func(name string, width int) webtest.File {
		return webtest.File{Name: name, Data: mediatest.Photo(width, 200)}
	}
	before := items()
	added := w.Prog.Upload("/v1"+media+"/items", webtest.Form("alt_text", "waves"), []webtest.File{file("a.jpg", 300), file("b.jpg", 310)},
		auth...).Want(http.StatusOK)
	ids := added.List("data.#.id")
	if len(ids) != 2 || !added.At("data.0.staged").Bool() || added.At("data.1.alt_text").String() != "waves" {
		t.Fatalf("added: %s", added.Body)
	}
	if got := shown(); !slices.Equal(got, before) {
		t.Errorf("others see %v before it is saved", got)
	}
	// What is staged is named by its id.
	w.Prog.Call("POST", media+"/edit", "item", ids[1], "alt_text", "a boat").Want(http.StatusOK)
	w.Prog.Call("POST", media+"/edit", "apply_items", "true").Want(http.StatusOK)
	webtest.Eventually(t, "the photos", func() bool { return slices.Equal(shown(), append(slices.Clone(before), ids...)) })

	replaced := w.Prog.Upload("/v1"+media+"/items/"+ids[1]+"/replace", nil, []webtest.File{file("c.jpg", 320)}, auth...).Want(http.StatusOK)
	if replaced.At("data.replaces").String() != ids[1] || replaced.At("data.alt_text").String() != "a boat" {
		t.Errorf("replaced: %s", replaced.Body)
	}
	another := replaced.At("data.id").String()
	w.Prog.Call("POST", media+"/edit", "apply_items", "true").Want(http.StatusOK)
	webtest.Eventually(t, "the other photo", func() bool { return slices.Contains(shown(), another) && len(shown()) == 3 })

	for _, id := range []string{another, ids[0]} {
		w.Prog.Call("DELETE", media+"/items/"+id).Want(http.StatusOK)
	}
	w.Prog.Call("DELETE", media+"/items/"+before[0]).Refused(400, "APIInvalidParametersError", "only item")
	if got := items(); !slices.Equal(got, before) {
		t.Errorf("%v are left of %v", got, before)
	}
	w.Check()
}

func TestItemsAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	auth := []string{"Authorization", "Bearer " + w.Prog.Token}
	photo := []webtest.File{{Name: "a.jpg", Data: mediatest.Photo(64, 48)}}
	media, others := "/media/"+mediaKey(w.Ada, w.Adas), "/media/"+mediaKey(w.Bo, w.Bos)
	w.Prog.Call("POST", media+"/items").Refused(400, "APIInvalidParametersError", "file")
	w.Prog.Call("GET", others+"/items").Refused(400, "APINotAllowedError", "")
	w.Prog.Upload("/v1"+others+"/items", nil, photo, auth...).Refused(400, "APINotAllowedError", "")
	w.Prog.Upload("/v1"+media+"/items/9/replace", nil, photo, auth...).Refused(400, "APINotFoundError", "doesn’t exist")
	w.Prog.Call("DELETE", media+"/items/9").Refused(400, "APINotFoundError", "doesn’t exist")
	w.Prog.Call("POST", media+"/items/9/retry").Refused(400, "APINotFoundError", "doesn’t exist")
	id, drafts := w.Draft(w.Ada, 1)
	draft := "/media/" + mediaKey(w.Ada, id)
	item := draft + "/items/" + drafts[0].ID.String()
	w.Prog.Upload("/v1"+item+"/replace", nil, append(photo, photo...), auth...).Refused(400, "APIInvalidParametersError", "file")
	// A file that could not be made is made again, and a draft goes with its last photo.
	_, err := w.DB.Pool().Exec(t.Context(), `UPDATE media SET state = 'failed', failure = 'x' WHERE id = $1`, drafts[0].ID)
	w.Must(err)
	w.Prog.Call("POST", item+"/retry").Want(http.StatusOK)
	if a := w.Prog.Call("GET", draft+"/items").Want(http.StatusOK); a.At("data.0.state").String() != "pending" {
		t.Errorf("after another try: %s", a.Body)
	}
	w.Prog.Call("DELETE", item).Want(http.StatusOK)
	w.Prog.Call("GET", draft+"/items").Refused(400, "APINotFoundError", "")
	w.Check()
}
