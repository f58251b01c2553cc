-- +goose Up

-- That somebody asked an app to delete what it has of them, and what it answered.
CREATE TABLE data_deletions (
  user_id     bigint NOT NULL,
  id          bigint NOT NULL,
  app_id      bigint NOT NULL,
  name        text NOT NULL, -- of the app
  asked_at    timestamptz NOT NULL,
  answered_at timestamptz,
  url         text NOT NULL DEFAULT '', -- where the app says how far it is
  code        text NOT NULL DEFAULT '',
  PRIMARY KEY (user_id, id)
);
CREATE INDEX data_deletions_app ON data_deletions (app_id);
