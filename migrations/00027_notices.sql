-- +goose Up

-- What the sender of a file should know of it, such as that it does not move.
ALTER TABLE media ADD COLUMN notice text NOT NULL DEFAULT '';
