package api_test

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"photogram/media/mediatest"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/app"
	"photogram/models/post"
	"photogram/models/saved"
	"photogram/web"
	"photogram/web/webtest"
)

// same fails when a call left something behind.
func (w *world) same(what string, before map[string][]string) {
	w.T.Helper()
	w.Same(what, before)
}

// A call is carried out whole or not at all, and tells all that is wrong with it.
func TestRefusedCallsChangeNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell()
	ctx := t.Context()
	w.Must(saved.Collect(ctx, w.DB.Store, w.Ada.ID, w.Collection, w.Bos, nil))
	other, err := saved.Create(ctx, w.DB.Store, w.Ada.ID, "Other", "")
	w.Must(err)
	second := w.Post(w.Bo, "another")
	planned, items := w.Draft(w.Ada, 1)
	w.Render(items...)
	w.Must(post.Publish(ctx, w.DB.Store, w.Ada.ID, planned, post.PublishInput{PublishAt: w.Clock.Now().Add(48 * time.Hour)}))
	post, story := "/media/"+mediaKey(w.Ada, w.Adas), "/stories/"+w.planned.String()
	collection, highlight := "/users/self/collections/"+w.Collection.String(), "/highlights/"+w.ownHighlight.String()
	tomorrow := w.Clock.Now().Add(24 * time.Hour).Format(time.RFC3339)
	for _, c := range []struct {
		method, path string
		form         []string
		wrong        []string
	}{
		{"POST", post + "/edit", []string{"caption", "new", "publish_at", tomorrow}, []string{"publish_at"}},
		{"POST", post + "/edit", []string{"filter", "Meridian", "alt_text", "new", "audience", "nobody"}, []string{"audience"}},
		{"POST", post + "/edit", []string{"users_in_photo", `[{"username":"bo","x":0.5,"y":0.5}]`, "caption", "new",
			"comments_from", "some", "rotate", "7", "brightness", "900", "cover", "9"},
			[]string{"brightness", "comments_from", "cover", "rotate"}},
		{"POST", post + "/edit", []string{"users_in_photo", `[{"username":"nobody.here","x":0.5,"y":0.5}]`, "alt_text", "new"},
			[]string{"users_in_photo"}},
		{"POST", post + "/edit", []string{"poster", "0", "captions", "no such file", "captions_lang", "english!", "caption", "new"},
			[]string{"captions", "lang", "poster"}},
		{"POST", "/media/" + planned.String() + "/edit", []string{"caption", "new", "publish_at", "2001-01-01T00:00:00Z"},
			[]string{"publish_at"}},
		{"POST", "/media/" + planned.String() + "/publish", []string{"caption", "new", "audience", "nobody", "children", "x"},
			[]string{"audience", "children"}},
		{"PATCH", collection, []string{"name", "new", "to", "sideways"}, []string{"to"}},
		{"PATCH", collection, []string{"description", "new", "name", strings.Repeat("x", 61), "cover", w.Adas.String()},
			[]string{"cover", "name"}},
		{"PATCH", highlight, []string{"title", "new", "to", "sideways"}, []string{"to"}},
		{"PATCH", highlight, []string{"title", strings.Repeat("x", 31), "add", w.ownStory.String(), "cover", w.story.String(), "to",
			"sideways"}, []string{"cover", "title", "to"}},
		{"POST", collection + "/media/" + second.String(), []string{"to", "sideways"}, []string{"to"}},
		{"POST", "/users/self/collections/" + other.String() + "/media/" + mediaKey(w.Bo, w.Bos),
			[]string{"to", "above", "beside", second.String()}, nil},
		{"PATCH", story, []string{"background", "sea", "publish_at", "2001-01-01T00:00:00Z"}, []string{"publish_at"}},
		{"PATCH", story, []string{"audience", "nobody", "background", "plaid", "replies_from", "some"},
			[]string{"audience", "background", "replies_from"}},
		{"POST", "/stories", []string{"audience", "nobody", "overlays", "[", "publish_at", "soon"}, nil},
	} {
		what := c.method + " " + c.path + " " + webtest.Form(c.form...).Encode()
		before := w.Rows()
		a := w.Prog.Call(c.method, c.path, c.form...)
		if a.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: %s", what, a)
		}
		got := a.List("meta.errors.#.field")
		slices.Sort(got)
		if c.wrong != nil && !slices.Equal(got, c.wrong) {
			t.Errorf("%s: wrong are %q, want %q: %s", what, got, c.wrong, a.Body)
		}
		w.same(what, before)
	}
	// A key whose call was refused repeats the refusal, which had no effect.
	before := w.Rows()
	for range 2 {
		keyed(w.Prog, "once", post+"/edit", "caption", "new", "publish_at", tomorrow).Refused(400, "APIInvalidParametersError",
			"publish_at")
	}
	w.same("a call with a key", before)
	w.Check()
}

