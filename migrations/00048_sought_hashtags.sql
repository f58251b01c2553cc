-- +goose Up

-- Hashtags that programs looked up for an account, which they may ask for again for a week.
CREATE TABLE sought_hashtags (
  user_id   bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  tag_id    bigint NOT NULL,
  sought_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, tag_id)
);
