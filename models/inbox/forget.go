package inbox

// Forget removes, of the account $1 that is deleted, conversations: what Forgo left, since
// it came meanwhile. It may run again.
var Forget = []string{
	// A conversation of two goes with either, under the lock of those who write to it.
	`SELECT 1 FROM threads WHERE id IN (SELECT thread_id FROM thread_members WHERE user_id = $1) ORDER BY id FOR UPDATE`,
	`DELETE FROM message_reactions r USING thread_members m WHERE m.user_id = $1 AND m.kind = 'direct' AND r.thread_id = m.thread_id`,
	`DELETE FROM messages x USING thread_members m WHERE m.user_id = $1 AND m.kind = 'direct' AND x.thread_id = m.thread_id`,
	`DELETE FROM threads g USING thread_members m WHERE m.user_id = $1 AND m.kind = 'direct' AND g.id = m.thread_id`,
	`DELETE FROM thread_members WHERE other_id = $1`,
	// A group goes on, and ends with its last member.
	`DELETE FROM threads g USING thread_members m WHERE m.user_id = $1 AND m.kind = 'group' AND g.id = m.thread_id
		AND cardinality(g.members) = 1`,
	`UPDATE threads g SET members = array_remove(g.members, $1),
		maker_id = CASE WHEN g.maker_id = $1 THEN (array_remove(g.members, $1))[1] ELSE g.maker_id END
		FROM thread_members m WHERE m.user_id = $1 AND g.id = m.thread_id`,
	`DELETE FROM thread_members WHERE user_id = $1`,
	`DELETE FROM message_reactions r USING messages x WHERE x.user_id = $1 AND r.thread_id = x.thread_id AND r.message_id = x.id`,
	`DELETE FROM message_reactions WHERE user_id = $1`,
	`DELETE FROM messages WHERE user_id = $1`,
	`DELETE FROM messages WHERE about_id = $1 AND about_id <> 0`,
	// What was sent as a card is no longer there.
	`UPDATE messages SET card_owner_id = 0 WHERE card_owner_id = $1 AND card_owner_id <> 0`,
}
