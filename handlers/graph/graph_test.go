package graph_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	"photogram/handlers/apitest"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/comment"
	"photogram/models/discover"
	"photogram/models/post"
	"photogram/web/webtest"
)

const allMediaFields = "id,ig_id,caption,media_type,media_product_type,media_url,thumbnail_url,permalink,timestamp,username," +
	"owner,like_count,comments_count,shortcode,alt_text,is_comment_enabled"

func TestUser(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me := w.Ada.ID.String()
	bio, site, business := "By the sea", "https://ada.example/", true
	w.Must(account.UpdateProfile(t.Context(), w.DB.Store, w.Ada.ID, account.ProfileInput{Bio: &bio, Website: &site, IsBusiness: &business}))
	for _, path := range []string{"/me", "/" + me, "/v18.0/me", "/v2.10/" + me + "/", "/v18.0//" + me} {
		if a := w.Prog.Graph("GET", path).Want(http.StatusOK); strings.TrimSpace(a.JSON().Raw) != `{"id":"`+me+`","name":"Test ada"}` {
			t.Errorf("%s: %s", path, a.Body)
		}
	}
	a := w.Prog.Graph("GET", "/me", "fields",
		"user_id,username, name,biography,website,profile_picture_url,"+
			"followers_count,follows_count,media_count,account_type,stories").Want(http.StatusOK)
	apitest.WantFields(t, "user", a.JSON(), "id:string user_id:string username:string name:string biography:string website:string "+
		"profile_picture_url:string followers_count:number follows_count:number media_count:number account_type:string stories:object", "")
	if j := a.JSON(); j.Get("media_count").Int() != 1 || j.Get("followers_count").Int() != 1 ||
		j.Get("account_type").String() != "BUSINESS" || !strings.HasPrefix(j.Get("profile_picture_url").String(), w.URL) {
		t.Errorf("%s", a.Body)
	}
	// What a token may read of others, and how what it may not read answers.
	bo := "/" + w.Bo.ID.String()
	w.Prog.Graph("GET", bo, "fields", "username").Want(http.StatusOK)
	w.Program(w.Ada, "basic").Graph("GET", bo).GraphError(400, 100, 33, "does not exist")
	w.Prog.Graph("GET", "/"+w.Dee.ID.String()).GraphError(400, 100, 33, w.Dee.ID.String())
	w.Prog.Graph("GET", "/"+w.Cy.ID.String()+"/media").GraphError(403, 200, 0, "")
	a = w.Prog.Graph("GET", "/me", "fields",
		"business_discovery.username(bo){username,media_count,media.limit(1){id,caption,like_count}}").Want(http.StatusOK)
	if a.At("business_discovery.media.data.0.id").String() != w.Bos.String() {
		t.Errorf("%s", a.Body)
	}
	w.Prog.Graph("GET", "/me", "fields", "business_discovery.username(dee){username}").GraphError(400, 110, 2207013, "")
	w.Check()
}

