package api_test

import (
	"net/http"
	"slices"
	"testing"

	"photogram/models/account"
	"photogram/models/app"
	"photogram/models/people"
	"photogram/models/post"
)

func TestSessionsAndApps(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me := w.As(w.Ada)
	w.As(w.Bo)
	p := w.Program(w.Ada, "account")
	list := p.Call("GET", "/users/self/sessions").Want(http.StatusOK).List("data.#.id")
	if len(list) != 1 {
		t.Fatalf("%d sessions", len(list))
	}
	others, err := account.Sessions(t.Context(), w.DB.Store, w.Bo.ID)
	w.Must(err)
	w.Program(w.Bo, "account").Call("DELETE", "/users/self/sessions/"+list[0]).Want(http.StatusOK) // of another: nothing ends
	me.Get("/settings/account").Want(http.StatusOK)
	p.Call("DELETE", "/users/self/sessions/x").Refused(400, "APIInvalidParametersError", "session")
	p.Call("DELETE", "/users/self/sessions/"+list[0]).Want(http.StatusOK)
	me.Get("/settings/account").Want(http.StatusSeeOther)
	if left, err := account.Sessions(t.Context(), w.DB.Store, w.Bo.ID); err != nil || len(left) != len(others) {
		t.Errorf("bo has %d of %d sessions (%v)", len(left), len(others), err)
	}

	var ids []string
	for _, name := range []string{"Prints", "Planner", "Mirror"} {
		row, _, err := app.Create(t.Context(), w.DB.Store, w.Bo.ID, app.Input{Name: name,
			RedirectURIs: "https://app.example.org/callback", Scopes: "basic likes", Confidential: true})
		w.Must(err)
		_, err = w.DB.Pool().Exec(t.Context(), `INSERT INTO oauth_grants (user_id, app_id, id, scopes, created_at, updated_at)
			VALUES ($1, $2, $3, 'basic likes', $4, $4)`, w.Ada.ID, row.ID, w.NewID(), w.Clock.Now())
		w.Must(err)
		ids = append(ids, row.ID.String())
	}
	all := walk(t, p, "/users/self/apps?count=2", nil)
	slices.Reverse(all)
	if !slices.Equal(all, ids) {
		t.Errorf("apps %v, want %v", all, ids)
	}
	p.Call("DELETE", "/users/self/apps/x").Refused(400, "APIInvalidParametersError", "app")
	p.Call("DELETE", "/users/self/apps/"+ids[0], "delete_data", "true").Refused(400, "APIInvalidParametersError", "delete_data")
	p.Call("DELETE", "/users/self/apps/"+ids[0]).Want(http.StatusOK)
	if got := p.Call("GET", "/users/self/apps").List("data.#.id"); slices.Contains(got, ids[0]) || len(got) != 2 {
		t.Errorf("left: %v", got)
	}
	w.Check()
}

func TestCaptionHistoryInTheAPI(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, text := range []string{"one", "two", "three"} {
		w.Must(post.EditText(t.Context(), w.DB.Store, w.Bo.ID, w.Bos, post.Edit{Caption: &text}))
		w.Clock.Move(1e9)
	}
	path := "/media/" + mediaKey(w.Bo, w.Bos) + "/caption/history"
	texts := w.Prog.Call("GET", path).Want(http.StatusOK).List("data.#.text")
	if len(texts) != 3 || texts[0] != "two" || texts[1] != "one" {
		t.Errorf("earlier captions: %v", texts)
	}
	if all := walk(t, w.Prog, path+"?count=2", nil); len(all) != 3 {
		t.Errorf("page by page: %v", all)
	}
	w.Program(w.Ada, "basic").Call("GET", path).Refused(400, "OAuthPermissionsException", "scope=public_content")
	w.Must(people.Block(t.Context(), w.DB.Store, w.Bo.ID, w.Ada.ID))
	w.Prog.Call("GET", path).Refused(400, "APINotFoundError", "")
	w.Check()
}
