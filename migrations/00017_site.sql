-- +goose Up

-- Which site this database is: storage carries the same id, so that a database
-- is never used with the files of another.
CREATE TABLE site (
  single     boolean PRIMARY KEY DEFAULT true CHECK (single),
  id         text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  held_until timestamptz -- until then no file is deleted, since a backup copies them
);
INSERT INTO site (id) VALUES (replace(gen_random_uuid()::text, '-', ''));

-- An extension that early versions made and nothing uses. A dump with it does
-- not restore where it is not installed, nor by an ordinary role.
-- +goose StatementBegin
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'hll' AND pg_has_role(current_user, extowner, 'USAGE')) THEN
    DROP EXTENSION hll;
  END IF;
EXCEPTION WHEN dependent_objects_still_exist OR insufficient_privilege THEN
  RAISE NOTICE 'the extension hll stays: %', SQLERRM;
END $$;
-- +goose StatementEnd
