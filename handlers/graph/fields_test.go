package graph_test

import (
	"encoding/json"
	"net/http"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"photogram/models/comment"
	"photogram/models/post"
	"photogram/models/story"
)

// sdkFields are the fields that the business SDK knows of its objects.
func sdkFields(t *testing.T, objects ...string) map[string][]string {
	t.Helper()
	const script = `const sdk = require("facebook-nodejs-business-sdk"); const out = {};
		for (const name of process.argv.slice(1)) out[name] = Object.values(
			sdk[name].Fields);
		console.log(JSON.stringify(out));`
	cmd := exec.CommandContext(t.Context(), "node", append([]string{"-e", script}, objects...)...)
	cmd.Dir = filepath.Join("..", "..", "testdata", "clients")
	raw, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// Every field that the SDK knows is answered or left out, each by itself and all together.
func TestFieldsOfTheSDK(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	album, items := w.Draft(w.Ada, 2)
	w.Render(items...)
	w.Must(post.Publish(t.Context(), w.DB.Store, w.Ada.ID, album, post.PublishInput{}))
	st := w.NewStory(w.Ada, story.Edit{})
	tag := w.Prog.Graph("GET", "/ig_hashtag_search", "user_id", "me", "q", "sea").Want(http.StatusOK).At("data.0.id").String()
	if got := w.Prog.Graph("GET", "/me/recently_searched_hashtags", "fields", "id,name").Want(http.StatusOK); got.At("data.#").Int() != 1 ||
		got.At("data.0.id").String() != tag || got.At("data.0.name").String() != "sea" {
		t.Errorf("%s", got.Body)
	}
	w.Prog.Graph("GET", "/"+w.Bo.ID.String()+"/recently_searched_hashtags").GraphError(400, 100, 33, "")
	waiting := w.container("image_url", "https://example.org/a.jpg")
	known := sdkFields(t, "IGUser", "IGMedia", "IGComment", "ShadowIGHashtag", "ShadowIGMediaBuilder", "ShadowIGScheduledMedia")
	for object, paths := range map[string][]string{"IGUser": {"/me", "/" + w.Bo.ID.String()},
		"IGMedia":   {"/" + w.Adas.String(), "/" + w.Bos.String(), "/" + album.String(), "/" + items[0].ID.String(), "/" + st.String()},
		"IGComment": {"/" + w.Comment.String()}, "ShadowIGHashtag": {"/" + tag}, "ShadowIGMediaBuilder": {"/" + waiting},
		"ShadowIGScheduledMedia": {"/" + w.Adas.String()}} {
		if len(known[object]) < 2 {
			t.Fatalf("%s has %v", object, known[object])
		}
		for _, path := range paths {
			for _, name := range append(known[object], strings.Join(known[object], ",")) {
				w.Prog.Graph("GET", path, "fields", name).Want(http.StatusOK)
			}
			w.Prog.Graph("GET", path, "fields", "shoe_size").GraphError(400, 100, 0, "shoe_size")
		}
	}
	for _, path := range []string{"/me/media", "/me/tags", "/me/stories", "/" + album.String() + "/children"} {
		w.Prog.Graph("GET", path, "fields", strings.Join(known["IGMedia"], ",")).Want(http.StatusOK)
		w.Prog.Graph("GET", path, "fields", "shoe_size").GraphError(400, 100, 0, "shoe_size")
	}
	a := w.Prog.Graph("GET", "/"+w.Adas.String(), "fields", "legacy_instagram_media_id,has_poll,view_count").Want(http.StatusOK)
	if a.At("legacy_instagram_media_id").String() != w.Adas.String() || a.At("has_poll").Bool() || a.At("view_count").Exists() {
		t.Errorf("%s", a.Body)
	}
	a = w.Prog.Graph("GET", "/me", "fields", "has_profile_pic,is_published").Want(http.StatusOK)
	if a.At("has_profile_pic").Bool() || !a.At("is_published").Bool() {
		t.Errorf("%s", a.Body)
	}
	w.Check()
}

// Lists are bounded by times, and say how many there are to who asks.
func TestTimesAndSummaries(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	w.Clock.Move(48 * time.Hour)
	early := w.Clock.Now()
	w.Clock.Move(time.Hour)
	middle := w.Post(w.Ada, "middle").String()
	c, err := comment.Add(ctx, w.DB.Store, w.Bo.ID, w.Adas, "second")
	w.Must(err)
	_, err = comment.Reply(ctx, w.DB.Store, w.Ada.ID, w.Adas, c.ID, "answer")
	w.Must(err)
	w.Clock.Move(time.Hour)
	late := w.Clock.Now()
	w.Clock.Move(time.Hour)
	newest := w.Post(w.Ada, "newest").String()
	unix := func(at time.Time) string { return strconv.FormatInt(at.Unix(), 10) }
	for want, pairs := range map[string][]string{middle: {"since", unix(early), "until", unix(late)}, newest: {"since", unix(late)},
		middle + " " + w.Adas.String(): {"until", late.UTC().Format(time.RFC3339)}, newest + " " + middle: {"since",
			early.UTC().Format("2006-01-02")}} {
		if got := strings.Join(w.Prog.Graph("GET", "/me/media", pairs...).Want(http.StatusOK).List("data.#.id"), " "); got != want {
			t.Errorf("%q: %s, want %s", pairs, got, want)
		}
		if got := strings.Join(w.walk("/me/media", append(pairs, "limit", "1")...), " "); got != want {
			t.Errorf("%q one by one: %s, want %s", pairs, got, want)
		}
	}
	own := "/" + w.Adas.String()
	if a := w.Prog.Graph("GET", own+"/comments", "since", unix(early), "fields",
		"text,replies.summary(true){text}").Want(http.StatusOK); strings.Join(a.List("data.#.text"), ",") != "second" ||
		a.At("data.0.replies.summary.total_count").Int() != 1 {
		t.Errorf("%s", a.Body)
	}
	w.Prog.Graph("GET", own+"/comments", "since", "yesterday").GraphError(400, 100, 0, "since: ")
	if a := w.Prog.Graph("GET", own+"/comments", "summary", "true", "limit", "1").Want(http.StatusOK); a.At(
		"summary.total_count").Int() != 3 || a.At("data.#").Int() != 1 {
		t.Errorf("%s", a.Body)
	}
	if a := w.Prog.Graph("GET", own+"/comments").Want(http.StatusOK); a.At("summary").Exists() {
		t.Errorf("%s", a.Body)
	}
	a := w.Prog.Graph("GET", "/me", "fields", "media.limit(5){comments.limit(1).summary(total_count){id,text}}").Want(http.StatusOK)
	if a.At(`media.data.#(id=="`+w.Adas.String()+`").comments.summary.total_count`).Int() != 3 ||
		a.At(`media.data.#(id=="`+newest+`").comments.summary.total_count`).Raw != "0" {
		t.Errorf("%s", a.Body)
	}
	_, err = post.Like(ctx, w.DB.Store, w.Bo.ID, w.Adas)
	w.Must(err)
	_, err = post.Like(ctx, w.DB.Store, w.Ada.ID, w.Adas)
	w.Must(err)
	if a := w.Prog.Graph("GET", own+"/likes", "summary", "1").Want(http.StatusOK); a.At("summary.total_count").Int() != 2 ||
		a.At("data.0.username").String() != "ada" {
		t.Errorf("%s", a.Body)
	}
	if got := w.walk(own+"/likes", "limit", "1"); len(got) != 2 {
		t.Errorf("%v", got)
	}
	w.Must(post.HideLikes(ctx, w.DB.Store, w.Ada.ID, w.Adas))
	bo := w.Program(w.Bo, allScopes)
	if a := bo.Graph("GET", own+"/likes", "summary", "1").Want(http.StatusOK); a.At("summary").Exists() {
		t.Errorf("%s", a.Body)
	}
	w.Prog.Graph("GET", "/"+w.Hidden["blocked"].String()+"/likes").GraphError(400, 100, 33, "")
	w.Prog.Graph("GET", own+"/likes", "fields", "shoe_size").GraphError(400, 100, 0, "shoe_size")
	w.Check()
}

// Mentions are read and answered by whom they name, where they may be seen.
func TestMentions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	c, err := comment.Add(ctx, w.DB.Store, w.Bo.ID, w.Bos, "look @ada")
	w.Must(err)
	other, err := comment.Add(ctx, w.DB.Store, w.Bo.ID, w.Bos, "not you")
	w.Must(err)
	plain := w.Post(w.Bo, "nobody").String()
	bos := w.Bos.String()
	media := func(id string) string { return "mentioned_media.media_id(" + id + "){id,caption,username}" }
	said := func(id string) string { return "mentioned_comment.comment_id(" + id + "){id,text,media{id}}" }
	if a := w.Prog.Graph("GET", "/me", "fields", media(bos)).Want(http.StatusOK); a.At("mentioned_media.id").String() != bos ||
		a.At("mentioned_media.username").String() != "bo" {
		t.Errorf("%s", a.Body)
	}
	if a := w.Prog.Graph("GET", "/me", "fields", said(c.ID.String())).Want(http.StatusOK); a.At("mentioned_comment.text").String() !=
		"look @ada" || a.At("mentioned_comment.media.id").String() != bos {
		t.Errorf("%s", a.Body)
	}
	less := w.Program(w.Ada, "basic comments")
	before := w.Rows()
	for _, id := range []string{plain, w.Hidden["private"].String(), w.Hidden["blocked"].String(), w.NewID().String(), "x"} {
		w.Prog.Graph("GET", "/me", "fields", media(id)).GraphError(400, 100, 0, "no mention")
		w.Prog.Graph("POST", "/me/mentions", "media_id", id, "message", "hello").GraphError(400, 100, 0, "no mention")
	}
	for _, id := range []string{other.ID.String(), bos, w.NewID().String(), "x"} {
		w.Prog.Graph("GET", "/me", "fields", said(id)).GraphError(400, 100, 0, "no mention")
		w.Prog.Graph("POST", "/me/mentions", "media_id", bos, "comment_id", id, "message", "hello").GraphError(400, 100, 0, "no mention")
	}
	w.Prog.Graph("POST", "/me/mentions", "message", "x").GraphError(400, 100, 0, "media_id is required")
	w.Prog.Graph("POST", "/me/mentions", "media_id", bos).GraphError(400, 100, 0, "message is required")
	w.Prog.Graph("POST", "/me/mentions", "media_id", plain, "comment_id", c.ID.String(), "message", "x").GraphError(400, 100, 0,
		"media_id: ")
	w.Prog.Graph("POST", "/"+w.Bo.ID.String()+"/mentions", "media_id", bos, "message", "x").GraphError(400, 100, 33, "")
	less.Graph("POST", "/me/mentions", "media_id", bos, "message", "x").GraphError(400, 100, 0, "no mention")
	w.Same("a refused answer", before)
	id := w.Prog.Graph("POST", "/me/mentions", "media_id", bos, "message", "thanks").Want(http.StatusOK).At("id").String()
	reply := w.Prog.Graph("POST", "/v18.0/me/mentions", "media_id", bos, "comment_id", c.ID.String(), "message",
		"I see").Want(http.StatusOK).At("id").String()
	if a := w.Prog.Graph("GET", "/", "ids", id+","+reply, "fields", "text,parent_id").Want(http.StatusOK); a.At(id+".text").String() !=
		"thanks" || a.At(reply+".parent_id").String() != c.ID.String() {
		t.Errorf("%s", a.Body)
	}
	w.Check()
}

