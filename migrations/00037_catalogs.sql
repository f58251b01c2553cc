-- +goose Up

-- Photos of products are media like others: made of an original, edited, freed.
ALTER TABLE media ADD COLUMN product_id bigint;
ALTER TABLE media DROP CONSTRAINT media_holder;
ALTER TABLE media
  ADD CONSTRAINT media_holder CHECK (num_nonnulls(post_id, story_id, container_id, product_id) = 1),
  ADD FOREIGN KEY (owner_id, product_id) REFERENCES products (owner_id, id) ON DELETE CASCADE;
CREATE INDEX media_product ON media (owner_id, product_id, pos, id) WHERE product_id IS NOT NULL;

-- What became of the addresses that a product's photos are fetched from.
CREATE TABLE product_images (
  owner_id   bigint NOT NULL,
  product_id bigint NOT NULL,
  url        text NOT NULL,
  media_id   bigint NOT NULL DEFAULT 0, -- the photo that came of it, 0 if none did
  failure    text NOT NULL DEFAULT '',  -- why none did
  PRIMARY KEY (owner_id, product_id, url),
  FOREIGN KEY (owner_id, product_id) REFERENCES products (owner_id, id) ON DELETE CASCADE
);

-- Files of products, sent or fetched, and what became of their rows. position counts
-- what the file gave so far, so that a job that died goes on where it was.
CREATE TABLE catalog_imports (
  owner_id   bigint NOT NULL,
  id         bigint NOT NULL,
  catalog_id bigint NOT NULL,
  feed_id    bigint NOT NULL DEFAULT 0, -- that fetched it
  state      text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'done', 'failed')),
  mode       text NOT NULL DEFAULT 'update' CHECK (mode IN ('update', 'replace')),
  dry_run    boolean NOT NULL DEFAULT false,
  source     text NOT NULL DEFAULT '', -- the address it is fetched from
  file_name  text NOT NULL DEFAULT '',
  file_id    bigint NOT NULL DEFAULT 0, -- of the file in storage, which several imports may read
  mapping    jsonb NOT NULL DEFAULT 'null', -- chosen by hand; null is what is found
  detected   jsonb NOT NULL DEFAULT 'null',
  total      integer NOT NULL DEFAULT 0, -- rows
  position   integer NOT NULL DEFAULT 0,
  created    integer NOT NULL DEFAULT 0,
  updated    integer NOT NULL DEFAULT 0,
  same       integer NOT NULL DEFAULT 0,
  removed    integer NOT NULL DEFAULT 0,
  refused    integer NOT NULL DEFAULT 0,
  warnings   integer NOT NULL DEFAULT 0,
  lines      integer NOT NULL DEFAULT 0, -- kept of what is to be told
  cut_short  boolean NOT NULL DEFAULT false,
  failure    text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL,
  done_at    timestamptz,
  PRIMARY KEY (owner_id, id),
  FOREIGN KEY (owner_id, catalog_id) REFERENCES catalogs (owner_id, id) ON DELETE CASCADE
);
CREATE INDEX catalog_imports_catalog ON catalog_imports (owner_id, catalog_id, id DESC);
CREATE INDEX catalog_imports_file ON catalog_imports (owner_id, file_id) WHERE file_id <> 0;
CREATE INDEX catalog_imports_old ON catalog_imports (created_at);
CREATE INDEX catalog_imports_feed ON catalog_imports (owner_id, feed_id, id DESC) WHERE feed_id <> 0;

-- What is to be told of the rows of a file: what is wrong with them, and of a dry run
-- what would happen.
CREATE TABLE catalog_import_lines (
  owner_id  bigint NOT NULL,
  import_id bigint NOT NULL,
  n         integer NOT NULL,
  kind      text NOT NULL CHECK (kind IN ('error', 'warning', 'create', 'change', 'remove')),
  file      text NOT NULL DEFAULT '',
  row_no    integer NOT NULL DEFAULT 0,
  field     text NOT NULL DEFAULT '',
  item      text NOT NULL DEFAULT '', -- the product's id for its shop
  message   text NOT NULL DEFAULT '',
  PRIMARY KEY (owner_id, import_id, n),
  FOREIGN KEY (owner_id, import_id) REFERENCES catalog_imports (owner_id, id) ON DELETE CASCADE
);

-- Addresses that files are fetched from by a schedule.
CREATE TABLE product_feeds (
  owner_id   bigint NOT NULL,
  id         bigint NOT NULL,
  catalog_id bigint NOT NULL,
  name       text NOT NULL,
  url        text NOT NULL DEFAULT '', -- empty: files are sent
  mode       text NOT NULL DEFAULT 'replace' CHECK (mode IN ('update', 'replace')),
  every      text NOT NULL DEFAULT '' CHECK (every IN ('', 'hourly', 'daily', 'weekly')),
  hour       integer NOT NULL DEFAULT 0 CHECK (hour BETWEEN 0 AND 23),
  zone       text NOT NULL DEFAULT '',
  due_at     timestamptz,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (owner_id, id),
  FOREIGN KEY (owner_id, catalog_id) REFERENCES catalogs (owner_id, id) ON DELETE CASCADE
);
CREATE INDEX product_feeds_catalog ON product_feeds (owner_id, catalog_id, id DESC);
CREATE INDEX product_feeds_due ON product_feeds (due_at) WHERE due_at IS NOT NULL;

-- Secret addresses at which others fetch what a catalogue has.
CREATE TABLE catalog_links (
  link       text PRIMARY KEY,
  owner_id   bigint NOT NULL,
  catalog_id bigint NOT NULL
);
CREATE INDEX catalog_links_catalog ON catalog_links (owner_id, catalog_id);

-- Products at a place on photos, on videos and on stories. A post may show products
-- of others; media_id is 0 where no item is meant.
CREATE TABLE product_tags (
  owner_id      bigint NOT NULL, -- of the post or the story
  holder_id     bigint NOT NULL, -- the post, the story, or a container that will be one
  media_id      bigint NOT NULL DEFAULT 0,
  product_owner bigint NOT NULL,
  product_id    bigint NOT NULL,
  x             double precision, -- fractions of the picture; null on videos and stories without a place
  y             double precision,
  created_at    timestamptz NOT NULL,
  PRIMARY KEY (owner_id, holder_id, media_id, product_owner, product_id)
);
CREATE INDEX product_tags_product ON product_tags (product_owner, product_id, holder_id DESC);

ALTER TABLE posts ADD COLUMN has_products boolean NOT NULL DEFAULT false;

-- Products that somebody keeps for later.
CREATE TABLE saved_products (
  user_id       bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id            bigint NOT NULL,
  product_owner bigint NOT NULL,
  product_id    bigint NOT NULL,
  PRIMARY KEY (user_id, id),
  UNIQUE (user_id, product_owner, product_id)
);
CREATE INDEX saved_products_product ON saved_products (product_owner, product_id);
