-- +goose Up

-- What an account has been told of. A row says that there was a cause; whether
-- it is still there, and who stands behind it, is read from the cause itself.
-- Likes of one post, and of one comment, are one row without an actor.
CREATE TABLE notifications (
  user_id    bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  kind       text NOT NULL CHECK (kind IN ('like', 'comment_like', 'comment', 'reply', 'mention', 'follow', 'request', 'approved', 'tag', 'tag_request')),
  owner_id   bigint NOT NULL DEFAULT 0,
  post_id    bigint NOT NULL DEFAULT 0,
  comment_id bigint NOT NULL DEFAULT 0,
  actor_id   bigint NOT NULL DEFAULT 0,
  seq        bigint NOT NULL, -- counts up for each account in the order of commits
  since_id   bigint NOT NULL DEFAULT 0, -- of likes: the oldest that came after the account last looked
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, kind, owner_id, post_id, comment_id, actor_id)
) WITH (fillfactor = 90);
CREATE UNIQUE INDEX notifications_list ON notifications (user_id, seq DESC);
CREATE INDEX notifications_actor ON notifications (actor_id) WHERE actor_id <> 0;
CREATE INDEX notifications_post ON notifications (owner_id, post_id) WHERE post_id <> 0;
CREATE INDEX notifications_old ON notifications (updated_at);

-- The row's lock orders whatever changes an account's notifications. unread and
-- requests are as of the last change, and stop at 100.
CREATE TABLE notification_counts (
  user_id  bigint PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  seq      bigint NOT NULL DEFAULT 0,
  seen_seq bigint NOT NULL DEFAULT 0,
  unread   integer NOT NULL DEFAULT 0,
  requests integer NOT NULL DEFAULT 0,
  CHECK (seen_seq <= seq)
) WITH (fillfactor = 80);

-- What somebody does not want to be told; kinds without a row are told from everyone.
CREATE TABLE notification_settings (
  user_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  kind    text NOT NULL CHECK (kind IN ('like', 'comment_like', 'comment', 'reply', 'mention', 'follow', 'request', 'approved', 'tag')),
  who     text NOT NULL CHECK (who IN ('following', 'off')),
  PRIMARY KEY (user_id, kind)
);

-- Rows of activity live for moments, so the table is cleaned by their number and not by its size.
ALTER TABLE activity SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

INSERT INTO notification_counts (user_id, requests)
  SELECT user_id, least(count(*), 100) FROM followers WHERE state = 'requested' GROUP BY user_id;
