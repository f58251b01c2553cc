package api_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	"photogram/handlers/apitest"
	"photogram/models"
	"photogram/models/inbox"
	"photogram/models/post"
	"photogram/models/saved"
	"photogram/models/story"
)

var joined = regexp.MustCompile(`([0-9]{6,})_[0-9]+`)

// Every call takes the ids of media and stories in both forms in which answers
// have them: with the owner's id behind, and without.
func TestEveryRouteTakesEveryFormOfIDs(t *testing.T) {
	t.Parallel()
	for name, form := range map[string]func(w *world, s string) string{
		"bare": func(_ *world, s string) string { return joined.ReplaceAllString(s, "$1") },
		"with the owner": func(w *world, s string) string {
			for rest := s; ; {
				head, id, found := strings.Cut(rest, "/stories/")
				if !found {
					return s
				}
				id, rest, _ = strings.Cut(id, "/")
				key, err := models.ParseID(id)
				if err != nil {
					return s
				}
				owner, err := story.OwnerOf(w.T.Context(), w.DB.Store, key)
				w.Must(err)
				s = head + "/stories/" + id + "_" + owner.String() + "/" + rest
				s = strings.TrimSuffix(s, "/")
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.norderney()
			w.tell()
			for _, rt := range routeTests {
				if rt.data == "stream" {
					continue
				}
				filled := rt
				filled.params = nil
				for _, p := range rt.params {
					filled.params = append(filled.params, form(w, w.fill(p)))
				}
				filled.call(w, w.Prog, form(w, w.fill(rt.path))).Want(http.StatusOK)
			}
			w.Check()
		})
	}
}

// idsIn collects the ids of an answer by the names under which they stand.
func idsIn(v gjson.Result, name string, into map[string]map[string]bool) {
	switch {
	case v.IsObject():
		v.ForEach(func(key, value gjson.Result) bool {
			under := key.String()
			if under == "id" && name != "" {
				under = name
			}
			if value.IsObject() || value.IsArray() {
				idsIn(value, key.String(), into)
			} else if key.String() == "id" || strings.HasSuffix(key.String(), "_id") {
				if into[under] == nil {
					into[under] = map[string]bool{}
				}
				into[under][value.String()] = true
			}
			return true
		})
	case v.IsArray():
		for _, one := range v.Array() {
			idsIn(one, name, into)
		}
	}
}

// Whatever id an answer gives, under whichever name, leads back to its thing in
// both dialects.
func TestIDsOfAnswersLead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.norderney()
	w.tell()
	ctx := t.Context()
	bo := w.Program(w.Bo, allScopes)
	m, err := inbox.ReplyToStory(ctx, w.DB.Store, w.Bo.ID, w.ownStory, inbox.StoryReply{Text: "hello"})
	w.Must(err)
	w.Must(saved.Collect(ctx, w.DB.Store, w.Ada.ID, w.Collection, w.Bos, nil))
	_, err = post.Like(ctx, w.DB.Store, w.Bo.ID, w.Adas)
	w.Must(err)
	mention, err := story.ParseOverlays(`[{"type":"mention","username":"ada"}]`)
	w.Must(err)
	w.NewStory(w.Bo, story.Edit{Overlays: &mention})
	w.digest()
	found := map[string]map[string]bool{}
	for base, list := range map[string][]string{
		"media":    {"/users/self/media/recent", "/users/self/feed", "/media/popular", "/users/" + w.Bo.ID.String() + "/media/recent"},
		"story":    {"/users/self/stories", "/users/" + w.Bo.ID.String() + "/stories"},
		"thread":   {"/users/self/threads"},
		"notice":   {"/users/self/notifications"},
		"person":   {"/users/self/follows", "/users/self/followed-by"},
		"mine":     {"/users/self/collections"},
		"bright":   {"/users/self/highlights"},
		"place":    {"/locations/search?q=nor"},
		"comment":  {"/media/" + w.Adas.String() + "/comments"},
		"messages": {"/threads/" + m.ThreadID.String() + "/messages"},
	} {
		for _, path := range list {
			idsIn(w.Prog.Call("GET", path).Want(http.StatusOK).At("data"), base, found)
		}
	}
	leads := map[string][]string{
		"media": {"/media/"}, "media_id": {"/media/"}, "cover_media_id": {"/media/"},
		"story": {"/stories/"}, "story_id": {"/stories/"}, "cover_story_id": {"/stories/"},
		"user": {"/users/"}, "from": {"/users/"}, "users": {"/users/"}, "user_id": {"/users/"}, "person": {"/users/"},
		"location": {"/locations/"}, "place": {"/locations/"}, "location_id": {"/locations/"},
		"mine": {"/users/self/collections/"}, "bright": {"/highlights/"},
	}
	for _, must := range []string{"media", "media_id", "story", "story_id", "cover_story_id", "user", "from", "users", "location",
		"place", "mine", "bright", "thread", "comment"} {
		if len(found[must]) == 0 {
			t.Errorf("no answer has a %s: %v", must, found)
		}
	}
	for name, ids := range found {
		for id := range ids {
			if id == "" || id == "0" {
				continue
			}
			for _, path := range leads[name] {
				w.Prog.Call("GET", path+id).Want(http.StatusOK)
			}
			switch name {
			case "media", "media_id", "story", "story_id", "user", "from", "comment", "comment_id":
				for _, version := range []string{"", "/v18.0"} {
					w.Prog.Graph("GET", version+"/"+id).Want(http.StatusOK)
				}
			case "thread":
				w.Prog.Call("GET", "/threads/"+id+"/messages").Want(http.StatusOK)
			}
			if name == "media" || name == "media_id" {
				w.Prog.Call("POST", "/media/"+id+"/comments", "text", "hello").Want(http.StatusOK)
				w.Prog.Graph("POST", "/"+id+"/comments", "message", "hello").Want(http.StatusOK)
			}
			if name == "story" || name == "story_id" || name == "cover_story_id" {
				p, key := w.Prog, joined.ReplaceAllString(id, "$1")
				if owner, err := story.OwnerOf(ctx, w.DB.Store, apitest.MustID(t, key)); err == nil && owner == w.Ada.ID {
					p = bo
				}
				for _, form := range []string{id, key} {
					p.Call("POST", "/stories/"+form+"/replies", "text", "hello").Want(http.StatusOK)
				}
			}
		}
	}
	// An owner who is named must be the right one.
	wrong := w.ownStory.String() + "_" + w.Bo.ID.String()
	bo.Call("POST", "/stories/"+wrong+"/replies", "text", "x").Refused(400, "APINotFoundError", "")
	w.Prog.Graph("GET", "/"+w.Adas.String()+"_"+w.Bo.ID.String()).GraphError(400, 100, 33, "")
	for _, code := range w.Prog.Call("GET", "/users/self/media/recent").List("data.#.shortcode") {
		w.Prog.Call("GET", "/media/shortcode/"+code).Want(http.StatusOK)
	}
}
