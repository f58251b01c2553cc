-- +goose Up

-- A story of a photo or a video has the id of a post in state story, which
-- holds its media: what edits, renders and frees media works for both. No rule
-- shows such a post to anybody but its owner.
ALTER TABLE posts DROP CONSTRAINT posts_state_check;
ALTER TABLE posts ADD CONSTRAINT posts_state_check
  CHECK (state IN ('draft', 'publishing', 'scheduled', 'published', 'archived', 'story'));

CREATE TABLE stories (
  owner_id        bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id              bigint NOT NULL,
  pub_id          bigint,                          -- its place in lists
  state           text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'publishing', 'scheduled', 'published')),
  kind            text NOT NULL CHECK (kind IN ('image', 'video', 'text', 'post')),
  shared_owner_id bigint NOT NULL DEFAULT 0,       -- the post that a story of kind post shows
  shared_post_id  bigint NOT NULL DEFAULT 0,
  background      text NOT NULL DEFAULT 'blur',
  placement       jsonb NOT NULL DEFAULT '{}',     -- where the picture or the post stands on the canvas
  overlays        jsonb NOT NULL DEFAULT '[]',
  audience        text NOT NULL DEFAULT 'everyone' CHECK (audience IN ('everyone', 'followers', 'close_friends')),
  replies_from    text NOT NULL DEFAULT 'everyone' CHECK (replies_from IN ('everyone', 'followers', 'following', 'nobody')),
  publish_at      timestamptz,
  schedule_zone   text NOT NULL DEFAULT '',
  publish_problem text NOT NULL DEFAULT '',
  published_at    timestamptz,
  expires_at      timestamptz,
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (owner_id, id),
  CHECK ((state = 'published') = (pub_id IS NOT NULL AND published_at IS NOT NULL AND expires_at IS NOT NULL)),
  CHECK (state <> 'scheduled' OR publish_at IS NOT NULL),
  CHECK ((kind = 'post') = (shared_post_id <> 0))
);
CREATE INDEX stories_id ON stories (id);
CREATE UNIQUE INDEX stories_published ON stories (owner_id, pub_id DESC) WHERE state = 'published';
CREATE INDEX stories_live ON stories (owner_id, expires_at) WHERE state = 'published';
CREATE INDEX stories_unpublished ON stories (owner_id, id DESC) WHERE state <> 'published';
CREATE INDEX stories_planned ON stories (owner_id, publish_at, id) WHERE state = 'scheduled';
CREATE INDEX stories_due ON stories (publish_at) WHERE state = 'scheduled';

-- Who saw a story, and what they did. There is no foreign key: it would lock
-- the story's row once for each of many viewers at a time.
CREATE TABLE story_views (
  owner_id   bigint NOT NULL,
  story_id   bigint NOT NULL,
  viewer_id  bigint NOT NULL,
  id         bigint NOT NULL,
  liked_at   timestamptz,
  replies    integer NOT NULL DEFAULT 0,
  forward    integer NOT NULL DEFAULT 0,
  back       integer NOT NULL DEFAULT 0,
  exits      integer NOT NULL DEFAULT 0,
  links      integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (owner_id, story_id, viewer_id)
);
CREATE INDEX story_views_list ON story_views (owner_id, story_id, id DESC);
CREATE INDEX story_views_viewer ON story_views (viewer_id, id DESC);

-- What somebody answered to a poll, a question, a quiz or a slider.
CREATE TABLE story_answers (
  owner_id   bigint NOT NULL,
  story_id   bigint NOT NULL,
  overlay    text NOT NULL,
  user_id    bigint NOT NULL,
  id         bigint NOT NULL,
  value      integer NOT NULL DEFAULT 0,
  text       text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (owner_id, story_id, overlay, user_id),
  FOREIGN KEY (owner_id, story_id) REFERENCES stories (owner_id, id) ON DELETE CASCADE
);
CREATE INDEX story_answers_list ON story_answers (owner_id, story_id, overlay, id DESC);
CREATE INDEX story_answers_user ON story_answers (user_id);

-- From whom an account hides its stories.
CREATE TABLE story_hides (
  user_id    bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  other_id   bigint NOT NULL,
  id         bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, other_id),
  CHECK (user_id <> other_id)
);
CREATE INDEX story_hides_list ON story_hides (user_id, id DESC);
CREATE INDEX story_hides_of ON story_hides (other_id);

-- Stories that stay on a profile.
CREATE TABLE highlights (
  owner_id   bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id         bigint NOT NULL,
  title      text NOT NULL,
  cover_id   bigint NOT NULL DEFAULT 0, -- a story of it; 0 for the first
  place      bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (owner_id, id),
  UNIQUE (owner_id, place) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX highlights_id ON highlights (id);

CREATE TABLE highlight_stories (
  owner_id     bigint NOT NULL,
  highlight_id bigint NOT NULL,
  story_id     bigint NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (owner_id, highlight_id, story_id),
  FOREIGN KEY (owner_id, highlight_id) REFERENCES highlights (owner_id, id) ON DELETE CASCADE,
  FOREIGN KEY (owner_id, story_id) REFERENCES stories (owner_id, id) ON DELETE CASCADE
);
CREATE INDEX highlight_stories_story ON highlight_stories (owner_id, story_id);

ALTER TABLE notifications DROP CONSTRAINT notifications_kind_check;
ALTER TABLE notifications ADD CONSTRAINT notifications_kind_check
  CHECK (kind IN ('like', 'comment_like', 'comment', 'reply', 'mention', 'follow', 'request', 'approved', 'tag', 'tag_request', 'publish_failed', 'story_mention'));
ALTER TABLE notification_settings DROP CONSTRAINT notification_settings_kind_check;
ALTER TABLE notification_settings ADD CONSTRAINT notification_settings_kind_check
  CHECK (kind IN ('like', 'comment_like', 'comment', 'reply', 'mention', 'follow', 'request', 'approved', 'tag', 'story_mention'));
