package saved

import "photogram/models/tally"

// Forget removes, of the account $1 that is deleted, saved posts, and links to
// collections; these go with the account. It may run again.
var Forget = []string{
	`WITH n AS (DELETE FROM saves WHERE user_id = $1 RETURNING owner_id, post_id, id, created_at),
		m AS (INSERT INTO ` + tally.MarkColumns + ` SELECT owner_id, -id, ` + tally.Saves.SQL() + `, post_id, 0, -1, created_at FROM n)
		UPDATE posts p SET saves_count = saves_count - 1 FROM n WHERE p.owner_id = n.owner_id AND p.id = n.post_id`,
	`DELETE FROM collection_links WHERE user_id = $1`, // its collections go with the account
}
