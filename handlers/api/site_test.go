package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"photogram/handlers/apitest"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/index"
	"photogram/models/post"
	"photogram/models/story"
	"photogram/web/webtest"
)

func TestMain(m *testing.M) { webtest.Main(m) }

const allScopes = apitest.AllScopes

type world struct {
	*apitest.World
	place string // set by norderney

	// Set by tell: stories with a poll named sea, bo's, ada's and one that ada
	// planned, and highlights of the first two.
	story, ownStory, planned, highlight, ownHighlight models.ID
}

func newWorld(t *testing.T) *world {
	t.Helper()
	return &world{World: apitest.New(t)}
}

// norderney gives the world a post from a place with coordinates.
func (w *world) norderney() models.ID {
	w.T.Helper()
	name := "Norderney"
	postID := w.Post(w.Bo, "By the #sea")
	w.Must(post.EditText(w.T.Context(), w.DB.Store, w.Bo.ID, postID,
		post.Edit{Location: &name, Coordinates: &index.Coordinates{Latitude: 53.707, Longitude: 7.147}}))
	p, err := post.Visible(w.T.Context(), w.DB.Store, w.Bo.ID, postID)
	w.Must(err)
	w.place = p.PlaceID.String()
	return postID
}

const seaPoll = `[{"id":"sea","type":"poll","text":"The sea?","options":["Yes","No"]}]`

// tell gives the world stories and highlights.
func (w *world) tell() {
	w.T.Helper()
	ctx := w.T.Context()
	poll, err := story.ParseOverlays(seaPoll)
	w.Must(err)
	w.story, w.ownStory = w.NewStory(w.Bo, story.Edit{Overlays: &poll}), w.NewStory(w.Ada, story.Edit{Overlays: &poll})
	w.planned, err = story.ShareText(ctx, w.DB.Store, w.Ada.ID,
		story.ShareInput{Edit: story.Edit{Overlays: &poll}, PublishAt: w.Clock.Now().Add(time.Hour)})
	w.Must(err)
	w.highlight, err = story.CreateHighlight(ctx, w.DB.Store, w.Bo.ID, "Sea", []models.ID{w.story})
	w.Must(err)
	w.ownHighlight, err = story.CreateHighlight(ctx, w.DB.Store, w.Ada.ID, "Sea", []models.ID{w.ownStory})
	w.Must(err)
}

// mediaKey is the id of media as clients know it.
func mediaKey(owner *account.User, post models.ID) string {
	return post.String() + "_" + owner.ID.String()
}

// draft uploads n photos through the API and waits until they are rendered.
func (w *world) draft(photos ...[]byte) string {
	w.T.Helper()
	files := make([]webtest.File, len(photos))
	for i, p := range photos {
		files[i] = webtest.File{Name: "photo.jpg", Data: p}
	}
	id := w.Prog.SendFiles(nil, files...).Want(http.StatusOK).At("data.id").String()
	w.rendered(id)
	return id
}

// rendered waits until every photo of an own post, or of a story, is as its edit asks.
func (w *world) rendered(id string) *webtest.Answer {
	w.T.Helper()
	var a *webtest.Answer
	postName, _, _ := strings.Cut(id, "_")
	key, err := models.ParseID(postName)
	w.Must(err)
	webtest.Eventually(w.T, "photos of "+id, func() bool {
		var items []post.Media
		p, err := post.Own(w.T.Context(), w.DB.Store, w.Ada.ID, key)
		if models.KindOf(err) == models.NotFound {
			var st *story.View
			if st, err = story.Own(w.T.Context(), w.DB.Store, w.Ada.ID, key); err == nil {
				p, items = &post.View{}, []post.Media{*st.Media}
			}
		} else if err == nil {
			items = p.Items
		}
		w.Must(err)
		for _, m := range items {
			if m.State == "failed" {
				w.T.Fatalf("photo %d: %s", m.ID, m.Failure)
			}
			if !m.Ready() {
				return false
			}
		}
		return p.State != post.Publishing
	})
	a = w.Prog.Call("GET", "/media/"+id).Want(http.StatusOK)
	return a
}
