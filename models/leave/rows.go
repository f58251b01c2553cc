package leave

// addressesOf are the addresses that an account has, asked for, or had a while ago.
const addressesOf = `SELECT email FROM users WHERE id = $1 UNION SELECT pending_email FROM users WHERE id = $1 UNION SELECT email
	FROM emails WHERE user_id = $1
	UNION SELECT email FROM email_tokens WHERE user_id = $1`

// forgetRows remove the account $1, whose posts are gone, and all that names it,
// also where it stands in what belongs to others. They may run again.
var forgetRows = []string{
	`WITH n AS (DELETE FROM likes WHERE user_id = $1 RETURNING owner_id, post_id)
		UPDATE posts p SET likes_count = likes_count - 1 FROM n WHERE p.owner_id = n.owner_id AND p.id = n.post_id`,
	`WITH n AS (DELETE FROM saves WHERE user_id = $1 RETURNING owner_id, post_id)
		UPDATE posts p SET saves_count = saves_count - 1 FROM n WHERE p.owner_id = n.owner_id AND p.id = n.post_id`,
	`DELETE FROM collection_links WHERE user_id = $1`, // its collections go with the account
	// Their comments go with the replies to them, under the lock of each post.
	`SELECT 1 FROM posts p WHERE (p.owner_id, p.id) IN (SELECT owner_id, post_id FROM comments WHERE user_id = $1 UNION
		SELECT owner_id, post_id FROM post_people WHERE user_id = $1)
		ORDER BY p.owner_id, p.id FOR NO KEY UPDATE`,
	`WITH n AS (DELETE FROM comment_likes WHERE user_id = $1 RETURNING owner_id, comment_id)
		UPDATE comments c SET likes_count = likes_count - 1 FROM n WHERE c.owner_id = n.owner_id AND c.id = n.comment_id`,
	`WITH own AS (SELECT owner_id, id FROM comments WHERE user_id = $1),
		gone AS (SELECT owner_id, id FROM own UNION SELECT r.owner_id, r.id FROM comments r JOIN own ON r.owner_id = own.owner_id
		AND r.parent_id = own.id),
		f AS (DELETE FROM told d USING gone g WHERE d.owner_id = g.owner_id AND d.comment_id = g.id),
		n AS (SELECT c.owner_id, c.post_id, count(*) AS by FROM comments c JOIN gone g ON g.owner_id = c.owner_id AND g.id = c.id
			LEFT JOIN comments h ON h.owner_id = c.owner_id AND h.id = c.parent_id WHERE c.hidden = ''
			AND coalesce(h.hidden, '') = '' GROUP BY 1, 2)
		UPDATE posts p SET comments_count = comments_count - n.by FROM n WHERE p.owner_id = n.owner_id AND p.id = n.post_id`,
	`UPDATE comments h SET replies_count = replies_count - n.by FROM (SELECT owner_id, parent_id, count(*) AS by FROM comments
		WHERE user_id = $1 AND parent_id IS NOT NULL AND hidden = '' GROUP BY 1, 2) n WHERE h.owner_id = n.owner_id AND h.id = n.parent_id`,
	`DELETE FROM comments WHERE user_id = $1`, // and the replies, by their key
	`WITH n AS (DELETE FROM post_people WHERE user_id = $1
		RETURNING owner_id, post_id, state), k AS (SELECT owner_id, post_id, count(*) AS by FROM n WHERE state <> 'removed' GROUP BY 1, 2)
		UPDATE posts p SET people_count = people_count - k.by FROM k WHERE p.owner_id = k.owner_id AND p.id = k.post_id`,
	`DELETE FROM told WHERE user_id = $1`,
	`DELETE FROM feed f USING followers e WHERE e.user_id = $1 AND f.user_id = e.follower_id AND f.owner_id = $1`,
	`WITH mine AS (SELECT target_id, state FROM following WHERE user_id = $1),
		gone AS (DELETE FROM followers f USING mine WHERE f.user_id = mine.target_id AND f.follower_id = $1)
		UPDATE users u SET followers_count = followers_count - 1 FROM mine WHERE u.id = mine.target_id AND mine.state = 'follows'`,
	`WITH mine AS (SELECT follower_id, state FROM followers WHERE user_id = $1),
		gone AS (DELETE FROM following f USING mine WHERE f.user_id = mine.follower_id AND f.target_id = $1)
		UPDATE users u SET following_count = following_count - 1 FROM mine WHERE u.id = mine.follower_id AND mine.state = 'follows'`,
	`WITH mine AS (SELECT other_id FROM blocks WHERE user_id = $1)
		DELETE FROM blocks b USING mine WHERE b.user_id = mine.other_id AND b.other_id = $1`,
	`DELETE FROM close_friends WHERE friend_id = $1`,
	`DELETE FROM restricts WHERE other_id = $1`,
	`DELETE FROM story_hides WHERE other_id = $1`,
	`DELETE FROM story_answers WHERE user_id = $1`,
	`DELETE FROM story_views WHERE viewer_id = $1`,
	`DELETE FROM story_views v USING stories s WHERE s.owner_id = $1 AND v.owner_id = s.owner_id AND v.story_id = s.id`,
	// A conversation goes with either of its two people, under the lock of those who write to it.
	`SELECT 1 FROM thread_members WHERE user_id = $1 OR other_id = $1 ORDER BY thread_id, user_id FOR UPDATE`,
	`DELETE FROM messages m USING thread_members t WHERE t.user_id = $1 AND m.thread_id = t.thread_id`,
	`DELETE FROM thread_members WHERE other_id = $1`,
	`DELETE FROM activity WHERE user_id = $1`,
	`DELETE FROM pulled_accounts WHERE user_id = $1`,
	`SELECT 1 FROM tags WHERE id = ANY(ARRAY(SELECT tag_id FROM tag_follows WHERE user_id = $1)) ORDER BY name FOR NO KEY UPDATE`,
	`WITH n AS (DELETE FROM tag_follows WHERE user_id = $1 RETURNING tag_id)
		UPDATE tags SET followers_count = followers_count - 1 WHERE id = ANY(ARRAY(SELECT tag_id FROM n))`,
	`DELETE FROM explore_ranks WHERE owner_id = $1`,
	`DELETE FROM people_prefixes WHERE user_id = $1`,
	`DELETE FROM feed WHERE user_id = $1`,
	`DELETE FROM activity WHERE user_id = $1`,
	`DELETE FROM feed_readers WHERE user_id = $1`,
	`DELETE FROM sessions WHERE user_id = $1`,
	`DELETE FROM oauth_grants WHERE user_id = $1`,
	`DELETE FROM oauth_codes WHERE user_id = $1`,
	`DELETE FROM api_tokens WHERE user_id = $1`,
	`DELETE FROM oauth_consents WHERE user_id = $1`,
	`DELETE FROM app_requests WHERE user_id = $1 AND user_id <> 0`,
	`DELETE FROM mail_log WHERE receiver IN (SELECT sha256(convert_to(x.email, 'UTF8')) FROM (` + addressesOf + `) x)`,
	`DELETE FROM email_tokens WHERE user_id = $1`,
	`DELETE FROM search_history WHERE ref_id = $1 AND kind = 'person'`,
	`UPDATE comments SET answered_id = 0 WHERE answered_id = $1 AND answered_id <> 0`,
	`DELETE FROM activity WHERE actor_id = $1 OR owner_id = $1`,
	`UPDATE stories SET overlays = (SELECT coalesce(jsonb_agg(o ORDER BY n), '[]')
		FROM jsonb_array_elements(overlays) WITH ORDINALITY x (o, n) WHERE o->>'user_id' IS DISTINCT FROM $1::bigint::text)
		WHERE overlays @> jsonb_build_array(jsonb_build_object('user_id', $1::bigint::text)) AND overlays <> '[]'`,
	`UPDATE containers SET people = (SELECT coalesce(jsonb_agg(o ORDER BY n), '[]')
		FROM jsonb_array_elements(people) WITH ORDINALITY x (o, n)
		WHERE o::text !~ ('(^|[^0-9])' || $1::bigint || '([^0-9]|$)')) WHERE people::text ~ ('(^|[^0-9])' || $1::bigint || '([^0-9]|$)')`,
	`DELETE FROM identities WHERE user_id = $1`,
	`DELETE FROM credentials WHERE user_id = $1`,
	`DELETE FROM emails WHERE user_id = $1`,
	`DELETE FROM usernames WHERE user_id = $1 AND EXISTS (SELECT 1 FROM users WHERE id = $1 AND is_demo)`,
	`DELETE FROM users WHERE id = $1`, // the rest of its follows and blocks goes with it
}
