-- +goose Up

-- Renditions of the first generation, which have fewer widths; they are made again one by one.
CREATE INDEX media_narrow ON media (owner_id, id) WHERE length(render_key) = 40;
