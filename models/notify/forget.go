package notify

// Forget removes, of the account $1 that is deleted, what it was told. It may run
// again.
var Forget = []string{
	`DELETE FROM told WHERE user_id = $1`,
}
