package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tidwall/gjson"

	"photogram/handlers/apitest"
	"photogram/media/mediatest"
	"photogram/models"
	"photogram/models/people"
	"photogram/models/story"
	"photogram/web/webtest"
)

const (
	oneStory = "id:string type:string created_time:string expires_time:string user:object alt_text:string audience:string " +
		"background:string placement:object overlays:list" +
		" user_has_seen:boolean user_has_liked:boolean can_reply:boolean link:string"
	storyPicture = " images:object renditions:list placeholder:string width:number height:number"
	ownersStory  = " state:string replies_from:string counts:object"
)

// everyOverlay has one overlay of each type.
const everyOverlay = `[{"id":"t","type":"text","text":"Low tide","font":"serif","x":0.5,"y":0.1,"scale":2,"rotation":-12.5},{"id":"m","type":"mention","username":"bo"},
	{"id":"h","type":"hashtag","tag":"#Sea"},{"id":"l","type":"location","text":"Norderney"},{"id":"u","type":"link","text":"More","url":"https://example.org/a"},
	{"id":"p","type":"product","text":"Lantern","url":"https://example.org/b","price":"12.50","currency":"EUR"},{"id":"poll","type":"poll","text":"Swim?","options":["Yes","No"]},
	{"id":"q","type":"question","text":"Why?"},{"id":"quiz","type":"quiz","text":"How deep?","options":["1 m","2 m","3 m"],"correct":2},
	{"id":"s","type":"slider","text":"Cold?","emoji":"🥶"},{"id":"c","type":"countdown","text":"Summer","ends_at":"%s"}]`

func (w *world) asked() string {
	return fmt.Sprintf(everyOverlay, w.Clock.Now().Add(24*time.Hour).UTC().Format(time.RFC3339))
}

