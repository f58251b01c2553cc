-- +goose Up

-- For finding in spite of typing errors; a trusted extension since PostgreSQL 13.
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

-- How often a post was put before somebody other than its owner, a row a day.
CREATE TABLE post_views (
  owner_id    bigint NOT NULL,
  post_id     bigint NOT NULL,
  day         date NOT NULL,
  impressions bigint NOT NULL CHECK (impressions > 0),
  PRIMARY KEY (owner_id, post_id, day),
  FOREIGN KEY (owner_id, post_id) REFERENCES posts (owner_id, id) ON DELETE CASCADE
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);

-- The ranking of the explore page, as it stood at one moment. The last few stay
-- so that whoever is reading one comes to its end.
CREATE TABLE explore_ranks (
  generation bigint NOT NULL,
  rank       integer NOT NULL,
  owner_id   bigint NOT NULL,
  post_id    bigint NOT NULL,
  PRIMARY KEY (generation, rank)
);
CREATE INDEX explore_ranks_owner ON explore_ranks (owner_id);

-- Whether a post is one that everybody may see stands beside its tags, its place
-- and its words, so that the numbers of those are of public posts alone.
ALTER TABLE post_tags ADD COLUMN public boolean NOT NULL DEFAULT false;
UPDATE post_tags t SET public = true FROM posts p JOIN users u ON u.id = p.owner_id
  WHERE p.owner_id = t.owner_id AND p.id = t.post_id AND p.state = 'published' AND p.audience = 'everyone' AND NOT u.is_private AND u.suspended_at IS NULL;
UPDATE tags t SET media_count = (SELECT count(*) FROM post_tags n WHERE n.tag_id = t.id AND n.public);
-- A hashtag is found by its folded name; key is empty until the job below has been here.
ALTER TABLE tags ADD COLUMN key text NOT NULL DEFAULT '';
CREATE INDEX tags_key_prefix ON tags (key text_pattern_ops);
DROP INDEX tags_prefix;

-- A place is found by its folded name. Its coordinates are those of the first
-- public post there that has some.
CREATE TABLE places (
  id          bigint PRIMARY KEY,
  name        text NOT NULL,
  key         text NOT NULL UNIQUE,
  latitude    double precision CHECK (latitude BETWEEN -90 AND 90),
  longitude   double precision CHECK (longitude BETWEEN -180 AND 180),
  media_count bigint NOT NULL DEFAULT 0 CHECK (media_count >= 0),
  CHECK ((latitude IS NULL) = (longitude IS NULL))
);
CREATE INDEX places_prefix ON places (key text_pattern_ops);
CREATE INDEX places_words ON places USING gin (key gin_trgm_ops);
CREATE INDEX places_where ON places (latitude, longitude) WHERE latitude IS NOT NULL;
CREATE INDEX places_unused ON places (id) WHERE media_count = 0;

ALTER TABLE posts ADD COLUMN place_id bigint,
  ADD COLUMN latitude double precision CHECK (latitude BETWEEN -90 AND 90),
  ADD COLUMN longitude double precision CHECK (longitude BETWEEN -180 AND 180),
  ADD CHECK ((latitude IS NULL) = (longitude IS NULL));
CREATE INDEX posts_place ON posts (place_id) WHERE place_id IS NOT NULL;

CREATE TABLE post_places (
  place_id  bigint NOT NULL,
  pub_id    bigint NOT NULL,
  owner_id  bigint NOT NULL,
  post_id   bigint NOT NULL,
  public    boolean NOT NULL,
  latitude  double precision,
  longitude double precision,
  PRIMARY KEY (place_id, pub_id)
);
CREATE INDEX post_places_post ON post_places (owner_id, post_id);
CREATE INDEX post_places_where ON post_places (place_id, pub_id) WHERE public AND latitude IS NOT NULL;

-- What captions and alt texts say, as the words that models/search_text.go makes of them.
CREATE TABLE post_search (
  owner_id bigint NOT NULL,
  post_id  bigint NOT NULL,
  pub_id   bigint NOT NULL,
  public   boolean NOT NULL,
  doc      tsvector NOT NULL,
  PRIMARY KEY (owner_id, post_id),
  FOREIGN KEY (owner_id, post_id) REFERENCES posts (owner_id, id) ON DELETE CASCADE
);
CREATE INDEX post_search_doc ON post_search USING gin (doc);
CREATE INDEX post_search_order ON post_search (pub_id DESC);

-- Words of public posts, for mending what was mistyped and for knowing how
-- common a word is. Counted by a job; new words enter when they are published.
CREATE TABLE search_words (
  word       text PRIMARY KEY,
  uses       bigint NOT NULL,
  counted_at timestamptz NOT NULL
);
CREATE INDEX search_words_prefix ON search_words (word text_pattern_ops);
CREATE INDEX search_words_near ON search_words USING gin (word gin_trgm_ops);

-- Usernames and full names from each of their words on, folded.
CREATE TABLE people_keys (
  user_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  key     text NOT NULL,
  PRIMARY KEY (user_id, key)
);
CREATE INDEX people_keys_prefix ON people_keys (key text_pattern_ops);
CREATE INDEX people_keys_near ON people_keys USING gin (key gin_trgm_ops);

-- The first of those that very many begin with, so that no key press sorts thousands.
CREATE TABLE people_prefixes (
  prefix  text NOT NULL,
  rank    integer NOT NULL,
  user_id bigint NOT NULL,
  PRIMARY KEY (prefix, rank)
);
CREATE INDEX people_prefixes_user ON people_prefixes (user_id);
CREATE TABLE tag_prefixes (
  prefix text NOT NULL,
  rank   integer NOT NULL,
  tag_id bigint NOT NULL,
  PRIMARY KEY (prefix, rank)
);

CREATE TABLE search_history (
  user_id    bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id         bigint NOT NULL,
  kind       text NOT NULL CHECK (kind IN ('text', 'person', 'tag', 'place')),
  query      text NOT NULL DEFAULT '',
  ref_id     bigint NOT NULL DEFAULT 0, -- the person or place
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, id),
  UNIQUE (user_id, kind, query, ref_id)
);
ALTER TABLE users ADD COLUMN search_history_off boolean NOT NULL DEFAULT false;

-- What was there before is brought into these tables by a job, a part at a time;
-- after_id is how far it came. The row goes when it is done.
CREATE TABLE search_backfill (
  what     text PRIMARY KEY,
  after_id bigint NOT NULL DEFAULT 0
);
INSERT INTO search_backfill (what) SELECT 'people' WHERE EXISTS (SELECT 1 FROM users);
INSERT INTO search_backfill (what) SELECT 'tags' WHERE EXISTS (SELECT 1 FROM tags);
INSERT INTO search_backfill (what) SELECT 'posts' WHERE EXISTS (SELECT 1 FROM posts);

DROP INDEX users_username_prefix;
DROP INDEX users_name_prefix;
