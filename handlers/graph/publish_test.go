package graph_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"photogram/handlers/apitest"
	"photogram/models"
	"photogram/models/container"
	"photogram/models/post"
	"photogram/web/webtest"
)

// container makes a container of ada's.
func (w *world) container(pairs ...string) string {
	w.T.Helper()
	return w.Prog.Graph("POST", "/v18.0/"+w.Ada.ID.String()+"/media", pairs...).Want(http.StatusOK).At("id").String()
}

func (w *world) status(id string) string {
	w.T.Helper()
	return w.Prog.Graph("GET", "/v18.0/"+id, "fields", "status_code").Want(http.StatusOK).At("status_code").String()
}

// settled waits until a container is no more in progress.
func (w *world) settled(id string) string {
	w.T.Helper()
	var status string
	webtest.Eventually(w.T, "container "+id, func() bool { status = w.status(id); return status != "IN_PROGRESS" })
	return status
}

func (w *world) share(id string) *webtest.Answer {
	return w.Prog.Graph("POST", "/v18.0/"+w.Ada.ID.String()+"/media_publish", "creation_id", id)
}

func (w *world) usage() int64 {
	w.T.Helper()
	a := w.Prog.Graph("GET", "/"+w.Ada.ID.String()+"/content_publishing_limit", "fields", "quota_usage,config").Want(http.StatusOK)
	if a.At("data.0.config.quota_total").Int() != int64(w.Kit.Site.PublishLimit) || a.At("data.0.config.quota_duration").Int() != 86400 {
		w.T.Errorf("%s", a.Body)
	}
	return a.At("data.0.quota_usage").Int()
}

func TestPublishing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	at := apitest.Origin(t)
	// Before anybody fetches it, a container is in progress, and no draft of the account's.
	waiting := w.container("video_url", at+"/video.mp4", "media_type", "REELS", "caption", "moving #sea", "thumb_offset", "100")
	if s := w.status(waiting); s != "IN_PROGRESS" {
		t.Errorf("%s", s)
	}
	w.share(waiting).GraphError(400, 9007, 2207027, "Media ID is not available")
	w.Program(w.Bo, allScopes).Graph("GET", "/"+waiting, "fields", "status_code").GraphError(400, 100, 33, waiting)
	w.Work()

	// A photo is published by the next call, without asking how far it is.
	photo := w.container("image_url", at+"/photo.jpg", "caption", "Hi #sea", "alt_text", "Waves", "user_tags",
		`[{"username":"bo","x":0.25,"y":0.75}]`)
	id := w.share(photo).Want(http.StatusOK).At("id").String()
	m := w.Prog.Graph("GET", "/"+id, "fields", "media_type,caption,alt_text,media_url,username,status_code").Want(http.StatusOK)
	if m.At("media_type").String() != "IMAGE" || m.At("caption").String() != "Hi #sea" || m.At("alt_text").String() != "Waves" ||
		m.At("status_code").String() != "PUBLISHED" {
		t.Errorf("%s", m.Body)
	}
	if a := w.Visitor().Get(strings.TrimPrefix(m.At("media_url").String(), w.URL)); a.StatusCode != 200 || a.Type() != "image/jpeg" {
		t.Errorf("media_url: %s", a)
	}
	if v1 := w.Prog.Call("GET", "/media/"+id).Want(http.StatusOK); v1.At("data.users_in_photo.0.user.username").String() != "bo" ||
		v1.At("data.users_in_photo.0.position.x").Float() != 0.25 {
		t.Errorf("%s", v1.Body)
	}
	// Once more changes nothing.
	if again := w.share(photo).Want(http.StatusOK).At("id").String(); again != id || w.usage() != 1 {
		t.Errorf("published again as %s, usage %d", again, w.usage())
	}

	if s := w.settled(waiting); s != "FINISHED" {
		t.Fatalf("video: %s", s)
	}
	if a := w.Prog.Graph("GET", "/"+waiting, "fields",
		"id,status,status_code").Want(http.StatusOK); !strings.HasPrefix(a.At("status").String(), "Finished: ") {
		t.Errorf("%s", a.Body)
	}
	if a := w.Prog.Call("GET", "/users/self/media/drafts").Want(http.StatusOK); len(a.List("data.#.id")) != 0 {
		t.Errorf("containers are among the drafts: %s", a.Body)
	}
	clip := w.share(waiting).Want(http.StatusOK).At("id").String()
	v := w.Prog.Graph("GET", "/"+clip, "fields", "media_type,media_product_type,media_url,thumbnail_url").Want(http.StatusOK)
	if v.At("media_type").String() != "VIDEO" || v.At("media_product_type").String() != "REELS" {
		t.Errorf("%s", v.Body)
	}
	for name, kind := range map[string]string{"media_url": "video/mp4", "thumbnail_url": "image/jpeg"} {
		if a := w.Visitor().Get(strings.TrimPrefix(v.At(name).String(), w.URL)); a.StatusCode != 200 || a.Type() != kind {
			t.Errorf("%s: %s is %s", name, a, a.Type())
		}
	}

	// A carousel of a photo and a video, in that order.
	one := w.container("image_url", at+"/photo.jpg", "is_carousel_item", "true", "alt_text", "first")
	two := w.container("video_url", at+"/video.mp4", "media_type", "VIDEO", "is_carousel_item", "true")
	w.share(one).GraphError(400, 100, 0, "is_carousel_item")
	all := w.container("media_type", "CAROUSEL", "children", one+","+two, "caption", "both")
	if s := w.settled(all); s != "FINISHED" {
		t.Fatalf("carousel: %s", s)
	}
	album := w.share(all).Want(http.StatusOK).At("id").String()
	c := w.Prog.Graph("GET", "/"+album, "fields", "media_type,caption,children{media_type,alt_text}").Want(http.StatusOK)
	if c.At("media_type").String() != "CAROUSEL_ALBUM" || c.At("caption").String() != "both" || c.At("children.data.#").Int() != 2 ||
		c.At("children.data.0.alt_text").String() != "first" || c.At("children.data.1.media_type").String() != "VIDEO" {
		t.Errorf("%s", c.Body)
	}
	for _, child := range []string{one, two, all} {
		if s := w.status(child); s != "PUBLISHED" {
			t.Errorf("%s: %s", child, s)
		}
	}
	if got, want := w.Prog.Graph("GET", "/me/media").List("data.#.id"),
		[]string{album, clip, id, w.Adas.String()}; strings.Join(got, " ") != strings.Join(want, " ") || w.usage() != 3 {
		t.Errorf("%v, want %v; usage %d", got, want, w.usage())
	}
	w.Clock.Move(container.PublishPeriod + time.Minute)
	if n := w.usage(); n != 0 {
		t.Errorf("usage a day later: %d", n)
	}
	w.Check()
}

