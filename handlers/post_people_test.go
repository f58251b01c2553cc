package handlers_test

import (
	"strings"
	"testing"

	"photogram/models"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/web/webtest"
)

func TestTagsOnPages(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo, cy := s.User("ada"), s.User("bo"), s.User("cy")
	must(t, people.Follow(t.Context(), s.DB.Store, bo.ID, ada.ID))
	id, items := s.Draft(ada, 2)
	s.Render(items...)
	post := "/p/" + id.Code()
	one, two := "i"+items[0].ID.String(), "i"+items[1].ID.String()
	a, b, c, v := s.As(ada), s.As(bo), s.As(cy), s.Visitor()
	a.Get(post+"/edit").Want(200).Has("input[name='"+one+".person']", "select[name='"+one+".at'] option[value='50,50']")
	// What is refused stands in the form again.
	bad := a.Post(post+"/edit", form("fields", one+".people", one+".person", "bo", one+".at", "17,17", "fields", two+".people",
		two+".person", "nobody", two+".at", "50,50", "action", "save")).Want(422)
	bad.Has("input[value=bo]", "input[value=nobody]",
		"#item-"+items[1].ID.String()+" .people-field .problem").Says("There’s no account @nobody.")
	a.Post(post+"/edit", form("fields", one+".people", one+".person", "bo", one+".at", "nowhere", "action",
		"save")).Want(422).Says("Say where in the photo bo is.")
	a.Post(post+"/edit", form("fields", one+".people", one+".person", "bo", one+".person", "", one+".person", "@cy", one+".at",
		"17,17", one+".at", "", one+".at", "41.5,83",
		"caption", "two of us", "action", "publish")).Want(303)
	a.Get(post+"/edit").Has("input[value=cy]", "option[value='41.5,83'][selected]")
	// bo follows ada, so the tag shows at once; cy is asked.
	shown := v.Get(post).Want(200).Has(".people-tags summary[aria-label='1 person in this photo']",
		"li[data-x='0.1700'][data-y='0.1700'] a[href='/bo']").HasNot("a.people-label[href='/cy']", ".tag-notice")
	if shown.Find(".frame .people-tags").Length() != 1 {
		t.Error("the tags are not at their photo")
	}
	a.Get(post).Has("a.people-pending[href='/cy']")
	c.Get(post).Has(".tag-notice form[action='" + post + "/tag']").Says("Others only see it once you approve.")
	c.Get("/settings/tags").Want(200).Has(".tag-request a[href='" + post + "']")
	b.Get("/settings/tags").HasNot(".tag-request")
	v.Get("/cy/tagged").Want(200).HasNot(".tile")
	if to := c.Post(post+"/tag", form("next", "/settings/tags")).Want(303).Header.Get("Location"); to != "/settings/tags" {
		t.Error(to)
	}
	v.Get("/cy/tagged").Has(".tile[href='" + post + "']")
	v.Get("/cy").Has("a[href='/cy/tagged']")
	c.Post(post+"/tag", undo).Want(303)
	v.Get("/cy/tagged").HasNot(".tile")
	c.Post(post+"/tag", undo).Want(303)
	s.As(s.User("eve")).Post(post+"/tag", undo).Want(404)
	v.Post(post+"/tag", nil).Want(303)
	// A form without that part changes nothing; an empty one removes.
	a.Post(post+"/edit", form("caption", "x", "action", "save")).Want(303)
	v.Get(post).Has(".people-tags")
	a.Post(post+"/edit", form("fields", one+".people", one+".person", "", one+".at", "50,50", "action", "save")).Want(303)
	v.Get(post).HasNot(".people-tags")
	// Settings.
	b.Get("/settings/tags").Has("select[name=tags_from] option[value=everyone][selected]")
	b.Post("/settings/tags", form("tags_from", "nobody", "tags_by_hand", "on")).Want(303)
	b.Get("/settings/tags").Has("option[value=nobody][selected]", "input[name=tags_by_hand][checked]")
	b.Post("/settings/tags", form("tags_from", "friends")).Want(422)
	a.Post(post+"/edit", form("fields", one+".people", one+".person", "bo", one+".at", "50,50", "action",
		"save")).Want(422).Says("@bo doesn’t let anyone tag them.")
	// Private and blocked accounts.
	private(t, s, cy)
	v.Get("/cy/tagged").Want(200).Says("This account is private")
	must(t, people.Block(t.Context(), s.DB.Store, bo.ID, ada.ID))
	a.Get("/bo/tagged").Want(404)
	s.Check()
}

// Only those who may see a post see it among the photos of somebody.
func TestTaggedPhotosAreVisiblePosts(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo := s.User("ada"), s.User("bo")
	private(t, s, ada)
	must(t, people.Follow(t.Context(), s.DB.Store, bo.ID, ada.ID))
	must(t, people.ApproveFollow(t.Context(), s.DB.Store, ada.ID, bo.ID))
	for range 30 {
		id, items := s.Draft(ada, 1)
		s.Render(items...)
		must(t, post.SetPeople(t.Context(), s.DB.Store, ada.ID, id, map[models.ID][]post.PersonInput{items[0].ID: {{UserID: bo.ID}}}))
		must(t, post.Publish(t.Context(), s.DB.Store, ada.ID, id, post.PublishInput{}))
	}
	seen := 0
	for path := "/bo/tagged"; path != ""; {
		page := s.As(bo).Get(path).Want(200)
		seen += page.Find(".tile").Length()
		path = page.Find("[data-older]").AttrOr("data-older", "")
	}
	if seen != 30 {
		t.Errorf("bo sees %d", seen)
	}
	for _, c := range []*webtest.Client{s.Visitor(), s.As(s.User("cy"))} {
		if text := c.Get("/bo/tagged").Want(200).HasNot(".tile").Text(); !strings.Contains(text, "No photos yet") {
			t.Error(text)
		}
	}
}
