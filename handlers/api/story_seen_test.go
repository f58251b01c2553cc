package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"photogram/media/mediatest"
	"photogram/models"
	"photogram/models/access"
	"photogram/models/account"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/models/story"
	"photogram/web/webtest"
)

// Close friends, blocks and hiding, over every route that reads or acts.
func TestStoryAudiencesOverTheAPI(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	poll, err := story.ParseOverlays(seaPoll)
	w.Must(err)
	owner := w.User("owner")
	peopleRow := map[string]*account.User{}
	for _, name := range []string{"follower", "friend", "stranger", "blocked", "blocking", "hidden"} {
		peopleRow[name] = w.User(name)
		if name != "stranger" {
			w.Must(people.Follow(ctx, w.DB.Store, peopleRow[name].ID, owner.ID))
		}
	}
	for _, name := range []string{"friend", "blocked", "hidden"} {
		w.Must(people.AddCloseFriend(ctx, w.DB.Store, owner.ID, peopleRow[name].ID))
	}
	acting := w.Program(owner, allScopes)
	hidden := "/users/" + peopleRow["hidden"].ID.String() + "/relationship"
	if rel := acting.Call("POST", hidden, "action", "hide_stories").Want(http.StatusOK); !rel.At("data.hiding_stories").Bool() {
		t.Errorf("%s", rel.Body)
	}
	if got := acting.Call("GET", "/users/self/stories/hidden-from").Want(http.StatusOK).List("data.#.username"); !slices.Equal(got,
		[]string{"hidden"}) {
		t.Errorf("hidden from %v", got)
	}
	w.Must(people.Block(ctx, w.DB.Store, owner.ID, peopleRow["blocked"].ID))
	w.Must(people.Block(ctx, w.DB.Store, peopleRow["blocking"].ID, owner.ID))
	sees := map[string]map[string]bool{
		"follower": {"everyone": true, "followers": true}, "friend": {"everyone": true, "followers": true, "close_friends": true},
		"stranger": {"everyone": true},
		"blocked":  {}, "blocking": {}, "hidden": {},
	}
	asked := 0
	for _, audience := range access.Audiences {
		id := w.NewStory(owner, story.Edit{Audience: &audience, Overlays: &poll})
		kept, err := story.CreateHighlight(ctx, w.DB.Store, owner.ID, "Kept", []models.ID{id})
		w.Must(err)
		st, err := story.Visible(ctx, w.DB.Store, owner.ID, id)
		w.Must(err)
		never := w.NewID()
		for name, u := range peopleRow {
			p, want := w.Program(u, allScopes), sees[name][string(audience)]
			for _, c := range [][]string{{"GET", "/stories/{}"}, {"POST", "/stories/{}/views"}, {"POST", "/stories/{}/likes"},
				{"DELETE", "/stories/{}/likes"}, {"POST", "/stories/{}/taps", "tap", "exit"},
				{"POST", "/stories/{}/answers", "overlay", "sea", "value", "1"}, {"GET", "/highlights/{h}"},
				{"GET", "/highlights/{h}/stories"}} {
				asked++
				at := func(story, highlight models.ID) *webtest.Answer {
					return p.Call(c[0], strings.NewReplacer("{}", story.String(), "{h}", highlight.String()).Replace(c[1]), c[2:]...)
				}
				got := at(id, kept)
				if ok := got.StatusCode == http.StatusOK; ok != want {
					t.Errorf("%s, for %s, as %s: %s", got, audience, name, got.Body)
				} else if !ok && string(got.Body) != string(at(never, never).Body) {
					t.Errorf("%s tells %s that there is one for %s", got, name, audience)
				}
			}
			for list, inIt := range map[string]models.ID{"stories": id, "highlights": kept} {
				a := p.Call("GET", "/users/"+owner.ID.String()+"/"+list)
				asked++
				if name == "blocked" || name == "blocking" {
					a.Refused(400, map[string]string{"blocked": "APINotFoundError", "blocking": "APINotAllowedError"}[name], "")
				} else if got := strings.Contains(string(a.Want(http.StatusOK).Body), inIt.String()); got != want {
					t.Errorf("%s, for %s, as %s: %v", a, audience, name, got)
				}
			}
			if may, err := post.FileAccess(ctx, w.DB.Store, u.ID, st.Media.RenderKey); err != nil || may.Visible != want || may.Public {
				t.Errorf("the file of a story for %s, as %s: %+v, %v", audience, name, may, err)
			}
			if a := p.Graph("GET", "/"+id.String(), "fields", "media_type"); (a.StatusCode == http.StatusOK) != want {
				t.Errorf("%s, for %s, as %s: %s", a, audience, name, a.Body)
			}
		}
	}
	tray := w.Program(peopleRow["friend"], allScopes).Call("GET", "/users/self/stories/tray").Want(http.StatusOK)
	if e := tray.At("data.0"); tray.At("data.#").Int() != 1 || e.Get("user.username").String() != "owner" ||
		e.Get("stories_count").Int() != 3 || e.Get("unseen_count").Int() != 0 {
		t.Errorf("%s", tray.Body)
	}
	for _, name := range []string{"stranger", "blocked", "blocking", "hidden"} {
		if a := w.Program(peopleRow[name], allScopes).Call("GET",
			"/users/self/stories/tray").Want(http.StatusOK); a.At("data").Raw != "[]" {
			t.Errorf("%s: %s", name, a.Body)
		}
	}
	acting.Call("POST", hidden, "action", "show_stories").Want(http.StatusOK)
	if got := w.Program(peopleRow["hidden"], allScopes).Call("GET",
		"/users/"+owner.ID.String()+"/stories").List("data.#.id"); len(got) != 3 {
		t.Errorf("shown again: %v", got)
	}
	t.Logf("%d questions", asked)
	w.Check()
}

