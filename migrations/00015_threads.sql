-- +goose Up

-- A conversation that a reply to a story began, between the story's owner and
-- whoever replied. Each of the two has a row; both rows say where it stands.
CREATE TABLE thread_members (
  user_id    bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  thread_id  bigint NOT NULL,
  other_id   bigint NOT NULL,
  owner_id   bigint NOT NULL,            -- the story's owner, one of the two
  story_id   bigint NOT NULL,
  message_id bigint NOT NULL,            -- the newest message: the thread's place in lists
  seen_id    bigint NOT NULL DEFAULT 0,  -- up to where this member has read
  hidden_id  bigint NOT NULL DEFAULT 0,  -- up to where this member has deleted it
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, thread_id),
  UNIQUE (user_id, owner_id, story_id, other_id),
  CHECK (user_id <> other_id AND owner_id IN (user_id, other_id)),
  CHECK (seen_id <= message_id AND hidden_id <= message_id)
);
CREATE INDEX thread_members_list ON thread_members (user_id, message_id DESC);
CREATE INDEX thread_members_other ON thread_members (other_id);

-- Within a thread the ids follow the order of commits.
CREATE TABLE messages (
  thread_id  bigint NOT NULL,
  id         bigint NOT NULL,
  user_id    bigint NOT NULL,                -- who wrote it
  to_story   boolean NOT NULL DEFAULT false, -- written to the story itself, and counted there
  text       text NOT NULL DEFAULT '',
  reaction   text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (thread_id, id),
  CHECK ((text = '') <> (reaction = '')),
  CHECK (reaction = '' OR to_story)
);

-- Conversations with something unread, at most 100, and the newest message of all.
ALTER TABLE notification_counts ADD COLUMN messages integer NOT NULL DEFAULT 0;
ALTER TABLE notification_counts ADD COLUMN message_id bigint NOT NULL DEFAULT 0;
