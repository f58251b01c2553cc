-- +goose Up

-- Which kinds of notifications somebody gets by mail, and how soon; kinds without
-- a row are not mailed. told_seq is the newest that a mail was made of. due_at is
-- when the next mail is to be made: of what comes at once, only while there is any.
CREATE TABLE notification_mails (
  user_id  bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  kind     text NOT NULL,
  pace     text NOT NULL CHECK (pace IN ('at_once', 'daily')),
  told_seq bigint NOT NULL DEFAULT 0,
  due_at   timestamptz,
  PRIMARY KEY (user_id, kind)
);
CREATE INDEX notification_mails_due ON notification_mails (due_at) WHERE due_at IS NOT NULL;

ALTER TABLE mail_log DROP CONSTRAINT mail_log_kind_check,
  ADD CONSTRAINT mail_log_kind_check CHECK (kind IN ('asked', 'notice', 'news', 'notifications'));
