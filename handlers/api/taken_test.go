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
			before := w.Rows()
			refused := func(name string, pairs ...string) {
				t.Helper()
				w.Prog.Call(method, path, pairs...).Refused(400, "APIInvalidParametersError", name+": ")
			}
			refused("shoe_size", append(params, "shoe_size", "44")...)
			w.Prog.JSON(method, path, `{"shoe_size":null}`).Refused(400, "APIInvalidParametersError", "shoe_size: ")
			_, strict := w.API.TakenBy(rt.route)
			for _, name := range strict {
				refused(name, name, "")
				w.Prog.JSON(method, path, `{"`+name+`":null}`).Refused(400, "APIInvalidParametersError", name+": ")
			}
			// What only says who asks and how to answer disturbs nothing: the refusal is of another.
			refused("shoe_size", "access_token", "", "callback", "f", "_", "1", "pretty", "1", "shoe_size", "44")
			w.same(rt.route, before)
		})
	}
	photo := webtest.File{Name: "a.jpg", Data: mediatest.Photo(40, 30)}
	kept := len(w.Keys("o/"))
	w.Prog.SendFiles(webtest.Form("caption", "swallowed"), photo).Refused(400, "APIInvalidParametersError", "caption: ")
	w.Prog.SendFiles(webtest.Form("url", "https://example.com/a.jpg"), photo).Refused(400, "APIInvalidParametersError", "url: ")
	w.Prog.JSON("POST", "/media/upload", `{"image_url":"https://example.com/a.jpg"}`).Refused(400, "APIInvalidParametersError",
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
	for name, says := range map[string]string{"publish_time": "Did you mean publish_at?", "publsh_at": "publish_at",
		"Caption": "caption", "description": "caption", "user_tags": "takes"} {
		w.Prog.Call("POST", draft, name, "x").Refused(400, "APIInvalidParametersError", says)
	}
	w.Prog.Call("POST", "/media/"+w.Bos.String()+"/comments", "message", "x").Refused(400, "APIInvalidParametersError",
		"Did you mean text?")
	w.Prog.Call("POST", "/media/"+w.Bos.String()+"/likes", "x", "y").Refused(400, "APIInvalidParametersError", "no parameters")
	w.Prog.Call("POST", draft, "caption", "a", "caption", "b").Refused(400, "APIInvalidParametersError", "more than once")
	w.Prog.Call("POST", draft, "time_zone", "Europe/Berlin").Refused(400, "APIInvalidParametersError", "publish_at")
	// A picture of an account, as a text and as a file.
	for _, name := range []string{"picture", "profile_picture", "avatar"} {
		w.Prog.Call("PATCH", "/users/self", name, "x", "bio", "changed").Refused(400, "APIInvalidParametersError", name+": ")
		r := w.Prog.Request("PATCH", "/v1/users/self",
			strings.NewReader("--b\r\nContent-Disposition: form-data; name=\"bio\"\r\n\r\nchanged\r\n"+
				"--b\r\nContent-Disposition: form-data; name=\""+name+"\"; filename=\"a.jpg\"\r\nContent-Type: "+
				"image/jpeg\r\n\r\nx\r\n--b--\r\n"))
		r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
		w.Prog.Do(r, "Authorization", "Bearer "+w.Prog.Token).Refused(400, "APIInvalidParametersError", name+": ")
	}
	if bio := w.Prog.Call("GET", "/users/self").At("data.bio").String(); bio != "" {
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
	w.Prog.Call("POST", "/media/"+id+"/publish", "publish_at", at).Want(http.StatusOK)
	w.Prog.Call("POST", "/media/"+id+"/publish", "publish_at", "").Refused(400, "APIInvalidParametersError", "publish_at: ")
	w.Prog.Call("POST", "/media/"+id+"/publish", "scheduled_publish_time", "").Refused(400, "APIInvalidParametersError",
		"scheduled_publish_time: ")
	w.Prog.Call("POST", "/media/"+id+"/publish", "scheduled_publish_time", "4102444800").Refused(400, "APIInvalidParametersError",
		"365 days")
	w.Prog.Call("POST", "/media/"+id+"/publish", "published", "false").Refused(400, "APIInvalidParametersError", "published: ")
	w.Prog.Call("POST", "/media/"+id+"/publish", "published", "true", "publish_at", at).Refused(400, "APIInvalidParametersError",
		"published: ")
	w.Prog.Call("POST", "/media/"+id+"/publish", "scheduled_publish_time", "1", "publish_at", at).Refused(400,
		"APIInvalidParametersError", "Send one of them")
	w.Prog.JSON("POST", "/media/"+id+"/publish", `{"publish_at":null}`).Refused(400, "APIInvalidParametersError", "publish_at: ")
	w.Prog.JSON("POST", "/media/"+id+"/publish", `{"publish_at":[]}`).Refused(400, "APIInvalidParametersError", "publish_at: ")
	w.Prog.Call("POST", "/media/"+id+"/publish?publish_at=").Refused(400, "APIInvalidParametersError", "publish_at: ")
	if a := w.Prog.Call("GET", "/media/"+id); a.At("data.state").String() != "scheduled" || a.At("data.publish_at").String() != at {
		t.Errorf("%s", a.Body)
	}
	other, items := w.Draft(w.Ada, 1)
	w.Render(items...)
	for _, path := range []string{"/media/" + other.String() + "/stories", "/stories"} {
		w.Prog.Call("POST", path, "publish_at", "", "overlays", `[{"type":"text","text":"hello"}]`).Refused(400,
			"APIInvalidParametersError", "publish_at: ")
	}
	// A post that is out can't be planned, and says so.
	w.Prog.Call("POST", "/media/"+w.Adas.String()+"/publish", "publish_at", at, "caption", "never").Refused(400,
		"APIInvalidParametersError", "publish_at: ")
	if a := w.Prog.Call("GET", "/media/"+w.Adas.String()); a.At("data.caption.text").String() != "Hi #sea" {
		t.Errorf("%s", a.Body)
	}
	w.Check()
}