// Every call that reads takes the ids of media in both forms in which answers have them.
func TestReadsTakeEveryFormOfIDs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	st := w.NewStory(w.Ada, story.Edit{})
	owner := "_" + w.Ada.ID.String()
	for route := range w.Graph.RouteNames() {
		path, reads := strings.CutPrefix(route, "GET /{ig-media-id}")
		if !reads {
			continue
		}
		for _, id := range []string{w.Adas.String(), w.Adas.String() + owner} {
			w.Prog.Graph("GET", "/"+id+path, "metric", "reach").Want(http.StatusOK)
			w.Prog.Graph("GET", "/v18.0/"+id+path+"/", "metric", "reach").Want(http.StatusOK)
		}
		w.Prog.Graph("GET", "/"+w.Adas.String()+"_"+w.Bo.ID.String()+path, "metric", "reach").GraphError(400, 100, 33, "")
	}
	for _, id := range []string{st.String(), st.String() + owner} {
		w.Prog.Graph("GET", "/"+id, "fields", "media_type").Want(http.StatusOK)
		w.Prog.Graph("GET", "/", "ids", id+","+w.Adas.String()+owner).Want(http.StatusOK)
	}
	w.Prog.Graph("GET", "/", "ids", w.Adas.String()+"_"+w.Bo.ID.String()).GraphError(400, 100, 33, "")
	w.Check()
}
