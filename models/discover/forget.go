package discover

// Forget removes, of the account $1 that is deleted, followed hashtags, its rank
// and searches for it. It may run again.
var Forget = []string{
	`SELECT 1 FROM tags WHERE id = ANY(ARRAY(SELECT tag_id FROM tag_follows WHERE user_id = $1)) ORDER BY name FOR NO KEY UPDATE`,
	`WITH n AS (DELETE FROM tag_follows WHERE user_id = $1 RETURNING tag_id)
		UPDATE tags SET followers_count = followers_count - 1 WHERE id = ANY(ARRAY(SELECT tag_id FROM n))`,
	`DELETE FROM explore_ranks WHERE owner_id = $1`,
	`DELETE FROM search_history WHERE ref_id = $1 AND kind = 'person'`,
}
