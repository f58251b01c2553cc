-- +goose Up

-- Switches of apps for programs of other times. Apps that are there go on getting iss; new ones
-- choose it, since libraries written for other services refuse an answer with it.
ALTER TABLE apps
  ADD COLUMN send_iss          boolean NOT NULL DEFAULT true,
  ADD COLUMN jsonp             boolean NOT NULL DEFAULT false,
  ADD COLUMN public_reads      boolean NOT NULL DEFAULT false, -- by client_id alone, as anybody
  ADD COLUMN deauthorize_url   text NOT NULL DEFAULT '',
  ADD COLUMN data_deletion_url text NOT NULL DEFAULT '';
ALTER TABLE apps ALTER COLUMN send_iss SET DEFAULT false;
