package ui

import (
	"photogram/models/post"
)

// Grid is a page of posts as square tiles.
type Grid struct {
	Posts []post.View
	Older string
}
