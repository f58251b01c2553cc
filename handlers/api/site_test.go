package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"photogram/models"
	"photogram/web"
	"photogram/web/webtest"
)

func TestMain(m *testing.M) { webtest.Main(m) }

const allScopes = "basic public_content follower_list comments relationships likes publish stories account"

// world is a site with people who stand to each other in every way.
type world struct {
	*webtest.Site
	t *testing.T

	ada, bo, cy, dee *models.User     // cy is private; dee has blocked ada
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
	w.hidden = map[string]models.ID{"draft of another": draft, "deleted": deleted, "private": s.Post(w.cy, "mine #sea"), "blocked": s.Post(w.dee, "not for ada #sea"), "absent": s.NewID()}
	friends, closeFriends := "close", "close_friends"
	fid, fitems := s.Draft(w.bo, 1)
	s.Render(fitems...)
	w.must(s.Publish(ctx, w.bo.ID, fid, models.PublishInput{PostEdit: models.PostEdit{Caption: &friends, Audience: &closeFriends}}))
	w.hidden["close friends"] = fid
	w.must(s.DeletePost(ctx, w.bo.ID, deleted))
	w.must(s.UpdateProfile(ctx, w.cy.ID, models.ProfileInput{IsPrivate: &private}))
	w.must(s.Follow(ctx, w.ada.ID, w.bo.ID))
	w.must(s.Follow(ctx, w.bo.ID, w.ada.ID))
	w.must(s.Block(ctx, w.dee.ID, w.ada.ID))
	c, err := s.AddComment(ctx, w.bo.ID, w.adas, "nice")
	w.must(err)
	w.comment = c.ID
	w.collection, err = s.CreateCollection(ctx, w.ada.ID, "Places", "")
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
	post := w.Post(w.bo, "By the #sea")
	w.must(w.EditPost(w.t.Context(), w.bo.ID, post, models.PostEdit{Location: &name, Coordinates: &models.Coordinates{Latitude: 53.707, Longitude: 7.147}}))
	p, err := w.VisiblePost(w.t.Context(), w.bo.ID, post)
	w.must(err)
	w.place = p.PlaceID.String()
	return post
}

const seaPoll = `[{"id":"sea","type":"poll","text":"The sea?","options":["Yes","No"]}]`

// tell gives the world stories and highlights.
func (w *world) tell() {
	w.t.Helper()
	ctx := w.t.Context()
	poll, err := models.ParseOverlays(seaPoll)
	w.must(err)
	w.story, w.ownStory = w.NewStory(w.bo, models.StoryEdit{Overlays: &poll}), w.NewStory(w.ada, models.StoryEdit{Overlays: &poll})
	w.planned, err = w.ShareTextStory(ctx, w.ada.ID, models.ShareInput{StoryEdit: models.StoryEdit{Overlays: &poll}, PublishAt: w.Clock.Now().Add(time.Hour)})
	w.must(err)
	w.highlight, err = w.CreateHighlight(ctx, w.bo.ID, "Sea", []models.ID{w.story})
	w.must(err)
	w.ownHighlight, err = w.CreateHighlight(ctx, w.ada.ID, "Sea", []models.ID{w.ownStory})
	w.must(err)
}

// mediaKey is the id of media as clients know it.
func mediaKey(owner *models.User, post models.ID) string {
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
	post, _, _ := strings.Cut(id, "_")
	key, err := models.ParseID(post)
	w.must(err)
	webtest.Eventually(w.t, "photos of "+id, func() bool {
		p, err := w.OwnPost(w.t.Context(), w.ada.ID, key)
		w.must(err)
		for _, m := range p.Items {
			if m.State == "failed" {
				w.t.Fatalf("photo %d: %s", m.ID, m.Failure)
			}
			if !m.Ready() {
				return false
			}
		}
		return p.State != models.Publishing
	})
	a = w.prog.Call("GET", "/media/"+id).Want(http.StatusOK)
	return a
}
