package handlers_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"photogram/media/mediatest"
	"photogram/urls"
	"photogram/web/webtest"
)

// fieldsOf is what a form of a page would send.
func fieldsOf(a *webtest.Answer, selector string) url.Values {
	v := url.Values{}
	a.Find(selector).First().Find("input, textarea, select").Each(func(_ int, f *goquery.Selection) {
		name, kind := f.AttrOr("name", ""), f.AttrOr("type", "")
		if _, on := f.Attr("checked"); name == "" || (kind == "checkbox" || kind == "radio") && !on {
			return
		}
		switch goquery.NodeName(f) {
		case "textarea":
			v.Add(name, f.Text())
		case "select":
			v.Add(name, f.Find("option[selected]").AttrOr("value", ""))
		default:
			v.Add(name, f.AttrOr("value", ""))
		}
	})
	return v
}

// Of two tabs with one draft, the one that saves later is told, keeps what it
// has, and saves over the other when it is sent again.
func TestTheLaterTabIsTold(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	s.Work()
	c := s.As(s.User("ada"))
	photo := "/p/" + draft(t, c, mediatest.Photo(40, 30)) + "/edit"
	words := s.As(s.User("bo"))
	begun := words.Post(urls.TextStory, nil).Want(303)
	story := begun.Header.Get("Location")
	for _, one := range []struct {
		path, form, field string
		c                 *webtest.Client
	}{
		{photo, "#edit-form", "caption", c},
		{story, "#story-form", "audience", words},
	} {
		said := []string{"followers", "close_friends", "everyone"}
		if one.field == "caption" {
			said = []string{"Larches", "Spruces", "Firs"}
		}
		page := one.c.Get(one.path).Want(200)
		first, second := fieldsOf(page, one.form), fieldsOf(page, one.form)
		first.Set(one.field, said[0])
		first.Set("action", "keep")
		kept := one.c.Post(one.path, first).Want(204)
		if kept.Header.Get("Revision") == first.Get("revision") || kept.Header.Get("Revision") == "" {
			t.Errorf("%s: the revision after a change is %q", one.path, kept.Header.Get("Revision"))
		}
		// An answer that was lost: the same again is no conflict.
		one.c.Post(one.path, first).Want(204)

		second.Set(one.field, said[1])
		second.Set("action", "keep")
		told := one.c.Post(one.path, second).Want(409).Says("changed in another tab or app")
		shown := fieldsOf(told, one.form)
		if shown.Get(one.field) != said[1] {
			t.Errorf("%s: what was sent is lost: %q", one.path, shown.Get(one.field))
		}
		now := fieldsOf(one.c.Get(one.path), one.form)
		if now.Get(one.field) != said[0] || now.Get("revision") != told.Header.Get("Revision") {
			t.Errorf("%s: a form that came too late changed something: %v", one.path, now)
		}
		// What is wrong with the form comes first, and does not hide the conflict.
		wrong := fieldsOf(page, one.form)
		wrong.Set(one.field, strings.Repeat("long", 2000))
		wrong.Set("action", "keep")
		if again := fieldsOf(one.c.Post(one.path, wrong).Want(422), one.form); again.Get("revision") != wrong.Get("revision") {
			t.Errorf("%s: a refused form got another revision", one.path)
		}

		shown.Set("action", "keep")
		one.c.Post(one.path, shown).Want(204)
		if now := fieldsOf(one.c.Get(one.path), one.form); now.Get(one.field) != said[1] {
			t.Errorf("%s: sent again, it has %q", one.path, now.Get(one.field))
		}
		// A program, or a page of an earlier version, tells no revision.
		second.Set(one.field, said[2])
		second.Del("revision")
		one.c.Post(one.path, second).Want(204)
	}
}
