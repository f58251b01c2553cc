-- +goose Up

CREATE TABLE saves (
  owner_id   bigint NOT NULL, -- of the post
  post_id    bigint NOT NULL,
  user_id    bigint NOT NULL,
  id         bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (owner_id, post_id, user_id),
  FOREIGN KEY (owner_id, post_id) REFERENCES posts (owner_id, id) ON DELETE CASCADE
);
CREATE INDEX saves_user ON saves (user_id, id DESC);
ALTER TABLE posts ADD COLUMN saves_count bigint NOT NULL DEFAULT 0 CHECK (saves_count >= 0);

-- A place is a row's position in an order made by hand, the highest first. A
-- new row takes an id for its place, so it stands at the top. The constraints
-- are deferrable so that one statement can give many rows new places.
CREATE TABLE collections (
  user_id     bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id          bigint NOT NULL,
  name        text NOT NULL,
  description text NOT NULL DEFAULT '',
  place       bigint NOT NULL,
  cover_id    bigint NOT NULL DEFAULT 0, -- the post chosen for the cover; 0 for the newest
  link        text NOT NULL DEFAULT '',  -- what its shared address ends in; empty when it is not shared
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, id),
  UNIQUE (user_id, place) DEFERRABLE INITIALLY IMMEDIATE
);

CREATE TABLE collection_posts (
  user_id       bigint NOT NULL, -- of the collection
  collection_id bigint NOT NULL,
  post_id       bigint NOT NULL,
  owner_id      bigint NOT NULL, -- of the post
  place         bigint NOT NULL,
  id            bigint NOT NULL, -- when it was added
  PRIMARY KEY (user_id, collection_id, post_id),
  UNIQUE (user_id, collection_id, place) DEFERRABLE INITIALLY IMMEDIATE,
  FOREIGN KEY (user_id, collection_id) REFERENCES collections (user_id, id) ON DELETE CASCADE
);
CREATE INDEX collection_posts_post ON collection_posts (owner_id, post_id);
CREATE INDEX collection_posts_saved ON collection_posts (user_id, post_id);

-- Shared addresses carry no owner, so this finds it.
CREATE TABLE collection_links (
  link          text PRIMARY KEY,
  user_id       bigint NOT NULL,
  collection_id bigint NOT NULL
);
CREATE INDEX collection_links_user ON collection_links (user_id);
