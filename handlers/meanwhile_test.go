package handlers_test

import (
	"maps"
	"net/url"
	"slices"
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

// Every field of the editor is part of the revision: a new one needs a value here, and a place there.
func TestRevisionsKnowEveryField(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	s.Work()
	ada := s.User("ada")
	s.User("bo")
	c := s.As(ada)
	path := "/p/" + draft(t, c, mediatest.Photo(40, 30)) + "/edit"
	other := map[string]string{"caption": "Larches", "location": "Foothills", "audience": "followers", "comments_from": "following",
		"comments_enabled": "", "allow_original": "on", "likes_hidden": "on", "alt_text": "A hill", "filter": "Fjord", "strength": "40",
		"ratio": "1:1", "crop": "0.1,0,0.8,1", "rotate": "90", "flip_h": "on", "flip_v": "on", "straighten": "5"}
	beside := []string{"revision", "fields", "publish_at", "time_zone", "order", "at"} // what they say is elsewhere, or of others
	page := c.Get(path).Want(200)
	begun := fieldsOf(page, "#edit-form")
	names := map[string]bool{}
	page.Find("#edit-form").Find("input, textarea, select").Each(func(_ int, f *goquery.Selection) { names[f.AttrOr("name", "")] = true })
	tried := 0
	for name := range names {
		_, plain, of := strings.Cut(name, ".")
		if !of {
			plain = name
		}
		if name == "" || slices.Contains(beside, plain) || strings.Contains(plain, "person") {
			continue
		}
		value, known := other[plain]
		if !known {
			value = "7" // an adjustment
		}
		form := maps.Clone(begun)
		form.Set(name, value)
		if value == "" {
			form.Del(name)
		}
		if plain == "strength" { // of a look
			form.Set(strings.TrimSuffix(name, plain)+"filter", "Fjord")
		}
		if plain == "crop" {
			form.Set(strings.TrimSuffix(name, plain)+"ratio", "free")
		}
		form.Del("revision")
		form.Set("action", "keep")
		if c.Post(path, form).Want(204).Header.Get("Revision") == begun.Get("revision") {
			t.Errorf("%s is no part of the revision", name)
		}
		begun.Del("revision")
		back := maps.Clone(begun)
		back.Set("action", "keep")
		begun.Set("revision", c.Post(path, back).Want(204).Header.Get("Revision"))
		tried++
	}
	if tried < 25 {
		t.Errorf("only %d fields", tried)
	}
}
