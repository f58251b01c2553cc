package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"photogram/handlers/apitest"
	"photogram/models/comment"
)

func TestTalkThroughTheAPI(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	bo := w.Program(w.Bo, allScopes)
	all := "/media/" + mediaKey(w.Ada, w.Adas) + "/comments"
	first := all + "/" + w.Comment.String()
	reply := w.Prog.Call("POST", all, "text", "thanks", "parent_id", w.Comment.String()).Want(http.StatusOK).At("data")
	apitest.WantFields(t, "reply", reply, oneComment, ownComment)
	if reply.Get("parent_id").String() != w.Comment.String() || reply.Get("text").String() != "thanks" {
		t.Errorf("%s", reply.Raw)
	}
	answer := bo.Call("POST", all, "text", "welcome", "parent_id", reply.Get("id").String()).Want(http.StatusOK).At("data")
	if answer.Get("text").String() != "@ada welcome" || answer.Get("parent_id").String() != w.Comment.String() {
		t.Errorf("%s", answer.Raw)
	}
	if got := strings.Join(w.Prog.Call("GET", all).List("data.#.text"), "|"); got != "nice" {
		t.Errorf("comments: %s", got)
	}
	page := w.Prog.Call("GET", first+"/replies", "count", "1")
	if next := page.At("pagination.next_url").String(); strings.Join(page.List("data.#.text"), "|") != "thanks" ||
		strings.Join(w.Prog.Call("GET", next).List("data.#.text"), "|") != "@ada welcome" {
		t.Errorf("%s", page.Body)
	}
	// Likes.
	for range 2 {
		w.Prog.Call("POST", first+"/likes").Want(http.StatusOK)
	}
	if c := w.Prog.Call("GET", all).At("data.0"); c.Get("likes_count").Int() != 1 || !c.Get("user_has_liked").Bool() ||
		c.Get("replies_count").Int() != 2 {
		t.Errorf("%s", c.Raw)
	}
	if got := strings.Join(bo.Call("GET", first+"/likes").List("data.#.username"), " "); got != "ada" {
		t.Errorf("liked by %s", got)
	}
	w.Prog.Call("DELETE", first+"/likes").Want(http.StatusOK)
	// What the owner does, and only the owner.
	bo.Call("POST", first+"/hide").Refused(400, "APINotAllowedError", "owner")
	bo.Call("POST", first+"/pin").Refused(400, "APINotAllowedError", "owner")
	if c := w.Prog.Call("POST", first+"/pin").Want(http.StatusOK).At("data"); !c.Get("pinned").Bool() {
		t.Errorf("%s", c.Raw)
	}
	w.Clock.Move(time.Second)
	bo.Call("POST", all, "text", "later").Want(http.StatusOK)
	if got := strings.Join(w.Prog.Call("GET", all).List("data.#.text"), "|"); got != "nice|later" {
		t.Errorf("comments: %s", got)
	}
	if c := w.Prog.Call("POST", first+"/hide").Want(http.StatusOK).At("data"); !c.Get("hidden").Bool() || c.Get("pinned").Bool() {
		t.Errorf("%s", c.Raw)
	}
	// Its author is not told, and others find nothing.
	if c := bo.Call("GET", all).At("data.0"); c.Get("text").String() != "nice" || c.Get("hidden").Bool() {
		t.Errorf("%s", c.Raw)
	}
	stranger := w.Program(w.User("eve"), allScopes)
	if got := strings.Join(stranger.Call("GET", all).List("data.#.text"), "|"); got != "later" {
		t.Errorf("a stranger reads %s", got)
	}
	for _, call := range [][]string{{"GET", "/replies"}, {"GET", "/likes"}, {"POST", "/likes"}, {"POST", "/hide"},
		{"PATCH", "", "text", "x"}, {"DELETE", ""}} {
		stranger.Call(call[0], first+call[1], call[2:]...).Refused(400, "APINotFoundError", "comment")
	}
	w.Prog.Call("DELETE", first+"/hide").Want(http.StatusOK)
	// Changing.
	w.Prog.Call("PATCH", first, "text", "x").Refused(400, "APINotAllowedError", "your own comments")
	bo.Call("PATCH", first, "text", "").Refused(400, "APIInvalidParametersError", "text")
	if c := bo.Call("PATCH", first, "text", "nicer").Want(http.StatusOK).At("data"); c.Get("text").String() != "nicer" ||
		!c.Get("edited").Bool() {
		t.Errorf("%s", c.Raw)
	}
	w.Clock.Move(comment.EditWindow)
	bo.Call("PATCH", first, "text", "nicest").Refused(400, "APINotAllowedError", "15 minutes")
	w.Prog.Call("POST", all, "text", "x", "parent_id", "nonsense").Refused(400, "APINotFoundError", "comment")
	w.Prog.Call("DELETE", first).Want(http.StatusOK)
	if n := w.Prog.Call("GET", "/media/"+w.Adas.String()).At("data.comments.count").Int(); n != 1 {
		t.Errorf("%d comments are counted", n)
	}
	w.Check()
}

