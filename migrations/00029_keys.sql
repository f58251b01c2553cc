-- +goose Up

-- commit_key notes, in the transaction of a call's effect, that the call had one:
-- where somebody else carries out the call of the key by now it fails with PG409.
-- +goose StatementBegin
CREATE FUNCTION commit_key(caller bigint, token bigint, name text, holder bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	UPDATE idempotency_keys SET committed = true WHERE user_id = caller AND token_id = token AND key = name AND claim = holder;
	IF NOT FOUND THEN
		RAISE EXCEPTION USING ERRCODE = 'PG409', MESSAGE = 'the call of this key is carried out by somebody else';
	END IF;
END
$$;
-- +goose StatementEnd