func TestContainersThatFail(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Work()
	at, me := apitest.Origin(t), "/"+w.Ada.ID.String()
	inside := strings.Replace(at, "localhost", "127.0.0.1", 1)
	for _, c := range []struct {
		field, address string
		code, subcode  int
	}{
		{"image_url", at + "/none", 9004, 2207052}, {"image_url", at + "/text", 36001, 2207005},
		{"image_url", at + "/short", 9004, 2207052}, {"image_url", inside + "/photo.jpg", 9004, 2207052},
		{"image_url", "ftp://x/y", 9004, 2207052}, {"video_url", at + "/photo.jpg", 352, 2207026},
		{"image_url", at + "/video.mp4", 36001, 2207005},
	} {
		id := w.container(c.field, c.address)
		if s := w.settled(id); s != "ERROR" {
			t.Errorf("%s: %s", c.address, s)
		}
		if a := w.Prog.Graph("GET", "/"+id, "fields", "status"); !strings.HasPrefix(a.At("status").String(),
			"Error: Media upload has failed with error code ") {
			t.Errorf("%s", a.Body)
		}
		w.share(id).GraphError(400, c.code, c.subcode, "")
		w.Prog.Graph("POST", me+"/media", "media_type", "CAROUSEL", "children", id+",1").GraphError(400, 100, 2207028, "children: ")
	}
	tagged := w.container("image_url", at+"/photo.jpg", "user_tags", `[{"username":"nobody_at_all"}]`)
	if s := w.settled(tagged); s != "ERROR" {
		t.Errorf("%s", s)
	}
	for _, bad := range []struct {
		params        []string
		code, subcode int
		says          string
	}{
		{[]string{"caption", "x"}, 100, 0, "image_url is required"},
		{[]string{"media_type", "REELS"}, 100, 0, "video_url is required"},
		{[]string{"media_type", "CAROUSEL"}, 100, 0, "children is required"},
		{[]string{"media_type", "STORIES"}, 100, 0, "image_url is required"},
		{[]string{"media_type", "STORIES", "image_url", at, "is_carousel_item", "true"}, 100, 0, "is_carousel_item"},
		{[]string{"media_type", "STORIES", "image_url", at, "user_tags", `[{"username":"bo"}]`}, 100, 0, "user_tags: A story has none"},
		{[]string{"media_type", "SCULPTURE"}, 100, 2207023, "SCULPTURE"},
		{[]string{"image_url", at, "caption", strings.Repeat("x", 5000)}, 36004, 2207010, ""},
		{[]string{"image_url", at, "alt_text", strings.Repeat("x", 5000)}, 100, 0, "alt_text: "},
		{[]string{"image_url", at, "user_tags", "bo"}, 100, 0, "user_tags: "},
		{[]string{"image_url", at, "user_tags", `[{"username":"bo","x":2}]`}, 100, 0, "user_tags: "},
		{[]string{"image_url", at, "location_id", "999"}, 100, 0, "location_id: "},
		{[]string{"image_url", at, "is_carousel_item", "perhaps"}, 100, 0, "is_carousel_item: "},
		{[]string{"image_url", at, "collaborators", "bo"}, 100, 0, "collaborators: "},
		{[]string{"video_url", at, "media_type", "REELS", "thumb_offset", "-1"}, 100, 0, "thumb_offset: "},
		{[]string{"media_type", "CAROUSEL", "children", "x,y"}, 100, 0, "children: "},
		{[]string{"media_type", "CAROUSEL", "children", "1"}, 100, 2207028, "children: "},
		{[]string{"media_type", "CAROUSEL", "children", w.Bos.String() + "," + w.Adas.String()}, 100, 2207028, "children: "},
	} {
		w.Prog.Graph("POST", me+"/media", bad.params...).GraphError(400, bad.code, bad.subcode, bad.says)
	}
	bo := "/" + w.Bo.ID.String()
	w.Prog.Graph("POST", bo+"/media", "image_url", at+"/photo.jpg").GraphError(400, 100, 33, w.Bo.ID.String())
	w.Prog.Graph("POST", bo+"/media_publish", "creation_id", "1").GraphError(400, 100, 33, "")
	w.Prog.Graph("GET", bo+"/content_publishing_limit").GraphError(400, 100, 33, "")
	w.share("").GraphError(400, 100, 0, "creation_id is required")
	w.share("x").GraphError(400, 24, 2207008, "")
	w.share(w.Adas.String()).GraphError(400, 24, 2207008, "")

	// After a day a container can't be published, and the sweep takes away what it holds.
	old := w.container("image_url", at+"/photo.jpg")
	if s := w.settled(old); s != "FINISHED" {
		t.Errorf("%s", s)
	}
	w.Clock.Move(container.Life + time.Minute)
	if s := w.status(old); s != "EXPIRED" {
		t.Errorf("%s", s)
	}
	w.share(old).GraphError(400, 24, 2207008, "")
	held := func() (n int) {
		w.Must(w.DB.Pool().QueryRow(t.Context(), `SELECT count(*) FROM media WHERE container_id = $1`, apitest.MustID(t, old)).Scan(&n))
		return n
	}
	if n := held(); n != 1 {
		t.Errorf("%d items", n)
	}
	w.Clock.Move(2 * time.Hour)
	w.Must(container.Expire(t.Context(), w.DB.Store))
	if n := held(); n != 0 {
		t.Errorf("%d items are still there", n)
	}
	w.Clock.Move(container.PublishPeriod)
	w.Must(container.Expire(t.Context(), w.DB.Store))
	w.Prog.Graph("GET", "/"+old, "fields", "status_code").GraphError(400, 100, 33, "")
	w.Check()
}

