package ui

import (
	"photogram/models/post"
)

// Grid is a page of posts as square tiles.
type Grid struct {
	Posts []post.View
	Older string
	First bool // what is seen first: its photos are fetched at once
}

// firstTiles are about as many as the first screen shows.
const firstTiles = 6