func TestShareAStory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.norderney()
	w.Work()
	bo := w.Program(w.Bo, allScopes)
	draft := w.draft(mediatest.Photo(90, 160))
	params := []string{"audience", "followers", "replies_from", "following", "background", "sea", "alt_text", "Waves", "placement",
		`{"x":0.4,"scale":1.5}`, "overlays", w.asked()}
	a := w.Prog.Call("POST", "/media/"+draft+"/stories", params...).Want(http.StatusOK)
	st := a.At("data")
	apitest.WantFields(t, "story", st, oneStory+" shared_media:null"+storyPicture+ownersStory, "")
	wantImages(t, st.Get("images"))
	wantSeconds(t, st.Get("created_time"))
	if st.Get("id").String() != draft || st.Get("type").String() != "image" || st.Get("state").String() != "published" ||
		st.Get("alt_text").String() != "Waves" || st.Get("audience").String() != "followers" ||
		st.Get("expires_time").Int()-st.Get("created_time").Int() != 86400 ||
		st.Get("placement").Raw != `{"x":0.4,"y":0.5,"scale":1.5,"rotation":0}` || st.Get("overlays.#").Int() != 11 ||
		st.Get("link").String() != w.StoryURL("ada", w.storyKey(draft)) ||
		st.Get("counts").Raw != `{"views":0,"likes":0,"replies":0,"forward":0,"back":0,"exits":0,"links":0}` {
		t.Errorf("%s", st.Raw)
	}
	for path, want := range map[string]string{"#(id==t).font": "serif", "#(id==t).rotation": "-12.5",
		"#(id==m).user_id": w.Bo.ID.String(), "#(id==h).tag": "sea", "#(id==l).location_id": w.place,
		"#(id==p).price": "12.50", "#(id==quiz).correct": "2", "#(id==quiz).answers.counts": "[0,0,0]"} {
		if got := st.Get("overlays." + path).String(); got != want {
			t.Errorf("%s is %s, want %s", path, got, want)
		}
	}
	// As bo sees it, with addresses of files that are bo's alone.
	seen := bo.Call("GET", "/stories/"+draft).Want(http.StatusOK).At("data")
	apitest.WantFields(t, "story of another", seen, oneStory+" shared_media:null"+storyPicture, "")
	if seen.Get("can_reply").Bool() != true || seen.Get("overlays.#(id==quiz).correct").Exists() ||
		seen.Get("overlays.#(id==poll).answers").Raw != `{"mine":null}` {
		t.Errorf("%s", seen.Raw)
	}
	url := seen.Get("images.standard_resolution.url").String()
	if file := w.Visitor().Get(url); file.StatusCode != http.StatusOK || file.Type() != "image/jpeg" ||
		strings.Contains(file.Header.Get("Cache-Control"), "public") {
		t.Errorf("%s %v", file, file.Header)
	}
	bare, _, _ := strings.Cut(url, "?")
	w.Visitor().Get(bare).Want(http.StatusNotFound)
	// Sharing it again changes nothing, and the post that holds its photo is no post.
	if again := w.Prog.Call("POST", "/media/"+draft+"/stories", "audience",
		"everyone").Want(http.StatusOK); again.At("data.audience").String() != "followers" {
		t.Errorf("%s", again.Body)
	}
	bo.Call("GET", "/media/"+draft).Refused(400, "APINotFoundError", "")
	if n := len(w.Prog.Call("GET", "/users/self/media/recent").List("data.#.id")); n != 1 {
		t.Errorf("%d posts", n)
	}

	// The same in JSON, of a post, and without a picture.
	of := w.Prog.JSON("POST", "/media/"+w.Bos.String()+"/stories",
		`{"overlays":[{"type":"text","text":"Look"}],"placement":{"scale":0.8}}`).Want(http.StatusOK).At("data")
	if of.Get("type").String() != "post" || of.Get("shared_media.id").String() != mediaKey(w.Bo, w.Bos) ||
		of.Get("images").Exists() || of.Get("overlays.0.text").String() != "Look" || of.Get("placement.scale").Float() != 0.8 {
		t.Errorf("%s", of.Raw)
	}
	text := w.Prog.JSON("POST", "/stories",
		`{"background":"night","overlays":[{"type":"text","text":"Hello"}]}`).Want(http.StatusOK).At("data")
	if text.Get("type").String() != "text" || text.Get("background").String() != "night" || text.Get("shared_media").Raw != "null" {
		t.Errorf("%s", text.Raw)
	}
	if ids := walk(t, w.Prog, "/users/self/stories?count=2", nil); !slices.Equal(ids,
		[]string{draft, of.Get("id").String(), text.Get("id").String()}) {
		t.Errorf("own stories: %v", ids)
	}
	if ids := walk(t, bo, "/users/"+w.Ada.ID.String()+"/stories?count=2", nil); len(ids) != 3 {
		t.Errorf("ada's stories: %v", ids)
	}
	if ids := walk(t, w.Prog, "/users/self/stories/archive?count=2", nil); len(ids) != 3 || ids[2] != draft {
		t.Errorf("archive: %v", ids)
	}
	// Whoever lost the answer sends the call again.
	auth := []string{"Authorization", "Bearer " + w.Prog.Token, "Idempotency-Key", "one"}
	once := webtest.Form("overlays", `[{"type":"text","text":"Once"}]`)
	first := w.Prog.Post("/v1/stories", once, auth...).Want(http.StatusOK)
	if b := w.Prog.Post("/v1/stories", once, auth...).Want(http.StatusOK); string(b.Body) != string(first.Body) ||
		b.Header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("%s", b.Body)
	}
	if n := len(w.Prog.Call("GET", "/users/self/stories").List("data.#.id")); n != 4 {
		t.Errorf("%d stories", n)
	}
	w.Prog.Call("DELETE", "/stories/"+draft).Want(http.StatusOK)
	w.Prog.Call("GET", "/stories/"+draft).Refused(400, "APINotFoundError", "this story does not exist")
	w.Check()
}

func (w *world) storyKey(id string) models.ID {
	w.T.Helper()
	number, _, _ := strings.Cut(id, "_")
	key, err := models.ParseID(number)
	w.Must(err)
	return key
}

// A story that is shared while its photo is still made has its day from when it is ready.
func TestShareBeforeReady(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	bo := w.Program(w.Bo, allScopes)
	id := w.Prog.SendFiles(nil, webtest.File{Name: "a.jpg", Data: mediatest.Photo(90, 60)}).Want(http.StatusOK).At("data.id").String()
	st := w.Prog.Call("POST", "/media/"+id+"/stories").Want(http.StatusOK).At("data")
	if st.Get("state").String() != "publishing" || st.Get("expires_time").Raw != "null" {
		t.Errorf("%s", st.Raw)
	}
	bo.Call("GET", "/stories/"+id).Refused(400, "APINotFoundError", "")
	w.Clock.Move(time.Hour)
	w.Work()
	w.rendered(id)
	st = bo.Call("GET", "/stories/"+id).Want(http.StatusOK).At("data")
	if end := w.Clock.Now().Add(story.Life).Unix(); st.Get("expires_time").Int() != end {
		t.Errorf("over at %s, want %d", st.Get("expires_time"), end)
	}
}

