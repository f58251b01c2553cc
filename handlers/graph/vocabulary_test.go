package graph_test

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"photogram/handlers/apitest"
	"photogram/web/webtest"
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
	for _, name := range []string{"collaborators", "cover_url", "audio_name", "trial_params"} {
		w.Prog.Graph("POST", me+"/media", "image_url", "https://example.com/a.jpg", name, "1").GraphError(400, 100, 0, name+": ")
	}
	for _, pairs := range [][]string{{"scheduled_publish_time", "4102444800"}, {"published", "false"}, {"publish_at", "soon"}} {
		w.Prog.Graph("POST", me+"/media", append(pairs, "image_url", "https://example.com/a.jpg")...).GraphError(400, 100, 0, "publish")
	}
	w.Prog.Graph("POST", me+"/media_publish", "creation_id", "1", "published", "false").GraphError(400, 100, 0, "published: ")
	w.Prog.Graph("POST", me+"/media_publish", "creation_id", "1", "scheduled_publish_time", "4102444800").GraphError(400, 24, 2207008, "")
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

// sells gives ada a catalogue with a product, a feed and a batch that was read.
func (w *world) sells() map[string]string {
	w.T.Helper()
	catalog := w.Prog.Graph("POST", "/me/owned_product_catalogs", "name", "Things").Want(http.StatusOK).At("id").String()
	product := w.Prog.Graph("POST", "/"+catalog+"/products", "retailer_id", "mug", "name", "Mug", "price", "599", "currency",
		"EUR").Want(http.StatusOK).At("id").String()
	feed := w.Prog.Graph("POST", "/"+catalog+"/product_feeds", "name", "Daily").Want(http.StatusOK).At("id").String()
	upload := w.Prog.Graph("POST", "/"+feed+"/uploads", "url", "https://example.org/a.csv").Want(http.StatusOK).At("id").String()
	return map[string]string{"{catalog-id}": catalog, "{product-id}": product, "{feed-id}": feed, "{upload-id}": upload}
}

// nodes are what stands for the first parts of paths.
func (w *world) nodes() map[string]string {
	w.T.Helper()
	out := w.sells()
	out["{ig-user-id}"], out["{ig-media-id}"], out["{ig-comment-id}"] = w.Ada.ID.String(), w.Adas.String(), w.Comment.String()
	out["{container-id}"] = w.container("image_url", "https://example.org/a.jpg")
	return out
}

// Every call that writes refuses what it does not take, and what is empty, by its name, and
// leaves everything as it is.
func TestEveryWriteRefusesByName(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	nodes := w.nodes()
	writes := 0
	for _, route := range slices.Sorted(maps.Keys(w.Graph.RouteNames())) {
		method, path, _ := strings.Cut(route, " ")
		if method == http.MethodGet {
			continue
		}
		node, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
		if strings.HasPrefix(node, "{") && nodes[node] == "" {
			t.Fatalf("%s: nothing stands for %s", route, node)
		}
		writes++
		at := strings.Replace(path, node, nodes[node], 1)
		if nodes[node] == "" {
			at = path
		}
		t.Run(route, func(t *testing.T) {
			before := w.Rows()
			names, strict := w.Graph.TakenBy(route)
			a := w.Prog.Graph(method, at, "shoe_size", "44").GraphError(400, 100, 0, "shoe_size: ")
			for _, name := range names {
				if !strings.Contains(a.At("error.message").String(), name) {
					t.Errorf("%s is not among what is said to be taken: %s", name, a.Body)
				}
			}
			r := w.Prog.Request(method, "/v18.0"+at, strings.NewReader(`{"shoe_size":44}`))
			r.Header.Set("Content-Type", "application/json")
			w.Prog.Do(r, "Authorization", "Bearer "+w.Prog.Token).GraphError(400, 100, 0, "shoe_size: ")
			for _, name := range strict {
				w.Prog.Graph(method, at, name, "").GraphError(400, 100, 0, name+": ")
			}
			kits := []string{"access_token", "", "format", "json", "locale", "de_DE", "pretty", "1", "callback", "f", "debug", "all", "sdk",
				"joey", "method", method, "suppress_http_code", "1", "shoe_size", "44"}
			w.Prog.Graph(method, at, kits...).GraphError(400, 100, 0, "shoe_size: ")
			w.Same(route, before)
		})
	}
	if writes < 20 {
		t.Errorf("%d calls write", writes)
	}
	w.Check()
}

