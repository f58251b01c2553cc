// Package discover finds posts, people, hashtags and places: search, explore, and
// the pages of hashtags and places.
package discover

import (
	"photogram/models/access"
	"photogram/models/post"
)

// eachPost looks up the post that each row of x names, in the order of x and as
// far as a limit asks. How many rows there are differs from tag to tag and word
// to word by orders of magnitude, of which the planner knows little; this shape
// leaves it no choice.
func eachPost(rule string) string {
	return ` x CROSS JOIN LATERAL (SELECT p.*, ` + post.LikedColumn + ` FROM posts p JOIN users u ON u.id = p.owner_id
		WHERE p.owner_id = x.owner_id AND p.id = x.post_id AND ` + rule + ` OFFSET 0) p `
}

// inOrder reads wanted posts from rows that name them, newest first.
func inOrder(rows string) string {
	return `SELECT p.* FROM (` + rows + ` AND pub_id > @low AND pub_id < @high
		ORDER BY pub_id DESC OFFSET 0)` + eachPost(access.WantedPost) + `ORDER BY x.pub_id DESC LIMIT @limit`
}
