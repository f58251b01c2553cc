-- +goose Up

-- When somebody's browsers are not to be told anything, in minutes of the day of
-- their time zone. From may be after to: then it is over midnight.
CREATE TABLE quiet_hours (
  user_id    bigint PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  quiet_from integer NOT NULL CHECK (quiet_from BETWEEN 0 AND 1439),
  quiet_to   integer NOT NULL CHECK (quiet_to BETWEEN 0 AND 1439)
);
