// Package saved shows saved posts and collections of them. It receives all it shows
// and fetches nothing.
package saved

import (
	"slices"

	"photogram/models"
	"photogram/models/post"
	"photogram/models/saved"
	"photogram/views/ui"
)

// Saved is what somebody saved.
type Saved struct {
	Collections []saved.CollectionView
	Grid        ui.Grid
}

// Collect chooses collections for a post.
type Collect struct {
	Post    post.View
	Choices []saved.CollectionChoice
	Form    ui.Form
	In      []models.ID // what was chosen, when Form was sent and refused
}

// chosen is whether a post is in a collection, or was just put there.
func (d Collect) chosen(choice saved.CollectionChoice) bool {
	if len(d.Form.Problems) > 0 {
		return slices.Contains(d.In, choice.ID)
	}
	return choice.Has
}

// Collections is a page of somebody's collections.
type Collections struct {
	List  []saved.CollectionView
	Older string
	Form  ui.Form // the one being made
}

// CollectionDetail is a collection with a page of its posts.
type CollectionDetail struct {
	Collection saved.CollectionView
	Grid       ui.Grid
}

// CollectionEdit is the page that edits a collection.
type CollectionEdit struct {
	Collection saved.CollectionView
	Form       ui.Form
}
