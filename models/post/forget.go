package post

import "photogram/models/tally"

// Forget removes, of the account $1 that is deleted, likes and marks on photos. It
// may run again.
var Forget = []string{
	// Their comments go with the replies to them, under the lock of each post.
	`SELECT 1 FROM posts p WHERE (p.owner_id, p.id) IN (SELECT owner_id, post_id FROM comments WHERE user_id = $1 UNION
		SELECT owner_id, post_id FROM post_people WHERE user_id = $1)
		ORDER BY p.owner_id, p.id FOR NO KEY UPDATE`,
	`WITH n AS (DELETE FROM likes WHERE user_id = $1 RETURNING owner_id, post_id, id, created_at),
		m AS (INSERT INTO ` + tally.MarkColumns + ` SELECT owner_id, -id, ` + tally.Likes.SQL() + `, post_id, 0, -1, created_at FROM n)
		UPDATE posts p SET likes_count = likes_count - 1 FROM n WHERE p.owner_id = n.owner_id AND p.id = n.post_id`,
	`WITH n AS (DELETE FROM post_people WHERE user_id = $1
		RETURNING owner_id, post_id, state), k AS (SELECT owner_id, post_id, count(*) AS by FROM n WHERE state <> 'removed' GROUP BY 1, 2)
		UPDATE posts p SET people_count = people_count - k.by FROM k WHERE p.owner_id = k.owner_id AND p.id = k.post_id`,
}
