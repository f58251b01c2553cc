package editor

import (
	"photogram/models/post"
)

// Originals is the page about the files of a post.
type Originals struct {
	Post  post.View
	Items []EditorItem
	Owner bool
}

// History is the page of the captions that a post had.
type History struct {
	Post  post.View
	List  []post.CaptionVersion
	Older string
	First bool
}
