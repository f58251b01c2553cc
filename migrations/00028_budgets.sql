-- +goose Up

-- use_budgets takes some uses of each of several limits (the generic cell rate
-- algorithm), in the transaction of what they are used for: where one is used up
-- it fails with PG429, and its detail has the seconds to wait and the limit's number.
-- +goose StatementBegin
CREATE FUNCTION use_budgets(keys text[], steps interval[], spans interval[], at timestamptz, uses integer) RETURNS timestamptz[] LANGUAGE plpgsql AS $$
DECLARE
	took timestamptz;
	tats timestamptz[] := '{}';
BEGIN
	FOR i IN 1 .. cardinality(keys) LOOP
		INSERT INTO rate_limits AS r (key, tat)
			SELECT keys[i], at + uses * steps[i] WHERE uses * steps[i] <= spans[i]
			ON CONFLICT (key) DO UPDATE SET tat = greatest(r.tat, at) + uses * steps[i]
				WHERE greatest(r.tat, at) + uses * steps[i] <= at + spans[i]
			RETURNING tat INTO took;
		IF NOT FOUND THEN
			SELECT tat INTO took FROM rate_limits WHERE key = keys[i];
			RAISE EXCEPTION USING ERRCODE = 'PG429', MESSAGE = 'a limit is used up',
				DETAIL = greatest(1, ceil(extract(epoch FROM coalesce(took, at) + uses * steps[i] - spans[i] - at)))::bigint || ' ' || i;
		END IF;
		tats := tats || took;
	END LOOP;
	RETURN tats;
END
$$;
-- +goose StatementEnd

-- Of the limits before this one, which pages and the API had each for itself.
DELETE FROM rate_limits WHERE split_part(key, ':', 1) IN ('like', 'comment', 'follow', 'message', 'save', 'collection', 'story', 'upload', 'fetch',
	'api-likes', 'api-comments', 'api-follows', 'api-messages', 'api-save');
