-- +goose Up

-- What an account keeps is summed up from this alone.
CREATE INDEX media_bytes ON media (owner_id) INCLUDE (bytes);
