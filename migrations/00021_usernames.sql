-- +goose Up

-- A name that was given up stays its owner's until held_until; null is the name
-- that an account has. claimed_at is when it was taken by a rename. Names of
-- accounts that are gone belong to 0 while they are held.
ALTER TABLE usernames
  ADD COLUMN held_until timestamptz,
  ADD COLUMN claimed_at timestamptz;
CREATE INDEX usernames_held ON usernames (held_until) WHERE held_until IS NOT NULL;