func TestMedia(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.Bos.String()
	a := w.Prog.Graph("GET", "/v18.0/"+id, "fields", allMediaFields).Want(http.StatusOK)
	apitest.WantFields(t, "media", a.JSON(), "id:string ig_id:string caption:string media_type:string media_product_type:string "+
		"media_url:string permalink:string timestamp:string username:string owner:object like_count:number comments_count:number "+
		"shortcode:string is_comment_enabled:boolean", "")
	at := a.At("timestamp").String()
	if a.At("media_type").String() != "IMAGE" || a.At("permalink").String() != w.URL+"/p/"+w.Bos.Code()+"/" ||
		len(at) != len("2026-01-02T03:04:05+0000") || !strings.HasSuffix(at, "+0000") {
		t.Errorf("%s", a.Body)
	}
	// An album with its children, each of which is media as well.
	album, items := w.Draft(w.Bo, 3)
	w.Render(items...)
	w.Must(post.Publish(t.Context(), w.DB.Store, w.Bo.ID, album, post.PublishInput{}))
	of := w.Prog.Graph("GET", "/"+album.String(), "fields",
		"media_type,children{id,media_type,media_url,permalink,timestamp,username}").Want(http.StatusOK)
	list := w.Prog.Graph("GET", "/"+album.String()+"/children", "fields",
		"id,media_type,media_url,permalink,timestamp,username").Want(http.StatusOK)
	if of.At("media_type").String() != "CAROUSEL_ALBUM" || of.At("children.data.#").Int() != 3 ||
		of.At("children.data").Raw != list.At("data").Raw {
		t.Errorf("%s\n%s", of.Body, list.Body)
	}
	for _, child := range list.At("data").Array() {
		one := w.Prog.Graph("GET", "/"+child.Get("id").String(), "fields",
			"id,media_type,media_url,permalink,timestamp,username,like_count").Want(http.StatusOK)
		if one.JSON().Get("media_url").String() != child.Get("media_url").String() || one.At("like_count").Exists() {
			t.Errorf("%s, in the list %s", one.Body, child.Raw)
		}
	}
	if a := w.Prog.Graph("GET", "/"+id+"/children").Want(http.StatusOK); a.At("data").Raw != "[]" {
		t.Errorf("%s", a.Body)
	}
	w.Must(post.SetPeople(t.Context(), w.DB.Store, w.Bo.ID, album,
		map[models.ID][]post.PersonInput{items[1].ID: {{UserID: w.Ada.ID, X: 0.5, Y: 0.5}}}))
	if a := w.Prog.Graph("GET", "/me/tags", "fields", "id,username").Want(http.StatusOK); a.At("data.#").Int() > 1 {
		t.Errorf("%s", a.Body)
	}
	if a := w.Prog.Graph("GET", "/me/stories").Want(http.StatusOK); a.At("data").Raw != "[]" {
		t.Errorf("%s", a.Body)
	}
	// What is hidden answers like what is not there, whatever is asked of it.
	for name, hidden := range w.Hidden {
		for _, path := range []string{"", "/children", "/comments"} {
			got := w.Prog.Graph("GET", "/"+hidden.String()+path).GraphError(400, 100, 33, hidden.String()).At("error.message").String()
			never := w.NewID()
			want := w.Prog.Graph("GET", "/"+never.String()+path).At("error.message").String()
			if strings.ReplaceAll(got, hidden.String(), "") != strings.ReplaceAll(want, never.String(), "") {
				t.Errorf("%s: %s, but of nothing %s", name, got, want)
			}
		}
		w.Prog.Graph("POST", "/"+hidden.String()+"/comments", "message", "hello").GraphError(400, 100, 33, "post request")
		w.Prog.Graph("POST", "/"+hidden.String(), "comment_enabled", "false").GraphError(400, 100, 33, "post request")
	}
	w.Check()
}