func TestPlanAStory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell()
	id := mediaKey(w.Ada, w.planned)
	at := w.Clock.Now().Add(3 * time.Hour).Truncate(time.Second).UTC().Format(time.RFC3339)
	edit := func(params ...string) gjson.Result {
		return w.Prog.Call("PATCH", "/stories/"+id, params...).Want(http.StatusOK).At("data")
	}
	if st := edit("publish_at", at, "time_zone", "Europe/Berlin", "audience",
		"close_friends"); st.Get("state").String() != "scheduled" || st.Get("publish_at").String() != at ||
		st.Get("time_zone").String() != "Europe/Berlin" || st.Get("expires_time").Raw != "null" ||
		st.Get("audience").String() != "close_friends" {
		t.Errorf("moved: %s", st.Raw)
	}
	if st := edit("publish_at", ""); st.Get("state").String() != "draft" || st.Get("publish_at").Exists() {
		t.Errorf("called back: %s", st.Raw)
	}
	if st := edit("publish_at", at, "audience", "everyone"); st.Get("state").String() != "scheduled" {
		t.Errorf("planned again: %s", st.Raw)
	}
	if got := w.Prog.Call("GET", "/users/self/stories/planned").Want(http.StatusOK).List("data.#.id"); !slices.Equal(got, []string{id}) {
		t.Errorf("planned: %v", got)
	}
	bo := w.Program(w.Bo, allScopes)
	bo.Call("GET", "/stories/"+id).Refused(400, "APINotFoundError", "")
	w.Clock.Move(3 * time.Hour)
	due, err := story.ShareDue(t.Context(), w.DB.Store, nil)
	w.Must(err)
	if due != w.planned {
		t.Errorf("due: %d", due)
	}
	bo.Call("GET", "/stories/"+id).Want(http.StatusOK)
	w.Prog.Call("PATCH", "/stories/"+id, "background", "sea").Refused(400, "APIInvalidParametersError", "shared this story already")
	w.Prog.JSON("PATCH", "/stories/"+id, `{"overlays":[]}`).Refused(400, "APIInvalidParametersError", "shared this story already")
	w.Check()
}

