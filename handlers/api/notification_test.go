package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"photogram/handlers/apitest"
	"photogram/models/notify"
	"photogram/models/people"
	"photogram/models/post"
)

func (w *world) digest() {
	w.T.Helper()
	for n := 1; n > 0; {
		var err error
		n, err = notify.Digest(w.T.Context(), w.DB.Store, notify.DigestBatch)
		w.Must(err)
	}
}

func TestNotifications(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 3 {
		w.Must(people.Follow(t.Context(), w.DB.Store, w.User(fmt.Sprintf("fan%d", i)).ID, w.Ada.ID))
	}
	_, err := post.Like(t.Context(), w.DB.Store, w.Bo.ID, w.Adas)
	w.Must(err)
	w.digest()
	list := w.Prog.Call("GET", "/users/self/notifications").Want(http.StatusOK)
	if got := list.List("data.#.kind"); !slices.Equal(got, []string{"like", "follow", "follow", "follow", "comment", "follow", "mention"}) {
		t.Errorf("kinds: %v", got)
	}
	for _, n := range list.At("data").Array() {
		apitest.WantFields(t, "notification", n, "id:string kind:string created_time:string text:string link:string new:boolean "+
			"users:list others_count:number", "media_id:string comment_id:string comment_text:string")
		apitest.WantFields(t, "user of a notification", n.Get("users.0"), shortUser, "")
		wantSeconds(t, n.Get("created_time"))
		if !n.Get("new").Bool() {
			t.Errorf("not new: %s", n.Raw)
		}
	}
	if like := list.At("data.0"); like.Get("text").String() != "bo liked your photo" ||
		like.Get("media_id").String() != mediaKey(w.Ada, w.Adas) ||
		like.Get("link").String() != w.URL+"/p/"+w.Adas.Code() {
		t.Errorf("like: %s", like.Raw)
	}
	if all := walk(t, w.Prog, "/users/self/notifications?count=2", nil); len(all) != 7 {
		t.Errorf("pages: %v", all)
	}
	if got := w.Prog.Call("GET", "/users/self/notifications", "filter", "comments").List("data.#.id"); len(got) != 2 {
		t.Errorf("comments: %v", got)
	}
	second := list.At("data.1.id").String()
	seen := w.Prog.Call("POST", "/users/self/notifications/seen", "upto", second).Want(http.StatusOK)
	if seen.At("data.unread").Int() != 1 {
		t.Errorf("seen up to %s: %s", second, seen.Body)
	}
	if seen = w.Prog.Call("POST", "/users/self/notifications/seen"); seen.At("data.unread").Int() != 0 ||
		seen.At("data.requests").Int() != 0 {
		t.Errorf("seen: %s", seen.Body)
	}
	if got := w.Prog.Call("GET", "/users/self/notifications").List("data.#.new"); slices.Contains(got, "true") {
		t.Errorf("still new: %v", got)
	}
	if got := w.Prog.JSON("PATCH", "/users/self/notifications/settings",
		`{"like":"off","comment":"following"}`).Want(http.StatusOK); got.At("data.like").String() != "off" ||
		got.At("data.comment").String() != "following" || got.At("data.follow").String() != "everyone" {
		t.Errorf("settings: %s", got.Body)
	}
	_, err = post.Unlike(t.Context(), w.DB.Store, w.Bo.ID, w.Adas)
	w.Must(err)
	_, err = post.Like(t.Context(), w.DB.Store, w.Bo.ID, w.Adas)
	w.Must(err)
	w.digest()
	if got := w.Prog.Call("GET", "/users/self/notifications").List("data.#.new"); slices.Contains(got, "true") {
		t.Errorf("told of what is off: %v", got)
	}
	w.Prog.Call("PATCH", "/users/self/notifications/settings", "follow", "following").Refused(400, "APIInvalidParametersError", "follow: ")
	w.Prog.Call("GET", "/users/self/notifications", "filter", "x").Refused(400, "APIInvalidParametersError", "filter: ")
	w.Prog.Call("GET", "/users/self/notifications", "cursor", "x").Refused(400, "APIInvalidParametersError", "cursor: ")
	w.Prog.Call("POST", "/users/self/notifications/seen", "upto", "-1").Refused(400, "APIInvalidParametersError", "upto: ")
	w.Check()
}
