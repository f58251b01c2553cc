package inbox

// Forget removes, of the account $1 that is deleted, conversations. It may run
// again.
var Forget = []string{
	// A conversation goes with either of its two people, under the lock of those who write to it.
	`SELECT 1 FROM thread_members WHERE user_id = $1 OR other_id = $1 ORDER BY thread_id, user_id FOR UPDATE`,
	`DELETE FROM messages m USING thread_members t WHERE t.user_id = $1 AND m.thread_id = t.thread_id`,
	`DELETE FROM thread_members WHERE other_id = $1`,
}
