package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"photogram/models"
	"photogram/models/comment"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/web/webtest"
)

// walk follows next_url from a call to the end of the list, and calls between
// after each page.
func walk(t *testing.T, p *webtest.Program, path string, between func(page int)) []string {
	t.Helper()
	var all []string
	seen := map[string]bool{}
	for page := 1; page < 30; page++ {
		a := p.Call("GET", path).Want(http.StatusOK)
		for _, id := range a.List("data.#.id") {
			if seen[id] {
				t.Errorf("%s repeats %s", a, id)
			}
			seen[id] = true
			all = append(all, id)
		}
		next := a.At("pagination.next_url")
		if !next.Exists() {
			return all
		}
		u, err := url.Parse(next.String())
		if err != nil || !u.IsAbs() || u.Query().Get("count") != "2" || u.Query().Has("access_token") ||
			strings.Contains(next.String(), " ") {
			t.Fatalf("next_url %s: %v", next, err)
		}
		for name, v := range a.At("pagination").Map() {
			if v.Type.String() != "String" {
				t.Errorf("%s: %s is %s", a, name, v.Raw)
			}
		}
		if between != nil {
			between(page)
		}
		path = next.String()
	}
	t.Fatalf("%s never ends", path)
	return nil
}

func TestPagesToTheEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	var posts []string
	for i := range 7 {
		posts = append(posts, w.Post(w.Bo, fmt.Sprintf("#walk #küste %d", i)).String()+"_"+w.Bo.ID.String())
	}
	for i := range 7 {
		u := w.User(fmt.Sprintf("walker%d", i))
		w.Must(people.Follow(ctx, w.DB.Store, u.ID, w.Bo.ID))
		w.Must(people.Follow(ctx, w.DB.Store, w.Bo.ID, u.ID))
		id, _, _ := strings.Cut(posts[i], "_")
		postID, err := models.ParseID(id)
		w.Must(err)
		_, err = post.Like(ctx, w.DB.Store, w.Ada.ID, postID)
		w.Must(err)
		_, err = post.Like(ctx, w.DB.Store, u.ID, w.Bos)
		w.Must(err)
		_, err = comment.Add(ctx, w.DB.Store, u.ID, w.Bos, "hi")
		w.Must(err)
		w.Clock.Move(1e9)
	}
	bo := "/users/" + w.Bo.ID.String()
	for path, want := range map[string]int{
		bo + "/media/recent?count=2": 8, "/users/self/feed?count=2": 9, "/tags/walk/media/recent?count=2": 7,
		"/tags/k%C3%BCste/media/recent?count=2": 8,
		"/users/self/media/liked?count=2":       7, bo + "/follows?count=2": 8, bo + "/followed-by?count=2": 8,
		"/media/" + w.Bos.String() + "/likes?count=2": 7, "/media/" + w.Bos.String() + "/comments?count=2": 7,
	} {
		if all := walk(t, w.Prog, path, nil); len(all) != want {
			t.Errorf("%s gave %d of %d: %v", path, len(all), want, all)
		}
	}
	// Posts that come and go meanwhile: each that was there all along is told once.
	for _, path := range []string{bo + "/media/recent?count=2", "/users/self/feed?count=2", "/tags/walk/media/recent?count=2"} {
		stay := slices.Clone(posts)
		all := walk(t, w.Prog, path, func(page int) {
			w.Post(w.Bo, "#walk fresh")
			if page < 3 { // the last post of the page just read, which is where the next begins, and one still to come
				for _, gone := range []string{stay[len(stay)-2*page], stay[0]} {
					id, _, _ := strings.Cut(gone, "_")
					postID, _ := models.ParseID(id)
					_ = post.Delete(ctx, w.DB.Store, w.Bo.ID, postID)
				}
			}
		})
		for i, id := range stay {
			there := i > 0 && i != len(stay)-2 && i != len(stay)-4
			if there && !slices.Contains(all, id) {
				t.Errorf("%s lost post %d: %v", path, i, all)
			}
		}
		posts = posts[:0]
		for _, id := range stay {
			if w.Prog.Call("GET", "/media/"+id).StatusCode == 200 {
				posts = append(posts, id)
			}
		}
		for len(posts) < 7 {
			posts = append(posts, w.Post(w.Bo, "#walk again").String()+"_"+w.Bo.ID.String())
		}
	}
	w.Check()
}

func TestKeysOfPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var ids, keys []string
	var times []int64
	for range 6 {
		w.Clock.Move(10e9)
		times = append(times, w.Clock.Now().Unix())
		id := w.Post(w.Ada, "#keys")
		ids = append(ids, id.String())
		keys = append(keys, mediaKey(w.Ada, id))
	}
	recent := "/users/self/media/recent"
	own := w.Prog.Call("GET", recent).List("data.#.id")
	last := own[len(own)-1]
	newest := func(list ...int) []string {
		out := []string{}
		for _, i := range list {
			out = append(out, keys[i])
		}
		return out
	}
	sec := func(i int) string { return strconv.FormatInt(times[i], 10) }
	for _, c := range []struct {
		params []string
		want   []string
	}{
		{[]string{"max_id", ids[2]}, append(newest(1, 0), last)},
		{[]string{"max_id", keys[2]}, append(newest(1, 0), last)},
		{[]string{"min_id", ids[2]}, newest(5, 4, 3)},
		{[]string{"min_id", keys[2], "max_id", ids[5]}, newest(4, 3)},
		{[]string{"min_timestamp", sec(4)}, newest(5, 4)},
		{[]string{"max_timestamp", sec(1)}, append(newest(1, 0), last)},
		{[]string{"min_timestamp", sec(1), "max_timestamp", sec(3)}, newest(3, 2, 1)},
		{[]string{"max_timestamp", "4102444800"}, append(newest(5, 4, 3, 2, 1, 0), last)},
		{[]string{"max_timestamp", "1000000000000"}, append(newest(5, 4, 3, 2, 1, 0), last)},
		{[]string{"min_timestamp", "4102444800"}, newest()},
		{[]string{"min_timestamp", "1000000000000"}, newest()},
		{[]string{"min_timestamp", "0", "max_timestamp", "0"}, newest()},
		{[]string{"count", "1"}, newest(5)},
		{[]string{"count", "100000"}, append(newest(5, 4, 3, 2, 1, 0), last)},
		{[]string{"max_id", "1"}, newest()},
	} {
		if got := w.Prog.Call("GET", recent, c.params...).Want(http.StatusOK).List("data.#.id"); !slices.Equal(got, c.want) {
			t.Errorf("%v: %v, want %v", c.params, got, c.want)
		}
	}
	a := w.Prog.Call("GET", "/tags/keys/media/recent", "count", "2", "max_tag_id", ids[4]).Want(http.StatusOK)
	if !slices.Equal(a.List("data.#.id"), newest(3, 2)) ||
		a.At("pagination.next_max_id").String() != a.At("pagination.next_max_tag_id").String() {
		t.Errorf("%s", a.Body)
	}
	// What min_tag_id gives is where to look for what is new.
	if got := w.Prog.Call("GET", "/tags/keys/media/recent", "min_tag_id",
		a.At("pagination.min_tag_id").String()).List("data.#.id"); !slices.Equal(got, newest(5, 4)) {
		t.Errorf("above min_tag_id: %v", got)
	}
	for name, values := range map[string][]string{"count": {"0", "-1", "x", "1.5", "99999999999999999999"},
		"max_id": {"x", "-1", "1_x", "99999999999999999999", "1'--"}, "min_id": {"x"},
		"min_timestamp": {"x", "-5", "1e9"}, "max_timestamp": {"99999999999999999999"}} {
		for _, v := range values {
			w.Prog.Call("GET", recent, name, v).Refused(400, "APIInvalidParametersError", name+": ")
		}
	}
	w.Prog.Call("GET", "/users/self/follows", "cursor", "x").Refused(400, "APIInvalidParametersError", "cursor: ")
	w.Prog.Call("GET", "/users/self/media/liked", "max_like_id", "x").Refused(400, "APIInvalidParametersError", "max_like_id: ")
}
