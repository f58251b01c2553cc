package graph_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	"photogram/models/comment"
	"photogram/web/webtest"
)

// One call asks for the same of several things, and gets it by their ids.
func TestIDs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adas, bos, me := w.Adas.String(), w.Bos.String(), w.Ada.ID.String()
	for _, root := range []string{"/", "/v18.0", "/v18.0/"} {
		a := w.Prog.Graph("GET", root, "ids", adas+","+bos+","+me+","+w.Comment.String(), "fields", "id,username").Want(http.StatusOK)
		for id, name := range map[string]string{adas: "ada", bos: "bo", me: "ada", w.Comment.String(): "bo"} {
			if a.At(id+".id").String() != id || a.At(id+".username").String() != name {
				t.Errorf("%s %s: %s", root, id, a.Body)
			}
		}
	}
	a := w.Prog.Graph("GET", "/", "ids[0]", adas, "ids[1]", bos, "fields",
		"caption,comments.limit(1){text,username}").Want(http.StatusOK)
	if a.At(adas+".comments.data.0.text").String() != "nice" || a.At(bos+".caption").String() == "" {
		t.Errorf("%s", a.Body)
	}
	a = w.Prog.Graph("GET", "/v18.0/comments", "ids", adas+"_"+me+","+bos, "fields", "text", "limit", "1").Want(http.StatusOK)
	if a.At(adas+"_"+me+".data.0.text").String() != "nice" || a.At(bos+".data").Raw != "[]" {
		t.Errorf("%s", a.Body)
	}
	if a := w.Prog.Graph("GET", "/v18.0/media", "ids", "me,"+w.Bo.ID.String(), "limit", "1").Want(http.StatusOK); a.At(
		"me.data.0.id").String() != adas || a.At(w.Bo.ID.String()+".data.0.id").String() != bos {
		t.Errorf("%s", a.Body)
	}
	// A list of one of several goes on by itself.
	w.Post(w.Bo, "newer")
	a = w.Prog.Graph("GET", "/v18.0/media", "ids", w.Bo.ID.String(), "limit", "1").Want(http.StatusOK)
	if got := w.walk(strings.TrimPrefix(a.At(w.Bo.ID.String()+".paging.next").String(), w.URL)); len(got) != 1 || got[0] != bos {
		t.Errorf("%v", got)
	}
	for name, hidden := range w.Hidden {
		got := w.Prog.Graph("GET", "/", "ids", adas+","+hidden.String()).GraphError(400, 100, 33, hidden.String())
		never := w.NewID()
		want := w.Prog.Graph("GET", "/", "ids", adas+","+never.String())
		if strings.ReplaceAll(got.At("error.message").String(), hidden.String(), "") !=
			strings.ReplaceAll(want.At("error.message").String(), never.String(), "") {
			t.Errorf("%s: %s, but of nothing %s", name, got.Body, want.Body)
		}
	}
	w.Prog.Graph("GET", "/", "ids", w.Dee.ID.String()).GraphError(400, 100, 33, "")
	w.Program(w.Ada, "basic").Graph("GET", "/", "ids", adas+","+bos).GraphError(400, 100, 33, bos)
	w.Prog.Graph("GET", "/", "ids", strings.Repeat(adas+",", 51)).GraphError(400, 100, 0, "at most 50")
	w.Prog.Graph("GET", "/", "ids", "").GraphError(404, 803, 0, "")
	w.Prog.Graph("GET", "/", "ids", "x").GraphError(404, 803, 0, "x")
	w.WithToken("").Graph("GET", "/", "ids", adas).GraphError(400, 104, 0, "")
	if a := w.Visitor().Get("/", "Accept", "text/html"); !a.IsPage() {
		t.Errorf("the first page is no page: %s", a.Body)
	}
	w.Check()
}

// batch sends calls at a time and checks their statuses.
func (w *world) batch(calls string, codes ...int) []gjson.Result {
	w.T.Helper()
	a := w.Prog.Graph("POST", "/v18.0", "batch", calls, "include_headers", "true").Want(http.StatusOK)
	return w.answers(a, codes...)
}