// What is wrong is said with the field and the limit.
func TestStoryErrors(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell()
	w.Work()
	two := w.draft(mediatest.Photo(60, 40), mediatest.Photo(60, 40))
	draft := w.draft(mediatest.Photo(60, 40))
	share, text, story, own := "POST /media/"+draft+"/stories", "POST /stories", "/stories/"+mediaKey(w.Bo, w.story),
		"/stories/"+mediaKey(w.Ada, w.ownStory)
	many := "[" + strings.TrimSuffix(strings.Repeat(`{"type":"text","text":"x"},`, 21), ",") + "]"
	ids := strings.Repeat("1,", 101)
	for _, bad := range []struct {
		call   string
		params []string
		says   string
	}{
		{share, []string{"audience", "aliens"}, "audience: Choose one of everyone, followers and close_friends"},
		{share, []string{"replies_from", "x"}, "replies_from: Choose one of everyone"},
		{share, []string{"background", "x"}, "background: Choose one of blur"},
		{share, []string{"publish_at", "tomorrow"}, "publish_at: Send the time in RFC 3339 form"},
		{share, []string{"publish_at", "1999-01-01T00:00:00Z"}, "publish_at: This time has passed. Choose a later one"},
		{share, []string{"publish_at", "2999-01-01T00:00:00Z"}, "publish_at: Plan a story at most 365 days ahead"},
		{share, []string{"publish_at", w.Clock.Now().Add(time.Hour).Format(time.RFC3339), "time_zone", "Mars"}, "time_zone: "},
		{share, []string{"alt_text", strings.Repeat("x", 1001)}, "alt_text: "},
		{share, []string{"placement", "middle"}, "placement: Send a JSON object"},
		{share, []string{"placement", `{"scale":9}`}, "placement.scale: Choose a number from 0.2 to 5"},
		{share, []string{"overlays", "x"}, "overlays: Send a JSON array"},
		{share, []string{"overlays", many}, "overlays: Use at most 20 overlays; these are 21"},
		{share, []string{"overlays", `[{"type":"text","text":"x","size":4}]`}, "overlays[0]: "},
		{share, []string{"overlays", `[{"type":"hologram"}]`}, "overlays[0].type: Choose one of text"},
		{share, []string{"overlays", `[{"type":"text","text":"` + strings.Repeat("x", 501) + `"}]`}, "overlays[0].text: "},
		{share, []string{"overlays", `[{"type":"text","text":"x","x":2}]`}, "overlays[0].x: Choose a number from 0 to 1"},
		{share, []string{"overlays", `[{"type":"mention","username":"nobody_at_all"}]`}, "overlays[0].username: There’s no account"},
		{share, []string{"overlays", `[{"type":"poll","text":"x","options":["a"]}]`}, "overlays[0].options: Give 2 to 4"},
		{share, []string{"overlays", `[{"type":"link","url":"javascript:x"}]`}, "overlays[0].url: "},
		{"POST /media/" + two + "/stories", nil, "media_id: A story is one photo or video; this draft has 2"},
		{text, nil, "overlays: Write something first"},
		{"POST " + story + "/taps", []string{"tap", "dance"}, "tap: Choose forward, back, exit or link"},
		{"POST " + story + "/answers", []string{"value", "1"}, "overlay: Send the id of one of the story’s overlays"},
		{"POST " + story + "/answers", []string{"overlay", "sea"}, "value: Choose an option from 0 to 1"},
		{"POST " + story + "/answers", []string{"overlay", "sea", "value", "2"}, "value: Choose an option from 0 to 1"},
		{"POST " + own + "/likes", nil, "story_id: This is your own story"},
		{"POST " + own + "/answers", []string{"overlay", "sea", "value", "1"}, "story_id: This is your own story"},
		{"GET " + own + "/answers", nil, "overlay: Send the id of one of the story’s overlays"},
		{"GET " + own + "/views", []string{"cursor", "x"}, "cursor: This isn’t a page"},
		{"GET " + own + "/likes", []string{"count", "0"}, "count: Send a whole number from 1 to 100"},
		{"GET /users/self/stories/tray", []string{"cursor", "x"}, "cursor: This isn’t a page of the tray"},
		{"GET /users/self/stories/tray", []string{"cursor", "ZmFsc2UgMSAyIDM0IDU"}, "cursor: This isn’t a page of the tray"},
		{"POST /highlights", []string{"title", "Sea"}, "stories: Choose at least one story"},
		{"POST /highlights", []string{"stories", mediaKey(w.Ada, w.ownStory)}, "title: Give the highlight a name"},
		{"POST /highlights", []string{"title", strings.Repeat("x", 31), "stories", w.ownStory.String()}, "title: "},
		{"POST /highlights", []string{"title", "Sea", "stories", mediaKey(w.Bo, w.story)}, "Send ids of your own stories"},
		{"POST /highlights", []string{"title", "Sea", "stories", w.story.String()}, "stories: Choose stories that you shared"},
		{"POST /highlights", []string{"title", "Sea", "stories", ids}, "stories: You sent 101 stories. A highlight holds at most 100"},
		{"PATCH /highlights/" + w.ownHighlight.String(), []string{"cover", w.planned.String()},
			"cover: Choose one of the highlight’s stories as its cover"},
		{"PATCH /highlights/" + w.ownHighlight.String(), []string{"to", "sideways"}, "to: Choose up"},
	} {
		method, path, _ := strings.Cut(bad.call, " ")
		w.Prog.Call(method, path, bad.params...).Refused(400, "APIInvalidParametersError", bad.says)
	}
	if st := w.Prog.Call("GET", "/media/"+draft); st.At("data.state").String() != "draft" {
		t.Errorf("refused calls changed %s", st.Body)
	}
	// Of others nothing can be changed or counted, and an id that names the wrong owner is none.
	for _, c := range []string{"GET " + story + "/views", "GET " + story + "/likes", "GET " + story + "/answers", "DELETE " + story,
		"PATCH " + story} {
		method, path, _ := strings.Cut(c, " ")
		var params []string
		if method == "GET" {
			params = []string{"overlay", "sea"}
		}
		w.Prog.Call(method, path, params...).Refused(400, "APINotAllowedError", "belongs to someone else")
	}
	w.Prog.Call("DELETE", "/highlights/"+w.highlight.String()).Refused(400, "APINotAllowedError", "belongs to someone else")
	wrong := "/stories/" + mediaKey(w.Ada, w.story)
	for _, c := range [][]string{{"GET", ""}, {"POST", "/views"}, {"POST", "/likes"}, {"DELETE", "/likes"},
		{"POST", "/taps", "tap", "back"}, {"POST", "/answers", "overlay", "sea", "value", "1"}, {"DELETE", ""}} {
		w.Prog.Call(c[0], wrong+c[1], c[2:]...).Refused(400, "APINotFoundError", "this story does not exist")
	}
	// What is somebody else's needs public_content, as with media.
	basic := w.Program(w.Ada, "basic")
	for _, path := range []string{story, "/stories/" + w.NewID().String(), "/users/" + w.Bo.ID.String() + "/stories",
		"/highlights/" + w.highlight.String(), "/highlights/1"} {
		basic.Call("GET", path).Refused(400, "OAuthPermissionsException", "scope=public_content")
	}
	if st := basic.Call("GET", own).Want(http.StatusOK); st.At("data.counts").Exists() || !st.At("data.state").Exists() {
		t.Errorf("%s", st.Body)
	}
	basic.Call("GET", "/users/self/stories/tray").Want(http.StatusOK)
	w.Check()
}