// An action has one budget for a person, of which one app may use its share; what
// is refused, taken back or keeps somebody away uses none of it.
func TestBudgets(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, func(site *web.Site) { site.ActionLimit = 3 })
	ada, bo := s.User("ada"), s.User("bo")
	first, second := s.Program(ada, allScopes), s.Program(ada, allScopes)
	appRow := s.Program(ada, allScopes)
	made, _, err := app.Create(t.Context(), s.DB.Store, bo.ID, app.Input{Name: "Prints", Scopes: allScopes})
	if err == nil {
		_, err = s.Pool().Exec(t.Context(), `UPDATE api_tokens SET app_id = $1, kind = 'access'
			WHERE hash = $2`, made.ID, account.HashToken(appRow.Token))
	}
	if err != nil {
		t.Fatal(err)
	}
	page := s.As(ada)
	posts := make([]models.ID, 8)
	for i := range posts {
		posts[i] = s.Post(bo, "")
	}
	likes := func(i int) string { return "/media/" + posts[i].String() + "/likes" }
	for range 5 { // for nothing
		first.Call("POST", "/media/"+s.NewID().String()+"/likes").Refused(400, "APINotFoundError", "")
		first.Call("POST", "/media/"+posts[0].String()+"/comments", "text", "").Refused(400, "APIInvalidParametersError", "text")
		first.Call("DELETE", likes(0)).Want(http.StatusOK)
		first.Call("POST", "/users/"+ada.ID.String()+"/relationship", "action", "follow").Want(400)
	}
	for i := range 3 {
		for range 2 { // the second changes nothing, so it is free
			first.Call("POST", likes(i)).Want(http.StatusOK)
		}
	}
	a := first.Call("POST", likes(3)).Refused(429, "OAuthRateLimitException", "number of likes")
	if a.Header.Get("X-Ratelimit-Limit") != "3" || a.Header.Get("X-Ratelimit-Remaining") != "0" {
		t.Errorf("%v", a.Header)
	}
	second.Call("POST", likes(3)).Refused(429, "OAuthRateLimitException", "number of likes") // a second token is no second share
	first.Call("DELETE", likes(0)).Want(http.StatusOK)
	appRow.Call("POST", likes(3)).Want(http.StatusOK) // another app has its own
	page.Post("/p/"+posts[4].Code()+"/like", nil).Want(303)

	// All of them use up what the person has.
	s.UseUp(models.BudgetLike, ada.ID, 0)
	page.Post("/p/"+posts[5].Code()+"/like", nil).Want(429).Says("liking a lot at once")
	appRow.Call("POST", likes(5)).Refused(429, "OAuthRateLimitException", "number of likes")
	page.Post("/p/"+posts[4].Code()+"/like", webtest.Form("_method", "DELETE")).Want(303)

	// Nobody is kept from keeping people away.
	first.Call("POST", "/users/"+bo.ID.String()+"/relationship", "action", "follow").Want(http.StatusOK)
	path := "/users/" + bo.ID.String() + "/relationship"
	for i := range 60 {
		first.Call("POST", path, "action", []string{"mute", "unmute"}[i%2]).Want(http.StatusOK)
	}
	for i := range 4 {
		u := s.User("u" + strconv.Itoa(i))
		a := first.Call("POST", "/users/"+u.ID.String()+"/relationship", "action", "follow")
		if want := map[bool]int{true: 200, false: 429}[i < 2]; a.StatusCode != want {
			t.Errorf("follow %d: %s", i, a)
		}
	}
	for _, action := range []string{"restrict", "hide_stories", "mute_stories", "remove", "block", "unblock", "unfollow", "ignore"} {
		first.Call("POST", path, "action", action).Want(http.StatusOK)
	}
	s.Clock.Move(time.Hour)
	first.Call("POST", likes(5)).Want(http.StatusOK)
	s.Check()
}

// The budget of files holds for pages and programs together, and for those that are fetched.
func TestBudgetOfFiles(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.UseUp(models.BudgetUpload, w.Ada.ID, 1)
	photo := webtest.File{Name: "a.jpg", Data: mediatest.Photo(40, 30)}
	w.Prog.SendFiles(nil, webtest.File{Name: "a.jpg", Data: []byte("no photo")}).Want(400) // uses none
	before := w.Rows()
	w.Prog.SendFiles(nil, photo, photo).Refused(429, "OAuthRateLimitException", "number of files")
	w.same("an upload of too many", before)
	w.Prog.SendFiles(nil, photo).Want(http.StatusOK)
	w.Prog.SendFiles(nil, photo).Refused(429, "OAuthRateLimitException", "number of files")
	w.Prog.Call("POST", "/media/upload", "url", w.URL+"/photo.jpg").Refused(429, "OAuthRateLimitException", "number of files")
	w.As(w.Ada).Upload("/new", nil, []webtest.File{photo}).Want(429).Says("a lot of files")
}
