-- +goose Up

-- Programs of third parties. The secret is kept twice: as a hash, which it is
-- compared with, and sealed with the site's own key, since the signature of a
-- signed request is keyed with it. The old secret works until old_secret_until.
CREATE TABLE apps (
  id                bigint PRIMARY KEY, -- the client_id
  owner_id          bigint NOT NULL,
  name              text NOT NULL CHECK (name <> ''),
  description       text NOT NULL DEFAULT '',
  website           text NOT NULL DEFAULT '',
  icon_key          text NOT NULL DEFAULT '',
  redirect_uris     text NOT NULL DEFAULT '', -- one a line
  scopes            text NOT NULL DEFAULT 'basic',
  confidential      boolean NOT NULL DEFAULT true,
  keep_tokens       boolean NOT NULL DEFAULT false, -- tokens live until they are revoked
  require_signed    boolean NOT NULL DEFAULT false,
  query_token       boolean NOT NULL DEFAULT true,
  webhook_url       text NOT NULL DEFAULT '',
  secret_hash       bytea NOT NULL DEFAULT '',
  secret_sealed     bytea NOT NULL DEFAULT '',
  old_secret_hash   bytea NOT NULL DEFAULT '',
  old_secret_sealed bytea NOT NULL DEFAULT '',
  old_secret_until  timestamptz,
  created_at        timestamptz NOT NULL DEFAULT now(),
  updated_at        timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX apps_owner ON apps (owner_id, id DESC);
CREATE INDEX apps_icon ON apps (icon_key) WHERE icon_key <> '';

-- user_id is 0 for the token of an app that acts for nobody, app_id is 0 for
-- one that a person made for themselves. All tokens that came of one consent,
-- one after the other, are one family.
ALTER TABLE api_tokens
  ADD COLUMN app_id bigint NOT NULL DEFAULT 0,
  ADD COLUMN family bigint NOT NULL DEFAULT 0,
  ADD COLUMN kind   text NOT NULL DEFAULT 'personal' CHECK (kind IN ('personal', 'access', 'refresh', 'app'));
CREATE INDEX api_tokens_app ON api_tokens (app_id, id DESC) WHERE app_id <> 0;
CREATE INDEX api_tokens_family ON api_tokens (family) WHERE family <> 0;
CREATE INDEX api_tokens_expiry ON api_tokens (expires_at) WHERE expires_at IS NOT NULL;

-- What a person allowed an app to do.
CREATE TABLE oauth_grants (
  user_id    bigint NOT NULL,
  app_id     bigint NOT NULL,
  id         bigint NOT NULL,
  scopes     text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  used_at    timestamptz,
  PRIMARY KEY (user_id, app_id)
);
CREATE INDEX oauth_grants_list ON oauth_grants (user_id, id DESC);
CREATE INDEX oauth_grants_app ON oauth_grants (app_id);

-- What a consent page asks, found by the hash of the one-time id in its form.
CREATE TABLE oauth_consents (
  hash         bytea PRIMARY KEY,
  user_id      bigint NOT NULL,
  session      bytea NOT NULL, -- the hash of the session that the page was shown in
  app_id       bigint NOT NULL,
  redirect_uri text NOT NULL,
  scopes       text NOT NULL,
  state        text NOT NULL DEFAULT '',
  challenge    text NOT NULL DEFAULT '',
  expires_at   timestamptz NOT NULL
);
CREATE INDEX oauth_consents_expiry ON oauth_consents (expires_at);

CREATE TABLE oauth_codes (
  hash         bytea PRIMARY KEY,
  app_id       bigint NOT NULL,
  user_id      bigint NOT NULL,
  redirect_uri text NOT NULL,
  scopes       text NOT NULL,
  challenge    text NOT NULL DEFAULT '',
  family       bigint NOT NULL,
  expires_at   timestamptz NOT NULL,
  used_at      timestamptz -- set by the one exchange that may succeed
);
CREATE INDEX oauth_codes_user ON oauth_codes (user_id, app_id);
CREATE INDEX oauth_codes_app ON oauth_codes (app_id);
CREATE INDEX oauth_codes_expiry ON oauth_codes (expires_at);

-- The newest calls of each app. Losing them in a crash harms nobody.
CREATE UNLOGGED TABLE app_requests (
  app_id     bigint NOT NULL,
  id         bigint NOT NULL,
  at         timestamptz NOT NULL,
  method     text NOT NULL,
  path       text NOT NULL,
  status     integer NOT NULL,
  ms         integer NOT NULL,
  user_id    bigint NOT NULL DEFAULT 0,
  error_type text NOT NULL DEFAULT '',
  PRIMARY KEY (app_id, id)
);
