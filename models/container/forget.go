package container

// Forget removes, of the account $1 that is deleted, marks on photos that are not
// published yet. It may run again.
var Forget = []string{
	`UPDATE containers SET people = (SELECT coalesce(jsonb_agg(o ORDER BY n), '[]')
		FROM jsonb_array_elements(people) WITH ORDINALITY x (o, n)
		WHERE o::text !~ ('(^|[^0-9])' || $1::bigint || '([^0-9]|$)')) WHERE people::text ~ ('(^|[^0-9])' || $1::bigint || '([^0-9]|$)')`,
}
