package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tidwall/gjson"

	"photogram/media/mediatest"
	"photogram/models/notify"
	"photogram/models/people"
	"photogram/models/story"
	"photogram/web/webtest"
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
	bo.Call("POST", path, "reaction", "x").Refused(400, "APIInvalidParametersError", "reaction: Choose a reaction from")
	bo.Call("POST", path, "text", strings.Repeat("x", 1001)).Refused(400, "APIInvalidParametersError",
		"text: Use at most 1,000 characters; this has 1,001.")
	w.Prog.Call("POST", path, "text", "me").Refused(400, "APIInvalidParametersError", "story_id: This is your own story.")
	w.Program(w.Dee, allScopes).Call("POST", path, "text", "hi").Refused(400, "APINotFoundError", "this story does not exist")
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
	bo.Call("DELETE", "/threads/"+thread).Refused(400, "APINotFoundError", "This conversation doesn’t exist.")
	if got := bo.Call("GET", "/users/self/threads").At("data.#").Int(); got != 0 {
		t.Errorf("%d threads after deleting", got)
	}
	// A third person, and ids that are none.
	cy := w.Program(w.Cy, allScopes)
	for _, id := range []string{thread, "9", "x", "-1"} {
		cy.Call("GET", "/threads/"+id+"/messages").Refused(400, "APINotFoundError", "This conversation doesn’t exist.")
		cy.Call("POST", "/threads/"+id+"/messages", "text", "hi").Refused(400, "APINotFoundError", "This conversation doesn’t exist.")
		cy.Call("POST", "/threads/"+id+"/seen").Refused(400, "APINotFoundError", "This conversation doesn’t exist.")
		cy.Call("DELETE", "/threads/"+id).Refused(400, "APINotFoundError", "This conversation doesn’t exist.")
	}
	w.Prog.Call("GET", "/users/self/threads", "cursor", "x").Refused(400, "APIInvalidParametersError", "cursor: ")

	// A reply is in time until the last moment, and a key sends it once.
	st, err := story.Visible(ctx, w.DB.Store, w.Ada.ID, storyID)
	w.Must(err)
	w.Clock.Move(st.ExpiresAt.Sub(w.Clock.Now()) - time.Microsecond)
	bo.Call("POST", path, "text", "in time").Want(http.StatusOK)
	w.Clock.Move(time.Microsecond)
	bo.Call("POST", path, "text", "late").Refused(400, "APINotFoundError", "this story does not exist")
	key := []string{"Authorization", "Bearer " + bo.Token, "Idempotency-Key", "k"}
	for range 2 {
		bo.Post("/v1/threads/"+thread+"/messages", map[string][]string{"text": {"once"}}, key...).Want(http.StatusOK)
	}
	if got := bo.Call("GET", "/threads/"+thread+"/messages").List("data.#.text"); strings.Join(got, ",") != "once,in time" {
		t.Errorf("after deleting, the end and a repeated call: %q", got)
	}
	w.Check()
}

