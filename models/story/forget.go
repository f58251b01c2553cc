package story

// Forget removes, of the account $1 that is deleted, traces on stories of others,
// and views of its own. It may run again.
var Forget = []string{
	`DELETE FROM story_hides WHERE other_id = $1`,
	`DELETE FROM story_answers WHERE user_id = $1`,
	`DELETE FROM story_views WHERE viewer_id = $1`,
	`DELETE FROM story_views v USING stories s WHERE s.owner_id = $1 AND v.owner_id = s.owner_id AND v.story_id = s.id`,
	`UPDATE stories SET overlays = (SELECT coalesce(jsonb_agg(o ORDER BY n), '[]')
		FROM jsonb_array_elements(overlays) WITH ORDINALITY x (o, n) WHERE o->>'user_id' IS DISTINCT FROM $1::bigint::text)
		WHERE overlays @> jsonb_build_array(jsonb_build_object('user_id', $1::bigint::text)) AND overlays <> '[]'`,
}
