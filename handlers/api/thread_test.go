package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"photogram/models/notify"
	"photogram/models/story"
)

func TestThreads(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	storyID := w.NewStory(w.Ada, story.Edit{})
	bo := w.Program(w.Bo, allScopes)
	path := "/stories/" + storyID.String() + "/replies"
	sent := bo.Call("POST", path, "text", " what a light ").Want(http.StatusOK)
	if sent.At("data.text").String() != "what a light" || sent.At("data.user_id").String() != w.Bo.ID.String() ||
		!sent.At("data.to_story").Bool() {
		t.Errorf("%s: %s", sent, sent.Body)
	}
	thread := sent.At("data.thread_id").String()
	bo.Call("POST", path, "reaction", "🔥").Want(http.StatusOK)
	bo.Call("POST", path).Refused(400, "APIInvalidParametersError", "text: Write something first.")
	bo.Call("POST", path, "reaction", "x").Refused(400, "APIInvalidParametersError", "reaction: The reaction is one of")
	bo.Call("POST", path, "text", strings.Repeat("x", 1001)).Refused(400, "APIInvalidParametersError",
		"text: This is too long: 1,001 characters, and at most 1,000 fit.")
	w.Prog.Call("POST", path, "text", "me").Refused(400, "APIInvalidParametersError", "story_id: This is your own story.")
	w.Program(w.Dee, allScopes).Call("POST", path, "text", "hi").Refused(400, "APINotFoundError", "This story does not exist")
	digest(w)

	list := w.Prog.Call("GET", "/users/self/threads").Want(http.StatusOK)
	if got := list.At("data.0"); list.At("data.#").Int() != 1 || got.Get("id").String() != thread ||
		got.Get("user.username").String() != "bo" || !got.Get("unread").Bool() ||
		!got.Get("own_story").Bool() || !got.Get("story_visible").Bool() || got.Get("story_id").String() != storyID.String() ||
		got.Get("last_message.reaction").String() != "🔥" {
		t.Errorf("%s", got)
	}
	if got := w.Prog.Call("POST", "/threads/"+thread+"/seen", "upto", sent.At("data.id").String()).At("data.messages").Int(); got != 1 {
		t.Errorf("%d unread, with one message to read", got)
	}
	if got := w.Prog.Call("POST", "/threads/"+thread+"/seen").At("data.messages").Int(); got != 0 {
		t.Errorf("%d unread", got)
	}
	for range 3 {
		w.Prog.Call("POST", "/threads/"+thread+"/messages", "text", "thanks").Want(http.StatusOK)
	}
	if all := walk(t, bo, "/threads/"+thread+"/messages?count=2", nil); len(all) != 5 {
		t.Errorf("%d messages", len(all))
	}
	bo.Call("POST", "/threads/"+thread+"/messages").Refused(400, "APIInvalidParametersError", "text: Write something first.")
	bo.Call("DELETE", "/threads/"+thread).Want(http.StatusOK)
	bo.Call("DELETE", "/threads/"+thread).Refused(400, "APINotFoundError", "This conversation does not exist.")
	if got := bo.Call("GET", "/users/self/threads").At("data.#").Int(); got != 0 {
		t.Errorf("%d threads after deleting", got)
	}
	// A third person, and ids that are none.
	cy := w.Program(w.Cy, allScopes)
	for _, id := range []string{thread, "9", "x", "-1"} {
		cy.Call("GET", "/threads/"+id+"/messages").Refused(400, "APINotFoundError", "This conversation does not exist.")
		cy.Call("POST", "/threads/"+id+"/messages", "text", "hi").Refused(400, "APINotFoundError", "This conversation does not exist.")
		cy.Call("POST", "/threads/"+id+"/seen").Refused(400, "APINotFoundError", "This conversation does not exist.")
		cy.Call("DELETE", "/threads/"+id).Refused(400, "APINotFoundError", "This conversation does not exist.")
	}
	w.Prog.Call("GET", "/users/self/threads", "cursor", "x").Refused(400, "APIInvalidParametersError", "cursor: ")

	// A reply is in time until the last moment, and a key sends it once.
	st, err := story.Visible(ctx, w.DB.Store, w.Ada.ID, storyID)
	w.Must(err)
	w.Clock.Move(st.ExpiresAt.Sub(w.Clock.Now()) - time.Microsecond)
	bo.Call("POST", path, "text", "in time").Want(http.StatusOK)
	w.Clock.Move(time.Microsecond)
	bo.Call("POST", path, "text", "late").Refused(400, "APINotFoundError", "This story does not exist")
	key := []string{"Authorization", "Bearer " + bo.Token, "Idempotency-Key", "k"}
	for range 2 {
		bo.Post("/v1/threads/"+thread+"/messages", map[string][]string{"text": {"once"}}, key...).Want(http.StatusOK)
	}
	if got := bo.Call("GET", "/threads/"+thread+"/messages").List("data.#.text"); strings.Join(got, ",") != "once,in time" {
		t.Errorf("after deleting, the end and a repeated call: %q", got)
	}
	w.Check()
}

func TestStoryMentionIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	overlays := []story.Overlay{{ID: "m", Type: "mention", Username: "ada", X: 0.5, Y: 0.5, Scale: 1}}
	story := w.NewStory(w.Bo, story.Edit{Overlays: &overlays})
	digest(w)
	got := w.Prog.Call("GET", "/users/self/notifications").Want(http.StatusOK).At("data.0")
	if got.Get("kind").String() != "story_mention" || got.Get("story_id").String() != story.String() || got.Get("media_id").Exists() ||
		got.Get("text").String() != "bo mentioned you in a story" ||
		!strings.HasSuffix(got.Get("link").String(), "/stories/bo/"+story.Code()) {
		t.Errorf("%s", got)
	}
}

func digest(w *world) {
	w.T.Helper()
	_, err := notify.Digest(w.T.Context(), w.DB.Store, notify.DigestBatch)
	w.Must(err)
}
