package handlers_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/account"
	"photogram/models/app"
	"photogram/models/comment"
	"photogram/models/discover"
	"photogram/models/feed"
	"photogram/models/index"
	"photogram/models/notify"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/models/saved"
	"photogram/models/story"
	"photogram/web"
	"photogram/web/webtest"
)

func newMatrix(t *testing.T) *matrix {
	t.Helper()
	s := webtest.Start(t, func(site *web.Site) { site.RateLimit, site.ActionLimit = 1_000_000, 1_000_000 })
	m := &matrix{Site: s, t: t, people: map[string]*account.User{}, clients: map[string]*webtest.Client{},
		tokens: map[string]*webtest.Program{}, answers: map[question]*webtest.Answer{}}
	ctx := t.Context()
	open, closed := s.User("openowner"), s.User("closedowner")
	m.owners = []*account.User{open, closed}
	names := map[string]string{"follower": "fol", "close friend": "friend", "requester": "req", "stranger": "str", "blocked": "blk",
		"blocker": "blr"}
	for viewer, name := range names {
		m.people[viewer] = s.User(name)
	}
	for _, owner := range m.owners {
		for _, viewer := range []string{"follower", "close friend", "blocked", "blocker"} {
			must(t, people.Follow(ctx, s.DB.Store, m.people[viewer].ID, owner.ID))
		}
		must(t, people.AddCloseFriend(ctx, s.DB.Store, owner.ID, m.people["close friend"].ID))
		for _, viewer := range []string{"blocked", "blocker"} { // the block takes it away again
			must(t, people.AddCloseFriend(ctx, s.DB.Store, owner.ID, m.people[viewer].ID))
		}
		private(t, s, owner)
		must(t, people.Follow(ctx, s.DB.Store, m.people["requester"].ID, owner.ID))
	}
	for _, u := range append([]*account.User{open, closed}, m.people["follower"], m.people["close friend"], m.people["blocked"]) {
		_, _, err := feed.Page(ctx, s.DB.Store, u.ID, models.Page{Limit: 1})
		must(t, err)
		must(t, feed.Rebuild(ctx, s.DB.Store, u.ID))
	}
	for i, state := range matrixStates {
		m.add(state, i)
	}
	no := false
	must(t, account.UpdateProfile(ctx, s.DB.Store, open.ID, account.ProfileInput{IsPrivate: &no}))
	for _, owner := range m.owners {
		must(t, people.Block(ctx, s.DB.Store, owner.ID, m.people["blocked"].ID))
		must(t, people.Block(ctx, s.DB.Store, m.people["blocker"].ID, owner.ID))
	}
	m.digest()
	m.visitor = s.Visitor()
	for viewer, u := range m.people {
		m.clients[viewer] = s.As(u)
		m.tokens[viewer] = s.Program(u, strings.Join(app.Scopes, " "))
	}
	for _, u := range m.owners {
		m.clients[u.Username], m.tokens[u.Username] = s.As(u), s.Program(u, strings.Join(app.Scopes, " "))
	}
	m.clients["anonymous"] = m.visitor
	m.clients["token without scope"] = m.visitor // pages know nothing of tokens
	m.tokens["anonymous"] = s.WithToken("")
	m.tokens["token without scope"] = s.Program(m.people["follower"], "basic")
	return m
}

// digest tells everybody of what happened.
func (m *matrix) digest() {
	m.t.Helper()
	ctx := m.t.Context()
	for n := 1; n > 0; {
		var err error
		n, err = notify.Digest(ctx, m.DB.Store, notify.DigestBatch)
		must(m.t, err)
	}
}

// add makes a post in a state, with a comment, a like and everything else that
// could give it away.
func (m *matrix) add(state string, i int) {
	m.t.Helper()
	ctx := m.t.Context()
	owner := m.owners[0]
	if state == "private" {
		owner = m.owners[1]
	}
	word := "zq" + strings.ReplaceAll(state, " ", "") + "qz"
	p := matrixPost{state: state, word: word, tag: "tag" + word, owner: owner}
	caption := "caption " + word + " #" + p.tag + " @friend"
	audience := map[string]string{"followers": "followers", "close friends": "close_friends"}[state]
	if audience == "" {
		audience = "everyone"
	}
	id, items := m.Draft(owner, 1)
	p.id = id
	m.Render(items...)
	alt := "alt" + word
	friend := m.people["close friend"]
	must(m.t, post.SetPeople(ctx, m.DB.Store, owner.ID, id,
		map[models.ID][]post.PersonInput{items[0].ID: {{UserID: friend.ID, X: 0.5, Y: 0.5}}}))
	must(m.t, post.EditMedia(ctx, m.DB.Store, owner.ID, id, items[0].ID, post.MediaEdit{AltText: &alt}))
	location := "place " + word
	edit := post.Edit{Caption: &caption, Audience: (*access.Audience)(&audience), Location: &location,
		Coordinates: &index.Coordinates{Latitude: 10, Longitude: 20}}
	switch state {
	case "draft":
		must(m.t, post.EditText(ctx, m.DB.Store, owner.ID, id, edit))
	case "scheduled":
		must(m.t, post.Publish(ctx, m.DB.Store, owner.ID, id, post.PublishInput{Edit: edit, PublishAt: m.Clock.Now().Add(48 * time.Hour)}))
	default:
		must(m.t, post.Publish(ctx, m.DB.Store, owner.ID, id, post.PublishInput{Edit: edit}))
		must(m.t, feed.FanOut(ctx, m.DB.Store, models.FanOutPost{OwnerID: owner.ID, PostID: id}))
		m.engage(&p)
	}
	full, err := post.Visible(ctx, m.DB.Store, owner.ID, id)
	must(m.t, err)
	p.key = full.CoverKey
	p.place = "1"
	if full.PlaceID != nil {
		p.place = full.PlaceID.String()
	}
	must(m.t, m.Blobs.Put(ctx, models.RenditionPrefix(p.key)+"sq320.jpg", bytes.NewReader([]byte("picture")), "image/jpeg"))
	switch state {
	case "archived":
		must(m.t, post.Archive(ctx, m.DB.Store, owner.ID, id))
	case "deleted":
		must(m.t, post.Delete(ctx, m.DB.Store, owner.ID, id))
	}
	tag, err := discover.TagByName(ctx, m.DB.Store, p.tag)
	must(m.t, err)
	p.tagID = tag.ID
	m.tell(&p, audience)
	p.marks = append(p.marks, word, full.Code(), id.String(), p.key, p.story.Code(), p.story.String())
	m.posts = append(m.posts, p)
	m.Clock.Move(time.Second)
}

