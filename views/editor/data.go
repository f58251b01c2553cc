// Package editor shows taking photos and videos, and editing them and the words
// beside them. It receives all it shows and fetches nothing.
package editor

import (
	"encoding/json"
	"time"

	"photogram/models/post"
	"photogram/models/story"
	"photogram/views/ui"
)

// Editor is the page that edits a draft or a published post.
type Editor struct {
	Post  post.View
	Story *story.View // what is edited instead of a post, with its one photo or video
	Items []EditorItem
	Looks []EditorLook
	Form  ui.Form
	Now   time.Time
}

// EditorItem is one photo with the edit in the form fields' terms.
type EditorItem struct {
	post.Media
	Recipe Recipe
	People []EditorPerson
}

// Recipe is an edit as the form shows it; names and ranges are those of the API.
type Recipe struct {
	Filter     string
	Strength   int
	Ratio      string // "", "1:1", "4:5", "16:9", "free"
	Crop       string // "x,y,w,h" as fractions, or ""
	Rotate     int
	FlipH      bool
	FlipV      bool
	Straighten float64
	// -100..100
	PerspectiveV, PerspectiveH int
	Adjust                     map[string]int // brightness, contrast, … by name
}

// EditorLook is a look in the strip.
type EditorLook struct {
	Name, Description string
	Grade             json.RawMessage // the compiled look at full strength, for the strip
	Definition        json.RawMessage // its parameters, for the live preview
}

// commentsFrom are the answers to who may comment.
var commentsFrom = []ui.Choice{{Value: "everyone", Label: "editor.from-everyone"}, {Value: "followers", Label: "editor.from-followers"},
	{Value: "following", Label: "people.i-follow"}}

// commentsFromChosen is who may comment: as it was sent, or as it is kept.
func (e Editor) commentsFromChosen() string {
	if v := e.value("comments_from", string(e.Post.CommentsFrom)); v != "" {
		return v
	}
	return "everyone"
}