// What a container or its publication is planned for is kept.
func TestPlannedContainers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Work()
	from := apitest.Origin(t)
	at := w.Clock.Now().Add(30 * time.Hour).Truncate(time.Second).UTC()
	seconds := strconv.FormatInt(at.Unix(), 10)
	planned := func(id string) {
		t.Helper()
		w.share(id).Want(http.StatusOK)
		a := w.Prog.Graph("GET", "/"+id, "fields", "status_code,status,caption,publish_timestamp").Want(http.StatusOK)
		if a.At("status_code").String() != "SCHEDULED" || a.At("caption").String() != "later" ||
			a.At("publish_timestamp").String() != at.Format("2006-01-02T15:04:05+0000") {
			t.Errorf("%s", a.Body)
		}
		if a := w.Prog.Call("GET", "/media/"+id).Want(http.StatusOK); a.At("data.state").String() != "scheduled" ||
			a.At("data.publish_at").String() != at.Format(time.RFC3339) {
			t.Errorf("%s", a.Body)
		}
	}
	first := w.container("image_url", from+"/photo.jpg", "caption", "later", "scheduled_publish_time", seconds, "published", "false")
	planned(first)
	planned(first) // once more changes nothing
	second := w.container("image_url", from+"/photo.jpg", "caption", "later", "publish_at", at.Format(time.RFC3339))
	planned(second)
	third := w.container("image_url", from+"/photo.jpg", "caption", "later")
	w.Prog.Graph("POST", "/me/media_publish", "creation_id", third, "published", "false").GraphError(400, 100, 0, "published: ")
	w.Prog.Graph("POST", "/me/media_publish", "creation_id", third, "scheduled_publish_time", "1000").GraphError(400, 100, 0, "passed")
	w.Prog.Graph("POST", "/me/media_publish", "creation_id", third, "scheduled_publish_time", seconds).Want(http.StatusOK)
	planned(third)
	w.Prog.Graph("POST", "/me/media_publish", "creation_id", third, "scheduled_publish_time", seconds).GraphError(400, 100, 0, "planned")
	story := w.container("media_type", "STORIES", "image_url", from+"/photo.jpg", "scheduled_publish_time", seconds)
	w.share(story).Want(http.StatusOK)
	if a := w.Prog.Call("GET", "/stories/"+story).Want(http.StatusOK); a.At("data.publish_at").String() != at.Format(time.RFC3339) {
		t.Errorf("%s", a.Body)
	}
	if s := w.status(story); s != "SCHEDULED" {
		t.Errorf("%s", s)
	}
	w.Prog.Graph("POST", "/me/media", "image_url", from+"/photo.jpg", "is_carousel_item", "true", "publish_at",
		seconds).GraphError(400, 100, 0, "publish_at: ")
	w.Prog.Graph("POST", "/me/media", "image_url", from+"/photo.jpg", "publish_at", "1000").GraphError(400, 100, 0, "publish_at: ")
	if n := w.usage(); n != 4 {
		t.Errorf("usage %d", n)
	}
	if list := w.Prog.Graph("GET", "/me/media").List("data.#.id"); slices.Contains(list, first) {
		t.Errorf("what is planned is listed: %v", list)
	}
	w.Clock.Move(31 * time.Hour)
	for _, id := range []string{first, second, third} {
		webtest.Eventually(t, "its time has come", func() bool { return w.status(id) == "PUBLISHED" })
	}
	w.Check()
}
