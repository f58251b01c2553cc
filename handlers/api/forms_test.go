package api_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"photogram/media/mediatest"
	"photogram/web/webtest"
)

// raw sends a body as it is, with a Content-Type or "" for none.
func (w *world) raw(method, path, kind, body string) *webtest.Answer {
	w.T.Helper()
	r := w.Prog.Request(method, "/v1"+path, strings.NewReader(body))
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	return w.Prog.Do(r, "Authorization", "Bearer "+w.Prog.Token)
}

// A body counts whether or not it says what it is, and is refused where it can't be read.
func TestBodiesOfEveryKind(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	bio := func() string { return w.Prog.Call("GET", "/users/self").At("data.bio").String() }
	for i, c := range []struct{ kind, body string }{
		{"", "bio=NEW"}, {"", `{"bio":"NEW"}`}, {"", " \n{\"bio\":\"NEW\"}"}, {"text/plain;charset=UTF-8", "bio=NEW"},
		{"text/plain", `{"bio":"NEW"}`}, {"application/vnd.api+json", `{"bio":"NEW"}`}, {"text/json", `{"bio":"NEW"}`},
		{"application/json; charset=utf-8", `{"bio":"NEW"}`}, {"application/x-www-form-urlencoded; charset=UTF-8", "bio=NEW"},
	} {
		want := "number " + strconv.Itoa(i)
		w.raw("PATCH", "/users/self", c.kind, strings.Replace(c.body, "NEW", want, 1)).Want(http.StatusOK)
		if got := bio(); got != want {
			t.Errorf("%s %s: the bio is %q", c.kind, c.body, got)
		}
	}
	before := w.Rows()
	w.raw("PATCH", "/users/self", "application/xml", "<bio>x</bio>").Refused(400, "APIInvalidParametersError", "Content-Type: ")
	w.raw("PATCH", "/users/self", "text/plain", "bio=%zz").Refused(400, "APIInvalidParametersError", "Content-Type: ")
	w.raw("PATCH", "/users/self", "", `{"bio":`).Refused(400, "APIInvalidParametersError", "JSON object")
	w.raw("PATCH", "/users/self", "", "bio=x&shoe_size=44").Refused(400, "APIInvalidParametersError", "shoe_size: ")
	w.same("what can't be read", before)
	w.raw("POST", "/media/"+w.Bos.String()+"/likes", "", "_method=DELETE").Want(http.StatusOK)
	w.raw("POST", "/media/"+w.Bos.String()+"/likes", "application/octet-stream", "").Want(http.StatusOK)
	no := w.WithToken("")
	r := no.Request("PATCH", "/v1/users/self", strings.NewReader("bio=with+a+token&access_token="+w.Prog.Token))
	no.Do(r).Want(http.StatusOK)
	w.Check()
}

// Every list can be sent in every form in which programs send lists.
func TestListsOfEveryForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, b := "shells", "boats"
	for _, pairs := range [][]string{
		{"words", a + "," + b}, {"words", `["` + a + `","` + b + `"]`}, {"words[]", a, "words[]", b}, {"words[1]", b, "words[0]", a},
		{"words", a, "words", b}, {"words[0]", a, "words[]", b},
	} {
		w.Prog.Call("PATCH", "/users/self/comment-words", "words", "").Want(http.StatusOK)
		w.Prog.Call("PATCH", "/users/self/comment-words", pairs...).Want(http.StatusOK)
		got := w.Prog.Call("GET", "/users/self/comment-words").Want(http.StatusOK)
		if !strings.Contains(string(got.Body), a) || !strings.Contains(string(got.Body), b) || strings.Contains(string(got.Body), "[]") {
			t.Errorf("%q: %s", pairs, got.Body)
		}
	}
	for _, name := range []string{"children", "children[]", "children[0]"} {
		id, items := w.Draft(w.Ada, 1)
		w.Render(items...)
		w.Prog.Call("POST", "/media/"+id.String()+"/publish", name, "x,y").Refused(400, "APIInvalidParametersError", "children: ")
	}
	w.Prog.Call("POST", "/media/"+w.Bos.String()+"/comments", "text[0]", "x").Refused(400, "APIInvalidParametersError", "text[0]: ")
	for _, list := range [][]string{{"media_ids", "1,2"}, {"media_ids[]", "1", "media_ids[]", "2"}, {"media_ids[0]", "1"}} {
		w.Prog.Call("POST", "/media/views", list...).Want(http.StatusOK)
	}
	w.Check()
}

