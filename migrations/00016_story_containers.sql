-- +goose Up

-- A container of the Graph dialect may be made to be shared as a story.
ALTER TABLE containers ADD COLUMN story boolean NOT NULL DEFAULT false;