// tell makes the story of a post, with what the close friend does there.
func (m *matrix) tell(p *matrixPost, audience string) {
	m.t.Helper()
	ctx, owner, friend := m.t.Context(), p.owner.ID, m.people["close friend"].ID
	overlays := []story.Overlay{{ID: "ask", Type: "question", Text: "story " + p.word, X: 0.5, Y: 0.5, Scale: 1}}
	alt := "story " + p.word
	edit := story.Edit{Audience: (*access.Audience)(&audience), Overlays: &overlays, AltText: &alt}
	p.highlight = m.NewID()
	switch p.state {
	case "draft", "scheduled":
		draft, items := m.Draft(p.owner, 1)
		m.Render(items...)
		p.story = draft
		_, err := story.Start(ctx, m.DB.Store, owner, draft)
		must(m.t, err)
		must(m.t, story.Update(ctx, m.DB.Store, owner, draft, edit))
		if p.state == "scheduled" {
			must(m.t, story.Share(ctx, m.DB.Store, owner, draft, story.ShareInput{PublishAt: m.Clock.Now().Add(48 * time.Hour)}))
		}
		return
	}
	p.story = m.NewStory(p.owner, edit)
	must(m.t, story.Like(ctx, m.DB.Store, friend, p.story))
	must(m.t, story.AnswerOverlay(ctx, m.DB.Store, friend, p.story, "ask", 0, "answer "+p.word))
	switch p.state {
	case "archived":
		_, err := m.Pool().Exec(ctx, `UPDATE stories
			SET published_at = published_at - interval '1 day', expires_at = expires_at - interval '1 day' WHERE id = $1`, p.story)
		must(m.t, err)
	case "deleted":
		must(m.t, story.Delete(ctx, m.DB.Store, owner, p.story))
	default:
		var err error
		p.highlight, err = story.CreateHighlight(ctx, m.DB.Store, owner, p.word, []models.ID{p.story})
		must(m.t, err)
	}
}

// engage lets people act on a post while they can see it.
func (m *matrix) engage(p *matrixPost) {
	ctx := m.t.Context()
	friend := m.people["close friend"].ID
	_, err := post.Like(ctx, m.DB.Store, friend, p.id)
	must(m.t, err)
	commentRow, err := comment.Add(ctx, m.DB.Store, friend, p.id, "comment "+p.word)
	must(m.t, err)
	p.comment = commentRow.ID
	_, err = comment.Reply(ctx, m.DB.Store, p.owner.ID, p.id, p.comment, "reply "+p.word)
	must(m.t, err)
	_, err = comment.Like(ctx, m.DB.Store, p.owner.ID, p.id, p.comment)
	must(m.t, err)
	must(m.t, saved.Save(ctx, m.DB.Store, friend, p.id))
	p.collection, err = saved.Create(ctx, m.DB.Store, friend, "Kept", "")
	must(m.t, err)
	must(m.t, saved.Collect(ctx, m.DB.Store, friend, p.collection, p.id, nil))
	shared := true
	must(m.t, saved.Edit(ctx, m.DB.Store, friend, p.collection, saved.CollectionEdit{Shared: &shared}))
	c, err := saved.Own(ctx, m.DB.Store, friend, p.collection)
	must(m.t, err)
	p.link = c.Link
}

func (m *matrix) fill(path string, p matrixPost, viewer string) string {
	files := m.Files
	if u := m.viewerOf(p, viewer); u != nil {
		files.Viewer = u.ID
	}
	return strings.NewReplacer("{storycode}", p.story.Code(), "{highlightcode}", p.highlight.Code(), "{story}", p.story.String(),
		"{highlight}", p.highlight.String(), "{code}", p.id.Code(), "{id}", p.id.String(), "{owner}", p.owner.ID.String(), "{name}",
		p.owner.Username, "{tag}", p.tag, "{word}", p.word, "{collection}", p.collection.String(), "{shelf}", p.collection.Code(),
		"{place}", p.place, "{friend}", m.friendID(), "{comment}", max(p.comment, 1).String(), "{tagid}", max(p.tagID, 1).String(),
		"{link}", p.link, "{today}", m.DB.Now().UTC().Format(time.DateOnly),
		"{file}", files.Rendition(p.key, "sq320.jpg", false), "{url}",
		"http%3A%2F%2F"+strings.TrimPrefix(m.URL, "http://")+"%2Fp%2F"+p.id.Code()).Replace(path)
}

func (m *matrix) friendID() string {
	if u := m.people["close friend"]; u != nil {
		return u.ID.String()
	}
	return "3"
}

func (m *matrix) viewerOf(p matrixPost, viewer string) *account.User {
	switch viewer {
	case "owner":
		return p.owner
	case "token without scope":
		return nil
	}
	return m.people[viewer]
}

// graphPrefix begins the paths of the Graph dialect in the tests.
const graphPrefix = "/v18.0/"