// A plan may be told as programs for either dialect tell it.
func TestPlansInEveryForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	at := w.Clock.Now().Add(3 * time.Hour).Truncate(time.Second).UTC()
	seconds := strconv.FormatInt(at.Unix(), 10)
	for _, pairs := range [][]string{{"publish_at", at.Format(time.RFC3339)}, {"publish_at", seconds},
		{"scheduled_publish_time", seconds, "published", "false"}, {"scheduled_publish_time", at.Format("2006-01-02T15:04:05-0700")}} {
		id, items := w.Draft(w.Ada, 1)
		w.Render(items...)
		got := w.Prog.Call("POST", "/media/"+id.String()+"/publish", pairs...).Want(http.StatusOK)
		if got.At("data.state").String() != "scheduled" || got.At("data.publish_at").String() != at.Format(time.RFC3339) {
			t.Errorf("%q: %s", pairs, got.Body)
		}
		w.Prog.Call("POST", "/media/"+id.String()+"/edit", "scheduled_publish_time",
			strconv.FormatInt(at.Add(time.Hour).Unix(), 10)).Want(http.StatusOK)
		w.Prog.Call("POST", "/media/"+id.String()+"/edit", "publish_at", "").Want(http.StatusOK)
	}
	id, items := w.Draft(w.Ada, 1)
	w.Render(items...)
	if a := w.Prog.Call("POST", "/media/"+id.String()+"/stories", "scheduled_publish_time", seconds).Want(http.StatusOK); a.At(
		"data.publish_at").String() != at.Format(time.RFC3339) {
		t.Errorf("%s", a.Body)
	}
	if a := w.Prog.JSON("POST", "/stories", `{"scheduled_publish_time":`+seconds+
		`,"published":false,"overlays":[{"type":"text","text":"hello"}]}`).Want(http.StatusOK); a.At("data.publish_at").String() !=
		at.Format(time.RFC3339) {
		t.Errorf("%s", a.Body)
	}
	for _, bad := range []string{"tomorrow", "-1", "0", "99999999999999"} {
		other, items := w.Draft(w.Ada, 1)
		w.Render(items...)
		w.Prog.Call("POST", "/media/"+other.String()+"/publish", "publish_at", bad).Refused(400, "APIInvalidParametersError",
			"publish_at: ")
	}
	w.Check()
}

// form makes a multipart body of names and values in turn; a value that begins with @ is
// a file.
func formOf(t *testing.T, photo []byte, pairs ...string) (body *bytes.Buffer, kind string) {
	t.Helper()
	body = &bytes.Buffer{}
	m := multipart.NewWriter(body)
	for i := 0; i+1 < len(pairs); i += 2 {
		if name, isFile := strings.CutPrefix(pairs[i+1], "@"); isFile {
			part, err := m.CreateFormFile(pairs[i], name)
			if err != nil {
				t.Fatal(err)
			}
			_, _ = part.Write(photo)
		} else if err := m.WriteField(pairs[i], pairs[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	return body, m.FormDataContentType()
}

// A token may come behind the files that it is for.
func TestTokenBehindFiles(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	photo := mediatest.Photo(60, 40)
	no := w.WithToken("")
	upload := func(photo []byte, pairs ...string) *webtest.Answer {
		t.Helper()
		body, kind := formOf(t, photo, pairs...)
		r := no.Request("POST", "/v1/media/upload", body)
		r.Header.Set("Content-Type", kind)
		return no.Do(r)
	}
	upload(photo, "file", "@a.jpg", "access_token", w.Prog.Token).Want(http.StatusOK)
	two := upload(photo, "file[]", "@a.jpg", "alt_text[]", "one", "access_token", w.Prog.Token, "file[]", "@b.jpg", "alt_text[]",
		"two").Want(http.StatusOK)
	if len(two.List("data.carousel_media.#.id")) != 2 {
		t.Errorf("%s", two.Body)
	}
	kept := len(w.Keys("o/"))
	before := w.Rows()
	upload(photo, "file", "@a.jpg").Refused(400, "OAuthAccessTokenException", "access_token")
	upload(photo, "file", "@a.jpg", "access_token", "wrong").Refused(400, "OAuthAccessTokenException", "access_token")
	upload(bytes.Repeat([]byte("x"), 33<<20), "file", "@a.jpg", "access_token", w.Prog.Token).Refused(400, "OAuthAccessTokenException",
		"before the files")
	if len(w.Keys("o/")) != kept {
		t.Error("what nobody answers for was kept")
	}
	w.same("a refused upload", before)
	body, kind := formOf(t, photo, "file", "@a.jpg", "access_token", w.Prog.Token)
	r := no.Request("POST", "/v1/users/self/picture", body)
	r.Header.Set("Content-Type", kind)
	no.Do(r).Want(http.StatusOK)
	w.Check()
}
