-- +goose Up

-- What a product cost when it was saved, so that somebody sees that it costs less now.
ALTER TABLE saved_products
  ADD COLUMN price    bigint NOT NULL DEFAULT 0,
  ADD COLUMN currency text NOT NULL DEFAULT ''; -- empty where that is not known

-- Products like another.
CREATE INDEX products_category ON products (owner_id, catalog_id, category, id DESC) WHERE category <> '';
-- In which currencies something is sold.
CREATE INDEX catalogs_currency ON catalogs (currency);

-- From how many pieces on the seller is told that a product runs low: those that are
-- left. Of a catalogue 0 tells nobody; of a product null is as its catalogue has it.
ALTER TABLE catalogs ADD COLUMN low_stock bigint NOT NULL DEFAULT 0 CHECK (low_stock >= 0);
ALTER TABLE products
  ADD COLUMN low_stock bigint CHECK (low_stock >= 0),
  ADD COLUMN low_told  boolean NOT NULL DEFAULT false; -- since it was last above that

-- Who wants to know when a product can be had again.
CREATE TABLE stock_waits (
  product_owner bigint NOT NULL,
  product_id    bigint NOT NULL,
  user_id       bigint NOT NULL,
  at            timestamptz NOT NULL,
  PRIMARY KEY (product_owner, product_id, user_id),
  FOREIGN KEY (product_owner, product_id) REFERENCES products (owner_id, id) ON DELETE CASCADE
);
CREATE INDEX stock_waits_user ON stock_waits (user_id);

-- What is to be told of stocks, some seconds later.
CREATE TABLE stock_events (
  owner_id   bigint NOT NULL,
  product_id bigint NOT NULL,
  kind       text NOT NULL CHECK (kind IN ('low', 'back')),
  PRIMARY KEY (owner_id, product_id, kind),
  FOREIGN KEY (owner_id, product_id) REFERENCES products (owner_id, id) ON DELETE CASCADE
);

-- Orders, edits and files change stocks; whichever it is, none passes unnoticed.
-- +goose StatementBegin
CREATE FUNCTION watch_stock() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  least_left constant bigint := coalesce(NEW.low_stock,
    (SELECT c.low_stock FROM catalogs c WHERE c.owner_id = NEW.owner_id AND c.id = NEW.catalog_id), 0);
  is_low constant boolean := NEW.counted AND NEW.state = 'published' AND least_left > 0 AND NEW.stock - NEW.reserved <= least_left;
BEGIN
  IF is_low AND NOT NEW.low_told THEN
    INSERT INTO stock_events (owner_id, product_id, kind) VALUES (NEW.owner_id, NEW.id, 'low') ON CONFLICT DO NOTHING;
  END IF;
  NEW.low_told := is_low;
  IF NEW.state = 'published' AND (NEW.availability IN ('preorder', 'backorder')
      OR NEW.availability = 'in_stock' AND (NOT NEW.counted OR NEW.stock > NEW.reserved))
    AND EXISTS (SELECT 1 FROM stock_waits w WHERE w.product_owner = NEW.owner_id AND w.product_id = NEW.id) THEN
    INSERT INTO stock_events (owner_id, product_id, kind) VALUES (NEW.owner_id, NEW.id, 'back') ON CONFLICT DO NOTHING;
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER products_stock BEFORE UPDATE ON products FOR EACH ROW
  WHEN ((OLD.stock, OLD.reserved, OLD.counted, OLD.availability, OLD.state, OLD.low_stock)
    IS DISTINCT FROM (NEW.stock, NEW.reserved, NEW.counted, NEW.availability, NEW.state, NEW.low_stock))
  EXECUTE FUNCTION watch_stock();

ALTER TABLE notifications DROP CONSTRAINT notifications_kind_check,
  ADD CONSTRAINT notifications_kind_check CHECK (kind IN ('like', 'comment_like', 'comment', 'reply', 'mention', 'follow', 'request',
    'approved', 'tag', 'tag_request', 'publish_failed', 'story_mention', 'low_stock', 'back_in_stock'));
ALTER TABLE notification_settings DROP CONSTRAINT notification_settings_kind_check,
  ADD CONSTRAINT notification_settings_kind_check CHECK (kind IN ('like', 'comment_like', 'comment', 'reply', 'mention',
    'story_mention', 'follow', 'request', 'approved', 'tag', 'mail', 'weekly_insights', 'low_stock', 'back_in_stock'));
