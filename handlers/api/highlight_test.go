package api_test

import (
	"net/http"
	"slices"
	"testing"

	"photogram/handlers/apitest"
	"photogram/models/story"
)

func TestHighlights(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell()
	bo, h := w.Program(w.Bo, allScopes), "/highlights/"+w.ownHighlight.String()
	second := w.NewStory(w.Ada, story.Edit{})
	one := bo.Call("GET", h).Want(http.StatusOK).At("data")
	apitest.WantFields(t, "highlight", one, "id:string title:string created_time:string user:object stories_count:number cover:object "+
		"cover_story_id:string link:string", "")
	wantImages(t, one.Get("cover"))
	got := w.Prog.Call("PATCH", h, "title", "Shore", "add", mediaKey(w.Ada, second), "cover",
		mediaKey(w.Ada, second)).Want(http.StatusOK).At("data")
	if got.Get("title").String() != "Shore" || got.Get("stories_count").Int() != 2 ||
		got.Get("cover_story_id").String() != mediaKey(w.Ada, second) {
		t.Errorf("%s", got.Raw)
	}
	if ids := walk(t, bo, h+"/stories?count=2", nil); !slices.Equal(ids, []string{mediaKey(w.Ada, w.ownStory), mediaKey(w.Ada, second)}) {
		t.Errorf("stories: %v", ids)
	}
	if got := w.Prog.JSON("PATCH", h, `{"cover":"","remove":["`+mediaKey(w.Ada,
		second)+`"]}`).Want(http.StatusOK).At("data"); got.Get("stories_count").Int() != 1 ||
		got.Get("cover_story_id").String() != mediaKey(w.Ada, w.ownStory) {
		t.Errorf("%s", got.Raw)
	}
	all := []string{w.ownHighlight.String()}
	for _, title := range []string{"Hills", "Town"} {
		all = slices.Insert(all, 0, w.Prog.JSON("POST", "/highlights",
			`{"title":"`+title+`","stories":["`+second.String()+`"]}`).Want(http.StatusOK).At("data.id").String())
	}
	if ids := walk(t, bo, "/users/"+w.Ada.ID.String()+"/highlights?count=2", nil); !slices.Equal(ids, all) {
		t.Errorf("highlights: %v, want %v", ids, all)
	}
	w.Prog.Call("PATCH", h, "to", "above", "beside", all[1]).Want(http.StatusOK)
	if ids := walk(t, w.Prog, "/users/self/highlights?count=2", nil); !slices.Equal(ids, []string{all[0], all[2], all[1]}) {
		t.Errorf("after the move: %v", ids)
	}
	w.Prog.Call("DELETE", h).Want(http.StatusOK)
	bo.Call("GET", h).Refused(400, "APINotFoundError", "this highlight does not exist")
	bo.Call("GET", "/stories/"+mediaKey(w.Ada, w.ownStory)).Want(http.StatusOK)
	w.Program(w.Dee, allScopes).Call("GET", "/users/"+w.Cy.ID.String()+"/highlights").Refused(400, "APINotAllowedError", "")
	w.Check()
}
