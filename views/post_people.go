package views

import (
	"slices"
	"strconv"

	"photogram/models/account"
	"photogram/models/post"
)

// Tagged is the page of the photos that show an account.
type Tagged struct {
	Profile account.Profile
	Grid    Grid
	Own     bool
}

// TagRules is the settings page about being tagged, with the tags that wait
// for an answer.
type TagRules struct {
	Form    Form
	Pending []post.View
	Older   string
}

// EditorPerson is somebody in a photo as the editor's form shows it: At is
// "x,y" in per cent of the photo.
type EditorPerson struct{ Username, At, State string }

var tagsFrom = []choice{{"everyone", "Everyone", ""}, {"following", "People I follow", ""}, {"nobody", "Nobody", ""}}

// places are where the plain form can put a person.
var places = []choice{
	{"50,50", "Middle", ""}, {"50,17", "Top", ""}, {"50,83", "Bottom", ""}, {"17,50", "Left", ""}, {"83,50", "Right", ""},
	{"17,17", "Top left", ""}, {"83,17", "Top right", ""}, {"17,83", "Bottom left", ""}, {"83,83", "Bottom right", ""},
}

// PlaceOf is a person's place as the editor's form shows it.
func PlaceOf(x, y float64) string { return percent(x) + "," + percent(y) }

// fraction is a place for the script.
func fraction(f float64) string { return strconv.FormatFloat(f, 'f', 4, 64) }

func percent(f float64) string { return strconv.FormatFloat(float64(int(f*1000+0.5))/10, 'f', -1, 64) }

// atPlace are the places to choose from for somebody who may stand elsewhere.
func (p EditorPerson) atPlace() []choice {
	if p.At == "" || slices.ContainsFunc(places, func(c choice) bool { return c.value == p.At }) {
		return places
	}
	return append([]choice{{p.At, "Here", ""}}, places...)
}

// rows are the people of a photo and room for more.
func (i EditorItem) rows() []EditorPerson {
	rows := slices.Clone(i.People)
	for n := 0; n < 2 && len(rows) < post.MaxPeople; n++ {
		rows = append(rows, EditorPerson{})
	}
	return rows
}

// tagged are the tags on one photo of a post; lists of posts carry no items.
func tagged(p post.View, n int) []post.PersonTag {
	if len(p.Items) == 0 {
		return p.People
	}
	return p.PeopleIn(p.Items[n].ID)
}

// ownTag is the viewer's tag in a post, or nil.
func ownTag(c Chrome, p post.View) *post.PersonTag {
	for i := range p.People {
		if c.is(p.People[i].ID) {
			return &p.People[i]
		}
	}
	return nil
}