func (w *world) answers(a *webtest.Answer, codes ...int) []gjson.Result {
	w.T.Helper()
	var bodies []gjson.Result
	list := a.JSON().Array()
	if len(list) != len(codes) {
		w.T.Fatalf("%d answers: %s", len(list), a.Body)
	}
	for i, one := range list {
		if int(one.Get("code").Int()) != codes[i] {
			w.T.Errorf("call %d: %s", i, one.Raw)
		}
		bodies = append(bodies, gjson.Parse(one.Get("body").String()))
	}
	return bodies
}

func TestBatch(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adas, bos := w.Adas.String(), w.Bos.String()
	// One that fails does not fail the others.
	got := w.batch(`[{"method":"GET","relative_url":"me?fields=username"},{"relative_url":"/`+w.Hidden["private"].String()+`"},
		{"method":"POST","relative_url":"`+bos+`/comments","body":"message=from+a+batch"},
		{"method":"POST","relative_url":"v17.0/`+bos+`/comments","body":{"message":"from JSON"}},
		{"method":"POST","relative_url":"`+bos+`/comments","body":"shoe_size=44"},
		{"method":"FROB","relative_url":"me"},{"relative_url":"settings"},{"method":"POST","relative_url":"/","body":"batch=[]"},
		{"relative_url":"`+adas+`/comments?fields=text&limit=1"}]`, 200, 400, 200, 200, 400, 400, 404, 400, 200)
	if got[0].Get("username").String() != "ada" || got[1].Get("error.code").Int() != 100 || got[8].Get("data.0.text").String() != "nice" {
		t.Errorf("%v", got)
	}
	if a := w.Prog.Graph("GET", "/"+bos+"/comments", "fields", "text"); strings.Join(a.List("data.#.text"), ",") !=
		"from JSON,from a batch" {
		t.Errorf("%s", a.Body)
	}
	// What is written is taken away again, and each has a token of its own.
	id := got[2].Get("id").String()
	bo := w.Program(w.Bo, allScopes)
	got = w.batch(`[{"method":"DELETE","relative_url":"`+id+`"},{"relative_url":"me?fields=username&access_token=`+bo.Token+`"},
		{"relative_url":"me?fields=username","access_token":"`+bo.Token+`"},{"relative_url":"me","access_token":"wrong"},
		{"method":"POST","relative_url":"`+adas+`/comments","body":"message=bo+here&access_token=`+bo.Token+`"}]`, 200, 200, 200, 400, 200)
	if got[1].Get("username").String() != "bo" || got[2].Get("username").String() != "bo" {
		t.Errorf("%v", got)
	}
	a := w.Prog.Graph("POST", "/", "batch", `[{"relative_url":"me"}]`).Want(http.StatusOK)
	if a.At(`0.headers.#(name=="Content-Type").value`).String() != "application/json; charset=utf-8" || a.Header.Get("X-App-Usage") == "" ||
		strings.Contains(string(a.Body), w.Prog.Token) {
		t.Errorf("%s %v", a.Body, a.Header)
	}
	if a := w.Prog.Graph("POST", "/", "batch", `[{"relative_url":"me"}]`, "include_headers", "false"); a.At("0.headers").Exists() {
		t.Errorf("%s", a.Body)
	}
	r := w.Prog.Request("POST", "/v18.0/", strings.NewReader(`{"batch":[{"method":"GET","relative_url":"me?fields=id"}]}`))
	r.Header.Set("Content-Type", "application/json")
	w.answers(w.Prog.Do(r, "Authorization", "Bearer "+w.Prog.Token).Want(http.StatusOK), 200)
	many := strings.TrimSuffix(strings.Repeat(`{"relative_url":"me"},`, 51), ",")
	for says, bad := range map[string]string{"1 to 50": "[" + many + "]", "batch: ": "x", "Send 1": "[]",
		"named": `[{"name":"a"},{"name":"a"}]`} {
		w.Prog.Graph("POST", "/", "batch", bad).GraphError(400, 100, 0, says)
	}
	w.Prog.Graph("POST", "/").GraphError(400, 100, 0, "batch is required")
	w.WithToken("").Graph("POST", "/", "batch", `[{"relative_url":"me"}]`).GraphError(400, 104, 0, "")
	w.Check()
}