func TestStoryAnswers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Work()
	draft := w.draft(mediatest.Photo(60, 100))
	id := w.Prog.Call("POST", "/media/"+draft+"/stories", "overlays", w.asked()).Want(http.StatusOK).At("data.id").String()
	bo, cy := w.Program(w.Bo, allScopes), w.Program(w.Cy, allScopes)
	answer := func(p *webtest.Program, params ...string) string {
		t.Helper()
		a := p.Call("POST", "/stories/"+id+"/answers", params...).Want(http.StatusOK)
		return a.At("data.answers").Raw
	}
	for _, step := range []struct{ got, want string }{
		{answer(bo, "overlay", "poll", "value", "0"), `{"mine":{"value":0},"total":1,"counts":[1,0]}`},
		{answer(bo, "overlay", "poll", "value", "1"), `{"mine":{"value":1},"total":1,"counts":[0,1]}`},
		{answer(cy, "overlay", "poll", "value", "0"), `{"mine":{"value":0},"total":2,"counts":[1,1]}`},
		{answer(bo, "overlay", "quiz", "value", "0"), `{"mine":{"value":0},"total":1,"counts":[1,0,0]}`},
		{answer(bo, "overlay", "quiz", "value", "2"), `{"mine":{"value":0},"total":1,"counts":[1,0,0]}`}, // the first counts
		{answer(bo, "overlay", "s", "value", "40"), `{"mine":{"value":40},"total":1,"mean":40}`},
		{answer(cy, "overlay", "s", "value", "100"), `{"mine":{"value":100},"total":2,"mean":70}`},
		{answer(bo, "overlay", "q", "text", "Because"), `{"mine":{"text":"Because"}}`},
	} {
		if step.got != step.want {
			t.Errorf("%s, want %s", step.got, step.want)
		}
	}
	right := func(p *webtest.Program) string {
		return p.Call("GET", "/stories/"+id).Want(http.StatusOK).At("data.overlays.#(id==quiz).correct").Raw
	}
	if right(bo) != "2" || right(cy) != "" || right(w.Prog) != "2" {
		t.Errorf("the right option is told to bo %q, cy %q, ada %q", right(bo), right(cy), right(w.Prog))
	}
	if own := w.Prog.Call("GET", "/stories/"+id).At("data.overlays.#(id==q).answers").Raw; own != `{"mine":null,"total":1}` {
		t.Errorf("the owner is told %s", own)
	}
	list := w.Prog.Call("GET", "/stories/"+id+"/answers", "overlay", "poll", "count", "1").Want(http.StatusOK)
	apitest.WantFields(t, "answer", list.At("data.0"), shortUser+" answered_time:string value:number", "")
	if ids := walk(t, w.Prog, "/stories/"+id+"/answers?overlay=s&count=2", nil); !slices.Equal(ids,
		[]string{w.Cy.ID.String(), w.Bo.ID.String()}) {
		t.Errorf("answers: %v", ids)
	}
	if q := w.Prog.Call("GET", "/stories/"+id+"/answers", "overlay", "q").At("data.0"); q.Get("text").String() != "Because" ||
		q.Get("value").Exists() {
		t.Errorf("%s", q.Raw)
	}
	// Likes and taps, and who saw it.
	bo.Call("POST", "/stories/"+id+"/likes").Want(http.StatusOK)
	bo.Call("POST", "/stories/"+id+"/likes").Want(http.StatusOK)
	for _, tap := range []string{"forward", "back", "exit", "link", "link"} {
		bo.Call("POST", "/stories/"+id+"/taps", "tap", tap).Want(http.StatusOK)
		w.Prog.Call("POST", "/stories/"+id+"/taps", "tap", tap).Want(http.StatusOK) // one's own count for nothing
	}
	views := w.Prog.Call("GET", "/stories/"+id+"/views").Want(http.StatusOK)
	if views.At("data.counts").Raw != `{"views":2,"likes":1,"replies":0,"forward":1,"back":1,"exits":1,"links":2}` {
		t.Errorf("%s", views.Body)
	}
	apitest.WantFields(t, "viewer", views.At("data.viewers.1"),
		shortUser+" viewed_time:string liked:boolean replies:number forward:number back:number exits:number links:number", "")
	if b := views.At("data.viewers.1"); b.Get("username").String() != "bo" || !b.Get("liked").Bool() || b.Get("links").Int() != 2 {
		t.Errorf("%s", b.Raw)
	}
	likers := w.Prog.Call("GET", "/stories/"+id+"/likes").Want(http.StatusOK)
	if got := likers.List("data.#.username"); !slices.Equal(got, []string{"bo"}) {
		t.Errorf("likers: %v", got)
	}
	apitest.WantFields(t, "liker", likers.At("data.0"), shortUser+" liked_time:string", "")
	bo.Call("DELETE", "/stories/"+id+"/likes").Want(http.StatusOK)
	if a := w.Prog.Call("GET", "/stories/"+id+"/likes"); a.At("data").Raw != "[]" {
		t.Errorf("%s", a.Body)
	}
	if st := bo.Call("GET", "/stories/"+id).At("data"); !st.Get("user_has_seen").Bool() || st.Get("user_has_liked").Bool() {
		t.Errorf("%s", st.Raw)
	}
	// Whoever is blocked vanishes from the lists and the numbers.
	w.Must(people.Block(t.Context(), w.DB.Store, w.Ada.ID, w.Bo.ID))
	if v := w.Prog.Call("GET", "/stories/"+id+"/views"); v.At("data.counts.views").Int() != 1 || v.At("data.viewers.#").Int() != 1 {
		t.Errorf("%s", v.Body)
	}
	w.Check()
}

func TestStoryTrayPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var want []string
	for i := range 5 {
		u := w.User(fmt.Sprintf("teller%d", i))
		w.Must(people.Follow(t.Context(), w.DB.Store, w.Ada.ID, u.ID))
		id := w.NewStory(u, story.Edit{})
		if i == 2 { // seen, and so the last
			w.Must(story.MarkViewed(t.Context(), w.DB.Store, w.Ada.ID, id))
			want = append(want, u.Username)
		} else {
			want = slices.Insert(want, 0, u.Username)
		}
		w.Clock.Move(time.Second)
	}
	var got []string
	path := "/users/self/stories/tray?count=2"
	for pages := 0; path != "" && pages < 5; pages++ {
		a := w.Prog.Call("GET", path).Want(http.StatusOK)
		got = append(got, a.List("data.#.user.username")...)
		path = a.At("pagination.next_url").String()
	}
	if !slices.Equal(got, want) {
		t.Errorf("tray: %v, want %v", got, want)
	}
	e := w.Prog.Call("GET", "/users/self/stories/tray").At("data.0")
	apitest.WantFields(t, "entry of the tray", e, "user:object stories_count:number unseen_count:number close_friends:boolean", "")
	apitest.WantFields(t, "user of the tray", e.Get("user"), shortUser, "")
}
