package graph_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"photogram/handlers/apitest"
	"photogram/models"
	"photogram/web/webtest"
)

func TestStories(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Work()
	at := apitest.Origin(t)
	id := w.container("image_url", at+"/photo.jpg", "media_type", "STORIES", "alt_text", "Waves", "caption", "left out")
	w.Program(w.Ada, "basic publish").Graph("POST", "/me/media", "image_url", at+"/photo.jpg", "media_type",
		"STORIES").GraphError(403, 10, 0, "scope=stories")
	if got := w.share(id).Want(http.StatusOK).At("id").String(); got != id || w.status(id) != "PUBLISHED" || w.usage() != 1 {
		t.Errorf("shared as %s", got)
	}
	w.share(id).Want(http.StatusOK)
	clip := w.container("video_url", at+"/video.mp4", "media_type", "STORIES")
	if s := w.settled(clip); s != "FINISHED" {
		t.Fatalf("video: %s", s)
	}
	w.share(clip).Want(http.StatusOK)
	key, err := models.ParseID(id)
	w.Must(err)
	bo := w.Program(w.Bo, allScopes)
	bo.Call("POST", "/stories/"+id+"/likes").Want(http.StatusOK)
	const fields = allMediaFields
	a := w.Prog.Graph("GET", "/v18.0/me/stories", "fields", fields).Want(http.StatusOK)
	if got := a.List("data.#.id"); !slices.Equal(got, []string{clip, id}) ||
		strings.Join(a.List("data.#.media_type"), " ") != "VIDEO IMAGE" {
		t.Errorf("%s", a.Body)
	}
	st := a.At("data.1")
	apitest.WantFields(t, "story", st, "id:string ig_id:string media_type:string media_product_type:string media_url:string "+
		"permalink:string timestamp:string username:string owner:object like_count:number comments_count:number shortcode:string "+
		"alt_text:string is_comment_enabled:boolean", "")
	if st.Get("media_product_type").String() != "STORY" || st.Get("like_count").Int() != 1 ||
		st.Get("permalink").String() != w.StoryURL("ada", key) || st.Get("alt_text").String() != "Waves" {
		t.Errorf("%s", st.Raw)
	}
	for _, one := range []*webtest.Answer{w.Prog.Graph("GET", "/"+id, "fields", fields),
		w.Program(w.Ada, "basic stories").Graph("GET", "/"+id, "fields", fields)} {
		if one.Want(http.StatusOK).JSON().Raw != st.Raw+"\n" && one.JSON().Raw != st.Raw {
			t.Errorf("%s, in the list %s", one.Body, st.Raw)
		}
	}
	for name, kind := range map[string]string{"data.0.media_url": "video/mp4", "data.0.thumbnail_url": "image/jpeg",
		"data.1.media_url": "image/jpeg"} {
		if file := w.Visitor().Get(a.At(name).String()); file.StatusCode != http.StatusOK || file.Type() != kind {
			t.Errorf("%s: %s is %s", name, file, file.Type())
		}
	}
	if other := bo.Graph("GET", "/"+id, "fields", "media_url,like_count").Want(http.StatusOK); other.At("like_count").Exists() {
		t.Errorf("%s", other.Body)
	}
	if v1 := w.Prog.Call("GET", "/stories/"+clip).Want(http.StatusOK).At("data"); v1.Get("type").String() != "video" ||
		v1.Get("duration").Float() <= 0 || w.Visitor().Get(v1.Get("videos.low_resolution.url").String()).Type() != "video/mp4" {
		t.Errorf("%s", v1.Raw)
	}
	// In parts, both ways.
	page := w.Prog.Graph("GET", "/me/stories", "limit", "1").Want(http.StatusOK)
	next := w.Prog.Graph("GET", strings.TrimPrefix(page.At("paging.next").String(), w.URL)).Want(http.StatusOK)
	back := w.Prog.Graph("GET", strings.TrimPrefix(next.At("paging.previous").String(), w.URL)).Want(http.StatusOK)
	if page.At("data.0.id").String() != clip || next.At("data.0.id").String() != id || next.At("paging.next").Exists() ||
		back.At("data.0.id").String() != clip {
		t.Errorf("%s\n%s\n%s", page.Body, next.Body, back.Body)
	}
	if me := w.Prog.Graph("GET", "/me", "fields", "stories{media_type}").Want(http.StatusOK); me.At("stories.data.#").Int() != 2 {
		t.Errorf("%s", me.Body)
	}
	// It is no post: nobody comments on it, and no album can be made of it.
	w.Prog.Graph("GET", "/"+id+"/comments").GraphError(400, 100, 33, id)
	w.Prog.Graph("POST", "/"+id+"/comments", "message", "hello").GraphError(400, 100, 33, id)
	w.Prog.Graph("GET", "/"+id, "fields", "shoe_size").GraphError(400, 100, 0, "nonexisting field (shoe_size)")
	bo.Graph("GET", "/"+w.Ada.ID.String()+"/stories").GraphError(400, 100, 33, "")
	fresh := w.container("image_url", at+"/photo.jpg", "media_type", "STORIES")
	item := w.container("image_url", at+"/photo.jpg", "is_carousel_item", "true")
	w.Prog.Graph("POST", "/me/media", "media_type", "CAROUSEL", "children", fresh+","+item).GraphError(400, 100, 2207028,
		"is for a story")
	w.Check()
}
