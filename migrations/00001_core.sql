-- +goose Up

-- Every row of a person's data starts its key with the owner, so that tables
-- can be distributed by it. Uniqueness across owners has tables of its own,
-- keyed by the unique value.

CREATE TABLE id_servers (
  number     smallint PRIMARY KEY CHECK (number BETWEEN 0 AND 1023),
  holder     text NOT NULL,
  expires_at timestamptz NOT NULL
);

CREATE TABLE secrets (
  name       text PRIMARY KEY,
  value      bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE users (
  id              bigint PRIMARY KEY,
  username        text NOT NULL CHECK (username ~ '^[a-z0-9_.]{1,30}$'),
  full_name       text NOT NULL DEFAULT '',
  bio             text NOT NULL DEFAULT '',
  website         text NOT NULL DEFAULT '',
  email           text NOT NULL DEFAULT '',
  avatar_key      text NOT NULL DEFAULT '',
  is_private      boolean NOT NULL DEFAULT false,
  is_business     boolean NOT NULL DEFAULT false,
  is_admin        boolean NOT NULL DEFAULT false,
  is_demo         boolean NOT NULL DEFAULT false,
  suspended_at    timestamptz,
  posts_count     bigint NOT NULL DEFAULT 0 CHECK (posts_count >= 0),
  followers_count bigint NOT NULL DEFAULT 0 CHECK (followers_count >= 0),
  following_count bigint NOT NULL DEFAULT 0 CHECK (following_count >= 0),
  active_at       timestamptz NOT NULL DEFAULT now(),
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 90);
CREATE INDEX users_username_prefix ON users (username text_pattern_ops);
CREATE INDEX users_name_prefix ON users (lower(full_name) text_pattern_ops);
CREATE INDEX users_popular ON users (followers_count DESC, id DESC) WHERE suspended_at IS NULL;
CREATE INDEX users_demo ON users (id) WHERE is_demo;
CREATE INDEX users_avatar ON users (avatar_key) WHERE avatar_key <> '';

CREATE TABLE usernames (
  name    text PRIMARY KEY,
  user_id bigint NOT NULL
);

CREATE INDEX usernames_user ON usernames (user_id);

CREATE TABLE emails (
  email       text PRIMARY KEY,
  user_id     bigint NOT NULL,
  verified_at timestamptz,
  created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX emails_user ON emails (user_id);

CREATE TABLE credentials (
  user_id       bigint PRIMARY KEY,
  password_hash text NOT NULL,
  changed_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE identities (
  provider   text NOT NULL,
  subject    text NOT NULL,
  user_id    bigint NOT NULL,
  email      text NOT NULL DEFAULT '',
  name       text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(),
  used_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (provider, subject)
);
CREATE UNIQUE INDEX identities_user ON identities (user_id, provider, subject);

-- Sessions and every kind of token are found by the SHA-256 of what the
-- browser or program holds; the thing itself is nowhere in the database.
CREATE TABLE sessions (
  hash       bytea PRIMARY KEY,
  user_id    bigint,
  data       jsonb NOT NULL DEFAULT '{}',
  user_agent text NOT NULL DEFAULT '',
  address    text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(),
  seen_at    timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id, seen_at DESC) WHERE user_id IS NOT NULL;
CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE email_tokens (
  hash       bytea PRIMARY KEY,
  user_id    bigint NOT NULL,
  purpose    text NOT NULL CHECK (purpose IN ('reset', 'verify')),
  email      text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  used_at    timestamptz
);
CREATE INDEX email_tokens_user ON email_tokens (user_id, purpose);
CREATE INDEX email_tokens_expiry ON email_tokens (expires_at);

CREATE TABLE api_tokens (
  hash       bytea PRIMARY KEY,
  id         bigint NOT NULL UNIQUE,
  user_id    bigint NOT NULL,
  name       text NOT NULL DEFAULT '',
  scopes     text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  used_at    timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz
);
CREATE INDEX api_tokens_user ON api_tokens (user_id, id DESC);

-- One follow edge is two rows, so that both ends can list theirs.
CREATE TABLE following (
  user_id    bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  target_id  bigint NOT NULL,
  id         bigint NOT NULL,
  state      text NOT NULL CHECK (state IN ('follows', 'requested')),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, target_id),
  CHECK (user_id <> target_id)
);
CREATE INDEX following_list ON following (user_id, state, id DESC);

CREATE TABLE followers (
  user_id     bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  follower_id bigint NOT NULL,
  id          bigint NOT NULL,
  state       text NOT NULL CHECK (state IN ('follows', 'requested')),
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, follower_id),
  CHECK (user_id <> follower_id)
);
CREATE INDEX followers_list ON followers (user_id, state, id DESC);

-- A block is two rows too: one with each side as owner.
CREATE TABLE blocks (
  user_id    bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  other_id   bigint NOT NULL,
  by_owner   boolean NOT NULL,
  id         bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, other_id, by_owner)
);

