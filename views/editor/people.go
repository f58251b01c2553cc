package editor

import (
	"slices"

	"photogram/models/post"
	"photogram/views/ui"
)

// EditorPerson is somebody in a photo as the editor's form shows it: At is
// "x,y" in per cent of the photo.
type EditorPerson struct{ Username, At, State string }

// places are where the plain form can put a person.
var places = []ui.Choice{
	{Value: "50,50", Label: "editor.at-middle"}, {Value: "50,17", Label: "editor.at-top"}, {Value: "50,83", Label: "editor.at-bottom"},
	{Value: "17,50", Label: "editor.at-left"}, {Value: "83,50", Label: "editor.at-right"},
	{Value: "17,17", Label: "editor.at-top-left"}, {Value: "83,17", Label: "editor.at-top-right"}, {Value: "17,83", Label: "editor.at-bottom-left"},
	{Value: "83,83", Label: "editor.at-bottom-right"},
}

// PlaceOf is a person's place as the editor's form shows it.
func PlaceOf(x, y float64) string { return ui.Percent(x) + "," + ui.Percent(y) }

// atPlace are the places to choose from for somebody who may stand elsewhere.
func (p EditorPerson) atPlace() []ui.Choice {
	if p.At == "" || slices.ContainsFunc(places, func(c ui.Choice) bool { return c.Value == p.At }) {
		return places
	}
	return append([]ui.Choice{{Value: p.At, Label: "editor.at-here"}}, places...)
}

// rows are the people of a photo and room for more.
func (i EditorItem) rows() []EditorPerson {
	rows := slices.Clone(i.People)
	for n := 0; n < 2 && len(rows) < post.MaxPeople; n++ {
		rows = append(rows, EditorPerson{})
	}
	return rows
}
