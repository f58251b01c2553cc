package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"photogram/handlers/apitest"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/people"
)

func TestSaveThroughTheAPI(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	post := mediaKey(w.Bo, w.Bos)
	for range 2 {
		w.Prog.Call("POST", "/media/"+post+"/save").Want(http.StatusOK)
	}
	if a := w.Prog.Call("GET", "/media/"+post); !a.At("data.user_has_saved").Bool() {
		t.Errorf("%s", a.Body)
	}
	a := w.Prog.Call("GET", "/users/self/media/saved").Want(http.StatusOK)
	if !slices.Equal(a.List("data.#.id"), []string{post}) || !a.At("data.0.user_has_saved").Bool() {
		t.Errorf("%s", a.Body)
	}
	wantMedia(t, a.At("data.0"), "caption:object location:null")
	if a := w.Program(w.Bo, allScopes).Call("GET", "/users/self/media/saved"); len(a.List("data")) != 0 {
		t.Errorf("somebody else sees it: %s", a.Body)
	}
	for range 2 {
		w.Prog.Call("DELETE", "/media/"+post+"/save").Want(http.StatusOK)
	}
	if a := w.Prog.Call("GET", "/users/self/media/saved"); len(a.List("data")) != 0 {
		t.Errorf("%s", a.Body)
	}
	for what, id := range w.Hidden {
		for _, method := range []string{"POST", "DELETE"} {
			a := w.Prog.Call(method, "/media/"+id.String()+"/save")
			if a.At("meta.error_type").String() != "APINotFoundError" || a.At("meta.error_message").String() != "invalid media id" {
				t.Errorf("%s, %s: %s", what, method, a.Body)
			}
		}
	}
	w.Prog.Call("POST", "/media/"+w.Bos.String()+"_9/save").Refused(400, "APINotFoundError", "")
	w.Prog.Call("GET", "/users/self/media/saved", "max_save_id", "x").Refused(400, "APIInvalidParametersError", "max_save_id: ")
	w.Check()
}

