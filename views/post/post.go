// Package post shows posts on cards and pages of their own, embeds and feeds for
// readers. It receives all it shows and fetches nothing.
package post

import (
	"photogram/models/post"
	commentview "photogram/views/comment"
)

// PostDetail is a post's page.
type PostDetail struct {
	commentview.Discussion
	More []post.View // of the same owner
}
