-- +goose Up

-- What is sold: carts, orders, payments. Money is whole minor units of the order's
-- currency; see docs/decisions/orders.md.

-- What a shop says of itself, and how it sells.
CREATE TABLE shops (
  user_id        bigint PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  open           boolean NOT NULL DEFAULT false, -- orders are taken
  name           text NOT NULL DEFAULT '',       -- the seller's, as on invoices
  address        text NOT NULL DEFAULT '',
  email          text NOT NULL DEFAULT '',
  vat_id         text NOT NULL DEFAULT '',
  country        text NOT NULL DEFAULT '',
  currency       text NOT NULL DEFAULT 'EUR',
  tax            integer NOT NULL DEFAULT 0,     -- thousandths of a percent
  rates          jsonb NOT NULL DEFAULT '{}',    -- other rates, by country
  zones          jsonb NOT NULL DEFAULT '[]',    -- where it ships to, and for how much
  payments       text[] NOT NULL DEFAULT '{transfer}',
  bank           text NOT NULL DEFAULT '',       -- where a transfer goes
  terms          text NOT NULL DEFAULT '',
  withdrawal     text NOT NULL DEFAULT '',
  hold_minutes   integer NOT NULL DEFAULT 30,    -- of pieces in an order that is paid online
  hold_days      integer NOT NULL DEFAULT 7,     -- of pieces in one that is paid by transfer or on delivery
  stripe_sealed  bytea NOT NULL DEFAULT '',      -- the secret key
  stripe_hook    bytea NOT NULL DEFAULT '',      -- the secret of its webhook, sealed
  updated_at     timestamptz NOT NULL
);

-- Of a person, or of a guest, who is known by the hash of a secret in the session.
CREATE TABLE cart_lines (
  user_id       bigint NOT NULL DEFAULT 0,
  guest         bytea NOT NULL DEFAULT '',
  seller_id     bigint NOT NULL,
  product_id    bigint NOT NULL,
  quantity      integer NOT NULL CHECK (quantity > 0),
  price         bigint NOT NULL,            -- as it was when it was put in, or seen since
  post_owner_id bigint NOT NULL DEFAULT 0,  -- the post that it was found on
  post_id       bigint NOT NULL DEFAULT 0,
  added_at      timestamptz NOT NULL,
  updated_at    timestamptz NOT NULL,
  PRIMARY KEY (user_id, guest, seller_id, product_id)
);
CREATE INDEX cart_lines_seller ON cart_lines (seller_id);
CREATE INDEX cart_lines_guests ON cart_lines (updated_at) WHERE user_id = 0;
CREATE INDEX cart_lines_post ON cart_lines (post_owner_id) WHERE post_owner_id <> 0;

CREATE TABLE orders (
  seller_id      bigint NOT NULL,
  id             bigint NOT NULL,
  buyer_id       bigint NOT NULL DEFAULT 0, -- 0 for a guest
  state          text NOT NULL DEFAULT 'placed'
                 CHECK (state IN ('placed', 'expired', 'confirmed', 'paid', 'shipped', 'delivered', 'cancelled')),
  number         text NOT NULL DEFAULT '',  -- once it is paid, or accepted to be paid on delivery
  currency       text NOT NULL,
  payment        text NOT NULL CHECK (payment IN ('transfer', 'on_delivery', 'stripe')),
  email          text NOT NULL,
  address        jsonb NOT NULL,
  country        text NOT NULL,
  note           text NOT NULL DEFAULT '',
  seller         jsonb NOT NULL,            -- name, address and texts of the shop as they were
  total          bigint NOT NULL CHECK (total >= 0),
  tax            bigint NOT NULL,
  paid           bigint NOT NULL DEFAULT 0 CHECK (paid >= 0),
  refunded       bigint NOT NULL DEFAULT 0 CHECK (refunded >= 0),
  held           boolean NOT NULL,          -- pieces are reserved for it
  reserved_until timestamptz NOT NULL,
  checkout       bytea NOT NULL,            -- hash of what the buyer's form was sent with
  session        text NOT NULL DEFAULT '',  -- at the provider
  session_url    text NOT NULL DEFAULT '',
  session_tries  integer NOT NULL DEFAULT 0,
  reason         text NOT NULL DEFAULT '',  -- why it was cancelled
  placed_at      timestamptz NOT NULL,
  numbered_at    timestamptz,
  paid_at        timestamptz,
  shipped_at     timestamptz,
  delivered_at   timestamptz,
  cancelled_at   timestamptz,
  updated_at     timestamptz NOT NULL,
  PRIMARY KEY (seller_id, id),
  CHECK (refunded <= paid)
);
CREATE UNIQUE INDEX orders_checkout ON orders (seller_id, checkout);
CREATE INDEX orders_state ON orders (seller_id, state, id DESC);
CREATE INDEX orders_buyer ON orders (buyer_id, id DESC) WHERE buyer_id <> 0;
CREATE INDEX orders_held ON orders (reserved_until) WHERE held;

