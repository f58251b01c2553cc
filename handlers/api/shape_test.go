package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	"photogram/handlers/apitest"
	"photogram/media/mediatest"
	"photogram/models"
	"photogram/models/account"
	"photogram/web/webtest"
)

const (
	shortUser = "id:string username:string full_name:string profile_picture:string"
	fullUser  = shortUser + " bio:string website:string is_business:boolean counts:object"
	oneMedia  = "id:string type:string created_time:string link:string filter:string user:object tags:list likes:object comments:object" +
		" user_has_liked:boolean images:object users_in_photo:list attribution:null"
	ownMedia = "alt_text:string placeholder:string width:number height:number renditions:list state:string " +
		"comments_enabled:boolean comments_from:string shortcode:string user_has_saved:boolean likes_hidden:boolean pinned:boolean" +
		" failure:string publish_at:string audience:string"
	oneComment = "id:string created_time:string text:string from:object"
	ownComment = "likes_count:number user_has_liked:boolean parent_id:null parent_id:string replies_count:number edited:boolean " +
		"hidden:boolean pinned:boolean"
	ownItem = "id:string alt_text:string renditions:list state:string failure:string"
)

func wantMedia(t *testing.T, m gjson.Result, more string) {
	t.Helper()
	apitest.WantFields(t, "media", m, oneMedia+" "+more, ownMedia)
	apitest.WantFields(t, "user of media", m.Get("user"), shortUser, "")
	for _, list := range []string{"likes", "comments"} {
		apitest.WantFields(t, list, m.Get(list), "count:number data:list", "")
	}
	wantImages(t, m.Get("images"))
	if c := m.Get("caption"); c.IsObject() {
		apitest.WantFields(t, "caption", c, "id:string created_time:string text:string from:object", "")
		apitest.WantFields(t, "from of caption", c.Get("from"), "id:string username:string", "full_name:string profile_picture:string")
	}
	if id := m.Get("id").String(); !strings.HasSuffix(id, "_"+m.Get("user.id").String()) {
		t.Errorf("media id %s", id)
	}
	wantSeconds(t, m.Get("created_time"))
}

func wantImages(t *testing.T, images gjson.Result) {
	t.Helper()
	apitest.WantFields(t, "images", images, "thumbnail:object low_resolution:object standard_resolution:object", "")
	for name, side := range map[string]int64{"thumbnail": 150, "low_resolution": 320, "standard_resolution": 640} {
		im := images.Get(name)
		apitest.WantFields(t, name, im, "url:string width:number height:number", "")
		// Of a smaller photo the square is smaller: see TestSizesAreTrue.
		if n := im.Get("width").Int(); n < 16 || n > side || im.Get("height").Int() != n ||
			!strings.HasPrefix(im.Get("url").String(), "http") {
			t.Errorf("%s: %s", name, im.Raw)
		}
	}
}

func wantSeconds(t *testing.T, v gjson.Result) {
	t.Helper()
	if v.Type != gjson.String || len(v.String()) != 10 || strings.Trim(v.String(), "0123456789") != "" {
		t.Errorf("time %s", v.Raw)
	}
}