// A microsecond before its end every route has the story, and at its end none.
func TestStoryEdgeOverTheAPI(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Work()
	bo := w.Program(w.Bo, allScopes)
	draft := w.draft(mediatest.Photo(60, 100))
	id := w.Prog.Call("POST", "/media/"+draft+"/stories", "overlays", seaPoll).Want(http.StatusOK).At("data.id").String()
	key := w.storyKey(id)
	ada := "/users/" + w.Ada.ID.String() + "/stories"
	end := func() time.Time {
		st, err := story.Visible(t.Context(), w.DB.Store, w.Ada.ID, key)
		w.Must(err)
		return *st.ExpiresAt
	}()
	state := func() string {
		out := []string{}
		add := func(name string, there bool) { out = append(out, fmt.Sprintf("%s:%v", name, there)) }
		for _, c := range [][]string{{"GET", ""}, {"POST", "/views"}, {"POST", "/likes"}, {"DELETE", "/likes"},
			{"POST", "/taps", "tap", "exit"}, {"POST", "/answers", "overlay", "sea", "value", "1"}} {
			a := bo.Call(c[0], "/stories/"+id+c[1], c[2:]...)
			if a.StatusCode != http.StatusOK {
				a.Refused(400, "APINotFoundError", "this story does not exist, or is over")
			}
			add(c[0]+c[1], a.StatusCode == http.StatusOK)
		}
		for _, path := range []string{ada, "/users/self/stories/tray"} {
			add(path[strings.LastIndex(path, "/")+1:], bo.Call("GET", path).Want(http.StatusOK).At("data.#").Int() == 1)
		}
		add("own", w.Prog.Call("GET", "/users/self/stories").Want(http.StatusOK).At("data.#").Int() == 1)
		add("graph", bo.Graph("GET", "/"+key.String(), "fields", "media_url").StatusCode == http.StatusOK)
		add("own graph", w.Prog.Graph("GET", "/"+key.String(), "fields", "media_url").StatusCode == http.StatusOK)
		add("graph list", w.Prog.Graph("GET", "/me/stories").Want(http.StatusOK).At("data.#").Int() == 1)
		return strings.Join(out, " ")
	}
	w.Clock.Move(end.Sub(w.Clock.Now()) - time.Microsecond)
	// The address is made now, and outlives the story.
	url := bo.Call("GET", "/stories/"+id).Want(http.StatusOK).At("data.images.standard_resolution.url").String()
	before := state()
	if strings.Contains(before, "false") || strings.Count(before, "true") != 12 {
		t.Errorf("a microsecond before: %s", before)
	}
	if a := w.Visitor().Get(url).Want(http.StatusOK); a.Header.Get("Cache-Control") != "private, max-age=0" {
		t.Errorf("%s: %v", a, a.Header)
	}
	w.Clock.Move(time.Microsecond)
	if after := state(); strings.Contains(after, "true") {
		t.Errorf("at the end: %s", after)
	}
	w.Visitor().Get(url).Want(http.StatusNotFound)
	// Its owner keeps it, with who saw it, and may show it again.
	own := w.Prog.Call("GET", "/stories/"+id).Want(http.StatusOK)
	if own.At("data.counts.views").Int() != 1 ||
		!slices.Equal(w.Prog.Call("GET", "/users/self/stories/archive").List("data.#.id"), []string{id}) {
		t.Errorf("%s", own.Body)
	}
	if v := w.Prog.Call("GET", "/stories/"+id+"/views").Want(http.StatusOK); v.At("data.viewers.0.username").String() != "bo" {
		t.Errorf("%s", v.Body)
	}
	w.Visitor().Get(own.At("data.images.thumbnail.url").String()).Want(http.StatusOK)
	w.Prog.Call("POST", "/highlights", "title", "Sea", "stories", id).Want(http.StatusOK)
	bo.Call("GET", "/stories/"+id).Want(http.StatusOK)
	w.Visitor().Get(url).Want(http.StatusOK)
	for _, c := range [][]string{{"/views"}, {"/likes"}, {"/taps", "tap", "exit"}, {"/answers", "overlay", "sea", "value", "1"}} {
		bo.Call("POST", "/stories/"+id+c[0], c[1:]...).Refused(400, "APINotFoundError", "this story does not exist, or is over")
	}
	w.Check()
}

// A hundred people who see a story at once are a hundred views.
func TestManyViewersAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := mediaKey(w.Ada, w.NewStory(w.Ada, story.Edit{}))
	programs := []*webtest.Program{w.Prog} // whose own view does not count
	for i := range 100 {
		programs = append(programs, w.Program(w.User(fmt.Sprintf("viewer%d", i)), "stories"))
	}
	var wg sync.WaitGroup
	for range 2 {
		for _, p := range programs {
			wg.Go(func() {
				if a := p.Call("POST", "/stories/"+id+"/views"); a.StatusCode != http.StatusOK {
					t.Errorf("%s: %s", a, a.Body)
				}
			})
		}
	}
	wg.Wait()
	views := w.Prog.Call("GET", "/stories/"+id+"/views", "count", "100").Want(http.StatusOK)
	if n, listed := views.At("data.counts.views").Int(),
		views.At("data.viewers.#").Int(); n != 100 || listed != 100 || views.At("pagination").Raw != "{}" {
		t.Errorf("%d views counted, %d listed, of 100 viewers", n, listed)
	}
	w.Check()
}
