-- +goose Up

-- Which part of the file an account's picture shows: x,y,w,h as fractions of the upright picture; its middle where it is empty.
ALTER TABLE users ADD COLUMN avatar_crop text NOT NULL DEFAULT '';
