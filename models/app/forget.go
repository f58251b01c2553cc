package app

// Forget removes, of the account $1 that is deleted, tokens, grants and the log of
// calls. It may run again.
var Forget = []string{
	`DELETE FROM oauth_grants WHERE user_id = $1`,
	`DELETE FROM oauth_codes WHERE user_id = $1`,
	`DELETE FROM api_tokens WHERE user_id = $1`,
	`DELETE FROM oauth_consents WHERE user_id = $1`,
	`DELETE FROM data_deletions WHERE user_id = $1`,
	`DELETE FROM app_requests WHERE user_id = $1 AND user_id <> 0`,
}
