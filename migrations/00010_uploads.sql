-- +goose Up

-- Files that come in parts. An upload has the id that its photo is to have, so
-- that adding the photo twice is impossible.
CREATE TABLE uploads (
  owner_id   bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id         bigint NOT NULL,
  batch      text NOT NULL,   -- what the sender calls the uploads that make one post
  post_id    bigint NOT NULL, -- the draft of the batch, which the first that ends makes
  place      bigint NOT NULL, -- among those of the batch
  file_name  text NOT NULL DEFAULT '',
  bytes      bigint NOT NULL CHECK (bytes > 0),
  state      text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'refused')),
  reason     text NOT NULL DEFAULT '', -- why it was refused, to be shown
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (owner_id, id)
);
CREATE INDEX uploads_batch ON uploads (owner_id, batch);
CREATE INDEX uploads_open ON uploads (owner_id) WHERE state = 'open';
CREATE INDEX uploads_expiry ON uploads (expires_at);

-- Finds a file that its owner sent before.
CREATE INDEX media_sha256 ON media (owner_id, sha256);

-- Whether every width of the renditions is there as AVIF too.
ALTER TABLE media ADD COLUMN avif boolean NOT NULL DEFAULT false;
ALTER TABLE posts ADD COLUMN cover_avif boolean NOT NULL DEFAULT false;
