package api_test

import (
	"net/http"
	"slices"
	"testing"

	"photogram/models/story"
)

func TestHighlights(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell()
	bo, h := w.Program(w.bo, allScopes), "/highlights/"+w.ownHighlight.String()
	second := w.NewStory(w.ada, story.Edit{})
	one := bo.Call("GET", h).Want(http.StatusOK).At("data")
	wantFields(t, "highlight", one, "id:string title:string created_time:string user:object stories_count:number cover:object "+
		"cover_story_id:string link:string", "")
	wantImages(t, one.Get("cover"))
	got := w.prog.Call("PATCH", h, "title", "Shore", "add", mediaKey(w.ada, second), "cover",
		mediaKey(w.ada, second)).Want(http.StatusOK).At("data")
	if got.Get("title").String() != "Shore" || got.Get("stories_count").Int() != 2 ||
		got.Get("cover_story_id").String() != mediaKey(w.ada, second) {
		t.Errorf("%s", got.Raw)
	}
	if ids := walk(t, bo, h+"/stories?count=2", nil); !slices.Equal(ids, []string{mediaKey(w.ada, w.ownStory), mediaKey(w.ada, second)}) {
		t.Errorf("stories: %v", ids)
	}
	if got := w.prog.JSON("PATCH", h, `{"cover":"","remove":["`+mediaKey(w.ada,
		second)+`"]}`).Want(http.StatusOK).At("data"); got.Get("stories_count").Int() != 1 ||
		got.Get("cover_story_id").String() != mediaKey(w.ada, w.ownStory) {
		t.Errorf("%s", got.Raw)
	}
	all := []string{w.ownHighlight.String()}
	for _, title := range []string{"Hills", "Town"} {
		all = slices.Insert(all, 0, w.prog.JSON("POST", "/highlights",
			`{"title":"`+title+`","stories":["`+second.String()+`"]}`).Want(http.StatusOK).At("data.id").String())
	}
	if ids := walk(t, bo, "/users/"+w.ada.ID.String()+"/highlights?count=2", nil); !slices.Equal(ids, all) {
		t.Errorf("highlights: %v, want %v", ids, all)
	}
	w.prog.Call("PATCH", h, "to", "above", "beside", all[1]).Want(http.StatusOK)
	if ids := walk(t, w.prog, "/users/self/highlights?count=2", nil); !slices.Equal(ids, []string{all[0], all[2], all[1]}) {
		t.Errorf("after the move: %v", ids)
	}
	w.prog.Call("DELETE", h).Want(http.StatusOK)
	bo.Call("GET", h).Refused(400, "APINotFoundError", "this highlight does not exist")
	bo.Call("GET", "/stories/"+mediaKey(w.ada, w.ownStory)).Want(http.StatusOK)
	w.Program(w.dee, allScopes).Call("GET", "/users/"+w.cy.ID.String()+"/highlights").Refused(400, "APINotAllowedError", "")
	w.Check()
}
