-- +goose Up

-- login_version counts the changes of what an account logs in with: password,
-- address, other services. What was proved before a change is worth nothing
-- after it. pending_email waits for its mailed link to be opened. login_at is
-- when the account was last logged in to.
ALTER TABLE users
  ADD COLUMN login_version bigint NOT NULL DEFAULT 0,
  ADD COLUMN pending_email text NOT NULL DEFAULT '',
  ADD COLUMN login_at timestamptz;
UPDATE users SET login_at = active_at;
CREATE INDEX users_email ON users (email) WHERE email <> '';

-- Links that were mailed before are ended: they are bound to nothing.
DELETE FROM email_tokens;
ALTER TABLE email_tokens DROP CONSTRAINT email_tokens_purpose_check;
ALTER TABLE email_tokens ADD CONSTRAINT email_tokens_purpose_check CHECK (purpose IN ('reset', 'verify', 'change', 'undo'));

CREATE INDEX oauth_consents_user ON oauth_consents (user_id);

-- When mails go to a receiver, who is known by the hash of the address. Rows
-- are needed for an hour.
CREATE UNLOGGED TABLE mail_log (
  receiver bytea NOT NULL,
  kind     text NOT NULL CHECK (kind IN ('asked', 'notice')),
  at       timestamptz NOT NULL,
  id       bigint NOT NULL,
  PRIMARY KEY (receiver, kind, at, id)
);
CREATE INDEX mail_log_at ON mail_log (at);
