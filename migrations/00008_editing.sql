-- +goose Up

-- What is done to a post after it was shared, and what is planned before.
-- cover_item is the item that stands for the post in lists; without one, the first does.
ALTER TABLE posts
  ADD COLUMN cover_item      bigint,
  ADD COLUMN allow_original  boolean NOT NULL DEFAULT false,
  ADD COLUMN captions_count  integer NOT NULL DEFAULT 0, -- earlier captions that are kept
  ADD COLUMN schedule_zone   text NOT NULL DEFAULT '',   -- the time zone that publish_at was chosen in
  ADD COLUMN publish_problem text NOT NULL DEFAULT '';   -- why it could not be shared

-- staged items were added to a post that others see, and are not part of it until
-- its owner says so. An item that replaces another takes its place once it is ready.
ALTER TABLE media
  ADD COLUMN staged   boolean NOT NULL DEFAULT false,
  ADD COLUMN replaces bigint,
  ADD COLUMN has_full boolean NOT NULL DEFAULT false; -- the unedited picture in full size is kept

CREATE INDEX posts_planned ON posts (owner_id, publish_at, id) WHERE state = 'scheduled';
CREATE INDEX posts_due ON posts (publish_at) WHERE state = 'scheduled';

-- The captions that a shared post had before, and when they were written.
CREATE TABLE caption_versions (
  owner_id   bigint NOT NULL,
  post_id    bigint NOT NULL,
  id         bigint NOT NULL,
  caption    text NOT NULL,
  written_at timestamptz NOT NULL,
  PRIMARY KEY (owner_id, post_id, id),
  FOREIGN KEY (owner_id, post_id) REFERENCES posts (owner_id, id) ON DELETE CASCADE
);

ALTER TABLE notifications DROP CONSTRAINT notifications_kind_check;
ALTER TABLE notifications ADD CONSTRAINT notifications_kind_check
  CHECK (kind IN ('like', 'comment_like', 'comment', 'reply', 'mention', 'follow', 'request', 'approved', 'tag', 'tag_request', 'publish_failed'));

ALTER TABLE users ADD COLUMN time_zone text NOT NULL DEFAULT ''; -- as it was last chosen for a plan

-- Posts are shared at their time by a look at the table; no job waits for it any more.
DELETE FROM river_job WHERE kind = 'publish_scheduled' AND state IN ('scheduled', 'available', 'retryable');
