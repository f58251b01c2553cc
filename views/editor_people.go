package views

import (
	"slices"

	"photogram/models/post"
)

// EditorPerson is somebody in a photo as the editor's form shows it: At is
// "x,y" in per cent of the photo.
type EditorPerson struct{ Username, At, State string }

// places are where the plain form can put a person.
var places = []choice{
	{"50,50", "Middle", ""}, {"50,17", "Top", ""}, {"50,83", "Bottom", ""}, {"17,50", "Left", ""}, {"83,50", "Right", ""},
	{"17,17", "Top left", ""}, {"83,17", "Top right", ""}, {"17,83", "Bottom left", ""}, {"83,83", "Bottom right", ""},
}

// PlaceOf is a person's place as the editor's form shows it.
func PlaceOf(x, y float64) string { return percent(x) + "," + percent(y) }

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
