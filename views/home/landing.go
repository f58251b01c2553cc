package home

import (
	"photogram/models/post"
	accountview "photogram/views/account"
)

// Landing is the home page for visitors.
type Landing struct {
	Posts     []post.View
	Providers []accountview.Provider
}
