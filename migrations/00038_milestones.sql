-- +goose Up

-- How often a post or a story was viewed in all, and of an account (post_id 0)
-- the most followers that it was told of. Milestones are passed here, once each.
CREATE TABLE insight_totals (
  owner_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  post_id  bigint NOT NULL,
  total    bigint NOT NULL,
  PRIMARY KEY (owner_id, post_id)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);

-- Whether its numbers were told of, an hour after its end.
ALTER TABLE stories ADD COLUMN over_told boolean NOT NULL DEFAULT false;
UPDATE stories SET over_told = true WHERE state = 'published' AND expires_at < now();
CREATE INDEX stories_over ON stories (expires_at) WHERE state = 'published' AND NOT over_told;

-- The Monday of which a business account got its summary.
ALTER TABLE insight_accounts ADD COLUMN mailed date NOT NULL DEFAULT '2000-01-01';
CREATE INDEX users_business ON users (id) WHERE is_business;

ALTER TABLE notification_settings DROP CONSTRAINT notification_settings_kind_check,
  ADD CONSTRAINT notification_settings_kind_check CHECK (kind IN ('like', 'comment_like', 'comment', 'reply', 'mention',
    'story_mention', 'follow', 'request', 'approved', 'tag', 'mail', 'weekly_insights'));