// A call takes up what another answered.
func TestBatchReferences(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	for i := range 3 {
		_, err := comment.Add(ctx, w.DB.Store, w.Bo.ID, w.Bos, "number "+strconv.Itoa(i))
		w.Must(err)
	}
	bo := w.Bo.ID.String()
	for _, path := range []string{"$.data.*.id", "$.data[*].id", "$..id", "$['data'][*]['id']"} {
		got := w.batch(`[{"name":"posts","relative_url":"`+bo+`/media?limit=2"},
			{"relative_url":"?ids={result=posts:`+path+`}&fields=username"}]`, 0, 200)
		if got[1].Get(w.Bos.String()+".username").String() != "bo" {
			t.Errorf("%s: %v", path, got)
		}
	}
	got := w.batch(`[{"name":"posts","relative_url":"`+bo+`/media","omit_response_on_success":false},
		{"name":"said","method":"POST","relative_url":"{result=posts:$.data[0].id}/comments",
			"body":"message=about+{result=posts:$.data[0].id}"},
		{"relative_url":"{result=said:$.id}?fields=text"}]`, 200, 0, 200)
	if got[2].Get("text").String() != "about "+w.Bos.String() {
		t.Errorf("%v", got)
	}
	got = w.batch(`[{"name":"no","relative_url":"`+w.Hidden["blocked"].String()+`"},{"relative_url":"{result=no:$.id}"},
		{"relative_url":"me","depends_on":"no"},{"relative_url":"me","depends_on":"later"},{"name":"later","relative_url":"me"},
		{"relative_url":"{result=later:$[}"},{"relative_url":"{result=nobody:$.id}"},
		{"method":"POST","relative_url":"`+w.Bos.String()+`/comments","depends_on":"no","body":"message=never"}]`,
		400, 400, 400, 400, 0, 400, 400, 400)
	if !strings.Contains(got[2].Get("error.message").String(), "no") {
		t.Errorf("%v", got)
	}
	if a := w.Prog.Graph("GET", "/"+w.Bos.String()+"/comments", "fields", "text"); strings.Contains(string(a.Body), "never") {
		t.Errorf("%s", a.Body)
	}
	w.Check()
}

// Files of a form are handed on to the calls that name them.
func TestBatchFiles(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	feed := w.sells()["{feed-id}"]
	send := func(calls string, files ...string) *webtest.Answer {
		t.Helper()
		var body bytes.Buffer
		m := multipart.NewWriter(&body)
		w.Must(m.WriteField("batch", calls))
		for _, name := range files {
			part, err := m.CreateFormFile(name, "products.csv")
			w.Must(err)
			_, err = fmt.Fprint(part, "id,title,price\nmug-9,Ninth mug,5.99 EUR\n")
			w.Must(err)
		}
		w.Must(m.Close())
		r := w.Prog.Request("POST", "/v18.0/", &body)
		r.Header.Set("Content-Type", m.FormDataContentType())
		return w.Prog.Do(r, "Authorization", "Bearer "+w.Prog.Token)
	}
	call, err := json.Marshal([]map[string]string{{"method": "POST", "relative_url": feed + "/uploads", "body": "update_only=true",
		"attached_files": "sheet"}, {"relative_url": "me"}})
	w.Must(err)
	got := w.answers(send(string(call), "sheet").Want(http.StatusOK), 200, 200)
	if a := w.Prog.Graph("GET", "/"+got[0].Get("id").String(), "fields", "filename").Want(http.StatusOK); a.At("filename").String() !=
		"products.csv" {
		t.Errorf("%s", a.Body)
	}
	w.answers(send(string(call)).Want(http.StatusOK), 400, 200)
	send(string(call), "sheet", "other").GraphError(400, 100, 0, "other: ")
	w.Check()
}
