-- +goose Up

-- When what a container becomes is to be published, and whether its file comes in parts instead of from an address.
ALTER TABLE containers ADD COLUMN publish_at timestamptz;
ALTER TABLE containers ADD COLUMN resumable boolean NOT NULL DEFAULT false;