func TestErrors(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me, bos, first := w.Ada.ID.String(), w.Bos.String(), w.Bos.String()
	w.Post(w.Bo, "newer")
	no := w.WithToken("")
	no.Graph("GET", "/me").GraphError(400, 2500, 0, "active access token")
	no.Graph("GET", "/"+bos).GraphError(400, 104, 0, "access token is required")
	for _, token := range []string{"wrong", strings.Repeat("x", 150)} {
		w.WithToken(token).Graph("GET", "/v18.0/"+bos).GraphError(400, 190, 0, "Invalid OAuth access token")
	}
	basic := w.Program(w.Ada, "basic")
	basic.Graph("POST", "/"+me+"/media", "image_url", "x").GraphError(403, 10, 0, "scope=publish")
	basic.Graph("POST", "/999/comments", "message", "x").GraphError(403, 10, 0, "scope=comments")
	basic.Graph("GET", "/ig_hashtag_search", "user_id", me, "q", "sea").GraphError(403, 10, 0, "scope=public_content")
	w.Prog.Graph("GET", "/me", "fields", "id,shoe_size").GraphError(400, 100, 0, "nonexisting field (shoe_size)")
	w.Prog.Graph("GET", "/"+bos, "fields", "shoe_size").GraphError(400, 100, 0, "(shoe_size) on node type (IGMedia)")
	w.Prog.Graph("GET", "/me/tags", "fields", "shoe_size").GraphError(400, 100, 0, "shoe_size")
	w.Prog.Graph("GET", "/me", "fields", "media{id").GraphError(400, 2500, 0, "Syntax error")
	w.Prog.Graph("GET", "/me", "fields", "id}").GraphError(400, 2500, 0, "Syntax error")
	w.Prog.Graph("GET", "/me", "fields", "media.limit(x").GraphError(400, 2500, 0, "Syntax error")
	w.Prog.Graph("GET", "/me", "fields", strings.Repeat("id,", 300)).GraphError(400, 100, 0, "200 fields")
	w.Prog.Graph("GET", "/me", "fields", strings.Repeat("media{", 9)).GraphError(400, 100, 0, "5 deep")
	w.Prog.Graph("GET", "/me", "fields", strings.Repeat("x", 5000)).GraphError(400, 100, 0, "4000")
	w.Prog.Graph("GET", "/me/media", "limit", "0").GraphError(400, 100, 0, "limit: ")
	w.Prog.Graph("GET", "/me/media", "after", "!").GraphError(400, 100, 0, "after: ")
	w.Prog.Graph("GET", "/me/media", "before", "eHh4").GraphError(400, 100, 0, "before: ")
	w.Prog.Graph("GET", "/v18.0/nobody").GraphError(404, 803, 0, "nobody")
	w.Prog.Graph("GET", "/v18.0").GraphError(404, 803, 0, "")
	w.Prog.Graph("GET", "/v18.0/"+me+"/media/x").GraphError(400, 2500, 0, "Unknown path components")
	// What comes with later issues is refused, not made up.
	w.Prog.Graph("GET", "/me/gadgets", "metric", "reach").GraphError(400, 100, 0, "Unsupported get request.")
	w.Prog.Graph("DELETE", "/"+bos).GraphError(400, 100, 33, "Unsupported delete request")
	w.Prog.Graph("PUT", "/"+bos).GraphError(400, 100, 0, "Unsupported put request")
	w.Prog.Graph("GET", "/9999999999999999999999").GraphError(404, 803, 0, "")
	// Tokens arrive in every usual way, and stay out of answers.
	token := url.Values{"access_token": {w.Prog.Token}}
	if a := no.Get("/me?" + token.Encode()).Want(http.StatusOK); a.At("id").String() != me {
		t.Errorf("%s", a.Body)
	}
	no.Graph("POST", "/"+bos+"/comments", "message", "in a form", "access_token", w.Prog.Token).Want(http.StatusOK)
	r := no.Request("POST", "/"+bos+"/comments", strings.NewReader(`{"message":"in JSON","access_token":"`+w.Prog.Token+`"}`))
	r.Header.Set("Content-Type", "application/json")
	no.Do(r).Want(http.StatusOK)
	if a := no.Get("/me/media?limit=1&" + token.Encode()).Want(http.StatusOK); strings.Contains(string(a.Body), w.Prog.Token) {
		t.Errorf("the token is in %s", a.Body)
	}
	// A list goes on without a header, by an address that is good for that one page.
	for path, at := range map[string]string{"/v18.0/" + w.Bo.ID.String() + "/media?fields=id&limit=1&": "paging.next",
		"/" + w.Bo.ID.String() + "?fields=media.limit(1){id}&": "media.paging.next"} {
		a := no.Get(path + token.Encode()).Want(http.StatusOK)
		next := a.At(at).String()
		if strings.Contains(string(a.Body), w.Prog.Token) || next == "" {
			t.Errorf("%s: %s", path, a.Body)
		}
		if b := no.Graph("GET", strings.TrimPrefix(next, w.URL)).Want(http.StatusOK); b.At("data.0.id").String() != first {
			t.Errorf("%s: %s", next, b.Body)
		}
		no.Graph("GET", strings.Replace(strings.TrimPrefix(next, w.URL), "limit=1", "limit=2", 1)).GraphError(400, 104, 0, "")
	}
	// What is sent twice with one key is carried out once.
	key := []string{"Idempotency-Key", "k1", "Authorization", "Bearer " + w.Prog.Token}
	said := w.Prog.Send("POST", "/"+bos+"/comments", webtest.Form("message", "once"), key...).Want(http.StatusOK)
	again := w.Prog.Send("POST", "/"+bos+"/comments", webtest.Form("message", "once"), key...).Want(http.StatusOK)
	if string(said.Body) != string(again.Body) || again.Header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("%s, then %s", said.Body, again.Body)
	}
	w.Prog.Send("POST", "/"+bos+"/comments", webtest.Form("message", "other"), key...).GraphError(422, 100, 0, "Idempotency-Key")
	if a := w.Prog.Graph("GET", "/me"); w.Prog.Do(w.Prog.Request("GET", "/me", nil), "Authorization", "Bearer "+w.Prog.Token,
		"If-None-Match", a.Header.Get("ETag")).StatusCode != http.StatusNotModified {
		t.Error("an answer that the program has is sent again")
	}
	if a := w.Prog.Graph("GET", "/me", "pretty", "1", "debug", "all", "callback",
		"evil").Want(http.StatusOK); a.Type() != "application/json" || strings.Contains(string(a.Body), "evil") {
		t.Errorf("%s", a.Body)
	}
	w.Prog.Graph("OPTIONS", "/me").Want(http.StatusNoContent)
	if a := w.Prog.Graph("HEAD", "/me").Want(http.StatusOK); a.Header.Get("X-Ratelimit-Limit") == "" ||
		a.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("%v", a.Header)
	}
	w.Check()
}

