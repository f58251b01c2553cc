-- +goose Up

-- What a program wants to be told of, and the way. user_id is whose subscription
-- it is: the person that a program acts for, or the owner of an app that
-- subscribes for itself. object is what it is about: self, that person; user,
-- everybody who allowed the app; tag, location and geography, public posts; and
-- instagram, those who switched the app on for themselves. seq counts up with
-- every delivery, in the order of commits. due_at is when there is something to
-- send next. claim names the job that sends, until claimed_until.
CREATE TABLE subscriptions (
  user_id           bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id                bigint NOT NULL,
  app_id            bigint NOT NULL DEFAULT 0, -- 0 for a personal token, and for pages
  way               text NOT NULL CHECK (way IN ('webhook', 'web_push', 'sse')),
  dialect           text NOT NULL DEFAULT 'photogram' CHECK (dialect IN ('photogram', 'v1', 'graph')),
  object            text NOT NULL DEFAULT 'self' CHECK (object IN ('self', 'user', 'tag', 'location', 'geography', 'instagram')),
  object_id         text NOT NULL DEFAULT '',
  latitude          double precision NOT NULL DEFAULT 0,
  longitude         double precision NOT NULL DEFAULT 0,
  radius            double precision NOT NULL DEFAULT 0, -- in metres
  area              box,                                 -- around these, for a geography
  activities        text[] NOT NULL,
  target            jsonb NOT NULL DEFAULT '{}', -- where it goes, as its way writes it
  endpoint          bytea NOT NULL DEFAULT '',   -- hash of the address in it
  secret_sealed     bytea NOT NULL DEFAULT '',
  old_secret_sealed bytea NOT NULL DEFAULT '',
  old_secret_until  timestamptz,
  state             text NOT NULL DEFAULT 'on' CHECK (state IN ('on', 'off', 'gone')),
  problem           text NOT NULL DEFAULT '', -- why it is not on
  seq               bigint NOT NULL DEFAULT 0,
  due_at            timestamptz,
  claim             bigint NOT NULL DEFAULT 0,
  claimed_until     timestamptz,
  failures          integer NOT NULL DEFAULT 0, -- one after the other
  failing_since     timestamptz,
  open_until        timestamptz, -- the circuit breaker's: nothing is sent before
  delivered_at      timestamptz,
  created_at        timestamptz NOT NULL DEFAULT now(),
  updated_at        timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, id)
);
CREATE INDEX subscriptions_app ON subscriptions (app_id, id DESC) WHERE app_id <> 0;
CREATE INDEX subscriptions_due ON subscriptions (due_at) WHERE due_at IS NOT NULL AND state = 'on';
CREATE INDEX subscriptions_object ON subscriptions (object, object_id) WHERE object IN ('tag', 'location') AND state = 'on';
CREATE INDEX subscriptions_area ON subscriptions USING gist (area) WHERE object = 'geography' AND state = 'on';
CREATE INDEX subscriptions_endpoint ON subscriptions (endpoint) WHERE endpoint <> '';

-- One event for one subscription. What it tells is read when it is sent, and
-- only then, by the rules of who may see what. A delivery of a stream is kept to be read.
CREATE TABLE deliveries (
  user_id         bigint NOT NULL,
  subscription_id bigint NOT NULL,
  seq             bigint NOT NULL,
  event_id        bigint NOT NULL, -- the same for all subscriptions and attempts
  kind            text NOT NULL,
  about_id        bigint NOT NULL, -- whose event it is
  actor_id        bigint NOT NULL DEFAULT 0,
  owner_id        bigint NOT NULL DEFAULT 0, -- the post, where there is one
  post_id         bigint NOT NULL DEFAULT 0,
  comment_id      bigint NOT NULL DEFAULT 0,
  thread_id       bigint NOT NULL DEFAULT 0, -- the message, where there is one
  message_id      bigint NOT NULL DEFAULT 0,
  value           bigint NOT NULL DEFAULT 0,
  object_key      bigint NOT NULL, -- deliveries with the same one go in their order
  state           text NOT NULL CHECK (state IN ('waiting', 'kept', 'delivered', 'failed', 'dropped')),
  attempts        integer NOT NULL DEFAULT 0,
  tries           integer NOT NULL DEFAULT 0, -- of these, since it was last asked to be sent
  next_at         timestamptz,
  status          integer NOT NULL DEFAULT 0, -- of the last answer
  problem         text NOT NULL DEFAULT '',   -- of the last attempt, or why there is none
  created_at      timestamptz NOT NULL,
  done_at         timestamptz,
  PRIMARY KEY (user_id, subscription_id, seq),
  FOREIGN KEY (user_id, subscription_id) REFERENCES subscriptions (user_id, id) ON DELETE CASCADE
);
CREATE INDEX deliveries_waiting ON deliveries (user_id, subscription_id, next_at, seq) WHERE state = 'waiting';
CREATE INDEX deliveries_object ON deliveries (user_id, subscription_id, object_key, seq) WHERE state = 'waiting';
CREATE INDEX deliveries_old ON deliveries (created_at);
CREATE INDEX deliveries_about ON deliveries (about_id);
CREATE INDEX deliveries_actor ON deliveries (actor_id) WHERE actor_id <> 0;
CREATE INDEX deliveries_owner ON deliveries (owner_id) WHERE owner_id <> 0;

-- The log: what was sent, and what came back.
CREATE TABLE delivery_attempts (
  user_id         bigint NOT NULL,
  subscription_id bigint NOT NULL,
  seq             bigint NOT NULL,
  attempt         integer NOT NULL,
  at              timestamptz NOT NULL,
  ms              integer NOT NULL,
  status          integer NOT NULL DEFAULT 0,
  problem         text NOT NULL DEFAULT '',
  request         text NOT NULL DEFAULT '',
  answer          text NOT NULL DEFAULT '',
  PRIMARY KEY (user_id, subscription_id, seq, attempt),
  FOREIGN KEY (user_id, subscription_id, seq) REFERENCES deliveries (user_id, subscription_id, seq) ON DELETE CASCADE
);

-- Whom the subscription of an app in the Graph dialect tells of.
CREATE TABLE subscribed_apps (
  user_id    bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  app_id     bigint NOT NULL,
  fields     text[] NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, app_id)
);
CREATE INDEX subscribed_apps_app ON subscribed_apps (app_id);

-- Messages can be told of, and numbers that were reached.
ALTER TABLE activity
  ADD COLUMN thread_id  bigint NOT NULL DEFAULT 0,
  ADD COLUMN message_id bigint NOT NULL DEFAULT 0,
  ADD COLUMN value      bigint NOT NULL DEFAULT 0;
