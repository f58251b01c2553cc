package subscription

// Forget removes, of the account $1 that is deleted, what it subscribed to, and what
// others were to be told of it. It may run again.
var Forget = []string{
	`DELETE FROM subscriptions WHERE user_id = $1`,
	`DELETE FROM subscribed_apps WHERE user_id = $1`,
	`DELETE FROM deliveries WHERE about_id = $1`,
	`DELETE FROM deliveries WHERE actor_id = $1 AND actor_id <> 0`,
	`DELETE FROM deliveries WHERE owner_id = $1 AND owner_id <> 0`,
}

// Expire removes deliveries of streams that were made before $1, and all that were made before $2.
const Expire = `DELETE FROM deliveries WHERE created_at < $1 AND (state = 'kept' OR created_at < $2)`
