package people

import "photogram/models/tally"

// Forget removes, of the account $1 that is deleted, relations to others. It may
// run again.
var Forget = []string{
	`WITH mine AS (SELECT target_id, state FROM following WHERE user_id = $1),
		gone AS (DELETE FROM followers f USING mine WHERE f.user_id = mine.target_id AND f.follower_id = $1
			RETURNING f.user_id, f.id, f.state, f.from_post),
		m AS (INSERT INTO ` + tally.MarkColumns + ` SELECT user_id, -id, ` + tally.Unfollows.SQL() + `, from_post, 0, 1, now()
			FROM gone WHERE state = 'follows')
		UPDATE users u SET followers_count = followers_count - 1 FROM mine WHERE u.id = mine.target_id AND mine.state = 'follows'`,
	`WITH mine AS (SELECT follower_id, state FROM followers WHERE user_id = $1),
		gone AS (DELETE FROM following f USING mine WHERE f.user_id = mine.follower_id AND f.target_id = $1)
		UPDATE users u SET following_count = following_count - 1 FROM mine WHERE u.id = mine.follower_id AND mine.state = 'follows'`,
	`WITH mine AS (SELECT other_id FROM blocks WHERE user_id = $1)
		DELETE FROM blocks b USING mine WHERE b.user_id = mine.other_id AND b.other_id = $1`,
	`DELETE FROM close_friends WHERE friend_id = $1`,
	`DELETE FROM restricts WHERE other_id = $1`,
}
