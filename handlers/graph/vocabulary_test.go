package graph_test

import (
	"net/http"
	"testing"
)

func TestRefusesParametersByName(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me, post := "/me", "/"+w.Adas.String()
	comment := "/" + w.Comment.String()
	for _, c := range []struct{ path, route string }{
		{me + "/media", "POST /{ig-user-id}/media"}, {me + "/media_publish", "POST /{ig-user-id}/media_publish"},
		{post, "POST /{ig-media-id}"},
		{post + "/comments", "POST /{ig-media-id}/comments"}, {comment, "POST /{ig-comment-id}"},
		{comment + "/replies", "POST /{ig-comment-id}/replies"},
	} {
		w.Prog.Graph("POST", c.path, "shoe_size", "44").GraphError(400, 100, 0, "shoe_size: ")
		names, strict := w.Graph.TakenBy(c.route)
		if len(names) == 0 {
			t.Errorf("%s takes nothing", c.route)
		}
		for _, name := range strict {
			w.Prog.Graph("POST", c.path, name, "").GraphError(400, 100, 0, name)
		}
	}
	for _, name := range []string{"scheduled_publish_time", "published", "collaborators", "product_tags", "cover_url", "audio_name",
		"trial_params"} {
		w.Prog.Graph("POST", me+"/media", "image_url", "https://example.com/a.jpg", name, "1").GraphError(400, 100, 0, name+": ")
	}
	w.Prog.Graph("POST", me+"/media_publish", "creation_id", "1", "scheduled_publish_time", "4102444800").GraphError(400, 100, 0,
		"publish_at")
	w.Prog.Graph("POST", me+"/media", "media_type", "VIDEO", "video_url", "https://example.com/a.mp4", "image_url",
		"https://example.com/a.jpg").GraphError(400, 100, 0, "image_url: ")
	w.Prog.Graph("POST", me+"/media", "image_url", "https://example.com/a.jpg", "thumb_offset", "10").GraphError(400, 100, 0,
		"thumb_offset: ")
	// What is hidden, of another kind, or not there answers alike.
	for _, id := range []string{w.Hidden["blocked"].String(), w.Hidden["draft of another"].String(), w.NewID().String()} {
		w.Prog.Graph("POST", "/"+id+"/comments", "shoe_size", "44").GraphError(400, 100, 0, "shoe_size: ")
		w.Prog.Graph("POST", "/"+id, "hide", "true").GraphError(400, 100, 33, id)
		w.Prog.Graph("POST", "/"+id, "comment_enabled", "true").GraphError(400, 100, 33, id)
	}
	w.Prog.Graph("POST", post, "hide", "true").GraphError(400, 100, 33, "does not support this operation")
	w.Prog.Graph("DELETE", comment, "shoe_size", "44").GraphError(400, 100, 0, "shoe_size: ")
	// What kits of others send with every call.
	kits := []string{"format", "json", "locale", "en_US", "pretty", "0", "suppress_http_code", "1", "sdk", "joey", "debug", "all",
		"method", "post", "fields", "id", "appsecret_proof", ""}
	w.Prog.Graph("POST", post+"/comments", append(kits, "message", "from a kit")...).Want(http.StatusOK)
	w.Check()
}
