-- +goose Up

-- What accounts sell. Money is whole minor units of the catalogue's currency.

-- Catalogues, products, imports and orders are asked for by their id alone;
-- this finds the account whose they are.
CREATE TABLE shop_owners (
  id       bigint PRIMARY KEY,
  owner_id bigint NOT NULL
);
CREATE INDEX shop_owners_owner ON shop_owners (owner_id);

CREATE TABLE catalogs (
  owner_id       bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id             bigint NOT NULL,
  name           text NOT NULL,
  currency       text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  language       text NOT NULL DEFAULT 'en',
  products_count bigint NOT NULL DEFAULT 0 CHECK (products_count >= 0), -- with drafts, without what is archived
  created_at     timestamptz NOT NULL,
  updated_at     timestamptz NOT NULL,
  PRIMARY KEY (owner_id, id)
);

-- A variant is a product of its own; variants of one thing share their group_id.
CREATE TABLE products (
  owner_id        bigint NOT NULL,
  id              bigint NOT NULL,
  catalog_id      bigint NOT NULL,
  retailer_id     text NOT NULL,
  group_id        text NOT NULL DEFAULT '',
  state           text NOT NULL DEFAULT 'published' CHECK (state IN ('draft', 'published', 'archived')),
  title           text NOT NULL,
  description     text NOT NULL DEFAULT '',
  brand           text NOT NULL DEFAULT '',
  gtin            text NOT NULL DEFAULT '',
  mpn             text NOT NULL DEFAULT '',
  category        text NOT NULL DEFAULT '',
  google_category text NOT NULL DEFAULT '',
  condition       text NOT NULL DEFAULT 'new' CHECK (condition IN ('new', 'refurbished', 'used')),
  availability    text NOT NULL DEFAULT 'in_stock'
                  CHECK (availability IN ('in_stock', 'out_of_stock', 'preorder', 'backorder', 'discontinued')),
  url             text NOT NULL DEFAULT '',
  currency        text NOT NULL,                     -- of the catalogue
  price           bigint NOT NULL CHECK (price >= 0), -- with tax
  sale_price      bigint CHECK (sale_price >= 0 AND sale_price < price),
  sale_from       timestamptz,
  sale_to         timestamptz,
  counted         boolean NOT NULL DEFAULT false,    -- its stock is counted
  stock           bigint NOT NULL DEFAULT 0 CHECK (stock >= 0), -- pieces on the shelf, with those that are reserved
  reserved        bigint NOT NULL DEFAULT 0 CHECK (reserved >= 0), -- of them, in orders that are not paid yet
  weight          bigint NOT NULL DEFAULT 0 CHECK (weight >= 0), -- grams
  unit_amount     bigint NOT NULL DEFAULT 0,         -- what is in it: milligrams, millilitres or millimetres …
  unit            text NOT NULL DEFAULT '',          -- kg, l, m, m2, piece
  options         jsonb NOT NULL DEFAULT '[]',       -- of a variant: [{"name", "value"}]
  labels          text[] NOT NULL DEFAULT '{}',
  images          text[] NOT NULL DEFAULT '{}',      -- addresses to fetch photos from
  cover_key       text NOT NULL DEFAULT '',
  cover_width     integer NOT NULL DEFAULT 0,
  cover_height    integer NOT NULL DEFAULT 0,
  cover_placeholder text NOT NULL DEFAULT '',
  tax             integer NOT NULL DEFAULT -1 CHECK (tax BETWEEN -1 AND 10000), -- basis points; -1: as the shop has it
  maker           text NOT NULL DEFAULT '',          -- with address, and who is responsible for it in the EU
  warnings        text NOT NULL DEFAULT '',
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  PRIMARY KEY (owner_id, id),
  UNIQUE (owner_id, catalog_id, retailer_id),
  FOREIGN KEY (owner_id, catalog_id) REFERENCES catalogs (owner_id, id) ON DELETE CASCADE,
  CHECK (reserved <= stock OR NOT counted)
) WITH (fillfactor = 90);

-- What a product cost before, for the lowest price of the last 30 days.
CREATE TABLE product_prices (
  owner_id   bigint NOT NULL,
  product_id bigint NOT NULL,
  until      timestamptz NOT NULL, -- it cost this up to then
  price      bigint NOT NULL,      -- what was asked, sales included
  PRIMARY KEY (owner_id, product_id, until),
  FOREIGN KEY (owner_id, product_id) REFERENCES products (owner_id, id) ON DELETE CASCADE
);
