package feed

// Forget removes, of the account $1 that is deleted, its feed, and its posts in
// others' feeds. It may run again.
var Forget = []string{
	`DELETE FROM feed f USING followers e WHERE e.user_id = $1 AND f.user_id = e.follower_id AND f.owner_id = $1`,
	`DELETE FROM pulled_accounts WHERE user_id = $1`,
	`DELETE FROM feed WHERE user_id = $1`,
	`DELETE FROM feed_readers WHERE user_id = $1`,
}
