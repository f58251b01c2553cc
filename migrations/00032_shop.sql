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
  mapping        jsonb NOT NULL DEFAULT 'null', -- of the columns of files, as somebody left it
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
  lead            boolean NOT NULL DEFAULT true,     -- stands for its group in lists of things
  popularity      bigint NOT NULL DEFAULT 0,         -- how often it was looked at, and ten for each that was ordered
  wants_photos    boolean NOT NULL DEFAULT false,    -- its photos are to be brought up to images
  priced_at       timestamptz NOT NULL DEFAULT now(), -- since when these prices are asked
  doc             tsvector NOT NULL DEFAULT '',      -- by which it is found
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

-- Whatever changes a price leaves what was asked before. A sale that begins or ends by
-- its time needs nobody, so up to three prices were asked since the last change.
-- +goose StatementBegin
CREATE FUNCTION keep_prices() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  a constant timestamptz := OLD.priced_at;
  b constant timestamptz := greatest(NEW.updated_at, OLD.priced_at);
  f constant timestamptz := CASE WHEN OLD.sale_price IS NULL THEN b ELSE least(greatest(coalesce(OLD.sale_from, a), a), b) END;
  t constant timestamptz := CASE WHEN OLD.sale_price IS NULL THEN b ELSE greatest(f, least(coalesce(OLD.sale_to, b), b)) END;
BEGIN
  INSERT INTO product_prices (owner_id, product_id, until, price)
    SELECT OLD.owner_id, OLD.id, x.until, x.price
    FROM (VALUES (a, f, OLD.price), (f, t, OLD.sale_price), (t, b, OLD.price)) x (since, until, price)
    WHERE x.until > x.since AND x.price IS NOT NULL
    ON CONFLICT (owner_id, product_id, until) DO UPDATE SET price = least(product_prices.price, excluded.price);
  DELETE FROM product_prices WHERE owner_id = OLD.owner_id AND product_id = OLD.id AND until < b - interval '400 days';
  NEW.priced_at := b;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER products_prices BEFORE UPDATE ON products FOR EACH ROW
  WHEN ((OLD.price, OLD.sale_price, OLD.sale_from, OLD.sale_to) IS DISTINCT FROM (NEW.price, NEW.sale_price, NEW.sale_from, NEW.sale_to))
  EXECUTE FUNCTION keep_prices();

CREATE INDEX products_catalog ON products (owner_id, catalog_id, id DESC);
CREATE INDEX products_group ON products (owner_id, catalog_id, group_id) WHERE group_id <> '';
CREATE INDEX products_price ON products (owner_id, price, id);
CREATE INDEX products_sale ON products (owner_id, sale_price, id) WHERE sale_price IS NOT NULL;
CREATE INDEX products_popular ON products (owner_id, popularity, id);
CREATE INDEX products_low ON products (owner_id, catalog_id, stock, id) WHERE counted;
CREATE INDEX products_fetch ON products (owner_id, catalog_id, id) WHERE wants_photos;
CREATE INDEX products_cover ON products (cover_key) WHERE cover_key <> '';
CREATE INDEX products_doc ON products USING gin (doc);
CREATE INDEX products_all ON products (id DESC) WHERE state = 'published';
CREATE INDEX products_all_price ON products (price, id) WHERE state = 'published';
CREATE INDEX products_all_sale ON products (sale_price, id) WHERE state = 'published' AND sale_price IS NOT NULL;
CREATE INDEX products_all_popular ON products (popularity, id) WHERE state = 'published';
