-- +goose Up

-- Pinned posts stand first on their owner's profile, the newest pin before the others.
ALTER TABLE posts
  ADD COLUMN pinned_at timestamptz,
  ADD COLUMN likes_hidden boolean NOT NULL DEFAULT false,   -- others see no number of likes
  ADD CONSTRAINT posts_pinned_state CHECK (pinned_at IS NULL OR state = 'published');
CREATE INDEX posts_pinned ON posts (owner_id, pinned_at DESC) WHERE pinned_at IS NOT NULL;

-- How an account's profile shows its posts, and whether likes of new ones are hidden.
ALTER TABLE users
  ADD COLUMN grid text NOT NULL DEFAULT 'square' CHECK (grid IN ('square', 'uncropped')),
  ADD COLUMN likes_hidden boolean NOT NULL DEFAULT false;
