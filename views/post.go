package views

import "photogram/models/post"

// PostDetail is a post's page.
type PostDetail struct {
	Discussion
	More []post.View // of the same owner
}
