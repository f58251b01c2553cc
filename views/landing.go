package views

import (
	"photogram/models/post"
)

// Landing is the home page for visitors.
type Landing struct {
	Posts     []post.View
	Providers []Provider
}
