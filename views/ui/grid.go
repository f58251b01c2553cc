package ui

import (
	"photogram/models/post"
)

// Grid is a page of posts as tiles.
type Grid struct {
	Posts []post.View
	Older string
	// Profile is whether it is its owner's profile, where posts are pinned.
	Profile   bool
	Small     bool // a strip of small pictures
	Explore   bool // some tiles are twice as large
	Uncropped bool // every picture in its own shape
	First     bool // what is seen first: its photos are fetched at once
}

// firstTiles are about as many as the first screen shows.
const firstTiles = 6