func TestShapes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	self := w.Prog.Call("GET", "/users/self").At("data")
	apitest.WantFields(t, "user", self, fullUser, "is_private:boolean grid:string likes_hidden:boolean")
	apitest.WantFields(t, "counts", self.Get("counts"), "media:number follows:number followed_by:number", "")
	if self.Get("id").String() != w.Ada.ID.String() || self.Get("counts").Raw != `{"media":1,"follows":1,"followed_by":1}` ||
		!strings.HasPrefix(self.Get("profile_picture").String(), w.URL) {
		t.Errorf("self: %s", self.Raw)
	}
	for _, path := range []string{"/users/self/follows", "/users/self/followed-by", "/users/search?q=bo"} {
		apitest.WantFields(t, path, w.Prog.Call("GET", path).At("data.0"), shortUser, "")
	}
	apitest.WantFields(t, "relationship", w.Prog.Call("GET", "/users/"+w.Bo.ID.String()+"/relationship").At("data"),
		"outgoing_status:string incoming_status:string target_user_is_private:boolean", "")
	apitest.WantFields(t, "tag", w.Prog.Call("GET", "/tags/sea").At("data"), "name:string media_count:number", "")
	apitest.WantFields(t, "tag of a search", w.Prog.Call("GET", "/tags/search?q=s").At("data.0"), "name:string media_count:number", "")
	if tag := w.Prog.Call("GET", "/tags/K%C3%9CSTE").At("data"); tag.Get("name").String() != "küste" || tag.Get("media_count").Int() != 1 {
		t.Errorf("tag: %s", tag.Raw)
	}
	c := w.Prog.Call("GET", "/media/"+w.Adas.String()+"/comments").At("data.0")
	apitest.WantFields(t, "comment", c, oneComment, ownComment)
	apitest.WantFields(t, "from of comment", c.Get("from"), shortUser, "")
	wantSeconds(t, c.Get("created_time"))
	m := w.Prog.Call("GET", "/media/"+w.Adas.String()).At("data")
	wantMedia(t, m, "caption:object location:null")
	if m.Get("caption.text").String() != "Hi #sea" || m.Get("tags").Raw != `["sea"]` || m.Get("comments.count").Int() != 1 ||
		m.Get("type").String() != "image" ||
		m.Get("filter").String() != "Normal" || m.Get("link").String() != w.URL+"/p/"+w.Adas.Code()+"/" ||
		m.Get("id").String() != mediaKey(w.Ada, w.Adas) {
		t.Errorf("media: %s", m.Raw)
	}
	plain := w.Prog.Call("GET", "/media/"+w.Post(w.Ada, "").String()).At("data")
	wantMedia(t, plain, "caption:null location:null")
	if plain.Get("tags").Raw != "[]" || plain.Get("likes.data").Raw != "[]" || plain.Get("users_in_photo").Raw != "[]" {
		t.Errorf("empty lists: %s", plain.Raw)
	}
	for _, path := range []string{"/users/self/feed", "/users/self/media/recent", "/media/popular", "/tags/sea/media/recent"} {
		a := w.Prog.Call("GET", path)
		if len(a.List("data.#.id")) == 0 {
			t.Errorf("%s is empty", path)
		}
		for _, m := range a.At("data").Array() {
			kind := strings.ToLower(m.Get("caption").Type.String())
			wantMedia(t, m, "location:null caption:"+map[bool]string{true: "object", false: kind}[m.Get("caption").IsObject()])
		}
	}
	p := w.Program(w.User("empty"), allScopes)
	for _, path := range []string{"/users/self/feed", "/users/self/media/recent", "/users/self/media/liked",
		"/users/self/requested-by", "/users/self/follows", "/users/self/followed-by",
		"/users/search?q=zzz", "/tags/search?q=zzz", "/tags/zzz/media/recent", "/media/" + w.Bos.String() + "/likes",
		"/media/" + w.Bos.String() + "/comments"} {
		if a := p.Call("GET", path).Want(http.StatusOK); a.At("data").Raw != "[]" || a.At("pagination").Exists() &&
			a.At("pagination").Raw != "{}" {
			t.Errorf("%s: %s", a, a.Body)
		}
	}
}

func TestShapeOfCarousel(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Work()
	id := w.draft(mediatest.Photo(300, 200), mediatest.Photo(200, 300))
	m := w.Prog.Call("POST", "/media/"+id+"/publish", "location", "Norderney").Want(http.StatusOK).At("data")
	wantMedia(t, m, "caption:null location:object carousel_media:list")
	if m.Get("type").String() != "carousel" || m.Get("carousel_media.#").Int() != 2 {
		t.Errorf("%s", m.Raw)
	}
	for _, item := range m.Get("carousel_media").Array() {
		apitest.WantFields(t, "item", item, "type:string images:object users_in_photo:list", ownItem)
		wantImages(t, item.Get("images"))
	}
	if m.Get("location.name").String() != "Norderney" {
		t.Errorf("location: %s", m.Get("location").Raw)
	}
}

// What a viewer may not see answers exactly as what does not exist.
func TestHiddenIsAbsent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, c := range []struct {
		method, path string
		params       []string
	}{
		{"GET", "/media/{}", nil}, {"GET", "/media/{}_{owner}", nil}, {"DELETE", "/media/{}", nil},
		{"POST", "/media/{}/edit", []string{"caption", "x"}},
		{"POST", "/media/{}/publish", nil}, {"GET", "/media/{}/likes", nil}, {"POST", "/media/{}/likes", nil},
		{"DELETE", "/media/{}/likes", nil},
		{"GET", "/media/{}/comments", nil}, {"POST", "/media/{}/comments", []string{"text", "x"}},
		{"DELETE", "/media/{}/comments/5", nil}, {"PATCH", "/media/{}/comments/5", []string{"text", "x"}},
		{"GET", "/media/{}/comments/5/replies", nil}, {"GET", "/media/{}/comments/5/likes", nil},
		{"POST", "/media/{}/comments/5/likes", nil}, {"DELETE", "/media/{}/comments/5/likes", nil},
		{"POST", "/media/{}/comments/5/pin", nil}, {"DELETE", "/media/{}/comments/5/hide", nil},
		{"POST", "/media/{}/comments", []string{"text", "x", "parent_id", "5"}}, {"GET", "/media/shortcode/{code}", nil},
	} {
		bodies := map[string]string{}
		for why, id := range w.Hidden {
			owner := map[string]*account.User{"private": w.Cy, "blocked": w.Dee}[why]
			if owner == nil {
				owner = w.Bo
			}
			path := strings.NewReplacer("{}", id.String(), "{owner}", owner.ID.String(), "{code}", id.Code()).Replace(c.path)
			a := w.Prog.Call(c.method, path, c.params...).Refused(400, "APINotFoundError", "")
			bodies[string(a.Body)] = why
		}
		if len(bodies) != 1 {
			t.Errorf("%s %s: %v", c.method, c.path, bodies)
		}
	}
	// No list shows them either.
	for _, path := range []string{"/users/self/feed", "/media/popular", "/tags/sea/media/recent",
		"/users/" + w.Bo.ID.String() + "/media/recent"} {
		for _, id := range w.Prog.Call("GET", path, "count", "100").Want(http.StatusOK).List("data.#.id") {
			for why, hidden := range w.Hidden {
				if strings.HasPrefix(id, hidden.String()) {
					t.Errorf("%s shows a post that is %s", path, why)
				}
			}
		}
	}
	wrong := w.Bos.String() + "_" + w.Ada.ID.String()
	w.Prog.Call("GET", "/media/"+wrong).Refused(400, "APINotFoundError", "")
	w.Prog.Call("DELETE", "/media/"+wrong).Refused(400, "APINotFoundError", "")
	w.Prog.Call("DELETE", "/media/"+mediaKey(w.Bo, w.Bos)).Refused(400, "APINotAllowedError", "")
}

