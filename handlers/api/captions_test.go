package api_test

import (
	"encoding/json"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"photogram/models/account"
)

// Each caption in models/testdata is published through the API: its tags and text
// come back as listed, the page links what is listed, and nobody else is told.
func TestCaptionsOfOthersArePublished(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	raw, err := os.ReadFile("../../models/testdata/captions.json")
	w.Must(err)
	var list []struct {
		Caption               string
		Tags, Mentions, Links []string
		Shown                 string
	}
	w.Must(json.Unmarshal([]byte(strings.NewReplacer("NAME", "bo", "OTHER", "eve").Replace(string(raw))), &list))
	readers := map[string]*account.User{"bo": w.Bo, "eve": w.User("eve")}
	for _, c := range list {
		id, items := w.Draft(w.Ada, 1)
		w.Render(items...)
		a := w.Prog.Call("POST", "/media/"+id.String()+"/publish", "caption", c.Caption).Want(http.StatusOK)
		text := a.At("data.caption.text").String()
		switch {
		case c.Shown != "" && text != "one\ntwo", c.Shown == "" && text != c.Caption:
			t.Errorf("%q is %q", c.Caption, text)
		}
		if got := a.List("data.tags"); c.Tags != nil && !slices.Equal(got, c.Tags) {
			t.Errorf("%q has the tags %q, want %q", c.Caption, got, c.Tags)
		}
		for _, tag := range c.Tags {
			if a := w.Prog.Call("GET", "/tags/"+tag+"/media/recent").Want(http.StatusOK); !slices.Contains(a.List("data.#.id"),
				mediaKey(w.Ada, id)) {
				t.Errorf("%q is not under #%s", c.Caption, tag)
			}
		}
		page := w.As(w.Ada).Get("/p/" + id.Code()).Want(http.StatusOK)
		for what, want := range map[string][]string{"mention": c.Mentions, "tag": c.Tags} {
			if got := page.Find(".rich a." + what).Length(); want != nil && got != len(want) {
				t.Errorf("%q links %d of a %s, want %d", c.Caption, got, what, len(want))
			}
		}
		for _, at := range c.Links {
			page.Has(".rich a[href='" + at + "']")
		}
		w.digest()
		for name, u := range readers {
			told := false
			for _, n := range w.Program(u, allScopes).Call("GET", "/users/self/notifications").At("data").Array() {
				told = told || n.Get("kind").String() == "mention" && n.Get("media_id").String() == mediaKey(w.Ada, id)
			}
			if told != slices.Contains(c.Mentions, name) {
				t.Errorf("%q: %s is told: %v", c.Caption, name, told)
			}
		}
		if c.Tags == nil && c.Mentions == nil && c.Links == nil && c.Shown == "" { // one tag in two spellings
			if got := a.List("data.tags"); len(got) != 1 {
				t.Errorf("%q has the tags %q", c.Caption, got)
			}
		}
	}
	w.Check()
}
