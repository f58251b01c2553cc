-- +goose Up

-- Calls that a program may send again without their being carried out again.
-- The table is logged: an answer that was given must be there after a crash.
CREATE TABLE idempotency_keys (
  user_id    bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  token_id   bigint NOT NULL,
  key        text NOT NULL,
  request    bytea NOT NULL DEFAULT '',          -- hash of the call; empty while its body is still coming
  claim      bigint NOT NULL,                    -- who is carrying it out
  claimed_at timestamptz NOT NULL,
  committed  boolean NOT NULL DEFAULT false,     -- an effect of it is in the database
  status     bigint NOT NULL DEFAULT 0,          -- of the answer; 0 while there is none
  answer     bytea NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, token_id, key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);
