-- +goose Up

-- What a program is about to publish through the Graph dialect. The draft that
-- a container becomes, once its file is fetched, has the container's id.
CREATE TABLE containers (
  owner_id     bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id           bigint NOT NULL,
  kind         text NOT NULL CHECK (kind IN ('image', 'video', 'carousel')),
  item         boolean NOT NULL DEFAULT false,    -- made to be part of a carousel
  source       text NOT NULL DEFAULT '',          -- the address of the file
  caption      text NOT NULL DEFAULT '',
  alt_text     text NOT NULL DEFAULT '',
  location     text NOT NULL DEFAULT '',
  latitude     double precision,
  longitude    double precision,
  poster_ms    integer,
  people       jsonb NOT NULL DEFAULT '[]',
  children     jsonb NOT NULL DEFAULT '[]',       -- the containers of a carousel, in order
  state        text NOT NULL DEFAULT 'fetching' CHECK (state IN ('fetching', 'ready', 'failed')),
  reason       text NOT NULL DEFAULT '' CHECK (reason IN ('', 'unreachable', 'too_large', 'no_photo', 'no_video', 'other')),
  failure      text NOT NULL DEFAULT '',          -- to be shown
  used_by      bigint,                            -- the carousel that it was published with
  created_at   timestamptz NOT NULL DEFAULT now(),
  published_at timestamptz,
  PRIMARY KEY (owner_id, id)
);
CREATE INDEX containers_created ON containers (owner_id, created_at);
CREATE INDEX containers_published ON containers (owner_id, published_at) WHERE published_at IS NOT NULL;
CREATE INDEX containers_expiry ON containers (created_at);

-- The Graph dialect names comments and the items of albums by their id alone.
CREATE INDEX comments_id ON comments (id);
CREATE INDEX media_id ON media (id);
