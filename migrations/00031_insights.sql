-- +goose Up

-- What is counted of views and of what people do, and of whom. Everything that
-- is read of an account stands under its id and a span of time, so that a page
-- reads few rows; see docs/decisions/insights.md.

-- Since when a site counts: what was before is unknown, and not 0.
ALTER TABLE site ADD COLUMN counting_since timestamptz NOT NULL DEFAULT now();

-- What of counting differs from account to account; most have no row.
CREATE TABLE insight_accounts (
  user_id   bigint PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  since     timestamptz,                    -- from when on its posts are counted, where that is known
  merged    date NOT NULL DEFAULT '2000-01-01', -- the months before it have rows of their own
  uncounted boolean NOT NULL DEFAULT false  -- it views as nobody
);

-- The numbers of a post, or of all of an account (post_id 0), of a day in the
-- account's time zone or of a month. What they are is packed by models/tally.
CREATE TABLE insight_counts (
  owner_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  span     text NOT NULL CHECK (span IN ('day', 'month')),
  day      date NOT NULL,
  post_id  bigint NOT NULL,
  counts   bytea NOT NULL,
  tops     bytea, -- of an account: its posts with most views; null while the span goes on
  PRIMARY KEY (owner_id, span, day, post_id)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX insight_counts_accounts ON insight_counts (day) WHERE post_id = 0 AND span = 'day';
ALTER TABLE insight_counts ALTER COLUMN counts SET STORAGE MAIN;

-- Who was reached, as sketches from which nobody can be read. Sketches of days
-- merge into that of a range, which sums of days cannot.
CREATE TABLE insight_sketches (
  owner_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  span     text NOT NULL CHECK (span IN ('day', 'month')),
  day      date NOT NULL,
  post_id  bigint NOT NULL,
  part     smallint NOT NULL,
  sketch   bytea NOT NULL,
  PRIMARY KEY (owner_id, span, day, post_id, part)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE insight_sketches ALTER COLUMN sketch SET STORAGE PLAIN;

-- Likes, comments, saves, follows and the like, written with the thing itself
-- and folded into the numbers some seconds later.
CREATE TABLE insight_marks (
  owner_id bigint NOT NULL,
  id       bigint NOT NULL,
  kind     smallint NOT NULL,
  post_id  bigint NOT NULL,
  actor_id bigint NOT NULL,
  n        integer NOT NULL,
  at       timestamptz NOT NULL,
  PRIMARY KEY (owner_id, id)
);
CREATE INDEX insight_marks_order ON insight_marks (id);

-- The batches of views that were written lately, so that a batch that is sent
-- again after its answer was lost is not counted twice.
CREATE TABLE insight_batches (
  id bigint PRIMARY KEY,
  at timestamptz NOT NULL
);
CREATE INDEX insight_batches_at ON insight_batches (at);

-- The post that brought a follower, 0 for none.
ALTER TABLE followers ADD COLUMN from_post bigint NOT NULL DEFAULT 0;
