package index

// Forget removes, of the account $1 that is deleted, its words in the search of
// people. It may run again.
var Forget = []string{
	`DELETE FROM people_prefixes WHERE user_id = $1`,
}
