package account

// AddressesOf are the addresses that an account has, asked for, or had a while ago.
const AddressesOf = `SELECT email FROM users WHERE id = $1
	UNION SELECT pending_email FROM users WHERE id = $1
	UNION SELECT email FROM emails WHERE user_id = $1
	UNION SELECT email FROM email_tokens WHERE user_id = $1`

// Forget removes, of the account $1 that is deleted, logins, addresses and the
// account itself. It may run again.
var Forget = []string{
	`DELETE FROM sessions WHERE user_id = $1`,
	`DELETE FROM mail_log WHERE receiver IN (SELECT sha256(convert_to(x.email, 'UTF8')) FROM (` + AddressesOf + `) x)`,
	`DELETE FROM email_tokens WHERE user_id = $1`,
	`DELETE FROM identities WHERE user_id = $1`,
	`DELETE FROM credentials WHERE user_id = $1`,
	`DELETE FROM emails WHERE user_id = $1`,
	`DELETE FROM usernames WHERE user_id = $1 AND EXISTS (SELECT 1 FROM users WHERE id = $1 AND is_demo)`,
	`DELETE FROM users WHERE id = $1`, // the rest of its follows and blocks goes with it
}
