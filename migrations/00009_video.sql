-- +goose Up

-- A video has a poster, whose renditions are like a photo's, and video files
-- under keys of their own. A photo has no such keys.
ALTER TABLE media
  ADD COLUMN duration_ms      integer NOT NULL DEFAULT 0 CHECK (duration_ms >= 0),
  ADD COLUMN has_sound        boolean NOT NULL DEFAULT false,
  ADD COLUMN loop             boolean NOT NULL DEFAULT false,
  ADD COLUMN progress         integer NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100),
  ADD COLUMN poster_ms        integer NOT NULL DEFAULT 0 CHECK (poster_ms >= 0),
  ADD COLUMN wanted_video_key text NOT NULL DEFAULT '',
  ADD COLUMN video_key        text NOT NULL DEFAULT '',
  ADD COLUMN video_width      integer NOT NULL DEFAULT 0,
  ADD COLUMN video_height     integer NOT NULL DEFAULT 0,
  ADD CHECK ((kind = 'video') = (wanted_video_key <> ''));
CREATE INDEX media_video ON media (video_key) WHERE video_key <> '';
CREATE INDEX media_wanted_video ON media (wanted_video_key) WHERE wanted_video_key <> '';

-- What is said in a video, as WebVTT.
CREATE TABLE media_captions (
  owner_id   bigint NOT NULL,
  media_id   bigint NOT NULL,
  lang       text NOT NULL,
  label      text NOT NULL,
  text       text NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (owner_id, media_id, lang),
  FOREIGN KEY (owner_id, media_id) REFERENCES media (owner_id, id) ON DELETE CASCADE
);