func TestPeopleWhoAreHidden(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	gone := w.User("gone")
	w.Must(account.SetSuspended(t.Context(), w.DB.Store, gone.ID, true))
	for _, path := range []string{"/users/{}", "/users/{}/media/recent", "/users/{}/follows", "/users/{}/followed-by",
		"/users/{}/relationship"} {
		var first string
		for _, id := range []models.ID{w.Dee.ID, gone.ID, w.NewID()} {
			a := w.Prog.Call("GET", strings.Replace(path, "{}", id.String(), 1)).Refused(400, "APINotFoundError",
				"this user does not exist")
			if first == "" {
				first = string(a.Body)
			}
			if string(a.Body) != first {
				t.Errorf("%s: %s, and %s", path, first, a.Body)
			}
		}
	}
	for _, q := range []string{"dee", "gone"} {
		if n := len(w.Prog.Call("GET", "/users/search", "q", q).List("data.#.id")); n != 0 {
			t.Errorf("a search for %s finds %d", q, n)
		}
	}
	// A private account exists, but its lists are its own.
	cy := "/users/" + w.Cy.ID.String()
	w.Prog.Call("GET", cy).Want(http.StatusOK)
	for _, list := range []string{"/media/recent", "/follows", "/followed-by"} {
		w.Prog.Call("GET", cy+list).Refused(400, "APINotAllowedError", "")
	}
	rel := func(p *webtest.Program, u *account.User, params ...string) string {
		t.Helper()
		method := "POST"
		if len(params) == 0 {
			method = "GET"
		}
		return p.Call(method, "/users/"+u.ID.String()+"/relationship", params...).Want(http.StatusOK).At("data").Raw
	}
	cyp := w.Program(w.Cy, allScopes)
	for _, step := range []struct{ got, want string }{
		{rel(w.Prog, w.Cy), `{"outgoing_status":"none","incoming_status":"none","target_user_is_private":true}`},
		{rel(w.Prog, w.Cy, "", ""), `{"outgoing_status":"requested","incoming_status":"none","target_user_is_private":true}`},
		{rel(cyp, w.Ada), `{"outgoing_status":"none","incoming_status":"requested_by","target_user_is_private":false}`},
		{strings.Join(cyp.Call("GET", "/users/self/requested-by").List("data.#.username"), " "), "ada"},
		{rel(cyp, w.Ada, "action", "approve"), `{"outgoing_status":"none","incoming_status":"followed_by","target_user_is_private":false}`},
		{rel(w.Prog, w.Cy), `{"outgoing_status":"follows","incoming_status":"none","target_user_is_private":true}`},
		{rel(w.Prog, w.Cy, "action", "unfollow"), `{"outgoing_status":"none","incoming_status":"none","target_user_is_private":true}`},
		{rel(w.Prog, w.Cy, "action", "follow"), `{"outgoing_status":"requested","incoming_status":"none","target_user_is_private":true}`},
		{rel(cyp, w.Ada, "action", "ignore"), `{"outgoing_status":"none","incoming_status":"none","target_user_is_private":false}`},
		{rel(w.Prog, w.Bo, "action", "block"),
			`{"outgoing_status":"none","incoming_status":"blocked_by_you","target_user_is_private":false}`},
		{rel(w.Prog, w.Bo, "action", "unblock"), `{"outgoing_status":"none","incoming_status":"none","target_user_is_private":false}`},
	} {
		if step.got != step.want {
			t.Errorf("%s, want %s", step.got, step.want)
		}
	}
	w.Prog.Call("POST", cy+"/relationship", "action", "marry").Refused(400, "APIInvalidParametersError", "action: Choose the action from")
	w.Prog.Call("POST", "/users/self/relationship").Refused(400, "APIInvalidParametersError", "user_id")
	w.Check()
}
