package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/comment"
	"photogram/models/index"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/models/saved"
	"photogram/models/story"
	"photogram/web"
	"photogram/web/webtest"
)

func TestMain(m *testing.M) { webtest.Main(m) }

const allScopes = "basic public_content follower_list comments relationships likes publish stories account"

// world is a site with people who stand to each other in every way.
type world struct {
	*webtest.Site
	t *testing.T

	ada, bo, cy, dee *account.User    // cy is private; dee has blocked ada
	prog             *webtest.Program // acts for ada, with all scopes
	adas, bos        models.ID        // posts
	hidden           map[string]models.ID
	comment          models.ID // of bo, below ada's post
	collection       models.ID // of ada, empty
	place            string    // set by norderney

	// Set by tell: stories with a poll named sea, bo's, ada's and one that ada
	// planned, and highlights of the first two.
	story, ownStory, planned, highlight, ownHighlight models.ID
}

func newWorld(t *testing.T) *world {
	t.Helper()
	s := webtest.Start(t, func(site *web.Site) { site.ActionLimit, site.StrangerLimit = 1000, 10_000 })
	w := &world{Site: s, t: t, ada: s.User("ada"), bo: s.User("bo"), cy: s.User("cy"), dee: s.User("dee")}
	w.prog = s.Program(w.ada, allScopes)
	ctx := t.Context()
	private := true
	w.adas, w.bos = s.Post(w.ada, "Hi #sea"), s.Post(w.bo, "Hello @ada #sea #Küste")
	draft, items := s.Draft(w.bo, 1)
	s.Render(items...)
	deleted := s.Post(w.bo, "gone")
	w.hidden = map[string]models.ID{"draft of another": draft, "deleted": deleted, "private": s.Post(w.cy, "mine #sea"),
		"blocked": s.Post(w.dee, "not for ada #sea"), "absent": s.NewID()}
	friends, closeFriends := "close", "close_friends"
	fid, fitems := s.Draft(w.bo, 1)
	s.Render(fitems...)
	w.must(post.Publish(ctx, s.DB.Store, w.bo.ID, fid, post.PublishInput{Edit: post.Edit{Caption: &friends, Audience: &closeFriends}}))
	w.hidden["close friends"] = fid
	w.must(post.Delete(ctx, s.DB.Store, w.bo.ID, deleted))
	w.must(account.UpdateProfile(ctx, s.DB.Store, w.cy.ID, account.ProfileInput{IsPrivate: &private}))
	w.must(people.Follow(ctx, s.DB.Store, w.ada.ID, w.bo.ID))
	w.must(people.Follow(ctx, s.DB.Store, w.bo.ID, w.ada.ID))
	w.must(people.Block(ctx, s.DB.Store, w.dee.ID, w.ada.ID))
	c, err := comment.Add(ctx, s.DB.Store, w.bo.ID, w.adas, "nice")
	w.must(err)
	w.comment = c.ID
	w.collection, err = saved.Create(ctx, s.DB.Store, w.ada.ID, "Places", "")
	w.must(err)
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// norderney gives the world a post from a place with coordinates.
func (w *world) norderney() models.ID {
	w.t.Helper()
	name := "Norderney"
	postID := w.Post(w.bo, "By the #sea")
	w.must(post.EditText(w.t.Context(), w.DB.Store, w.bo.ID, postID,
		post.Edit{Location: &name, Coordinates: &index.Coordinates{Latitude: 53.707, Longitude: 7.147}}))
	p, err := post.Visible(w.t.Context(), w.DB.Store, w.bo.ID, postID)
	w.must(err)
	w.place = p.PlaceID.String()
	return postID
}

const seaPoll = `[{"id":"sea","type":"poll","text":"The sea?","options":["Yes","No"]}]`

// tell gives the world stories and highlights.
func (w *world) tell() {
	w.t.Helper()
	ctx := w.t.Context()
	poll, err := story.ParseOverlays(seaPoll)
	w.must(err)
	w.story, w.ownStory = w.NewStory(w.bo, story.Edit{Overlays: &poll}), w.NewStory(w.ada, story.Edit{Overlays: &poll})
	w.planned, err = story.ShareText(ctx, w.DB.Store, w.ada.ID,
		story.ShareInput{Edit: story.Edit{Overlays: &poll}, PublishAt: w.Clock.Now().Add(time.Hour)})
	w.must(err)
	w.highlight, err = story.CreateHighlight(ctx, w.DB.Store, w.bo.ID, "Sea", []models.ID{w.story})
	w.must(err)
	w.ownHighlight, err = story.CreateHighlight(ctx, w.DB.Store, w.ada.ID, "Sea", []models.ID{w.ownStory})
	w.must(err)
}

// mediaKey is the id of media as clients know it.
func mediaKey(owner *account.User, post models.ID) string {
	return post.String() + "_" + owner.ID.String()
}

// draft uploads n photos through the API and waits until they are rendered.
func (w *world) draft(photos ...[]byte) string {
	w.t.Helper()
	files := make([]webtest.File, len(photos))
	for i, p := range photos {
		files[i] = webtest.File{Name: "photo.jpg", Data: p}
	}
	id := w.prog.SendFiles(nil, files...).Want(http.StatusOK).At("data.id").String()
	w.rendered(id)
	return id
}

// rendered waits until every photo of an own post is as its edit asks.
func (w *world) rendered(id string) *webtest.Answer {
	w.t.Helper()
	var a *webtest.Answer
	postName, _, _ := strings.Cut(id, "_")
	key, err := models.ParseID(postName)
	w.must(err)
	webtest.Eventually(w.t, "photos of "+id, func() bool {
		p, err := post.Own(w.t.Context(), w.DB.Store, w.ada.ID, key)
		w.must(err)
		for _, m := range p.Items {
			if m.State == "failed" {
				w.t.Fatalf("photo %d: %s", m.ID, m.Failure)
			}
			if !m.Ready() {
				return false
			}
		}
		return p.State != post.Publishing
	})
	a = w.prog.Call("GET", "/media/"+id).Want(http.StatusOK)
	return a
}
