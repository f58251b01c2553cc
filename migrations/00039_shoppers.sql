-- +goose Up

-- What a product cost when it was saved, so that somebody sees that it costs less now.
ALTER TABLE saved_products
  ADD COLUMN price    bigint NOT NULL DEFAULT 0,
  ADD COLUMN currency text NOT NULL DEFAULT ''; -- empty where that is not known

-- Products like another.
CREATE INDEX products_category ON products (owner_id, catalog_id, category, id DESC) WHERE category <> '';
-- In which currencies something is sold.
CREATE INDEX catalogs_currency ON catalogs (currency);