func TestCommentsFromThroughTheAPI(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	own := "/media/" + mediaKey(w.Ada, w.Adas)
	edit := func(params ...string) (from string, enabled bool) {
		t.Helper()
		m := w.Prog.Call("POST", own+"/edit", params...).Want(http.StatusOK).At("data")
		return m.Get("comments_from").String(), m.Get("comments_enabled").Bool()
	}
	for _, step := range []struct {
		name, value, from string
		enabled           bool
	}{{"comments_from", "followers", "followers", true}, {"comments_enabled", "false", "nobody", false},
		{"comments_enabled", "true", "followers", true},
		{"comments_from", "nobody", "nobody", false}, {"comments_from", "following", "following", true}} {
		if from, enabled := edit(step.name, step.value); from != step.from || enabled != step.enabled {
			t.Errorf("%s=%s: %s, %v", step.name, step.value, from, enabled)
		}
	}
	w.Prog.Call("POST", own+"/edit", "comments_from", "friends").Refused(400, "APIInvalidParametersError", "comments_from")
	w.Program(w.User("eve"), allScopes).Call("POST", own+"/comments", "text", "x").Refused(400, "APINotAllowedError", "follow")
	if from := w.Prog.Call("GET", "/users/self/media/recent").At("data.0.comments_from").String(); from != "following" {
		t.Errorf("in a list: %s", from)
	}
	if from := w.Prog.Call("GET", "/users/self/feed").At("data.#(user.username==\"ada\").comments_from").String(); from != "following" {
		t.Errorf("in the feed: %s", from)
	}
}

func TestPeopleThroughTheAPI(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	own := "/media/" + mediaKey(w.Ada, w.Adas)
	who := func(p string, a interface{ List(string) []string }) string { return strings.Join(a.List(p), " ") }
	for _, body := range []string{`{"users_in_photo": [{"username": "bo", "x": 0.25, "y": 0.5}]}`,
		`{"users_in_photo": [{"user_id": "` + w.Bo.ID.String() + `", "x": 0.25, "y": 0.5}]}`,
		`{"users_in_photo": [{"user": {"username": "bo"}, "position": {"x": 0.25, "y": 0.5}}]}`,
		`{"users_in_photo": "[{\"username\": \"@Bo\", \"x\": 0.25, \"y\": 0.5}]"}`} {
		w.Prog.JSON("POST", own+"/edit", `{"users_in_photo": []}`).Want(http.StatusOK)
		m := w.Prog.JSON("POST", own+"/edit", body).Want(http.StatusOK).At("data.users_in_photo.0")
		apitest.WantFields(t, "person", m, "user:object position:object", "")
		apitest.WantFields(t, "user in photo", m.Get("user"), shortUser, "")
		if m.Get("user.username").String() != "bo" || m.Get("position").Raw != `{"x":0.25,"y":0.5}` {
			t.Errorf("%s: %s", body, m.Raw)
		}
	}
	for _, bad := range []string{"x", `[{"x":1}]`, `[{"username":"bo","x":2,"y":0}]`, `[{"username":"nobody","x":0,"y":0}]`,
		`[{"user_id":"dee"}]`, `[1]`, `{"username":"dee","x":0,"y":0}`,
		`[{"user_id":"` + w.Dee.ID.String() + `"}]`} {
		w.Prog.Call("POST", own+"/edit", "users_in_photo", bad).Refused(400, "APIInvalidParametersError", "users_in_photo")
	}
	w.Prog.Call("POST", own+"/edit", "users_in_photo",
		`[{"username":"bo","x":0.1,"y":0.9},{"username":"cy","x":0,"y":1}]`).Want(http.StatusOK)
	eve := w.Program(w.User("eve"), allScopes)
	for _, list := range []string{"/media/popular", "/users/" + w.Ada.ID.String() + "/media/recent", "/tags/sea/media/recent"} {
		at := `data.#(id=="` + mediaKey(w.Ada, w.Adas) + `").users_in_photo.#.user.username`
		if got := who(at, eve.Call("GET", list)); got != "bo" { // bo follows ada; cy is asked first
			t.Errorf("%s shows %q", list, got)
		}
		if got := who(at, w.Prog.Call("GET", list)); got != "bo cy" && !strings.Contains(list, "popular") {
			t.Errorf("%s shows its owner %q", list, got)
		}
	}
	w.Check()
}