// Messages of any kind go to one person or a group, and come back as what a reader may see.
func TestMessages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	bo, cy, ada := w.Program(w.Bo, allScopes), w.Program(w.Cy, allScopes), w.Prog
	w.Must(people.Unfollow(ctx, w.DB.Store, w.Ada.ID, w.Bo.ID))

	// A stranger asks first.
	made := bo.Call("POST", "/threads", "user_ids", w.Ada.ID.String(), "text", "hello").Want(http.StatusOK)
	thread := made.At("data.id").String()
	if made.At("data.kind").String() != "direct" || made.At("data.user.username").String() != "ada" || made.At("data.request").Bool() ||
		made.At("data.last_message.text").String() != "hello" || made.At("data.story_id").String() != "" {
		t.Errorf("%s", made.Body)
	}
	if got := ada.Call("GET", "/users/self/threads").At("data.#").Int(); got != 0 {
		t.Errorf("%d threads with a request alone", got)
	}
	asked := ada.Call("GET", "/users/self/threads/requests").Want(http.StatusOK)
	if asked.At("data.0.id").String() != thread || !asked.At("data.0.request").Bool() {
		t.Errorf("%s", asked.Body)
	}
	if ada.Call("POST", "/threads/"+thread+"/accept").Want(http.StatusOK).At("data.request").Bool() {
		t.Error("still a request")
	}
	path := "/threads/" + thread + "/messages"

	// Text, photos and cards.
	bo.Call("POST", path, "text", strings.Repeat("x", 10_000)).Refused(400, "APIInvalidParametersError",
		"text: Use at most 1,000 characters; this has 10,000.")
	key := []string{"Authorization", "Bearer " + bo.Token, "Idempotency-Key", "photo"}
	var sent []string
	for range 6 { // whatever the order in which the fields come
		a := bo.Upload("/v1"+path, webtest.Form("text", "look", "alt_text", "A harbour"),
			[]webtest.File{{Name: "a.jpg", Data: mediatest.Photo(64, 48)}, {Name: "b.jpg", Data: mediatest.Photo(48, 64)}},
			key...).Want(http.StatusOK)
		sent = append(sent, a.At("data.id").String())
		if a.At("data.photos.#").Int() != 2 || a.At("data.photos.0.alt_text").String() != "A harbour" ||
			a.At("data.photo_count").Int() != 2 {
			t.Errorf("%s", a.Body)
		}
	}
	if len(slices.Compact(sent)) != 1 {
		t.Errorf("a call that was repeated made %v", sent)
	}
	w.Work()
	url := ""
	webtest.Eventually(t, "the photo", func() bool {
		read := ada.Call("GET", path+"/"+sent[0]).Want(http.StatusOK)
		url = read.At("data.photos.0.images.thumbnail.url").String()
		return read.At("data.photos.0.state").String() == "ready"
	})
	w.Visitor().Get(url).Want(http.StatusOK)
	for _, file := range []webtest.File{{Name: "a.txt", Data: []byte("no photo")}, {Name: "a.mp4", Data: mediatest.Video(t)}} {
		bo.Upload("/v1"+path, webtest.Form("text", "kept"), []webtest.File{file}, "Authorization", "Bearer "+bo.Token).
			Refused(400, "APIInvalidParametersError", "file: ")
	}
	draft := ada.SendFiles(nil, webtest.File{Name: "a.jpg", Data: mediatest.Photo(64, 48)}).At("data.id").String()
	if got := ada.Call("POST", path, "media_id", draft).Want(http.StatusOK).At("data.photos.#").Int(); got != 1 {
		t.Errorf("of a draft %d photos", got)
	}
	ada.Call("POST", path, "post_id", "x", "media_id", "y").Refused(400, "APIInvalidParametersError", "Send an id.")
	card := ada.Call("POST", path, "post_id", mediaKey(w.Bo, w.Bos)).Want(http.StatusOK)
	if !card.At("data.card.available").Bool() || card.At("data.card.media.user.username").String() != "bo" {
		t.Errorf("%s", card.Body)
	}
	st := w.NewStory(w.Ada, story.Edit{})
	if got := ada.Call("POST", path, "story_id", mediaKey(w.Ada, st)).Want(http.StatusOK); !got.At("data.card.available").Bool() ||
		got.At("data.card.story.user.username").String() != "ada" {
		t.Errorf("%s", got.Body)
	}

	// Reactions, and what is taken back.
	reactions := path + "/" + sent[0] + "/reactions"
	ada.Call("POST", reactions, "reaction", "x").Refused(400, "APIInvalidParametersError", "reaction: Choose one emoji")
	ada.Call("POST", reactions, "reaction", "🔥").Want(http.StatusOK)
	if got := ada.Call("PUT", reactions, "reaction", "🎉").Want(http.StatusOK); got.At("data.reactions.#").Int() != 1 ||
		got.At("data.reactions.0.reaction").String() != "🎉" {
		t.Errorf("%s", got.Body)
	}
	if got := ada.Call("DELETE", reactions).Want(http.StatusOK).At("data.reactions.#").Int(); got != 0 {
		t.Errorf("%d reactions", got)
	}
	ada.Call("DELETE", path+"/"+sent[0]).Refused(400, "APINotAllowedError", "You can only take back your own messages.")
	bo.Call("DELETE", path+"/"+sent[0]).Want(http.StatusOK)
	bo.Call("DELETE", path+"/"+sent[0]).Refused(400, "APINotFoundError", "This message doesn’t exist.")
	if got := ada.Call("GET", path+"/"+sent[0]).Want(http.StatusOK); !got.At("data.unsent").Bool() || got.At("data.text").String() != "" {
		t.Errorf("%s", got.Body)
	}
	w.Visitor().Get(url).Want(http.StatusNotFound)

	// A group.
	group := ada.Post("/v1/threads", nil, "Authorization", "Bearer "+ada.Token)
	group.Refused(400, "APIInvalidParametersError", "user_ids: Choose someone to write to.")
	id := ada.Call("POST", "/threads", "user_ids", w.Bo.ID.String()+","+w.Cy.ID.String(), "name",
		"Coast").Want(http.StatusOK).At("data.id").String()
	group = cy.Call("GET", "/threads/"+id).Want(http.StatusOK)
	if group.At("data.name").String() != "Coast" || group.At("data.members.#").Int() != 3 || group.At("data.user").Type != gjson.Null ||
		group.At("data.maker_id").String() != w.Ada.ID.String() || group.At("data.last_message.event").String() != "made" {
		t.Errorf("%s", group.Body)
	}
	bo.Call("DELETE", "/threads/"+id+"/members/"+w.Cy.ID.String()).Refused(400, "APINotAllowedError", "Only the person who made the group")
	ada.Call("DELETE", "/threads/"+id+"/members/"+w.Cy.ID.String()).Want(http.StatusOK)
	cy.Call("GET", "/threads/"+id+"/messages").Refused(400, "APINotFoundError", "This conversation doesn’t exist.")
	bo.Call("PATCH", "/threads/"+id, "name", "Shore").Want(http.StatusOK)
	if got := bo.Call("GET", "/threads/"+id+"/members").List("data.#.username"); strings.Join(got, " ") != "ada bo" {
		t.Errorf("members %v", got)
	}
	bo.Call("DELETE", "/threads/"+id+"/members/self").Want(http.StatusOK)

	// Two hundred in a minute.
	var last *webtest.Answer
	for range 61 {
		last = ada.Call("POST", path, "text", "again")
	}
	last.Refused(429, "OAuthRateLimitException", "The maximum number of messages per minute has been exceeded, which is 60.")
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
