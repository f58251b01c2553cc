package comment

import "photogram/models/tally"

// Forget removes, of the account $1 that is deleted, comments and likes on them,
// and replies to them. It may run again.
var Forget = []string{
	`WITH n AS (DELETE FROM comment_likes WHERE user_id = $1 RETURNING owner_id, comment_id)
		UPDATE comments c SET likes_count = likes_count - 1 FROM n WHERE c.owner_id = n.owner_id AND c.id = n.comment_id`,
	`WITH own AS (SELECT owner_id, id FROM comments WHERE user_id = $1),
		gone AS (SELECT owner_id, id FROM own UNION SELECT r.owner_id, r.id FROM comments r JOIN own ON r.owner_id = own.owner_id
		AND r.parent_id = own.id),
		f AS (DELETE FROM told d USING gone g WHERE d.owner_id = g.owner_id AND d.comment_id = g.id),
		n AS (SELECT c.owner_id, c.post_id, count(*) AS by FROM comments c JOIN gone g ON g.owner_id = c.owner_id AND g.id = c.id
			LEFT JOIN comments h ON h.owner_id = c.owner_id AND h.id = c.parent_id WHERE c.hidden = ''
			AND coalesce(h.hidden, '') = '' GROUP BY 1, 2),
		m AS (INSERT INTO ` + tally.MarkColumns + ` SELECT c.owner_id, -c.id, ` + tally.Comments.SQL() + `, c.post_id, 0, -1, c.created_at
			FROM comments c JOIN gone g ON g.owner_id = c.owner_id AND g.id = c.id
			LEFT JOIN comments h ON h.owner_id = c.owner_id AND h.id = c.parent_id
			WHERE c.hidden = '' AND coalesce(h.hidden, '') = '')
		UPDATE posts p SET comments_count = comments_count - n.by FROM n WHERE p.owner_id = n.owner_id AND p.id = n.post_id`,
	`UPDATE comments h SET replies_count = replies_count - n.by FROM (SELECT owner_id, parent_id, count(*) AS by FROM comments
		WHERE user_id = $1 AND parent_id IS NOT NULL AND hidden = '' GROUP BY 1, 2) n WHERE h.owner_id = n.owner_id AND h.id = n.parent_id`,
	`DELETE FROM comments WHERE user_id = $1`, // and the replies, by their key
	`UPDATE comments SET answered_id = 0 WHERE answered_id = $1 AND answered_id <> 0`,
}
