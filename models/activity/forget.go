package activity

// Forget removes, of the account $1 that is deleted, what is still to be told. It
// may run again.
var Forget = []string{
	`DELETE FROM activity WHERE user_id = $1`,
	`DELETE FROM activity WHERE actor_id = $1 OR owner_id = $1`,
}