-- Products, and then shipping, each with its own tax.
CREATE TABLE order_lines (
  seller_id     bigint NOT NULL,
  order_id      bigint NOT NULL,
  line          integer NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('product', 'shipping')),
  product_id    bigint NOT NULL DEFAULT 0,
  retailer_id   text NOT NULL DEFAULT '',
  title         text NOT NULL,
  options       text NOT NULL DEFAULT '',
  cover_key     text NOT NULL DEFAULT '',
  quantity      integer NOT NULL CHECK (quantity > 0),
  list_price    bigint NOT NULL,           -- without a sale
  price         bigint NOT NULL,           -- of one, with tax
  gross         bigint NOT NULL CHECK (gross >= 0),
  rate          integer NOT NULL,          -- thousandths of a percent
  tax           bigint NOT NULL,
  weight        bigint NOT NULL DEFAULT 0, -- of one, in grams
  reserved      integer NOT NULL DEFAULT 0, -- pieces of a counted stock that are held for it
  sold          integer NOT NULL DEFAULT 0, -- pieces that left the counted stock for it
  shipped       integer NOT NULL DEFAULT 0,
  returned      integer NOT NULL DEFAULT 0,
  withdrawn     integer NOT NULL DEFAULT 0,
  restocked     integer NOT NULL DEFAULT 0,
  credited      bigint NOT NULL DEFAULT 0, -- of gross, by credit notes
  credited_tax  bigint NOT NULL DEFAULT 0,
  post_owner_id bigint NOT NULL DEFAULT 0,
  post_id       bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (seller_id, order_id, line),
  FOREIGN KEY (seller_id, order_id) REFERENCES orders (seller_id, id) ON DELETE CASCADE,
  CHECK (credited <= gross), CHECK (credited_tax <= tax),
  CHECK (shipped <= quantity), CHECK (returned <= shipped), CHECK (withdrawn <= quantity), CHECK (restocked <= sold)
);
CREATE INDEX order_lines_held ON order_lines (seller_id, product_id) WHERE reserved > 0;
CREATE INDEX order_lines_post ON order_lines (post_owner_id) WHERE post_owner_id <> 0;

-- Counters of numbers without gaps, for each shop and year.
CREATE TABLE order_numbers (
  seller_id bigint NOT NULL,
  kind      text NOT NULL CHECK (kind IN ('order', 'invoice', 'credit')),
  year      integer NOT NULL,
  last      bigint NOT NULL,
  PRIMARY KEY (seller_id, kind, year)
);

-- What came in.
CREATE TABLE payments (
  seller_id  bigint NOT NULL,
  id         bigint NOT NULL,
  order_id   bigint NOT NULL,
  provider   text NOT NULL,
  reference  text NOT NULL, -- the provider's, or what the seller noted
  amount     bigint NOT NULL CHECK (amount > 0),
  at         timestamptz NOT NULL,
  PRIMARY KEY (seller_id, id),
  FOREIGN KEY (seller_id, order_id) REFERENCES orders (seller_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX payments_reference ON payments (seller_id, provider, reference);
CREATE INDEX payments_order ON payments (seller_id, order_id);

-- What providers told: each event once, whenever and however often it comes.
CREATE TABLE payment_events (
  seller_id bigint NOT NULL,
  provider  text NOT NULL,
  event_id  text NOT NULL,
  kind      text NOT NULL,
  at        timestamptz NOT NULL,
  PRIMARY KEY (seller_id, provider, event_id)
);
CREATE INDEX payment_events_old ON payment_events (at);

-- What went back.
CREATE TABLE refunds (
  seller_id bigint NOT NULL,
  id        bigint NOT NULL,
  order_id  bigint NOT NULL,
  amount    bigint NOT NULL CHECK (amount > 0),
  reason    text NOT NULL DEFAULT '',
  state     text NOT NULL CHECK (state IN ('waiting', 'done', 'failed')), -- waiting for the provider
  problem   text NOT NULL DEFAULT '',
  reference text NOT NULL DEFAULT '',
  at        timestamptz NOT NULL,
  PRIMARY KEY (seller_id, id),
  FOREIGN KEY (seller_id, order_id) REFERENCES orders (seller_id, id) ON DELETE CASCADE
);
CREATE INDEX refunds_order ON refunds (seller_id, order_id);

-- Invoices and credit notes as they were written; never changed.
CREATE TABLE invoices (
  seller_id bigint NOT NULL,
  kind      text NOT NULL CHECK (kind IN ('invoice', 'credit')),
  year      integer NOT NULL,
  number    bigint NOT NULL,
  order_id  bigint NOT NULL,
  at        timestamptz NOT NULL,
  content   jsonb NOT NULL,
  PRIMARY KEY (seller_id, kind, year, number),
  FOREIGN KEY (seller_id, order_id) REFERENCES orders (seller_id, id) ON DELETE CASCADE
);
CREATE INDEX invoices_order ON invoices (seller_id, order_id);

CREATE TABLE shipments (
  seller_id bigint NOT NULL,
  id        bigint NOT NULL,
  order_id  bigint NOT NULL,
  carrier   text NOT NULL DEFAULT '',
  tracking  text NOT NULL DEFAULT '',
  lines     jsonb NOT NULL, -- [{"line", "quantity"}]
  at        timestamptz NOT NULL,
  PRIMARY KEY (seller_id, id),
  FOREIGN KEY (seller_id, order_id) REFERENCES orders (seller_id, id) ON DELETE CASCADE
);
CREATE INDEX shipments_order ON shipments (seller_id, order_id);

CREATE TABLE withdrawals (
  seller_id    bigint NOT NULL,
  id           bigint NOT NULL,
  order_id     bigint NOT NULL,
  name         text NOT NULL,
  email        text NOT NULL, -- where the receipt goes
  reason       text NOT NULL DEFAULT '',
  lines        jsonb NOT NULL,
  requested_at timestamptz NOT NULL,
  confirmed_at timestamptz,
  PRIMARY KEY (seller_id, id),
  FOREIGN KEY (seller_id, order_id) REFERENCES orders (seller_id, id) ON DELETE CASCADE
);
CREATE INDEX withdrawals_order ON withdrawals (seller_id, order_id);

-- Revenue is more than fits into what likes are counted with.
ALTER TABLE insight_marks ALTER COLUMN n TYPE bigint;
