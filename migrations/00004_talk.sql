-- +goose Up

-- A reply stands below a comment, never below another reply. answered_id is
-- whom a reply answers. hidden says why others do not see a comment.
ALTER TABLE comments ADD COLUMN parent_id bigint,
  ADD COLUMN answered_id bigint NOT NULL DEFAULT 0,
  ADD COLUMN hidden text NOT NULL DEFAULT '' CHECK (hidden IN ('', 'owner', 'words', 'restricted')),
  ADD COLUMN pinned_at timestamptz,
  ADD COLUMN edited_at timestamptz,
  ADD COLUMN likes_count bigint NOT NULL DEFAULT 0 CHECK (likes_count >= 0),
  ADD COLUMN replies_count bigint NOT NULL DEFAULT 0 CHECK (replies_count >= 0),
  ADD CHECK (pinned_at IS NULL OR parent_id IS NULL AND hidden = ''),
  ADD FOREIGN KEY (owner_id, parent_id) REFERENCES comments (owner_id, id) ON DELETE CASCADE;
DROP INDEX comments_post;
CREATE INDEX comments_post ON comments (owner_id, post_id, id DESC) WHERE parent_id IS NULL AND pinned_at IS NULL;
CREATE INDEX comments_all ON comments (owner_id, post_id);
CREATE INDEX comments_pinned ON comments (owner_id, post_id) WHERE pinned_at IS NOT NULL;
CREATE INDEX comments_replies ON comments (owner_id, parent_id, id) WHERE parent_id IS NOT NULL;

CREATE TABLE comment_likes (
  owner_id   bigint NOT NULL,
  comment_id bigint NOT NULL,
  user_id    bigint NOT NULL,
  id         bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (owner_id, comment_id, user_id),
  FOREIGN KEY (owner_id, comment_id) REFERENCES comments (owner_id, id) ON DELETE CASCADE
);
CREATE INDEX comment_likes_list ON comment_likes (owner_id, comment_id, id DESC);
CREATE INDEX comment_likes_user ON comment_likes (user_id);

-- Who was told of a caption (comment_id 0) or a comment, so that nobody is told of a text twice.
CREATE TABLE told (
  owner_id   bigint NOT NULL,
  post_id    bigint NOT NULL,
  comment_id bigint NOT NULL,
  user_id    bigint NOT NULL,
  PRIMARY KEY (owner_id, post_id, comment_id, user_id),
  FOREIGN KEY (owner_id, post_id) REFERENCES posts (owner_id, id) ON DELETE CASCADE
);
CREATE INDEX told_user ON told (user_id);

-- Who may comment while comments are on.
ALTER TABLE posts ADD COLUMN comments_from text NOT NULL DEFAULT 'everyone' CHECK (comments_from IN ('everyone', 'followers', 'following')),
  ADD COLUMN people_count integer NOT NULL DEFAULT 0 CHECK (people_count >= 0);

CREATE TABLE comment_words (
  user_id    bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  word       text NOT NULL,
  pattern    text NOT NULL,
  id         bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, word)
);
CREATE INDEX comment_words_list ON comment_words (user_id, id);

ALTER TABLE users ADD COLUMN comment_pattern text NOT NULL DEFAULT '',
  ADD COLUMN tags_from text NOT NULL DEFAULT 'everyone' CHECK (tags_from IN ('everyone', 'following', 'nobody')),
  ADD COLUMN tags_by_hand boolean NOT NULL DEFAULT false;

-- People in photos. A tag that its person removed stays, so that it cannot be
-- set again; pub_id is the post's place in lists once it is published.
CREATE TABLE post_people (
  owner_id   bigint NOT NULL,
  media_id   bigint NOT NULL,
  user_id    bigint NOT NULL,
  post_id    bigint NOT NULL,
  pub_id     bigint,
  x          double precision NOT NULL CHECK (x BETWEEN 0 AND 1),
  y          double precision NOT NULL CHECK (y BETWEEN 0 AND 1),
  state      text NOT NULL CHECK (state IN ('pending', 'approved', 'removed')),
  told       boolean NOT NULL DEFAULT false,
  id         bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (owner_id, media_id, user_id),
  FOREIGN KEY (owner_id, media_id) REFERENCES media (owner_id, id) ON DELETE CASCADE
);
CREATE INDEX post_people_post ON post_people (owner_id, post_id);
CREATE INDEX post_people_user ON post_people (user_id, state, pub_id DESC);