-- pub_id is the place in every list: an id made at the moment of publication.
-- A draft may be much older than its publication, so the id itself cannot be.
CREATE TABLE posts (
  owner_id          bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id                bigint NOT NULL,
  pub_id            bigint,
  state             text NOT NULL CHECK (state IN ('draft', 'publishing', 'scheduled', 'published', 'archived')),
  kind              text NOT NULL DEFAULT 'image' CHECK (kind IN ('image', 'video', 'carousel')),
  caption           text NOT NULL DEFAULT '',
  caption_id        bigint NOT NULL,
  captioned_at      timestamptz,
  location          text NOT NULL DEFAULT '',
  filter            text NOT NULL DEFAULT 'Normal',
  audience          text NOT NULL DEFAULT 'everyone' CHECK (audience IN ('everyone', 'followers', 'close_friends')),
  comments_enabled  boolean NOT NULL DEFAULT true,
  media_count       integer NOT NULL DEFAULT 0 CHECK (media_count BETWEEN 0 AND 20),
  cover_id          bigint,
  cover_key         text NOT NULL DEFAULT '',
  cover_width       integer NOT NULL DEFAULT 0,
  cover_height      integer NOT NULL DEFAULT 0,
  cover_placeholder text NOT NULL DEFAULT '',
  cover_alt         text NOT NULL DEFAULT '',
  credit            text NOT NULL DEFAULT '',
  likes_count       bigint NOT NULL DEFAULT 0 CHECK (likes_count >= 0),
  comments_count    bigint NOT NULL DEFAULT 0 CHECK (comments_count >= 0),
  publish_at        timestamptz,
  published_at      timestamptz,
  edited_at         timestamptz,
  created_at        timestamptz NOT NULL DEFAULT now(),
  updated_at        timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (owner_id, id),
  CHECK ((state IN ('published', 'archived')) = (pub_id IS NOT NULL)),
  CHECK (state <> 'scheduled' OR publish_at IS NOT NULL)
) WITH (fillfactor = 90);
CREATE UNIQUE INDEX posts_published ON posts (owner_id, pub_id DESC) WHERE state = 'published';
CREATE INDEX posts_unpublished ON posts (owner_id, id DESC) WHERE state IN ('draft', 'publishing', 'scheduled');
CREATE INDEX posts_recent ON posts (pub_id DESC) WHERE state = 'published';

-- Permalinks carry no owner, so this finds it.
CREATE TABLE post_owners (
  post_id  bigint PRIMARY KEY,
  owner_id bigint NOT NULL
);
CREATE INDEX post_owners_owner ON post_owners (owner_id);

CREATE TABLE media (
  owner_id      bigint NOT NULL,
  id            bigint NOT NULL,
  post_id       bigint NOT NULL,
  pos           integer NOT NULL CHECK (pos BETWEEN 0 AND 19),
  kind          text NOT NULL DEFAULT 'image' CHECK (kind IN ('image', 'video')),
  state         text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'ready', 'failed')),
  failure       text NOT NULL DEFAULT '',
  file_name     text NOT NULL DEFAULT '',
  format        text NOT NULL,
  bytes         bigint NOT NULL CHECK (bytes > 0),
  sha256        bytea NOT NULL,
  source_width  integer NOT NULL CHECK (source_width > 0),
  source_height integer NOT NULL CHECK (source_height > 0),
  recipe        jsonb NOT NULL DEFAULT '{}',
  filter        text NOT NULL DEFAULT 'Normal',
  wanted_key    text NOT NULL,
  render_key    text NOT NULL DEFAULT '',
  width         integer NOT NULL DEFAULT 0,
  height        integer NOT NULL DEFAULT 0,
  placeholder   text NOT NULL DEFAULT '',
  color         text NOT NULL DEFAULT '',
  has_preview   boolean NOT NULL DEFAULT false,
  alt_text      text NOT NULL DEFAULT '',
  created_at    timestamptz NOT NULL DEFAULT now(),
  updated_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (owner_id, id),
  FOREIGN KEY (owner_id, post_id) REFERENCES posts (owner_id, id) ON DELETE CASCADE
) WITH (fillfactor = 90);
CREATE INDEX media_post ON media (owner_id, post_id, pos);
CREATE INDEX media_rendition ON media (render_key) WHERE render_key <> '';

CREATE TABLE likes (
  owner_id   bigint NOT NULL,
  post_id    bigint NOT NULL,
  user_id    bigint NOT NULL,
  id         bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (owner_id, post_id, user_id),
  FOREIGN KEY (owner_id, post_id) REFERENCES posts (owner_id, id) ON DELETE CASCADE
);
CREATE INDEX likes_post ON likes (owner_id, post_id, id DESC);
CREATE INDEX likes_user ON likes (user_id, id DESC);

CREATE TABLE comments (
  owner_id   bigint NOT NULL,
  id         bigint NOT NULL,
  post_id    bigint NOT NULL,
  user_id    bigint NOT NULL,
  text       text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (owner_id, id),
  FOREIGN KEY (owner_id, post_id) REFERENCES posts (owner_id, id) ON DELETE CASCADE
);
CREATE INDEX comments_post ON comments (owner_id, post_id, id DESC);
CREATE INDEX comments_user ON comments (user_id, id DESC);

CREATE TABLE tags (
  id          bigint PRIMARY KEY,
  name        text NOT NULL UNIQUE,
  media_count bigint NOT NULL DEFAULT 0 CHECK (media_count >= 0)
);
CREATE INDEX tags_prefix ON tags (name text_pattern_ops);

CREATE TABLE post_tags (
  tag_id   bigint NOT NULL,
  pub_id   bigint NOT NULL,
  owner_id bigint NOT NULL,
  post_id  bigint NOT NULL,
  PRIMARY KEY (tag_id, pub_id)
);
CREATE INDEX post_tags_post ON post_tags (owner_id, post_id);

-- The home feed, pushed to readers when a post is published. It can be
-- rebuilt from the posts at any time, so it costs no write-ahead log; a
-- reader without a feed_readers row is served from the posts themselves.
CREATE UNLOGGED TABLE feed_readers (
  user_id  bigint PRIMARY KEY,
  built_at timestamptz
);

CREATE UNLOGGED TABLE feed (
  user_id  bigint NOT NULL,
  pub_id   bigint NOT NULL,
  owner_id bigint NOT NULL,
  post_id  bigint NOT NULL,
  PRIMARY KEY (user_id, pub_id)
);

CREATE UNLOGGED TABLE rate_limits (
  key text PRIMARY KEY,
  tat timestamptz NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX media_wanted ON media (wanted_key);
