package api_test

import (
	"net/http"
	"strings"
	"testing"

	"photogram/handlers/apitest"
	"photogram/media/mediatest"
	"photogram/models/discover"
	"photogram/models/index"
	"photogram/models/post"
)

func TestLocations(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	postID := w.norderney()
	at := "/locations/" + w.place
	apitest.WantFields(t, "location", w.Prog.Call("GET", at).Want(200).At("data"), "id:string name:string latitude:number longitude:number",
		"media_count:number")
	m := w.Prog.Call("GET", "/media/"+postID.String()).At("data.location")
	apitest.WantFields(t, "location of media", m, "id:number name:string latitude:number longitude:number", "")
	if m.Get("id").Raw != w.place || m.Get("name").String() != "Norderney" {
		t.Errorf("location of media: %s", m.Raw)
	}
	key := mediaKey(w.Bo, postID)
	for _, path := range []string{at + "/media/recent", "/media/search?lat=53.707&lng=7.147",
		"/media/search?lat=53.71&lng=7.147&distance=400", "/search/media?q=by+the+se"} {
		if ids := w.Prog.Call("GET", path).Want(200).List("data.#.id"); len(ids) != 1 || ids[0] != key {
			t.Errorf("%s: %v", path, ids)
		}
	}
	for _, path := range []string{"/media/search?lat=53.72&lng=7.147", "/media/search?lat=53.71&lng=7.147&distance=300",
		"/media/search?lat=0&lng=180", "/media/search?lat=90&lng=0&distance=99999", "/locations/search?q=zzz",
		"/locations/search?lat=-53&lng=7"} {
		if a := w.Prog.Call("GET", path).Want(200); a.At("data").Raw != "[]" {
			t.Errorf("%s: %s", path, a.Body)
		}
	}
	for _, path := range []string{"/locations/search?q=nord", "/locations/search?lat=53.7&lng=7.147&distance=5000"} {
		if names := w.Prog.Call("GET", path).Want(200).List("data.#.id"); len(names) != 1 || names[0] != w.place {
			t.Errorf("%s: %v", path, names)
		}
	}
	for path, field := range map[string]string{"/media/search": "lat", "/media/search?lat=91&lng=0": "latitude",
		"/media/search?lat=x&lng=0": "lat", "/media/search?lat=1": "lng",
		"/media/search?lat=NaN&lng=0": "latitude", "/media/search?lat=1&lng=1&distance=no": "distance", "/locations/search": "q",
		"/search/media": "q", "/search/media?q=a&exact=perhaps": "exact",
		"/media/popular?cursor=x-y": "cursor", "/tags/sea/media/top?cursor=1": "cursor"} {
		w.Prog.Call("GET", path).Refused(400, "APIInvalidParametersError", field+": ")
	}
	w.Prog.Call("GET", "/locations/77").Refused(400, "APINotFoundError", "this location does not exist")
	w.Prog.Call("GET", "/locations/nowhere").Refused(400, "APINotFoundError", "this location does not exist")
	// A place that only a private account names does not exist for others.
	name := "Secret hut"
	w.Must(post.EditText(t.Context(), w.DB.Store, w.Cy.ID, w.Hidden["private"],
		post.Edit{Location: &name, Coordinates: &index.Coordinates{Latitude: 10, Longitude: 10}}))
	p, err := post.Visible(t.Context(), w.DB.Store, w.Cy.ID, w.Hidden["private"])
	w.Must(err)
	w.Prog.Call("GET", "/locations/"+p.PlaceID.String()).Refused(400, "APINotFoundError", "this location does not exist")
	w.Program(w.Cy, allScopes).Call("GET", "/locations/"+p.PlaceID.String()).Want(200)
	for _, path := range []string{"/locations/search?q=secret", "/locations/search?lat=10&lng=10", "/media/search?lat=10&lng=10"} {
		if a := w.Prog.Call("GET", path).Want(200); a.At("data").Raw != "[]" {
			t.Errorf("%s: %s", path, a.Body)
		}
	}
}