func TestCollectionsThroughTheAPI(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const shape = "id:string created_time:string name:string description:string media_count:number"
	a := w.Prog.Call("POST", "/users/self/collections", "name", "Coast", "description", "By the sea").Want(http.StatusOK)
	apitest.WantFields(t, "collection", a.At("data"), shape+" cover:null cover_media_id:null link:null", "")
	wantSeconds(t, a.At("data.created_time"))
	path := "/users/self/collections/" + a.At("data.id").String()
	var keys []string
	for i := range 5 {
		keys = append(keys, mediaKey(w.Bo, w.Post(w.Bo, fmt.Sprint(i))))
		w.Prog.Call("POST", path+"/media/"+keys[i]).Want(http.StatusOK)
	}
	order := func(want ...int) {
		t.Helper()
		var ids []string
		for _, i := range want {
			ids = append(ids, keys[i])
		}
		if got := walk(t, w.Prog, path+"/media?count=2", nil); !slices.Equal(got, ids) {
			t.Errorf("the order is %v, want %v", got, ids)
		}
	}
	order(4, 3, 2, 1, 0)
	w.Prog.Call("POST", path+"/media/"+keys[0], "to", "first").Want(http.StatusOK)
	w.Prog.Call("POST", path+"/media/"+keys[4], "to", "below", "beside", keys[2]).Want(http.StatusOK)
	w.Prog.Call("POST", path+"/media/"+keys[1], "to", "up").Want(http.StatusOK)
	order(0, 3, 2, 1, 4)
	w.Prog.Call("POST", path+"/media/"+keys[1], "to", "sideways").Refused(400, "APIInvalidParametersError", "to: ")
	w.Prog.Call("POST", path+"/media/"+keys[1], "to", "above", "beside", "x").Refused(400, "APIInvalidParametersError", "beside: ")
	if got := walk(t, w.Prog, "/users/self/media/saved?count=2", nil); len(got) != 5 {
		t.Errorf("saved: %v", got)
	}
	a = w.Prog.Call("PATCH", path, "name", "Küste", "cover", keys[2], "shared", "true").Want(http.StatusOK)
	apitest.WantFields(t, "collection", a.At("data"), shape+" cover:object cover_media_id:string link:string", "")
	wantImages(t, a.At("data.cover"))
	link := a.At("data.link").String()
	if a.At("data.name").String() != "Küste" || a.At("data.description").String() != "By the sea" ||
		a.At("data.media_count").Int() != 5 || a.At("data.cover_media_id").String() != keys[2] || !strings.HasPrefix(link, w.URL+"/c/") {
		t.Errorf("%s", a.Body)
	}
	w.Visitor().Get(link).Want(http.StatusOK).Has("#t-" + w.code(keys[2]))
	a = w.Prog.Call("PATCH", path, "new_link", "true", "cover", "").Want(http.StatusOK)
	if a.At("data.link").String() == link || a.At("data.cover_media_id").Exists() && a.At("data.cover_media_id").String() != "" {
		t.Errorf("%s", a.Body)
	}
	w.Visitor().Get(link).Want(http.StatusNotFound)
	w.Prog.Call("PATCH", path, "shared", "false").Want(http.StatusOK)

	w.Prog.Call("DELETE", path+"/media/"+keys[2]).Want(http.StatusOK)
	order(0, 3, 1, 4)
	// What is hidden vanishes from lists and counts.
	w.Must(account.UpdateProfile(t.Context(), w.DB.Store, w.Bo.ID, account.ProfileInput{IsPrivate: new(true)}))
	w.Must(people.Unfollow(t.Context(), w.DB.Store, w.Ada.ID, w.Bo.ID))
	order()
	if a := w.Prog.Call("GET", path); a.At("data.media_count").Int() != 0 || a.At("data.cover").IsObject() {
		t.Errorf("%s", a.Body)
	}
	w.Must(account.UpdateProfile(t.Context(), w.DB.Store, w.Bo.ID, account.ProfileInput{IsPrivate: new(false)}))
	order(0, 3, 1, 4)

	other := w.Program(w.Bo, allScopes)
	for _, c := range [][2]string{{"GET", path}, {"PATCH", path}, {"GET", path + "/media"}, {"POST", path + "/media/" + keys[0]},
		{"DELETE", path + "/media/" + keys[0]}} {
		var params []string
		if c[0] == "PATCH" {
			params = []string{"name", "stolen"}
		}
		other.Call(c[0], c[1], params...).Refused(400, "APINotFoundError", "this collection does not exist")
	}
	other.Call("DELETE", path).Want(http.StatusOK)
	order(0, 3, 1, 4)
	for what, id := range w.Hidden {
		if a := w.Prog.Call("POST", path+"/media/"+id.String()); a.At("meta.error_message").String() != "invalid media id" {
			t.Errorf("%s: %s", what, a.Body)
		}
	}
	for range 4 {
		w.Prog.Call("POST", "/users/self/collections", "name", "More").Want(http.StatusOK)
	}
	all := walk(t, w.Prog, "/users/self/collections?count=2", nil)
	w.Prog.Call("PATCH", path, "to", "first").Want(http.StatusOK)
	moved := walk(t, w.Prog, "/users/self/collections?count=2", nil)
	if len(all) != 6 || len(moved) != 6 || !strings.HasSuffix(path, moved[0]) {
		t.Errorf("%v, then %v", all, moved)
	}
	w.Prog.Call("POST", "/users/self/collections", "name", " ").Refused(400, "APIInvalidParametersError", "name: ")
	w.Prog.Call("PATCH", path, "cover", "x").Refused(400, "APIInvalidParametersError", "cover: ")
	w.Prog.Call("DELETE", path).Want(http.StatusOK)
	w.Prog.Call("GET", path).Refused(400, "APINotFoundError", "")
	w.Check()
}

// code is the code of a post in links.
func (w *world) code(key string) string {
	id, _, _ := strings.Cut(key, "_")
	post, err := models.ParseID(id)
	w.Must(err)
	return post.Code()
}
