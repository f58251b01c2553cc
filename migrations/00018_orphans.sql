-- +goose Up

-- Files in storage that no row refers to, and since when: they go after days.
CREATE TABLE orphans (
  key      text PRIMARY KEY,
  bytes    bigint NOT NULL,
  found_at timestamptz NOT NULL,
  seen_at  timestamptz NOT NULL
);
CREATE INDEX orphans_age ON orphans (found_at);
