-- +goose Up

-- A mute belongs to a follow, so it stands on both rows of the edge: the
-- fan-out skips followers who muted the author.
ALTER TABLE following ADD COLUMN mutes_posts boolean NOT NULL DEFAULT false,
  ADD COLUMN mutes_stories boolean NOT NULL DEFAULT false;
ALTER TABLE followers ADD COLUMN mutes_posts boolean NOT NULL DEFAULT false;

-- What a restricted account writes below the owner's posts is seen by the two of them alone.
CREATE TABLE restricts (
  user_id    bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  other_id   bigint NOT NULL,
  id         bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, other_id),
  CHECK (user_id <> other_id)
);
CREATE INDEX restricts_list ON restricts (user_id, id DESC);

CREATE TABLE close_friends (
  user_id    bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  friend_id  bigint NOT NULL,
  id         bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, friend_id),
  CHECK (user_id <> friend_id)
);
CREATE INDEX close_friends_list ON close_friends (user_id, id DESC);
CREATE INDEX close_friends_of ON close_friends (friend_id);
CREATE INDEX restricts_of ON restricts (other_id);

CREATE INDEX blocks_list ON blocks (user_id, id DESC) WHERE by_owner;

CREATE TABLE muted_words (
  user_id    bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  word       text NOT NULL,
  pattern    text NOT NULL,
  id         bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, word)
);

-- All muted words of an account as one pattern, so that a list needs one look-up for it.
ALTER TABLE users ADD COLUMN muted_pattern text NOT NULL DEFAULT '';

-- Of posts_count: those that not everybody may see, so that nobody is told a number they cannot count.
ALTER TABLE users ADD COLUMN followers_posts_count bigint NOT NULL DEFAULT 0 CHECK (followers_posts_count >= 0),
  ADD COLUMN friends_posts_count bigint NOT NULL DEFAULT 0 CHECK (friends_posts_count >= 0);
UPDATE users u SET followers_posts_count = (SELECT count(*) FROM posts p WHERE p.owner_id = u.id AND p.state = 'published' AND p.audience = 'followers'),
  friends_posts_count = (SELECT count(*) FROM posts p WHERE p.owner_id = u.id AND p.state = 'published' AND p.audience = 'close_friends')
  WHERE u.posts_count > 0;

CREATE INDEX posts_archived ON posts (owner_id, pub_id DESC) WHERE state = 'archived';

CREATE TABLE tag_follows (
  user_id    bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  tag_id     bigint NOT NULL,
  id         bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, tag_id)
);
CREATE INDEX tag_follows_list ON tag_follows (user_id, id DESC);
CREATE INDEX tag_follows_tag ON tag_follows (tag_id);
ALTER TABLE tags ADD COLUMN followers_count bigint NOT NULL DEFAULT 0 CHECK (followers_count >= 0);

-- Accounts with so many followers that their posts are not pushed into feeds but read when a feed is.
CREATE TABLE pulled_accounts (
  user_id bigint PRIMARY KEY
);

-- How far somebody has read their feed: seen_id is the newest post shown, marker_id
-- the newest shown before this visit began.
CREATE TABLE feed_marks (
  user_id   bigint PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  seen_id   bigint NOT NULL,
  marker_id bigint NOT NULL,
  seen_at   timestamptz NOT NULL,
  marked_at timestamptz NOT NULL
);

-- What happened that somebody should be told: written with the thing itself,
-- taken out in batches by the digest, which makes notifications of it.
CREATE TABLE activity (
  user_id    bigint NOT NULL, -- who is to be told
  id         bigint NOT NULL,
  kind       text NOT NULL,
  actor_id   bigint NOT NULL,
  owner_id   bigint NOT NULL DEFAULT 0, -- the post, where there is one
  post_id    bigint NOT NULL DEFAULT 0,
  comment_id bigint NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, id)
);
CREATE INDEX activity_order ON activity (id);
