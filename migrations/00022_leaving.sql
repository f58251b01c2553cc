-- +goose Up

-- When the owner left. Until the account is deleted, suspended_at is the same
-- time where nothing else hides it.
ALTER TABLE users ADD COLUMN left_at timestamptz;
CREATE INDEX users_left ON users (left_at) WHERE left_at IS NOT NULL;

-- What an account leaves in the rows of others is found by these.
CREATE INDEX app_requests_user ON app_requests (user_id) WHERE user_id <> 0;
CREATE INDEX search_history_person ON search_history (ref_id) WHERE kind = 'person';
CREATE INDEX comments_answered ON comments (answered_id) WHERE answered_id <> 0;
CREATE INDEX stories_shared ON stories (shared_owner_id) WHERE shared_owner_id <> 0;
CREATE INDEX stories_mention ON stories USING gin (overlays jsonb_path_ops) WHERE overlays <> '[]';
