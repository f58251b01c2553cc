package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"photogram/media/mediatest"
	"photogram/web/webtest"
)

func isWrite(route string) bool { return !strings.HasPrefix(route, "GET ") }

// What a call takes is what its description says.
func TestTakenIsDescribed(t *testing.T) {
	t.Parallel()
	doc, err := webtest.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	w := webtest.Start(t, nil)
	for route := range w.API.RouteNames() {
		if !isWrite(route) {
			continue
		}
		method, path, _ := strings.Cut(route, " ")
		op := doc.Paths.Value("/v1" + ginParam.ReplaceAllString(path, "{$1}")).GetOperation(method)
		described := map[string]bool{}
		for _, p := range op.Parameters {
			if p.Value.In == "query" {
				described[p.Value.Name] = true
			}
		}
		if op.RequestBody != nil {
			for _, content := range op.RequestBody.Value.Content {
				for name := range content.Schema.Value.Properties {
					described[name] = true
				}
			}
		}
		delete(described, "access_token")
		names, _ := w.API.TakenBy(route)
		for _, name := range names {
			if !described[name] {
				t.Errorf("%s takes %s, which is not described", route, name)
			}
			delete(described, name)
		}
		for name := range described {
			t.Errorf("%s is described to take %s, and does not", route, name)
		}
	}
}

// Every call that writes refuses what it does not take, and what is empty, by
// its name, in a form and in JSON.
func TestParametersAreRefusedByName(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.norderney()
	w.tell()
	for _, rt := range routeTests {
		if !isWrite(rt.route) || rt.route == "POST /media/upload" {
			continue
		}
		t.Run(rt.route, func(t *testing.T) {
			method, _, _ := strings.Cut(rt.route, " ")
			path, params := w.fill(rt.path), slices.Clone(rt.params)
			for i := range params {
				params[i] = w.fill(params[i])
			}
			refused := func(name string, pairs ...string) {
				t.Helper()
				w.prog.Call(method, path, pairs...).Refused(400, "APIInvalidParametersError", name+": ")
			}
			refused("shoe_size", append(params, "shoe_size", "44")...)
			w.prog.JSON(method, path, `{"shoe_size":null}`).Refused(400, "APIInvalidParametersError", "shoe_size: ")
			_, strict := w.API.TakenBy(rt.route)
			for _, name := range strict {
				refused(name, name, "")
				w.prog.JSON(method, path, `{"`+name+`":null}`).Refused(400, "APIInvalidParametersError", name+": ")
			}
			// What only says who asks and how to answer disturbs nothing: the refusal is of another.
			refused("shoe_size", "access_token", "", "callback", "f", "_", "1", "pretty", "1", "shoe_size", "44")
		})
	}
	photo := webtest.File{Name: "a.jpg", Data: mediatest.Photo(40, 30)}
	kept := len(w.Keys("o/"))
	w.prog.SendFiles(webtest.Form("caption", "swallowed"), photo).Refused(400, "APIInvalidParametersError", "caption: ")
	w.prog.SendFiles(webtest.Form("url", "https://example.com/a.jpg"), photo).Refused(400, "APIInvalidParametersError", "url: ")
	w.prog.JSON("POST", "/media/upload", `{"image_url":"https://example.com/a.jpg"}`).Refused(400, "APIInvalidParametersError",
		"image_url: ")
	w.Work()
	w.Hurry("delete_blobs")
	webtest.Eventually(t, "what was refused is freed", func() bool { return len(w.Keys("o/")) == kept })
	w.Check()
}

func TestRefusalsSayWhatWasMeant(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Work()
	draft := "/media/" + w.draft(mediatest.Photo(40, 30)) + "/publish"
	for name, says := range map[string]string{"scheduled_publish_time": "publish_at", "publsh_at": "publish_at",
		"Caption": "caption", "description": "caption", "user_tags": "takes"} {
		w.prog.Call("POST", draft, name, "x").Refused(400, "APIInvalidParametersError", says)
	}
	w.prog.Call("POST", "/media/"+w.bos.String()+"/comments", "message", "x").Refused(400, "APIInvalidParametersError",
		"Did you mean text?")
	w.prog.Call("POST", "/media/"+w.bos.String()+"/likes", "x", "y").Refused(400, "APIInvalidParametersError", "no parameters")
	w.prog.Call("POST", draft, "caption", "a", "caption", "b").Refused(400, "APIInvalidParametersError", "more than once")
	w.prog.Call("POST", draft, "time_zone", "Europe/Berlin").Refused(400, "APIInvalidParametersError", "publish_at")
	// A picture of an account, as a text and as a file.
	for _, name := range []string{"picture", "profile_picture", "avatar"} {
		w.prog.Call("PATCH", "/users/self", name, "x", "bio", "changed").Refused(400, "APIInvalidParametersError", name+": ")
		r := w.prog.Request("PATCH", "/v1/users/self",
			strings.NewReader("--b\r\nContent-Disposition: form-data; name=\"bio\"\r\n\r\nchanged\r\n"+
				"--b\r\nContent-Disposition: form-data; name=\""+name+"\"; filename=\"a.jpg\"\r\nContent-Type: "+
				"image/jpeg\r\n\r\nx\r\n--b--\r\n"))
		r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
		w.prog.Do(r, "Authorization", "Bearer "+w.prog.Token).Refused(400, "APIInvalidParametersError", name+": ")
	}
	if bio := w.prog.Call("GET", "/users/self").At("data.bio").String(); bio != "" {
		t.Errorf("a refused call changed the bio to %q", bio)
	}
	w.Check()
}