// The limit is exact when many publish at once, each container is published
// once, and nothing beyond the limit is.
func TestPublishLimitIsExact(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Kit.Site.PublishLimit = 3
	w.Work()
	at := apitest.Origin(t)
	var ids []string
	for range 6 {
		ids = append(ids, w.container("image_url", at+"/photo.jpg"))
	}
	for _, id := range ids {
		if s := w.settled(id); s != "FINISHED" {
			t.Fatalf("%s: %s", id, s)
		}
	}
	var mu sync.Mutex
	var wg sync.WaitGroup
	done, refused := map[string]int{}, map[string]int{}
	for range 3 {
		for _, id := range ids {
			wg.Go(func() {
				a := w.share(id)
				mu.Lock()
				defer mu.Unlock()
				switch {
				case a.StatusCode == http.StatusOK && a.At("id").String() == id:
					done[id]++
				case a.At("error.code").Int() == 9 && a.At("error.error_subcode").Int() == 2207042:
					refused[id]++
				default:
					t.Errorf("%s", a.Body)
				}
			})
		}
	}
	wg.Wait()
	if len(done) != 3 || len(refused) != 3 || w.usage() != 3 {
		t.Errorf("published %v, refused %v, usage %d", done, refused, w.usage())
	}
	for id, n := range done {
		if n != 3 {
			t.Errorf("%s: %d of 3 calls were answered with the post", id, n)
		}
	}
	if n := w.Prog.Call("GET", "/users/self").At("data.counts.media").Int(); n != 4 {
		t.Errorf("%d posts", n)
	}
	// A deleted post still counts.
	for id := range done {
		w.Must(post.Delete(t.Context(), w.DB.Store, w.Ada.ID, apitest.MustID(t, id)))
		break
	}
	if n := w.usage(); n != 3 {
		t.Errorf("usage %d", n)
	}
	w.Check()
}

// The number of containers is limited as well, and they leave the limit on drafts alone.
func TestContainerLimit(t *testing.T) {
	t.Parallel()
	db := webtest.New(t, nil)
	ada := db.User("ada")
	for i := range container.Max {
		if i == models.BudgetUpload.Count() { // files of an hour
			db.Clock.Move(time.Hour)
		}
		if _, err := container.Create(t.Context(), db.DB.Store, ada.ID, container.Container{Kind: "image", Source: "http://x/"},
			nil, nil); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := container.Create(t.Context(), db.DB.Store, ada.ID, container.Container{Kind: "image", Source: "http://x/"}, nil,
		nil); models.KindOf(err) != models.TooMany {
		t.Errorf("one more: %v", err)
	}
	db.Draft(ada, 1)
	db.Clock.Move(container.Life + time.Second)
	if _, err := container.Create(t.Context(), db.DB.Store, ada.ID, container.Container{Kind: "image", Source: "http://x/"}, nil,
		nil); err != nil {
		t.Errorf("a day later: %v", err)
	}
}