func TestLocationOfMedia(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Work()
	w.norderney()
	id := w.draft(mediatest.Photo(60, 40))
	edit := func(pairs ...string) string {
		return w.Prog.Call("POST", "/media/"+id+"/edit", pairs...).Want(http.StatusOK).At("data.location").Raw
	}
	if got := edit("location", "NORDERNEY"); !strings.Contains(got, `"id":`+w.place+`,"name":"NORDERNEY","latitude":null`) {
		t.Errorf("by name: %s", got)
	}
	if got := edit("latitude", "53.7", "longitude", "7.1"); !strings.Contains(got, `"latitude":53.7,"longitude":7.1`) {
		t.Errorf("with coordinates: %s", got)
	}
	if got := edit("location", w.place); !strings.Contains(got, `"name":"Norderney","latitude":53.7`) {
		t.Errorf("by id, which is the same place: %s", got)
	}
	if got := edit("location", "Juist"); !strings.Contains(got, `"name":"Juist","latitude":null`) {
		t.Errorf("another place keeps the coordinates: %s", got)
	}
	if got := edit("location", ""); got != "null" {
		t.Errorf("no place: %s", got)
	}
	if got := edit("location", "1984"); !strings.Contains(got, `"name":"1984"`) {
		t.Errorf("a number that is no place is a name: %s", got)
	}
	edit("location", "")
	w.Prog.Call("POST", "/media/"+id+"/edit", "latitude", "1", "longitude", "1").Refused(400, "APIInvalidParametersError",
		"latitude: Name the place")
	w.Prog.Call("POST", "/media/"+id+"/edit", "location", "X", "latitude", "1").Refused(400, "APIInvalidParametersError", "longitude: ")
	a := w.Prog.Call("POST", "/media/"+id+"/publish", "location", "Borkum", "latitude", "53.58", "longitude", "6.66").Want(200)
	if len(w.Prog.Call("GET", "/media/search?lat=53.58&lng=6.66").List("data.#.id")) != 1 {
		t.Errorf("not found near its coordinates: %s", a.Body)
	}
	w.Check()
}

func TestFollowedTags(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 2 {
		w.Prog.Call("POST", "/tags/K%C3%9CSTE/follow").Want(200)
	}
	w.Prog.Call("POST", "/tags/sea/follow").Want(200)
	w.Prog.Call("POST", "/tags/neverused/follow").Want(200)
	w.Prog.Call("POST", "/tags/123/follow").Refused(400, "APINotFoundError", "")
	w.Prog.Call("DELETE", "/tags/123/follow").Refused(400, "APINotFoundError", "")
	a := w.Prog.Call("GET", "/users/self/tags?count=2").Want(200)
	names := strings.Join(a.List("data.#.name"), " ")
	a = w.Prog.Call("GET", a.At("pagination.next_url").String()).Want(200)
	if names != "neverused sea" || strings.Join(a.List("data.#.name"), " ") != "küste" || a.At("pagination").Raw != "{}" {
		t.Errorf("followed: %s, then %s", names, a.Body)
	}
	apitest.WantFields(t, "followed tag", a.At("data.0"), "name:string media_count:number", "")
	for range 2 {
		w.Prog.Call("DELETE", "/tags/sea/follow").Want(200)
	}
	if got := w.Prog.Call("GET", "/users/self/tags").List("data.#.name"); len(got) != 2 {
		t.Errorf("after unfollowing: %v", got)
	}
	w.Check()
}

func TestPopularAndSearchPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 5 {
		w.Post(w.Bo, "walking along the harbour #walk")
	}
	if n := len(walk(t, w.Prog, "/media/popular?count=2", nil)); n != 7 {
		t.Errorf("popular before a ranking: %d", n)
	}
	n, err := discover.RankExplore(t.Context(), w.DB.Store)
	if err != nil || n != 8 {
		t.Fatalf("%d are ranked (%v)", n, err)
	}
	if n := len(walk(t, w.Prog, "/media/popular?count=2", nil)); n != 7 {
		t.Errorf("popular: %d", n)
	}
	for path, want := range map[string]int{"/search/media?q=harbour+walk&count=2": 5, "/search/media?q=harbuor&count=2": 5,
		"/tags/walk/media/top?count=2": 5} {
		if n := len(walk(t, w.Prog, path, nil)); n != want {
			t.Errorf("%s: %d, want %d", path, n, want)
		}
	}
	if got := w.Prog.Call("GET", "/search/media?q=harbuor").At("pagination.searched_for").String(); got != "harbour" {
		t.Errorf("searched for %q", got)
	}
	if got := w.Prog.Call("GET", "/search/media?q=harbuor&exact=true").At("data").Raw; got != "[]" {
		t.Errorf("exactly: %s", got)
	}
}