// A planned post stays planned, whatever is sent to publish it without a time.
func TestPlansAreNotCutShort(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Work()
	id := w.draft(mediatest.Photo(40, 30))
	at := w.Clock.Now().Add(2 * time.Hour).Truncate(time.Second).UTC().Format(time.RFC3339)
	w.prog.Call("POST", "/media/"+id+"/publish", "publish_at", at).Want(http.StatusOK)
	w.prog.Call("POST", "/media/"+id+"/publish", "publish_at", "").Refused(400, "APIInvalidParametersError", "publish_at: ")
	w.prog.Call("POST", "/media/"+id+"/publish", "scheduled_publish_time", "4102444800").Refused(400, "APIInvalidParametersError",
		"scheduled_publish_time: ")
	w.prog.JSON("POST", "/media/"+id+"/publish", `{"publish_at":null}`).Refused(400, "APIInvalidParametersError", "publish_at: ")
	w.prog.JSON("POST", "/media/"+id+"/publish", `{"publish_at":[]}`).Refused(400, "APIInvalidParametersError", "publish_at: ")
	w.prog.Call("POST", "/media/"+id+"/publish?publish_at=").Refused(400, "APIInvalidParametersError", "publish_at: ")
	if a := w.prog.Call("GET", "/media/"+id); a.At("data.state").String() != "scheduled" || a.At("data.publish_at").String() != at {
		t.Errorf("%s", a.Body)
	}
	other, items := w.Draft(w.ada, 1)
	w.Render(items...)
	for _, path := range []string{"/media/" + other.String() + "/stories", "/stories"} {
		w.prog.Call("POST", path, "publish_at", "", "overlays", `[{"type":"text","text":"hello"}]`).Refused(400,
			"APIInvalidParametersError", "publish_at: ")
	}
	// A post that is out can't be planned, and says so.
	w.prog.Call("POST", "/media/"+w.adas.String()+"/publish", "publish_at", at, "caption", "never").Refused(400,
		"APIInvalidParametersError", "publish_at: ")
	if a := w.prog.Call("GET", "/media/"+w.adas.String()); a.At("data.caption.text").String() != "Hi #sea" {
		t.Errorf("%s", a.Body)
	}
	w.Check()
}

func TestGraphRefusesParametersByName(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me, post := "/me", "/"+w.adas.String()
	comment := "/" + w.comment.String()
	for _, c := range []struct{ path, route string }{
		{me + "/media", "POST /{ig-user-id}/media"}, {me + "/media_publish", "POST /{ig-user-id}/media_publish"},
		{post, "POST /{ig-media-id}"},
		{post + "/comments", "POST /{ig-media-id}/comments"}, {comment, "POST /{ig-comment-id}"},
		{comment + "/replies", "POST /{ig-comment-id}/replies"},
	} {
		w.prog.Graph("POST", c.path, "shoe_size", "44").GraphError(400, 100, 0, "shoe_size: ")
		names, strict := w.API.TakenBy(c.route)
		if len(names) == 0 {
			t.Errorf("%s takes nothing", c.route)
		}
		for _, name := range strict {
			w.prog.Graph("POST", c.path, name, "").GraphError(400, 100, 0, name)
		}
	}
	for _, name := range []string{"scheduled_publish_time", "published", "collaborators", "product_tags", "cover_url", "audio_name",
		"trial_params"} {
		w.prog.Graph("POST", me+"/media", "image_url", "https://example.com/a.jpg", name, "1").GraphError(400, 100, 0, name+": ")
	}
	w.prog.Graph("POST", me+"/media_publish", "creation_id", "1", "scheduled_publish_time", "4102444800").GraphError(400, 100, 0,
		"publish_at")
	w.prog.Graph("POST", me+"/media", "media_type", "VIDEO", "video_url", "https://example.com/a.mp4", "image_url",
		"https://example.com/a.jpg").GraphError(400, 100, 0, "image_url: ")
	w.prog.Graph("POST", me+"/media", "image_url", "https://example.com/a.jpg", "thumb_offset", "10").GraphError(400, 100, 0,
		"thumb_offset: ")
	// What is hidden, of another kind, or not there answers alike.
	for _, id := range []string{w.hidden["blocked"].String(), w.hidden["draft of another"].String(), w.NewID().String()} {
		w.prog.Graph("POST", "/"+id+"/comments", "shoe_size", "44").GraphError(400, 100, 0, "shoe_size: ")
		w.prog.Graph("POST", "/"+id, "hide", "true").GraphError(400, 100, 33, id)
		w.prog.Graph("POST", "/"+id, "comment_enabled", "true").GraphError(400, 100, 33, id)
	}
	w.prog.Graph("POST", post, "hide", "true").GraphError(400, 100, 33, "does not support this operation")
	w.prog.Graph("DELETE", comment, "shoe_size", "44").GraphError(400, 100, 0, "shoe_size: ")
	// What kits of others send with every call.
	kits := []string{"format", "json", "locale", "en_US", "pretty", "0", "suppress_http_code", "1", "sdk", "joey", "debug", "all",
		"method", "post", "fields", "id", "appsecret_proof", ""}
	w.prog.Graph("POST", post+"/comments", append(kits, "message", "from a kit")...).Want(http.StatusOK)
	w.Check()
}