// People who follow links get pages; the names that the dialect needs cannot be taken.
func TestLeavesPagesAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v := w.Visitor()
	page := []string{"Accept", "text/html,application/xhtml+xml"}
	if a := v.Get("/ada", page...).Want(http.StatusOK); !a.IsPage() {
		t.Errorf("%s", a.Body)
	}
	for _, path := range []string{"/123", "/123/followers", "/me"} {
		if a := v.Get(path, page...).Want(http.StatusNotFound); !a.IsPage() {
			t.Errorf("%s: %s", path, a.Body)
		}
	}
	for _, name := range []string{"me", "123", "v18.0", "v1.0", "ig_hashtag_search"} {
		if _, err := account.CleanUsername(name); err == nil {
			t.Errorf("the username %s can be taken", name)
		}
	}
	for _, name := range []string{"v18", "v18.0a", "me2", "m.e", "1a"} {
		if _, err := account.CleanUsername(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Kit.Site.RateLimit, w.Kit.Site.ActionLimit = 6, 2
	prog := w.Program(w.Ada, allScopes)
	post := "/" + w.Bos.String() + "/comments"
	for range 2 {
		prog.Graph("POST", post, "message", "hello").Want(http.StatusOK)
	}
	if a := prog.Graph("POST", post, "message", "hello").GraphError(400, 17, 0, "(#17)"); a.Header.Get("Retry-After") == "" {
		t.Errorf("%v", a.Header)
	}
	for range 3 {
		prog.Graph("GET", "/me").Want(http.StatusOK)
	}
	if a := prog.Graph("GET", "/me").GraphError(403, 4, 0, "(#4)"); a.Header.Get("Retry-After") == "" ||
		a.Header.Get("X-Ratelimit-Remaining") != "0" {
		t.Errorf("%v", a.Header)
	}
}

// walk reads a list to its end by the addresses that it gives, and back again.
func (w *world) walk(path string, pairs ...string) []string {
	w.T.Helper()
	ids := func(a *webtest.Answer) []string { return a.List("data.#.id") }
	var out []string
	var pages [][]string
	a := w.Prog.Graph("GET", path, pairs...).Want(http.StatusOK)
	var prev string
	for {
		out, pages = append(out, ids(a)...), append(pages, ids(a))
		prev = a.At("paging.previous").String()
		next := a.At("paging.next").String()
		if next == "" {
			break
		}
		if !strings.HasPrefix(next, w.URL) || strings.Contains(next, "access_token") {
			w.T.Errorf("next is %s", next)
		}
		if len(pages) > 50 {
			w.T.Fatalf("%s has no end", path)
		}
		a = w.Prog.Call("GET", next).Want(http.StatusOK)
	}
	for i := len(pages) - 2; i >= 0 && prev != ""; i-- {
		a = w.Prog.Call("GET", prev).Want(http.StatusOK)
		if !slices.Equal(ids(a), pages[i]) {
			w.T.Errorf("%s: page %d backwards has %v, forwards %v", path, i, ids(a), pages[i])
		}
		if a.At("paging.next").String() == "" || (a.At("paging.previous").String() == "") != (i == 0 && !strings.Contains(path, "after=")) {
			w.T.Errorf("%s: page %d backwards leads to %s", path, i, a.At("paging").Raw)
		}
		prev = a.At("paging.previous").String()
	}
	return out
}

func TestPaging(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	want := []string{w.Bos.String()}
	for i := range 7 {
		want = append([]string{w.Post(w.Bo, fmt.Sprintf("number %d #many", i)).String()}, want...)
	}
	bo := "/" + w.Bo.ID.String()
	// The newest is for close friends alone, and is not in ada's list.
	for _, limit := range []string{"1", "3", "7", "8", "100"} {
		if got := w.walk("/v19.0"+bo+"/media", "limit", limit); !slices.Equal(got, want) {
			t.Errorf("%s at a time: %v, want %v", limit, got, want)
		}
	}
	// A list that grows and shrinks while it is read neither repeats nor loses what stays.
	a := w.Prog.Graph("GET", bo+"/media", "limit", "3").Want(http.StatusOK)
	got := a.List("data.#.id")
	w.Post(w.Bo, "newer")
	w.Must(post.Delete(ctx, w.DB.Store, w.Bo.ID, apitest.MustID(t, got[2])))
	for next := a.At("paging.next").String(); next != ""; next = a.At("paging.next").String() {
		a = w.Prog.Call("GET", next).Want(http.StatusOK)
		got = append(got, a.List("data.#.id")...)
	}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	// Comments and their replies.
	comments, replies := []string{}, []string{}
	for i := range 5 {
		c, err := comment.Add(ctx, w.DB.Store, w.Bo.ID, w.Bos, fmt.Sprint("comment ", i))
		w.Must(err)
		comments = append([]string{c.ID.String()}, comments...)
		r, err := comment.Reply(ctx, w.DB.Store, w.Ada.ID, w.Bos, apitest.MustID(t, comments[len(comments)-1]), fmt.Sprint("reply ", i))
		w.Must(err)
		replies = append(replies, r.ID.String())
	}
	first := comments[len(comments)-1]
	if got := w.walk("/"+w.Bos.String()+"/comments", "limit", "2"); !slices.Equal(got, comments) {
		t.Errorf("%v, want %v", got, comments)
	}
	if got := w.walk("/"+first+"/replies", "limit", "2"); !slices.Equal(got, replies) {
		t.Errorf("%v, want %v", got, replies)
	}
	// Inside another answer a list says where it goes on.
	a = w.Prog.Graph("GET", "/v18.0/"+w.Bos.String(), "fields",
		"comments.limit(2){id,text,from,hidden,like_count,username,timestamp,media{id},replies.limit(1){id,parent_id}}").Want(http.StatusOK)
	apitest.WantFields(t, "comment", a.At("comments.data.0"),
		"id:string text:string from:object hidden:boolean like_count:number username:string timestamp:string media:object", "")
	next := a.At("comments.paging.next").String()
	if got := w.walk(strings.TrimPrefix(next, w.URL)); !slices.Equal(got, comments[2:]) {
		t.Errorf("%s: %v, want %v", next, got, comments[2:])
	}
	last := w.Prog.Graph("GET", bo, "fields",
		"media{comments{replies.limit(2){id}}}").Want(http.StatusOK).At(`media.data.#(id=="` + w.Bos.String() +
		`").comments.data.#(id=="` + first + `").replies`)
	if last.Get("data.#").Int() != 2 || !strings.Contains(last.Get("paging.next").String(), "/"+first+"/replies?") {
		t.Errorf("%s", last.Raw)
	}
	// Hashtags.
	sought := w.Prog.Graph("GET", "/ig_hashtag_search", "user_id", w.Ada.ID.String(), "q", "#Many").Want(http.StatusOK)
	wide := w.Prog.Graph("GET", "/ig_hashtag_search", "user_id", w.Ada.ID.String(), "q", "＃Many").Want(http.StatusOK)
	if wide.At("data.0.id").String() != sought.At("data.0.id").String() {
		t.Errorf("%s", wide.Body)
	}
	tag := "/v18.0/" + sought.At("data.0.id").String()
	if a := w.Prog.Graph("GET", tag, "fields", "id,name").Want(http.StatusOK); a.At("name").String() != "many" {
		t.Errorf("%s", a.Body)
	}
	var tagged []string
	for _, id := range want[:7] {
		if id != gotDeleted(want) {
			tagged = append(tagged, id)
		}
	}
	if got := w.walk(tag+"/recent_media", "user_id", w.Ada.ID.String(), "limit", "2", "fields",
		"id,caption,media_type,permalink,timestamp,like_count"); !slices.Equal(got, tagged) {
		t.Errorf("%v, want %v", got, tagged)
	}
	top := w.walk(tag+"/top_media", "user_id", w.Ada.ID.String(), "limit", "2")
	slices.Sort(top)
	slices.Sort(tagged)
	if !slices.Equal(top, tagged) {
		t.Errorf("%v, want %v", top, tagged)
	}
	if a := w.Prog.Graph("GET", tag+"/recent_media").Want(http.StatusOK); a.At("data.#").Int() != int64(len(tagged)) {
		t.Errorf("%s", a.Body)
	}
	w.Prog.Graph("GET", tag+"/recent_media", "user_id", w.Bo.ID.String()).GraphError(400, 100, 33, "")
	w.Prog.Graph("GET", "/ig_hashtag_search", "user_id", w.Ada.ID.String(), "q", "nobodywrotethis").GraphError(400, 24, 2207024, "")
	w.Check()
}

// gotDeleted is the third of a list, which the test deletes.
func gotDeleted(list []string) string { return list[2] }

// A hashtag of hidden posts alone answers like one that nobody wrote.
func TestHiddenHashtag(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	private := true
	eve := w.User("eve")
	w.Must(account.UpdateProfile(t.Context(), w.DB.Store, eve.ID, account.ProfileInput{IsPrivate: &private}))
	w.Post(eve, "only for followers #secretword")
	tag, err := discover.TagByName(t.Context(), w.DB.Store, "secretword")
	w.Must(err)
	w.Prog.Graph("GET", "/ig_hashtag_search", "user_id", "me", "q", "secretword").GraphError(400, 24, 2207024, "")
	w.Prog.Graph("GET", "/"+tag.ID.String(), "fields", "name").GraphError(400, 100, 33, "")
	own := w.Program(eve, allScopes)
	if a := own.Graph("GET", "/ig_hashtag_search", "user_id", "me", "q",
		"secretword").Want(http.StatusOK); a.At("data.0.id").String() != tag.ID.String() {
		t.Errorf("%s", a.Body)
	}
}

func TestComments(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	own, bo := "/"+w.Adas.String(), w.Program(w.Bo, allScopes)
	id := bo.Graph("POST", own+"/comments", "message", "lovely").Want(http.StatusOK).At("id").String()
	reply := w.Prog.Graph("POST", "/v18.0/"+id+"/replies", "message", "thanks").Want(http.StatusOK).At("id").String()
	if a := w.Prog.Graph("GET", "/"+reply, "fields",
		"text,parent_id,media{id,media_type},user").Want(http.StatusOK); a.At("text").String() != "thanks" ||
		a.At("parent_id").String() != id ||
		a.At("media.id").String() != w.Adas.String() || a.At("user.id").String() != w.Ada.ID.String() {
		t.Errorf("%s", a.Body)
	}
	bo.Graph("POST", own+"/comments").GraphError(400, 100, 0, "message is required")
	bo.Graph("POST", own+"/comments", "message", " ").GraphError(400, 100, 0, "message: ")
	bo.Graph("POST", own+"/comments", "message", strings.Repeat("x", 3000)).GraphError(400, 100, 0, "message: ")
	hidden := func(p *webtest.Program) gjson.Result { return p.Graph("GET", "/"+id, "fields", "hidden").At("hidden") }
	bo.Graph("POST", "/"+id, "hide", "true").GraphError(403, 200, 0, "owner")
	w.Prog.Graph("POST", "/"+id).GraphError(400, 100, 0, "hide is required")
	w.Prog.Graph("POST", "/"+id+"?hide=true").Want(http.StatusOK)
	if !hidden(w.Prog).Bool() || hidden(bo).Bool() {
		t.Errorf("hidden: %s for the owner, %s for its author", hidden(w.Prog), hidden(bo))
	}
	eve := w.Program(w.User("eve"), allScopes)
	eve.Graph("GET", "/"+id).GraphError(400, 100, 33, "")
	eve.Graph("GET", "/"+id+"/replies").GraphError(400, 100, 33, "")
	if a := w.Prog.Graph("POST", "/"+id, "hide", "false").Want(http.StatusOK); !a.At("success").Bool() {
		t.Errorf("%s", a.Body)
	}
	eve.Graph("GET", "/"+id).Want(http.StatusOK)
	eve.Graph("DELETE", "/"+id).GraphError(403, 200, 0, "delete")
	w.Prog.Graph("POST", own, "comment_enabled", "false").Want(http.StatusOK)
	bo.Graph("POST", own+"/comments", "message", "more").GraphError(403, 200, 0, "switched off")
	bo.Graph("POST", own, "comment_enabled", "true").GraphError(403, 200, 0, "someone else")
	if w.Prog.Graph("GET", own, "fields", "is_comment_enabled").At("is_comment_enabled").Bool() {
		t.Error("comments are on")
	}
	w.Prog.Graph("POST", "/"+reply+"?method=delete").Want(http.StatusOK)
	bo.Graph("DELETE", "/"+id).Want(http.StatusOK)
	w.Prog.Graph("GET", "/"+id).GraphError(400, 100, 33, "")
	w.Check()
}

// Nonsense in paths and parameters is refused in the dialect's own words.
func TestNonsense(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Kit.Site.RateLimit, w.Kit.Site.ActionLimit = 1_000_000, 1_000_000
	prog := w.Program(w.Ada, allScopes)
	known := map[string]string{"{ig-user-id}": w.Ada.ID.String(), "{container-id}": w.Adas.String(),
		"{ig-media-id}": w.Adas.String(), "{ig-comment-id}": w.Comment.String(), "{ig-hashtag-id}": "1"}
	n := 0
	for name := range w.Graph.RouteNames() {
		method, path, _ := strings.Cut(name, " ")
		if method == http.MethodDelete {
			continue
		}
		node, edge, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
		for _, value := range []string{"0", "-1", "x", "%00", "%ff", "99999999999999999999", "9223372036854775807", "[]", "{}",
			"'--", "id{id{id{id{id{id}}}}}", "comments.limit(0){id}", "media.after(x)",
			strings.Repeat("x", 1500), strings.Repeat("%F0%9D%94%98", 100), ",,,", "id.(", "a.b(c", "%E2%80%AE", "../../etc"} {
			for _, id := range []string{known[node], value} {
				if node == "ig_hashtag_search" {
					id = node
				}
				q := "?"
				for _, param := range []string{"fields", "limit", "after", "before", "q", "user_id", "since", "creation_id",
					"image_url", "media_type", "children", "user_tags", "message", "hide", "comment_enabled"} {
					q += param + "=" + value + "&"
				}
				for _, query := range []string{q, "?fields=" + value, "?;%zz&=&&a[b]=c"} {
					a := prog.Graph(method, strings.TrimSuffix("/v18.0/"+strings.ReplaceAll(id, "/", "%2f")+"/"+edge, "/")+query)
					n++
					if a.StatusCode >= 500 || a.StatusCode >= 400 &&
						(a.At("error.code").Int() == 0 || a.At("error.message").String() == "" || a.At("error.code").Int() == 1) {
						t.Errorf("%s: %s", a, a.Body)
					}
				}
			}
		}
	}
	t.Logf("%d requests", n)
	w.Check()
}
